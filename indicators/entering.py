"""Writes: how what was approved comes into force in a release: figures, changes of the plan, marks of evidence.

Called by `indicators.releases` alone, inside its transaction. Rows that are replaced end with the release.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from indicators import queries, results, returns, seals, tables
from indicators.consistency import contradiction
from indicators.disclosure import is_protected
from indicators.drafts import FigureDraft, differs
from indicators.lifecycle import ReturnState
from indicators.periods import Quarter
from indicators.plan import Plan
from indicators.rules import RuleRefused

FIRST_FIGURES = 2


@dataclass(frozen=True, slots=True)
class Entered:
    """A figure that came into force: its row, and that of the version it replaced, if any."""

    row: Row[Any]
    before: Row[Any] | None


def figures_of(
    session: Session, row: Row[Any], plan: Plan, *, number: int, earlier: Sequence[results.Release]
) -> list[Entered]:
    """Bring the figures of one approved return into force, ending those that they replace.

    One that the law forced out while it waited says nothing and stays behind; the rest was agreed to and is published.
    Raises RuleRefused where one changes a published figure without saying why, or contradicts one in force.
    """
    c = tables.figures.c
    entered = []
    check_unaltered(session, row)
    said = select(tables.figures).where(c.return_id == row.id, c.erased == 0)
    for figure in session.execute(said.order_by(c.id)).all():
        if plan.indicator(figure.indicator) is None:
            raise RuleRefused("indicator_gone", number=row.id, indicator=figure.indicator)
        before = _in_force(session, figure)
        if before is not None and before.erased:
            session.execute(update(tables.figures).where(c.id == before.id).values(until_release=number))
            before = None
        elif before is not None:
            if not differs(queries.exact_figure(before), queries.exact_figure(figure)):
                continue
            if not figure.change:
                raise RuleRefused("change_without_reason", number=row.id, indicator=figure.indicator)
            session.execute(update(tables.figures).where(c.id == before.id).values(until_release=number))
        session.execute(
            update(tables.figures)
            .where(c.id == figure.id)
            .values(from_release=number, **_published(figure, plan, earlier, is_new=before is None))
        )
        entered.append(Entered(figure, before))
    _check_consistency(session, row)
    return entered


def registers_of(session: Session, row: Row[Any], *, number: int) -> bool:
    """Bring the rows of registers of one approved return into force, ending those that they replace; whether there was
    any that says something new. A row in force that the return leaves out stays.

    Raises RuleRefused where one changes a published row without saying why, or another return of the same release
    changes it too.
    """
    c = tables.plan_rows.c
    entered = False
    for pending in session.execute(select(tables.plan_rows).where(c.return_id == row.id).order_by(c.id)).all():
        same = select(tables.plan_rows).where(c.kind == pending.kind, c.key == pending.key)
        before = session.execute(same.where(queries.in_force(tables.plan_rows))).one_or_none()
        if before is not None:
            if not before.removed and before.content == pending.content:
                continue
            facts = {"number": row.id, "kind": pending.kind, "key": pending.key}
            if before.from_release == number:
                raise RuleRefused("register_twice", **facts)
            if not before.removed and not row.change:
                raise RuleRefused("register_without_reason", **facts)
            session.execute(update(tables.plan_rows).where(c.id == before.id).values(until_release=number))
        session.execute(update(tables.plan_rows).where(c.id == pending.id).values(from_release=number))
        entered = True
    return entered


def plan_change(session: Session, row: Row[Any], *, number: int) -> None:
    """Bring the plan rows of an approved plan change into force, with the codes that are new.

    Raises RuleRefused where a return brought one of them since the change was staged: it would be undone unseen.
    """
    c = tables.plan_rows.c
    check_unaltered(session, row)
    brought = queries.brought_rows(session, number - 1)
    for pending in session.execute(select(tables.plan_rows).where(c.return_id == row.id)).all():
        if (pending.kind, pending.key) in brought:
            raise RuleRefused("plan_row_brought", number=row.id, kind=pending.kind, key=pending.key)
        session.execute(
            update(tables.plan_rows)
            .where(c.kind == pending.kind, c.key == pending.key, queries.in_force(tables.plan_rows))
            .values(until_release=number)
        )
        session.execute(update(tables.plan_rows).where(c.id == pending.id).values(from_release=number))
    plan = queries.plan_at(session, number)
    for table, codes in (
        (tables.entities, [entity.code for entity in plan.entities]),
        (tables.indicators, [indicator.code for indicator in plan.indicators()]),
    ):
        known = set(session.execute(select(table.c.code)).scalars())
        new = [{"code": code} for code in codes if code not in known]
        if new:
            session.execute(insert(table), new)


def marks(session: Session, *, number: int) -> set[str]:
    """Publish the marks of evidence of figures in force; which indicators they touch.

    A mark of a figure that was replaced before it could be published says nothing any more and stays pending.
    """
    m, f = tables.marks.c, tables.figures.c
    waiting = session.execute(
        select(m.id, f.indicator)
        .join(tables.figures, f.id == m.figure_id)
        .where(m.from_release.is_(None), queries.in_force(tables.figures), f.erased == 0)
    ).all()
    for mark in waiting:
        session.execute(update(tables.marks).where(m.id == mark.id).values(from_release=number))
    return {mark.indicator for mark in waiting}


def check_unaltered(session: Session, row: Row[Any]) -> None:
    """Whether the rows of a return are those that were staged and agreed to, but for what the law has forced out since.
    Raises RuleRefused."""
    if seals.is_altered(session, row, seals.erasures(session)):
        raise RuleRefused("return_altered", number=row.id)


def publish_return(session: Session, row: Row[Any], *, number: int, who: str, now: datetime) -> None:
    """The return is published; the one of its key that was until now is superseded, or withdrawn where the new one
    takes back everything it said."""
    c = tables.returns.c
    same_key = (c.job == row.job, *(c[n] == getattr(row, n) for n in ("entity", "quarter")))
    if row.job == tables.PLAN_JOB:
        same_key = (c.job == row.job,)
    withdrawn = set(
        session.execute(select(tables.figures.c.withdrawn).where(tables.figures.c.return_id == row.id)).scalars()
    )
    p = tables.plan_rows.c
    brings_rows = session.execute(select(p.id).where(p.return_id == row.id).limit(1)).first() is not None
    after = ReturnState.WITHDRAWN if withdrawn == {1} and not brings_rows else ReturnState.SUPERSEDED
    for replaced in session.execute(select(tables.returns).where(*same_key, c.state == ReturnState.PUBLISHED)).all():
        returns.pass_on(session, replaced, after, who=who, now=now)
    returns.pass_on(
        session, row, ReturnState.PUBLISHED, who=who, now=now, values={"published_in": number}, release=number
    )


def _check_consistency(session: Session, row: Row[Any]) -> None:
    """Two returns may each agree with what was published and not with each other."""
    of: dict[str, list[FigureDraft]] = defaultdict(list)
    c = tables.figures.c
    touched = session.execute(select(c.indicator).where(c.return_id == row.id).distinct()).scalars().all()
    for standing in queries.figures_in_force(session, entity=row.entity, indicators=touched):
        of[standing.figure.indicator].append(standing.figure)
    for indicator, figures in sorted(of.items()):
        wrong = contradiction(figures)
        if wrong is not None:
            raise RuleRefused("contradiction", indicator=indicator, quarter=wrong.quarter, number=row.id)


def _in_force(session: Session, figure: Row[Any]) -> Row[Any] | None:
    c = tables.figures.c
    same_key = [c[name] == getattr(figure, name) for name in tables.FIGURE_KEY]
    query = select(tables.figures).where(*same_key, queries.in_force(tables.figures))
    return session.execute(query).one_or_none()


def _published(figure: Row[Any], plan: Plan, earlier: Sequence[results.Release], *, is_new: bool) -> dict[str, object]:
    """What everybody sees of `figure`: its published amounts, and whether an earlier release had to do without it."""
    indicator = plan.indicator(figure.indicator)
    protected = indicator is None or is_protected(indicator, figure.dimension)
    names = ("value", "so_far", "numerator", "denominator")
    quarter = Quarter.parse(figure.period)
    late = is_new and any(r.number >= FIRST_FIGURES and r.reference >= quarter for r in earlier)
    return {
        "protected": int(protected),
        "late": int(late),
        **{f"published_{name}": None if protected else getattr(figure, name) for name in names},
    }
