"""Reads of a release for the map of the plan: every indicator's every quarter, in one go."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators import canonical, queries, results, tables
from indicators.periods import Quarter
from indicators.progress import Observation
from indicators.quarter_states import quarter_cells


def plan_map(session: Session, *, number: int | None = None) -> results.Overview | None:
    """The overview with the quarters of every indicator."""
    whole = queries.overview(session, number=number)
    if whole is None:
        return None
    told, erased = _observations(session, whole.release.number), _erased(session, whole.release.number)
    cells = {
        line.indicator.code: quarter_cells(
            line.indicator,
            plan=whole.plan,
            observations=told.get(line.indicator.code, ()),
            erased=erased.get(line.indicator.code, frozenset()),
            reference=whole.release.reference,
            as_of=whole.release.published_on,
        )
        for line in whole.indicators
    }
    return replace(whole, cells=cells, erased=frozenset(code for code in erased if not told.get(code)))


def guideline_map(session: Session, code: str, *, number: int | None = None) -> results.GuidelineDetail | None:
    """One guideline with the quarters of the plan; None where the plan has no such guideline."""
    whole = plan_map(session, number=number)
    found = next((one for one in whole.plan.guidelines if one.code == code), None) if whole else None
    return results.GuidelineDetail(whole, found) if whole and found else None


def _observations(session: Session, number: int) -> dict[str, tuple[Observation, ...]]:
    """The unsplit figures of every indicator, by its code."""
    c = tables.series.c
    rows = session.execute(select(c.indicator, c.content).where(queries.valid(tables.series, number)))
    return {row.indicator: _unsplit(json.loads(row.content)) for row in rows}


def _unsplit(content: Mapping[str, Any]) -> tuple[Observation, ...]:
    """Of a series, without reading splits and revisions, of which there are many more."""
    figures = (canonical.load(results.Figure, one) for one in content["figures"] if not one["dimension"])
    return tuple(figure.observation for figure in figures)


def _erased(session: Session, number: int) -> dict[str, frozenset[Quarter]]:
    """The quarters of which the law forced out a figure, by indicator."""
    codes = session.execute(select(tables.tombstones.c.indicator).distinct()).scalars().all()
    found = {code: queries.tombstones_of(session, code, number) for code in codes}
    return {
        code: frozenset(stone.quarter for stone in stones if not stone.dimension)
        for code, stones in found.items()
        if stones
    }
