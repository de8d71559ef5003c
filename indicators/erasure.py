"""Writes: a figure that the law forces out. What it said is cleared everywhere, its file with it; a public tombstone
stays with ground and date, and the hashes of its lines, so that the releases can still be checked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from indicators import audit, canonical, queries, summaries, tables
from indicators.accounts import acting
from indicators.canonical_release import HEADER_KEY, digest, figure_line, keyed_lines
from indicators.figure_refs import FigureRef
from indicators.notices import Notice, without_amounts
from indicators.policy import Act
from indicators.rules import RuleRefused

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

    Cleared are its rows, published or not, the series, sums and notices made of it, and the files it came in. Backups
    made before keep it: they have to be destroyed. Raises RuleRefused.
    """
    acting(session, who, Act.ERASE)
    acting(session, agreed_by, Act.AGREE_TO_ERASE)
    if not ground.strip():
        raise RuleRefused("no_ground")
    c = tables.figures.c
    same = [c[name] == part for name, part in zip(tables.FIGURE_KEY, figure.key, strict=True)]
    rows = session.execute(select(tables.figures).where(*same, c.erased == 0).order_by(c.id)).all()
    published = [row for row in rows if row.from_release is not None]
    if not published:
        raise RuleRefused("unknown_figure", figure=str(figure))
    today = now.astimezone(queries.zone(session)).date()
    tombstone = session.execute(
        insert(tables.tombstones)
        .values(
            **dict(zip(tables.FIGURE_KEY, figure.key, strict=True)),
            ground=ground, erased_on=today, erased_at=now, erased_by=who, agreed_by=agreed_by,
        )
        .returning(tables.tombstones.c.id)
    ).scalar_one()  # fmt: skip
    lines = sorted(_lines(session, published, figure))
    kept = _keep_hashes(session, {number for number, _ in lines})
    erased = [{"release": number, "key": key, "tombstone": tombstone} for number, key in lines]
    session.execute(insert(tables.erased_lines), erased)
    session.execute(update(tables.figures).where(c.id.in_([row.id for row in rows])).values(**_CLEARED))
    _clear_files(session, rows)
    _make_anew(session, figure.indicator, [n for n, key in lines if key.startswith("progress|")])
    audit.record(
        session, at=now, actor=who, action="figure.erased", subject=str(figure), tombstone=tombstone, ground=ground,
        day=today, key=list(figure.key), agreed_by=agreed_by, lines=[[number, key] for number, key in lines], kept=kept,
    )  # fmt: skip
    return len({number for number, _ in lines})


def _lines(session: Session, rows: list[Row[Any]], figure: FigureRef) -> set[tuple[int, str]]:
    """The lines of releases in which the figure is, or from which it could be worked out: release and key."""
    last = queries.releases(session)[-1].number
    indicator, key = figure.indicator, "|".join(figure.key)
    found: set[tuple[int, str]] = set()
    for row in rows:
        found.add((row.from_release, figure_line(figure.key)))
        found |= {(n, f"progress|{indicator}") for n in range(row.from_release, row.until_release or last + 1)}
    kept = tables.release_lines.c
    touched = {row.from_release for row in rows} | {row.until_release for row in rows if row.until_release}
    for line in session.execute(select(kept.release, kept.key)):
        if line.key.startswith(f"mark|{key}|") or (line.key == f"notice|{indicator}" and line.release in touched):
            found.add((line.release, line.key))
    e = tables.erased_lines.c
    return found - {(row.release, row.key) for row in session.execute(select(e.release, e.key))}


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


def _clear_files(session: Session, rows: Sequence[Row[Any]]) -> None:
    r, m = tables.returns.c, tables.marks.c
    hashes = set(session.execute(select(r.file_hash).where(r.id.in_([row.return_id for row in rows]))).scalars())
    documents = select(m.document_hash).where(m.figure_id.in_([row.id for row in rows]), m.document_hash != "")
    hashes |= set(session.execute(documents).scalars())
    session.execute(update(tables.files).where(tables.files.c.hash.in_(hashes)).values(content=b""))


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
