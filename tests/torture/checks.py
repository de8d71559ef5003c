"""What must hold of a store after whatever was done to it: nothing acknowledged lost, nothing half there, all sound."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256

from sqlalchemy import func, inspect, select, text
from sqlalchemy.orm import Session

from indicators import canonical, tables, verification
from indicators.store import Store
from tests.torture.ledger import Ledger
from tests.torture.worker import Said, text_hash
from tests.torture.world import JOB

# Within one load a return is received and then staged or refused: nobody else ever sees the first.
RECEIVED = "received"
RECORDED = {
    Said.LOADED: "return.staged",
    Said.SUBMITTED: "return.submitted",
    Said.RETURNED: "return.returned",
    Said.APPROVED: "return.approved",
    Said.RELEASED: "release.published",
}


def losses(store: Store, ledger: Ledger, *, texts: bool = True) -> list[str]:
    """Everything that is wrong with `store`, given what was said of it; `texts` for the releases' texts as well."""
    with store.read() as session:
        found = [
            *ledger.errors,
            *_integrity(session),
            *map(str, verification.faults(session)),
            *_unrecorded(session, ledger),
            *_partial(session, ledger),
        ]
        return found + list(_changed_releases(session, ledger, texts=texts))


def _integrity(session: Session) -> Iterator[str]:
    if session.get_bind().dialect.name == "sqlite":
        for pragma in ("integrity_check", "foreign_key_check"):
            told = session.execute(text(f"PRAGMA {pragma}")).all()
            yield from (f"{pragma}: {row}" for row in told if tuple(row) != ("ok",))


def _unrecorded(session: Session, ledger: Ledger) -> Iterator[str]:
    """Every acknowledged step stands in the record."""
    c = tables.audit.c
    recorded = {tuple(row) for row in session.execute(select(c.action, c.subject))}
    for line in ledger.acknowledged:
        said = Said(str(line[0]))
        if said in RECORDED and (RECORDED[said], str(line[1])) not in recorded:
            yield f"lost: {said} {line[1]} was acknowledged"


def _partial(session: Session, ledger: Ledger) -> Iterator[str]:
    """Every acknowledged load is there, and every return that is there is whole, acknowledged or not."""
    r, f = tables.returns.c, tables.figures.c
    query = (
        select(r.id, r.file_hash, func.count(f.id), func.sum(f.value), r.state)
        .outerjoin(tables.figures, f.return_id == r.id)
        .where(r.job == JOB)
        .group_by(r.id, r.file_hash, r.state)
    )
    found = session.execute(query).all()
    yield from (
        f"partial: return {row[0]} was received, and nothing became of it" for row in found if row[4] == RECEIVED
    )
    held = {row[0]: (row[1], row[2], row[3] or Decimal(0)) for row in found}
    for number, (file_hash, count, total) in held.items():
        if (count, total) != ledger.whole.get(file_hash):
            yield f"partial: return {number} holds {count} figures that add up to {total}, not as its file"
    for line in ledger.acknowledged:
        if line[0] == Said.LOADED and held.get(line[1], ("",))[0] != line[2]:
            yield f"lost: load {line[1]} was acknowledged"


def _changed_releases(session: Session, ledger: Ledger, *, texts: bool) -> Iterator[str]:
    stored = {row.number: row.hash for row in session.execute(select(tables.releases.c.number, tables.releases.c.hash))}
    for line in ledger.acknowledged:
        if line[0] == Said.RELEASED and stored.get(line[1]) != line[2]:
            yield f"release {line[1]} is not the one that was acknowledged"
        if (
            texts
            and line[0] == Said.TEXT
            and (line[1] not in stored or text_hash(session, int(str(line[1]))) != line[2])
        ):
            yield f"the text of release {line[1]} is not the one that was published"


def is_kept(store: Store, ledger: Ledger) -> bool:
    """Whether the last load that was begun is in the store."""
    last = list(ledger.whole)[-1]
    query = select(tables.returns.c.id).where(tables.returns.c.file_hash == last)
    with store.read() as session:
        return session.execute(query).first() is not None


def fingerprint(store: Store) -> str:
    """A hash of every row of every table of `store`, whatever its schema."""
    digest = sha256()
    with store.read() as session:
        connection = session.connection()
        for table in sorted(inspect(connection).get_table_names()):
            rows = sorted(repr(tuple(row)) for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"'))
            digest.update(canonical.dumps([table, rows]).encode())
    return digest.hexdigest()
