"""Small builders with defaults, so that a test says only what it is about."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from indicators import results
from indicators.periods import Quarter
from indicators.plan import (
    Action,
    Baseline,
    Basis,
    Direction,
    Entity,
    Guideline,
    Indicator,
    Instrument,
    Kind,
    Level,
    Objective,
    Plan,
    Reporter,
    Step,
    Target,
    TermVersion,
    Unit,
    Window,
)
from indicators.progress import Observation, Progress, progress
from indicators.rollup import action_progress
from indicators.words import Cited, Text, TextBasis

HERE = Cited("source", 7)


def text(es: str = "texto", en: str = "text") -> Text:
    return Text(es, en, TextBasis.OURS)


def quarter(written: str) -> Quarter:
    return Quarter.parse(written)


def target(value: int | str, day: str = "2025-12-31", **changes: Any) -> Target:
    fields: dict[str, Any] = {
        "indicator": "1.1.p1.a",
        "version": 1,
        "date": date.fromisoformat(day),
        "value": Decimal(value),
        "window": Window.SINCE_START,
        "basis": Basis.DEMONSTRATION,
        "instrument": "",
        "cited": HERE,
    }
    return Target(**fields | changes)


def step(code: str, due: str = "2025-12-31", **changes: Any) -> Step:
    fields: dict[str, Any] = {
        "indicator": "1.1.p1.a",
        "code": code,
        "title": text(f"paso {code}", f"step {code}"),
        "version": 1,
        "due": date.fromisoformat(due),
        "basis": Basis.DEMONSTRATION,
        "cited": HERE,
    }
    return Step(**fields | changes)


def reporter(entity: str = "MIN", **changes: Any) -> Reporter:
    fields: dict[str, Any] = {
        "entity": entity,
        "role": "responsible",
        "reports": True,
        "job": "quarterly_return",
        "basis": Basis.TRACKER,
        "cited": HERE,
    }
    return Reporter(**fields | changes)


def baseline(value: int | str, year: int = 2020) -> Baseline:
    return Baseline(year, Decimal(value), Basis.PLAN, HERE)


def indicator(kind: Kind = Kind.COUNT, **changes: Any) -> Indicator:
    fields: dict[str, Any] = {
        "code": "1.1.p1.a",
        "action": "1.1.p1",
        "title": text("Número de cartas enviadas", "Number of letters sent"),
        "label": text("Cartas enviadas", "Letters sent"),
        "things": text("cartas enviadas", "letters sent"),
        "kind": kind,
        "unit": Unit.NUMBER,
        "direction": Direction.UP,
        "level": Level.OUTPUT,
        "persons": False,
        "in_plan": True,
        "cited": HERE,
        "reporters": (reporter(),),
    }
    return Indicator(**fields | changes)


def action(*indicators: Indicator, **changes: Any) -> Action:
    fields: dict[str, Any] = {
        "code": "1.1.p1",
        "objective": "1.1",
        "number": 1,
        "title": text("Enviar cartas", "Send letters"),
        "label": text("Cartas", "Letters"),
        "complete": True,
        "background": None,
        "cited": HERE,
        "indicators": indicators,
    }
    return Action(**fields | changes)


ORIGINAL = TermVersion(1, date(2025, 12, 31), date(2021, 6, 11), "DS-1", HERE)
EXTENDED = TermVersion(2, date(2026, 12, 31), date(2025, 12, 31), "DS-2", HERE)


def plan(*actions: Action, **changes: Any) -> Plan:
    """A plan of 2021-2025 (first quarter 2021-Q3), one guideline, one objective."""
    objective = Objective("1.1", "1", text("Objetivo", "Objective"), HERE, actions)
    fields: dict[str, Any] = {
        "code": "test_plan",
        "title": text("Plan de prueba 2021-2025", "Test plan 2021-2025"),
        "short_title": text("Plan de prueba", "Test plan"),
        "time_zone": "America/Lima",
        "start": date(2021, 6, 11),
        "first_quarter": Quarter(2021, 3),
        "due_days": 30,
        "light": "path",
        "terms": (ORIGINAL,),
        "guidelines": (Guideline("1", text("Lineamiento", "Guideline"), HERE, (objective,)),),
        "entities": (Entity("MIN", text("Ministerio", "Ministry"), HERE),),
        "instruments": (
            Instrument("DS-1", "decree", text("Decreto 1", "Decree 1"), date(2021, 6, 11), HERE),
            Instrument("DS-2", "decree", text("Decreto 2", "Decree 2"), date(2025, 12, 31), HERE),
        ),
    }
    return Plan(**fields | changes)


def observation(written: str, value: int | str | None = None, **changes: Any) -> Observation:
    fields: dict[str, Any] = {
        "quarter": quarter(written),
        "entity": "MIN",
        "value": None if value is None else Decimal(value),
    }
    return Observation(**fields | changes)


def nothing(written: str, **changes: Any) -> Observation:
    return observation(written, 0, nothing=True, **changes)


def judged(
    subject: Indicator,
    *observations: Observation,
    at: str = "2023-Q4",
    as_of: str | None = None,
    of: Plan | None = None,
) -> Progress:
    """Progress of `subject` at the end of `at`, asked about once that quarter's reports are due."""
    in_plan = of or plan(action(subject))
    return progress(
        subject,
        plan=in_plan,
        observations=observations,
        reference=quarter(at),
        as_of=date.fromisoformat(as_of) if as_of else in_plan.due(quarter(at)),
    )


def origin(**changes: Any) -> results.Origin:
    fields: dict[str, Any] = {
        "file_hash": "ab" * 32,
        "sheet": "Reporte",
        "row": 12,
        "column": "valor",
        "received_on": date(2023, 1, 20),
        "approved_on": date(2023, 1, 25),
        "channel": "command_line",
    }
    return results.Origin(**fields | changes)


def figure(written: str, value: int | str | None = None, **changes: Any) -> results.Figure:
    fields: dict[str, Any] = {
        "indicator": "1.1.p1.a",
        "entity": "MIN",
        "quarter": quarter(written),
        "dimension": "",
        "category": "",
        "value": None if value is None else Decimal(value),
        "nothing": False,
        "protected": False,
        "so_far": None,
        "numerator": None,
        "denominator": None,
        "stage": None,
        "stage_date": None,
        "act": "",
        "step": "",
        "note": "",
        "late": False,
        "evidence": None,
        "change": "",
        "reason": "",
        "from_release": 2,
        "origin": origin(),
    }
    return results.Figure(**fields | changes)


def release(number: int = 2, reference: str = "2023-Q4", **changes: Any) -> results.Release:
    fields: dict[str, Any] = {
        "number": number,
        "published_at": datetime(2024, 2, 5, 15, 0, tzinfo=UTC),
        "published_on": date(2024, 2, 5),
        "reference": quarter(reference),
        "announced": None,
        "note": "Nota",
        "hash": "cd" * 32,
        "previous_hash": "ef" * 32,
        "audit_head": "01" * 32,
        "demonstration": True,
    }
    return results.Release(**fields | changes)


def detail(
    subject: Indicator,
    *figures: results.Figure,
    of: Plan | None = None,
    published: results.Release | None = None,
    changes: tuple[results.Change, ...] = (),
) -> results.IndicatorDetail:
    """The page of `subject` with `figures`, judged at the release's reference quarter."""
    published = published or release()
    in_plan = of or plan(action(subject))
    judgement = progress(
        subject,
        plan=in_plan,
        observations=[f.observation for f in figures if not f.dimension],
        reference=published.reference,
        as_of=published.published_on,
    )
    guideline = in_plan.guidelines[0]
    return results.IndicatorDetail(
        release=published,
        releases=(published,),
        plan=in_plan,
        guideline=guideline,
        objective=guideline.objectives[0],
        action=next(a for a in in_plan.actions() if subject in a.indicators),
        status=results.IndicatorStatus(
            subject,
            judgement,
            sum(1 for f in figures if not f.dimension),
            sum(1 for f in figures if f.evidence and not f.dimension),
        ),
        figures=figures,
        changes=changes,
    )


def overview(
    in_plan: Plan, judgements: dict[str, Progress], published: results.Release | None = None
) -> results.Overview:
    """The overview of `in_plan` where `judgements` holds every indicator's progress."""
    published = published or release()
    actions = tuple(
        results.ActionStatus(
            a,
            action_progress(a, judgements, end=in_plan.end, as_of=published.published_on),
            tuple(results.IndicatorStatus(i, judgements[i.code], 0, 0) for i in a.indicators),
        )
        for a in in_plan.actions()
    )
    return results.Overview(published, (published,), in_plan, actions)
