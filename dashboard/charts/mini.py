"""The small drawing beside an indicator's name. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dashboard.charts.parts import ZERO, Drawing
from dashboard.charts.progress import drawing_of
from indicators.plan import Direction, Stage
from indicators.progress import State
from indicators.results import IndicatorStatus


@dataclass(frozen=True, slots=True)
class Mini:
    """The small drawing beside an indicator's name: shares of the final target (0 to 1), or the stage reached.

    `low` and `high` are None where there is no figure, `expected` where there is nothing to compare with.
    """

    drawing: Drawing
    state: State
    low: Decimal | None
    high: Decimal | None
    expected: Decimal | None
    stage: Stage | None


def mini(status: IndicatorStatus) -> Mini | None:
    """The small drawing of `status`; None where there is no target to draw it against."""
    progress, indicator = status.progress, status.indicator
    drawing = drawing_of(indicator)
    if drawing is Drawing.STAGES:
        return Mini(drawing, progress.state, None, None, None, progress.stage)
    if progress.final is None or progress.final <= 0 or indicator.direction is Direction.DOWN:
        return None
    yardstick = progress.due if drawing is Drawing.STEPS else progress.expected
    total = progress.obtained
    return Mini(
        drawing,
        progress.state,
        _share(total.low, progress.final) if total else None,
        _share(total.high, progress.final) if total else None,
        _share(yardstick, progress.final) if yardstick is not None else None,
        None,
    )


def _share(value: Decimal, of: Decimal) -> Decimal:
    return min(max(value / of, ZERO), Decimal(1))
