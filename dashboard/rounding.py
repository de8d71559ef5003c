"""How numbers are rounded for reading: half up, everywhere alike, and to how many decimals. Pure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from indicators.plan import Kind
from indicators.targets import SUMS


def half_up(value: Decimal, places: int) -> Decimal:
    """`value` with `places` decimals, halves away from zero: 412.5 is 413."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def places_of(kind: Kind) -> int:
    """Decimals in which an expected value is printed: whole things are not expected in parts."""
    return 0 if kind in SUMS else 2
