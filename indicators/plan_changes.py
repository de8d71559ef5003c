"""Writes: a plan loaded again. It is compared with the plan in force and what differs is staged as a plan change: a
return of the job `plan`, with class and reason, that takes the same four eyes as figures and comes with a release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from indicators import arrivals, canonical, queries, releases
from indicators.accounts import acting
from indicators.assembly import PlanRow, build_plan
from indicators.brought import left_without
from indicators.notices import CORRECTION
from indicators.policy import Act
from indicators.returns import Receipt
from indicators.rules import RuleRefused
from indicators.store import kind_of

# Kinds of row that are named by a code which, once released, never changes: an alias leads from it to another.
CODED = ("guidelines", "objectives", "actions", "indicators", "entities")
# What was promised stays visible as it was promised: an extension adds a version with its legal ground.
PROMISED = ("terms", "targets", "steps")


@dataclass(frozen=True, slots=True)
class PlanChange:
    """How a plan differs from the one in force: rows that are new, rows whose cells changed (as they are to be), rows
    that are gone (as they were)."""

    added: tuple[PlanRow, ...]
    changed: tuple[PlanRow, ...]
    removed: tuple[PlanRow, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    @property
    def sample(self) -> str:
        """A few of the rows that differ, by name."""
        return ", ".join(f"{row.kind} {row.key}" for row in sorted((*self.added, *self.changed, *self.removed))[:3])


def compare(before: Iterable[PlanRow], after: Iterable[PlanRow]) -> PlanChange:
    """The difference between two plans, row by row."""
    old = {(row.kind, row.key): row for row in before}
    new = {(row.kind, row.key): row for row in after}
    return PlanChange(
        added=tuple(sorted(row for key, row in new.items() if key not in old)),
        changed=tuple(sorted(row for key, row in new.items() if key in old and row.content != old[key].content)),
        removed=tuple(sorted(row for key, row in old.items() if key not in new)),
    )


def with_brought(rows: Iterable[PlanRow], brought: Iterable[PlanRow]) -> list[PlanRow]:
    """The plan that a pack's `rows` make where returns have brought rows of registers: those stay as they are, whether
    the pack has no such row or an earlier one."""
    stay = {(row.kind, row.key): row for row in brought}
    return sorted([*(row for row in rows if (row.kind, row.key) not in stay), *stay.values()])


def load(
    session: Session,
    rows: Iterable[PlanRow],
    *,
    kind: str,
    who: str,
    now: datetime,
    note: str,
    change: str = "",
    reason: str = "",
) -> Receipt | bool:
    """Publish `rows` as release 1 of an empty store (True), or stage them as a plan change and give its receipt; the
    plan in force loaded again changes nothing (False).

    Rows of registers that a return brought are that return's affair: a pack that does not have them, or has what they
    were before, changes nothing of them. Raises RuleRefused: the store is of the other kind, class or reason is
    missing, a released code, a promise or what such a row names would vanish.
    """
    listed = sorted(rows)
    have = kind_of(session)
    if have is None:
        releases.load_plan(session, listed, kind=kind, who=who, now=now, note=note)
        return True
    if have != kind:
        raise RuleRefused("other_kind", kind=have)
    acting(session, who, Act.LOAD_PLAN)
    number = queries.releases(session)[-1].number
    current = queries.plan_rows(session, number)
    brought = queries.brought_rows(session, number)
    kept = [row for row in current if (row.kind, row.key) in brought]
    listed = with_brought(listed, kept)
    difference = compare(current, listed)
    if not difference:
        return False
    acting(session, who, Act.CHANGE_PLAN)
    if not (change and reason.strip()):
        count = len(difference.added) + len(difference.changed) + len(difference.removed)
        raise RuleRefused("plan_change_without_reason", count=count, sample=difference.sample)
    for refused in _refusals(difference, listed, change):
        raise refused
    for refused in left_without(kept, build_plan(listed)):
        raise refused
    content = "".join(f"{canonical.dumps(row)}\n" for row in listed).encode()
    return arrivals.stage_plan_change(
        session, list(_pending(difference)), content=content, change=change, reason=reason, who=who, now=now
    )


def _refusals(difference: PlanChange, rows: list[PlanRow], change: str) -> Iterator[RuleRefused]:
    aliased = {row.cells.get("alias") for row in rows if row.kind == "aliases"}
    for row in difference.removed:
        if row.kind in CODED and row.key not in aliased:
            yield RuleRefused("code_gone", kind=row.kind, key=row.key)
        if row.kind in PROMISED and row.cells.get("indicator") not in aliased:
            yield RuleRefused("promise_gone", kind=row.kind, key=row.key)
    for row in difference.changed:
        if row.kind in PROMISED and change != CORRECTION:
            yield RuleRefused("promise_changed", kind=row.kind, key=row.key)


def _pending(difference: PlanChange) -> Iterator[dict[str, object]]:
    for row in (*difference.added, *difference.changed):
        yield {"kind": row.kind, "key": row.key, "content": row.content, "removed": 0}
    for row in difference.removed:
        yield {"kind": row.kind, "key": row.key, "content": row.content, "removed": 1}
