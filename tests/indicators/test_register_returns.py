"""Rows of registers that returns bring: in force with a release, changed for a reason, never gone by being left out,
led back to the file they came in; on both engines."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from indicators import plan_changes, queries, releases, return_details, returns, tables, verification
from indicators.assembly import PlanRow
from indicators.canonical_release import stored_lines
from indicators.drafts import ReturnDraft
from indicators.lifecycle import ReturnState
from indicators.rules import RuleRefused
from indicators.store import Store
from tests.indicators.test_verification import tamper
from tests.stores import (
    MONDAY,
    OTHER_STEWARD,
    PLANNER,
    approved,
    changed,
    draft,
    figure,
    plan_rows,
    published,
    recommendation,
    row,
    staged,
    with_more,
    with_plan,
)

FIRST, SECOND = recommendation(), recommendation("R-2")
OTHERWISE = recommendation(text_es="Otra cosa")
WHY = {"change": "correction", "reason": "se copió mal"}


@pytest.fixture
def planned(store: Store) -> Store:
    with_plan(store)
    return store


def bringing(*rows: PlanRow, quarter: str = "2023-Q4", job: str = "recommendations", **changes: str) -> ReturnDraft:
    """A return of rows alone."""
    return with_more(replace(draft(quarter=quarter), job=job), registers=rows, **changes)


def in_force(store: Store, number: int | None = None) -> list[PlanRow]:
    with store.read() as session:
        last = queries.releases(session)[-1].number if number is None else number
        return [one for one in sorted(queries.plan_rows(session, last)) if one.kind == "recommendations"]


def lines(store: Store, number: int) -> list[dict[str, object]]:
    with store.read() as session:
        found = [json.loads(line) for line in stored_lines(session, number)]
    return [line for line in found if line.get("kind") == "recommendations"]


def check_sound(store: Store) -> None:
    with store.read() as session:
        assert verification.faults(session) == ()


def test_figures_and_rows_of_one_return_come_into_force_together(planned: Store) -> None:
    both = with_more(draft(figure(value=10)), registers=(FIRST, SECOND))
    receipt = staged(planned, both)
    assert (receipt.figures, receipt.rows, receipt.warnings) == (1, 2, 0)
    assert staged(planned, both).repeated
    assert in_force(planned) == []
    published(planned, both)
    assert in_force(planned) == [FIRST, SECOND]
    assert in_force(planned, 1) == []
    with planned.read() as session:
        origin = queries.brought_rows(session, 2)["recommendations", "R-1"]
        plan = queries.current_plan(session)
    assert plan is not None
    assert [one.code for one in plan.registers.recommendations] == ["R-1", "R-2"]
    assert (origin.job, origin.entity, origin.file_hash) == ("quarterly_return", "MIN", both.file_hash)
    assert (origin.change, origin.from_release, origin.file_kept) == ("", 2, True)
    told = lines(planned, 2)
    assert [line["key"] for line in told] == ["R-1", "R-2"]
    assert told[0]["origin"]["file_hash"] == both.file_hash  # type: ignore[index]
    check_sound(planned)


def test_a_row_that_changes_needs_class_and_reason_and_keeps_what_it_was(planned: Store) -> None:
    published(planned, bringing(FIRST, SECOND))
    with pytest.raises(RuleRefused, match="register_without_reason"):
        published(planned, bringing(OTHERWISE))
    with planned.write() as session:
        returns.give_back(session, 2, who=PLANNER, now=MONDAY, note="¿por qué?")
    published(planned, bringing(OTHERWISE, **WHY))
    assert in_force(planned) == [OTHERWISE, SECOND]  # what is left out stays
    assert in_force(planned, 2) == [FIRST, SECOND]
    with planned.read() as session:
        now = queries.brought_rows(session, 3)
        states = [line.state for line in returns.listing(session)]
        shown = return_details.details(session, 3)
    assert (now["recommendations", "R-1"].reason, now["recommendations", "R-2"].from_release) == (WHY["reason"], 2)
    assert states == [ReturnState.SUPERSEDED, ReturnState.WITHDRAWN, ReturnState.PUBLISHED]
    assert [(one.how, [cell.name for cell in one.cells]) for one in shown.rows] == [("changed", ["text_es"])]
    assert [line["type"] for line in lines(planned, 3)] == ["plan", "plan ended"]
    check_sound(planned)


def test_a_row_that_says_what_is_in_force_changes_nothing(planned: Store) -> None:
    published(planned, bringing(FIRST))
    published(planned, bringing(FIRST, SECOND, quarter="2023-Q3"))
    assert [line["key"] for line in lines(planned, 3)] == ["R-2"]
    with planned.read() as session:
        assert queries.brought_rows(session, 3)["recommendations", "R-1"].quarter.number == 4
        assert [one.how for one in return_details.details(session, 2).rows] == ["same", "added"]


def test_two_returns_of_one_release_do_not_change_the_same_row(planned: Store) -> None:
    one, other = bringing(FIRST), bringing(OTHERWISE, quarter="2023-Q3", **WHY)
    for of in (one, other):
        approved(planned, of)
    with pytest.raises(RuleRefused, match="register_twice"), planned.write() as session:
        releases.publish(session, who=PLANNER, now=MONDAY, note="Dos")
    for number in (1, 2):
        with planned.write() as session:
            releases.publish(session, who=PLANNER, now=MONDAY, note="Uno", only=[number])
    assert in_force(planned) == [OTHERWISE]
    check_sound(planned)


def test_a_later_return_replaces_the_figures_and_not_the_rows(planned: Store) -> None:
    published(planned, with_more(draft(figure(value=10)), registers=(FIRST,)))
    taken_back = changed(figure(value=10), withdrawn=True, value=None)
    published(planned, draft(taken_back))
    with planned.read() as session:
        assert [line.state for line in returns.listing(session)] == [ReturnState.WITHDRAWN, ReturnState.PUBLISHED]
        assert [f.figure.withdrawn for f in queries.figures_in_force(session, entity="MIN")] == [True]
    assert in_force(planned) == [FIRST]
    check_sound(planned)


def test_a_plan_loaded_again_leaves_alone_what_returns_brought(planned: Store) -> None:
    own = recommendation("R-0")

    def load(*rows: PlanRow) -> object:
        with planned.write() as session:
            return plan_changes.load(
                session, [*plan_rows(), *rows], kind="real", who=PLANNER, now=MONDAY, note="", change="source",
                reason="más filas",
            )  # fmt: skip

    published(planned, bringing(FIRST))
    assert load() is False
    assert load(OTHERWISE) is False
    receipt = load(own)
    with planned.read() as session:
        shown = return_details.details(session, receipt.return_id)  # type: ignore[attr-defined]
    assert [(one.key, one.how) for one in shown.rows] == [("R-0", "added")]


def test_a_job_brings_rows_of_registers_only_and_each_once(planned: Store) -> None:
    for rows in ((FIRST, OTHERWISE), (row("sources", code="s", title_es="s", title_en="s", publisher="s"),)):
        with pytest.raises(ValueError, match="cannot bring the row"):
            staged(planned, bringing(*rows))


def test_a_row_of_a_return_that_waits_cannot_be_altered(planned: Store) -> None:
    approved(planned, with_more(draft(figure(value=10), entity="OFI"), registers=(FIRST,)), who=OTHER_STEWARD)
    with planned.write() as session:
        tamper(session, f"UPDATE {tables.plan_rows.name} SET key = 'R-9' WHERE return_id = 1")
    with pytest.raises(RuleRefused, match="return_altered"), planned.write() as session:
        releases.publish(session, who=PLANNER, now=MONDAY, note="Dos")
