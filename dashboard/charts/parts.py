"""What a chart is made of: marks of quarters, targets, stages, steps, axes. Values only; no drawing, no words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from indicators.periods import Quarter
from indicators.plan import Basis, Stage
from indicators.progress import Range
from indicators.words import Text

ZERO = Decimal(0)


class Drawing(StrEnum):
    """How a chart is drawn."""

    TOTAL = "total"
    LEVEL = "level"
    STAGES = "stages"
    STEPS = "steps"


class Flag(StrEnum):
    """What has to be said of a quarter's mark."""

    GAP = "gap"
    PENDING = "pending"
    ERASED = "erased"
    PARTIAL = "partial"
    NOTHING = "nothing"
    LATE = "late"
    REVISED = "revised"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class Mark:
    """One quarter: its value (`low` = `high` where exact; both None where nothing was reported) and its flags.

    `places` are the decimals in which what was expected is printed; `parts` of a ratio its numerator and denominator in
    the quarter."""

    quarter: Quarter
    elapsed: int
    low: Decimal | None
    high: Decimal | None
    expected: Decimal | None
    flags: tuple[Flag, ...]
    places: int = 0
    parts: tuple[Decimal, Decimal] | None = None

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.low is not None

    @property
    def exact(self) -> bool:
        """Whether the value is one number."""
        return self.known and self.low == self.high


@dataclass(frozen=True, slots=True)
class TargetMark:
    """A dated target, as a total since the start. `final` is the last of its version; `in_force` that of today."""

    date: date
    elapsed: Decimal
    value: Decimal
    basis: Basis
    version: int
    in_force: bool
    final: bool


@dataclass(frozen=True, slots=True)
class StageMark:
    """A stage of a deliverable: reached on `date` (None where no date was given) as reported in `quarter`."""

    stage: Stage
    reached: bool
    current: bool
    quarter: Quarter | None
    date: date | None
    elapsed: Decimal | None
    act: str


@dataclass(frozen=True, slots=True)
class StepMark:
    """A step of a programme: when it was due (and first due), when it was done."""

    code: str
    title: Text
    due: date
    due_at: Decimal
    original_due: date | None
    done: bool
    done_on: date | None
    done_at: Decimal | None
    overdue: bool
    basis: Basis


@dataclass(frozen=True, slots=True)
class Axis:
    """A value axis: its ends and its round ticks, both ends among them."""

    low: Decimal
    high: Decimal
    ticks: tuple[Decimal, ...]


def as_range(mark: Mark) -> Range | None:
    """The value of `mark` as a range, or None."""
    return Range(mark.low, mark.high) if mark.low is not None and mark.high is not None else None
