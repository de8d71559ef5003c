"""Many rows at once are the same rows as one by one, on both engines, and fail as they do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Table, insert, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from indicators import arrivals, bulk, queries, tables, verification
from indicators.plan import Stage
from indicators.raw_rows import rows_of, tables_of
from indicators.store import Store, StoreUnusable
from tests.stores import COUNT, MONDAY, PLANNER, REPORT, STEWARD, approved, draft, figure, published, with_plan

AWKWARD = 'ñandú\t"comillas", \\N y \\. y\r\notra línea \u202e 日本'
DRAFTS = (
    figure(value=10),
    figure(
        COUNT, note=AWKWARD, act="", dimension="region", category="04", evidence_kind="\\N",
        evidence_date=date(2023, 2, 28), evidence_public=True, raw=(("nota", AWKWARD),), sheet="\\.",
    ),
    replace(figure(REPORT), value=None, stage=Stage.APPROVED, stage_date=date(2023, 12, 31), act="RM 1"),
    figure(value=0, quarter="2023-Q3", nothing=True, so_far=Decimal("123456789012.345678"), numerator=Decimal("-0.5")),
)  # fmt: skip


@pytest.fixture
def planned(store: Store) -> Store:
    with_plan(store)
    return store


def rows() -> list[dict[str, Any]]:
    return [arrivals._figure(of, 1, "MIN") for of in DRAFTS]


def held(session: Session, of: Table) -> list[tuple[object, ...]]:
    connection = session.connection()
    (raw,) = [one for one in tables_of(connection) if one.name == of.name]
    at = raw.columns.index("id")
    return [row[:at] + row[at + 1 :] for row in rows_of(connection, raw)]


class Undone(Exception):
    """Takes back what was added."""


def added(store: Store, of: Table, add: Any, values: list[Mapping[str, Any]]) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    try:
        with store.write() as session:
            if of is tables.figures:
                received(session)
            add(session, of, values)
            found = held(session, of)
            raise Undone
    except Undone:
        return found


def received(session: Session) -> None:
    """A return in its first state, which rows may be added to."""
    arrivals._receive(
        session, id=1, who=STEWARD, now=MONDAY, job="j", job_version="1", parser_version="", file_hash="0" * 64,
        file_name="f",
    )  # fmt: skip


def one_by_one(session: Session, of: Table, values: list[Mapping[str, Any]]) -> None:
    for value in values:
        session.execute(insert(of).values(dict(value)))


def at_once(session: Session, of: Table, values: list[Mapping[str, Any]]) -> None:
    assert bulk.insert_rows(session, of, list(values[0]), iter(values)) == len(values)


def test_the_rows_are_those_of_single_inserts(planned: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_A_TIME", 3)
    said = {"reference": "2023-Q4", "reason": AWKWARD, "made_by": PLANNER, "made_at": MONDAY}
    hours = [said | {"at": datetime(2024, 2, day, 11, 0, 0, day, tzinfo=UTC)} for day in (1, 2)]
    for of, values in ((tables.figures, rows()), (tables.announcements, hours)):
        single, many = (added(planned, of, add, values) for add in (one_by_one, at_once))
        assert single == many
        assert len(many) == len(values)
    with planned.write() as session:
        assert bulk.insert_rows(session, tables.announcements, ["reference"], iter(())) == 0


def test_a_return_staged_at_once_says_what_the_draft_said(planned: Store) -> None:
    receipt = approved(planned, draft(*DRAFTS))
    assert receipt.figures == len(DRAFTS)
    published(planned)
    with planned.read() as session:
        assert [known.figure for known in queries.figures_in_force(session, entity="MIN")] == list(DRAFTS)
        assert verification.faults(session) == ()


def add_to_return(store: Store, values: list[dict[str, Any]]) -> None:
    with store.write() as session:
        received(session)
        at_once(session, tables.figures, values)


def test_a_row_that_breaks_a_rule_undoes_all_of_them(planned: Store) -> None:
    contradicts, too_fine = {"nothing_to_report": 1}, {"value": Decimal("0.0000001")}
    for change, error in ((contradicts, IntegrityError), (too_fine, ValueError)):
        with pytest.raises(error):
            add_to_return(planned, [*rows(), rows()[0] | change])
        with planned.read() as session:
            assert held(session, tables.figures) == []
    add_to_return(planned, rows())
    with pytest.raises(IntegrityError, match=r"FOREIGN KEY|foreign key"), planned.write() as session:
        at_once(session, tables.figures, [row | {"return_id": 9} for row in rows()])


def lose_connection(store: Store) -> None:
    with store.write() as session:
        received(session)
        own = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with store._reading.connect() as other:
            other.exec_driver_sql(f"SELECT pg_terminate_backend({own})")
        at_once(session, tables.figures, rows())


def test_a_server_that_goes_away_meanwhile_is_told_as_such(planned: Store) -> None:
    if planned.file is not None:
        pytest.skip("an embedded store has no server")
    with pytest.raises(StoreUnusable, match="broken_connection"):
        lose_connection(planned)
