"""Where a figure comes from, whole: the exact content, the cells, the file and the people. Never for pages: whoever
asks is named and allowed, and every reading stands in the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from indicators import audit, queries, tables
from indicators.accounts import acting
from indicators.drafts import FigureDraft
from indicators.figure_refs import FigureRef
from indicators.policy import Act
from indicators.returns import Letter, letter_of
from indicators.rules import RuleRefused


@dataclass(frozen=True, slots=True)
class Mark:
    """What was said of the evidence: `public`, `verified` or `document` (with its hash and name), and since when it is
    seen (None: from the next release on)."""

    mark: str
    document_hash: str
    document_name: str
    note: str
    made_at: datetime
    made_by: str
    from_release: int | None


@dataclass(frozen=True, slots=True)
class FullOrigin:
    """One version of a figure, in force over `[from_release, until_release)`, with everything that led to it. A file
    that is not kept is one `of_persons`, which was counted and forgotten, or one that the law forced out since."""

    figure: FigureDraft
    entity: str
    from_release: int
    until_release: int | None
    return_id: int
    job: str
    job_version: str
    parser_version: str
    file_name: str
    file_hash: str
    file_kept: bool
    of_persons: bool
    canonical_hash: str
    channel: str
    received_at: datetime
    loaded_by: str
    submitted_at: datetime
    submitted_by: str
    letter: Letter
    approved_at: datetime
    approved_by: str
    published_in: int
    marks: tuple[Mark, ...]

    @property
    def raw(self) -> dict[str, str]:
        """What the cells of its row held, by column."""
        return dict(self.figure.raw)


def origin(session: Session, ref: FigureRef, *, number: int | None, who: str, now: datetime) -> FullOrigin:
    """The origin of a figure as published in release `number` (None: the current one). Must run inside
    `Store.write()`: the reading is recorded. Raises RuleRefused."""
    acting(session, who, Act.SEE_ORIGIN, entity=ref.entity)
    published = queries.releases(session)
    if not published:
        raise RuleRefused("no_plan")
    if number is not None and number not in [release.number for release in published]:
        raise RuleRefused("unknown_release", number=number)
    c, r = tables.figures.c, tables.returns.c
    same = (c[name] == part for name, part in zip(tables.FIGURE_KEY, ref.key, strict=True))
    valid = queries.valid(tables.figures, published[-1].number if number is None else number)
    row = session.execute(select(tables.figures).where(*same, valid, c.erased == 0)).one_or_none()
    if row is None:
        raise RuleRefused("unknown_figure", figure=str(ref))
    of = session.execute(select(tables.returns).where(r.id == row.return_id)).one()
    kept = session.execute(
        select(func.length(tables.files.c.content)).where(tables.files.c.hash == of.file_hash)
    ).scalar()
    m = tables.marks.c
    marks = session.execute(select(tables.marks).where(m.figure_id == row.id).order_by(m.id)).all()
    audit.record(session, at=now, actor=who, action="origin.read", subject=str(ref), figure=row.id)
    return FullOrigin(
        figure=queries.exact_figure(row),
        entity=row.entity,
        from_release=row.from_release,
        until_release=row.until_release,
        return_id=of.id,
        job=of.job,
        job_version=of.job_version,
        parser_version=of.parser_version,
        file_name=of.file_name,
        file_hash=of.file_hash,
        file_kept=bool(kept),
        of_persons=not of.file_kept,
        canonical_hash=of.canonical_hash,
        channel=of.channel,
        received_at=of.received_at,
        loaded_by=of.loaded_by,
        submitted_at=of.submitted_at,
        submitted_by=of.submitted_by,
        letter=letter_of(of),
        approved_at=of.approved_at,
        approved_by=of.approved_by,
        published_in=of.published_in,
        marks=tuple(
            Mark(
                mark.mark, mark.document_hash, mark.document_name, mark.note, mark.made_at, mark.made_by,
                mark.from_release,
            )
            for mark in marks
        ),
    )  # fmt: skip


def kept_file(session: Session, digest: str) -> bytes:
    """The bytes of a file that is kept. Raises RuleRefused where it is not. Whoever asks was let see its origin."""
    c = tables.files.c
    content = session.execute(select(c.content).where(c.hash == digest)).scalar()
    if not content:
        raise RuleRefused("file_not_kept", hash=digest)
    return bytes(content)
