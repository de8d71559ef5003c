"""Writes: what is said of a figure's evidence after it was loaded: a document attached, and, by a second person, that
it is public or verified. A mark is seen from the next release on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from indicators import audit, queries, tables
from indicators.accounts import acting
from indicators.arrivals import keep_file
from indicators.canonical import fingerprint, sha256
from indicators.figure_refs import FigureRef
from indicators.policy import Act
from indicators.rules import RuleRefused

PUBLIC, VERIFIED, DOCUMENT = tables.MARKS
MAX_DOCUMENT_BYTES = 20 * 1024 * 1024


def attach(session: Session, figure: FigureRef, content: bytes, name: str, *, who: str, now: datetime) -> str:
    """Keep a document as evidence of the figure in force and give its SHA-256. It is never served publicly.

    Raises RuleRefused where there is no such figure, the account may not, or the document is attached already.
    """
    if len(content) > MAX_DOCUMENT_BYTES:
        raise RuleRefused("document_too_large", megabytes=MAX_DOCUMENT_BYTES // 1024**2)
    acting(session, who, Act.ATTACH, entity=figure.entity)
    row = in_force(session, figure)
    digest = sha256(content)
    if not keep_file(session, digest, content):
        raise RuleRefused("file_forced_out", hash=digest)
    _mark(session, row, figure, DOCUMENT, document=(digest, name), note="", who=who, now=now)
    return digest


def mark(session: Session, figure: FigureRef, *, verified: bool, note: str, who: str, now: datetime) -> None:
    """Say of the figure in force that its evidence is public, or verified: by someone who did not report it.

    Raises RuleRefused where there is no such figure or no evidence, the account may not, or it is said already.
    """
    row = in_force(session, figure)
    loaded = session.execute(
        select(tables.returns.c.loaded_by, tables.returns.c.submitted_by).where(tables.returns.c.id == row.return_id)
    ).one()
    acting(session, who, Act.MARK_EVIDENCE, did={"loaded": loaded.loaded_by, "submitted": loaded.submitted_by})
    if not row.evidence_kind and not _marked(session, row, DOCUMENT):
        raise RuleRefused("no_evidence", figure=str(figure))
    if not verified and row.evidence_public:
        raise RuleRefused("marked_already", figure=str(figure))
    _mark(session, row, figure, VERIFIED if verified else PUBLIC, note=note, who=who, now=now)


def in_force(session: Session, figure: FigureRef) -> Row[Any]:
    """The row of the figure in force. Raises RuleRefused where there is none."""
    c = tables.figures.c
    same = (c[name] == part for name, part in zip(tables.FIGURE_KEY, figure.key, strict=True))
    query = select(tables.figures).where(*same, queries.in_force(tables.figures), c.erased == 0)
    row = session.execute(query).one_or_none()
    if row is None:
        raise RuleRefused("unknown_figure", figure=str(figure))
    return row


def _marked(session: Session, row: Row[Any], what: str, digest: str = "") -> bool:
    c = tables.marks.c
    query = select(c.id).where(c.figure_id == row.id, c.mark == what)
    if digest:
        query = query.where(c.document_hash == digest)
    return session.execute(query).first() is not None


def _mark(
    session: Session,
    row: Row[Any],
    figure: FigureRef,
    what: str,
    *,
    note: str,
    who: str,
    now: datetime,
    document: tuple[str, str] = ("", ""),
) -> None:
    digest, name = document
    if _marked(session, row, what, digest):
        raise RuleRefused("marked_already", figure=str(figure))
    session.execute(
        insert(tables.marks).values(
            figure_id=row.id, mark=what, document_hash=digest, document_name=name, note=note, made_at=now, made_by=who
        )
    )
    audit.record(
        session,
        at=now,
        actor=who,
        action=f"evidence.{what}",
        subject=str(figure),
        document=digest,
        words=words_hash(session, name, note),
    )


def words_hash(session: Session, name: str, note: str) -> str:
    """What stands in the record for a document's name and a note: the law may force the words themselves out."""
    salt = session.execute(select(tables.store.c.salt)).scalar_one()
    return fingerprint([salt, name, note])
