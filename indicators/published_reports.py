"""Reads: what a release tells of every report, from its summaries; what follows is in `indicators.entity_reports`."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators import canonical, queries, tables
from indicators.entity_reports import EntityReports, Key, Told
from indicators.plan import Plan
from indicators.queries import Series


def entity_reports(session: Session, *, number: int | None = None, entity: str | None = None) -> EntityReports | None:
    """What is published of every report in release `number`; None where there is no such release, or no `entity`."""
    overview = queries.overview(session, number=number)
    subject = overview.plan.entity(entity) if overview and entity else None
    if overview is None or (entity and subject is None):
        return None
    told = told_in(session, overview.plan, overview.release.number)
    return EntityReports(overview.release, overview.releases, overview.plan, overview.actions, told, subject)


def told_in(session: Session, plan: Plan, number: int) -> dict[Key, Told]:
    """What release `number` tells of each indicator, entity and quarter; what the law forced out since is told too."""
    c = tables.series.c
    rows = session.execute(select(c.content).where(queries.valid(tables.series, number)))
    told = dict(_told(canonical.load(Series, json.loads(row.content)) for row in rows))
    for indicator in plan.indicators():
        for gone in queries.tombstones_of(session, indicator.code, number):
            erased = Told(gone.first_release, late=False, nothing=False, erased=True, with_evidence=False, notes=())
            told.setdefault((gone.indicator, gone.entity, gone.quarter), erased)
    return told


def _told(kept: Iterable[Series]) -> Iterator[tuple[Key, Told]]:
    """What the figures of each indicator, entity and quarter say together; before a correction they count too."""
    for series in kept:
        now, before = defaultdict(list), defaultdict(list)
        for figure in series.figures:
            now[figure.indicator, figure.entity, figure.quarter].append(figure)
        for revision in series.revisions:
            old = revision.before
            before[old.indicator, old.entity, old.quarter].append(old)
        for key, figures in now.items():
            every = (*figures, *before[key])
            notes = [words for figure in figures for words in (figure.note, figure.reason) if words]
            yield (
                key,
                Told(
                    release=min(figure.from_release for figure in every),
                    late=any(figure.late for figure in every),
                    nothing=all(figure.nothing for figure in figures),
                    erased=False,
                    with_evidence=any(figure.evidence is not None for figure in figures),
                    notes=tuple(dict.fromkeys(notes)),
                ),
            )
