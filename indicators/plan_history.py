"""Reads: what each release changed in the plan. As published: what a change shows stays as it is for ever.

`plan_changes` reads the rows; what is told of them is pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from indicators import tables
from indicators.assembly import PlanRow, step_of, target_of, term_of
from indicators.plan import Step, Target
from indicators.results import PlanChanged, PromiseChanged, RowsChanged, TermChanged

# The kinds of row that say what is promised by when.
DATED = ("terms", "targets", "steps")


@dataclass(frozen=True, slots=True)
class Versioned:
    """A version of a plan row, in force over `[since, until)`; `removed` ends a row without another in its place."""

    row: PlanRow
    since: int
    until: int | None
    removed: bool
    return_id: int | None

    def holds(self, number: int) -> bool:
        """Whether the plan of release `number` has it."""
        return not self.removed and self.since <= number and (self.until is None or self.until > number)


def plan_changes(session: Session, number: int, *, indicator: str | None = None) -> tuple[PlanChanged, ...]:
    """The changes of the plan that releases up to `number` published, newest first; of `indicator`, where one is
    named, those that moved the term or a row of its own, without the other rows."""
    r, p, n = tables.returns.c, tables.plan_rows.c, tables.releases.c
    query = (
        select(r.id, r.published_in, r.change, r.reason, n.published_on)
        .join(tables.releases, n.number == r.published_in)
        .where(r.job == tables.PLAN_JOB, r.published_in <= number)
        .order_by(r.published_in.desc(), r.id.desc())
    )
    published = session.execute(query).all()
    if not published:
        return ()
    touched = or_(p.kind.in_(DATED), p.return_id.is_not(None), p.until_release.is_not(None))
    versions = [
        Versioned(
            PlanRow(row.kind, row.key, row.content), row.from_release, row.until_release, bool(row.removed),
            row.return_id,
        )
        for row in session.execute(select(tables.plan_rows).where(p.from_release <= number, touched))
    ]  # fmt: skip
    found = []
    for row in published:
        mine = [v for v in versions if v.return_id == row.id and (indicator is None or _concerns(v.row, indicator))]
        if mine:
            parts = (rows(mine, versions), terms(mine, versions), promises(mine, versions))
            found.append(PlanChanged(row.published_in, row.published_on, row.change, row.reason, *parts))
    return tuple(found)


def _concerns(row: PlanRow, indicator: str) -> bool:
    if row.kind == "indicators":
        return row.key == indicator
    return row.kind == "terms" or row.cells.get("indicator") == indicator


def rows(mine: Iterable[Versioned], versions: Sequence[Versioned]) -> tuple[RowsChanged, ...]:
    """How many rows of each kind the versions of one change added, changed and took away."""
    counted: Counter[tuple[str, str]] = Counter()
    for version in mine:
        before = any(_same(version, v) and v.holds(version.since - 1) for v in versions)
        counted[version.row.kind, "removed" if version.removed else "changed" if before else "added"] += 1
    kinds = sorted({kind for kind, _ in counted})
    return tuple(RowsChanged(k, counted[k, "added"], counted[k, "changed"], counted[k, "removed"]) for k in kinds)


def _same(one: Versioned, other: Versioned) -> bool:
    return (one.row.kind, one.row.key) == (other.row.kind, other.row.key)


def terms(mine: Iterable[Versioned], versions: Iterable[Versioned]) -> tuple[TermChanged, ...]:
    """The terms of one change, each with the one of its version, else of the version before, that was in force."""
    listed = list(versions)
    found = []
    for version in (v for v in mine if v.row.kind == "terms" and not v.removed):
        after = term_of(version.row.cells)
        earlier = [term_of(v.row.cells) for v in listed if v.row.kind == "terms" and v.holds(version.since - 1)]
        usable = [term for term in earlier if term.version <= after.version]
        found.append(TermChanged(max(usable, key=lambda term: term.version, default=None), after))
    return tuple(sorted(found, key=lambda one: one.after.version))


def promises(mine: Iterable[Versioned], versions: Iterable[Versioned]) -> tuple[PromiseChanged, ...]:
    """The targets and steps of one change, by indicator and version of the term."""
    listed = list(versions)
    touched: dict[tuple[str, str, int], list[Versioned]] = {}
    for version in (v for v in mine if v.row.kind in ("targets", "steps") and not v.removed):
        said = _promise(version.row)
        touched.setdefault((version.row.kind, said.indicator, said.version), []).append(version)
    return tuple(_promised(found, listed) for _, found in sorted(touched.items()))


def _promised(mine: Sequence[Versioned], versions: Iterable[Versioned]) -> PromiseChanged:
    """Targets are told whole, as the version now has them; steps one by one, for each stands by itself."""
    one = _promise(mine[0].row)
    of = [
        (version, said)
        for version in versions
        if version.row.kind == mine[0].row.kind
        for said in [_promise(version.row)]
        if said.indicator == one.indicator
    ]
    number = mine[0].since
    earlier = [said for version, said in of if version.holds(number - 1) and said.version <= one.version]
    if isinstance(one, Step):
        after: list[Target | Step] = [_promise(version.row) for version in mine]
        codes = {said.code for said in after if isinstance(said, Step)}
        newest = {s.code: s for s in sorted(earlier, key=lambda s: s.version) if isinstance(s, Step)}
        before: list[Target | Step] = [step for code, step in newest.items() if code in codes]
    else:
        after = [said for version, said in of if version.holds(number) and said.version == one.version]
        latest = max((said.version for said in earlier), default=0)
        before = [said for said in earlier if said.version == latest]
    return PromiseChanged(one.indicator, one.version, _in_time(before), _in_time(after))


def _promise(row: PlanRow) -> Target | Step:
    return step_of(row.cells) if row.kind == "steps" else target_of(row.cells)


def _in_time(promised: Iterable[Target | Step]) -> tuple[Target | Step, ...]:
    return tuple(sorted(promised, key=lambda one: (due_of(one), one.code if isinstance(one, Step) else "")))


def due_of(promised: Target | Step) -> date:
    """When a target or a step is due."""
    return promised.due if isinstance(promised, Step) else promised.date
