"""Writes: publication. A release adds figures and plan rows, ends others, and keeps every indicator's progress.

Everything happens in one transaction of `Store.write()`: rows first, then the summaries that pages read, then the
release itself with the hash of its canonical form (`indicators.canonical_release`), then the audit entry.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from indicators import audit, canonical, queries, results, returns, tables
from indicators.accounts import Role, acting
from indicators.assembly import PlanRow, build_plan
from indicators.canonical_release import lines, text_of
from indicators.consistency import contradiction
from indicators.disclosure import is_protected
from indicators.drafts import FigureDraft, differs
from indicators.lifecycle import ReturnState
from indicators.periods import Quarter
from indicators.plan import Plan
from indicators.progress import progress
from indicators.rules import RuleRefused
from indicators.store import kind_of

FIRST_FIGURES = 2
_KEY = ("indicator", "entity", "period", "dimension", "category", "step")


def load_plan(session: Session, rows: Iterable[PlanRow], *, kind: str, who: str, now: datetime, note: str) -> bool:
    """Publish `rows` as release 1 of an empty store, which is of `kind` from then on.

    An unchanged pack is a no-op (False). Raises RuleRefused where the store is of the other kind or the plan differs.
    """
    listed = sorted(rows)
    plan = build_plan(listed)
    have = kind_of(session)
    if have is not None:
        _check_same(session, listed, have=have, kind=kind)
        return False
    acting(session, who, Role.PLANNER, Role.ADMINISTRATOR)
    session.execute(insert(tables.store).values(id=1, kind=kind, salt=secrets.token_hex(32), created_at=now))
    session.execute(insert(tables.entities), [{"code": entity.code} for entity in plan.entities])
    session.execute(insert(tables.indicators), [{"code": indicator.code} for indicator in plan.indicators()])
    session.execute(
        insert(tables.plan_rows),
        [{"kind": r.kind, "key": r.key, "content": r.content, "from_release": 1} for r in listed],
    )
    today = now.astimezone(plan.zone).date()
    _close(session, plan, number=1, reference=closed_quarter(plan, today), changed=(), who=who, now=now, note=note)
    return True


def publish(
    session: Session,
    *,
    who: str,
    now: datetime,
    note: str,
    reference: Quarter | None = None,
    announced: date | None = None,
) -> results.Release:
    """Publish every approved return as the next release and return it.

    `reference` is the quarter at whose end every state is computed; without it, the last one whose reporting window has
    closed. Raises RuleRefused where nothing waits, or the reference quarter goes backwards or has not ended.
    """
    acting(session, who, Role.PLANNER)
    published = queries.releases(session)
    if not published:
        raise RuleRefused("no_plan")
    number = published[-1].number + 1
    plan = queries.plan_at(session, number - 1)
    today = now.astimezone(plan.zone).date()
    quarter = _reference(plan, published[-1], asked=reference, today=today)
    waiting = session.execute(
        select(tables.returns).where(tables.returns.c.state == ReturnState.APPROVED).order_by(tables.returns.c.id)
    ).all()
    if not waiting:
        raise RuleRefused("nothing_to_publish")
    changed: set[str] = set()
    for row in waiting:
        changed |= _publish_return(session, row, plan, number=number, earlier=published, who=who, now=now)
        _check_consistency(session, row)
    return _close(
        session, plan, number=number, reference=quarter, changed=changed, who=who, now=now, note=note,
        announced=announced,
    )  # fmt: skip


def closed_quarter(plan: Plan, day: date) -> Quarter:
    """The last quarter of the term whose reporting window has closed by `day`; the one before the first if none has."""
    quarter = min(Quarter.of(day), plan.last_quarter)
    while plan.due(quarter) > day and quarter >= plan.first_quarter:
        quarter += -1
    return max(quarter, plan.first_quarter + -1)


def _check_same(session: Session, rows: list[PlanRow], *, have: str, kind: str) -> None:
    if have != kind:
        raise RuleRefused("other_kind", kind=have)
    stored = set(queries.plan_rows(session, queries.releases(session)[-1].number))
    different = sorted(stored ^ set(rows))
    if different:
        sample = ", ".join(sorted({f"{row.kind} {row.key}" for row in different})[:3])
        raise RuleRefused("plan_differs", count=len(different), sample=sample)


def _reference(plan: Plan, last: results.Release, *, asked: Quarter | None, today: date) -> Quarter:
    quarter = asked or max(last.reference, closed_quarter(plan, today))
    if quarter < last.reference:
        raise RuleRefused("backwards", quarter=quarter, number=last.number, last=last.reference)
    if quarter.end >= today:
        raise RuleRefused("not_ended", quarter=quarter)
    return quarter


def _publish_return(
    session: Session,
    row: Row[Any],
    plan: Plan,
    *,
    number: int,
    earlier: tuple[results.Release, ...],
    who: str,
    now: datetime,
) -> set[str]:
    """Bring the figures of one approved return into force, ending those that they replace; which indicators changed."""
    c = tables.figures.c
    changed: set[str] = set()
    for figure in session.execute(select(tables.figures).where(c.return_id == row.id).order_by(c.id)).all():
        before = _in_force(session, figure)
        if before is not None and not differs(queries.exact_figure(before), queries.exact_figure(figure)):
            continue
        if before is not None:
            if not figure.change:
                raise RuleRefused("change_without_reason", number=row.id, indicator=figure.indicator)
            session.execute(update(tables.figures).where(c.id == before.id).values(until_release=number))
        session.execute(
            update(tables.figures)
            .where(c.id == figure.id)
            .values(from_release=number, **_published(figure, plan, earlier, is_new=before is None))
        )
        changed.add(figure.indicator)
    _supersede(session, row, number, who=who, now=now)
    return changed


def _check_consistency(session: Session, row: Row[Any]) -> None:
    """Two returns may each agree with what was published and not with each other."""
    of: dict[str, list[FigureDraft]] = defaultdict(list)
    for standing in queries.figures_in_force(session, entity=row.entity, job=row.job):
        of[standing.figure.indicator].append(standing.figure)
    for indicator, figures in sorted(of.items()):
        wrong = contradiction(figures)
        if wrong is not None:
            raise RuleRefused("contradiction", indicator=indicator, quarter=wrong.quarter, number=row.id)


def _in_force(session: Session, figure: Row[Any]) -> Row[Any] | None:
    c = tables.figures.c
    same_key = [c[name] == getattr(figure, name) for name in _KEY]
    query = select(tables.figures).where(*same_key, c.from_release.is_not(None), c.until_release.is_(None))
    return session.execute(query).one_or_none()


def _published(
    figure: Row[Any], plan: Plan, earlier: tuple[results.Release, ...], *, is_new: bool
) -> dict[str, object]:
    """What everybody sees of `figure`: its published amounts, and whether an earlier release had to do without it."""
    indicator = plan.indicator(figure.indicator)
    protected = indicator is not None and is_protected(indicator, figure.dimension)
    names = ("value", "so_far", "numerator", "denominator")
    quarter = Quarter.parse(figure.period)
    late = is_new and any(r.number >= FIRST_FIGURES and r.reference >= quarter for r in earlier)
    return {
        "protected": int(protected),
        "late": int(late),
        **{f"published_{name}": None if protected else getattr(figure, name) for name in names},
    }


def _supersede(session: Session, row: Row[Any], number: int, *, who: str, now: datetime) -> None:
    """The return is published; the one of its key that was until now is superseded."""
    c = tables.returns.c
    same_key = (c.job == row.job, c.entity == row.entity, c.quarter == row.quarter)
    published = select(tables.returns).where(*same_key, c.state == ReturnState.PUBLISHED)
    for replaced in session.execute(published).all():
        returns.pass_on(session, replaced, ReturnState.SUPERSEDED, who=who, now=now)
    returns.pass_on(session, row, ReturnState.PUBLISHED, who=who, now=now, published_in=number)


def _close(
    session: Session,
    plan: Plan,
    *,
    number: int,
    reference: Quarter,
    changed: Iterable[str],
    who: str,
    now: datetime,
    note: str,
    announced: date | None = None,
) -> results.Release:
    """Rebuild the series of `changed`, keep every indicator's progress, and write the release and its audit entry."""
    today = now.astimezone(plan.zone).date()
    for code in sorted(changed):
        _rebuild(session, code, number)
    _judge(session, plan, number=number, reference=reference, as_of=today)
    previous = session.execute(select(tables.releases.c.hash).where(tables.releases.c.number == number - 1)).scalar()
    values: dict[str, Any] = {
        "number": number,
        "published_at": now,
        "published_on": today,
        "published_by": who,
        "reference": str(reference),
        "announced": announced,
        "note": note,
        "previous_hash": previous or audit.GENESIS,
        "audit_head": audit.head(session),
    }
    digest = canonical.sha256(text_of(lines(session, values)))
    session.execute(insert(tables.releases).values(**values, hash=digest))
    audit.record(session, at=now, actor=who, action="release.published", subject=str(number), hash=digest, note=note)
    return queries.releases(session)[-1]


def _rebuild(session: Session, code: str, number: int) -> None:
    c = tables.series.c
    session.execute(
        update(tables.series).where(c.indicator == code, c.until_release.is_(None)).values(until_release=number)
    )
    content = canonical.dumps(series_of(session, code, number))
    session.execute(insert(tables.series).values(indicator=code, content=content, from_release=number))


def series_of(session: Session, code: str, number: int) -> queries.Series:
    """The series of an indicator in release `number`, made from its figures."""
    figures = queries.figures_at(session, number, tables.figures.c.indicator == code)
    return queries.Series(figures, queries.revisions_at(session, code, number))


def _judge(session: Session, plan: Plan, *, number: int, reference: Quarter, as_of: date) -> None:
    for indicator in plan.indicators():
        unsplit = [f for f in queries.series(session, indicator.code, number=number).figures if not f.dimension]
        judgement = progress(
            indicator,
            plan=plan,
            observations=[figure.observation for figure in unsplit],
            reference=reference,
            as_of=as_of,
        )
        told = [figure for figure in unsplit if not figure.nothing]
        with_evidence = sum(1 for figure in told if figure.evidence)
        content = canonical.dumps(queries.Summary(judgement, len(told), with_evidence))
        session.execute(insert(tables.progress).values(release=number, indicator=indicator.code, content=content))
