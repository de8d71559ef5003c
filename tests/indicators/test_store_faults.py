"""Every fault of a store is one code, on both engines, with nothing half-written; the store goes on once it is gone."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import insert, make_url, text
from sqlalchemy.exc import IntegrityError

from dashboard.languages import read_catalog
from etl import pipeline
from indicators import backup_form, faults, store, store_faults, tables
from indicators.settings import sqlite_file
from indicators.store import Store, StoreUnusable, open_store
from migrations import run as migrations
from tests import stores as s
from tests.conftest import Engine, from_template

ROOT = Path(__file__).parents[2]
ADD = insert(tables.entities).values(code="MIN")
ON_SERVER = pytest.mark.parametrize("engine", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
EMBEDDED = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def impatient(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store whose writers wait a tenth of a second."""
    monkeypatch.setitem(store.PRAGMAS, "busy_timeout", 100)
    monkeypatch.setattr(store, "LOCK_TIMEOUT", 100)
    opened = open_store(from_template(engine, "empty", lambda _: None))
    yield opened
    opened.close()


def entities(of: Store) -> int:
    with of.read() as session:
        return int(session.execute(text("SELECT count(*) FROM entities")).scalar_one())


def code_of(of: Store, *statements: str) -> str:
    """The fault that `statements` meet behind a row that must not stay."""
    with pytest.raises(StoreUnusable) as told, of.write() as session:  # noqa: PT012  # the fault comes at any step
        session.execute(ADD)
        for statement in statements:
            session.connection().exec_driver_sql(statement)
    return told.value.code


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize(
    ("family", "codes"),
    [
        ("store", store_faults.CODES),
        ("backup", backup_form.CODES),
        ("migration", migrations.CODES),
        ("fault", faults.CODES),
        ("fault_thing", faults.THINGS),
        ("fault_part", faults.PARTS),
        ("fault_point", faults.POINTS),
    ],
)
def test_every_fault_has_its_sentence(lang: str, family: str, codes: tuple[str, ...]) -> None:
    worded = {message.id for message in read_catalog(lang) if str(message.id).startswith(f"{family}.")}
    assert worded == {f"{family}.{code}" for code in codes}


# What the engines say ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("53100", "disk_full"),
        ("58030", "disk_full"),
        ("25006", "read_only"),
        ("55P03", "locked"),
        ("40P01", "locked"),
        ("53300", "unreachable"),
        ("57P01", "broken_connection"),
        ("XX001", "no_store"),
        ("58000", "failed"),
    ],
)
@ON_SERVER
def test_a_server_is_understood_by_its_codes_in_a_statement_and_at_commit(
    store: Store, engine: Engine, state: str, code: str
) -> None:
    raises = f"RAISE EXCEPTION 'sin espacio, read-only, locked' USING ERRCODE = '{state}';"
    assert code_of(store, f"DO $$ BEGIN {raises} END $$") == code
    with store.write() as session:
        for statement in (
            f"CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {raises} END $$",
            "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON entities DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION late()",
        ):
            session.connection().exec_driver_sql(statement)
    assert code_of(store) == code
    assert entities(store) == 0


@EMBEDDED
def test_a_full_disk_of_an_embedded_store_leaves_nothing_and_goes_on(store: Store, engine: Engine) -> None:
    many = (
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
        " INSERT INTO entities SELECT 'E' || i FROM n"
    )
    assert code_of(store, "PRAGMA max_page_count = 1", many) == "disk_full"
    assert entities(store) == 0
    with store.write() as session:
        session.connection().exec_driver_sql("PRAGMA max_page_count = 1000000")
        session.execute(ADD)
    assert entities(store) == 1


def test_a_store_that_may_not_be_written_says_so(store: Store, engine: Engine) -> None:
    read_only = {
        "sqlite": ("PRAGMA query_only = 1", "INSERT INTO entities VALUES ('OFI')"),
        "postgresql": ("SAVEPOINT a; SET TRANSACTION READ ONLY", "INSERT INTO entities VALUES ('OFI')"),
    }
    assert code_of(store, *read_only[engine.name]) == "read_only"
    assert entities(store) == 0


def test_a_writer_that_waits_too_long_says_the_store_is_busy(impatient: Store) -> None:
    with impatient.write() as session:
        session.execute(ADD)
        assert code_of(impatient) == "locked"
    assert entities(impatient) == 1


def test_a_file_that_is_no_store_says_so_and_stays(tmp_path: Path) -> None:
    content = b"no store at all, but long enough to look like one" * 100
    file = tmp_path / "notes.txt"
    file.write_bytes(content)
    opened = open_store(f"sqlite:///{file}")
    for use in (opened.read, opened.write):
        with pytest.raises(StoreUnusable) as told, use() as session:
            session.execute(text("SELECT 1"))
        assert told.value.code == "no_store"
    opened.close()
    assert file.read_bytes() == content


@EMBEDDED
def test_a_damaged_page_says_so(store: Store, engine: Engine, tmp_path: Path) -> None:
    s.with_plan(store)
    store.close()
    content = bytearray(Path(store.url.removeprefix("sqlite:///")).read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(content)
    opened = open_store(f"sqlite:///{damaged}")
    with pytest.raises(StoreUnusable) as told:
        entities(opened)
    assert told.value.code == "no_store"
    opened.close()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("sqlite:////proc/no/such/store.sqlite", "no_folder"),
        ("sqlite:////proc/store.sqlite", "unreachable"),
        ("postgresql+psycopg://nobody@127.0.0.1:1/none", "unreachable"),
    ],
)
def test_a_store_that_is_not_there_says_where_to_look(url: str, code: str) -> None:
    with pytest.raises(StoreUnusable) as told, open_store(url).read() as session:
        session.connection()
    assert told.value.code == code


@ON_SERVER
def test_an_unknown_database_of_a_server_says_where_to_look(store: Store, engine: Engine) -> None:
    url = make_url(store.url).set(database="no_such_database").render_as_string(hide_password=False)
    with pytest.raises(StoreUnusable) as told, open_store(url).read() as session:
        session.connection()
    assert told.value.code == "unreachable"


def test_a_broken_constraint_is_no_fault_of_the_store(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write() as session:  # noqa: PT012
        session.execute(ADD)
        session.execute(ADD)
    assert entities(store) == 0


# Broken connections -----------------------------------------------------------------------------------------------


def end_others(url: str) -> None:
    """End every other connection to a database, as a restart of its server does."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@ON_SERVER
def test_a_connection_that_breaks_in_between_is_replaced(store: Store, engine: Engine) -> None:
    assert entities(store) == 0
    end_others(store.url)
    assert entities(store) == 0
    with store.write() as session:
        session.execute(ADD)
    end_others(store.url)
    with store.write() as session:
        session.execute(insert(tables.entities).values(code="OFI"))
    assert entities(store) == 2


@ON_SERVER
def test_a_connection_that_breaks_in_a_transaction_undoes_it_and_the_next_one_works(
    store: Store, engine: Engine
) -> None:
    with pytest.raises(StoreUnusable) as told, store.write() as session:  # noqa: PT012
        session.execute(ADD)
        end_others(store.url)
        session.execute(text("SELECT 1"))
    assert told.value.code == "broken_connection"
    with pytest.raises(StoreUnusable) as told, store.read() as session:  # noqa: PT012
        session.execute(text("SELECT 1"))
        end_others(store.url)
        session.execute(text("SELECT 1"))
    assert told.value.code == "broken_connection"
    assert entities(store) == 0
    with store.write() as session:
        session.execute(ADD)
    assert entities(store) == 1


@ON_SERVER
def test_a_connection_that_breaks_at_commit_promises_nothing(store: Store, engine: Engine) -> None:
    with pytest.raises(StoreUnusable) as told, store.write() as session:  # noqa: PT012
        session.execute(ADD)
        end_others(store.url)
    assert told.value.code == "unknown_outcome"
    assert entities(store) == 0


# Settings and room ------------------------------------------------------------------------------------------------


@ON_SERVER
def test_a_server_that_does_not_keep_what_it_acknowledges_is_not_used(store: Store, engine: Engine) -> None:
    store.check_settings()
    with psycopg.connect(make_url(store.url).set(drivername="postgresql").render_as_string(hide_password=False)) as own:
        own.execute(f"ALTER DATABASE {own.info.dbname} SET synchronous_commit = off")
    store.close()
    for use in (store.read, store.write):
        with pytest.raises(StoreUnusable, match="synchronous_commit = off") as told, use() as session:
            session.connection()
        assert told.value.code == "wrong_settings"
    with psycopg.connect(make_url(store.url).set(drivername="postgresql").render_as_string(hide_password=False)) as own:
        own.execute(f"ALTER DATABASE {own.info.dbname} RESET synchronous_commit")
    assert entities(store) == 0


def test_an_embedded_store_that_does_not_take_its_settings_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PRAGMAS", _Careless(store.PRAGMAS))
    opened = open_store(f"sqlite:///{tmp_path}/store.sqlite")
    with pytest.raises(StoreUnusable, match="synchronous = 1") as told, opened.read() as session:
        session.connection()
    assert told.value.code == "wrong_settings"
    opened.close()


class _Careless(dict[str, int]):
    """Settings of which one is set to less than what is asked for."""

    def items(self) -> list[tuple[str, int]]:  # type: ignore[override]
        return [(name, 1 if name == "synchronous" else value) for name, value in super().items()]


def test_an_old_sqlite_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(StoreUnusable) as told:
        open_store(f"sqlite:///{tmp_path}/store.sqlite")
    assert told.value.code == "old_sqlite"


def test_a_load_that_the_disk_has_no_room_for_is_not_begun(
    store: Store, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    s.with_plan(store)
    file = tmp_path / "r.csv"
    file.write_bytes(b"x" * 1000)
    monkeypatch.setattr("indicators.store.RESERVED_BYTES", 2**62)

    def load(*, dry_run: bool) -> None:
        pipeline.run(store, file, job=None, who=s.STEWARD, now=s.MONDAY, dry_run=dry_run)

    load(dry_run=True)
    if engine.name == "postgresql":
        load(dry_run=False)
        return
    with pytest.raises(StoreUnusable) as told:
        load(dry_run=False)
    assert told.value.code == "disk_full"


def test_a_guarded_store_asks_in_every_session(store: Store) -> None:
    answers = [False, True, False, True]
    guarded = store.requiring(lambda _session: answers.pop())
    for use in (guarded.read, guarded.write):
        with use() as session:
            session.execute(text("SELECT 1"))
        with pytest.raises(StoreUnusable, match="wrong_revision"), use() as session:
            raise AssertionError("the session was opened")
    assert entities(store) == 0


# The command line -------------------------------------------------------------------------------------------------


def nap(url: str, *words: str, file_size: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run `nap` as a process; `file_size` is where every file that it writes ends, as on a full disk."""

    def limit() -> None:
        if file_size is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, resource.RLIM_INFINITY))

    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *words],
        env=os.environ | {"NAP_DATABASE_URL": url, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )


def test_a_disk_that_fills_while_a_plan_is_loaded(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.sqlite"
    assert nap(url, "db", "upgrade").returncode == 0
    assert nap(url, "account", "add", "ada", "--role", "administrator").returncode == 0
    assert nap(url, "account", "add", "ana", "--role", "planner", "--as", "ada").returncode == 0
    load = ("plan", "load", "peru_pna", "--as", "ana")
    for size in (0, 80_000):
        ended = nap(url, *load, file_size=size)
        assert (ended.returncode, "Traceback" in ended.stderr) == (1, False), ended.stderr
        assert "espacio" in ended.stderr
        assert nap(url, "releases").stdout == ""
    assert nap(url, *load).returncode == 0
    assert nap(url, "verify").returncode == 0


def test_a_disk_that_fills_while_a_backup_is_written(demonstration_address: str, tmp_path: Path) -> None:
    ended = nap(demonstration_address, "backup", str(tmp_path / "b.nap.zip"), file_size=40_000)
    assert (ended.returncode, "Traceback" in ended.stderr) == (1, False)
    assert str(tmp_path / "b.nap.zip") in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_backup_drill_and_restore_by_hand(demonstration_address: str, tmp_path: Path) -> None:
    file, url = tmp_path / "b.nap.zip", f"sqlite:///{tmp_path}/restored.sqlite"
    assert nap(demonstration_address, "backup", str(file)).returncode == 0
    drilled = nap(demonstration_address, "--lang", "en", "restore", str(file), "--drill")
    assert (drilled.returncode, "4 releases, same hashes" in drilled.stderr) == (0, True)
    restored = nap(url, "restore", str(file))
    assert (restored.returncode, "4 publicaciones" in restored.stderr) == (0, True)
    for words in (("status", "--json"), ("releases", "--canonical", "2")):
        assert nap(url, *words).stdout == nap(demonstration_address, *words).stdout != ""
    assert nap(url, "verify").returncode == 0
    refused = nap(url, "restore", str(file))
    assert (refused.returncode, "vacío" in refused.stderr) == (1, True)


def test_an_upgrade_of_a_store_that_is_behind_backs_it_up(demonstration_address: str, tmp_path: Path) -> None:
    revisions = sorted(path.name.split("_")[0] for path in migrations.VERSIONS.glob("[0-9]*.py"))
    file, url = tmp_path / "b.nap.zip", f"sqlite:///{tmp_path}/restored.sqlite"
    assert nap(demonstration_address, "backup", str(file)).returncode == 0
    assert nap(url, "restore", str(file)).returncode == 0
    behind = open_store(url)
    migrations.downgrade(behind, revisions[0])
    behind.close()
    made = tmp_path / f"restored.sqlite.before-{migrations.head()}.nap.zip"
    assert nap(url, "db", "upgrade").returncode == 0
    assert made.exists() == (len(revisions) > 1)
    assert nap(url, "db", "upgrade").returncode == 0
    assert len(list(tmp_path.glob("*.before-*"))) == int(len(revisions) > 1)
    assert nap(url, "verify").returncode == 0


@pytest.mark.parametrize("words", [("status",), ("db", "check"), ("db", "upgrade"), ("backup", "x.nap.zip")])
def test_no_command_shows_a_traceback_for_a_file_that_is_no_store(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "notes.txt").write_bytes(b"no store at all" * 100)
    ended = nap(f"sqlite:///{tmp_path}/notes.txt", *words)
    assert (ended.returncode, "Traceback" in ended.stderr) == (1, False)
    assert "no es un almacén" in ended.stderr
    assert sqlite_file(f"sqlite:///{tmp_path}/notes.txt") == tmp_path / "notes.txt"
