"""A return that waits while the law forces a figure out of it: the rest is published, what is altered in it found."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text, update

from indicators import audit, erasure, queries, releases, tables, verification
from indicators.column_types import instant_text
from indicators.faults import Fault
from indicators.figure_refs import FigureRef
from indicators.periods import Quarter
from indicators.results import Release
from indicators.returns import Receipt
from indicators.rules import RuleRefused
from indicators.store import Store
from indicators.triggers import create_triggers, drop_triggers
from tests.stores import (
    ADMINISTRATOR,
    COUNT,
    DISTINCT,
    MONDAY,
    PLANNER,
    approved,
    changed,
    draft,
    figure,
    published,
    staged,
    with_plan,
)

REF = FigureRef(COUNT, "MIN", Quarter(2023, 4))
SPLIT = figure(COUNT, 43, dimension="region", category="06")
UNREAD = Fault.of("not_as_recorded", thing="return", which=2, point="rows")


@pytest.fixture
def waiting(store: Store) -> Store:
    """Release 2 has a total of 41; return 2 is approved and says 43, with a split of it, and a figure beside it."""
    with_plan(store)
    published(store, draft(figure(value=41)))
    receipt: Receipt = approved(
        store, draft(changed(figure(value=43), change="correction"), SPLIT, figure(DISTINCT, 7))
    )
    assert receipt.return_id == 2
    return store


def erase(store: Store, ref: FigureRef = REF) -> None:
    with store.write() as session:
        erasure.erase(session, ref, ground="Ley 29733", who=ADMINISTRATOR, agreed_by=PLANNER, now=MONDAY)


def publish(store: Store) -> Release:
    with store.write() as session:
        return releases.publish(session, who=PLANNER, now=MONDAY, note="Nota", reference=Quarter(2023, 4))


def alter(store: Store, statement: str) -> None:
    with store.write() as session:
        drop_triggers(session.connection())
        session.execute(text(statement))
        create_triggers(session.connection())


def faults(store: Store) -> tuple[Fault, ...]:
    with store.read() as session:
        return verification.faults(session)


def in_force(store: Store) -> list[tuple[str, str, str]]:
    with store.read() as session:
        details = [queries.indicator_detail(session, code) for code in (COUNT, DISTINCT)]
    return [(f.indicator, f.category, str(f.value)) for detail in details if detail for f in detail.figures]


def test_a_return_is_published_without_what_the_law_forced_out_of_it_while_it_waited(waiting: Store) -> None:
    erase(waiting)
    assert faults(waiting) == ()
    with waiting.read() as session:
        assert "43" not in str(session.execute(select(tables.figures.c.value, tables.figures.c.raw)).all())
    assert publish(waiting).number == 3
    assert in_force(waiting) == [(DISTINCT, "", "7")]
    assert faults(waiting) == ()
    with waiting.read() as session:
        assert queries.contents(session)[3].added == 1
        detail = queries.indicator_detail(session, COUNT)
    assert detail is not None
    assert [(t.dimension, t.first_release) for t in detail.tombstones] == [("", 2)], "a split that nobody saw is told"


def test_another_return_is_published_whatever_was_forced_out_of_one_that_waits(waiting: Store) -> None:
    erase(waiting)
    approved(waiting, draft(figure(value=5, quarter="2023-Q3"), quarter="2023-Q3"))
    publish(waiting)
    assert in_force(waiting) == [(COUNT, "", "5"), (DISTINCT, "", "7")]
    assert faults(waiting) == ()


def test_what_is_forced_out_does_not_come_back_by_being_left_in_a_file(waiting: Store) -> None:
    """Nor does a part of it that was never published."""
    erase(waiting)
    publish(waiting)
    with pytest.raises(RuleRefused, match="forced_out"):
        staged(waiting, draft(figure(DISTINCT, 7), SPLIT))
    again = [changed(figure(value=44), change="source"), changed(SPLIT, change="source")]
    published(waiting, draft(*again, figure(DISTINCT, 7)))
    assert in_force(waiting) == [(COUNT, "", "44"), (COUNT, "06", "43"), (DISTINCT, "", "7")]
    erase(waiting)
    assert in_force(waiting) == [(DISTINCT, "", "7")]
    assert faults(waiting) == ()


def test_parts_that_a_withdrawn_load_brought_go_too(store: Store) -> None:
    with_plan(store)
    staged(store, draft(figure(value=43), SPLIT))
    published(store, draft(figure(value=41)))
    erase(store)
    assert in_force(store) == []
    assert faults(store) == ()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE figures SET value = 999 WHERE indicator = '{DISTINCT}'",
        f"DELETE FROM figures WHERE indicator = '{DISTINCT}'",
        f"UPDATE figures SET raw = '{{}}', value = NULL, erased = 1 WHERE indicator = '{DISTINCT}'",
    ],
)
def test_what_is_altered_beside_an_erasure_is_found_and_not_published(
    waiting: Store, statement: str, when: str
) -> None:
    for step in ("before", "erased", "after"):
        if step == "erased":
            erase(waiting)
        elif step == when:
            alter(waiting, statement)
    assert UNREAD in faults(waiting)
    with pytest.raises(RuleRefused, match="return_altered"):
        publish(waiting)


def test_what_older_code_erased_is_taken_as_it_is_and_sealed_by_the_next_erasure(waiting: Store) -> None:
    """It left no seal: the return is published, and what is altered after another erasure is found."""
    erase(waiting)
    without_seals(waiting)
    assert faults(waiting) == ()
    publish(waiting)
    assert in_force(waiting) == [(DISTINCT, "", "7")]
    erase(waiting, FigureRef(DISTINCT, "MIN", Quarter(2023, 4)))
    assert faults(waiting) == ()
    alter(waiting, f"UPDATE figures SET sheet = 'otra' WHERE return_id = 2 AND indicator = '{DISTINCT}'")
    assert UNREAD in faults(waiting)


def without_seals(store: Store) -> None:
    """Make the record what it was before erasures sealed what they left."""
    with store.write() as session:
        drop_triggers(session.connection())
        chain = audit.GENESIS
        for entry in session.execute(select(tables.audit).order_by(tables.audit.c.seq)).all():
            detail = entry.detail
            if entry.action == "figure.erased":
                start = detail.index(',"rows":{')
                detail = detail[:start] + detail[detail.index("}", start) + 1 :]
            said = {"seq": entry.seq, "actor": entry.actor, "action": entry.action, "subject": entry.subject}
            head = audit.chained(chain, said | {"detail": detail, "at": instant_text(entry.at)})
            values = {"detail": detail, "previous_hash": chain, "hash": head}
            session.execute(update(tables.audit).where(tables.audit.c.seq == entry.seq).values(**values))
            chain = head
        create_triggers(session.connection())
