"""What a limit of the law leaves to small companies."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.limits import Places, is_of_workers, places, smallest_companies
from indicators.packs import read_pack
from indicators.registers import Limit


def limits() -> dict[str, Limit]:
    plan = read_pack("peru_pna", demonstration=False).plan
    assert plan is not None
    return {limit.code: limit for limit in plan.registers.limits}


def test_a_fifth_of_the_workers_leaves_no_place_to_a_company_of_four() -> None:
    limit = limits()["dleg689_personal"]
    assert smallest_companies(limit) == (Places(1, 4, 0), Places(5, 9, 1), Places(10, 14, 2), Places(15, 19, 3))
    assert [places(limit, workers) for workers in (0, 4, 5, 100)] == [0, 0, 1, 20]


def test_the_sizes_follow_the_value_of_the_limit() -> None:
    limit = limits()["dleg689_personal"]
    assert smallest_companies(replace(limit, value=Decimal(30)), 3) == (
        Places(1, 3, 0), Places(4, 6, 1), Places(7, 9, 2),
    )  # fmt: skip
    assert smallest_companies(replace(limit, value=Decimal(0))) == ()


def test_only_a_share_of_the_workers_is_counted_in_persons() -> None:
    assert [code for code, limit in limits().items() if is_of_workers(limit)] == ["dleg689_personal"]
    with pytest.raises(ValueError, match="dleg689_remuneraciones"):
        places(limits()["dleg689_remuneraciones"], 10)
