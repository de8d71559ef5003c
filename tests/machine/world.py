"""One store under the machine: a copy of a template with a plan, what is read of it, and how it is thrown away."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url, select

from indicators import backup, canonical, queries, tables, verification
from indicators.canonical_release import HEADER_KEY, keyed_lines, stored_lines, text_of
from indicators.exports.status import document
from indicators.exports.verify_release import check
from indicators.faults import Fault
from indicators.store import Store, open_store
from indicators.summaries import recompute
from migrations import restoring
from migrations.run import downgrade, upgrade
from tests.conftest import Engine, from_template
from tests.stores import COUNT, DISTINCT, REPORT, with_plan

CODES = (COUNT, DISTINCT, REPORT)


@dataclass(frozen=True)
class Snapshot:
    """A release as it was read when it came: the status as JSON text, its canonical lines by key, its text, and the
    figures and changes of every indicator."""

    document: str
    lines: dict[str, str]
    text: str
    figures: dict[str, str]
    hash: str


class World:
    """A store of `engine`, and a folder for files."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.room = tempfile.TemporaryDirectory(prefix="nap-machine-")
        self.folder = Path(self.room.name)
        self.store = open_store(from_template(engine, "machine", _fill))
        self.backups = 0

    def end(self) -> None:
        self._discard(self.store)
        self.room.cleanup()

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, by key."""
        with self.store.read() as session:
            return {
                table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
                for table in tables.metadata.sorted_tables
            }

    def written(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def restore(self, *, now: datetime) -> None:
        """Go on in a new store, made from a backup of this one."""
        self.backups += 1
        file = self.folder / f"{self.backups}.nap.zip"
        with self.store.read() as session:
            backup.write_backup(session.connection(), file, now=now)
        fresh = open_store(self.engine.fresh())
        restoring.restore(fresh, file)
        self._discard(self.store)
        self.store = fresh

    def down_and_up(self) -> None:
        downgrade(self.store, "0001")
        upgrade(self.store)

    def snapshot(self, number: int) -> Snapshot:
        with self.store.read() as session:
            overview = queries.overview(session, number=number)
            assert overview is not None
            row = session.execute(select(tables.releases).where(tables.releases.c.number == number)).one()
            details = {code: queries.indicator_detail(session, code, number=number) for code in CODES}
            figures = {code: repr((d.figures, d.changes, d.progress)) for code, d in details.items() if d}
            lines = keyed_lines(session, dict(row._mapping))
            return Snapshot(document(overview), lines, text_of(stored_lines(session, number)), figures, row.hash)

    def erased_lines(self, number: int) -> set[str]:
        c = tables.erased_lines.c
        with self.store.read() as session:
            return set(session.execute(select(c.key).where(c.release == number)).scalars())

    def faults(self) -> tuple[Fault, ...]:
        with self.store.read() as session:
            return verification.faults(session)

    def progress_made_anew(self, number: int) -> list[str]:
        """The indicators whose progress in a release is not what its figures make of it."""
        c = tables.progress.c
        with self.store.read() as session:
            rows = session.execute(select(c.indicator, c.content).where(c.release == number)).all()
            return [row.indicator for row in rows if recompute(session, row.indicator, number) != row.content]

    def _discard(self, store: Store) -> None:
        store.close()
        if store.file is not None:
            for ending in ("", "-wal", "-shm"):
                Path(f"{store.file}{ending}").unlink(missing_ok=True)
            return
        address = make_url(store.url).set(drivername="postgresql")
        server = address.set(database="postgres").render_as_string(hide_password=False)
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(str(address.database))))


def same_content(before: Snapshot, after: Snapshot, erased: set[str]) -> list[str]:
    """How a release differs from what it was, but for the lines that the law took out; empty where it does not."""
    wrong = [] if before.hash == after.hash else ["hash"]
    keys = {*before.lines, *after.lines} - erased
    wrong += sorted(key for key in keys if before.lines.get(key) != after.lines.get(key))
    stones = {key: json.loads(line) for key, line in after.lines.items() if key in erased}
    wrong += [key for key, stone in stones.items() if stone["line"] != _hash_before(before.lines[key])]
    touched = {key.split("|")[1] for key in erased}
    wrong += [code for code in CODES if code not in touched and before.figures[code] != after.figures[code]]
    told, tells = json.loads(before.document), json.loads(after.document)
    if not erased and (before.document, before.text) != (after.document, after.text):
        wrong.append("the bytes of status or text")
    for one, other in zip(told["indicators"], tells["indicators"], strict=True):
        if one["code"] not in touched and one != other:
            wrong.append(f"status of {one['code']}")
    if told["release"] != tells["release"]:
        wrong.append("the release's own line")
    return wrong


def _hash_before(line: str) -> str:
    """The hash that a tombstone carries for a line; of one that was a tombstone already, the one that it carried."""
    said = json.loads(line)
    return str(said["line"]) if said.get("type") == "tombstone" else canonical.sha256(line)


def read_again(snapshot: Snapshot, number: int) -> list[str]:
    """What the stand-alone verifier has to say of the text of a release, and of its hash."""
    checked = check(f"release-{number}.jsonl", snapshot.text.encode())
    wrong = [] if checked.hash == snapshot.hash else ["the text has another hash"]
    header = json.loads(snapshot.lines[HEADER_KEY])
    return (
        wrong
        + ([] if header["number"] == checked.number == number else ["number"])
        + [fault.code for fault in checked.faults]
    )


def _fill(empty: Store) -> None:
    with_plan(empty)


@contextmanager
def same_start(engines: tuple[Engine, ...], folder: Path) -> Iterator[None]:
    """Make the template of every engine from one backup, so that their stores begin equal, down to the salt."""
    first, *others = engines
    original = open_store(from_template(first, "machine", _fill))
    file = folder / "start.nap.zip"
    with original.read() as session:
        backup.write_backup(session.connection(), file, now=datetime(2024, 2, 5, tzinfo=UTC))
    original.close()
    for other in others:
        url = other.fresh()
        store = open_store(url)
        restoring.restore(store, file)
        store.close()
        other.templates["machine"] = url
    yield
    for other in others:
        del other.templates["machine"]
