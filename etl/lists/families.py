"""Indicators that the same rows feed: one of the plan, and the tracker's own beside it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.plan import Indicator, Plan


def family(plan: Plan, code: str) -> Iterator[Indicator]:
    """The indicator `code` and the tracker's own beside it (`code.t1`, `code.t2`)."""
    for indicator in plan.indicators():
        if indicator.code == code or (indicator.code.startswith(f"{code}.t") and not indicator.in_plan):
            yield indicator


def of_the_plan(plan: Plan, code: str) -> str:
    """The indicator beside which that of the tracker's own called `code` stands: the same rows feed both. Any other
    code is itself."""
    found, (base, _, _) = plan.indicator(code), code.rpartition(".t")
    return base if found is not None and not found.in_plan and plan.indicator(base) is not None else code
