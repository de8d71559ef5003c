"""Which indicators take a count of the same lists: the plan's own, and the tracker's beside it. Pure."""

from __future__ import annotations

from indicators.plan import Action, Indicator


def same_lists(indicator: Indicator, action: Action) -> tuple[Indicator, ...]:
    """The other indicators of its action that one entity's one job counts from the lists that this one is counted of:
    `2.1.p72.d` (persons), `2.1.p72.d.t1` (attendances), `2.1.p72.d.t2` (documents)."""
    base = indicator.code if indicator.in_plan else indicator.code.rpartition(".t")[0]
    own = {(r.entity, r.job) for r in indicator.reporting if r.measure}
    return tuple(
        other
        for other in action.indicators
        if other.code != indicator.code
        and (other.code == base or other.code.startswith(f"{base}.t"))
        and {(r.entity, r.job) for r in other.reporting} & own
    )
