"""The map of the plan, read from a store."""

from __future__ import annotations

from indicators import plan_map, queries
from indicators.erasure import erase
from indicators.figure_refs import FigureRef
from indicators.periods import Quarter
from indicators.quarter_states import QuarterState
from indicators.store import Store
from tests import stores as s


def states(result, code: str) -> dict[str, str]:
    return {str(cell.quarter): cell.state.value for cell in result.cells[code]}


def test_the_map_is_of_the_release_asked_for_and_tells_what_was_erased(store: Store) -> None:
    s.with_plan(store)
    s.published(store, s.draft(s.figure(quarter="2023-Q4")), s.draft(s.figure(value=5), entity="OFI"))
    with store.read() as session:
        before = plan_map.plan_map(session, number=2)
        assert before is not None
        assert before.erased == frozenset()
        assert states(before, s.COUNT)["2023-Q4"] == "undetermined"
        assert set(states(before, s.DISTINCT).values()) == {"gap"}
        assert plan_map.plan_map(session, number=9) is None
        assert plan_map.guideline_map(session, "1", number=2).guideline.code == "1"  # type: ignore[union-attr]
        assert plan_map.guideline_map(session, "7", number=2) is None
    for entity in ("MIN", "OFI"):
        with store.write() as session:
            erase(session, FigureRef(s.COUNT, entity, Quarter(2023, 4), "", "", ""), ground="Resolución 7",
                  who=s.ADMINISTRATOR, agreed_by=s.PLANNER, now=s.MONDAY)  # fmt: skip
    with store.read() as session:
        after = plan_map.plan_map(session)
        assert after is not None
        assert after.erased == {s.COUNT}
        assert after.cells[s.COUNT][-1].state is QuarterState.ERASED
        detail = queries.action_detail(session, "1.1.p7")
        assert detail is not None
        assert [each.indicator.code for each in detail.details] == [s.COUNT, s.DISTINCT, s.REPORT]
