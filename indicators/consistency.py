"""Whether the figures of one indicator and entity agree with each other over time. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from indicators.drafts import FigureDraft
from indicators.plan import Stage

_ORDER = tuple(Stage)


def contradiction(figures: Iterable[FigureDraft]) -> FigureDraft | None:
    """The first unsplit figure, in time, that cannot be true beside an earlier one; None where all agree.

    A declared total so far cannot be less than one declared before, nor than any part up to it; a stage does not go
    back. Withdrawn figures say nothing.
    """
    reached, stage = Decimal(0), 0
    for figure in sorted(figures, key=lambda figure: figure.quarter):
        if figure.dimension or figure.withdrawn:
            continue
        reached = max(reached, figure.value or Decimal(0))
        if figure.so_far is not None and figure.so_far < reached:
            return figure
        reached = max(reached, figure.so_far or Decimal(0))
        if figure.stage is not None:
            if _ORDER.index(figure.stage) < stage:
                return figure
            stage = _ORDER.index(figure.stage)
    return None
