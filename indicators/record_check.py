"""Whether accounts, returns, calendar, evidence and tombstones are what the record says of them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from indicators import tables
from indicators.arrivals import recorded_rows, rows_hash
from indicators.evidence import words_hash
from indicators.figure_refs import FigureRef
from indicators.lifecycle import FIRST
from indicators.periods import Quarter
from indicators.returns import RECORDED
from indicators.tombstone_lines import lines_of

Step = tuple[Row[Any], Mapping[str, Any]]
"""An entry of the record with its detail, parsed."""


def faults(session: Session) -> Iterator[str]:
    """Every row that differs from its entries, and every entry whose row is gone."""
    for check in (_releases, _tombstones, _calendar, _marks, _accounts, _returns):
        yield from check(session)


def _releases(session: Session) -> Iterator[str]:
    """Every release's hash stands in the record too, so that neither can be rebuilt alone."""
    recorded = {
        entry.subject: (said.get("hash"), said.get("format", 1), entry.actor)
        for entry, said in _entries(session, "release.pub")
    }
    c = tables.releases.c
    rows = session.execute(select(c.number, c.hash, c.format, c.published_by))
    published = {str(row.number): (row.hash, row.format, row.published_by) for row in rows}
    for number in sorted({*recorded, *published}, key=int):
        if recorded.get(number) != published.get(number):
            yield f"release {number} is not the one in the record"


def _tombstones(session: Session) -> Iterator[str]:
    """A tombstone without its entry in the record is tampering, and so is an entry without its tombstone."""
    e = tables.erased_lines.c
    marked: dict[int, list[list[Any]]] = defaultdict(list)
    for row in session.execute(select(e.tombstone, e.release, e.key).order_by(e.release, e.key)):
        marked[row.tombstone].append([row.release, row.key])
    kept = {
        row.id: (
            [row._mapping[name] for name in tables.FIGURE_KEY],
            row.ground,
            row.erased_on.isoformat(),
            _instant(row.erased_at),
            row.erased_by,
            row.agreed_by,
            sorted(marked[row.id]),
        )
        for row in session.execute(select(tables.tombstones))
    }
    recorded = {
        said["tombstone"]: (
            said["key"], said["ground"], said["day"], _instant(entry.at), entry.actor, said["agreed_by"],
            sorted(said["lines"]),
        )
        for entry, said in _entries(session, "figure.erased")
    }  # fmt: skip
    for number in sorted({*kept, *recorded, *marked}):
        if kept.get(number) != recorded.get(number):
            yield f"tombstone {number} is not the one in the record"
    yield from _covered(session, marked)


def _covered(session: Session, marked: Mapping[int, list[list[Any]]]) -> Iterator[str]:
    """A tombstone stands for a figure that is erased in every version there was, and for just the lines that follow
    from it: what it covers beside that was changed under its cover."""
    said_last = {said["tombstone"]: said["last"] for _, said in _entries(session, "figure.erased")}
    may: set[tuple[int, str]] = set()
    gone_until: dict[tuple[str, ...], int] = defaultdict(int)
    for stone in session.execute(select(tables.tombstones).order_by(tables.tombstones.c.id)).all():
        last = said_last.get(stone.id, 0)
        c = tables.figures.c
        key = tuple(getattr(stone, name) for name in tables.FIGURE_KEY)
        same = (c[name] == part for name, part in zip(tables.FIGURE_KEY, key, strict=True))
        since = c.from_release > gone_until[key]
        rows = session.execute(select(tables.figures).where(*same, since, c.from_release <= last)).all()
        gone_until[key] = last
        if not rows or any(not row.erased for row in rows):
            yield f"tombstone {stone.id} stands over a figure that is not erased"
        may |= lines_of(session, rows, last=last)
    covered = {(number, key) for lines in marked.values() for number, key in lines}
    for number, line in sorted(covered ^ may):
        yield f"release {number}: «{line}» is covered by no tombstone, or should be"


def _calendar(session: Session) -> Iterator[str]:
    """What was announced, when and by whom, is what the record says."""
    recorded = [
        (entry.subject, said["hour"], said["reason"], _instant(entry.at), entry.actor)
        for entry, said in _entries(session, "release.announced")
    ]
    rows = session.execute(select(tables.announcements).order_by(tables.announcements.c.id)).all()
    if recorded != [(r.reference, _instant(r.at), r.reason, _instant(r.made_at), r.made_by) for r in rows]:
        yield "the calendar of releases is not the one in the record"


def _marks(session: Session) -> Iterator[str]:
    """What was said of evidence, and by whom, is what the record says."""
    m, f = tables.marks.c, tables.figures.c
    recorded = [
        (entry.action, entry.subject, said["document"], said["words"], _instant(entry.at), entry.actor)
        for entry, said in _entries(session, "evidence.")
    ]
    key = (f[name] for name in tables.FIGURE_KEY)
    query = select(tables.marks, f.erased, *key).join(tables.figures, f.id == m.figure_id)
    rows = session.execute(query.order_by(m.id)).all()
    kept = [
        (
            f"evidence.{r.mark}", _named(r), r.document_hash, words_hash(session, r.document_name, r.note),
            _instant(r.made_at), r.made_by,
        )
        for r in rows
    ]  # fmt: skip
    cleared = [r.erased and not r.note and not r.document_name for r in rows]
    if len(recorded) != len(kept) or any(
        said != is_so and not (gone and (*said[:3], *said[4:]) == (*is_so[:3], *is_so[4:]))
        for said, is_so, gone in zip(recorded, kept, cleared, strict=True)
    ):
        yield "what was said of evidence is not what the record says"


def _accounts(session: Session) -> Iterator[str]:
    added = {entry.subject: (said["role"], said["entity"]) for entry, said in _entries(session, "account.added")}
    disabled = {entry.subject for entry, _ in _entries(session, "account.disabled")}
    kept = {
        row.code: (row.role, row.entity, row.disabled_at is not None)
        for row in session.execute(select(tables.accounts))
    }
    for code in sorted({*added, *kept}):
        if kept.get(code) != (*added.get(code, ()), code in disabled):
            yield f"account {code} is not the one in the record"


def _returns(session: Session) -> Iterator[str]:
    """What became of every return, and by whom, is what the record says."""
    steps: dict[str, list[Step]] = defaultdict(list)
    for entry, said in _entries(session, "return."):
        steps[entry.subject].append((entry, said))
    for row in session.execute(select(tables.returns).order_by(tables.returns.c.id)).all():
        taken = steps.pop(str(row.id), [])
        if not taken or not all(same for same in _agree(row, taken)):
            yield f"return {row.id} is not what, where, or by whom the record says"
        elif not _is_as_staged(session, row):
            yield f"what return {row.id} holds is not what was staged"
    for number in steps:
        yield f"return {number} is in the record and nowhere else"


def _is_as_staged(session: Session, row: Row[Any]) -> bool:
    """Whether the rows of a return, published or waiting, are those that were staged; erased ones cannot tell."""
    staged = recorded_rows(session, row.id)
    c = tables.figures.c
    erased = select(c.id).where(c.return_id == row.id, c.erased == 1)
    return staged is None or session.execute(erased).first() is not None or staged == rows_hash(session, row)


def _agree(row: Row[Any], taken: list[Step]) -> Iterator[bool]:
    """Whether a return agrees with its entries, point by point."""
    of = {entry.action.removeprefix("return."): (entry, said) for entry, said in taken}
    first, received = taken[0]
    yield (next(reversed(of)), row.version) == (row.state, len(taken)) and row.state != FIRST
    yield (first.actor, _instant(first.at)) == (row.loaded_by, _instant(row.received_at))
    yield all(received[name] == _written(getattr(row, name)) for name in RECORDED if name in received)
    for state, name in (("submitted", row.submitted_by), ("approved", row.approved_by)):
        at = getattr(row, f"{state}_at")
        entry = of[state][0] if state in of else None
        yield (entry.actor, _instant(entry.at)) == (name, _instant(at)) if entry else (name, at) == (None, None)
    letter = {
        "number": row.letter_number,
        "file_number": row.letter_file_number,
        "dated": _written(row.letter_date),
        "signed_off_by": row.signed_off_by,
    }
    said = of["submitted"][1].get("letter") if "submitted" in of else None
    yield letter == said if said else not any(letter.values())
    released = of["published"][1].get("release", row.published_in) if "published" in of else None
    yield released == row.published_in


def _named(row: Row[Any]) -> str:
    """The name of a figure from the columns of its key."""
    return str(FigureRef(row.indicator, row.entity, Quarter.parse(row.period), row.dimension, row.category, row.step))


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _written(value: Any) -> Any:
    """A value as the record writes it."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _entries(session: Session, action: str) -> Iterator[Step]:
    """Entries of the record by the beginning of their action, in order."""
    c = tables.audit.c
    query = select(tables.audit).where(c.action.startswith(action, autoescape=True)).order_by(c.seq)
    for row in session.execute(query).all():
        said: Mapping[str, Any] = json.loads(row.detail)
        yield row, said
