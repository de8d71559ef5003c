"""The returns that ship with the plan of Peru, taken through the whole path on both engines."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from etl import shipped
from etl.pipeline import run
from indicators import queries, verification
from indicators.packs import read_pack
from indicators.periods import Quarter
from indicators.progress import State
from indicators.results import IndicatorDetail, Overview
from indicators.store import Store, open_store
from tests.conftest import Engine, from_template
from tests.etl.files import csv_file

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)


def fill(store: Store, kind: str) -> bool:
    pack = read_pack("peru_pna", demonstration=kind == "demonstration")
    return shipped.fill(store, pack, kind=kind, now=NOW, say=lambda _step, _count: None)


def opened(engine: Engine, kind: str) -> Iterator[Store]:
    store = open_store(from_template(engine, kind, lambda empty: fill(empty, kind)))
    yield store
    store.close()


@pytest.fixture
def demonstration(engine: Engine) -> Iterator[Store]:
    yield from opened(engine, "demonstration")


@pytest.fixture
def real(engine: Engine) -> Iterator[Store]:
    yield from opened(engine, "real")


def overview(store: Store, number: int | None = None) -> Overview:
    with store.read() as session:
        found = queries.overview(session, number=number)
    assert found is not None
    return found


def detail(store: Store, code: str) -> IndicatorDetail:
    with store.read() as session:
        found = queries.indicator_detail(session, code)
    assert found is not None
    return found


# Which indicator of the plan shows which state in the last demonstration release: each state that a plan without
# withdrawn indicators and without undefined arithmetic can show, once.
SHOWN = {
    "2.1.p72.a": State.MET,
    "2.1.p72.b": State.ON_TRACK,
    "2.1.p72.c": State.NOT_DUE,
    "2.1.p72.d": State.UNDETERMINED,
    "2.1.p75.a": State.NOT_VIABLE,
    "2.1.p78.a": State.OFF_TRACK,
    "2.1.p78.b": State.NO_DATA,
    "3.1.p91.a": State.BEHIND,
    "3.2.p108.a": State.NOTHING_TO_REPORT,
}


def test_the_nine_indicators_show_nine_states(demonstration: Store) -> None:
    shown = {line.indicator.code: line.progress.state for line in overview(demonstration).indicators}
    assert {code: state for code, state in shown.items() if code in SHOWN} == SHOWN
    assert shown["2.1.p72.c.t1"] is State.NO_TARGET
    assert set(State) - set(SHOWN.values()) - {State.NO_TARGET} == {State.WITHDRAWN, State.UNDEFINED}


def test_the_demonstration_has_a_late_quarter_a_revision_a_gap_and_nothing_to_report(demonstration: Store) -> None:
    informed, trained = detail(demonstration, "2.1.p72.b"), detail(demonstration, "2.1.p72.d")
    assert any(figure.late for figure in informed.figures)
    revised = [change for change in informed.changes if not change.dimension]
    assert [(change.release, str(change.quarter), change.change) for change in revised] == [(3, "2023-Q2", "late data")]
    assert any(quarter < Quarter(2026, 1) for _, quarter in trained.progress.missing)
    assert all(figure.nothing for figure in detail(demonstration, "3.2.p108.a").unsplit)


def test_the_last_quarter_of_the_labour_ministry_is_not_reported(demonstration: Store) -> None:
    assert ("MTPE", Quarter(2026, 3)) in detail(demonstration, "2.1.p72.b").progress.missing


def test_the_extension_keeps_the_missed_original_date(demonstration: Store) -> None:
    stands = detail(demonstration, "2.1.p72.c").progress
    assert stands.past_original is not None
    assert stands.final_on is not None
    assert (stands.past_original.isoformat(), stands.final_on.isoformat()) == ("2025-12-31", "2026-12-31")


def test_the_demonstration_is_published_in_four_releases_that_verify(demonstration: Store) -> None:
    with demonstration.read() as session:
        numbers = [release.number for release in queries.releases(session)]
        assert verification.faults(session) == ()
    assert numbers == [1, 2, 3, 4]


def test_demonstration_dates_come_from_the_files_not_from_the_clock(demonstration: Store) -> None:
    with demonstration.read() as session:
        assert all(release.published_on < NOW.date() for release in queries.releases(session))
        dates = [row[0] for row in session.execute(text("SELECT at FROM audit ORDER BY seq"))]
    assert dates == sorted(dates)


def test_a_filled_store_is_left_as_it_is(demonstration: Store) -> None:
    assert fill(demonstration, "demonstration") is False
    assert overview(demonstration).release.number == 4


def test_the_real_store_has_one_figure_with_its_source(real: Store) -> None:
    lines = overview(real)
    assert not lines.release.demonstration
    with_figures = [line.indicator.code for line in lines.indicators if line.figures]
    assert with_figures == ["2.1.p72.t1"]
    (figure,) = detail(real, "2.1.p72.t1").figures
    assert (figure.entity, str(figure.quarter), figure.value) == ("DP", "2022-Q4", 1)
    assert figure.evidence is not None
    assert figure.evidence.public
    assert "27 de diciembre de 2022" in figure.evidence.reference
    assert all(line.progress.obtained is None for line in lines.indicators if line.indicator.in_plan)


def test_a_shipped_return_with_only_a_new_note_says_why(demonstration: Store, tmp_path: Path) -> None:
    shipped_file = read_pack("peru_pna", demonstration=True).folder / "returns/demonstration/INDECOPI-2023-Q1.csv"
    with shipped_file.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    changed = tmp_path / shipped_file.name
    changed.write_bytes(csv_file(*(row | {"nota": "Otra nota"} for row in rows)))
    outcome = run(demonstration, changed, job="quarterly_return", who=shipped.steward_of("INDECOPI"), now=NOW)
    assert [(p.code, p.column) for p in outcome.problems] == [("change_missing", "clase_de_cambio")]


def test_nothing_invented_enters_a_real_store(real: Store) -> None:
    with real.read() as session:
        rows = queries.plan_rows(session, 1)
    assert [row for row in rows if '"demonstration"' in row.content] == []
