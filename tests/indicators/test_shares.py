"""Of what total stated shares can be."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.shares import Fit, fit, smallest_fit

OFFICIAL = (Decimal("51.4"), Decimal("32.5"))


def test_no_number_below_169_gives_both_shares_that_were_stated() -> None:
    assert smallest_fit(OFFICIAL) == Fit(169, (87, 55), truncated=True)
    assert fit(OFFICIAL, 97) is None
    assert [total for total in range(1, 207) if fit(OFFICIAL, total)] == [169, 175, 206]


@pytest.mark.parametrize("total", [3, 40, 97, 250])
@pytest.mark.parametrize("truncated", [False, True])
def test_shares_of_a_total_lead_back_to_a_total_not_above_it(total: int, *, truncated: bool) -> None:
    for count in range(total + 1):
        exact = Decimal(100 * count) / total
        rounding = "ROUND_DOWN" if truncated else "ROUND_HALF_UP"
        share = exact.quantize(Decimal("0.1"), rounding=rounding)
        assert fit((share,), total) is not None
        found = smallest_fit((share,))
        assert found is not None
        assert found.total <= total


def test_one_share_rounded_and_another_cut_off_are_not_of_one_count() -> None:
    third, two_thirds = Decimal("33.4"), Decimal("66.6")
    assert fit((third,), 3) is None
    assert fit((two_thirds,), 3) == Fit(3, (2,), truncated=True)
    assert fit((Decimal("33.3"), Decimal("66.7")), 3) == Fit(3, (1, 2), truncated=False)


def test_a_share_above_all_fits_no_total_and_no_total_is_below_one() -> None:
    assert smallest_fit((Decimal(101),)) is None
    with pytest.raises(ValueError, match="0"):
        fit(OFFICIAL, 0)
