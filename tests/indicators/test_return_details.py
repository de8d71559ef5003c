"""What there is to know of a return: its history, what it changes against what it meets, who took its place."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from indicators import return_details, returns
from indicators.lifecycle import ReturnState
from indicators.return_details import FigureChange, ReturnDetails
from indicators.rules import RuleRefused
from indicators.store import Store
from tests.stores import (
    DISTINCT,
    MONDAY,
    OTHER_STEWARD,
    PLANNER,
    STEWARD,
    changed,
    draft,
    figure,
    published,
    staged,
    with_plan,
)


@pytest.fixture
def planned(store: Store) -> Store:
    with_plan(store)
    return store


def read(store: Store, number: int) -> ReturnDetails:
    with store.read() as session:
        return return_details.details(session, number)


def values(found: ReturnDetails) -> list[tuple[int | None, int, bool]]:
    """What each figure was, is, and whether that is a change."""
    return [(_value(one), int(one.after.value or 0), one.changed) for one in found.figures]


def _value(one: FigureChange) -> int | None:
    return int(one.before.value or 0) if one.before else None


def replaced(store: Store, *, note: str | None = "mal") -> tuple[int, int]:
    """A return that was given back with `note` (None: only staged), and the one that took its place."""
    first = staged(store, draft(figure())).return_id
    if note is not None:
        with store.write() as session:
            returns.submit(session, first, who=STEWARD, now=MONDAY)
            returns.give_back(session, first, who=PLANNER, now=MONDAY, note=note)
    return first, staged(store, draft(figure(value=11))).return_id


def test_a_published_return_stays_beside_what_it_met(planned: Store) -> None:
    published(planned, draft(figure(), figure(DISTINCT, 4)))
    published(planned, draft(changed(figure(value=12)), figure(DISTINCT, 4)))
    published(planned, draft(changed(figure(value=15)), figure(DISTINCT, 4)))
    assert values(read(planned, 1)) == [(None, 10, True), (None, 4, True)]
    assert values(read(planned, 2)) == [(10, 12, True), (4, 4, False)]
    assert values(read(planned, 3)) == [(12, 15, True), (4, 4, False)]
    pending = staged(planned, draft(changed(figure(value=16)), figure(DISTINCT, 4))).return_id
    assert values(read(planned, pending)) == [(15, 16, True), (4, 4, False)]


def test_the_same_quarter_of_another_entity_is_another_figure(planned: Store) -> None:
    published(planned, draft(figure()))
    theirs = staged(planned, draft(figure(value=3), entity="OFI"), who=OTHER_STEWARD).return_id
    assert values(read(planned, theirs)) == [(None, 3, True)]


def test_a_figure_is_late_before_and_after_its_publication_alike(planned: Store) -> None:
    first = staged(planned, draft(figure())).return_id
    assert [one.late for one in read(planned, first).figures] == [False]
    published(planned, draft(figure(value=9), entity="OFI"))
    assert [one.late for one in read(planned, first).figures] == [True]
    published(planned, draft(figure()))
    assert [one.late for one in read(planned, first).figures] == [True]


def test_what_cells_held_is_not_among_the_details(planned: Store) -> None:
    published(planned, draft(figure()))
    number = staged(planned, draft(changed(figure(value=12)))).return_id
    (one,) = read(planned, number).figures
    assert one.before is not None
    assert (one.before.raw, one.after.raw) == ((), ())


def test_history_keeps_every_step_with_its_remark(planned: Store) -> None:
    first, second = replaced(planned)
    found = read(planned, first)
    assert [(step.state, step.who, step.note) for step in found.history] == [
        (ReturnState.RECEIVED, STEWARD, ""), (ReturnState.STAGED, STEWARD, ""), (ReturnState.SUBMITTED, STEWARD, ""),
        (ReturnState.RETURNED, PLANNER, "mal"), (ReturnState.WITHDRAWN, STEWARD, returns.REPLACED),
    ]  # fmt: skip
    assert (found.replaced_by, read(planned, second).replaced_by) == (second, None)
    third = staged(planned, draft(figure(value=12))).return_id
    assert [read(planned, number).replaced_by for number in (first, second, third)] == [second, third, None]


@pytest.mark.parametrize("note", ["mal", None])
def test_a_load_answers_a_remark_only_where_there_was_one(planned: Store, note: str | None) -> None:
    first, second = replaced(planned, note=note)
    with planned.read() as session:
        made = return_details.remark_before(session, second)
    assert (made.return_id, made.who, made.note) == (first, PLANNER, note) if note and made else made is None


def refusal(session: Session, number: int) -> RuleRefused:
    refused = RuleRefused("wrong_state", number=number, state=ReturnState.WITHDRAWN, needed=())
    return return_details.explained(session, refused)


def test_a_refusal_names_the_return_that_took_the_place_of_its_own(planned: Store) -> None:
    first, second = replaced(planned)
    with planned.write() as session:
        returns.withdraw(session, second, who=STEWARD, now=MONDAY, note="no era")
        told, plain = refusal(session, first), refusal(session, second)
    assert (told.code, told.facts["by"], told.facts["who"]) == ("replaced_return", second, STEWARD)
    assert plain.code == "wrong_state", "taken back by hand, replaced by nobody"


def test_who_asks_for_a_return_that_is_not_there_is_told_so(planned: Store) -> None:
    with pytest.raises(RuleRefused, match="unknown_return"):
        read(planned, 9)
