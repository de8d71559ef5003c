"""Whether what is published is still what was published: the record, releases, summaries, returns and files."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC
from itertools import pairwise
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from indicators import audit, canonical, tables
from indicators.canonical_release import HEADER_KEY, digest, keyed_lines, lines, text_of
from indicators.column_types import instant_text
from indicators.summaries import recompute, series_of

_RECEIVED = ("job", "entity", "quarter", "canonical_hash", "file_hash")


def faults(session: Session) -> tuple[str, ...]:
    """Every place where the store differs from what its hashes say, in words; empty when it is sound."""
    checks = (audit.faults, _releases, _announced, _tombstones, _calendar, _accounts, _returns, _series, _files)
    return tuple(fault for check in checks for fault in check(session))


def witnessed(session: Session, seq: int, head: str) -> tuple[str, ...]:
    """What is wrong where the record, which had `seq` entries and the head `head` when it was witnessed, was cut or
    made anew since; empty when the witnessed head is still in it."""
    c = tables.audit.c
    found = session.execute(select(c.hash).where(c.seq == seq)).scalar()
    if found is None:
        return (f"the record has no entry {seq} any more, which was witnessed: it was cut",)
    return () if found == head else (f"audit entry {seq} is not the one that was witnessed: the record was made anew",)


# Releases --------------------------------------------------------------------------------------------------------


def _releases(session: Session) -> Iterator[str]:
    previous, expected = audit.GENESIS, 1
    for row in session.execute(select(tables.releases).order_by(tables.releases.c.number)).all():
        if row.number != expected:
            yield f"release {expected} is missing"
        if row.previous_hash != previous:
            yield f"release {row.number} does not follow the one before it"
        yield from _content(session, row) if row.format > 1 else _whole_text(session, row)
        previous, expected = row.hash, row.number + 1


def _whole_text(session: Session, row: Row[Any]) -> Iterator[str]:
    """Format 1: one hash of everything, which no tombstone can be taken out of."""
    e = tables.erased_lines.c
    if session.execute(select(e.key).where(e.release == row.number)).first() is not None:
        return
    if canonical.sha256(text_of(lines(session, dict(row._mapping)))) != row.hash:
        yield f"release {row.number} is not what was published: its content has another hash"


def _content(session: Session, row: Row[Any]) -> Iterator[str]:
    """Format 2: every line by its own hash, then the hash of the hashes."""
    found = keyed_lines(session, dict(row._mapping))
    header = found.pop(HEADER_KEY)
    kept = _by_key(session, tables.release_lines, "hash", row.number)
    erased = _by_key(session, tables.erased_lines, "tombstone", row.number)
    for key in sorted({*found, *kept}):
        if key not in kept:
            yield f"release {row.number}: «{key}» was added"
        elif key not in found:
            yield f"release {row.number}: «{key}» is gone"
        elif key not in erased and canonical.sha256(found[key]) != kept[key]:
            yield f"release {row.number}: «{key}» was changed"
    if digest(header, kept.values()) != row.hash:
        yield f"release {row.number}: its header, or the list of its lines, was changed"
    for key in sorted(erased):
        if key.startswith("progress|"):
            yield from _made_anew(session, row.number, key.removeprefix("progress|"))


def _made_anew(session: Session, number: int, indicator: str) -> Iterator[str]:
    """Where the law forced a figure out, the sums are those of what is left, and can be worked out again."""
    c = tables.progress.c
    content = session.execute(select(c.content).where(c.release == number, c.indicator == indicator)).scalar()
    if content != recompute(session, indicator, number):
        yield f"release {number}: «progress|{indicator}» is not what the figures left make of it"


def _by_key(session: Session, table: Any, value: str, number: int) -> dict[str, Any]:
    c = table.c
    return {
        row.key: row.value for row in session.execute(select(c.key, c[value].label("value")).where(c.release == number))
    }


def _announced(session: Session) -> Iterator[str]:
    """Every release's hash stands in the record too, so that neither can be rebuilt alone."""
    recorded = {entry.subject: detail.get("hash") for entry, detail in _entries(session, "release.published")}
    c = tables.releases.c
    published = {str(row.number): row.hash for row in session.execute(select(c.number, c.hash))}
    for number in sorted({*recorded, *published}, key=int):
        if recorded.get(number) != published.get(number):
            yield f"release {number} is not the one in the record"


def _tombstones(session: Session) -> Iterator[str]:
    """A tombstone without its entry in the record is tampering, and so is an entry without its tombstone."""
    e = tables.erased_lines.c
    stones = {row.id: row for row in session.execute(select(tables.tombstones))}
    marked: dict[int, list[list[Any]]] = defaultdict(list)
    for row in session.execute(select(e.tombstone, e.release, e.key).order_by(e.release, e.key)):
        marked[row.tombstone].append([row.release, row.key])
    recorded = {detail["tombstone"]: (entry, detail) for entry, detail in _entries(session, "figure.erased")}
    for number in sorted({*stones, *recorded, *marked}):
        told = said = None
        if number in stones:
            stone = stones[number]
            told = (stone.ground, stone.erased_by, stone.agreed_by, sorted(marked[number]))
        if number in recorded:
            entry, detail = recorded[number]
            said = (detail["ground"], entry.actor, detail["agreed_by"], sorted(detail["lines"]))
        if told != said:
            yield f"tombstone {number} is not the one in the record"


def _calendar(session: Session) -> Iterator[str]:
    """What was announced, when and by whom, is what the record says."""
    recorded = [
        (entry.subject, detail["hour"], detail["reason"], instant_text(entry.at), entry.actor)
        for entry, detail in _entries(session, "release.announced")
    ]
    rows = session.execute(select(tables.announcements).order_by(tables.announcements.c.id)).all()
    kept = [(r.reference, r.at.astimezone(UTC).isoformat(), r.reason, instant_text(r.made_at), r.made_by) for r in rows]
    if recorded != kept:
        yield "the calendar of releases is not the one in the record"


# Accounts, returns, series, files --------------------------------------------------------------------------------


def _accounts(session: Session) -> Iterator[str]:
    added = {entry.subject: (d["role"], d["entity"]) for entry, d in _entries(session, "account.added")}
    disabled = {entry.subject for entry, _ in _entries(session, "account.disabled")}
    for row in session.execute(select(tables.accounts).order_by(tables.accounts.c.code)):
        if added.get(row.code) != (row.role, row.entity) or (row.disabled_at is not None) != (row.code in disabled):
            yield f"account {row.code} is not the one in the record"


def _returns(session: Session) -> Iterator[str]:
    """What became of every return, and by whom, is what the record says."""
    steps: dict[str, list[tuple[Row[Any], Mapping[str, Any]]]] = defaultdict(list)
    for entry, detail in _entries(session, "return."):
        steps[entry.subject].append((entry, detail))
    for row in session.execute(select(tables.returns).order_by(tables.returns.c.id)).all():
        taken = steps.pop(str(row.id), [])
        actors = {entry.action.removeprefix("return."): entry.actor for entry, _ in taken}
        names = (actors.get("submitted"), actors.get("approved"))
        said = taken[0][1] if taken else {}
        if (
            next(reversed(actors), None) != row.state
            or taken[0][0].actor != row.loaded_by
            or names != (row.submitted_by, row.approved_by)
            or any(name in said and said[name] != getattr(row, name) for name in _RECEIVED)
            or not _letter_is_recorded(row, taken)
        ):
            yield f"return {row.id} is not what, where, or by whom the record says"
    for number in steps:
        yield f"return {number} is in the record and nowhere else"


def _letter_is_recorded(row: Row[Any], taken: list[tuple[Row[Any], Mapping[str, Any]]]) -> bool:
    said = next((d["letter"] for entry, d in taken if entry.action == "return.submitted" and "letter" in d), None)
    dated = row.letter_date.isoformat() if row.letter_date else None
    kept = {
        "number": row.letter_number, "file_number": row.letter_file_number, "dated": dated,
        "signed_off_by": row.signed_off_by,
    }  # fmt: skip
    return said == kept if said is not None else not any(kept.values())


def _series(session: Session) -> Iterator[str]:
    """Every series is what its figures make of it, and was rebuilt in just the releases that touched them."""
    kept: dict[str, list[tuple[int, int | None]]] = defaultdict(list)
    for row in session.execute(select(tables.series).order_by(tables.series.c.from_release)).all():
        kept[row.indicator].append((row.from_release, row.until_release))
        if canonical.dumps(series_of(session, row.indicator, row.from_release)) != row.content:
            yield f"the series of {row.indicator} kept since release {row.from_release} differs from its figures"
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
            yield f"the series of {indicator} are not those of the releases that touched its figures"


def _files(session: Session) -> Iterator[str]:
    """Every file is what was received, or is gone because the law forced a figure of it out."""
    r, c, m = tables.returns.c, tables.figures.c, tables.marks.c
    of_returns = select(r.file_hash).join(tables.figures, c.return_id == r.id).where(c.erased == 1)
    of_marks = select(m.document_hash).join(tables.figures, c.id == m.figure_id).where(c.erased == 1)
    forced_out = {*session.execute(of_returns).scalars(), *session.execute(of_marks).scalars()}
    present = set()
    for row in session.execute(select(tables.files).order_by(tables.files.c.hash)):
        present.add(row.hash)
        if canonical.sha256(row.content) != row.hash and not (row.hash in forced_out and not row.content):
            yield f"the file {row.hash[:12]} is not what was received"
    kept = session.execute(select(r.file_hash).where(r.state.not_in(("received", "refused")))).scalars()
    documents = session.execute(select(m.document_hash).where(m.document_hash != "")).scalars()
    for missing in sorted({*kept, *documents} - present):
        yield f"the file {missing[:12]} is gone"


def _entries(session: Session, action: str) -> Iterator[tuple[Row[Any], Mapping[str, Any]]]:
    """Entries of the record by the beginning of their action, with their detail."""
    c = tables.audit.c
    query = select(tables.audit).where(c.action.startswith(action, autoescape=True)).order_by(c.seq)
    for row in session.execute(query).all():
        detail: Mapping[str, Any] = json.loads(row.detail)
        yield row, detail
