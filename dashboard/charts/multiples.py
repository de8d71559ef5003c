"""Small charts of the indicators of an action, side by side on one axis of time, described once. Pure.

Each says the one thing that a reader compares: the total so far beside the path to its target, and in a few words where
it ended. Its own axis of values begins at zero; unlike units are never drawn on one axis.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from dashboard.charts.parts import Drawing, Mark
from dashboard.charts.progress import Chart, chart
from dashboard.saying import amount
from dashboard.sentences import Sentence
from indicators.results import IndicatorDetail
from indicators.words import Text


@dataclass(frozen=True, slots=True)
class Multiple:
    """One small chart. `span` is the end of the axis of time that all share, in quarters since the plan's start."""

    path: str
    label: Text
    in_plan: bool
    chart: Chart
    span: Decimal
    amount: Sentence

    @property
    def drawing(self) -> Drawing:
        """How it is drawn."""
        return self.chart.drawing

    @property
    def known(self) -> tuple[Mark, ...]:
        """The quarters with a value."""
        return tuple(mark for mark in self.chart.points if mark.known)

    @property
    def runs(self) -> tuple[tuple[Mark, ...], ...]:
        """The quarters with a value, those that follow each other together: no line crosses a gap."""
        found: list[list[Mark]] = []
        for mark in self.known:
            if found and mark.elapsed == found[-1][-1].elapsed + 1:
                found[-1].append(mark)
            else:
                found.append([mark])
        return tuple(tuple(run) for run in found)


def multiples(details: Iterable[IndicatorDetail]) -> tuple[Multiple, ...]:
    """The small charts of `details`, in their order."""
    drawn = [(detail, chart(detail)) for detail in details]
    span = max((each.span for _, each in drawn), default=Decimal(0))
    return tuple(
        Multiple(
            path=f"indicators/{detail.indicator.code}",
            label=detail.indicator.label,
            in_plan=detail.indicator.in_plan,
            chart=each,
            span=span,
            amount=amount(detail.indicator, detail.progress),
        )
        for detail, each in drawn
    )
