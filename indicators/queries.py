"""Reads of a release, as the frozen results of `indicators.results`. Each takes a session of `Store.read()`.

`number=None` means the current release; what does not exist, or not yet in that release, is None. Pages read published
summaries only: the plan rows, one progress row and one series row an indicator.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, Table, and_, column, func, or_, select, table
from sqlalchemy.orm import Session

from indicators import canonical, plan_history, results, tables
from indicators.assembly import PlanRow, build_plan
from indicators.disclosure import withheld
from indicators.drafts import FigureDraft, InForce
from indicators.file_keys import FileKey
from indicators.notices import Notice
from indicators.periods import Quarter
from indicators.plan import Action, Guideline, Objective, Plan, Stage
from indicators.progress import Progress
from indicators.raw_rows import VERSION_TABLE
from indicators.rollup import action_progress
from indicators.same_lists import same_lists
from indicators.store import kind_of


@dataclass(frozen=True, slots=True)
class Revision:
    """A published figure that `release` changed or, where `after` is None, withdrew."""

    release: int
    before: results.Figure
    after: results.Figure | None
    change: str
    reason: str


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator's published figures and their revisions, as kept for its page."""

    figures: tuple[results.Figure, ...]
    revisions: tuple[Revision, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """An indicator's progress in a release, with how many of its figures there are and how many rest on evidence."""

    progress: Progress
    figures: int
    with_evidence: int
    verified: int = canonical.later(0)


class Mark(NamedTuple):
    """How far a store has published: its last release, the last tombstone and the last announcement."""

    number: int
    hash: str
    erased: int
    announced: int


def releases(session: Session) -> tuple[results.Release, ...]:
    """Every release, oldest first."""
    demonstration = kind_of(session) == "demonstration"
    rows = session.execute(select(tables.releases).order_by(tables.releases.c.number))
    return tuple(_release(row, demonstration=demonstration) for row in rows)


def far() -> Select[Any]:
    """The statement behind `mark`, with the revision of the store as a last column: while its row stays the same, so
    does everything that a page could show."""
    return _MARK.add_columns(select(column("version_num")).select_from(table(VERSION_TABLE)).scalar_subquery())


def mark(session: Session) -> Mark | None:
    """How far the store has published, in one statement, so that it can be asked before every answer; None in an empty
    store. Whatever pages show changes only with it."""
    row = session.execute(_MARK).one_or_none()
    return Mark(*row) if row else None


def overview(session: Session, *, number: int | None = None) -> results.Overview | None:
    """The whole plan with every action's and indicator's status."""
    read = _Reading.of(session, number)
    if read is None:
        return None
    actions = tuple(read.action_status(action) for action in read.plan.actions())
    notices = notices_at(session, read.releases, read.release.number)
    return results.Overview(read.release, read.releases, read.plan, actions, notices)


def action_detail(session: Session, code: str, *, number: int | None = None) -> results.ActionDetail | None:
    """One action with its indicators and everything published of them."""
    read = _Reading.of(session, number)
    action = read.plan.action(code) if read else None
    if read is None or action is None:
        return None
    guideline, objective = place_of(read.plan, action)
    status = read.action_status(action)
    details = tuple(_detail(session, read, line, action) for line in status.indicators)
    return results.ActionDetail(read.release, read.releases, read.plan, guideline, objective, status, details)


def indicator_detail(session: Session, code: str, *, number: int | None = None) -> results.IndicatorDetail | None:
    """One indicator with its published figures and what has changed in them."""
    read = _Reading.of(session, number)
    indicator = read.plan.indicator(code) if read else None
    action = read.plan.action(indicator.action) if read and indicator else None
    if read is None or indicator is None or action is None:
        return None
    others = tuple((other, _unsplit(session, read, other.code)) for other in same_lists(indicator, action))
    return replace(_detail(session, read, read.status(code), action), same_lists=others)


def _unsplit(session: Session, read: _Reading, code: str) -> tuple[results.Figure, ...]:
    figures = series(session, code, number=read.release.number).figures
    return tuple(figure for figure in figures if not figure.dimension)


def every_indicator(session: Session, *, number: int) -> tuple[results.IndicatorDetail, ...]:
    """Every indicator with everything published of it, in the plan's order (of an action the tracker's own last)."""
    read = _Reading.of(session, number)
    if read is None:
        return ()
    statuses = (read.action_status(action) for action in read.plan.actions())
    return tuple(_detail(session, read, line, each.action) for each in statuses for line in each.indicators)


def _detail(
    session: Session, read: _Reading, status: results.IndicatorStatus, action: Action
) -> results.IndicatorDetail:
    """Everything published of one indicator."""
    code = status.indicator.code
    guideline, objective = place_of(read.plan, action)
    kept = series(session, code, number=read.release.number)
    return results.IndicatorDetail(
        release=read.release,
        releases=read.releases,
        plan=read.plan,
        guideline=guideline,
        objective=objective,
        action=action,
        status=status,
        figures=kept.figures,
        changes=tuple(_change(revision, read.releases) for revision in kept.revisions),
        notices=notices_at(session, read.releases, read.release.number, indicator=code),
        tombstones=tombstones_of(session, code, read.release.number),
        plan_changes=plan_history.plan_changes(session, read.release.number, indicator=code),
        files_gone=_files_gone(session, kept.figures),
    )


def _files_gone(session: Session, figures: Iterable[results.Figure]) -> frozenset[str]:
    """The hashes of those files of `figures` that are kept no more: the law forced out a figure that came in them."""
    c = tables.files.c
    hashes = {figure.origin.file_hash for figure in figures}
    found = session.execute(select(c.hash).where(c.hash.in_(hashes), func.length(c.content) == 0))
    return frozenset(found.scalars())


def notices_at(
    session: Session, published: tuple[results.Release, ...], number: int, *, indicator: str | None = None
) -> tuple[results.IssuedNotice, ...]:
    """The notices raised up to release `number`, newest first; those of one indicator where it is named."""
    c = tables.notices.c
    query = select(tables.notices).where(c.release <= number).order_by(c.release.desc(), c.indicator)
    if indicator is not None:
        query = query.where(c.indicator == indicator)
    days = {release.number: release.published_on for release in published}
    return tuple(
        results.IssuedNotice(row.release, days[row.release], canonical.load(Notice, json.loads(row.content)))
        for row in session.execute(query)
    )


def contents(session: Session) -> dict[int, results.Contents]:
    """What each release brought."""
    rows = session.execute(select(tables.release_contents).order_by(tables.release_contents.c.release))
    return {row.release: canonical.load(results.Contents, json.loads(row.content)) for row in rows}


def tombstones_of(session: Session, indicator: str, number: int) -> tuple[results.Tombstone, ...]:
    """The figures of an indicator, published up to release `number`, that the law forced out since, in the order in
    which they went."""
    t, f = tables.tombstones.c, tables.figures.c
    same = and_(*(f[name] == t[name] for name in tables.FIGURE_KEY), f.erased == 1)
    query = (
        select(tables.tombstones, func.min(f.from_release).label("first_release"))
        .join(tables.figures, same)
        .where(t.indicator == indicator)
        .group_by(*tables.tombstones.c)
        .having(func.min(f.from_release) <= number)
        .order_by(t.id)
    )
    return tuple(
        results.Tombstone(
            row.indicator, row.entity, Quarter.parse(row.period), row.dimension, row.category, row.step, row.ground,
            row.erased_on, row.first_release,
        )
        for row in session.execute(query)
    )  # fmt: skip


def changes_between_releases(session: Session) -> tuple[int, int]:
    """What pages show that no release brought: the numbers of the last tombstone and the last announcement."""
    last = [select(func.max(table.c.id)) for table in (tables.tombstones, tables.announcements)]
    erased, announced = (session.execute(query).scalar() or 0 for query in last)
    return erased, announced


def current_plan(session: Session) -> Plan | None:
    """The plan in the current release; None in an empty store."""
    published = releases(session)
    return plan_at(session, published[-1].number) if published else None


def zone(session: Session) -> ZoneInfo:
    """The plan's time zone; UTC in an empty store."""
    plan = current_plan(session)
    return plan.zone if plan else ZoneInfo("UTC")


def known_entity(session: Session, code: str) -> bool:
    """Whether a release ever named the entity `code`."""
    c = tables.entities.c
    return session.execute(select(c.code).where(c.code == code)).one_or_none() is not None


def plan_at(session: Session, number: int) -> Plan:
    """The plan as its rows were valid in release `number`."""
    return build_plan(plan_rows(session, number))


def plan_rows(session: Session, number: int) -> tuple[PlanRow, ...]:
    """The plan rows valid in release `number`."""
    c = tables.plan_rows.c
    rows = session.execute(select(c.kind, c.key, c.content).where(valid(tables.plan_rows, number), c.removed == 0))
    return tuple(PlanRow(row.kind, row.key, row.content) for row in rows)


def file_key(session: Session) -> FileKey:
    """The key under which the hashes of files about persons are kept."""
    return FileKey(session.execute(select(tables.store.c.salt)).scalar_one())


def current_rows(session: Session, kinds: Collection[str]) -> tuple[PlanRow, ...]:
    """The plan rows of `kinds` in force now."""
    c = tables.plan_rows.c
    query = select(c.kind, c.key, c.content).where(in_force(tables.plan_rows), c.removed == 0, c.kind.in_(kinds))
    return tuple(PlanRow(row.kind, row.key, row.content) for row in session.execute(query))


def brought_rows(session: Session, number: int) -> dict[tuple[str, str], results.RowOrigin]:
    """Where the rows of registers come from that returns brought, of those valid in release `number`, by kind and key;
    what the plan itself has is not among them."""
    p, r = tables.plan_rows.c, tables.returns.c
    before = tables.plan_rows.alias("before")
    b = before.c
    replaced = and_(b.kind == p.kind, b.key == p.key, b.until_release == p.from_release, b.removed == 0)
    said = (r.job, r.entity, r.quarter, r.change, r.reason)
    query = (
        select(tables.plan_rows, *said, *ORIGIN, b.id.label("old"))
        .join(tables.returns, r.id == p.return_id)
        .outerjoin(before, replaced)
        .where(valid(tables.plan_rows, number), p.removed == 0, r.job != tables.PLAN_JOB)
    )
    return {
        (row.kind, row.key): results.RowOrigin(
            row.job, row.entity, Quarter.parse(row.quarter),
            "" if row.old is None else row.change, "" if row.old is None else row.reason,
            row.from_release, row.file_hash, bool(row.file_kept), row.received_on, row.approved_on, row.channel,
        )
        for row in session.execute(query)
    }  # fmt: skip


def series(session: Session, code: str, *, number: int) -> Series:
    """The figures and changes of an indicator as kept for release `number`; empty where it had none."""
    c = tables.series.c
    content = session.execute(select(c.content).where(c.indicator == code, valid(tables.series, number))).scalar()
    kept: Series = canonical.load(Series, json.loads(content)) if content else Series((), ())
    return kept


def figures_in_force(
    session: Session, *, entity: str, indicators: Collection[str] | None = None
) -> tuple[InForce, ...]:
    """Every figure in force now that `entity` reported, by whatever job, exact and withdrawals included: what a new
    return is held against; of `indicators`, where they are named. Never for pages."""
    f, r = tables.figures.c, tables.returns.c
    query = (
        select(tables.figures, r.job)
        .join(tables.returns, r.id == f.return_id)
        .where(f.entity == entity, in_force(tables.figures), f.erased == 0)
        .order_by(f.id)
    )
    if indicators is not None:
        query = query.where(f.indicator.in_(indicators))
    return tuple(InForce(exact_figure(row), row.from_release, row.job) for row in session.execute(query))


def exact_figure(row: Row[Any]) -> FigureDraft:
    """What a row of `figures` says, exact, as it was staged."""
    same = {name: getattr(row, name) for name in _SAME_NAME}
    return FigureDraft(
        **same,
        quarter=Quarter.parse(row.period),
        nothing=bool(row.nothing_to_report),
        withdrawn=bool(row.withdrawn),
        evidence_public=bool(row.evidence_public),
        stage=Stage(row.stage) if row.stage else None,
        row=row.row_number,
        column=row.column_name,
        raw=tuple(json.loads(row.raw).items()),
    )


def figures_at(session: Session, number: int, extra: ColumnElement[bool]) -> tuple[results.Figure, ...]:
    """The figures valid in release `number` for which `extra` holds, in the order in which they are always listed."""
    query = (
        select(tables.figures, *ORIGIN)
        .join(tables.returns, tables.returns.c.id == tables.figures.c.return_id)
        .where(valid(tables.figures, number), tables.figures.c.withdrawn == 0, tables.figures.c.erased == 0, extra)
    )
    rows = session.execute(query).all()
    marks = _marks_at(session, number, extra)
    return tuple(sorted((figure_of(row, marks.get(row.id, ())) for row in rows), key=figure_order))


def _marks_at(session: Session, number: int, extra: ColumnElement[bool]) -> dict[int, list[Row[Any]]]:
    """The marks of evidence published up to release `number`, by the figure that they are of."""
    m, f = tables.marks.c, tables.figures.c
    query = select(tables.marks).join(tables.figures, f.id == m.figure_id).where(m.from_release <= number, extra)
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for mark in session.execute(query.order_by(m.id)):
        found[mark.figure_id].append(mark)
    return found


def revisions_at(session: Session, code: str, number: int) -> tuple[Revision, ...]:
    """Every change to a published figure of the indicator up to release `number`, newest first."""
    c = tables.figures.c
    query = (
        select(tables.figures, *ORIGIN)
        .join(tables.returns, tables.returns.c.id == c.return_id)
        .where(c.indicator == code, c.from_release <= number, c.erased == 0)
    )
    rows = session.execute(query).all()
    ended = {(figure_key(row), row.until_release): row for row in rows if row.until_release is not None}
    revisions = [
        Revision(
            release=row.from_release,
            before=figure_of(before),
            after=None if row.withdrawn else figure_of(row),
            change=row.change,
            reason=figure_of(row).reason,
        )
        for row in rows
        if (before := ended.get((figure_key(row), row.from_release))) is not None
    ]
    return tuple(sorted(revisions, key=lambda revision: (-revision.release, figure_order(revision.before))))


def figure_key(row: Row[Any]) -> tuple[str, ...]:
    """Which figure a row of `figures` is a version of."""
    return (row.indicator, row.entity, row.period, row.dimension, row.category, row.step)


def _change(revision: Revision, published: tuple[results.Release, ...]) -> results.Change:
    before = revision.before
    return results.Change(
        release=revision.release,
        published_on=next(release.published_on for release in published if release.number == revision.release),
        entity=before.entity,
        quarter=before.quarter,
        dimension=before.dimension,
        category=before.category,
        before=before,
        after=revision.after,
        change=revision.change,
        reason=revision.reason,
    )


def valid(table: Table, number: int) -> ColumnElement[bool]:
    """As published in release `number`: the one comparison."""
    c = table.c
    return and_(c.from_release <= number, or_(c.until_release.is_(None), c.until_release > number))


def in_force(table: Table) -> ColumnElement[bool]:
    """Published, and not ended by a release."""
    return and_(table.c.from_release.is_not(None), table.c.until_release.is_(None))


def figure_order(figure: results.Figure) -> tuple[object, ...]:
    """How figures are always listed: in time, then by entity, dimension, category and step."""
    return (figure.quarter, figure.entity, figure.dimension, figure.category, figure.step)


# Written once: it is asked before every answer, and writing it takes longer than asking.
_MARK = select(
    tables.releases.c.number,
    tables.releases.c.hash,
    *(
        select(func.coalesce(func.max(table.c.id), 0)).scalar_subquery()
        for table in (tables.tombstones, tables.announcements)
    ),
).where(tables.releases.c.number == select(func.max(tables.releases.c.number)).scalar_subquery())
_SAME_NAME = (
    "indicator", "dimension", "category", "step", "value", "so_far", "numerator", "denominator", "stage_date", "act",
    "note", "evidence_kind", "evidence_reference", "evidence_date", "change", "reason", "sheet",
)  # fmt: skip
_RETURN = tables.returns.c
ORIGIN = (_RETURN.file_hash, _RETURN.file_kept, _RETURN.received_on, _RETURN.approved_on, _RETURN.channel)


def figure_of(row: Row[Any], marks: Iterable[Row[Any]] = ()) -> results.Figure:
    """A figure as everybody sees it, from a row of `figures` joined with its return, and the marks of its evidence."""
    evidence = _evidence(row, tuple(marks))
    figure = results.Figure(
        indicator=row.indicator,
        entity=row.entity,
        quarter=Quarter.parse(row.period),
        dimension=row.dimension,
        category=row.category,
        value=row.published_value,
        nothing=bool(row.nothing_to_report),
        protected=bool(row.protected),
        so_far=row.published_so_far,
        numerator=row.published_numerator,
        denominator=row.published_denominator,
        stage=Stage(row.stage) if row.stage else None,
        stage_date=row.stage_date,
        act=row.act,
        step=row.step,
        note=row.note,
        late=bool(row.late),
        evidence=evidence,
        change=row.change,
        reason=row.reason,
        from_release=row.from_release,
        origin=results.Origin(
            row.file_hash,
            row.sheet,
            row.row_number,
            row.column_name,
            row.received_on,
            row.approved_on,
            row.channel,
            bool(row.file_kept),
        ),
    )
    return withheld(figure) if figure.protected else figure


def _evidence(row: Row[Any], marks: tuple[Row[Any], ...]) -> results.Evidence | None:
    documents = tuple(mark.document_hash for mark in marks if mark.mark == "document")
    if not row.evidence_kind and not documents:
        return None
    said = {mark.mark for mark in marks}
    public = bool(row.evidence_public) or "public" in said
    shown = row.evidence_reference if public else ""
    verified = "verified" in said
    return results.Evidence(row.evidence_kind, shown, row.evidence_date, public, verified=verified, documents=documents)


def place_of(plan: Plan, action: Action) -> tuple[Guideline | None, Objective | None]:
    """The guideline and objective of `action`, where they are known."""
    for guideline in plan.guidelines:
        for objective in guideline.objectives:
            if action in objective.actions:
                return guideline, objective
    return None, None


def _release(row: Row[Any], *, demonstration: bool) -> results.Release:
    return results.Release(
        number=row.number,
        published_at=row.published_at,
        published_on=row.published_on,
        reference=Quarter.parse(row.reference),
        announced=row.announced,
        note=row.note,
        hash=row.hash,
        previous_hash=row.previous_hash,
        audit_head=row.audit_head,
        demonstration=demonstration,
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """What every read of a release needs: which it is, its plan, and where each indicator stands in it."""

    release: results.Release
    releases: tuple[results.Release, ...]
    plan: Plan
    summaries: dict[str, Summary]

    @classmethod
    def of(cls, session: Session, number: int | None) -> _Reading | None:
        published = releases(session)
        chosen = [r for r in published if number is None or r.number == number]
        if not chosen:
            return None
        release = chosen[-1]
        c = tables.progress.c
        rows = session.execute(select(c.indicator, c.content).where(c.release == release.number))
        summaries = {row.indicator: canonical.load(Summary, json.loads(row.content)) for row in rows}
        return cls(release, published, plan_at(session, release.number), summaries)

    def status(self, code: str) -> results.IndicatorStatus:
        indicator = self.plan.indicator(code)
        if indicator is None:
            raise LookupError(code)
        summary = self.summaries[code]
        return results.IndicatorStatus(
            indicator, summary.progress, summary.figures, summary.with_evidence, summary.verified
        )

    def action_status(self, action: Action) -> results.ActionStatus:
        judgement = action_progress(
            action,
            {code: summary.progress for code, summary in self.summaries.items()},
            end=self.plan.end,
            as_of=self.release.published_on,
        )
        ordered = sorted(action.indicators, key=lambda indicator: not indicator.in_plan)
        return results.ActionStatus(action, judgement, tuple(self.status(i.code) for i in ordered))
