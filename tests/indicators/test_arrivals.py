"""What becomes of files as they arrive, and of two people who work on one return, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dashboard import terminal, terminal_record
from dashboard.texts import Texts
from indicators import arrivals, releases, returns, tables
from indicators.arrivals import Refusal
from indicators.canonical import sha256
from indicators.lifecycle import OPEN, ReturnState
from indicators.periods import Quarter
from indicators.returns import Letter
from indicators.rules import RuleRefused
from indicators.store import Store
from tests.stores import (
    COUNT,
    DISTINCT,
    MONDAY,
    OTHER_PLANNER,
    OTHER_STEWARD,
    PLANNER,
    STEWARD,
    approved,
    changed,
    draft,
    figure,
    published,
    staged,
    with_plan,
)

CELL = "no se cuenta todavía"
REFUSAL = Refusal(
    "quarterly_return",
    "1",
    "abc",
    "MIN",
    Quarter(2023, 4),
    "reporte.csv",
    sha256(CELL),
    {"number_form": 2, "left_out": 1},
)
LETTER = Letter("Oficio 12-2024", "2024-0017", date(2024, 2, 1), "Directora General")
Write = Callable[..., object]


@pytest.fixture
def planned(store: Store) -> Store:
    with_plan(store)
    return store


def refuse(store: Store, refusal: Refusal = REFUSAL, *, who: str = STEWARD) -> int:
    with store.write() as session:
        return arrivals.refuse(session, refusal, who=who, now=MONDAY)


def submitted(store: Store, letter: Letter | None = LETTER) -> int:
    number = staged(store, draft(figure())).return_id
    with store.write() as session:
        returns.submit(session, number, who=STEWARD, now=MONDAY, letter=letter)
    return number


def row_of(store: Store, number: int) -> Any:
    with store.read() as session:
        return returns.row_of(session, number)


def counts(store: Store) -> dict[str, int]:
    with store.read() as session:
        return {
            table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (tables.returns, tables.figures, tables.files, tables.audit)
        }


def refused(store: Store, what: Callable[[Session], object]) -> RuleRefused:
    """The rule that refuses `what`, which then has written nothing."""
    before = counts(store)
    with pytest.raises(RuleRefused) as caught, store.write() as session:
        what(session)
    assert counts(store) == before
    return caught.value


# Refused files ---------------------------------------------------------------------------------------------------


def test_a_refused_file_leaves_one_row_that_counts_its_problems_and_holds_no_cell(planned: Store) -> None:
    before = counts(planned)
    row = row_of(planned, refuse(planned))
    assert (row.state, row.entity, row.quarter, row.file_name) == ("refused", "MIN", "2023-Q4", "reporte.csv")
    assert (row.problems, row.file_hash, row.canonical_hash) == ('{"left_out":1,"number_form":2}', sha256(CELL), None)
    after = counts(planned)
    assert [after[name] - before[name] for name in before] == [1, 0, 0, 2]
    with planned.read() as session:
        everything = [repr(one) for table in tables.metadata.sorted_tables for one in session.execute(select(table))]
    assert [one for one in everything if CELL in one] == []


def test_the_same_refusal_again_is_the_same_row_and_another_is_another(planned: Store) -> None:
    first = refuse(planned)
    before = counts(planned)
    assert refuse(planned) == first
    assert counts(planned) == before
    others = [
        refuse(planned, replace(REFUSAL, problems={"number_form": 1})),
        refuse(planned, replace(REFUSAL, file_hash=sha256("otro"))),
        refuse(planned, who=PLANNER),
    ]
    assert len({first, *others}) == 4


def test_what_a_refused_file_does_not_say_is_not_made_up(planned: Store) -> None:
    row = row_of(planned, refuse(planned, replace(REFUSAL, entity="XXX", quarter=None)))
    assert (row.entity, row.quarter) == (None, None)


def test_a_refused_file_stands_in_nobodys_way_and_goes_nowhere(planned: Store) -> None:
    number = refuse(planned)
    assert staged(planned, draft(figure())).state is ReturnState.STAGED
    rule = refused(planned, lambda s: returns.submit(s, number, who=STEWARD, now=MONDAY))
    assert (rule.code, rule.facts["state"], rule.facts["needed"]) == (
        "wrong_state", ReturnState.REFUSED, (ReturnState.STAGED,),
    )  # fmt: skip


# Two people on one quarter ---------------------------------------------------------------------------------------


def test_what_somebody_else_staged_meanwhile_is_shown_and_not_overwritten(planned: Store) -> None:
    theirs = staged(planned, draft(figure(value=1), figure(DISTINCT, 4)))
    mine = draft(figure(value=2), figure(COUNT, 2, dimension="region", category="04"))
    rule = refused(planned, lambda s: arrivals.stage(s, mine, who=PLANNER, now=MONDAY))
    assert (rule.code, rule.facts["number"], rule.facts["by"]) == ("staged_meanwhile", theirs.return_id, STEWARD)
    found = {(one.indicator, one.category): (one.before, one.after) for one in rule.facts["differences"]}  # type: ignore[attr-defined]
    assert found == {
        (COUNT, ""): (figure(value=1), figure(value=2)),
        (DISTINCT, ""): (figure(DISTINCT, 4), None),
        (COUNT, "04"): (None, figure(COUNT, 2, dimension="region", category="04")),
    }
    wrong = refused(planned, lambda s: arrivals.stage(s, mine, who=PLANNER, now=MONDAY, replacing=theirs.return_id + 1))
    assert wrong.code == "staged_meanwhile"


def test_who_says_its_number_replaces_what_somebody_else_staged(planned: Store) -> None:
    theirs = staged(planned, draft(figure(value=1)))
    with planned.write() as session:
        mine = arrivals.stage(session, draft(figure(value=2)), who=PLANNER, now=MONDAY, replacing=theirs.return_id)
    assert row_of(planned, theirs.return_id).state == "withdrawn"
    assert (row_of(planned, mine.return_id).state, mine.repeated) == ("staged", False)


def test_figures_that_agree_are_no_difference(planned: Store) -> None:
    staged(planned, draft(figure(value=1), figure(DISTINCT, 4)))
    mine = draft(figure(value=1, row=9), figure(DISTINCT, 5))
    rule = refused(planned, lambda s: arrivals.stage(s, mine, who=PLANNER, now=MONDAY))
    assert [one.indicator for one in rule.facts["differences"]] == [DISTINCT]  # type: ignore[attr-defined]


@pytest.mark.parametrize("lang", ["es", "en"])
def test_differences_are_worded_with_both_versions(planned: Store, lang: str) -> None:
    staged(planned, draft(figure(value=1234), figure(DISTINCT, 4)))
    rule = refused(planned, lambda s: arrivals.stage(s, draft(figure(value=77)), who=PLANNER, now=MONDAY))
    texts = Texts(lang)
    first, second = terminal_record.differences(rule.facts["differences"], texts)  # type: ignore[arg-type]
    assert all(said in first for said in (COUNT, texts.number(Decimal(1234)), "77"))
    assert all(said in second for said in (DISTINCT, "4", "–"))
    assert STEWARD in terminal.refusal(rule, texts)


# Optimistic locking ----------------------------------------------------------------------------------------------

ACTS: dict[str, tuple[str, Write, str]] = {
    "submit": ("staged", returns.submit, STEWARD),
    "withdraw": ("staged", lambda *a, **k: returns.withdraw(*a, note="n", **k), STEWARD),
    "approve": ("submitted", returns.approve, PLANNER),
    "give back": ("submitted", lambda *a, **k: returns.give_back(*a, note="n", **k), PLANNER),
    "give back what was approved": ("approved", lambda *a, **k: returns.give_back(*a, note="n", **k), PLANNER),
}


def waiting(store: Store, where: str) -> int:
    if where == "approved":
        return approved(store, draft(figure()), by=OTHER_PLANNER).return_id
    return submitted(store) if where == "submitted" else staged(store, draft(figure())).return_id


MEETINGS = [(one, other) for one, of in ACTS.items() for other, after in ACTS.items() if of[0] == after[0]]


@pytest.mark.parametrize(("first", "second"), MEETINGS)
def test_the_second_of_two_is_told_of_both_versions(planned: Store, first: str, second: str) -> None:
    """Both have seen the same version; the one who comes later is told what the other made of it."""
    where, write, who = ACTS[first]
    number = waiting(planned, where)
    seen = row_of(planned, number).version
    later = MONDAY + timedelta(minutes=5)
    with planned.write() as session:
        write(session, number, who=who, now=later, version=seen)
    if first == second == "submit":  # the same hand, the same letter: the same receipt
        with planned.write() as session:
            assert returns.submit(session, number, who=STEWARD, now=later, version=seen).repeated
        return
    _, other, whose = ACTS[second]
    if (first, second) == ("withdraw", "submit"):
        whose = PLANNER
    rule = refused(planned, lambda s: other(s, number, who=whose, now=later, version=seen))
    facts = rule.facts
    assert (rule.code, facts["seen"], facts["version"]) == ("changed_meanwhile", seen, seen + 1)
    assert (facts["before"], facts["state"]) == (ReturnState(where), ReturnState(row_of(planned, number).state))
    assert (facts["by"], facts["at"]) == (who, later)
    for lang in ("es", "en"):
        texts = Texts(lang)
        said = terminal.refusal(rule, texts)
        assert who in said
        assert texts(f"return_state.{facts['state']}") in said
        assert texts(f"return_state.{facts['before']}") in said


def test_two_at_the_same_time_one_is_kept_and_the_other_told(planned: Store) -> None:
    """Interleaved: both read, the first writes and holds its transaction open while the second asks."""
    number = submitted(planned)
    seen = row_of(planned, number).version
    told: list[str] = []

    def second() -> None:
        try:
            with planned.write() as session:
                returns.give_back(session, number, who=OTHER_PLANNER, now=MONDAY, note="falta", version=seen)
        except RuleRefused as rule:
            told.append(rule.code)

    other = Thread(target=second)
    with planned.write() as session:
        returns.approve(session, number, who=PLANNER, now=MONDAY, version=seen)
        other.start()
        other.join(timeout=0.3)
        assert other.is_alive(), "the second writer did not wait for its turn"
    other.join()
    assert told == ["changed_meanwhile"]
    assert row_of(planned, number).state == "approved"


def test_a_row_that_moved_under_a_write_is_not_written(planned: Store) -> None:
    """Whoever holds an old row, even without saying a version, is refused at the update itself."""
    number = submitted(planned)
    old = row_of(planned, number)
    with planned.write() as session:
        returns.give_back(session, number, who=PLANNER, now=MONDAY, note="falta")
    rule = refused(planned, lambda s: returns.pass_on(s, old, ReturnState.APPROVED, who=OTHER_PLANNER, now=MONDAY))
    assert rule.code == "changed_meanwhile"


# Submission ------------------------------------------------------------------------------------------------------


def test_a_submission_sent_again_gives_the_same_receipt(planned: Store) -> None:
    number = staged(planned, draft(figure())).return_id
    with planned.write() as session:
        first = returns.submit(session, number, who=STEWARD, now=MONDAY, letter=LETTER)
    before = counts(planned)
    for letter in (None, LETTER):
        with planned.write() as session:
            again = returns.submit(session, number, who=STEWARD, now=MONDAY + timedelta(days=1), letter=letter)
        assert again == replace(first, repeated=True)
        assert again.letter == LETTER
    assert counts(planned) == before


def test_another_letter_or_another_hand_is_no_resend(planned: Store) -> None:
    number = submitted(planned)
    other = replace(LETTER, number="Oficio 13-2024")
    for who, letter in ((STEWARD, other), (PLANNER, LETTER)):
        rule = refused(planned, lambda s, w=who, of=letter: returns.submit(s, number, who=w, now=MONDAY, letter=of))  # type: ignore[misc]
        assert rule.code == "wrong_state"
    assert returns.letter_of(row_of(planned, number)) == LETTER


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("letter", [None, LETTER])
def test_the_receipt_of_a_submission_in_words(planned: Store, lang: str, letter: Letter | None) -> None:
    number = staged(planned, draft(figure())).return_id
    with planned.write() as session:
        first = returns.submit(session, number, who=STEWARD, now=MONDAY, letter=letter)
        again = returns.submit(session, number, who=STEWARD, now=MONDAY, letter=letter)
    texts = Texts(lang)
    said, repeated = (terminal_record.submission(one, texts) for one in (first, again))
    assert said != repeated
    for paragraph in (said, repeated):
        assert first.reference in paragraph
        assert first.file_hash in paragraph
        assert "2024-02-05 15:00 UTC" in paragraph
        for part in (LETTER.number, LETTER.file_number, LETTER.signed_off_by):
            assert (part in paragraph) == (letter is not None)


@pytest.mark.parametrize("column", ["letter_number", "letter_file_number", "letter_date", "signed_off_by"])
def test_the_covering_letter_is_frozen_in_the_database_once_submitted(planned: Store, column: str) -> None:
    number = submitted(planned)
    value = date(2020, 1, 1) if column == "letter_date" else "otro"
    for moved in ({}, {"state": "returned", "version": 9}):
        changed_row = update(tables.returns).where(tables.returns.c.id == number).values(**{column: value}, **moved)
        with pytest.raises(IntegrityError, match="named when it is submitted, once"), planned.write() as session:
            session.execute(changed_row)
    assert returns.letter_of(row_of(planned, number)) == LETTER


# What the database itself refuses --------------------------------------------------------------------------------


def _raw(store: Store, statement: str, **values: object) -> None:
    with store.write() as session:
        session.execute(text(statement), values)


def test_an_approved_quarter_takes_no_load_by_sql(planned: Store) -> None:
    """A second return of the quarter can arrive, but never becomes one that is open; nor do figures join the first."""
    number = approved(planned, draft(figure())).return_id
    columns = (
        "job, job_version, parser_version, entity, quarter, version, canonical_hash, file_hash, file_name, problems,"
        " change, reason, channel, received_at, received_on, loaded_by, letter_number, letter_file_number,"
        " signed_off_by"
    )
    copy = f"INSERT INTO returns (state, {columns}) SELECT '{{state}}', {columns} FROM returns WHERE id = :number"
    for state in OPEN:
        with pytest.raises(IntegrityError):
            _raw(planned, copy.format(state=state), number=number)
    _raw(planned, copy.format(state="received"), number=number)
    with pytest.raises(IntegrityError):
        _raw(planned, "UPDATE returns SET state = 'staged' WHERE state = 'received'")
    with planned.read() as session:
        figures = dict(session.execute(select(tables.figures)).one()._mapping)
    del figures["id"]
    another = insert(tables.figures).values(**figures | {"dimension": "region", "category": "04"})
    with pytest.raises(IntegrityError, match="as it is received"), planned.write() as session:
        session.execute(another)
    with pytest.raises(IntegrityError):
        _raw(planned, "UPDATE figures SET value = 99000000")
    with pytest.raises(IntegrityError):
        _raw(planned, "UPDATE returns SET canonical_hash = 'x' WHERE id = :number", number=number)


@pytest.mark.parametrize("who", [STEWARD, PLANNER])
def test_the_approver_is_neither_submitter_nor_loader_by_sql(planned: Store, who: str) -> None:
    number = staged(planned, draft(figure()), who=PLANNER).return_id
    with planned.write() as session:
        returns.submit(session, number, who=STEWARD, now=MONDAY)
    approve = "UPDATE returns SET state = 'approved', approved_by = :who WHERE id = :number"
    with pytest.raises(IntegrityError):
        _raw(planned, approve, who=who, number=number)
    for column in ("loaded_by", "submitted_by"):
        with pytest.raises(IntegrityError):
            _raw(
                planned,
                f"{approve.replace('SET', f'SET {column} = :other,')}",
                who=who,
                other=OTHER_STEWARD,
                number=number,
            )
    _raw(planned, approve, who=OTHER_PLANNER, number=number)
    for column in ("loaded_by", "submitted_by", "approved_by"):
        with pytest.raises(IntegrityError):
            _raw(planned, f"UPDATE returns SET {column} = :who WHERE id = :number", who=PLANNER + "x", number=number)


# What was published ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_published_return_is_not_withdrawn_but_by_a_later_one(planned: Store, lang: str) -> None:
    first = approved(planned, draft(figure())).return_id
    with planned.write() as session:
        releases.publish(session, who=PLANNER, now=MONDAY, note="n")
    rule = refused(planned, lambda s: returns.withdraw(s, first, who=STEWARD, now=MONDAY, note="n"))
    assert (rule.code, rule.facts["number"]) == ("published_return", first)
    assert str(first) in terminal.refusal(rule, Texts(lang))
    published(planned, draft(changed(figure(), value=None, withdrawn=True)))
    assert row_of(planned, first).state == "withdrawn"


def test_a_return_that_takes_back_only_some_of_it_supersedes_the_published_one(planned: Store) -> None:
    first = approved(planned, draft(figure(), figure(DISTINCT, 4))).return_id
    with planned.write() as session:
        releases.publish(session, who=PLANNER, now=MONDAY, note="n")
    published(planned, draft(figure(), changed(figure(DISTINCT, 4), value=None, withdrawn=True)))
    assert row_of(planned, first).state == "superseded"
