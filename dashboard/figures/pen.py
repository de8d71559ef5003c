"""What every part of a figure is drawn with: the chart, the words, and what the reader has chosen to see. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dashboard.charts.parts import Drawing, Flag, Mark, TargetMark
from dashboard.charts.progress import Chart
from dashboard.splits import Split
from dashboard.texts import Texts
from dashboard.theme import SCHEMES, Palette

Json = dict[str, Any]
TOTAL, QUARTER = "total", "quarter"
IN_FORCE, ORIGINAL = "in_force", "original"
ROWS = (Drawing.STAGES, Drawing.STEPS)


@dataclass(frozen=True, slots=True)
class View:
    """What the reader has chosen to see. `earlier` is the same indicator as published in release `earlier_release`."""

    amount: str = TOTAL
    targets: frozenset[str] = field(default=frozenset({IN_FORCE, ORIGINAL}))
    splits: tuple[Split, ...] = ()
    earlier: Chart | None = None
    earlier_release: int = 0
    scheme: str = "light"


@dataclass(frozen=True, slots=True)
class Pen:
    """What every part of a figure is drawn with."""

    chart: Chart
    texts: Texts
    view: View

    @property
    def colours(self) -> Palette:
        """The palette of the scheme."""
        return SCHEMES[self.view.scheme]

    @property
    def bars(self) -> bool:
        """Whether quarters are shown by themselves."""
        return self.view.amount == QUARTER and bool(self.chart.bars)


def shown_targets(pen: Pen) -> list[TargetMark]:
    """The targets that the reader wants to see."""
    return [t for t in pen.chart.targets if (IN_FORCE if t.in_force else ORIGINAL) in pen.view.targets]


def target_data(target: TargetMark) -> list[str]:
    """What a target's mark says of itself: date, value, version."""
    return [target.date.isoformat(), f"{target.value:f}", IN_FORCE if target.in_force else ORIGINAL]


def number(value: Decimal | None) -> float | None:
    """A value as Plotly takes it."""
    return None if value is None else float(value)


def is_open(mark: Mark) -> bool:
    """Whether a mark is drawn open: provisional, or nothing to report."""
    return Flag.PROVISIONAL in mark.flags or Flag.NOTHING in mark.flags


def fill_of(mark: Mark, colours: Palette) -> str:
    """What fills a mark: the paper where it is open, else the accent."""
    return colours.paper if is_open(mark) else colours.accent
