"""Of what total stated shares can be: whether counts of one total give every one of them, as they are written. Pure.

"51.4 % of the actions" is a count of actions divided by their number, rounded or cut off after one decimal. Few totals
give two or three such shares at once, so that a total can be ruled out although nobody stated it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

LARGEST = 1000
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Fit:
    """Counts of `total` that give the shares, in their order; `truncated`: cut off after the decimals written, not
    rounded."""

    total: int
    counts: tuple[int, ...]
    truncated: bool


def fit(shares: Sequence[Decimal], total: int) -> Fit | None:
    """How `total` gives every one of `shares`, percentages written to as many decimals as they have; None where it
    does not. All are rounded or all cut off. Raises ValueError for a total below one."""
    if total < 1:
        raise ValueError(total)
    for truncated in (False, True):
        counts = [_count(share, total, truncated=truncated) for share in shares]
        if all(count is not None for count in counts):
            return Fit(total, tuple(count for count in counts if count is not None), truncated)
    return None


def smallest_fit(shares: Sequence[Decimal], *, largest: int = LARGEST) -> Fit | None:
    """The smallest total that gives all `shares`; None where none up to `largest` does."""
    return next((found for total in range(1, largest + 1) if (found := fit(shares, total))), None)


def _count(share: Decimal, total: int, *, truncated: bool) -> int | None:
    """The smallest count of `total` that is written as `share`, or None. Exact: in whole numbers."""
    exponent = share.as_tuple().exponent
    scale = 10 ** max(0, -exponent) if isinstance(exponent, int) else 1
    written = int(share * scale)
    least = written * total // (_HUNDRED * scale)
    for count in (least - 1, least, least + 1):
        whole = _HUNDRED * scale * count
        shown = whole // total if truncated else (2 * whole + total) // (2 * total)
        if 0 <= count <= total and shown == written:
            return count
    return None
