"""Writes and reads: the log of sources. A run holds its source while it works, ends once, and leaves one audit entry.

A run is claimed in one transaction and ended in another; what lies between is done outside the store's lock. A claim
expires, so that a run that was cut off holds its source for a while and not for ever. Nothing here says where a file
stood: an address may hold a secret, so its hash stands for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.orm import Session

from indicators import audit, canonical, queries, tables
from indicators.file_keys import PLAIN, FileKey


class FetchOutcome(StrEnum):
    """How a run ended, or what became of one file: the worst of a run's files, from `UNCHANGED` up."""

    UNCHANGED = "unchanged"
    """Nothing that was not read before."""
    REPEATED = "repeated"
    """Its content is that of a return that stands already."""
    LOADED = "loaded"
    WAITING = "waiting"
    """A file is still being written."""
    REFUSED = "refused"
    """A file has problems."""
    FORBIDDEN = "forbidden"
    """A rule refused a file; the same file may be taken later."""
    FAILED = "failed"
    """The source could not be read."""


# Worst last.
ORDER = tuple(FetchOutcome)
FAILING = (FetchOutcome.FORBIDDEN, FetchOutcome.FAILED)
# A file that came to one of these is not read again while it stays the same.
_DONE = (FetchOutcome.LOADED, FetchOutcome.REPEATED, FetchOutcome.REFUSED)
# A claim that nobody renews is given up after this.
LEASE = timedelta(minutes=30)
# What a run that was cut off is said to have failed by.
CUT_OFF = "cut_off"


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A file that a run read, and what became of it. `job` is how it was read (a job, and what was declared of its
    numbers). `address` is a hash of where it stood; `return_id` is
    the return made of it, or the refusal. What a server said of it is empty where it said nothing."""

    job: str
    address: str
    file_hash: str
    outcome: FetchOutcome
    return_id: int | None = None
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """The last run of a source; `outcome` is None while it holds the source. `reason` says why it failed, with `facts`;
    `failures` are how many runs in a row, this one the last, failed or were refused by a rule."""

    number: int
    started_at: datetime
    expires_at: datetime
    finished_at: datetime | None
    outcome: FetchOutcome | None
    reason: str
    facts: Mapping[str, str | int]
    failures: int
    files: tuple[FetchedFile, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: `reason` and plain `facts` where it failed, and the files that it read."""

    outcome: FetchOutcome
    reason: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)
    files: tuple[FetchedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What was read of a source before, in one way: the last file at each address, and every file by its hash."""

    at: Mapping[str, FetchedFile]
    by_hash: Mapping[str, FetchedFile]
    key: FileKey = PLAIN

    def kept(self, file_hash: str) -> str:
        """What is kept of the hash of a file's bytes."""
        return self.key.kept(file_hash)

    def find(self, address: str, file_hash: str) -> FetchedFile | None:
        """The same file as it was read before: the last one of its address or, at a new address, any.

        So a file that is renamed is not read again, and one that is put back in the place of another is.
        """
        before, kept = self.at.get(address), self.kept(file_hash)
        if before is None:
            return self.by_hash.get(kept)
        return before if before.file_hash == kept else None


def address_of(*parts: str) -> str:
    """The hash that stands for an address in the log."""
    return canonical.fingerprint(list(parts))


def claim(
    session: Session,
    source: str,
    *,
    who: str,
    now: datetime,
    is_due: Callable[[Run | None], bool],
) -> int | None:
    """Hold `source` for a new run and give its number; None where another run holds it, or it is not due.

    `is_due` judges its last run. A run whose claim has expired is ended as cut off first, on the record.
    """
    last = last_run(session, source)
    if last is not None and last.outcome is None:
        if last.expires_at > now:
            return None
        _end(session, last.number, source, Ended(FetchOutcome.FAILED, CUT_OFF), who=who, now=now)
    elif not is_due(last):
        return None
    number: int = session.execute(
        insert(tables.fetches)
        .values(source=source, started_at=now, expires_at=now + LEASE, outcome="", detail="{}")
        .returning(tables.fetches.c.id)
    ).scalar_one()
    return number


def renew(session: Session, number: int, *, now: datetime) -> bool:
    """Hold a source for longer; False where the run was taken for cut off meanwhile, and must stop."""
    c = tables.fetches.c
    held = update(tables.fetches).where(c.id == number, c.finished_at.is_(None)).values(expires_at=now + LEASE)
    return session.execute(held.returning(c.id)).one_or_none() is not None


def finish(session: Session, number: int, source: str, ended: Ended, *, who: str, now: datetime) -> bool:
    """End a run, on the record; False where it was ended already, as cut off."""
    c = tables.fetches.c
    held = select(c.id).where(c.id == number, c.finished_at.is_(None))
    if session.execute(held).one_or_none() is None:
        return False
    _end(session, number, source, ended, who=who, now=now)
    return True


def _end(session: Session, number: int, source: str, ended: Ended, *, who: str, now: datetime) -> None:
    detail = canonical.dumps({"reason": ended.reason, **ended.facts} if ended.reason else {})
    session.execute(
        update(tables.fetches)
        .where(tables.fetches.c.id == number)
        .values(finished_at=now, outcome=ended.outcome, detail=detail)
    )
    if ended.files:
        session.execute(insert(tables.fetched), [asdict(file) | {"fetch_id": number} for file in ended.files])
    audit.record(
        session,
        at=now,
        actor=who,
        action=f"fetch.{ended.outcome}",
        subject=source,
        run=number,
        reason=ended.reason,
        facts=dict(ended.facts),
        files=[{"hash": f.file_hash, "outcome": f.outcome, "return": f.return_id} for f in ended.files],
    )


def last_run(session: Session, source: str) -> Run | None:
    """The last run of a source, under way or ended; None where it was never read."""
    c = tables.fetches.c
    of_source = select(tables.fetches).where(c.source == source)
    row = session.execute(of_source.order_by(c.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    ended = (c.source == source, c.finished_at.is_not(None))
    sound = select(func.max(c.id)).where(*ended, c.outcome.not_in(FAILING)).scalar_subquery()
    failures = select(func.count()).select_from(tables.fetches).where(*ended, c.id > func.coalesce(sound, 0))
    said = json.loads(row.detail)
    files = select(tables.fetched).where(tables.fetched.c.fetch_id == row.id).order_by(tables.fetched.c.id)
    return Run(
        number=row.id,
        started_at=row.started_at,
        expires_at=row.expires_at,
        finished_at=row.finished_at,
        outcome=FetchOutcome(row.outcome) if row.outcome else None,
        reason=said.pop("reason", ""),
        facts=said,
        failures=session.execute(failures).scalar_one(),
        files=tuple(map(_file, session.execute(files))),
    )


def known(session: Session, source: str, job: str, *, persons: bool = False, forced: bool = False) -> Known:
    """What was read of a source under a job, whose files may be about `persons`; where its reading is `forced`, but for
    what was refused: the plan or the program may take it by now."""
    f = tables.fetched.c
    done = [outcome for outcome in _DONE if not (forced and outcome is FetchOutcome.REFUSED)]
    read = (
        select(tables.fetched)
        .join(tables.fetches, tables.fetches.c.id == f.fetch_id)
        .where(tables.fetches.c.source == source, f.job == job, f.outcome.in_(done))
        .order_by(f.id)
    )
    files = [_file(row) for row in session.execute(read)]
    key = queries.file_key(session) if persons else PLAIN
    return Known({file.address: file for file in files}, {file.file_hash: file for file in files}, key)


def _file(row: Row[Any]) -> FetchedFile:
    return FetchedFile(
        row.job, row.address, row.file_hash, FetchOutcome(row.outcome), row.return_id, row.etag, row.last_modified
    )
