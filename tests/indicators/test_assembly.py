"""From rows to the plan: order, texts with their bases, the parts of an indicator."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from indicators import canonical
from indicators.assembly import NoPlanRow, PlanRow, build_plan
from indicators.packs import pack_names, read_pack
from indicators.plan import Plan
from indicators.row_cells import natural
from indicators.words import Text, TextBasis

ISLANDS = Path(__file__).parents[1] / "data" / "packs" / "islands"


def plan_of(pack: str | Path, *, demonstration: bool = True) -> Plan:
    plan = read_pack(pack, demonstration=demonstration).plan
    assert plan is not None
    return plan


@pytest.mark.parametrize("pack", [*pack_names(), ISLANDS], ids=str)
def test_the_order_of_the_rows_does_not_matter(pack: str | Path) -> None:
    rows = list(read_pack(pack, demonstration=True).rows)
    random.Random(7).shuffle(rows)
    assert build_plan(rows) == plan_of(pack)


@pytest.mark.parametrize("pack", [*pack_names(), ISLANDS], ids=str)
def test_a_row_is_stored_in_canonical_form_with_a_key_of_its_own(pack: str | Path) -> None:
    rows = read_pack(pack, demonstration=True).rows
    assert len({(row.kind, row.key) for row in rows}) == len(rows)
    for row in rows:
        assert canonical.dumps(row.cells) == row.content


def test_a_plan_needs_its_head() -> None:
    rows = [row for row in read_pack(ISLANDS, demonstration=False).rows if row.kind != "plan"]
    with pytest.raises(NoPlanRow):
        build_plan(rows)


def test_a_plan_has_one_head() -> None:
    rows = read_pack(ISLANDS, demonstration=False).rows
    with pytest.raises(NoPlanRow):
        build_plan([*rows, PlanRow("plan", "other", "{}")])


def test_numbers_within_codes_count_as_numbers() -> None:
    codes = ["2.1.p108", "2.1.p9", "2.1.n38", "2.1.p72", "10.1.p1", "x.n18"]
    assert sorted(codes, key=natural) == ["2.1.n38", "2.1.p9", "2.1.p72", "2.1.p108", "10.1.p1", "x.n18"]


def test_indicators_of_the_plan_come_before_the_trackers_own() -> None:
    action = plan_of("peru_pna").action("2.1.p72")
    assert action is not None
    own = ["c.t1", "c.t2", "d.t1", "d.t2", "t1"]
    assert [i.code.removeprefix("2.1.p72.") for i in action.indicators] == ["a", "b", "c", "d", *own]
    assert [i.in_plan for i in action.indicators] == [True] * 4 + [False] * 5


def test_an_action_without_an_objective_stands_last() -> None:
    plan = plan_of("peru_pna")
    assert [action.code for action in plan.unplaced] == ["x.n18"]
    assert list(plan.actions())[-1].code == "x.n18"


def test_a_missing_title_is_none_and_not_an_empty_text() -> None:
    titles = {o.code: o.title for g in plan_of("peru_pna").guidelines for o in g.objectives}
    assert titles["2.2"] is None
    assert titles["2.1"] is not None


def test_each_language_has_its_basis() -> None:
    action = plan_of("peru_pna").action("2.1.p75")
    assert action is not None
    assert action.title.basis_in("es") is TextBasis.OURS
    assert action.title.basis_in("en") is TextBasis.TRANSLATION


def test_the_basis_shown_is_that_of_the_words_shown() -> None:
    spanish_alone = Text("hola", "", TextBasis.OFFICIAL)
    english_alone = Text("", "hello", TextBasis.TRANSLATION, TextBasis.TRANSLATION)
    assert (spanish_alone.in_language("en"), spanish_alone.basis_in("en")) == ("hola", TextBasis.OFFICIAL)
    assert (english_alone.in_language("es"), english_alone.basis_in("es")) == ("hello", TextBasis.TRANSLATION)


def test_an_indicator_has_everything_that_its_rows_say() -> None:
    accidents = plan_of(ISLANDS).indicator("1.1.p4.a")
    assert accidents is not None
    assert [(r.entity, r.role) for r in accidents.reporters] == [
        ("LABOUR", "responsible"),
        ("HARBOUR", "co_responsible"),
    ]
    assert [r.entity for r in accidents.reporting] == ["LABOUR"]
    assert accidents.baseline is not None
    assert str(accidents.baseline.value) == "12.5"
    assert accidents.method is not None
    assert accidents.limits is None
    assert accidents.themes == ("safety",)
    assert accidents.cited.page == 4


def test_entities_know_their_other_names() -> None:
    entity = plan_of("peru_pna").entity("MINJUSDH")
    assert entity is not None
    assert "MINJUS" in entity.aliases


def test_a_list_of_codes_keeps_its_own_order() -> None:
    islands = [term.code for term in plan_of(ISLANDS).code_lists if term.kind == "island"]
    assert islands == ["south", "north"]


def test_a_step_moved_by_the_extension_keeps_both_dates() -> None:
    programme = plan_of("peru_pna").indicator("3.1.p91.a")
    assert programme is not None
    dues = {(s.version, str(s.due)) for s in programme.steps if s.code == "difusion"}
    assert dues == {(1, "2025-12-31"), (2, "2026-12-31")}
