"""Whether what is published is still what was published: the record, releases, summaries and files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators import audit, canonical, tables
from indicators.canonical_release import lines, text_of
from indicators.releases import series_of


def faults(session: Session) -> tuple[str, ...]:
    """Every place where the store differs from what its hashes say, in words; empty when it is sound."""
    checks = (audit.faults, _releases, _announced, _returns, _series, _files)
    return tuple(fault for check in checks for fault in check(session))


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
    """Every series is what its figures make of it, and was rebuilt in just the releases that touched them."""
    kept: dict[str, list[tuple[int, int | None]]] = defaultdict(list)
    for row in session.execute(select(tables.series).order_by(tables.series.c.from_release)).all():
        kept[row.indicator].append((row.from_release, row.until_release))
        if canonical.dumps(series_of(session, row.indicator, row.from_release)) != row.content:
            yield f"the series of {row.indicator} kept since release {row.from_release} differs from its figures"
    touched: dict[str, set[int]] = defaultdict(set)
    c = tables.figures.c
    for row in session.execute(select(c.indicator, c.from_release, c.until_release).distinct()):
        touched[row.indicator] |= {n for n in (row.from_release, row.until_release) if n is not None}
    for indicator in sorted({*kept, *touched}):
        numbers: list[int | None] = [*sorted(touched[indicator]), None]
        if kept[indicator] != list(pairwise(numbers)):
            yield f"the series of {indicator} are not those of the releases that touched its figures"


def _returns(session: Session) -> Iterator[str]:
    """What became of every return, and by whom, is what the record says."""
    recorded: dict[str, dict[str, str]] = defaultdict(dict)
    for row in session.execute(select(tables.audit).order_by(tables.audit.c.seq)):
        if row.action.startswith("return."):
            recorded[row.subject][row.action.removeprefix("return.")] = row.actor
    for row in session.execute(select(tables.returns).order_by(tables.returns.c.id)).all():
        actors = recorded[str(row.id)]
        names = (actors.get("staged"), actors.get("submitted"), actors.get("approved"))
        if next(reversed(actors), None) != row.state or names != (row.loaded_by, row.submitted_by, row.approved_by):
            yield f"return {row.id} is not where, or not by whom, the record says"


def _files(session: Session) -> Iterator[str]:
    for row in session.execute(select(tables.files).order_by(tables.files.c.hash)):
        if canonical.sha256(row.content) != row.hash:
            yield f"the file {row.hash[:12]} is not what was received"
