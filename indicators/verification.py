"""Whether what is published is still what was published: the record, releases, summaries, returns and files."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from indicators import audit, canonical, queries, readable, record_check, tables
from indicators.canonical_release import HEADER_KEY, digest, keyed_lines, lines, text_of
from indicators.faults import PARTS, Fault
from indicators.periods import Quarter
from indicators.summaries import recompute, series_of

_UNREADABLE = (
    ValueError, LookupError, TypeError, ArithmeticError, RuntimeError, AttributeError, NoResultFound,
)  # fmt: skip


def faults(session: Session) -> tuple[Fault, ...]:
    """Every place where the store differs from what its hashes say; empty when it is sound."""
    found = list(readable.faults(session))
    checks: tuple[Callable[[Session], Iterable[Fault]], ...] = (
        audit.faults, _releases, record_check.faults, _series, _contents, _files,
    )  # fmt: skip
    for part, check in zip(PARTS, checks, strict=True):
        try:
            found.extend(check(session))
        except _UNREADABLE as error:
            # What cannot be read is named above, as a rule; here it stands in the way of a whole check.
            found.append(Fault.of("unfinished", part=part, detail=f"{type(error).__name__} {error}"))
    return tuple(found)


def witnessed(session: Session, seq: int, head: str) -> tuple[Fault, ...]:
    """What is wrong where the record, which had `seq` entries and the head `head` when it was witnessed, was cut or
    made anew since; empty when the witnessed head is still in it."""
    c = tables.audit.c
    found = session.execute(select(c.hash).where(c.seq == seq)).scalar()
    if found is None:
        return (Fault.of("witness_cut", number=seq),)
    return () if found == head else (Fault.of("witness_other", number=seq),)


# Releases --------------------------------------------------------------------------------------------------------


def _releases(session: Session) -> Iterator[Fault]:
    previous, expected = audit.GENESIS, 1
    for row in session.execute(select(tables.releases).order_by(tables.releases.c.number)).all():
        if row.number != expected:
            yield Fault.of("release_missing", release=expected)
        if row.previous_hash != previous:
            yield Fault.of("release_unlinked", release=row.number)
        yield from _content(session, row)
        previous, expected = row.hash, row.number + 1


def _content(session: Session, row: Row[Any]) -> Iterator[Fault]:
    """Every line by its own hash, then the hash of the hashes. A release of format 1 is one text with one hash, until a
    tombstone replaces a line of it: from then on the record has the hash of its lines' hashes."""
    kept = _by_key(session, tables.release_lines, "hash", row.number)
    if row.format == 1 and not kept:
        if canonical.sha256(text_of(lines(session, dict(row._mapping)))) != row.hash:
            yield Fault.of("release_content", release=row.number)
        return
    found = keyed_lines(session, dict(row._mapping))
    header = found.pop(HEADER_KEY)
    erased = _by_key(session, tables.erased_lines, "tombstone", row.number)
    for key in sorted({*found, *kept}):
        if key not in kept:
            yield Fault.of("line_added", release=row.number, line=key)
        elif key not in found:
            yield Fault.of("line_gone", release=row.number, line=key)
        elif key not in erased and canonical.sha256(found[key]) != kept[key]:
            yield Fault.of("line_changed", release=row.number, line=key)
    if digest(header, kept.values()) != (row.hash if row.format > 1 else _recorded(session, row.number)):
        yield Fault.of("release_header", release=row.number)
    for key in sorted(erased):
        if key.startswith("progress|"):
            yield from _made_anew(session, row.number, key.removeprefix("progress|"))


def _recorded(session: Session, number: int) -> str | None:
    """The hash of a release's line hashes as the record took it down before a tombstone replaced one of them."""
    c = tables.audit.c
    for detail in session.execute(select(c.detail).where(c.action == "figure.erased").order_by(c.seq)).scalars():
        digests: dict[str, str] = json.loads(detail)["kept"]
        if str(number) in digests:
            return digests[str(number)]
    return None


def _made_anew(session: Session, number: int, indicator: str) -> Iterator[Fault]:
    """Where the law forced a figure out, the sums are those of what is left, and can be worked out again."""
    c = tables.progress.c
    content = session.execute(select(c.content).where(c.release == number, c.indicator == indicator)).scalar()
    if content != recompute(session, indicator, number):
        yield Fault.of("progress_differs", release=number, indicator=indicator)


def _by_key(session: Session, table: Any, value: str, number: int) -> dict[str, Any]:
    c = table.c
    return {
        row.key: row.value for row in session.execute(select(c.key, c[value].label("value")).where(c.release == number))
    }


# Summaries and files ------------------------------------------------------------------------------------------------


def _series(session: Session) -> Iterator[Fault]:
    """Every series is what its figures make of it, and was rebuilt in just the releases that touched them."""
    kept: dict[str, list[tuple[int, int | None]]] = defaultdict(list)
    for row in session.execute(select(tables.series).order_by(tables.series.c.from_release)).all():
        kept[row.indicator].append((row.from_release, row.until_release))
        if canonical.dumps(series_of(session, row.indicator, row.from_release)) != row.content:
            yield Fault.of("series_differs", indicator=row.indicator, release=row.from_release)
    touched: dict[str, set[int]] = defaultdict(set)
    c, m = tables.figures.c, tables.marks.c
    for row in session.execute(select(c.indicator, c.from_release, c.until_release).distinct()):
        touched[row.indicator] |= {n for n in (row.from_release, row.until_release) if n is not None}
    marked = select(c.indicator, m.from_release).join(tables.figures, c.id == m.figure_id)
    for row in session.execute(marked.where(m.from_release.is_not(None))):
        touched[row.indicator].add(row.from_release)
    for indicator in sorted({*kept, *touched}):
        numbers: list[int | None] = [*sorted(touched[indicator]), None]
        if kept[indicator] != list(pairwise(numbers)):
            yield Fault.of("series_steps", indicator=indicator)


def _contents(session: Session) -> Iterator[Fault]:
    """What a release is said to have brought is as many figures as it brought."""
    c = tables.figures.c
    query = select(c.from_release, func.count()).where(c.from_release.is_not(None)).group_by(c.from_release)
    counted = {row[0]: row[1] for row in session.execute(query)}
    kept = queries.contents(session)
    seen: set[tuple[str, Quarter]] = set()
    for number in session.execute(select(tables.releases.c.number).order_by(tables.releases.c.number)).scalars():
        of = kept.get(number)
        pairs = select(c.entity, c.period).where(c.from_release == number).distinct()
        first = {(row.entity, Quarter.parse(row.period)) for row in session.execute(pairs)} - seen
        seen |= first
        if of is None or of.added + of.changed + of.withdrawn != counted.get(number, 0) or set(of.reported) != first:
            yield Fault.of("contents", release=number)


def _files(session: Session) -> Iterator[Fault]:
    """Every file is what was received, or is gone because the law forced a figure of it out."""
    r, c, m = tables.returns.c, tables.figures.c, tables.marks.c
    of_returns = select(r.file_hash).join(tables.figures, c.return_id == r.id).where(c.erased == 1)
    of_marks = select(m.document_hash).join(tables.figures, c.id == m.figure_id).where(c.erased == 1)
    forced_out = {*session.execute(of_returns).scalars(), *session.execute(of_marks).scalars()}
    present = set()
    for row in session.execute(select(tables.files).order_by(tables.files.c.hash)):
        present.add(row.hash)
        if canonical.sha256(row.content) != row.hash and not (row.hash in forced_out and not row.content):
            yield Fault.of("file_changed", hash=row.hash)
    kept = session.execute(select(r.file_hash).where(r.file_kept == 1)).scalars()
    documents = session.execute(select(m.document_hash).where(m.document_hash != "")).scalars()
    for missing in sorted({*kept, *documents} - present):
        yield Fault.of("file_gone", hash=missing)
