"""Where the plan stands, as plain JSON values: what `nap status --json` prints, the same bytes for a release for ever.

Amounts are numbers rounded to six decimals; a range is `{"low", "high"}`; what does not exist is null, never 0.
`notices` is there only where the release raised any. In a demonstration store the document says so in its first key.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.notices import Correction, Notice
from indicators.progress import Range
from indicators.results import ActionStatus, IndicatorStatus, Overview, Release
from indicators.words import Text


def document(overview: Overview) -> str:
    """The whole status of a release as JSON text, two spaces deep, ended with a line feed."""
    return json.dumps(status(overview), ensure_ascii=False, indent=2) + "\n"


def status(overview: Overview) -> dict[str, Any]:
    """Release, actions and indicators as plain values."""
    document: dict[str, Any] = {
        "demonstration": overview.release.demonstration,
        "plan": overview.plan.code,
        "release": release(overview.release),
        "actions": [_action(line) for line in overview.actions],
        "indicators": [indicator(line) for line in overview.indicators],
    }
    raised = [_notice(issued.notice) for issued in overview.notices if issued.release == overview.release.number]
    return document | {"notices": raised} if raised else document


def release(published: Release) -> dict[str, Any]:
    """A release's own line."""
    return {
        "number": published.number,
        "published_on": published.published_on.isoformat(),
        "reference": str(published.reference),
        "announced": _day(published.announced),
        "note": published.note,
        "hash": published.hash,
        "previous_hash": published.previous_hash,
    }


def indicator(line: IndicatorStatus) -> dict[str, Any]:
    """One indicator: its state with every number behind it."""
    stands, subject = line.progress, line.indicator
    return {
        "code": subject.code,
        "action": subject.action,
        "title": text(subject.title),
        "kind": subject.kind.value,
        "in_plan": subject.in_plan,
        "state": stands.state.value,
        "obtained": _range(stands.obtained),
        "due": number(stands.due),
        "due_on": _day(stands.due_on),
        "expected": number(stands.expected),
        "final": number(stands.final),
        "final_on": _day(stands.final_on),
        "attainment": _range(stands.attainment),
        "ati": _range(stands.ati),
        "atii": _range(stands.atii),
        "pace_needed": number(stands.pace_needed),
        "coverage": {"reported": stands.reported, "due": stands.reports_due},
        "missing": [{"entity": entity, "quarter": str(quarter)} for entity, quarter in stands.missing],
        "last_reported": str(stands.last_reported) if stands.last_reported else None,
        "stage": stands.stage.value if stands.stage else None,
        "deadline": _day(stands.deadline),
        "past_original": _day(stands.past_original),
        "figures": line.figures,
        "with_evidence": line.with_evidence,
        "verified": line.verified,
    }


def _action(line: ActionStatus) -> dict[str, Any]:
    return {
        "code": line.action.code,
        "title": text(line.action.title),
        "state": line.progress.state.value,
        "coverage": {"with_data": line.progress.with_data, "indicators": line.progress.indicators},
    }


def _notice(said: Notice) -> dict[str, Any]:
    """A notice of material correction that this release raised: what was corrected, the status without and with it."""
    return {
        "indicator": said.indicator,
        "before": said.before.value,
        "after": said.after.value,
        "corrections": [_correction(correction) for correction in said.corrections],
    }


def _correction(told: Correction) -> dict[str, Any]:
    return {
        "entity": told.entity,
        "quarter": str(told.quarter),
        "dimension": told.dimension,
        "category": told.category,
        "step": told.step,
        "amounts": {a.name: {"before": number(a.before), "after": number(a.after)} for a in told.amounts},
    }


def text(words: Text) -> dict[str, str]:
    """A text in the languages that it has."""
    return {"es": words.es, "en": words.en} | {each.lang: each.words for each in words.others}


def _range(value: Range | None) -> dict[str, int | float | None] | None:
    return None if value is None else {"low": number(value.low), "high": number(value.high)}


def number(value: Decimal | None) -> int | float | None:
    """An amount, rounded to six decimals; None for none."""
    if value is None:
        return None
    rounded = round(value, 6)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
