"""Writes: what pages read of a release, made from its figures: one series an indicator that changed, one progress row
an indicator always."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from indicators import canonical, queries, results, tables
from indicators.periods import Quarter
from indicators.plan import Indicator, Plan
from indicators.progress import Progress, progress


def rebuild_series(session: Session, code: str, number: int) -> None:
    """End the series of an indicator that is in force and keep the one of release `number`."""
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


def judge(session: Session, plan: Plan, *, number: int, reference: Quarter, as_of: date) -> None:
    """Keep where every indicator of `plan` stands in release `number`."""
    rows = [
        {
            "release": number,
            "indicator": indicator.code,
            "content": canonical.dumps(summary_of(session, plan, indicator, number, reference=reference, as_of=as_of)),
        }
        for indicator in plan.indicators()
    ]
    session.execute(insert(tables.progress), rows)


def summary_of(
    session: Session, plan: Plan, indicator: Indicator, number: int, *, reference: Quarter, as_of: date
) -> queries.Summary:
    """Where an indicator stands in release `number`, from its series, and how many of its figures have evidence."""
    unsplit = [f for f in queries.series(session, indicator.code, number=number).figures if not f.dimension]
    told = [figure for figure in unsplit if not figure.nothing]
    evidence = [figure.evidence for figure in told if figure.evidence]
    return queries.Summary(
        standing(unsplit, plan, indicator, reference=reference, as_of=as_of),
        figures=len(told),
        with_evidence=len(evidence),
        verified=sum(1 for e in evidence if e.verified),
    )


def standing(
    figures: Iterable[results.Figure], plan: Plan, indicator: Indicator, *, reference: Quarter, as_of: date
) -> Progress:
    """The progress that published, unsplit figures of an indicator amount to."""
    observations = [figure.observation for figure in figures]
    return progress(indicator, plan=plan, observations=observations, reference=reference, as_of=as_of)


def recompute(session: Session, code: str, number: int) -> str:
    """The content that the progress row of an indicator in release `number` has by the figures that are there now."""
    release = session.execute(select(tables.releases).where(tables.releases.c.number == number)).one()
    plan = queries.plan_at(session, number)
    indicator = next(i for i in plan.indicators() if i.code == code)
    reference = Quarter.parse(release.reference)
    return canonical.dumps(
        summary_of(session, plan, indicator, number, reference=reference, as_of=release.published_on)
    )
