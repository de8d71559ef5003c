"""The canonical form of a release, `release-N.jsonl`: what it adds and ends, and where every indicator stands.

One JSON object a line, sorted by code point, the first one a header that carries the hash of the release before. Hidden
content stands in it only as a hash with the store's secret salt. Anyone can check a downloaded one: the release's hash
is the SHA-256 of the hashes of its lines (`digest`), so that a figure which the law forces out can leave its line's
hash behind as a tombstone. Releases of format 1 are older: theirs is the SHA-256 of the whole text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators import canonical, queries, tables

FORMAT = 2
HEADER_KEY = "release"
_EXACT = ("value", "so_far", "numerator", "denominator")
_HEADER = ("number", "published_at", "published_on", "reference", "announced", "note", "previous_hash", "audit_head")
# Everything that a figure's row said when it was published, hashed with the salt.
SEALED = (
    "return_id", "indicator", "entity", "period", "dimension", "category", "step", "value", "so_far", "numerator",
    "denominator", "nothing_to_report", "withdrawn", "stage", "stage_date", "act", "note", "evidence_kind",
    "evidence_reference", "evidence_date", "evidence_public", "change", "reason", "sheet", "row_number", "column_name",
    "raw",
)  # fmt: skip


def text_of(listed: Iterable[str]) -> str:
    """The file's text: every line ended."""
    return "".join(f"{line}\n" for line in listed)


def lines(session: Session, release: Mapping[str, Any]) -> tuple[str, ...]:
    """The canonical lines of `release` (its columns by name), made from the rows that it published."""
    keyed = keyed_lines(session, release)
    header = keyed.pop(HEADER_KEY)
    return (header, *sorted(keyed.values()))


def keyed_lines(session: Session, release: Mapping[str, Any]) -> dict[str, str]:
    """Every canonical line of `release` under the key by which its hash is kept; the header is `HEADER_KEY`."""
    number, form = release["number"], release["format"]
    kind = session.execute(select(tables.store.c.kind)).scalar_one()
    header: dict[str, Any] = {"type": "release", "store": kind, **{name: release[name] for name in _HEADER}}
    if form > 1:
        header["format"] = form
    salt = session.execute(select(tables.store.c.salt)).scalar_one()
    sealed = (
        *_of_table(session, tables.progress, number, "progress", "summary"),
        *_of_table(session, tables.notices, number, "notice", "notice"),
        *_marks(session, number),
    )
    keyed = {key: canonical.dumps(line) for key, line in _plan_rows(session, number)}
    keyed |= {key: canonical.dumps(line) for key, line in _figures(session, number, form, salt)}
    for key, line in sealed:
        # Only who keeps the store can make the seal: the hash of a line that the law takes out tells nothing of it.
        seal = {"seal": canonical.fingerprint([salt, number, key])} if form > 1 else {}
        keyed[key] = canonical.dumps(line | seal)
    for key, line in _tombstones(session, number, form):
        keyed[key] = canonical.dumps(line)
    return {HEADER_KEY: canonical.dumps(header), **keyed}


def stored_lines(session: Session, number: int) -> tuple[str, ...]:
    """The canonical lines of a release that is published. Raises LookupError where there is none."""
    row = session.execute(select(tables.releases).where(tables.releases.c.number == number)).one_or_none()
    if row is None:
        raise LookupError(number)
    return lines(session, dict(row._mapping))


def digest(header: str, hashes: Iterable[str]) -> str:
    """The hash of a release of format 2: SHA-256 over the header's hash and then its other lines' in order, a line
    each. `hashes` are the SHA-256 of the other lines."""
    return canonical.sha256(text_of([canonical.sha256(header), *sorted(hashes)]))


def figure_line(key: tuple[str, ...]) -> str:
    """The key of the line that publishes a figure."""
    return "|".join(("figure", *key))


def _plan_rows(session: Session, number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    c = tables.plan_rows.c
    brought = queries.brought_rows(session, number)
    for row in session.execute(select(tables.plan_rows).where(c.from_release == number, c.removed == 0)):
        line = {"type": "plan", "kind": row.kind, "key": row.key, "content": _parsed(row.content)}
        origin = brought.get((row.kind, row.key))
        yield f"plan|{row.kind}|{row.key}", line | ({"origin": origin} if origin else {})
    for row in session.execute(select(tables.plan_rows).where(c.until_release == number, c.removed == 0)):
        yield f"plan ended|{row.kind}|{row.key}", {"type": "plan ended", "kind": row.kind, "key": row.key}
    r = tables.returns.c
    changes = select(r.id, r.change, r.reason, r.canonical_hash).where(
        r.job == tables.PLAN_JOB, r.published_in == number
    )
    for row in session.execute(changes):
        line = {"type": "plan change", "change": row.change, "reason": row.reason, "plan": row.canonical_hash}
        yield f"plan change|{row.canonical_hash}", line


def _parsed(content: str) -> Any:
    """Kept JSON; what somebody broke stands as its text, so that its line is found to be another one."""
    try:
        return json.loads(content)
    except ValueError:
        return content


def _figures(session: Session, number: int, form: int, salt: str) -> Iterator[tuple[str, dict[str, Any]]]:
    c = tables.figures.c
    joined = select(tables.figures, *queries.ORIGIN).join(tables.returns, tables.returns.c.id == c.return_id)
    for row in session.execute(joined.where(c.from_release == number, c.erased == 0)):
        yield figure_line(queries.figure_key(row)), _figure(row, salt, form)
    for row in session.execute(joined.where(c.until_release == number)):
        key = queries.figure_key(row)
        yield "|".join(("figure ended", *key)), {"type": "figure ended", "key": key}


def _figure(row: Any, salt: str, form: int) -> dict[str, Any]:
    line = {"type": "figure", "figure": queries.figure_of(row), "withdrawn": bool(row.withdrawn)}
    if form > 1:
        return line | {"sealed": canonical.fingerprint([salt, {name: getattr(row, name) for name in SEALED}])}
    return line | {
        "exact": canonical.fingerprint([salt, *(getattr(row, name) for name in _EXACT)]),
        "evidence": canonical.fingerprint([salt, row.evidence_reference]),
        "raw": canonical.fingerprint([salt, row.raw]),
    }


def _of_table(session: Session, table: Any, number: int, kind: str, field: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """A line for each row of `progress` or `notices`, whose content goes under `field`."""
    c = table.c
    for row in session.execute(select(c.indicator, c.content).where(c.release == number)):
        line = {"type": kind, "indicator": row.indicator, field: _parsed(row.content)}
        yield f"{kind}|{row.indicator}", line


def _marks(session: Session, number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    m, f = tables.marks.c, tables.figures.c
    query = (
        select(m.mark, m.document_hash, f.evidence_reference, *(f[name] for name in tables.FIGURE_KEY))
        .join(tables.figures, f.id == m.figure_id)
        .where(m.from_release == number, f.erased == 0)
    )
    for row in session.execute(query):
        key = queries.figure_key(row)
        line: dict[str, Any] = {"type": "mark", "figure": key, "mark": row.mark}
        if row.mark == "document":
            line["document"] = row.document_hash
        if row.mark == "public":
            line["reference"] = row.evidence_reference
        yield "|".join(("mark", *key, row.mark, row.document_hash)), line


def _tombstones(session: Session, number: int, form: int) -> Iterator[tuple[str, dict[str, Any]]]:
    e, t, kept = tables.erased_lines.c, tables.tombstones.c, tables.release_lines.c
    query = (
        select(e.key, kept.hash, t.ground, t.erased_on)
        .join(tables.tombstones, t.id == e.tombstone)
        .outerjoin(tables.release_lines, (kept.release == e.release) & (kept.key == e.key))
        .where(e.release == number)
    )
    for row in session.execute(query):
        line = {"type": "tombstone", "key": row.key, "ground": row.ground, "date": row.erased_on}
        # Lines of format 1 have no seal: from the hash of a sum its amount could be tried out.
        yield row.key, line | ({"line": row.hash} if form > 1 else {})
