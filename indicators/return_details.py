"""Reads: what there is to know of a return before somebody agrees with it: its history with every remark, what it says
against what is in force, and which return took its place. Exact values, for planners and stewards; never for pages.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from indicators import queries, results, returns, tables, warned
from indicators.drafts import FigureDraft, Warned, differs
from indicators.entering import FIRST_FIGURES
from indicators.lifecycle import OPEN, UNREAD, ReturnState
from indicators.returns import REPLACED, ReturnLine
from indicators.rules import RuleRefused

_ACTION = "return."


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a return's life, as the record has it; `note` is the remark that was made with it, or empty, and
    `confirmed` how many warnings were confirmed with it."""

    state: ReturnState
    at: datetime
    who: str
    note: str
    confirmed: int = 0


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure of a return beside the version that it meets; `before` is None where it is new.

    `changed` where it says anything else than before, `late` where an earlier release had to do without it, `erased`
    where the law forced out what it said. What the cells held is left out: reading it stands in the record.
    """

    before: FigureDraft | None
    after: FigureDraft
    changed: bool
    late: bool
    erased: bool


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell of a plan row, before and after; empty where the row is new or goes."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of the plan or of a register: `how` is added, changed, removed or same, `cells` are those that differ."""

    kind: str
    key: str
    how: str
    cells: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True)
class ReturnDetails:
    """Everything about a return. `replaced_by` is the later load that took its place before it was published;
    `problems` counts what a refused file was refused for, by code; `warnings` are what its approver has to confirm;
    `change` and `reason` are of its `rows`: those of a plan change, which has no figures, or of registers."""

    line: ReturnLine
    replaced_by: int | None
    received_on: date
    job_version: str
    parser_version: str
    file_hash: str
    canonical_hash: str
    change: str
    reason: str
    problems: tuple[tuple[str, int], ...]
    history: tuple[Step, ...]
    figures: tuple[FigureChange, ...]
    rows: tuple[RowChange, ...]
    file_kept: bool = True
    warnings: tuple[Warned, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """What a planner said of a return as it was given back."""

    return_id: int
    at: datetime
    who: str
    note: str


def listing(
    session: Session, *, state: ReturnState | None = None, entity: str | None = None, only_open: bool = False
) -> tuple[ReturnLine, ...]:
    """The returns in `state`, of `entity`, that are open; oldest first. Raises RuleRefused for an unknown entity."""
    if entity is not None and not queries.known_entity(session, entity):
        raise RuleRefused("unknown_entity", entity=entity)
    return tuple(
        line
        for line in returns.listing(session, state)
        if entity in (None, line.entity) and (line.state in OPEN or not only_open)
    )


def job_of(session: Session, return_id: int) -> str:
    """The job of a return. Raises RuleRefused where there is none."""
    return str(returns.row_of(session, return_id).job)


def loader_of(session: Session, return_id: int) -> str:
    """Who loaded a return. Raises RuleRefused where there is none."""
    return str(returns.row_of(session, return_id).loaded_by)


def details(session: Session, return_id: int) -> ReturnDetails:
    """Everything about a return, against what is in force or, once published, what was until then.

    Raises RuleRefused where there is none.
    """
    row = returns.row_of(session, return_id)
    published = queries.releases(session)
    met = row.published_in - 1 if row.published_in else published[-1].number
    return ReturnDetails(
        line=next(line for line in returns.listing(session) if line.return_id == return_id),
        replaced_by=later.id if (later := _replacing(session, row)) else None,
        received_on=row.received_on,
        job_version=row.job_version,
        parser_version=row.parser_version,
        file_hash=row.file_hash,
        canonical_hash=row.canonical_hash or "",
        change=row.change,
        reason=row.reason,
        problems=problems_of(row.problems),
        history=history(session, return_id),
        figures=tuple(_figures(session, row, published, met=met)),
        rows=tuple(_rows(session, row, met=met)),
        file_kept=bool(row.file_kept),
        warnings=warned.read(row.warnings),
    )


def problems_of(counted: str) -> tuple[tuple[str, int], ...]:
    """The kinds of problem of a refused file with how often each was found, by code, from `returns.problems`."""
    return tuple(sorted(json.loads(counted).items())) if counted else ()


def history(session: Session, return_id: int) -> tuple[Step, ...]:
    """Every step of a return, in order."""
    c = tables.audit.c
    query = select(tables.audit).where(c.subject == str(return_id), c.action.startswith(_ACTION)).order_by(c.seq)
    return tuple(
        Step(
            state=ReturnState(entry.action.removeprefix(_ACTION)),
            at=entry.at,
            who=entry.actor,
            note=said.get("note", ""),
            confirmed=said.get("confirmed", 0),
        )
        for entry in session.execute(query)
        for said in [json.loads(entry.detail)]
    )


def remark_before(session: Session, return_id: int) -> Remark | None:
    """The remark that a return answers: its own where it was given back, or that of the one whose place it took."""
    row = returns.row_of(session, return_id)
    if row.state == ReturnState.RETURNED:
        return _remark(session, return_id)
    earlier = [other for other in _same_key(session, row) if other.id < return_id]
    if not earlier or not _was_replaced(session, earlier[-1]):
        return None
    return _remark(session, earlier[-1].id)


def explained(session: Session, refused: RuleRefused) -> RuleRefused:
    """The refusal itself or, where a later load took the place of the return that it is about, one that names it."""
    number = refused.facts.get("number")
    if refused.code != "wrong_state" or not isinstance(number, int):
        return refused
    row = returns.row_of(session, number)
    by = _replacing(session, row)
    if by is None:
        return refused
    return RuleRefused("replaced_return", number=number, by=by.id, who=by.loaded_by, at=by.received_at)


def _replacing(session: Session, row: Row[Any]) -> Row[Any] | None:
    """The return that took the place of one as it was loaded."""
    if not _was_replaced(session, row):
        return None
    return next((other for other in _same_key(session, row) if other.id > row.id), None)


def _same_key(session: Session, row: Row[Any]) -> Sequence[Row[Any]]:
    """The returns of the same job, entity and quarter that could be read, oldest first."""
    c = tables.returns.c
    key = (c.job == row.job, c.entity.is_not_distinct_from(row.entity), c.quarter.is_not_distinct_from(row.quarter))
    return session.execute(select(tables.returns).where(*key, c.state.not_in(UNREAD)).order_by(c.id)).all()


def _was_replaced(session: Session, row: Row[Any]) -> bool:
    return row.state == ReturnState.WITHDRAWN and history(session, row.id)[-1].note == REPLACED


def _remark(session: Session, return_id: int) -> Remark | None:
    """The last remark on a return, where it was given back and not handed in again."""
    steps = [step for step in history(session, return_id) if step.state is not ReturnState.WITHDRAWN]
    last = steps[-1]
    return Remark(return_id, last.at, last.who, last.note) if last.state is ReturnState.RETURNED else None


def _figures(
    session: Session, row: Row[Any], published: tuple[results.Release, ...], *, met: int
) -> Iterator[FigureChange]:
    f = tables.figures.c
    kept = select(tables.figures).where(f.entity == row.entity, queries.valid(tables.figures, met), f.erased == 0)
    before = {queries.figure_key(known): queries.exact_figure(known) for known in session.execute(kept)}
    for figure in session.execute(select(tables.figures).where(f.return_id == row.id).order_by(f.id)):
        old = before.get(queries.figure_key(figure))
        new = replace(queries.exact_figure(figure), raw=())
        yield FigureChange(
            before=replace(old, raw=()) if old else None,
            after=new,
            changed=old is None or differs(old, new),
            late=bool(figure.late) or (old is None and _missed(new, published, met=met)),
            erased=bool(figure.erased),
        )


def _missed(figure: FigureDraft, published: tuple[results.Release, ...], *, met: int) -> bool:
    """Whether a release up to `met` had to do without a figure, as `indicators.entering` will say of it."""
    return any(FIRST_FIGURES <= r.number <= met and r.reference >= figure.quarter for r in published)


def _rows(session: Session, row: Row[Any], *, met: int) -> Iterator[RowChange]:
    known = {(old.kind, old.key): old.cells for old in queries.plan_rows(session, met)}
    c = tables.plan_rows.c
    pending = select(tables.plan_rows).where(c.return_id == row.id).order_by(c.removed, c.kind, c.key)
    for new in session.execute(pending):
        before = known.get((new.kind, new.key), {})
        after = {} if new.removed else json.loads(new.content)
        how = "removed" if new.removed else "added" if not before else "changed" if before != after else "same"
        cells = (CellChange(name, before.get(name, ""), after.get(name, "")) for name in {**before, **after})
        yield RowChange(new.kind, new.key, how, tuple(cell for cell in cells if cell.before != cell.after))
