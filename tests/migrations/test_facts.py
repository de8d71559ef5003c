"""A migration keeps what the store holds, whatever happens in the middle of it, on both engines."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from etl import pipeline
from indicators import announcements, erasure, evidence, queries, verification
from indicators.backup import place_before, write_backup
from indicators.backup_form import open_archive
from indicators.figure_refs import FigureRef
from indicators.periods import Quarter
from indicators.store import Store, open_store
from migrations import facts
from migrations.restoring import drill
from migrations.run import (
    MigrationRefused,
    current,
    downgrade,
    drift,
    head,
    upgrade,
)
from tests.conftest import Engine, _fill_demonstration, from_template
from tests.migrations.planted import PLANTED, planted
from tests.migrations.test_migrations import REVISIONS
from tests.stores import ADMINISTRATOR, COUNT, DISTINCT, MONDAY, PLANNER, draft, figure, published, with_plan

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
QUARTER = Quarter(2023, 4)
LOSES = 'op.execute("DELETE FROM figures WHERE id = (SELECT max(id) FROM figures)")'
ALTERS = 'op.execute("UPDATE figures SET value = value + 1 WHERE value > 0")'
SWAPS = 'op.execute("UPDATE audit SET actor = action, action = actor WHERE seq = 2")'
ADDS = 'op.add_column("figures", sa.Column("unit", sa.Text(), nullable=True))'
DROPS = 'with op.batch_alter_table("figures") as batch:\n    batch.drop_column("unit")'
ORPHANS = """
with op.batch_alter_table("accounts") as batch:
    batch.add_column(sa.Column("nickname", sa.Text(), nullable=True))
op.execute("DELETE FROM entities WHERE code = (SELECT entity FROM accounts WHERE entity IS NOT NULL LIMIT 1)")
"""


@pytest.fixture
def filled(engine: Engine) -> Iterator[Store]:
    """Five years of demonstration data."""
    store = open_store(from_template(engine, "demonstration", _fill_demonstration))
    yield store
    store.close()


def held(store: Store) -> dict[str, facts.Held]:
    with store.read() as session:
        return facts.held(session.connection())


def releases(store: Store) -> list[tuple[int, str]]:
    with store.read() as session:
        return [(release.number, release.hash) for release in queries.releases(session)]


def check_unchanged(store: Store, before: dict[str, facts.Held]) -> None:
    assert held(store) == before
    assert current(store) == head()
    assert drift(store) == ()
    with store.read() as session:
        assert verification.faults(session) == ()


@pytest.mark.parametrize("revision", REVISIONS)
def test_five_years_go_down_and_up_with_every_fact(filled: Store, revision: str) -> None:
    before, published = held(filled), releases(filled)
    assert before["figures"].rows > 300
    for _ in range(2):
        downgrade(filled, revision)
        assert current(filled) == revision
        shared = {name: was.rows for name, was in before.items() if name in held(filled)}
        assert {name: held(filled)[name].rows for name in shared} == shared
        for step in REVISIONS[REVISIONS.index(revision) + 1 :]:
            upgrade(filled, step)
        check_unchanged(filled, before)
        assert releases(filled) == published


@pytest.mark.parametrize("revision", REVISIONS)
def test_what_an_older_revision_has_no_place_for_comes_back(filled: Store, tmp_path: Path, revision: str) -> None:
    file = tmp_path / "refused.csv"
    file.write_text("nothing,that,anybody,asked,for\n", encoding="utf-8")
    refused = pipeline.run(filled, file, job=None, who="reporte.mtpe", now=NOW)
    assert refused.problems
    before = held(filled)
    downgrade(filled, revision)
    upgrade(filled)
    check_unchanged(filled, before)


def test_a_store_that_went_down_and_up_goes_on(store: Store) -> None:
    """What is added afterwards gets a number that nothing has."""
    with_plan(store)
    published(store, draft(figure(value=7), figure(DISTINCT, 3)))

    def act(document: bytes, code: str, day: datetime) -> None:
        with store.write() as session:
            evidence.attach(session, FigureRef(COUNT, "OFI", QUARTER), document, "acta.pdf", who=PLANNER, now=MONDAY)
            announcements.announce(session, reference=QUARTER, at=day, who=PLANNER, now=MONDAY, reason="se corrige")
            erased = FigureRef(code, "MIN", QUARTER)
            erasure.erase(session, erased, ground="Ley 29733", who=ADMINISTRATOR, agreed_by=PLANNER, now=MONDAY)

    published(store, draft(figure(value=2), entity="OFI"))
    act(b"uno", COUNT, NOW)
    before = held(store)
    downgrade(store, REVISIONS[0])
    upgrade(store)
    check_unchanged(store, before)
    act(b"dos", DISTINCT, NOW + timedelta(days=1))
    with store.read() as session:
        assert verification.faults(session) == ()


@pytest.mark.parametrize(
    ("does", "table"), [(LOSES, "figures"), (ALTERS, "figures"), (SWAPS, "audit"), (f"{ADDS}\n{LOSES}", "figures")]
)
def test_a_migration_that_changes_a_fact_is_undone(filled: Store, tmp_path: Path, does: str, table: str) -> None:
    before = held(filled)
    with pytest.raises(MigrationRefused) as refused:
        upgrade(filled, versions=planted(tmp_path, upgrade=does))
    assert (refused.value.code, refused.value.facts["table"]) == ("changes_facts", table)
    check_unchanged(filled, before)


def test_a_migration_that_declares_what_it_changes_is_kept(filled: Store, tmp_path: Path) -> None:
    rows = held(filled)["figures"].rows
    upgrade(filled, versions=planted(tmp_path, upgrade=LOSES, declared={"figures": "a figure too many"}))
    assert (current(filled), held(filled)["figures"].rows) == (PLANTED, rows - 1)


def test_a_downgrade_that_loses_a_row_is_undone(filled: Store, tmp_path: Path) -> None:
    versions = planted(tmp_path, upgrade=ADDS, downgrade=f"{DROPS}\n{LOSES}")
    upgrade(filled, versions=versions)
    before = held(filled)
    with pytest.raises(MigrationRefused):
        downgrade(filled, head(), versions=versions)
    assert (held(filled), current(filled)) == (before, PLANTED)


def test_columns_come_and_go_without_a_difference(filled: Store, tmp_path: Path) -> None:
    before = held(filled)
    versions = planted(tmp_path, upgrade=ADDS, downgrade=DROPS)
    upgrade(filled, versions=versions)
    assert "unit" in held(filled)["figures"].columns
    downgrade(filled, head(), versions=versions)
    check_unchanged(filled, before)


def test_references_hold_after_a_migration(filled: Store, tmp_path: Path) -> None:
    before = held(filled)
    declared = {"entities": "one is dropped", "accounts": "a column more"}
    with pytest.raises(Exception, match=r"breaks_references|violates foreign key"):
        upgrade(filled, versions=planted(tmp_path, upgrade=ORPHANS, declared=declared))
    check_unchanged(filled, before)


def test_a_revision_that_fails_leaves_nothing(filled: Store, tmp_path: Path) -> None:
    before = held(filled)
    with pytest.raises(LookupError):
        upgrade(filled, versions=planted(tmp_path, upgrade=f"{ADDS}\nraise LookupError"))
    check_unchanged(filled, before)


def test_a_store_of_a_newer_program_is_left_alone(filled: Store, tmp_path: Path) -> None:
    upgrade(filled, versions=planted(tmp_path, upgrade=ADDS))
    before = held(filled)
    with pytest.raises(MigrationRefused) as refused:
        upgrade(filled)
    assert (refused.value.code, refused.value.facts["revision"]) == ("unknown_revision", PLANTED)
    assert held(filled) == before


def test_a_backup_is_taken_first_where_there_is_something_to_lose(
    filled: Store, engine: Engine, tmp_path: Path
) -> None:
    versions = planted(tmp_path, upgrade=ADDS)
    kept: list[Path] = []

    def keep(connection: object, revision: str) -> None:
        place = place_before(filled, revision, folder=tmp_path)
        write_backup(connection, place, now=NOW)  # type: ignore[arg-type]
        kept.append(place)

    upgrade(filled, before=keep)
    assert kept == []
    published = releases(filled)
    upgrade(filled, before=keep, versions=versions)
    (place,) = kept
    assert place.name.endswith(f".before-{PLANTED}.nap.zip")
    with open_archive(place) as archive:
        assert archive.manifest.revision == head()
    assert [(r.number, r.hash) for r in drill(place).releases] == published
    empty = open_store(engine.fresh())
    upgrade(empty, before=keep, versions=versions)
    empty.close()
    assert kept == [place]


KILLED = """
{does}
from pathlib import Path
import time
Path({ready!r}).touch()
time.sleep(600)
"""
RUN = """
import sys
from pathlib import Path
from indicators.store import open_store
from migrations.run import upgrade
upgrade(open_store(sys.argv[1]), versions=Path(sys.argv[2]))
"""


@pytest.mark.parametrize("does", [ADDS, f"{ADDS}\n{LOSES}\nop.execute('CREATE TABLE another (id INTEGER)')"])
def test_a_migration_that_is_killed_leaves_the_old_store(filled: Store, tmp_path: Path, does: str) -> None:
    before, ready = held(filled), tmp_path / "ready"
    versions = planted(tmp_path, upgrade=KILLED.format(does=does, ready=str(ready)))
    process = subprocess.Popen([sys.executable, "-c", RUN, filled.url, str(versions)], cwd=Path(__file__).parents[2])
    try:
        while not ready.exists():
            assert process.poll() is None
            time.sleep(0.02)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    check_unchanged(filled, before)
    upgrade(filled, versions=planted(tmp_path / "again", upgrade=ADDS))
    assert current(filled) == PLANTED
