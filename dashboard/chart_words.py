"""What a chart's marks say and which shape each has, the same in both drawings (`svg`, `figures`). Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.parts import Flag, StageMark, StepMark, TargetMark
from dashboard.charts.progress import Chart
from dashboard.texts import Texts

# The shape of a quarter's mark by what is special about it; the first flag that applies decides, else a disc.
SHAPES = ((Flag.REVISED, "square"), (Flag.LATE, "cross"), (Flag.PARTIAL, "triangle-up"))


def shape(flags: Sequence[Flag]) -> str:
    """A square if revised, a cross if late, a triangle if not all have reported, else a disc; diamonds are targets."""
    return next((name for flag, name in SHAPES if flag in flags), "circle")


def target_words(target: TargetMark, texts: Texts) -> str:
    """A target with its value, date and basis."""
    key = "target.label" if target.in_force else "target.label_original"
    return f"{texts(key, value=target.value, date=target.date)} ({texts(f'basis_short.{target.basis}')})"


def due_words(chart: Chart, target: TargetMark, texts: Texts) -> str:
    """When a deliverable is due, or was, seen from the reference quarter."""
    passed = "chart.due_past" if target.date <= chart.reference.end else "chart.due"
    key = passed if target.in_force else "chart.due_original"
    return texts(key, date=target.date, basis=texts(f"basis_short.{target.basis}"))


def stage_words(mark: StageMark, texts: Texts) -> str:
    """When a stage was reached: by its date, or by the quarter of the report that says so."""
    if mark.date is not None:
        return texts("chart.stage_on", date=mark.date)
    if mark.quarter is not None:
        return texts("chart.stage_reported", quarter=mark.quarter)
    return texts("chart.stage_passed" if mark.reached else "chart.stage_open")


def step_words(step: StepMark, texts: Texts) -> str:
    """Whether a step is done, due or overdue, with the date."""
    if step.done_on is not None:
        return texts("chart.step_done", date=step.done_on)
    if step.done:
        return texts("chart.step_done_undated")
    return texts("chart.step_overdue" if step.overdue else "chart.step_due", date=step.due)
