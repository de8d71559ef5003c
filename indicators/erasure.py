"""Writes: a figure that the law forces out. What it said is cleared everywhere, its file with it; a public tombstone
stays with ground and date, and the hashes of its lines, so that the releases can still be checked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update
from sqlalchemy.orm import Session

from indicators import audit, canonical, queries, seals, summaries, tables, warned
from indicators.accounts import acting
from indicators.canonical_release import HEADER_KEY, digest, keyed_lines
from indicators.figure_refs import FigureRef
from indicators.notices import Notice, without_amounts
from indicators.periods import Quarter
from indicators.policy import Act
from indicators.returns import row_of
from indicators.rules import RuleRefused
from indicators.tombstone_lines import lines_of

_FLAGS = ("protected", "nothing_to_report", "evidence_public")
_AMOUNTS = ("value", "so_far", "numerator", "denominator")
_CLEARED: dict[str, Any] = {
    **dict.fromkeys(_AMOUNTS),
    **{f"published_{name}": None for name in _AMOUNTS},
    **dict.fromkeys(("stage", "stage_date", "evidence_date")),
    **dict.fromkeys(("act", "note", "evidence_kind", "evidence_reference", "change", "reason"), ""),
    **dict.fromkeys(_FLAGS, 0),
    "raw": "{}",
    "erased": 1,
}


def erase(session: Session, figure: FigureRef, *, ground: str, who: str, agreed_by: str, now: datetime) -> int:
    """Take every version of a figure out, for the legal `ground`, as an administrator with a planner's agreement; how
    many releases carry its tombstone.

    With a total go its splits, with a split the others of its dimension: what is left must not add up to it. Cleared
    are their rows, published or not, the series, sums and notices made of them, what was said of their evidence, and
    the files they came in. Backups made before keep them: they have to be destroyed. Raises RuleRefused.
    """
    acting(session, who, Act.ERASE)
    acting(session, agreed_by, Act.AGREE_TO_ERASE)
    if not ground.strip():
        raise RuleRefused("no_ground")
    rows = session.execute(select(tables.figures).where(*_with_parts(figure), tables.figures.c.erased == 0)).all()
    published = [row for row in rows if row.from_release is not None]
    if not any(queries.figure_key(row) == figure.key for row in published):
        raise RuleRefused("unknown_figure", figure=str(figure))
    last = queries.releases(session)[-1].number
    lines = lines_of(session, published, last=last)
    sound = _sound_returns(session, rows)
    kept = _keep_hashes(session, {number for number, _ in lines})
    known = {(row.release, row.key) for row in session.execute(select(tables.erased_lines))}
    buried = []
    for key in sorted({queries.figure_key(row) for row in rows}):
        of_key = [row for row in published if queries.figure_key(row) == key]
        new = sorted(lines_of(session, of_key, last=last) - known)
        known |= set(new)
        tombstone = _bury(session, key, new, ground=ground, who=who, agreed_by=agreed_by, now=now)
        buried.append((key, tombstone, new))
    c = tables.figures.c
    session.execute(update(tables.figures).where(c.id.in_([row.id for row in rows])).values(**_CLEARED))
    _clear_evidence(session, rows)
    _clear_files(session, rows)
    _clear_warnings(session, rows)
    _make_anew(session, figure.indicator, sorted(n for n, key in lines if key.startswith("progress|")))
    sealed = {str(number): seals.rows_hash(session, row_of(session, number)) for number in sound}
    for key, tombstone, new in buried:
        audit.record(
            session, at=now, actor=who, action="figure.erased", subject=_named(key), tombstone=tombstone,
            ground=ground, day=_day(session, now), key=list(key), agreed_by=agreed_by,
            lines=[[number, line] for number, line in new], kept=kept, rows=sealed, last=last,
        )  # fmt: skip
        kept, sealed = {}, {}
    return len({number for number, _ in lines})


def _with_parts(figure: FigureRef) -> list[ColumnElement[bool]]:
    """The figure with everything from which it could be added up again."""
    c = tables.figures.c
    same = [c.indicator == figure.indicator, c.entity == figure.entity, c.period == str(figure.quarter)]
    if figure.step:
        return [*same, c.step == figure.step]
    return [*same, c.dimension == figure.dimension] if figure.dimension else [*same, c.step == ""]


def _sound_returns(session: Session, rows: Sequence[Row[Any]]) -> list[int]:
    """The numbers of the returns of `rows` that are as the record has them, to be sealed anew without those rows. Of
    one that somebody altered the old seal stays, so that an erasure does not cover it."""
    r = tables.returns.c
    of_rows = select(tables.returns).where(r.id.in_({row.return_id for row in rows})).order_by(r.id)
    known = seals.erasures(session)
    return [row.id for row in session.execute(of_rows).all() if not seals.is_altered(session, row, known)]


def _bury(
    session: Session,
    key: tuple[str, ...],
    lines: list[tuple[int, str]],
    *,
    ground: str,
    who: str,
    agreed_by: str,
    now: datetime,
) -> int:
    """Set the tombstone of one figure over its lines, of which one that only waited has none; its number."""
    tombstone: int = session.execute(
        insert(tables.tombstones)
        .values(
            **dict(zip(tables.FIGURE_KEY, key, strict=True)),
            ground=ground, erased_on=_day(session, now), erased_at=now, erased_by=who, agreed_by=agreed_by,
        )
        .returning(tables.tombstones.c.id)
    ).scalar_one()  # fmt: skip
    if lines:
        erased = [{"release": number, "key": line, "tombstone": tombstone} for number, line in lines]
        session.execute(insert(tables.erased_lines), erased)
    return tombstone


def _day(session: Session, now: datetime) -> date:
    return now.astimezone(queries.zone(session)).date()


def _named(key: tuple[str, ...]) -> str:
    return str(FigureRef(key[0], key[1], Quarter.parse(key[2]), *key[3:]))


def _keep_hashes(session: Session, numbers: Iterable[int]) -> dict[str, str]:
    """Keep the hash of every line of the releases of format 1 among `numbers`, whose whole text is about to change, and
    give the digest of each such list, for the record."""
    found = {}
    c = tables.releases.c
    for release in session.execute(select(tables.releases).where(c.number.in_(numbers), c.format == 1)).all():
        keyed = keyed_lines(session, dict(release._mapping))
        header = keyed.pop(HEADER_KEY)
        hashes = {key: canonical.sha256(line) for key, line in keyed.items()}
        known = select(tables.release_lines.c.key).where(tables.release_lines.c.release == release.number)
        if session.execute(known).first() is None:
            rows = [{"release": release.number, "key": key, "hash": h} for key, h in sorted(hashes.items())]
            session.execute(insert(tables.release_lines), rows)
            found[str(release.number)] = digest(header, hashes.values())
    return found


def _clear_evidence(session: Session, rows: Sequence[Row[Any]]) -> None:
    """What was said of the evidence, in words."""
    m = tables.marks.c
    of_rows = m.figure_id.in_([row.id for row in rows])
    session.execute(update(tables.marks).where(of_rows).values(note="", document_name=""))


def _clear_files(session: Session, rows: Sequence[Row[Any]]) -> None:
    """The files that the figures came in, and the documents that are evidence of nothing else."""
    r, m, f = tables.returns.c, tables.marks.c, tables.figures.c
    hashes = set(session.execute(select(r.file_hash).where(r.id.in_([row.return_id for row in rows]))).scalars())
    of_rows = m.figure_id.in_([row.id for row in rows])
    documents = set(session.execute(select(m.document_hash).where(of_rows, m.document_hash != "")).scalars())
    others = select(m.document_hash).join(tables.figures, f.id == m.figure_id).where(f.erased == 0)
    hashes |= documents - set(session.execute(others).scalars())
    session.execute(update(tables.files).where(tables.files.c.hash.in_(hashes)).values(content=b""))


def _clear_warnings(session: Session, rows: Sequence[Row[Any]]) -> None:
    """What was said of the figures as unusual; that something was stays, for it has to be confirmed still."""
    r = tables.returns.c
    of_rows = r.id.in_({row.return_id for row in rows})
    for row in session.execute(select(r.id, r.warnings).where(of_rows, r.warnings != "")).all():
        cleared = warned.without_words(row.warnings)
        session.execute(update(tables.returns).where(r.id == row.id).values(warnings=cleared))


def _make_anew(session: Session, indicator: str, numbers: list[int]) -> None:
    """Series, sums and notices of the indicator as they are without the figure."""
    s, n = tables.series.c, tables.notices.c
    for row in session.execute(select(s.id, s.from_release).where(s.indicator == indicator)).all():
        content = canonical.dumps(summaries.series_of(session, indicator, row.from_release))
        session.execute(update(tables.series).where(s.id == row.id).values(content=content))
    p = tables.progress.c
    for number in numbers:
        content = summaries.recompute(session, indicator, number)
        changed = update(tables.progress).where(p.release == number, p.indicator == indicator)
        session.execute(changed.values(content=content))
    e = tables.erased_lines.c
    erased = select(e.release).where(e.key == f"notice|{indicator}")
    for row in session.execute(select(tables.notices).where(n.indicator == indicator, n.release.in_(erased))).all():
        changed = update(tables.notices).where(n.release == row.release, n.indicator == indicator)
        said = canonical.load(Notice, json.loads(row.content))
        session.execute(changed.values(content=canonical.dumps(without_amounts(said))))
