"""The canonical form of a release, `release-N.jsonl`: what it adds and ends, and where every indicator stands.

One JSON object a line, sorted by code point, the first one a header that carries the hash of the release before. Hidden
amounts stand in it only as a hash with the store's secret salt. Anyone can check a downloaded one: its SHA-256 is the
release's hash.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators import canonical, queries, tables

_EXACT = ("value", "so_far", "numerator", "denominator")
_HEADER = ("number", "published_at", "published_on", "reference", "announced", "note", "previous_hash", "audit_head")


def text_of(listed: Iterable[str]) -> str:
    """The file's text: every line ended."""
    return "".join(f"{line}\n" for line in listed)


def lines(session: Session, release: Mapping[str, Any]) -> tuple[str, ...]:
    """The canonical lines of `release` (its columns by name), made from the rows that it published."""
    number = release["number"]
    kind = session.execute(select(tables.store.c.kind)).scalar_one()
    header = canonical.dumps({"type": "release", "store": kind, **{name: release[name] for name in _HEADER}})
    body = [*_plan_rows(session, number), *_figures(session, number), *_progress(session, number)]
    return (header, *sorted(canonical.dumps(line) for line in body))


def stored_lines(session: Session, number: int) -> tuple[str, ...]:
    """The canonical lines of a release that is published. Raises LookupError where there is none."""
    row = session.execute(select(tables.releases).where(tables.releases.c.number == number)).one_or_none()
    if row is None:
        raise LookupError(number)
    return lines(session, dict(row._mapping))


def _plan_rows(session: Session, number: int) -> Iterator[dict[str, Any]]:
    c = tables.plan_rows.c
    for row in session.execute(select(tables.plan_rows).where(c.from_release == number)):
        yield {"type": "plan", "kind": row.kind, "key": row.key, "content": json.loads(row.content)}
    for row in session.execute(select(tables.plan_rows).where(c.until_release == number)):
        yield {"type": "plan ended", "kind": row.kind, "key": row.key}


def _figures(session: Session, number: int) -> Iterator[dict[str, Any]]:
    salt = session.execute(select(tables.store.c.salt)).scalar_one()
    c = tables.figures.c
    joined = select(tables.figures, *queries.ORIGIN).join(tables.returns, tables.returns.c.id == c.return_id)
    for row in session.execute(joined.where(c.from_release == number)):
        exact = canonical.fingerprint([salt, *(getattr(row, name) for name in _EXACT)])
        yield {
            "type": "figure",
            "figure": queries.figure_of(row),
            "withdrawn": bool(row.withdrawn),
            "exact": exact,
            "evidence": canonical.fingerprint([salt, row.evidence_reference]),
            "raw": canonical.fingerprint([salt, row.raw]),
        }
    for row in session.execute(joined.where(c.until_release == number)):
        yield {"type": "figure ended", "key": queries.figure_key(row)}


def _progress(session: Session, number: int) -> Iterator[dict[str, Any]]:
    c = tables.progress.c
    for row in session.execute(select(c.indicator, c.content).where(c.release == number)):
        yield {"type": "progress", "indicator": row.indicator, "summary": json.loads(row.content)}
