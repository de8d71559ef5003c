"""A plan loaded again: compared, staged with class and reason, approved by another, published, and earlier releases as
they were; on both engines."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from indicators import canonical, plan_changes, queries, releases, returns, verification
from indicators.assembly import PlanRow
from indicators.lifecycle import ReturnState
from indicators.plan_changes import compare
from indicators.returns import Receipt
from indicators.rules import RuleRefused
from indicators.store import Store
from indicators.tables import PLAN_JOB
from tests.stores import (
    COUNT,
    MONDAY,
    OTHER_PLANNER,
    PLANNER,
    STEWARD,
    draft,
    figure,
    indicator_rows,
    plan_rows,
    published,
    row,
    staged,
    with_plan,
)

EXTENSION = [
    row("instruments", code="DS-2", kind="decree", title_es="Prórroga", title_en="Extension", date="2023-12-20"),
    row("terms", version="2", end="2026-12-31", since="2023-12-20", instrument="DS-2"),
    row("targets", indicator=COUNT, version="2", date="2026-12-31", value="220", window="since_start",
        basis="demonstration", instrument="DS-2"),
]  # fmt: skip


@pytest.fixture
def planned(store: Store) -> Store:
    with_plan(store)
    return store


def load(
    store: Store, rows: list[PlanRow], *, who: str = PLANNER, change: str = "source", reason: str = "DS-2"
) -> object:
    with store.write() as session:
        return plan_changes.load(session, rows, kind="real", who=who, now=MONDAY, note="", change=change, reason=reason)


def through(store: Store, rows: list[PlanRow], *, change: str = "source") -> Receipt:
    """Load, submit, approve by another and publish."""
    receipt = load(store, rows, change=change)
    assert isinstance(receipt, Receipt)
    with store.write() as session:
        returns.submit(session, receipt.return_id, who=PLANNER, now=MONDAY)
        returns.approve(session, receipt.return_id, who=OTHER_PLANNER, now=MONDAY)
        releases.publish(session, who=PLANNER, now=MONDAY, note="Prórroga")
    return receipt


def replaced(rows: list[PlanRow], kind: str, key: str, **cells: str) -> list[PlanRow]:
    """The rows with some cells of one of them changed."""
    changed = []
    for one in rows:
        content = one.content
        if (one.kind, one.key) == (kind, key):
            content = json.dumps(one.cells | cells, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        changed.append(PlanRow(one.kind, one.key, content))
    assert changed != rows
    return changed


def without(rows: list[PlanRow], kind: str, key: str) -> list[PlanRow]:
    left = [one for one in rows if (one.kind, one.key) != (kind, key)]
    assert len(left) == len(rows) - 1
    return left


def test_what_differs_is_found_row_by_row() -> None:
    before = plan_rows()
    after = [*without(replaced(before, "entities", "MIN", name_es="Otro"), "sources", "the_plan"), *EXTENSION[:1]]
    found = compare(before, after)
    assert [r.key for r in found.added] == ["DS-2"]
    assert [(r.key, r.cells["name_es"]) for r in found.changed] == [("MIN", "Otro")]
    assert [r.key for r in found.removed] == ["the_plan"]
    assert not compare(before, list(reversed(before)))


def test_the_same_plan_again_changes_nothing(planned: Store) -> None:
    assert load(planned, plan_rows()) is False
    with planned.read() as session:
        assert returns.listing(session) == ()
        assert len(queries.releases(session)) == 1


def test_an_extension_is_staged_agreed_and_published_and_the_old_target_stays(planned: Store) -> None:
    published(planned, draft(figure(value=10)))
    receipt = load(planned, [*plan_rows(), *EXTENSION])
    assert isinstance(receipt, Receipt)
    assert (receipt.state, receipt.figures, receipt.quarter) == (ReturnState.STAGED, 3, None)
    with planned.read() as session:
        waiting = queries.plan_at(session, 2)
        current = queries.current_plan(session)
    assert current == waiting
    through(planned, [*plan_rows(), *EXTENSION])
    with planned.read() as session:
        before = queries.indicator_detail(session, COUNT, number=2)
        after = queries.indicator_detail(session, COUNT)
        faults = verification.faults(session)
    assert before is not None
    assert after is not None
    assert [t.version for t in before.indicator.targets] == [1]
    assert [(t.version, t.value, t.instrument) for t in after.indicator.targets] == [(1, 180, ""), (2, 220, "DS-2")]
    assert (before.progress.final, after.progress.final) == (180, 220)
    assert [term.instrument for term in after.plan.terms] == ["DS-1", "DS-2"]
    assert faults == ()


def test_a_new_indicator_takes_figures_from_the_release_that_brings_it(planned: Store) -> None:
    code = "1.1.p7.d"
    through(planned, [*plan_rows(), *indicator_rows(code, "count")])
    published(planned, draft(figure(code, 4)))
    with planned.read() as session:
        early, late = (queries.indicator_detail(session, code, number=number) for number in (1, 3))
        assert verification.faults(session) == ()
    assert early is None
    assert late is not None
    assert [f.value for f in late.figures] == [4]


def test_a_row_that_goes_and_comes_back_is_gone_in_between(planned: Store) -> None:
    extra = row("code_lists", kind="region", code="06", rank="1", title_es="Cajamarca", title_en="Cajamarca")
    through(planned, [*plan_rows(), extra])
    through(planned, plan_rows(), change="correction")
    through(planned, [*plan_rows(), extra])
    with planned.read() as session:
        there = [extra in queries.plan_rows(session, number) for number in (1, 2, 3, 4)]
        assert verification.faults(session) == ()
    assert there == [False, True, False, True]


@pytest.mark.parametrize(
    ("code", "rows", "change", "reason"),
    [
        ("plan_change_without_reason", [*plan_rows(), *EXTENSION], "", ""),
        ("plan_change_without_reason", [*plan_rows(), *EXTENSION], "source", ""),
        ("code_gone", without(plan_rows(), "entities", "OFI"), "correction", "sobra"),
        ("promise_gone", without(plan_rows(), "targets", f"{COUNT}|1|2025-12-31"), "correction", "sobra"),
        ("promise_changed", replaced(plan_rows(), "targets", f"{COUNT}|1|2025-12-31", value="20"), "source", "menos"),
    ],
)
def test_promises_and_codes_do_not_vanish(
    planned: Store, code: str, rows: list[PlanRow], change: str, reason: str
) -> None:
    with pytest.raises(RuleRefused, match=code):
        load(planned, rows, change=change, reason=reason)
    with planned.read() as session:
        assert returns.listing(session) == ()


def said(code: str = "S-1", **cells: str) -> PlanRow:
    return row("statements", code=code, about="progress", entity="MIN", precision="unknown", role_es="Jefa",
        text_es="Se avanza", source_inconsistent="no", **cells)  # fmt: skip


def bring(store: Store, *registers: PlanRow, change: str = "", reason: str = "") -> None:
    """Publish a return of a register job."""
    brought = replace(
        draft(quarter="2023-Q3"), job="statements", registers=registers, change=change, reason=reason,
        canonical_hash=canonical.fingerprint([one.content for one in registers]),
    )  # fmt: skip
    published(store, brought)


def statements(store: Store) -> dict[str, str]:
    with store.read() as session:
        assert verification.faults(session) == ()
        return {r.key: r.cells["text_es"] for r in queries.plan_rows(session, len(queries.releases(session)))
                if r.kind == "statements"}  # fmt: skip


def test_what_a_return_brought_into_a_register_outlives_the_next_load_of_the_pack(planned: Store) -> None:
    through(planned, [*plan_rows(), said("S-1"), said("S-2")])
    bring(planned, said("S-1", text_en="Moving on"), said("S-3"), change="correction", reason="traducción")
    assert load(planned, [*plan_rows(), said("S-1"), said("S-2")]) is False
    through(planned, [*plan_rows(), said("S-1", place="Lima"), *EXTENSION], change="correction")
    assert set(statements(planned)) == {"S-1", "S-3"}
    with planned.read() as session:
        (kept,) = (r for r in queries.plan_rows(session, 4) if r.key == "S-1")
    assert (kept.cells["text_en"], kept.cells["place"]) == ("Moving on", "")


def test_a_pack_does_not_drop_what_a_row_that_a_return_brought_still_names(planned: Store) -> None:
    portal = row("portals", code="gates", name_es="Puertas", open_list="no")
    card = row("identity_documents", code="CREW", name_es="Tarjeta", characters="digits", number_basis="rule")
    through(planned, [*plan_rows(), portal, card])
    bring(planned, row("recognitions", accepter="gates", document="CREW", state="asserted", since_precision="unknown"))
    with pytest.raises(RuleRefused, match="still_named"):
        load(planned, [*plan_rows(), portal], change="correction")
    assert load(planned, [*plan_rows(), portal, card]) is False


def test_a_change_that_waited_does_not_undo_what_a_return_brought_meanwhile(planned: Store) -> None:
    through(planned, [*plan_rows(), said("S-1")])
    waiting = load(planned, [*plan_rows(), said("S-1", place="Lima")])
    assert isinstance(waiting, Receipt)
    bring(planned, said("S-1", text_en="Moving on"), change="correction", reason="traducción")
    with pytest.raises(RuleRefused, match="plan_row_brought"), planned.write() as session:
        taken_on(session, waiting.return_id)
    assert [r.cells["text_en"] for r in in_force(planned) if r.key == "S-1"] == ["Moving on"]


def test_what_a_change_takes_away_and_a_return_names_is_seen_where_they_meet(planned: Store) -> None:
    """Whichever of the two was staged first, and is published first."""
    portal = row("portals", code="gates", name_es="Puertas", open_list="no")
    card = row("identity_documents", code="CREW", name_es="Tarjeta", characters="digits", number_basis="rule")
    named = row("recognitions", accepter="gates", document="CREW", state="asserted", since_precision="unknown")
    through(planned, [*plan_rows(), portal, card])
    change = load(planned, [*plan_rows(), portal])
    brought = staged(planned, replace(draft(quarter="2023-Q3"), job="statements", registers=(named,)))
    assert isinstance(change, Receipt)
    for first, second in ((change, brought), (brought, change)):
        with pytest.raises(RuleRefused, match="still_named"), planned.write() as session:
            taken_on(session, first.return_id, second.return_id)


def taken_on(session: Session, *numbers: int) -> None:
    """Submit, approve by another and publish, one after the other."""
    for number in numbers:
        job = returns.row_of(session, number).job
        returns.submit(session, number, who=PLANNER if job == PLAN_JOB else STEWARD, now=MONDAY)
        returns.approve(session, number, who=OTHER_PLANNER, now=MONDAY)
        releases.publish(session, who=PLANNER, now=MONDAY, note="Sigue", only=[number])


def in_force(store: Store) -> list[PlanRow]:
    with store.read() as session:
        return list(queries.plan_rows(session, len(queries.releases(session))))


def test_a_mistake_in_copying_a_target_is_corrected_with_its_class(planned: Store) -> None:
    through(planned, replaced(plan_rows(), "targets", f"{COUNT}|1|2025-12-31", value="200"), change="correction")
    with planned.read() as session:
        finals = [
            detail.progress.final
            for number in (1, 2)
            if (detail := queries.indicator_detail(session, COUNT, number=number)) is not None
        ]
    assert finals == [180, 200]


def test_a_real_store_never_becomes_a_demonstration(planned: Store) -> None:
    with pytest.raises(RuleRefused, match="other_kind"), planned.write() as session:
        plan_changes.load(session, plan_rows(), kind="demonstration", who=PLANNER, now=MONDAY, note="")


def test_a_steward_changes_no_plan_and_who_loads_it_does_not_agree_to_it(planned: Store) -> None:
    with pytest.raises(RuleRefused, match="wrong_role"):
        load(planned, [*plan_rows(), *EXTENSION], who=STEWARD)
    receipt = load(planned, [*plan_rows(), *EXTENSION])
    assert isinstance(receipt, Receipt)
    with pytest.raises(RuleRefused, match="wrong_role"), planned.write() as session:
        returns.submit(session, receipt.return_id, who=STEWARD, now=MONDAY)
    with planned.write() as session:
        returns.submit(session, receipt.return_id, who=PLANNER, now=MONDAY)
    with pytest.raises(RuleRefused, match="own_approval"), planned.write() as session:
        returns.approve(session, receipt.return_id, who=PLANNER, now=MONDAY)


def test_one_plan_change_is_open_at_a_time(planned: Store) -> None:
    first = load(planned, [*plan_rows(), *EXTENSION])
    again = load(planned, [*plan_rows(), *EXTENSION])
    assert isinstance(first, Receipt)
    assert isinstance(again, Receipt)
    assert (again.return_id, again.repeated) == (first.return_id, True)
    with planned.write() as session:
        returns.submit(session, first.return_id, who=PLANNER, now=MONDAY)
    with pytest.raises(RuleRefused, match="open_plan_change"):
        load(planned, [*plan_rows(), *EXTENSION[:1]])


def test_the_database_takes_no_plan_row_past_a_plan_change(planned: Store) -> None:
    insert = "INSERT INTO plan_rows (kind, key, content, removed, from_release) VALUES ('x', 'y', '{}', 0, 1)"
    with pytest.raises(IntegrityError), planned.write() as session:
        session.execute(text(insert))
    load(planned, [*plan_rows(), *EXTENSION])
    with pytest.raises(IntegrityError), planned.write() as session:
        session.execute(text("UPDATE plan_rows SET from_release = 1 WHERE from_release IS NULL"))


def test_a_store_from_before_the_register_of_requests_gets_its_rows_by_loading_the_pack_again(planned: Store) -> None:
    asked = row(
        "requests", code="Q-1", asked_on="2023-10-01", asked_precision="month", asker_kind="unknown", entity="MIN",
        about_es="Las cifras", about_en="The figures", answered_precision="unknown", outcome="unknown",
        text_es="No se sabe", text_en="Not known",
    )  # fmt: skip
    through(planned, [*plan_rows(), asked])
    with planned.read() as session:
        then, now = (queries.plan_at(session, number) for number in (1, 2))
        assert verification.faults(session) == ()
    assert then.registers.requests == ()
    (request,) = now.registers.requests
    assert (request.entity, request.asker, request.answered_on.day) == ("MIN", "", None)
