"""The record: one entry for every state change, in the transaction of the change, each chained to the one before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from indicators import canonical, tables
from indicators.column_types import instant_text
from indicators.faults import Fault

GENESIS = "0" * 64


def record(session: Session, *, at: datetime, actor: str, action: str, subject: str, **detail: object) -> str:
    """Append an entry and return its hash, the new head of the chain. Must run inside `Store.write()`."""
    seq, previous = _head(session)
    entry = _entry(seq + 1, at, actor, action, subject, canonical.dumps(detail))
    head = chained(previous, entry)
    session.execute(insert(tables.audit).values(**entry | {"at": at}, previous_hash=previous, hash=head))
    return head


def head(session: Session) -> str:
    """The hash of the last entry; zeros where there is none."""
    return _head(session)[1]


def position(session: Session) -> int:
    """The number of the last entry; 0 where there is none. With the head, it is what a witness writes down."""
    return _head(session)[0]


def chained(previous: str, entry: Mapping[str, object]) -> str:
    """SHA-256 of the previous hash followed by the entry's canonical JSON."""
    return canonical.sha256(previous + canonical.dumps(dict(entry)))


def faults(session: Session) -> tuple[Fault, ...]:
    """What is wrong with the chain: changed, missing or reordered entries by their number; empty when sound."""
    found: list[Fault] = []
    previous, expected = GENESIS, 1
    for row in session.execute(select(tables.audit).order_by(tables.audit.c.seq)):
        entry = _entry(row.seq, row.at, row.actor, row.action, row.subject, row.detail)
        if row.seq != expected:
            found.append(Fault.of("audit_missing", number=expected))
        if row.previous_hash != previous:
            found.append(Fault.of("audit_unlinked", number=row.seq))
        if row.hash != chained(row.previous_hash, entry):
            found.append(Fault.of("audit_changed", number=row.seq))
        previous, expected = row.hash, row.seq + 1
    return tuple(found)


def _head(session: Session) -> tuple[int, str]:
    last = session.execute(select(func.max(tables.audit.c.seq))).scalar() or 0
    if last == 0:
        return 0, GENESIS
    return last, session.execute(select(tables.audit.c.hash).where(tables.audit.c.seq == last)).scalar_one()


def _entry(seq: int, at: datetime, *said: str) -> dict[str, object]:
    """An entry as it is hashed; `said` is actor, action, subject and detail."""
    actor, action, subject, detail = said
    at_text = instant_text(at)
    return {"seq": seq, "at": at_text, "actor": actor, "action": action, "subject": subject, "detail": detail}
