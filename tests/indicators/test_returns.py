"""The life of a return on both engines, by the functions and, where the database must refuse, by SQL."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from indicators import arrivals, returns, tables
from indicators.lifecycle import FIRST, TRANSITIONS, ReturnState, can_pass
from indicators.rules import RuleRefused
from indicators.store import Store
from tests.stores import (
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


@pytest.fixture
def planned(store: Store) -> Store:
    with_plan(store)
    return store


def state(store: Store, return_id: int) -> str:
    with store.read() as session:
        c = tables.returns.c
        return str(session.execute(select(c.state).where(c.id == return_id)).scalar_one())


def refusal(store: Store, what: object, **keywords: object) -> str:
    """The code of the rule that refuses `what(session, …)`."""
    with pytest.raises(RuleRefused) as caught, store.write() as session:
        what(session, **keywords)  # type: ignore[operator]
    return caught.value.code


def test_a_load_gives_a_receipt_and_the_same_content_gives_the_same_one(planned: Store) -> None:
    first = staged(planned, draft(figure()))
    again = staged(planned, draft(figure()))
    assert not first.repeated
    assert again.repeated
    assert (again.reference, again.return_id, again.received_at) == (
        first.reference,
        first.return_id,
        first.received_at,
    )
    with planned.read() as session:
        assert len(returns.listing(session)) == 1


def test_the_same_content_after_publication_is_still_answered_with_its_receipt(planned: Store) -> None:
    first = approved(planned, draft(figure()))
    published(planned, draft(figure(), entity="OFI"))
    again = staged(planned, draft(figure()))
    assert again.repeated
    assert (again.reference, again.state) == (first.reference, ReturnState.PUBLISHED)


def test_a_staged_return_is_replaced_by_a_later_load(planned: Store) -> None:
    first, second = staged(planned, draft(figure(value=1))), staged(planned, draft(figure(value=2)))
    assert state(planned, first.return_id) == "withdrawn"
    assert state(planned, second.return_id) == "staged"


def test_a_submitted_return_stands_in_the_way_until_it_is_given_back(planned: Store) -> None:
    first = staged(planned, draft(figure(value=1)))
    with planned.write() as session:
        returns.submit(session, first.return_id, who=STEWARD, now=MONDAY)
    with pytest.raises(RuleRefused, match="open_return"):
        staged(planned, draft(figure(value=2)))
    with planned.write() as session:
        returns.give_back(session, first.return_id, who=PLANNER, now=MONDAY, note="falta el sustento")
    staged(planned, draft(figure(value=2)))
    assert state(planned, first.return_id) == "withdrawn"


def test_an_approved_quarter_takes_no_load(planned: Store) -> None:
    approved(planned, draft(figure(value=1)))
    with pytest.raises(RuleRefused, match="approved_return"):
        staged(planned, draft(figure(value=2)))


@pytest.mark.parametrize(
    ("loads", "submits", "approves"),
    [
        pytest.param(OTHER_PLANNER, STEWARD, OTHER_PLANNER, id="who loaded"),
        pytest.param(STEWARD, OTHER_PLANNER, OTHER_PLANNER, id="who submitted"),
        pytest.param(PLANNER, PLANNER, PLANNER, id="who did both"),
    ],
)
def test_nobody_approves_what_they_loaded_or_submitted(planned: Store, loads: str, submits: str, approves: str) -> None:
    receipt = staged(planned, draft(figure()), who=loads)
    with planned.write() as session:
        returns.submit(session, receipt.return_id, who=submits, now=MONDAY)
    code = refusal(planned, lambda s: returns.approve(s, receipt.return_id, who=approves, now=MONDAY))
    assert code == "own_approval"
    with pytest.raises(IntegrityError), planned.write() as session:
        _approve_by_sql(session, receipt.return_id, approves)
    assert state(planned, receipt.return_id) == "submitted"


def test_an_approval_without_names_is_refused_by_the_database(planned: Store) -> None:
    receipt = staged(planned, draft(figure()))
    with pytest.raises(IntegrityError), planned.write() as session:
        _approve_by_sql(session, receipt.return_id, None)


@pytest.mark.parametrize("column", ["submitted_by", "loaded_by"])
def test_submitter_and_loader_are_frozen_after_submission(planned: Store, column: str) -> None:
    receipt = staged(planned, draft(figure()))
    with planned.write() as session:
        returns.submit(session, receipt.return_id, who=STEWARD, now=MONDAY)
    with pytest.raises(IntegrityError), planned.write() as session:
        session.execute(update(tables.returns).values({column: PLANNER}))


def _approve_by_sql(session: Session, return_id: int, who: str | None) -> None:
    statement = update(tables.returns).where(tables.returns.c.id == return_id)
    session.execute(statement.values(state="approved", approved_by=who, approved_at=MONDAY, approved_on=MONDAY.date()))


@pytest.mark.parametrize("before", list(ReturnState))
def test_the_database_lets_a_return_go_only_where_the_table_says(planned: Store, before: ReturnState) -> None:
    """Each pair is tried by SQL on a return, of a quarter of its own, that was led to `before` along the table."""
    for number, after in enumerate(ReturnState):
        refused = before is ReturnState.REFUSED or (before, after) == (FIRST, ReturnState.REFUSED)
        problems = '{"number_form":1}' if refused else ""
        return_id = _received(planned, quarter=f"{2022 + number // 4}-Q{number % 4 + 1}", problems=problems)
        for step in _path(before):
            _pass_by_sql(planned, return_id, step)
        if before is after or can_pass(before, after):
            _pass_by_sql(planned, return_id, after)
            assert state(planned, return_id) == after
        else:
            with pytest.raises(IntegrityError, match="a return does not go from that state to this"):
                _pass_by_sql(planned, return_id, after)
            assert state(planned, return_id) == before


def _received(store: Store, *, quarter: str, problems: str = "", but: dict[str, object] | None = None) -> int:
    """A return as it arrives, by SQL."""
    what = draft(figure(), quarter=quarter)
    blank = dict.fromkeys(("parser_version", "change", "reason", "letter_number", "letter_file_number"), "")
    row = {
        "job": what.job, "job_version": "1", "entity": what.entity, "quarter": quarter, "state": "received",
        "version": 1, "canonical_hash": what.canonical_hash, "file_hash": what.file_hash, "file_name": "r.csv",
        "problems": problems, "channel": "command_line", "received_at": MONDAY, "received_on": MONDAY.date(),
        "loaded_by": STEWARD, "signed_off_by": "",
    }  # fmt: skip
    with store.write() as session:
        inserted = session.execute(
            insert(tables.returns).values(blank | row | (but or {})).returning(tables.returns.c.id)
        )
        return int(inserted.scalar_one())


def _path(wanted: ReturnState) -> tuple[ReturnState, ...]:
    """The shortest way to `wanted` from where a return begins."""
    paths: dict[ReturnState, tuple[ReturnState, ...]] = {FIRST: ()}
    while wanted not in paths:
        for before, after in [(step.before, step.after) for step in TRANSITIONS]:
            if before in paths and after not in paths:
                paths[after] = (*paths[before], after)
    return paths[wanted]


def _pass_by_sql(store: Store, return_id: int, after: ReturnState) -> None:
    """Take a return to `after`, with what its row has to name there unless it does already."""
    names = {
        "submitted": ("submitted_by", STEWARD),
        "approved": ("approved_by", PLANNER),
        "published": ("published_in", 1),
    }
    column, value = names.get(after, ("state", after))
    with store.write() as session:
        of_return = tables.returns.c.id == return_id
        row = session.execute(select(tables.returns).where(of_return)).one()
        named = {column: value} if getattr(row, column) is None else {}
        session.execute(update(tables.returns).where(of_return).values({"state": after} | named))


@pytest.mark.parametrize("first", [one for one in ReturnState if one is not FIRST])
def test_a_return_begins_as_received(planned: Store, first: ReturnState) -> None:
    named: dict[str, object] = {"submitted_by": STEWARD, "approved_by": PLANNER, "published_in": 1}
    problems = '{"number_form":1}' if first is ReturnState.REFUSED else ""
    with pytest.raises(IntegrityError, match="a return begins as received"):
        _received(planned, quarter="2023-Q4", problems=problems, but={"state": first} | named)


@pytest.mark.parametrize(("problems", "after"), [("", ReturnState.REFUSED), ('{"number_form":1}', ReturnState.STAGED)])
def test_what_has_problems_is_refused_and_nothing_else_is(planned: Store, problems: str, after: ReturnState) -> None:
    return_id = _received(planned, quarter="2023-Q4", problems=problems)
    with pytest.raises(IntegrityError):
        _pass_by_sql(planned, return_id, after)


@pytest.mark.parametrize("missing", ["entity", "quarter", "canonical_hash"])
def test_a_return_has_its_key_once_it_is_read(planned: Store, missing: str) -> None:
    return_id = _received(planned, quarter="2023-Q4", but={missing: None})
    with pytest.raises(IntegrityError):
        _pass_by_sql(planned, return_id, ReturnState.STAGED)


def test_submitter_and_approver_are_named_at_their_step_only(planned: Store) -> None:
    receipt = staged(planned, draft(figure()))
    for column in ("submitted_by", "approved_by"):
        with pytest.raises(IntegrityError), planned.write() as session:
            session.execute(update(tables.returns).values({column: PLANNER}))
    assert state(planned, receipt.return_id) == "staged"


def test_a_steward_approves_nothing_in_the_database_either(planned: Store) -> None:
    receipt = staged(planned, draft(figure()))
    with planned.write() as session:
        returns.submit(session, receipt.return_id, who=STEWARD, now=MONDAY)
    with pytest.raises(IntegrityError), planned.write() as session:
        _approve_by_sql(session, receipt.return_id, OTHER_STEWARD)


def test_a_staged_revision_gives_way_to_the_published_file(planned: Store) -> None:
    published(planned, draft(figure(value=10)))
    revision = staged(planned, draft(changed(figure(value=12))))
    again = staged(planned, draft(figure(value=10)))
    assert (again.repeated, again.state) == (True, ReturnState.PUBLISHED)
    assert state(planned, revision.return_id) == "withdrawn"


def test_two_open_returns_of_one_key_are_refused_by_the_database(planned: Store) -> None:
    staged(planned, draft(figure()))
    another = _received(planned, quarter="2023-Q4")
    with pytest.raises(IntegrityError):
        _pass_by_sql(planned, another, ReturnState.STAGED)
    assert state(planned, another) == "received"


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("unknown_account", lambda s: arrivals.stage(s, draft(figure()), who="nadie", now=MONDAY)),
        ("other_entity", lambda s: arrivals.stage(s, draft(figure()), who=OTHER_STEWARD, now=MONDAY)),
        ("unknown_entity", lambda s: arrivals.stage(s, draft(figure(), entity="XXX"), who=PLANNER, now=MONDAY)),
        ("unknown_return", lambda s: returns.submit(s, 999, who=STEWARD, now=MONDAY)),
        ("unknown_return", lambda s: returns.approve(s, 999, who=PLANNER, now=MONDAY)),
    ],
)
def test_what_is_not_allowed_is_refused_by_its_rule(planned: Store, code: str, what: object) -> None:
    assert refusal(planned, what) == code


def test_a_return_is_approved_only_once_submitted(planned: Store) -> None:
    receipt = staged(planned, draft(figure()))
    assert refusal(planned, lambda s: returns.approve(s, receipt.return_id, who=PLANNER, now=MONDAY)) == "wrong_state"


def test_a_refused_write_leaves_nothing(planned: Store) -> None:
    with pytest.raises(IntegrityError), planned.write() as session:
        arrivals.stage(session, draft(figure(), changed(figure(DISTINCT), reason="")), who=STEWARD, now=MONDAY)
    with planned.read() as session:
        counts = [session.execute(text(f"SELECT count(*) FROM {t}")).scalar() for t in ("returns", "figures", "files")]
    assert counts == [0, 0, 0]


@pytest.mark.parametrize("of", [one for one in ReturnState if one is not FIRST])
def test_figures_join_a_return_only_as_it_is_received(planned: Store, of: ReturnState) -> None:
    staged(planned, draft(figure()))
    with planned.read() as session:
        row = dict(session.execute(select(tables.figures)).one()._mapping)
    del row["id"]
    problems = '{"number_form":1}' if of is ReturnState.REFUSED else ""
    row |= {"return_id": _received(planned, quarter="2023-Q3", problems=problems), "period": "2023-Q3"}
    with planned.write() as session:
        session.execute(insert(tables.figures).values(**row))
    for step in _path(of):
        _pass_by_sql(planned, row["return_id"], step)
    with (
        pytest.raises(IntegrityError, match="figures are added to a return as it is received"),
        planned.write() as again,
    ):
        again.execute(insert(tables.figures).values(**row | {"dimension": "region", "category": "04"}))


def test_a_change_needs_both_class_and_reason_in_the_database_too(planned: Store) -> None:
    with pytest.raises(IntegrityError):
        staged(planned, draft(changed(figure(DISTINCT), reason="")))
