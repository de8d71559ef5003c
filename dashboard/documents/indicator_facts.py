"""The figures under an indicator's sentence, and the arithmetic behind its status, in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dashboard.documents.gaps import missing_in
from dashboard.documents.page import Fact
from dashboard.rounding import half_up, places_of
from dashboard.sentences import Sentence, sentence
from dashboard.texts import Texts
from indicators.periods import Quarter, quarters
from indicators.plan import Direction, Plan
from indicators.progress import BANDS, Formula, Progress, Range, State
from indicators.results import IndicatorDetail
from indicators.targets import AGAINST_BASELINE, DATED
from indicators.totals import upper_end

_DASH = "–"
_PLACES_OF_PACE = 1


def facts(result: IndicatorDetail, texts: Texts, *, today: date) -> tuple[Fact, ...]:
    """The figures under the sentence, each with what it is made of."""
    found = (
        _ati(result, texts),
        _atii(result, texts),
        _expected(result, texts),
        _coverage(result, texts),
        _last(result, texts, today=today),
        _evidence(result, texts),
    )
    return tuple(fact for fact in found if fact is not None)


def share(value: Range | None, texts: Texts) -> str:
    """A percentage or both ends of one, capped at 100 for display; a dash where it has no value."""
    if value is None:
        return _DASH
    low, high = texts.percent(value.low), texts.percent(value.high)
    return low if low == high else texts("range_words", low=low, high=high)


def _ati(result: IndicatorDetail, texts: Texts) -> Fact | None:
    progress = result.progress
    if progress.state is State.NO_TARGET:
        return None
    if progress.due is None or progress.due_on is None:
        return Fact(texts("fact.ati"), _DASH, (texts("fact.ati_not_due"),))
    small = texts("fact.ati_small", due=progress.due, date=progress.due_on)
    return Fact(texts("fact.ati"), share(progress.ati, texts), (small,))


def _atii(result: IndicatorDetail, texts: Texts) -> Fact | None:
    progress = result.progress
    if progress.final is None or progress.final_on is None:
        return None
    small = texts("fact.atii_small", final=progress.final, date=progress.final_on)
    return Fact(texts("fact.atii"), share(progress.atii, texts), (small,))


def _expected(result: IndicatorDetail, texts: Texts) -> Fact | None:
    progress, kind = result.progress, result.indicator.kind
    if kind in DATED or progress.expected is None:
        return None
    small = [texts("fact.expected_small")]
    if progress.pace_needed:
        small.append(_pace(progress, progress.pace_needed, texts))
    return Fact(texts("fact.expected"), texts.number(progress.expected, places_of(kind)), tuple(small))


def _pace(progress: Progress, needed: Decimal, texts: Texts) -> str:
    """What each quarter left must bring; counted from the lower end of a range, it is the most that is needed."""
    left = Quarter.of(progress.final_on) - progress.reference if progress.final_on else 1
    certain = progress.obtained is not None and progress.obtained.low == progress.obtained.high
    key = "fact.pace" if certain else "fact.pace_at_most"
    return texts(key, pace=half_up(needed, _PLACES_OF_PACE), count=left)


def _coverage(result: IndicatorDetail, texts: Texts) -> Fact:
    progress = result.progress
    value = texts("k_of_n", k=progress.reported, n=progress.reports_due)
    return Fact(texts("fact.coverage"), value, (texts("fact.coverage_small"),))


def _last(result: IndicatorDetail, texts: Texts, *, today: date) -> Fact:
    last = result.progress.last_reported
    value = texts.day(last.end) if last else texts("fact.no_report")
    due = next_due(result.plan, today=today)
    small = [texts("fact.next_due", quarter=due, date=result.plan.due(due)) if due else texts("fact.no_next")]
    overdue = sum(len(missing_in(result, quarter)) for quarter in {quarter for _, quarter in result.progress.missing})
    if overdue and result.indicator.in_plan:
        small.append(texts("fact.overdue", count=overdue))
    return Fact(texts("fact.last"), value, tuple(small))


def next_due(plan: Plan, *, today: date) -> Quarter | None:
    """The quarter whose reporting window is open or opens next; None after the plan's last quarter."""
    return next((q for q in quarters(plan.first_quarter, plan.last_quarter) if plan.due(q) >= today), None)


def _evidence(result: IndicatorDetail, texts: Texts) -> Fact:
    status = result.status
    if not status.figures:
        return Fact(texts("fact.evidence"), texts("fact.no_figures"))
    value = texts("k_of_n", k=status.with_evidence, n=status.figures)
    return Fact(texts("fact.evidence"), value, evidence_small(status.verified, texts))


def evidence_small(verified: int, texts: Texts) -> tuple[str, ...]:
    """What is counted, and how many of it a second person verified."""
    return texts("fact.evidence_small"), texts("fact.verified", count=verified)


# Arithmetic ------------------------------------------------------------------------------------------------------


def arithmetic(result: IndicatorDetail, texts: Texts) -> tuple[tuple[str, str], ...]:
    """Every division behind the status: its name and the division with its operands and result; of a range, both ends
    and how the upper one arises."""
    divisions = tuple((texts(f"formula.{f.name}"), both_ends(f, result, texts)) for f in result.progress.arithmetic)
    span = _span(result, texts)
    return ((texts("formula.span"), span), *divisions) if span else divisions


def _span(result: IndicatorDetail, texts: Texts) -> str:
    """How the ends of a sum arise, where it is known as a range; else ""."""
    total = result.progress.obtained
    if total is None or total.exact:
        return ""
    observations = [figure.observation for figure in result.unsplit if figure.quarter <= result.progress.reference]
    upper = upper_end(result.indicator, observations, result.progress.missing)
    if upper is None:
        return ""
    kind = "declared" if upper.declared else result.indicator.kind
    return texts.say(
        sentence(f"arithmetic.span_{kind}", count=int(upper.gaps), **upper._asdict(), low=total.low, result=upper.value)
    )


def both_ends(given: Formula, result: IndicatorDetail, texts: Texts) -> str:
    """A formula with its operands in place; of a range with the other end as well."""
    operands = dict(given.operands)
    worse = formula(given, result, texts)
    found = {"light": result.progress.attainment, "ati": result.progress.ati, "atii": result.progress.atii}
    span = found.get(given.name)
    if "other" not in operands or span is None:
        return worse
    swapped = tuple((name, operands["other"] if name == "obtained" else value) for name, value in given.operands)
    better = formula(Formula(given.name, swapped, span.high), result, texts)
    return texts("arithmetic.both", worse=worse, better=better)


def formula(given: Formula, result: IndicatorDetail, texts: Texts) -> str:
    """A formula with its operands in place; the result as it is, not capped."""
    indicator = result.indicator
    key = f"arithmetic.{given.name}"
    if given.name in ("light", "ati") and indicator.direction is Direction.DOWN:
        key += "_down"
    if given.name == "atii" and indicator.kind in AGAINST_BASELINE:
        key += "_baseline"
    return texts.say(Sentence(key, (*given.operands, ("result", _result(given, texts)))))


def _result(given: Formula, texts: Texts) -> str:
    if given.result is None:
        return texts("arithmetic.no_value")
    return texts.number(given.result) if given.name == "expected" else texts("percent", value=given.result)


def bands(texts: Texts) -> str:
    """The bands of the light, in words."""
    floors = {str(state): floor for floor, state in BANDS}
    return texts("bands", on_track=floors[State.ON_TRACK], behind=floors[State.BEHIND])
