"""Writes: publication. A release adds figures and plan rows, ends others, and keeps every indicator's progress.

Everything happens in one transaction of `Store.write()`, so that everyone sees it at the same moment: rows first
(`indicators.entering`), then the summaries that pages read, then the release itself with the hash of its canonical form
(`indicators.canonical_release`), then the audit entry.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from indicators import announcements, audit, brought, canonical, entering, queries, results, summaries, tables
from indicators.accounts import acting
from indicators.assembly import PlanRow, build_plan
from indicators.canonical_release import FORMAT, HEADER_KEY, digest, keyed_lines
from indicators.disclosure import is_protected
from indicators.entering import Entered
from indicators.lifecycle import ReturnState
from indicators.notices import CORRECTION, Amount, Correction, notice
from indicators.periods import Quarter
from indicators.plan import Indicator, Plan
from indicators.policy import Act
from indicators.returns import row_of
from indicators.rules import RuleRefused

_AMOUNTS = ("value", "so_far", "numerator", "denominator")


def load_plan(session: Session, rows: Iterable[PlanRow], *, kind: str, who: str, now: datetime, note: str) -> None:
    """Publish `rows` as release 1 of an empty store, which is of `kind` from then on.

    A later plan is a plan change: `indicators.plan_changes`. Raises RuleRefused.
    """
    listed = sorted(rows)
    plan = build_plan(listed)
    acting(session, who, Act.LOAD_PLAN)
    session.execute(insert(tables.store).values(id=1, kind=kind, salt=secrets.token_hex(32), created_at=now))
    session.execute(insert(tables.entities), [{"code": entity.code} for entity in plan.entities])
    session.execute(insert(tables.indicators), [{"code": indicator.code} for indicator in plan.indicators()])
    session.execute(
        insert(tables.plan_rows),
        [{"kind": r.kind, "key": r.key, "content": r.content, "removed": 0, "from_release": 1} for r in listed],
    )
    today = now.astimezone(plan.zone).date()
    _close(session, plan, number=1, reference=closed_quarter(plan, today), entered=(), who=who, now=now, note=note)


def publish(
    session: Session,
    *,
    who: str,
    now: datetime,
    note: str,
    reference: Quarter | None = None,
    only: Collection[int] | None = None,
) -> results.Release:
    """Publish every approved return, or those of `only`, as the next release and return it.

    With them go the marks of evidence that wait. `reference` is the quarter at whose end every state is computed;
    without it, the last one whose reporting window has closed. Raises RuleRefused where nothing waits, a return of
    `only` is not approved, the announced hour is still to come, or the reference quarter goes backwards or has not
    ended.
    """
    acting(session, who, Act.PUBLISH)
    published = queries.releases(session)
    if not published:
        raise RuleRefused("no_plan")
    number = published[-1].number + 1
    planned = plan = queries.plan_at(session, number - 1)
    today = now.astimezone(plan.zone).date()
    quarter = _reference(plan, published[-1], asked=reference, today=today)
    announced = announcements.due(session, quarter, now=now, zone=plan.zone)
    if not note.strip():
        raise RuleRefused("no_note")
    waiting = _waiting(session, only)
    for of in sorted({Quarter.parse(row.quarter) for row in waiting if row.quarter} - {quarter}):
        announcements.due(session, of, now=now, zone=plan.zone)
    uncorrected = None
    for row in [row for row in waiting if row.job == tables.PLAN_JOB]:
        uncorrected = plan if row.change == CORRECTION else None
        entering.plan_change(session, row, number=number)
        entering.publish_return(session, row, number=number, who=who, now=now)
        plan = queries.plan_at(session, number)
    entered: list[Entered] = []
    for row in [row for row in waiting if row.job != tables.PLAN_JOB]:
        entered += entering.figures_of(session, row, plan, number=number, earlier=published)
        if entering.registers_of(session, row, number=number):
            plan = queries.plan_at(session, number)
        entering.publish_return(session, row, number=number, who=who, now=now)
    if plan is not planned:
        brought.check_named(session, plan, number=number)
    marked = entering.marks(session, number=number)
    if not waiting and not marked:
        raise RuleRefused("nothing_to_publish")
    return _close(
        session, plan, number=number, reference=quarter, entered=entered, marked=marked,
        uncorrected=uncorrected, who=who, now=now, note=note,
        announced=announced,
    )  # fmt: skip


def closed_quarter(plan: Plan, day: date) -> Quarter:
    """The last quarter of the term whose reporting window has closed by `day`; the one before the first if none has."""
    quarter = min(Quarter.of(day), plan.last_quarter)
    while plan.due(quarter) > day and quarter >= plan.first_quarter:
        quarter += -1
    return max(quarter, plan.first_quarter + -1)


def _reference(plan: Plan, last: results.Release, *, asked: Quarter | None, today: date) -> Quarter:
    quarter = asked or max(last.reference, closed_quarter(plan, today))
    if quarter < last.reference:
        raise RuleRefused("backwards", quarter=quarter, number=last.number, last=last.reference)
    if quarter.end >= today:
        raise RuleRefused("not_ended", quarter=quarter)
    return quarter


def _waiting(session: Session, only: Collection[int] | None) -> Sequence[Row[Any]]:
    c = tables.returns.c
    query = select(tables.returns).where(c.state == ReturnState.APPROVED).order_by(c.id)
    waiting = session.execute(query).all()
    if only is None:
        return waiting
    for number in sorted(set(only) - {row.id for row in waiting}):
        raise RuleRefused("not_approved", number=number, state=ReturnState(row_of(session, number).state))
    return [row for row in waiting if row.id in only]


def _close(
    session: Session,
    plan: Plan,
    *,
    number: int,
    reference: Quarter,
    entered: Sequence[Entered],
    who: str,
    now: datetime,
    note: str,
    marked: Collection[str] = (),
    uncorrected: Plan | None = None,
    announced: date | None = None,
) -> results.Release:
    """Rebuild the series of what changed, keep every indicator's progress and the notices that corrections call for,
    and write the release with the hashes of its lines, and its audit entry."""
    today = now.astimezone(plan.zone).date()
    for code in sorted({figure.row.indicator for figure in entered} | set(marked)):
        summaries.rebuild_series(session, code, number)
    summaries.judge(session, plan, number=number, reference=reference, as_of=today)
    _count(session, entered, number=number)
    _give_notice(
        session, plan, entered, uncorrected=uncorrected or plan, number=number, reference=reference, as_of=today
    )
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
        "format": FORMAT,
    }
    lines = keyed_lines(session, values)
    header = lines.pop(HEADER_KEY)
    hashes = {key: canonical.sha256(line) for key, line in lines.items()}
    session.execute(
        insert(tables.release_lines), [{"release": number, "key": key, "hash": h} for key, h in sorted(hashes.items())]
    )
    released = digest(header, hashes.values())
    session.execute(insert(tables.releases).values(**values, hash=released))
    audit.record(
        session,
        at=now,
        actor=who,
        action="release.published",
        subject=str(number),
        hash=released,
        note=note,
        format=FORMAT,
    )
    return queries.releases(session)[-1]


def _count(session: Session, entered: Sequence[Entered], *, number: int) -> None:
    """Keep what the release brings, for its page."""
    rows = [figure.row for figure in entered]
    known = {pair for contents in queries.contents(session).values() for pair in contents.reported}
    content = results.Contents(
        added=sum(1 for row in rows if not row.change and not row.withdrawn),
        changed=sum(1 for row in rows if row.change and not row.withdrawn),
        withdrawn=sum(1 for row in rows if row.withdrawn),
        reported=tuple(sorted({(row.entity, Quarter.parse(row.period)) for row in rows} - known)),
    )
    session.execute(insert(tables.release_contents).values(release=number, content=canonical.dumps(content)))


def _give_notice(
    session: Session,
    plan: Plan,
    entered: Sequence[Entered],
    *,
    uncorrected: Plan,
    number: int,
    reference: Quarter,
    as_of: date,
) -> None:
    """Keep a notice for every indicator whose corrections in this release are material: of its figures, or of the plan
    (`uncorrected` is the plan without them, the same one where there are none)."""
    corrected: dict[str, list[Entered]] = defaultdict(list)
    for figure in entered:
        if figure.before is not None and figure.row.change == CORRECTION:
            corrected[figure.row.indicator].append(figure)
    for indicator in plan.indicators():
        earlier = uncorrected.indicator(indicator.code)
        figures = corrected[indicator.code]
        if earlier is None or (earlier == indicator and uncorrected.terms == plan.terms and not figures):
            continue
        kept = queries.series(session, indicator.code, number=number)
        replaced = {r.before.key: r.before for r in kept.revisions if r.release == number and r.change == CORRECTION}
        now_so = [f for f in kept.figures if not f.dimension]
        without = [*(f for f in now_so if f.key not in replaced), *(f for f in replaced.values() if not f.dimension)]
        before, after = (
            summaries.standing(so, of, one, reference=reference, as_of=as_of).state
            for so, of, one in ((without, uncorrected, earlier), (now_so, plan, indicator))
        )
        told = [_correction(figure, indicator) for figure in figures]
        raised = notice(indicator.code, told, before=before, after=after)
        if raised is not None:
            content = canonical.dumps(raised)
            session.execute(insert(tables.notices).values(release=number, indicator=indicator.code, content=content))


def _correction(figure: Entered, indicator: Indicator) -> Correction:
    before, row = figure.before, figure.row
    protected = before is None or before.protected or is_protected(indicator, row.dimension)
    amounts = (Amount(n, getattr(before, f"published_{n}"), _amount(row, n)) for n in _AMOUNTS)
    told = () if protected else tuple(a for a in amounts if (a.before, a.after) != (None, None))
    return Correction(row.entity, Quarter.parse(row.period), row.dimension, row.category, row.step, told)


def _amount(row: Row[Any], name: str) -> Any:
    return None if row.withdrawn else getattr(row, name)
