"""What somebody who knows the store well could try: forged tombstones, values worked out from hashes or parts, rows
changed while they wait, an announced hour gone round, a promise lowered as a correction."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text

from indicators import announcements, audit, erasure, plan_changes, queries, releases, returns, tables, verification
from indicators.canonical import sha256
from indicators.canonical_release import stored_lines
from indicators.figure_refs import FigureRef
from indicators.periods import Quarter
from indicators.progress import State
from indicators.returns import Receipt
from indicators.rules import RuleRefused
from indicators.store import Store
from indicators.triggers import drop_triggers
from tests.indicators.test_plan_changes import replaced, through
from tests.stores import (
    ADMINISTRATOR,
    COUNT,
    DISTINCT,
    MONDAY,
    OTHER_PLANNER,
    PLANNER,
    approved,
    changed,
    draft,
    figure,
    indicator_rows,
    plan_rows,
    published,
    row,
    with_plan,
)

REF = FigureRef(COUNT, "MIN", Quarter(2023, 4))
GROUND = "Orden 7-2026"


@pytest.fixture
def planned(store: Store) -> Store:
    with_plan(store)
    return store


def faults(store: Store) -> tuple[str, ...]:
    with store.read() as session:
        return tuple(map(str, verification.faults(session)))


def erase(store: Store, ref: FigureRef) -> None:
    with store.write() as session:
        erasure.erase(session, ref, ground=GROUND, who=ADMINISTRATOR, agreed_by=PLANNER, now=MONDAY)


def told(store: Store, number: int) -> Iterator[dict[str, object]]:
    with store.read() as session:
        for line in stored_lines(session, number):
            yield json.loads(line)


# Erased, and worked out again ------------------------------------------------------------------------------------


def test_the_hash_of_an_erased_sum_does_not_tell_its_amount(planned: Store) -> None:
    """Who knows all of the line but the number could try every number, if the line had no seal."""
    published(planned, draft(figure(value=41)))
    before = next(line for line in told(planned, 2) if line.get("indicator") == COUNT and line["type"] == "progress")
    erase(planned, REF)
    stone = next(line for line in told(planned, 2) if line.get("key") == f"progress|{COUNT}")
    del before["seal"]
    written = json.dumps(before, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert stone["line"] != sha256(written)
    assert "seal" not in stone


def test_a_total_is_not_the_sum_of_parts_that_stayed(planned: Store) -> None:
    parts = [figure(value=v, dimension="region", category=c) for v, c in ((30, "06"), (11, "04"))]
    published(planned, draft(figure(value=41), *parts))
    erase(planned, REF)
    with planned.read() as session:
        detail = queries.indicator_detail(session, COUNT)
    assert detail is not None
    assert detail.figures == ()
    assert [(t.category, t.ground) for t in detail.tombstones] == [("", GROUND), ("04", GROUND), ("06", GROUND)]
    assert faults(planned) == ()


def test_with_a_split_go_the_others_of_its_dimension(planned: Store) -> None:
    parts = [figure(value=v, dimension="region", category=c) for v, c in ((30, "06"), (11, "04"))]
    published(planned, draft(figure(value=41), *parts))
    erase(planned, FigureRef(COUNT, "MIN", Quarter(2023, 4), "region", "06"))
    with planned.read() as session:
        detail = queries.indicator_detail(session, COUNT)
    assert detail is not None
    assert [(f.category, f.value) for f in detail.figures] == [("", 41)]
    assert faults(planned) == ()


def test_a_second_erasure_of_an_indicator_leaves_no_sum_of_the_first(planned: Store) -> None:
    published(planned, draft(figure(value=7, quarter="2023-Q3"), quarter="2023-Q3"), draft(figure(value=41)))
    erase(planned, REF)
    erase(planned, FigureRef(COUNT, "MIN", Quarter(2023, 3)))
    with planned.read() as session:
        detail = queries.indicator_detail(session, COUNT)
    assert detail is not None
    assert detail.progress.obtained is None
    assert faults(planned) == ()


# Forged ----------------------------------------------------------------------------------------------------------


def forge(store: Store, lines: list[tuple[int, str]]) -> None:
    """A tombstone with its entry in the record, both as they should be, over lines of somebody's choice."""
    with store.write() as session:
        connection = session.connection()
        drop_triggers(connection)
        connection.exec_driver_sql(
            "INSERT INTO tombstones (id, indicator, entity, period, dimension, category, step, ground, erased_on,"
            f" erased_at, erased_by, agreed_by) VALUES (1, '{COUNT}', 'MIN', '2023-Q4', '', '', '', 'x', '2024-02-05',"
            f" '2024-02-05T15:00:00.000000+00:00', '{ADMINISTRATOR}', '{PLANNER}')"
        )
        for number, key in lines:
            connection.exec_driver_sql(f"INSERT INTO erased_lines VALUES ({number}, '{key}', 1)")
        audit.record(
            session, at=MONDAY, actor=ADMINISTRATOR, action="figure.erased", subject=str(REF), tombstone=1, ground="x",
            day=MONDAY.date(), key=list(REF.key), agreed_by=PLANNER, lines=[list(line) for line in lines], kept={},
            last=2,
        )  # fmt: skip


def test_a_forged_tombstone_covers_no_changed_value(planned: Store) -> None:
    published(planned, draft(figure(value=41)))
    forge(planned, [(2, f"figure|{COUNT}|MIN|2023-Q4|||"), (2, f"progress|{COUNT}")])
    with planned.write() as session:
        session.execute(text("UPDATE figures SET value = 900000000, published_value = 900000000"))
    assert any("not_erased" in fault for fault in faults(planned)), faults(planned)


def test_a_forged_tombstone_covers_no_changed_target(planned: Store) -> None:
    published(planned, draft(figure(value=41)))
    key = f"plan|targets|{COUNT}|1|2025-12-31"
    forge(planned, [(1, key)])
    with planned.write() as session:
        session.execute(text("UPDATE plan_rows SET content = replace(content, '180', '18') WHERE kind = 'targets'"))
    assert any(key in fault for fault in faults(planned))


def test_a_release_called_older_is_found(planned: Store) -> None:
    published(planned, draft(figure(value=41)))
    with planned.write() as session:
        drop_triggers(session.connection())
        session.execute(text("UPDATE releases SET format = 1 WHERE number = 2"))
    assert faults(planned) != ()


# Waiting rows ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement", ["UPDATE figures SET value = 999000000", f"DELETE FROM figures WHERE indicator = '{DISTINCT}'"]
)
def test_rows_changed_while_they_wait_are_found_and_not_published(planned: Store, statement: str) -> None:
    approved(planned, draft(figure(value=41), figure(DISTINCT, 7)))
    with planned.write() as session:
        drop_triggers(session.connection())
        session.execute(text(statement))
    assert any("thing=return which=1" in fault for fault in faults(planned))
    with pytest.raises(RuleRefused, match="return_altered"), planned.write() as session:
        releases.publish(session, who=PLANNER, now=MONDAY, note="n", reference=Quarter(2023, 4))


def test_what_an_indicator_that_is_gone_was_to_say_is_not_published(planned: Store) -> None:
    code = "1.1.p7.d"
    rows = [r for r in indicator_rows(code, "count", persons="yes") if r.kind != "targets"]
    through(planned, [*plan_rows(), *rows])
    approved(planned, draft(figure(code, 9), figure(code, 3, dimension="region", category="06")))
    alias = row("aliases", kind="indicator", alias=code, code=COUNT)
    with planned.write() as session:
        change = plan_changes.load(
            session, [*plan_rows(), alias], kind="real", who=PLANNER, now=MONDAY, note="", change="source", reason="r"
        )
        assert isinstance(change, Receipt)
        returns.submit(session, change.return_id, who=PLANNER, now=MONDAY)
        returns.approve(session, change.return_id, who=OTHER_PLANNER, now=MONDAY)
    with pytest.raises(RuleRefused, match="indicator_gone"), planned.write() as session:
        releases.publish(session, who=PLANNER, now=MONDAY, note="n")


def test_a_split_that_became_one_of_persons_is_told_by_no_notice(planned: Store) -> None:
    split = figure(COUNT, 5, dimension="region", category="06")
    published(planned, draft(figure(value=41), split))
    through(planned, replaced(plan_rows(), "indicators", COUNT, persons="yes"))
    correction = changed(split, change="correction", value=Decimal(3))
    published(planned, draft(figure(value=41), correction))
    with planned.read() as session:
        kept = session.execute(select(tables.notices.c.content)).scalars().all()
    assert all('"after":"3"' not in content for content in kept)


# The calendar and the plan ---------------------------------------------------------------------------------------


def test_an_announced_quarter_does_not_come_early_under_another_reference(planned: Store) -> None:
    lima = ZoneInfo("America/Lima")
    hour = datetime(2024, 5, 5, 10, tzinfo=lima)
    with planned.write() as session:
        announcements.announce(session, reference=Quarter(2024, 1), at=hour, who=PLANNER, now=MONDAY)
    approved(planned, draft(figure(value=3, quarter="2024-Q1"), quarter="2024-Q1"))
    early = hour - timedelta(days=15)
    with pytest.raises(RuleRefused, match="too_early"), planned.write() as session:
        releases.publish(session, who=PLANNER, now=early, note="n", reference=Quarter(2023, 4))


def test_a_target_lowered_as_a_correction_raises_a_notice(planned: Store) -> None:
    published(planned, draft(figure(value=30)))
    lowered = replaced(plan_rows(), "targets", f"{COUNT}|1|2025-12-31", value="20")
    through(planned, lowered, change="correction")
    with planned.read() as session:
        overview = queries.overview(session)
    assert overview is not None
    (issued,) = [n for n in overview.notices if n.release == 3]
    assert (issued.notice.indicator, issued.notice.corrections, issued.notice.after) == (COUNT, (), State.MET)


def test_an_alias_lets_an_indicator_take_its_targets_along(planned: Store) -> None:
    renamed = json.loads(json.dumps([[r.kind, r.key, r.content] for r in plan_rows()]).replace(DISTINCT, "1.1.p7.z"))
    rows = [type(plan_rows()[0])(*r) for r in renamed]
    through(planned, [*rows, row("aliases", kind="indicator", alias=DISTINCT, code="1.1.p7.z")])
    with planned.read() as session:
        detail = queries.indicator_detail(session, "1.1.p7.z")
    assert detail is not None
    assert detail.progress.final == 180
