"""What a process measures of itself. It is loaded into each, so it needs nothing that they do not have."""

from __future__ import annotations

import resource
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from etl.cells import FileRefused
from etl.problems import Problem

KILO = 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What a function gave, or why the file was refused, and the memory at its peak in bytes."""

    result: Any
    refused: tuple[Problem, ...]
    peak: int


def used(function: Callable[..., Any], *args: object, **named: Any) -> Answer:
    """Run the function and see what it took."""
    result, problems = None, ()
    try:
        result = function(*args, **named)
    except FileRefused as refused:
        problems = refused.problems
    return Answer(result, problems, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILO)
