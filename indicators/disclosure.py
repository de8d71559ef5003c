"""What may be published of a figure. Pure. Until disclosure control is built, splits of counts of persons are withheld
and their unsplit totals are published as they are."""

from __future__ import annotations

from dataclasses import replace

from indicators.plan import Indicator
from indicators.results import Figure


def is_protected(indicator: Indicator, dimension: str) -> bool:
    """Whether a figure of `indicator` split by `dimension` ("" for the total) is withheld."""
    return indicator.persons and dimension != ""


def withheld(figure: Figure) -> Figure:
    """What everybody sees of a protected figure: that it is there, and nothing of what it says, a zero included."""
    return replace(
        figure, value=None, nothing=False, so_far=None, numerator=None, denominator=None, stage=None, stage_date=None,
        act="", note="", reason="", protected=True,
    )  # fmt: skip
