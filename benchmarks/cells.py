"""What was found of one page on one line, and how it is told: the median, and the range where there is one. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.measure import Load

# Loads of one way of showing one page on one line.
Loads = Sequence[Load]
# What is told of a load; None where it has none.
Value = Callable[[Load], float | None]


@dataclass(frozen=True, slots=True)
class Cell:
    """One page on one line: the loads of each way of showing it, by its name."""

    page: str
    profile: str
    loads: Mapping[str, Loads]


def spread(loads: Loads, value: Value, digits: int) -> str:
    """The median with least and most, in `digits` decimals; a dash where no load has a value."""
    values = sorted(found for load in loads if (found := value(load)) is not None)
    if not values:
        return "–"
    middle, low, high = (f"{number:.{digits}f}" for number in (median(values), values[0], values[-1]))
    return middle if low == high else f"{middle} ({low}–{high})"


def mid(loads: Loads, value: Value) -> float:
    """The median. Raises StatisticsError where no load has a value."""
    return median(found for load in loads if (found := value(load)) is not None)
