"""Reads: the rows of registers that returns brought, and whether a plan that changes beside them still fits them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from indicators import queries
from indicators.assembly import PlanRow
from indicators.plan import Plan
from indicators.register_rows import known_codes, unknown_references
from indicators.rules import RuleRefused


def check_named(session: Session, plan: Plan, *, number: int) -> None:
    """Whether `plan`, that of release `number`, has everything that rows which returns brought name; what was agreed to
    meanwhile may have taken it away. Raises RuleRefused."""
    brought = queries.brought_rows(session, number)
    rows = (row for row in queries.plan_rows(session, number) if (row.kind, row.key) in brought)
    for refused in left_without(rows, plan):
        raise refused


def left_without(brought: Iterable[PlanRow], plan: Plan) -> Iterator[RuleRefused]:
    """Rows that returns brought and that name what `plan` does not have."""
    known = known_codes(plan)
    aliases = {alias for _, alias, _ in plan.aliases}
    for row in brought:
        for fault in unknown_references(row.kind, row.cells, known):
            if fault.found not in aliases:
                yield RuleRefused("still_named", kind=row.kind, key=row.key, named=fault.found)
