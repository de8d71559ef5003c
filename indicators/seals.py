"""The seal of a return: a salted hash of all that its rows say, on the record since it was staged, and taken anew when
the law forces a figure out of it, so that what is left can still be told from what somebody altered."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from indicators import canonical, queries, tables
from indicators.canonical_release import SEALED
from indicators.lifecycle import ReturnState

_PLAN_CONTENT = ("kind", "key", "content", "removed")


def rows_hash(session: Session, row: Row[Any]) -> str:
    """The salted hash of everything that the rows of a return (a row of `returns`) say now."""
    table, names = (tables.plan_rows, _PLAN_CONTENT) if row.job == tables.PLAN_JOB else (tables.figures, SEALED)
    rows = session.execute(select(table).where(table.c.return_id == row.id).order_by(table.c.id)).all()
    salt = session.execute(select(tables.store.c.salt)).scalar_one()
    return canonical.fingerprint([salt, [[getattr(each, name) for name in names] for each in rows]])


def is_altered(session: Session, row: Row[Any]) -> bool:
    """Whether the rows of a return are others than the record has them; False where older code left it unsaid."""
    recorded = _recorded(session, row)
    return recorded is not None and recorded != rows_hash(session, row)


def _recorded(session: Session, row: Row[Any]) -> str | None:
    """The last seal of a return on the record; None where older code staged it, or erased a figure of it."""
    c, t = tables.audit.c, tables.tombstones.c
    entry = select(c.detail).where(c.subject == str(row.id), c.action == f"return.{ReturnState.STAGED}")
    staged = session.execute(entry.order_by(c.seq)).scalars().first()
    said = json.loads(staged).get("rows") if staged else None
    seal = said if isinstance(said, str) else None
    if session.execute(select(t.id).where(t.entity == row.entity)).first() is None:
        return seal
    f = tables.figures.c
    erased = session.execute(select(tables.figures).where(f.return_id == row.id, f.erased == 1))
    gone = {queries.figure_key(figure) for figure in erased}
    for detail in session.execute(select(c.detail).where(c.action == "figure.erased").order_by(c.seq)).scalars():
        erasure = json.loads(detail)
        if "rows" in erasure:
            seal = erasure["rows"].get(str(row.id), seal)
        elif tuple(erasure["key"]) in gone:
            seal = None
    return seal
