"""The name by which people ask for a figure: `1.1.p7.a/MIN/2024-Q1`, with `/region/06` for a split and `/step/3` for
a step of a programme."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.periods import NotAQuarter, Quarter

_STEP = "step"


class NotAFigure(ValueError):
    """What was written names no figure."""


@dataclass(frozen=True, slots=True)
class FigureRef:
    """Which figure, whatever its version."""

    indicator: str
    entity: str
    quarter: Quarter
    dimension: str = ""
    category: str = ""
    step: str = ""

    @classmethod
    def parse(cls, text: str) -> FigureRef:
        """Read a name. Raises NotAFigure."""
        parts = text.strip().split("/")
        if len(parts) not in (3, 5) or not all(parts):
            raise NotAFigure(text)
        try:
            quarter = Quarter.parse(parts[2].upper().replace("-T", "-Q"))
        except NotAQuarter:
            raise NotAFigure(text) from None
        if len(parts) == 3:
            return cls(parts[0], parts[1], quarter)
        if parts[3] == _STEP:
            return cls(parts[0], parts[1], quarter, step=parts[4])
        return cls(parts[0], parts[1], quarter, parts[3], parts[4])

    @property
    def key(self) -> tuple[str, ...]:
        """The columns of `indicators.tables.FIGURE_KEY`."""
        return (self.indicator, self.entity, str(self.quarter), self.dimension, self.category, self.step)

    def __str__(self) -> str:
        place = (self.indicator, self.entity, str(self.quarter))
        split = (_STEP, self.step) if self.step else (self.dimension, self.category) if self.dimension else ()
        return "/".join((*place, *split))
