"""The warnings of a return as they are kept with it: what may be right, is not usual, and waits for a second person."""

from __future__ import annotations

import json
from collections.abc import Sequence

from indicators import canonical
from indicators.drafts import Warned


def written(warnings: Sequence[Warned]) -> str:
    """What `returns.warnings` holds of them; nothing where there are none."""
    return canonical.dumps(list(warnings)) if warnings else ""


def read(text: str) -> tuple[Warned, ...]:
    """The inverse of `written`."""
    return tuple(Warned(said["code"], said["es"], said["en"]) for said in json.loads(text)) if text else ()


def without_words(text: str) -> str:
    """The same warnings by their codes alone: with a figure that the law forces out goes what they told of it."""
    return written([Warned(warned.code, "", "") for warned in read(text)])
