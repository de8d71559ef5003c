"""The seal of a return: a salted hash of all that its rows say, on the record since it was staged, and taken anew when
the law forces a figure out of it, so that what is left can still be told from what somebody altered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Table, select
from sqlalchemy.orm import Session

from indicators import canonical, queries, tables
from indicators.canonical_release import SEALED
from indicators.lifecycle import ReturnState

Erasure = Mapping[str, Any]
"""What the record says of a figure that the law forced out: its key, and the seals (`rows`) of returns it was in."""

_PLAN_CONTENT = ("kind", "key", "content", "removed")
_AT_A_TIME = 1_000


def rows_hash(session: Session, row: Row[Any]) -> str:
    """The salted hash of everything that the rows of a return (a row of `returns`) say now, with its warnings.

    It is that of the list [salt, figures, rows of registers, warnings], without the last two where there are neither;
    for a change of the plan, of [salt, its rows].
    """
    hashed = hashlib.sha256()
    for part in _written(session, row):
        hashed.update(part.encode())
    return hashed.hexdigest()


def _written(session: Session, row: Row[Any]) -> Iterator[str]:
    """What is hashed, in the form of `canonical.dumps`, row by row: there may be a million."""
    salt = session.execute(select(tables.store.c.salt)).scalar_one()
    yield f"[{canonical.dumps(salt)}"
    if row.job == tables.PLAN_JOB:
        yield from _rows(session, tables.plan_rows, _PLAN_CONTENT, row.id)
    else:
        yield from _rows(session, tables.figures, SEALED, row.id)
        c = tables.plan_rows.c
        brings_rows = session.execute(select(c.id).where(c.return_id == row.id).limit(1)).first() is not None
        if brings_rows or row.warnings:
            yield from _rows(session, tables.plan_rows, _PLAN_CONTENT, row.id)
            yield f",{canonical.dumps(row.warnings)}"
    yield "]"


def _rows(session: Session, table: Table, names: Sequence[str], return_id: int) -> Iterator[str]:
    """The rows of a return as a list of lists."""
    columns = [table.c[name] for name in names]
    query = select(*columns).where(table.c.return_id == return_id).order_by(table.c.id)
    yield ",["
    parted = ""
    with session.execute(query, execution_options={"yield_per": _AT_A_TIME}) as found:
        for each in found:
            yield parted + canonical.dumps(list(each))
            parted = ","
    yield "]"


def is_altered(session: Session, row: Row[Any], known: Sequence[Erasure]) -> bool:
    """Whether the rows of a return are others than the record has them, `known` being all `erasures`; False where older
    code left it unsaid."""
    recorded = _recorded(session, row, known)
    return recorded is not None and recorded != rows_hash(session, row)


def erasures(session: Session) -> tuple[Erasure, ...]:
    """What the record says of every figure that the law forced out, in order."""
    c = tables.audit.c
    if session.execute(select(tables.tombstones.c.id).limit(1)).first() is None:
        return ()
    details = select(c.detail).where(c.action == "figure.erased").order_by(c.seq)
    return tuple(json.loads(detail) for detail in session.execute(details).scalars())


def _recorded(session: Session, row: Row[Any], known: Sequence[Erasure]) -> str | None:
    """The last seal of a return on the record; None where older code staged it, or erased a figure of it."""
    c, f = tables.audit.c, tables.figures.c
    entry = select(c.detail).where(c.subject == str(row.id), c.action == f"return.{ReturnState.STAGED}")
    staged = session.execute(entry.order_by(c.seq)).scalars().first()
    said = json.loads(staged).get("rows") if staged else None
    seal = said if isinstance(said, str) else None
    if not known:
        return seal
    erased = session.execute(select(tables.figures).where(f.return_id == row.id, f.erased == 1))
    gone = {queries.figure_key(figure) for figure in erased}
    for erasure in known:
        if "rows" in erasure:
            seal = erasure["rows"].get(str(row.id), seal)
        elif tuple(erasure["key"]) in gone:
            seal = None
    return seal
