"""Every indicator and every action of a release as CSV: where each stands, with the numbers behind it. Pure.

Written as `figures_csv` is. `INDICATORS` and `ACTIONS` are the one list of columns; what each means is worded under
`data.column.*`. Of a range `*_low` and `*_high` are its ends, the same where it is exact; percentages are uncapped.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date

from indicators.exports.figures_csv import number, safe
from indicators.plan import Plan
from indicators.progress import Formula, Range
from indicators.results import ActionStatus, IndicatorStatus, Overview, Release

INDICATORS = (
    "demonstration", "release", "reference", "code", "action", "name_es", "name_en", "title_es", "title_en", "kind",
    "unit", "direction", "level", "in_plan", "page", "source", "entity", "state", "obtained_low", "obtained_high",
    "due", "due_on", "expected", "final", "final_on", "attainment_low", "attainment_high", "ati_low", "ati_high",
    "atii_low", "atii_high", "pace_needed", "reported", "reports_due", "last_reported", "stage", "deadline",
    "past_original", "figures", "with_evidence", "verified", "baseline_year", "baseline_value", "arithmetic",
)  # fmt: skip
ACTIONS = (
    "demonstration", "release", "reference", "code", "guideline", "objective", "number", "name_es", "name_en",
    "title_es", "title_en", "complete", "page", "source", "state", "with_data", "indicators",
)  # fmt: skip


def indicators(overview: Overview) -> str:
    """Every indicator of a release, in the plan's order."""
    lines = (_indicator(line, overview.release) for line in overview.indicators)
    return _written(INDICATORS, lines)


def actions(overview: Overview) -> str:
    """Every action of a release, in the plan's order."""
    places = _places(overview.plan)
    return _written(ACTIONS, (_action(line, overview.release, places) for line in overview.actions))


def _written(columns: tuple[str, ...], lines: Iterable[Mapping[str, str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()


def _release(release: Release) -> dict[str, str]:
    return {
        "demonstration": _flag(release.demonstration),
        "release": str(release.number),
        "reference": str(release.reference),
    }


def _indicator(line: IndicatorStatus, release: Release) -> dict[str, str]:
    subject, stands = line.indicator, line.progress
    ranges = {"obtained": stands.obtained, "attainment": stands.attainment, "ati": stands.ati, "atii": stands.atii}
    return {
        **_release(release),
        "code": subject.code,
        "action": subject.action,
        "name_es": safe(subject.label.es),
        "name_en": safe(subject.label.en),
        "title_es": safe(subject.title.es),
        "title_en": safe(subject.title.en),
        "kind": subject.kind.value,
        "unit": subject.unit.value,
        "direction": subject.direction.value,
        "level": subject.level.value,
        "in_plan": _flag(subject.in_plan),
        "page": str(subject.cited.page or ""),
        "source": subject.cited.source,
        "entity": next((reporter.entity for reporter in subject.reporting), ""),
        "state": stands.state.value,
        **{f"{name}_low": _end(of, "low") for name, of in ranges.items()},
        **{f"{name}_high": _end(of, "high") for name, of in ranges.items()},
        "due": number(stands.due),
        "due_on": _day(stands.due_on),
        "expected": number(round(stands.expected, 6)) if stands.expected is not None else "",
        "final": number(stands.final),
        "final_on": _day(stands.final_on),
        "pace_needed": number(round(stands.pace_needed, 6)) if stands.pace_needed is not None else "",
        "reported": str(stands.reported),
        "reports_due": str(stands.reports_due),
        "last_reported": str(stands.last_reported or ""),
        "stage": stands.stage.value if stands.stage else "",
        "deadline": _day(stands.deadline),
        "past_original": _day(stands.past_original),
        "figures": str(line.figures),
        "with_evidence": str(line.with_evidence),
        "verified": str(line.verified),
        "baseline_year": str(subject.baseline.year) if subject.baseline else "",
        "baseline_value": number(subject.baseline.value) if subject.baseline else "",
        "arithmetic": "; ".join(map(_formula, stands.arithmetic)),
    }


def _action(line: ActionStatus, release: Release, places: Mapping[str, str]) -> dict[str, str]:
    action = line.action
    return {
        **_release(release),
        "code": action.code,
        "guideline": places.get(action.code, ""),
        "objective": action.objective,
        "number": str(action.number or ""),
        "name_es": safe(action.label.es),
        "name_en": safe(action.label.en),
        "title_es": safe(action.title.es),
        "title_en": safe(action.title.en),
        "complete": _flag(action.complete),
        "page": str(action.cited.page or ""),
        "source": action.cited.source,
        "state": line.progress.state.value,
        "with_data": str(line.progress.with_data),
        "indicators": str(line.progress.indicators),
    }


def _places(plan: Plan) -> dict[str, str]:
    """The guideline of each action that has one."""
    return {
        action.code: guideline.code
        for guideline in plan.guidelines
        for objective in guideline.objectives
        for action in objective.actions
    }


def _formula(formula: Formula) -> str:
    """A division as data: `ati(obtained=5, due=10)=50`."""
    operands = ", ".join(f"{name}={number(round(value, 6))}" for name, value in formula.operands)
    result = number(round(formula.result, 6)) if formula.result is not None else ""
    return f"{formula.name}({operands})={result}"


def _end(of: Range | None, name: str) -> str:
    return number(round(getattr(of, name), 6)) if of is not None else ""


def _flag(applies: bool) -> str:
    return "yes" if applies else "no"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
