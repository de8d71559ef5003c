"""What may be published of a figure. Pure. Until disclosure control is built, splits of counts of persons are withheld
and their unsplit totals are published as they are."""

from __future__ import annotations

from indicators.plan import Indicator


def is_protected(indicator: Indicator, dimension: str) -> bool:
    """Whether a figure of `indicator` split by `dimension` ("" for the total) is withheld."""
    return indicator.persons and dimension != ""
