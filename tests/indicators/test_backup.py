"""A backup is one moment of a store, whole or not there; restored into either engine it is the same store."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from indicators import accounts, audit, verification
from indicators.accounts import Account, Role
from indicators.backup import place_before, write_backup
from indicators.backup_form import MANIFEST, BackupRefused, Manifest, content_of, member_of, open_archive
from indicators.raw_rows import add_rows, has_rows, tables_of
from indicators.store import Store, StoreUnusable, open_store
from migrations import facts
from migrations.restoring import drill, restore
from migrations.run import downgrade, drift, upgrade
from tests import stores as s
from tests.conftest import Engine, _fill_demonstration, from_template
from tests.migrations.test_migrations import REVISIONS

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
BYTES = bytes(range(256)) + b"\r\n\x00"
ODD = 'a\u0301 "\\" \u2028 \U0001f41f\n\t'


@pytest.fixture
def little(store: Store) -> Store:
    """A plan, a release with a figure, a file of every byte and a name of odd characters."""
    s.with_plan(store)
    s.published(store, s.draft(s.figure(value=10)))
    with store.write() as session:
        connection = session.connection()
        (files,) = (of for of in tables_of(connection) if of.name == "files")
        add_rows(connection, files, [{"hash": audit.canonical.sha256(BYTES), "content": BYTES}])
        odd = Account("odd", ODD, Role.PLANNER, None, disabled=False)
        accounts.add(session, odd, now=s.MONDAY, by=s.ADMINISTRATOR)
    return store


@pytest.fixture
def filled(engine: Engine) -> Iterator[Store]:
    """Five years of demonstration data."""
    store = open_store(from_template(engine, "demonstration", _fill_demonstration))
    yield store
    store.close()


@pytest.fixture
def empty(engine: Engine) -> Iterator[Store]:
    """A database that was never set up."""
    store = open_store(engine.fresh())
    yield store
    store.close()


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Store]:
    """An embedded store that is not there yet."""
    store = open_store(f"sqlite:///{tmp_path}/embedded.sqlite")
    yield store
    store.close()


def kept(store: Store, file: Path) -> Manifest:
    with store.read() as session:
        return write_backup(session.connection(), file, now=NOW)


def check_same(store: Store, manifest: Manifest, folder: Path) -> Manifest:
    """The store holds what the backup said, row by row, is sound, and can be written to."""
    again = kept(store, folder / f"again-{random.getrandbits(32)}.nap.zip")
    assert (again.tables, again.releases, again.head) == (manifest.tables, manifest.releases, manifest.head)
    assert drift(store) == ()
    with store.read() as session:
        assert verification.faults(session) == ()
    return again


def test_five_years_go_to_the_other_engine_and_back(
    filled: Store, embedded: Store, empty: Store, tmp_path: Path
) -> None:
    manifest = kept(filled, tmp_path / "first.nap.zip")
    assert manifest.tables["figures"].rows > 300
    assert len(manifest.releases) > 2
    assert restore(embedded, tmp_path / "first.nap.zip") == manifest
    check_same(embedded, manifest, tmp_path)
    kept(embedded, tmp_path / "second.nap.zip")
    restore(empty, tmp_path / "second.nap.zip")
    check_same(empty, manifest, tmp_path)


def test_a_restored_store_keeps_every_byte_and_goes_on(little: Store, empty: Store, tmp_path: Path) -> None:
    manifest = kept(little, tmp_path / "b.nap.zip")
    restore(empty, tmp_path / "b.nap.zip")
    check_same(empty, manifest, tmp_path)
    with empty.read() as session:
        assert session.execute(text("SELECT name FROM accounts WHERE code = 'odd'")).scalar() == ODD
        assert BYTES in [bytes(row.content) for row in session.execute(text("SELECT content FROM files"))]
    before = s.staged(empty, s.draft(s.figure(value=11, quarter="2024-Q1"), quarter="2024-Q1"))
    with empty.read() as session:
        ids = list(session.scalars(text("SELECT id FROM returns ORDER BY id")))
    assert ids[-1] == before.return_id
    with pytest.raises(Exception, match="audit"), empty.write() as session:
        session.execute(text("DELETE FROM audit"))


def test_a_backup_of_the_revision_before_is_restored_and_brought_up(
    little: Store, empty: Store, tmp_path: Path
) -> None:
    downgrade(little, REVISIONS[-2])
    kept(little, tmp_path / "a.nap.zip")
    assert restore(empty, tmp_path / "a.nap.zip").revision == REVISIONS[-2]
    assert drift(empty) == ()
    upgrade(little)
    with little.read() as before, empty.read() as after:
        assert facts.held(after.connection()) == facts.held(before.connection())


def test_both_engines_write_the_same_lines(little: Store, embedded: Store, tmp_path: Path) -> None:
    kept(little, tmp_path / "one.nap.zip")
    restore(embedded, tmp_path / "one.nap.zip")
    kept(embedded, tmp_path / "two.nap.zip")
    with open_archive(tmp_path / "one.nap.zip") as one, open_archive(tmp_path / "two.nap.zip") as two:
        for name in one.manifest.tables:
            assert list(one.lines(name)) == list(two.lines(name)), name


def test_a_backup_is_of_one_moment(little: Store, tmp_path: Path) -> None:
    with little.read() as session:
        seq = session.execute(text("SELECT max(seq) FROM audit")).scalar()
        s.staged(little, s.draft(s.figure(value=3, quarter="2024-Q1"), quarter="2024-Q1"))
        manifest = write_backup(session.connection(), tmp_path / "b.nap.zip", now=NOW)
    assert manifest.seq == seq
    assert manifest.tables["audit"].rows == seq


def test_a_backup_is_never_written_over(little: Store, tmp_path: Path) -> None:
    file = tmp_path / "b.nap.zip"
    kept(little, file)
    before = file.read_bytes()
    with pytest.raises(BackupRefused) as refused:
        kept(little, file)
    assert (refused.value.code, file.read_bytes()) == ("exists", before)


def test_a_backup_that_cannot_be_written_leaves_nothing(little: Store, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused) as refused:
        kept(little, tmp_path / "no" / "such" / "b.nap.zip")
    assert refused.value.code == "cannot_write"
    with pytest.raises(ZeroDivisionError), little.read() as session:
        write_backup(session.connection(), tmp_path / "b.nap.zip", now=_Never())  # type: ignore[arg-type]
    assert [path for path in tmp_path.iterdir() if "nap.zip" in path.name] == []


class _Never:
    """A clock that breaks while the file is open."""

    def astimezone(self, _zone: object) -> datetime:
        raise ZeroDivisionError


def test_a_store_that_is_not_set_up_has_no_backup(empty: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable) as refused:
        kept(empty, tmp_path / "b.nap.zip")
    assert refused.value.code == "wrong_revision"
    assert list(tmp_path.glob("*nap.zip*")) == []


def test_a_drill_leaves_nothing(little: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = kept(little, tmp_path / "b.nap.zip")
    throw_away = tmp_path / "tmp"
    throw_away.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(throw_away))
    assert drill(tmp_path / "b.nap.zip") == manifest
    assert list(throw_away.iterdir()) == []


def test_a_store_that_holds_something_is_not_restored_into(little: Store, tmp_path: Path) -> None:
    manifest = kept(little, tmp_path / "b.nap.zip")
    with pytest.raises(BackupRefused) as refused:
        restore(little, tmp_path / "b.nap.zip")
    assert refused.value.code == "not_empty"
    check_same(little, manifest, tmp_path)


# What is not, or no longer, a backup ------------------------------------------------------------------------------


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A copy of a backup whose members went through `change`."""
    with zipfile.ZipFile(file) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    change(members)
    changed = file.with_name("changed.nap.zip")
    with zipfile.ZipFile(changed, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return changed


def with_manifest(members: dict[str, bytes], **changes: object) -> None:
    members[MANIFEST] = json.dumps(json.loads(members[MANIFEST]) | changes).encode()


def consistent(members: dict[str, bytes], table: str, old: bytes, new: bytes) -> None:
    """Change a row and what the manifest says of it: as a forger would."""
    name = member_of(table)
    assert old in members[name]
    members[name] = members[name].replace(old, new)
    manifest = json.loads(members[MANIFEST])
    columns = manifest["tables"][table]["columns"]
    made = content_of(columns, members[name].splitlines(keepends=True))
    manifest["tables"][table] |= {"rows": made.rows, "sha256": made.sha256}
    members[MANIFEST] = json.dumps(manifest).encode()


def change_a_row(members: dict[str, bytes]) -> None:
    members[member_of("audit")] = members[member_of("audit")].replace(b"ada", b"eva", 1)


def cut_last_line(members: dict[str, bytes]) -> None:
    lines = members[member_of("figures")].splitlines(keepends=True)
    members[member_of("figures")] = b"".join(lines[:-1])


DAMAGE: dict[str, tuple[Callable[[dict[str, bytes]], None], str]] = {
    "a changed row": (change_a_row, "damaged"),
    "a row less": (cut_last_line, "damaged"),
    "a table less": (lambda m: m.pop(member_of("series")) and None, "damaged"),
    "a member more": (lambda m: m.update({"tables/extra.jsonl": b""}), "damaged"),
    "no manifest": (lambda m: m.pop(MANIFEST) and None, "not_a_backup"),
    "a manifest of nothing": (lambda m: m.update({MANIFEST: b"[]"}), "not_a_backup"),
    "another format": (lambda m: with_manifest(m, format="nap-backup/9"), "not_a_backup"),
    "a newer revision": (lambda m: with_manifest(m, revision="9999"), "newer"),
    "a release less": (lambda m: with_manifest(m, releases=[]), "differs"),
    "a forged figure": (lambda m: consistent(m, "figures", b'"published_value":1', b'"published_value":2'), "faults"),
    "a forged entry": (lambda m: consistent(m, "audit", b'"actor":"ada"', b'"actor":"eva"'), "faults"),
    "text in a number": (lambda m: consistent(m, "returns", b'"version":', b'"version":"x","id":'), "cannot_hold"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_damaged_is_refused_and_the_store_stays_empty(
    little: Store, empty: Store, tmp_path: Path, damage: str
) -> None:
    kept(little, tmp_path / "b.nap.zip")
    change, code = DAMAGE[damage]
    with pytest.raises(BackupRefused) as refused:
        restore(empty, rewritten(tmp_path / "b.nap.zip", change))
    assert refused.value.code == code
    with empty.read() as session:
        assert tables_of(session.connection()) == ()


def test_a_file_that_is_cut_or_flipped_anywhere_is_refused(little: Store, embedded: Store, tmp_path: Path) -> None:
    kept(little, tmp_path / "b.nap.zip")
    whole = (tmp_path / "b.nap.zip").read_bytes()
    dice = random.Random(7)
    bad = tmp_path / "bad.nap.zip"
    refusals = 0
    for _ in range(40):
        at = dice.randrange(len(whole))
        for content in (whole[:at], whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]):
            bad.write_bytes(content)
            try:
                with open_archive(bad) as archive:
                    assert archive.manifest.tables  # a date or a flag of the zip was hit, no row
            except BackupRefused:
                refusals += 1
    assert refusals > 60
    for content in (b"", b"PK", b"SQLite format 3\x00"):
        bad.write_bytes(content)
        with pytest.raises(BackupRefused, match="not_a_backup"):
            restore(embedded, bad)


def test_an_empty_store_at_the_newest_revision_may_be_restored_into(
    little: Store, embedded: Store, tmp_path: Path
) -> None:
    upgrade(embedded)
    manifest = kept(little, tmp_path / "b.nap.zip")
    restore(embedded, tmp_path / "b.nap.zip")
    check_same(embedded, manifest, tmp_path)


def test_backups_before_upgrades_have_names_of_their_own(store: Store, engine: Engine, tmp_path: Path) -> None:
    first = place_before(store, "0002", folder=tmp_path)
    assert first.name.endswith(".before-0002.nap.zip")
    assert (first.parent == tmp_path) == (engine.name == "postgresql")
    first.touch()
    assert place_before(store, "0002", folder=tmp_path).name == first.name.replace("0002", "0002-2")
    first.unlink()


# Killed -----------------------------------------------------------------------------------------------------------

BACKUPS = """
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from indicators.backup import write_backup
from indicators.store import open_store

store = open_store(sys.argv[1])
for number in count():
    with store.read() as session:
        write_backup(session.connection(), Path(sys.argv[2]) / f"{number}.nap.zip", now=datetime.now(UTC))
    print(number, flush=True)
"""


def test_a_killed_backup_has_no_name(filled: Store, tmp_path: Path) -> None:
    dice = random.Random(11)
    cut = 0
    for attempt in range(4):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        process = subprocess.Popen(
            [sys.executable, "-c", BACKUPS, filled.url, str(folder)], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(dice.random() * 0.3)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        for file in folder.glob("[0-9]*.nap.zip"):
            with open_archive(file) as archive:
                assert archive.manifest.tables["figures"].rows > 300
        cut += len(list(folder.glob(".*.part")))
    assert cut > 0, "no backup was killed in the middle"


RESTORES = """
import sys
from pathlib import Path
from indicators.store import open_store
from migrations.restoring import restore
print("ready", flush=True)
restore(open_store(sys.argv[1]), Path(sys.argv[2]))
print("done", flush=True)
"""


def test_a_killed_restore_leaves_an_empty_store(filled: Store, empty: Store, tmp_path: Path) -> None:
    manifest = kept(filled, tmp_path / "b.nap.zip")
    stopped = 0
    for wait in (0.02, 0.08, 0.16):
        process = subprocess.Popen(
            [sys.executable, "-c", RESTORES, empty.url, str(tmp_path / "b.nap.zip")], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(wait)
        os.kill(process.pid, signal.SIGKILL)
        said, _ = process.communicate()
        with empty.read() as session:
            committed = has_rows(session.connection())
        assert committed or b"done" not in said
        if committed:
            break
        stopped += 1
    else:
        restore(empty, tmp_path / "b.nap.zip")
    assert stopped > 0, "no restore was killed in the middle"
    check_same(empty, manifest, tmp_path)
