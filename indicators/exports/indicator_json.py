"""One indicator as plain JSON: where it stands with every division behind it, its targets and figures. Pure.

The line of `status` with more beside it; the same bytes for a release for ever, but for what the law forces out.
"""

from __future__ import annotations

import json
from typing import Any

from indicators.exports import status
from indicators.exports.figures_csv import evidence_of, is_provisional
from indicators.plan import Indicator
from indicators.progress import Formula
from indicators.results import Change, Figure, IndicatorDetail, Tombstone


def document(detail: IndicatorDetail) -> str:
    """JSON text, two spaces deep, ended with a line feed."""
    return json.dumps(values(detail), ensure_ascii=False, indent=2) + "\n"


def values(detail: IndicatorDetail) -> dict[str, Any]:
    """The same as plain values. Amounts are numbers, a range is `{"low", "high"}`, what does not exist is null."""
    return {
        "demonstration": detail.release.demonstration,
        "plan": detail.plan.code,
        "release": status.release(detail.release),
        "indicator": status.indicator(detail.status) | _sheet(detail.indicator),
        "arithmetic": [_formula(formula) for formula in detail.progress.arithmetic],
        "targets": _targets(detail.indicator),
        "figures": [_figure(figure, detail) for figure in detail.figures],
        "changes": [_change(change) for change in detail.changes],
        "removed_by_law": [_tombstone(stone) for stone in detail.tombstones],
    }


def _sheet(indicator: Indicator) -> dict[str, Any]:
    baseline = indicator.baseline
    return {
        "label": status.text(indicator.label),
        "unit": indicator.unit.value,
        "direction": indicator.direction.value,
        "level": indicator.level.value,
        "page": indicator.cited.page,
        "baseline": None
        if baseline is None
        else {"year": baseline.year, "value": status.number(baseline.value), "basis": baseline.basis.value},
        "entities": [
            {"code": r.entity, "role": r.role, "reports": r.reports, "basis": r.basis.value}
            for r in indicator.reporters
        ],
        "not_measured": status.text(indicator.not_measured) if indicator.not_measured else None,
    }


def _formula(formula: Formula) -> dict[str, Any]:
    operands = {name: status.number(value) for name, value in formula.operands}
    return {"name": formula.name, "operands": operands, "result": status.number(formula.result)}


def _targets(indicator: Indicator) -> list[dict[str, Any]]:
    dated = [
        {
            "version": target.version,
            "date": target.date.isoformat(),
            "value": status.number(target.value),
            "window": target.window.value,
            "basis": target.basis.value,
        }
        for target in indicator.targets
    ]
    steps = [
        {
            "version": step.version,
            "step": step.code,
            "date": step.due.isoformat(),
            "title": status.text(step.title),
            "basis": step.basis.value,
        }
        for step in indicator.steps
    ]
    return [*dated, *steps]


def _figure(figure: Figure, detail: IndicatorDetail) -> dict[str, Any]:
    return {
        "entity": figure.entity,
        "period": str(figure.quarter),
        "dimension": figure.dimension or None,
        "category": figure.category or None,
        "step": figure.step or None,
        "value": status.number(figure.value),
        "numerator": status.number(figure.numerator),
        "denominator": status.number(figure.denominator),
        "so_far": status.number(figure.so_far),
        "stage": figure.stage.value if figure.stage else None,
        "stage_date": figure.stage_date.isoformat() if figure.stage_date else None,
        "act": figure.act or None,
        "nothing": figure.nothing,
        "protected": figure.protected,
        "late": figure.late,
        "provisional": is_provisional(figure, detail.plan, detail.release),
        "revised": bool(figure.change),
        "note": figure.note or None,
        "evidence": evidence_of(figure) or None,
        "from_release": figure.from_release,
        "origin": {
            "file_hash": figure.origin.file_hash,
            "sheet": figure.origin.sheet or None,
            "row": figure.origin.row,
            "column": figure.origin.column or None,
            "received_on": figure.origin.received_on.isoformat(),
            "approved_on": figure.origin.approved_on.isoformat(),
        },
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "release": change.release,
        "published_on": change.published_on.isoformat(),
        "entity": change.entity,
        "period": str(change.quarter),
        "dimension": change.dimension or None,
        "category": change.category or None,
        "step": change.before.step or None,
        "before": status.number(change.before.value),
        "after": status.number(change.after.value) if change.after else None,
        "withdrawn": change.after is None,
        "class": change.change,
        "reason": change.reason or None,
    }


def _tombstone(stone: Tombstone) -> dict[str, Any]:
    return {
        "entity": stone.entity,
        "period": str(stone.quarter),
        "dimension": stone.dimension or None,
        "category": stone.category or None,
        "step": stone.step or None,
        "ground": stone.ground,
        "erased_on": stone.erased_on.isoformat(),
    }
