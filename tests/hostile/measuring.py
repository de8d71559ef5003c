"""How much memory and time the processes take in which files are read and marked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from etl import apart
from etl.cells import FileRefused
from etl.child import limited
from etl.workbooks import marking_apart
from tests.hostile.use import used


@dataclass(slots=True)
class Uses:
    """The most that a process took: bytes, seconds. A process that was ended at a limit is among `ended`."""

    peak: int = 0
    seconds: float = 0.0
    ended: int = 0


@contextmanager
def measured(uses: Uses) -> Iterator[None]:
    """Every process that reads or marks a file from here on is measured into `uses`."""

    def watched(function: Callable[..., Any], *args: object, **how: Any) -> Any:
        began = time.monotonic()
        try:
            answer = limited(used, function, *args, **how)
        except FileRefused:
            uses.ended += 1
            raise
        finally:
            uses.seconds = max(uses.seconds, time.monotonic() - began)
        uses.peak = max(uses.peak, answer.peak)
        if answer.refused:
            raise FileRefused(*answer.refused)
        return answer.result

    before = apart.limited, marking_apart.limited
    apart.limited = marking_apart.limited = watched  # type: ignore[assignment]
    try:
        yield
    finally:
        apart.limited, marking_apart.limited = before
