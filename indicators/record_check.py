"""Whether releases, accounts, returns, calendar, evidence and tombstones are what the record says of them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session

from indicators import seals, tables
from indicators.evidence import words_hash
from indicators.faults import Fault
from indicators.figure_refs import FigureRef
from indicators.lifecycle import FIRST
from indicators.periods import Quarter
from indicators.returns import RECORDED
from indicators.tombstone_lines import lines_of

Step = tuple[Row[Any], Mapping[str, Any]]
"""An entry of the record with its detail, parsed."""
Said = Mapping[str, Any]
"""What the record, or the store, says of one thing: its points (`faults.POINTS`)."""


def faults(session: Session) -> Iterator[Fault]:
    """Every row that differs from its entries and in which point, and every entry whose row is gone."""
    for check in (_releases, _tombstones, _calendar, _marks, _accounts, _returns, _fetches):
        yield from check(session)


def _releases(session: Session) -> Iterator[Fault]:
    """Every release's hash stands in the record too, so that neither can be rebuilt alone."""
    recorded = {
        int(entry.subject): {"hash": said.get("hash"), "format": said.get("format", 1), "published_by": entry.actor}
        for entry, said in _entries(session, "release.published")
    }
    c = tables.releases.c
    kept = {
        row.number: {"hash": row.hash, "format": row.format, "published_by": row.published_by}
        for row in session.execute(select(c.number, c.hash, c.format, c.published_by))
    }
    yield from _compared("release", {*recorded, *kept}, recorded, kept)


def _tombstones(session: Session) -> Iterator[Fault]:
    """A tombstone without its entry in the record is tampering, and so is an entry without its tombstone."""
    e = tables.erased_lines.c
    marked: dict[int, list[list[Any]]] = defaultdict(list)
    for row in session.execute(select(e.tombstone, e.release, e.key).order_by(e.release, e.key)):
        marked[row.tombstone].append([row.release, row.key])
    kept = {
        row.id: {
            "figure": [row._mapping[name] for name in tables.FIGURE_KEY],
            "ground": row.ground,
            "day": row.erased_on.isoformat(),
            "at": _instant(row.erased_at),
            "who": row.erased_by,
            "agreed_by": row.agreed_by,
            "lines": sorted(marked[row.id]),
        }
        for row in session.execute(select(tables.tombstones))
    }
    recorded = {
        said["tombstone"]: {
            "figure": said["key"],
            "ground": said["ground"],
            "day": said["day"],
            "at": _instant(entry.at),
            "who": entry.actor,
            "agreed_by": said["agreed_by"],
            "lines": sorted(said["lines"]),
        }
        for entry, said in _entries(session, "figure.erased")
    }
    # A line that stands under a tombstone which is nowhere is no less tampering.
    yield from _compared("tombstone", {*kept, *recorded, *marked}, recorded, kept)
    yield from _covered(session, marked)


def _covered(session: Session, marked: Mapping[int, list[list[Any]]]) -> Iterator[Fault]:
    """A tombstone stands for a figure that is erased in every version there was, if only one that waited, and for just
    the lines that follow from it: what it covers beside that was changed under its cover."""
    said_last = {said["tombstone"]: said["last"] for _, said in _entries(session, "figure.erased")}
    may: set[tuple[int, str]] = set()
    gone_until: dict[tuple[str, ...], int] = defaultdict(int)
    for stone in session.execute(select(tables.tombstones).order_by(tables.tombstones.c.id)).all():
        last = said_last.get(stone.id, 0)
        c = tables.figures.c
        key = tuple(getattr(stone, name) for name in tables.FIGURE_KEY)
        same = [c[name] == part for name, part in zip(tables.FIGURE_KEY, key, strict=True)]
        since = c.from_release > gone_until[key]
        rows = session.execute(select(tables.figures).where(*same, since, c.from_release <= last)).all()
        gone_until[key] = last
        waited = select(c.id).where(*same, c.from_release.is_(None), c.erased == 1)
        was_there = rows or session.execute(waited).first() is not None
        if not was_there or any(not row.erased for row in rows):
            yield Fault.of("not_erased", number=stone.id)
        may |= lines_of(session, rows, last=last)
    covered = {(number, key) for lines in marked.values() for number, key in lines}
    for number, line in sorted(covered ^ may):
        yield Fault.of("line_covered", release=number, line=line)


def _calendar(session: Session) -> Iterator[Fault]:
    """What was announced, when and by whom, is what the record says."""
    recorded = [
        {
            "quarter": entry.subject,
            "hour": said["hour"],
            "reason": said["reason"],
            "at": _instant(entry.at),
            "who": entry.actor,
        }
        for entry, said in _entries(session, "release.announced")
    ]
    kept = [
        {
            "quarter": row.reference,
            "hour": _instant(row.at),
            "reason": row.reason,
            "at": _instant(row.made_at),
            "who": row.made_by,
        }
        for row in session.execute(select(tables.announcements).order_by(tables.announcements.c.id))
    ]
    yield from _first_difference("announcement", "quarter", recorded, kept)


def _marks(session: Session) -> Iterator[Fault]:
    """What was said of evidence, and by whom, is what the record says; its words go with a figure that was erased."""
    m, f = tables.marks.c, tables.figures.c
    query = select(tables.marks, f.erased, *(f[name] for name in tables.FIGURE_KEY)).join(
        tables.figures, f.id == m.figure_id
    )
    rows = session.execute(query.order_by(m.id)).all()
    kept = [
        {
            "figure": _named(row),
            "mark": f"evidence.{row.mark}",
            "document": row.document_hash,
            "words": words_hash(session, row.document_name, row.note),
            "at": _instant(row.made_at),
            "who": row.made_by,
        }
        for row in rows
    ]
    recorded = [
        {
            "figure": entry.subject,
            "mark": entry.action,
            "document": said["document"],
            "words": said["words"],
            "at": _instant(entry.at),
            "who": entry.actor,
        }
        for entry, said in _steps(session, tables.audit.c.action.startswith("evidence.", autoescape=True))
    ]
    for row, told, of in zip(rows, recorded, kept, strict=False):
        if row.erased and (row.note, row.document_name) == ("", ""):
            told["words"] = of["words"]
    yield from _first_difference("mark", "figure", recorded, kept)


def _accounts(session: Session) -> Iterator[Fault]:
    disabled = {entry.subject for entry, _ in _entries(session, "account.disabled")}
    recorded = {
        entry.subject: {"role": said["role"], "entity": said["entity"], "disabled": entry.subject in disabled}
        for entry, said in _entries(session, "account.added")
    }
    kept = {
        row.code: {"role": row.role, "entity": row.entity, "disabled": row.disabled_at is not None}
        for row in session.execute(select(tables.accounts))
    }
    yield from _compared("account", {*recorded, *kept}, recorded, kept)


def _returns(session: Session) -> Iterator[Fault]:
    """What became of every return, and by whom, is what the record says."""
    steps: dict[str, list[Step]] = defaultdict(list)
    for entry, said in _steps(session, tables.audit.c.action.startswith("return.", autoescape=True)):
        steps[entry.subject].append((entry, said))
    erasures = seals.erasures(session)
    for row in session.execute(select(tables.returns).order_by(tables.returns.c.id)).all():
        taken = steps.pop(str(row.id), [])
        if not taken:
            yield Fault.of("unrecorded", thing="return", which=row.id)
            continue
        for point, same in _points(row, taken):
            if not same:
                yield Fault.of("not_as_recorded", thing="return", which=row.id, point=point)
        if seals.is_altered(session, row, erasures):
            yield Fault.of("not_as_recorded", thing="return", which=row.id, point="rows")
    for number in steps:
        yield Fault.of("lost", thing="return", which=number)


def _points(row: Row[Any], taken: list[Step]) -> Iterator[tuple[str, bool]]:
    """Every point of a return, and whether it agrees with its entries."""
    of = {entry.action.removeprefix("return."): (entry, said) for entry, said in taken}
    first, told = taken[0]
    # Older code kept the bytes of whatever it did not refuse, and did not say so.
    received = {"file_kept": int("refused" not in of)} | dict(told)
    yield "state", next(reversed(of)) == row.state != FIRST
    yield "version", row.version == len(taken)
    yield "loaded_by", first.actor == row.loaded_by
    yield "received_at", _instant(first.at) == _instant(row.received_at)
    for name in RECORDED:
        yield name, name not in received or received[name] == _written(getattr(row, name))
    for state, who in (("submitted", row.submitted_by), ("approved", row.approved_by)):
        at = getattr(row, f"{state}_at")
        if state in of:
            entry = of[state][0]
            yield state, at is not None and (entry.actor, _instant(entry.at)) == (who, _instant(at))
        else:
            yield state, (who, at) == (None, None)
    letter = {
        "number": row.letter_number,
        "file_number": row.letter_file_number,
        "dated": _written(row.letter_date),
        "signed_off_by": row.signed_off_by,
    }
    said = of["submitted"][1].get("letter") if "submitted" in of else None
    yield "letter", letter == said if said else not any(letter.values())
    released = of["published"][1].get("release", row.published_in) if "published" in of else None
    yield "published_in", released == row.published_in


def _fetches(session: Session) -> Iterator[Fault]:
    """How every run of a source ended, and what it read, is what the record says; one under way is not on it yet."""
    f, r = tables.fetched.c, tables.fetches.c
    files: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in session.execute(select(tables.fetched).order_by(f.id)):
        files[row.fetch_id].append({"hash": row.file_hash, "outcome": row.outcome, "return": row.return_id})
    kept = {
        row.id: {
            "source": row.source,
            "state": row.outcome,
            "at": _instant(row.finished_at),
            "reason": json.loads(row.detail or "{}"),
            "files": files.pop(row.id, []),
        }
        for row in session.execute(select(tables.fetches).where(r.finished_at.is_not(None)))
    }
    recorded = {
        said["run"]: {
            "source": entry.subject,
            "state": entry.action.removeprefix("fetch."),
            "at": _instant(entry.at),
            "reason": {"reason": said["reason"], **said["facts"]} if said["reason"] else {},
            "files": said["files"],
        }
        for entry, said in _steps(session, tables.audit.c.action.startswith("fetch.", autoescape=True))
    }
    yield from _compared("fetch", {*recorded, *kept, *files}, recorded, kept)


def _compared(
    thing: str, numbers: Iterable[Any], recorded: Mapping[Any, Said], kept: Mapping[Any, Said]
) -> Iterator[Fault]:
    for which in sorted(numbers):
        yield from _differences(thing, which, recorded.get(which), kept.get(which))


def _differences(thing: str, which: str | int, recorded: Said | None, kept: Said | None) -> Iterator[Fault]:
    if recorded is None:
        yield Fault.of("unrecorded", thing=thing, which=which)
    elif kept is None:
        yield Fault.of("lost", thing=thing, which=which)
    else:
        for point in recorded:
            if recorded[point] != kept[point]:
                yield Fault.of("not_as_recorded", thing=thing, which=which, point=point)


def _first_difference(thing: str, name: str, recorded: Sequence[Said], kept: Sequence[Said]) -> Iterator[Fault]:
    """Where two lists of the same order part; what was added or is gone there shifts the rest, which is left unsaid.
    `name` is the point by which people know one."""
    parting = (n for n, (told, of) in enumerate(zip(recorded, kept, strict=False)) if told != of)
    at = next(parting, min(len(recorded), len(kept)))
    told, of = recorded[at:], kept[at:]
    if not told and not of:
        return
    gone, added = len(told) > len(of), len(told) < len(of)
    which = f"{at + 1} ({(of if added else told)[0][name]})"
    yield from _differences(thing, which, None if added else told[0], None if gone else of[0])


def _named(row: Row[Any]) -> str:
    """The name of a figure from the columns of its key."""
    return str(FigureRef(row.indicator, row.entity, Quarter.parse(row.period), row.dimension, row.category, row.step))


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _written(value: Any) -> Any:
    """A value as the record writes it."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _entries(session: Session, action: str) -> Iterator[Step]:
    """Entries of the record of one action, in order."""
    return _steps(session, tables.audit.c.action == action)


def _steps(session: Session, which: ColumnElement[bool]) -> Iterator[Step]:
    """Entries of the record, in order."""
    for row in session.execute(select(tables.audit).where(which).order_by(tables.audit.c.seq)).all():
        said: Mapping[str, Any] = json.loads(row.detail)
        yield row, said
