"""Publication, what stays as published, and what the verifier finds: on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from indicators import queries, releases, returns, verification
from indicators.canonical_release import stored_lines, text_of
from indicators.exports.status import document
from indicators.faults import Fault
from indicators.periods import Quarter
from indicators.plan import Stage
from indicators.progress import Range, State
from indicators.rules import RuleRefused
from indicators.store import Store
from indicators.triggers import drop_triggers
from tests.stores import (
    COUNT,
    DISTINCT,
    MONDAY,
    PLANNER,
    approved,
    changed,
    draft,
    figure,
    published,
    with_plan,
)


@pytest.fixture
def planned(store: Store) -> Store:
    with_plan(store)
    return store


def as_published(store: Store, number: int) -> tuple[str, str, str]:
    """Everything made from a release: status, canonical form, an indicator's page data."""
    with store.read() as session:
        overview = queries.overview(session, number=number)
        detail = queries.indicator_detail(session, COUNT, number=number)
        canonical_text = text_of(stored_lines(session, number))
    assert overview is not None
    assert detail is not None
    return document(overview), canonical_text, repr((detail.figures, detail.changes, detail.progress))


def test_a_plan_loaded_into_an_empty_store_is_release_1(planned: Store) -> None:
    with planned.read() as session:
        (first,) = queries.releases(session)
        overview = queries.overview(session)
    assert (first.number, first.note) == (1, "El plan")
    assert overview is not None
    assert [line.indicator.code for line in overview.indicators] == [COUNT, DISTINCT, "1.1.p7.c"]
    assert {line.progress.state for line in overview.indicators} == {State.NO_DATA, State.NOT_DUE}


def test_a_published_figure_shows_with_its_release_and_origin(planned: Store) -> None:
    release = published(planned, draft(figure(value=10)), draft(figure(value=5), entity="OFI"))
    with planned.read() as session:
        detail = queries.indicator_detail(session, COUNT)
    assert detail is not None
    assert release.number == 2
    assert [(f.entity, f.value, f.from_release) for f in detail.figures] == [("MIN", 10, 2), ("OFI", 5, 2)]
    assert detail.figures[0].origin.sheet == "Reporte"
    assert detail.progress.obtained == Range(Decimal(15), Decimal(15 + 18 * 10))
    assert (detail.progress.reported, detail.progress.reports_due) == (2, 20)


def test_nothing_is_published_without_an_approved_return(planned: Store) -> None:
    with pytest.raises(RuleRefused, match="nothing_to_publish"), planned.write() as session:
        releases.publish(session, who=PLANNER, now=MONDAY, note="n")


@pytest.mark.parametrize(("quarter", "code"), [("2024-Q1", "not_ended"), ("2023-Q2", "backwards")])
def test_a_reference_quarter_has_ended_and_never_goes_backwards(planned: Store, quarter: str, code: str) -> None:
    published(planned, draft(figure()))
    approved(planned, draft(figure(DISTINCT)))
    with pytest.raises(RuleRefused, match=code), planned.write() as session:
        releases.publish(session, who=PLANNER, now=MONDAY, note="n", reference=Quarter.parse(quarter))


@pytest.mark.parametrize(
    ("day", "quarter"),
    [("2021-08-01", "2021-Q2"), ("2024-01-29", "2023-Q3"), ("2024-01-30", "2023-Q4"), ("2031-05-01", "2025-Q4")],
)
def test_the_reference_quarter_is_the_last_whose_window_has_closed(planned: Store, day: str, quarter: str) -> None:
    with planned.read() as session:
        plan = queries.plan_at(session, 1)
    assert releases.closed_quarter(plan, date.fromisoformat(day)) == Quarter.parse(quarter)


def test_a_release_stays_byte_for_byte_when_a_figure_is_revised(planned: Store) -> None:
    first = figure(value=10)
    published(planned, draft(first))
    before = as_published(planned, 2)
    published(planned, draft(changed(figure(value=12))))
    assert as_published(planned, 2) == before
    with planned.read() as session:
        detail = queries.indicator_detail(session, COUNT)
    assert detail is not None
    assert [f.value for f in detail.figures] == [12]
    (change,) = detail.changes
    assert (change.release, change.before.value, change.after and change.after.value) == (3, 10, 12)
    assert (change.change, change.reason) == ("late data", "dos sesiones más")


def test_a_changed_figure_without_class_and_reason_is_not_published(planned: Store) -> None:
    published(planned, draft(figure(value=10)))
    approved(planned, draft(figure(value=12)))
    with pytest.raises(RuleRefused, match="change_without_reason"), planned.write() as session:
        releases.publish(session, who=PLANNER, now=MONDAY, note="n")


def test_an_unchanged_figure_of_a_revised_return_keeps_its_origin(planned: Store) -> None:
    kept, old = figure(DISTINCT, 3), figure(value=10)
    published(planned, draft(kept, old))
    published(planned, draft(kept, changed(figure(value=12))))
    with planned.read() as session:
        detail = queries.indicator_detail(session, DISTINCT)
        states = [row[0] for row in session.execute(text("SELECT state FROM returns ORDER BY id"))]
    assert detail is not None
    assert [f.from_release for f in detail.figures] == [2]
    assert states == ["superseded", "published"]


def test_a_withdrawn_figure_leaves_the_page_and_is_listed_as_a_change(planned: Store) -> None:
    published(planned, draft(figure(value=10), figure(DISTINCT, 3)))
    taken_back = changed(figure(value=0), withdrawn=True, value=None, change="correction", reason="contada dos veces")
    published(planned, draft(taken_back, figure(DISTINCT, 3)))
    with planned.read() as session:
        detail = queries.indicator_detail(session, COUNT)
        verified = verification.faults(session)
    assert detail is not None
    assert detail.figures == ()
    assert [(change.after, change.reason) for change in detail.changes] == [(None, "contada dos veces")]
    assert verified == ()


def test_a_quarter_that_an_earlier_release_lacked_is_late(planned: Store) -> None:
    published(planned, draft(figure(quarter="2023-Q3"), quarter="2023-Q3"))
    published(planned, draft(figure(quarter="2023-Q2"), quarter="2023-Q2"))
    with planned.read() as session:
        detail = queries.indicator_detail(session, COUNT)
    assert detail is not None
    assert {str(f.quarter): f.late for f in detail.figures} == {"2023-Q2": True, "2023-Q3": False}


def test_a_split_of_persons_is_stored_but_not_published(planned: Store) -> None:
    published(planned, draft(figure(DISTINCT, 7), figure(DISTINCT, 4, dimension="region", category="06")))
    with planned.read() as session:
        detail = queries.indicator_detail(session, DISTINCT)
        exact = session.execute(text("SELECT value FROM figures WHERE dimension = 'region'")).scalar()
        shown = text_of(stored_lines(session, 2))
    assert detail is not None
    assert [(f.dimension, f.value, f.protected) for f in detail.figures] == [("", 7, False), ("region", None, True)]
    assert exact == 4_000_000
    assert '"value":"4"' not in shown


def test_an_indicator_that_did_not_change_keeps_its_series(planned: Store) -> None:
    published(planned, draft(figure(), figure(DISTINCT, 3)))
    published(planned, draft(figure(), changed(figure(DISTINCT, 4))))
    with planned.read() as session:
        rebuilt = session.execute(text("SELECT indicator, from_release FROM series ORDER BY id")).all()
    assert [tuple(line) for line in rebuilt] == [(COUNT, 2), (DISTINCT, 2), (DISTINCT, 3)]


LINE = f"figure|{COUNT}|MIN|2023-Q4|||"
TAMPERINGS: dict[str, tuple[tuple[str, ...], Fault]] = {
    "a published value": (
        ("UPDATE figures SET published_value = published_value + 1000000",),
        Fault.of("line_changed", release=2, line=LINE),
    ),
    "an exact value": (
        ("UPDATE figures SET value = value + 1000000",),
        Fault.of("line_changed", release=2, line=LINE),
    ),
    "the raw text": (("UPDATE figures SET raw = '{}'",), Fault.of("line_changed", release=2, line=LINE)),
    "a figure gone": (("DELETE FROM figures",), Fault.of("line_gone", release=2, line=LINE)),
    "a plan row": (
        ("UPDATE plan_rows SET content = replace(content, 'Plan', 'Plon')",),
        Fault.of("line_changed", release=1, line="plan|plan|little_plan"),
    ),
    "a state": (
        ("UPDATE progress SET content = replace(content, 'no_data', 'met') WHERE release = 1",),
        Fault.of("line_changed", release=1, line=f"progress|{COUNT}"),
    ),
    "a note": (("UPDATE releases SET note = 'otra' WHERE number = 2",), Fault.of("release_header", release=2)),
    "a release's hash": (
        ("UPDATE releases SET hash = previous_hash WHERE number = 2",),
        Fault.of("not_as_recorded", thing="release", which=2, point="hash"),
    ),
    "a summary": (
        ("UPDATE series SET content = replace(content, '\"10\"', '\"99\"')",),
        Fault.of("series_differs", indicator=COUNT, release=2),
    ),
    "a summary ended": (("UPDATE series SET until_release = 2",), Fault.of("series_steps", indicator=COUNT)),
    "a summary gone": (("DELETE FROM series",), Fault.of("series_steps", indicator=COUNT)),
    "the store's kind": (("UPDATE store SET kind = 'demonstration'",), Fault.of("release_header", release=1)),
    "a return's approver": (
        ("UPDATE returns SET approved_by = 'pedro'",),
        Fault.of("not_as_recorded", thing="return", which=1, point="approved"),
    ),
    "a return's state": (
        ("UPDATE returns SET state = 'superseded'",),
        Fault.of("not_as_recorded", thing="return", which=1, point="state"),
    ),
    "a file": (
        ("UPDATE files SET content = CAST('x' AS {bytes})",),
        Fault.of("file_changed", hash=draft(figure()).file_hash),
    ),
    "an audit entry": (("UPDATE audit SET actor = 'nadie' WHERE seq = 3",), Fault.of("audit_changed", number=3)),
    "a dropped audit entry": (("DELETE FROM audit WHERE seq = 3",), Fault.of("audit_missing", number=3)),
}


@pytest.mark.parametrize(("statements", "finding"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_the_verifier_names_what_was_tampered_with(planned: Store, statements: tuple[str, ...], finding: Fault) -> None:
    published(planned, draft(figure()))
    with planned.read() as session:
        assert verification.faults(session) == ()
    _without_triggers(planned, statements)
    with planned.read() as session:
        faults = verification.faults(session)
    assert finding in faults


def _without_triggers(store: Store, statements: tuple[str, ...]) -> None:
    """What somebody with the database in hand could do."""
    with store.write() as session:
        kind = "BYTEA" if session.connection().dialect.name == "postgresql" else "BLOB"
        drop_triggers(session.connection())
        for statement in statements:
            session.execute(text(statement.replace("{bytes}", kind)))


FORBIDDEN = (
    "INSERT INTO figures SELECT * FROM figures",
    "UPDATE figures SET from_release = 1",
    "UPDATE figures SET published_value = 0",
    "UPDATE figures SET until_release = 2, published_value = 0",
    "DELETE FROM figures",
    "UPDATE plan_rows SET content = '{}'",
    "DELETE FROM plan_rows",
    "UPDATE releases SET note = 'otra'",
    "DELETE FROM releases",
    "UPDATE progress SET content = '{}'",
    "UPDATE series SET content = '{}'",
    "UPDATE audit SET actor = 'nadie'",
    "DELETE FROM audit",
    "DELETE FROM returns",
    "DELETE FROM files",
    "UPDATE store SET kind = 'demonstration'",
)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_database_refuses_to_change_what_is_published(planned: Store, statement: str) -> None:
    published(planned, draft(figure()))
    with pytest.raises(IntegrityError), planned.write() as session:
        session.execute(text(statement))


def test_until_release_is_set_once(planned: Store) -> None:
    published(planned, draft(figure(value=10)))
    published(planned, draft(changed(figure(value=12))))
    with pytest.raises(IntegrityError), planned.write() as session:
        session.execute(text("UPDATE figures SET until_release = NULL WHERE until_release = 3"))


def test_every_release_carries_the_hash_of_the_one_before(planned: Store) -> None:
    published(planned, draft(figure()))
    published(planned, draft(changed(figure(value=11))))
    with planned.read() as session:
        hashes = [(release.previous_hash, release.hash) for release in queries.releases(session)]
    assert [previous for previous, _ in hashes[1:]] == [digest for _, digest in hashes[:-1]]
    assert len({digest for _, digest in hashes}) == 3


def test_an_approved_return_that_cannot_be_published_is_given_back(planned: Store) -> None:
    published(planned, draft(figure(value=10)))
    receipt = approved(planned, draft(figure(value=12)))
    with planned.write() as session:
        returns.give_back(session, receipt.return_id, who=PLANNER, now=MONDAY, note="falta el sustento")
    published(planned, draft(changed(figure(value=12))))
    with planned.read() as session:
        assert len(queries.releases(session)) == 3


def test_a_withdrawn_figure_is_reported_again_as_a_change(planned: Store) -> None:
    published(planned, draft(figure(value=10)))
    published(planned, draft(changed(figure(value=0), withdrawn=True, value=None, change="correction")))
    published(planned, draft(changed(figure(value=9), change="source")))
    with planned.read() as session:
        detail = queries.indicator_detail(session, COUNT)
        verified = verification.faults(session)
    assert detail is not None
    assert [f.value for f in detail.figures] == [9]
    assert verified == ()


@pytest.mark.parametrize("changes", [{"note": "otra nota"}, {"evidence_kind": "informe"}])
def test_a_note_or_evidence_alone_is_a_change_too(planned: Store, changes: dict[str, str]) -> None:
    published(planned, draft(figure()))
    approved(planned, draft(figure(**changes)))
    with pytest.raises(RuleRefused, match="change_without_reason"), planned.write() as session:
        releases.publish(session, who=PLANNER, now=MONDAY, note="n")


def test_a_withheld_split_does_not_tell_a_zero(planned: Store) -> None:
    zero = figure(DISTINCT, 0, dimension="region", category="06", nothing=True, note="nadie")
    published(planned, draft(figure(DISTINCT, 7), zero))
    with planned.read() as session:
        detail = queries.indicator_detail(session, DISTINCT)
        shown = text_of(stored_lines(session, 2))
    assert detail is not None
    (split,) = [f for f in detail.figures if f.dimension]
    assert (split.value, split.nothing, split.note) == (None, False, "")
    assert "nadie" not in shown


def test_the_reason_of_a_withheld_change_is_withheld_too(planned: Store) -> None:
    split = figure(DISTINCT, 4, dimension="region", category="06")
    published(planned, draft(figure(DISTINCT, 7), split))
    published(planned, draft(figure(DISTINCT, 7), changed(replace(split, value=Decimal(3)), reason="una menos en 06")))
    with planned.read() as session:
        detail = queries.indicator_detail(session, DISTINCT)
        shown = text_of(stored_lines(session, 3))
        kept = session.execute(text("SELECT content FROM series WHERE until_release IS NULL")).scalar_one()
    assert detail is not None
    assert [change.reason for change in detail.changes] == [""]
    assert "una menos en 06" not in shown + kept


def test_publication_records_what_becomes_of_every_return(planned: Store) -> None:
    published(planned, draft(figure(value=10)))
    published(planned, draft(changed(figure(value=12))))
    with planned.read() as session:
        actions = [row[0] for row in session.execute(text("SELECT action FROM audit ORDER BY seq"))]
    assert actions.count("return.published") == 2
    assert actions.count("return.superseded") == 1


REPLACED = ("figures", "plan_rows", "series", "releases", "progress", "audit", "files", "store", "returns", "accounts")


@pytest.mark.parametrize("table", REPLACED)
def test_no_row_is_replaced(planned: Store, table: str) -> None:
    published(planned, draft(figure()))
    with planned.read() as session:
        if session.connection().dialect.name == "postgresql":
            pytest.skip("INSERT OR REPLACE is SQLite's own")
    with pytest.raises(IntegrityError), planned.write() as session:
        session.execute(text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"))


@pytest.mark.parametrize(
    ("earlier", "later"),
    [({"so_far": Decimal(626)}, {"so_far": Decimal(625)}), ({"stage": Stage.APPROVED}, {"stage": Stage.DRAFTING})],
)
def test_returns_that_contradict_each_other_are_not_published_together(
    planned: Store, earlier: dict[str, object], later: dict[str, object]
) -> None:
    code = DISTINCT if "so_far" in earlier else "1.1.p7.c"
    approved(planned, draft(figure(code, 1, "2023-Q3", **earlier), quarter="2023-Q3"))
    approved(planned, draft(figure(code, 1, **later)))
    with pytest.raises(RuleRefused, match="contradiction"), planned.write() as session:
        releases.publish(session, who=PLANNER, now=MONDAY, note="n")
    with planned.read() as session:
        assert len(queries.releases(session)) == 1


def test_a_part_larger_than_a_later_total_is_not_published(planned: Store) -> None:
    approved(planned, draft(figure(DISTINCT, 50_000, "2023-Q3"), quarter="2023-Q3"))
    approved(planned, draft(figure(DISTINCT, 5, so_far=Decimal(652))))
    with pytest.raises(RuleRefused, match="contradiction"), planned.write() as session:
        releases.publish(session, who=PLANNER, now=MONDAY, note="n")


def test_nothing_to_report_has_nothing_to_be_verified(planned: Store) -> None:
    held = figure(value=3, evidence_kind="informe", evidence_reference="Informe 3")
    nothing = figure(value=0, quarter="2023-Q3", nothing=True)
    published(planned, draft(held), draft(nothing, quarter="2023-Q3"))
    with planned.read() as session:
        detail = queries.indicator_detail(session, COUNT)
    assert detail is not None
    assert len(detail.unsplit) == 2
    assert (detail.status.figures, detail.status.with_evidence) == (1, 1)
