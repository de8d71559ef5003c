"""Dated marks: the stages of a deliverable, the steps of a programme. Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dashboard.charts.axes import elapsed_at
from dashboard.charts.parts import ZERO, StageMark, StepMark
from indicators.periods import Quarter
from indicators.plan import Stage, Step
from indicators.results import Figure, IndicatorDetail
from indicators.targets import steps_of


def stage_marks(detail: IndicatorDetail) -> tuple[StageMark, ...]:
    """The five stages in order. A stage counts as reached where it, or a later one, is the present stage."""
    current = detail.progress.stage
    order = list(Stage)
    first_seen: dict[Stage, Figure] = {}
    for figure in detail.unsplit:
        if figure.stage is not None:
            first_seen.setdefault(figure.stage, figure)
    return tuple(
        _stage_mark(
            stage,
            first_seen.get(stage),
            reached=current is not None and order.index(stage) <= order.index(current),
            current=stage is current,
            first=detail.plan.first_quarter,
        )
        for stage in order
    )


def _stage_mark(stage: Stage, figure: Figure | None, *, reached: bool, current: bool, first: Quarter) -> StageMark:
    if figure is None:
        return StageMark(stage, reached, current, None, None, None, "")
    day = figure.stage_date
    at = elapsed_at(day, first) if day else Decimal(figure.quarter - first + 1)
    return StageMark(stage, reached, current, figure.quarter, day, max(at, ZERO), figure.act)


def step_marks(detail: IndicatorDetail) -> tuple[StepMark, ...]:
    """The steps of a programme as the version in force at the reference quarter has them, by due date."""
    plan, end = detail.plan, detail.release.reference.end
    in_force = steps_of(detail.indicator, plan.version_in_force(end))
    original = {step.code: step.due for step in steps_of(detail.indicator, 1)}
    done = {f.step: f for f in reversed(detail.unsplit) if f.step and not f.nothing and f.value != 0}
    return tuple(_step_mark(step, original.get(step.code), done.get(step.code), detail=detail) for step in in_force)


def _step_mark(step: Step, original: date | None, figure: Figure | None, *, detail: IndicatorDetail) -> StepMark:
    first, end = detail.plan.first_quarter, detail.release.reference.end
    done_on = figure.stage_date if figure else None
    done_at = None
    if figure:
        done_at = elapsed_at(done_on, first) if done_on else Decimal(figure.quarter - first + 1)
    return StepMark(
        code=step.code,
        title=step.title,
        due=step.due,
        due_at=elapsed_at(step.due, first),
        original_due=original if original != step.due else None,
        done=figure is not None,
        done_on=done_on,
        done_at=done_at,
        overdue=figure is None and step.due <= end,
        basis=step.basis,
    )
