"""Whether what is published is still what was published: the record, releases, summaries and files."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators import audit, canonical, tables
from indicators.canonical_release import lines, text_of
from indicators.releases import series_of


def faults(session: Session) -> tuple[str, ...]:
    """Every place where the store differs from what its hashes say, in words; empty when it is sound."""
    return (*audit.faults(session), *_releases(session), *_announced(session), *_series(session), *_files(session))


def _releases(session: Session) -> Iterator[str]:
    previous = audit.GENESIS
    for row in session.execute(select(tables.releases).order_by(tables.releases.c.number)).all():
        if row.previous_hash != previous:
            yield f"release {row.number} does not follow the one before it"
        if canonical.sha256(text_of(lines(session, dict(row._mapping)))) != row.hash:
            yield f"release {row.number} is not what was published: its content has another hash"
        previous = row.hash


def _announced(session: Session) -> Iterator[str]:
    """Every release's hash stands in the record too, so that neither can be rebuilt alone."""
    c = tables.audit.c
    recorded = {
        row.subject: row.detail for row in session.execute(select(tables.audit).where(c.action == "release.published"))
    }
    for row in session.execute(select(tables.releases.c.number, tables.releases.c.hash)):
        if row.hash not in recorded.get(str(row.number), ""):
            yield f"release {row.number} is not the one in the record"


def _series(session: Session) -> Iterator[str]:
    for row in session.execute(select(tables.series).order_by(tables.series.c.id)).all():
        if canonical.dumps(series_of(session, row.indicator, row.from_release)) != row.content:
            yield f"the series of {row.indicator} kept since release {row.from_release} differs from its figures"


def _files(session: Session) -> Iterator[str]:
    for row in session.execute(select(tables.files).order_by(tables.files.c.hash)):
        if canonical.sha256(row.content) != row.hash:
            yield f"the file {row.hash[:12]} is not what was received"
