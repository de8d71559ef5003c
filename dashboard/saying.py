"""What is said of an indicator, an action and the plan: results in, one `Sentence` out. Pure, and in no language.

An indicator without figures is always said to be without reported information, whatever its status. Where the total is
known as a range the sentence says "at least". Values are compared as they are printed, so that a reader's own
subtraction gives the number on the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from dashboard.rounding import half_up, places_of
from dashboard.sentences import Operand, Sentence, sentence
from indicators.periods import Quarter
from indicators.plan import ActKind, Direction, Indicator, Kind, Unit
from indicators.progress import Progress, Range, State
from indicators.quality import coverage, declared_total
from indicators.results import ActionStatus, IndicatorStatus, Overview
from indicators.rollup import ActionProgress, ActionState, met_span
from indicators.targets import SUMS

LIGHTS = (State.ON_TRACK, State.BEHIND, State.OFF_TRACK)
_ACTS = {State.NOT_VIABLE: ActKind.NOT_VIABLE, State.WITHDRAWN: ActKind.WITHDRAWN}
_PERCENT = (Unit.PERCENTAGE, Unit.RATE_OF_CHANGE)
# The states that the answer counts one by one, in this order; the others are counted as without information.
_COUNTED = (
    State.MET,
    State.ON_TRACK,
    State.BEHIND,
    State.OFF_TRACK,
    State.UNDETERMINED,
    State.NOT_DUE,
    State.NOTHING_TO_REPORT,
    State.NO_TARGET,
    State.UNDEFINED,
    State.NOT_VIABLE,
    State.WITHDRAWN,
)
_WITHOUT = "no_data"


def has_figures(progress: Progress) -> bool:
    """Whether anything at all was reported."""
    return progress.last_reported is not None


def indicator_sentence(status: IndicatorStatus) -> Sentence:
    """Where an indicator stands, in one sentence."""
    progress, indicator = status.progress, status.indicator
    if progress.state in _ACTS:
        return _act_sentence(indicator, progress)
    if not has_figures(progress):
        return _empty_sentence(indicator, progress)
    if progress.state is State.NOTHING_TO_REPORT:
        return sentence("says.nothing_to_report", count=progress.reported, quarter=_until(progress))
    match indicator.kind:
        case Kind.DELIVERABLE:
            return _deliverable_sentence(progress)
        case Kind.PROGRAMME:
            return _programme_sentence(indicator, progress)
        case _:
            return _amount_sentence(indicator, progress)


def amount(indicator: Indicator, progress: Progress) -> Sentence:
    """How much was obtained, of how much: `1,240 de 2,000 personas`, "at least" where it is a range."""
    total, final = progress.obtained, progress.final
    if not has_figures(progress):
        return sentence("amount.none")
    if indicator.kind is Kind.DELIVERABLE:
        return sentence("amount.stage", stage=progress.stage) if progress.stage else sentence("amount.no_stage")
    if total is None:
        return sentence("amount.unknown")
    if indicator.kind is Kind.PROGRAMME:
        return sentence("amount.steps", value=total.low, final=final or Decimal(0))
    return _measured(indicator, total, final)


def _measured(indicator: Indicator, total: Range, final: Decimal | None) -> Sentence:
    kind = "sum" if indicator.kind in SUMS else "percent" if indicator.unit in _PERCENT else "level"
    ending = "" if final is None else "_of"
    if not total.exact:
        kind = f"{kind}_range"
    known: list[tuple[str, Operand]] = [("things", indicator.things), ("value", total.low), ("high", total.high)]
    if final is not None:
        known.append(("final", final))
    return Sentence(f"amount.{kind}{ending}", tuple(known))


def _until(progress: Progress) -> Quarter:
    return progress.last_reported or progress.reference


def _act_sentence(indicator: Indicator, progress: Progress) -> Sentence:
    kind = _ACTS[progress.state]
    acts = [act for act in indicator.acts if act.kind is kind and act.date <= progress.reference.end]
    ending = "" if has_figures(progress) else "_empty"
    if not acts:
        return sentence(f"says.{progress.state}{ending}_unknown")
    act = max(acts, key=lambda act: act.date)
    return sentence(f"says.{progress.state}{ending}", date=act.date, by=act.by, reference=act.reference)


def _empty_sentence(indicator: Indicator, progress: Progress) -> Sentence:
    if progress.state is State.NOT_DUE and progress.final_on is not None:
        return sentence("says.not_due_empty", date=progress.final_on)
    if progress.state is State.NO_TARGET:
        return sentence("says.no_target_empty")
    if not indicator.reporting:
        return sentence("says.no_reporter")
    return sentence("says.no_data", count=progress.reports_due, quarter=progress.reference)


def _deliverable_sentence(progress: Progress) -> Sentence:
    stage = amount_of_stage(progress)
    if progress.state is State.MET:
        return sentence("says.deliverable_met", stage=stage)
    if progress.state in LIGHTS and progress.due_on is not None:
        return sentence("says.deliverable_late", stage=stage, date=progress.due_on)
    if progress.final_on is not None:
        return sentence("says.deliverable_not_due", stage=stage, date=progress.final_on)
    return sentence("says.deliverable", stage=stage)


def amount_of_stage(progress: Progress) -> Sentence:
    """The stage of a deliverable, or that none was reported."""
    return sentence("amount.stage", stage=progress.stage) if progress.stage else sentence("amount.no_stage")


def _programme_sentence(indicator: Indicator, progress: Progress) -> Sentence:
    so_far = amount(indicator, progress)
    if progress.state is State.MET:
        return sentence("says.programme_met", amount=so_far, quarter=_until(progress))
    if progress.due is None:
        return sentence("says.programme_not_due", amount=so_far, quarter=_until(progress))
    return sentence("says.programme", amount=so_far, quarter=_until(progress), due=progress.due, at=_at(progress))


def _amount_sentence(indicator: Indicator, progress: Progress) -> Sentence:
    so_far, until = amount(indicator, progress), _until(progress)
    if progress.state in LIGHTS and progress.obtained is not None and progress.expected is not None:
        return _compared(indicator, progress, so_far, progress.expected)
    if progress.state is State.UNDETERMINED and progress.expected is not None:
        return sentence(
            "says.undetermined",
            amount=so_far,
            quarter=until,
            expected=_printed(indicator, progress.expected),
            at=_at(progress),
        )
    return sentence(f"says.amount_{progress.state}", amount=so_far, quarter=until)


def _compared(indicator: Indicator, progress: Progress, so_far: Sentence, expected: Decimal) -> Sentence:
    """The difference from what was expected; of a range, of the end that is less favourable."""
    total = progress.obtained or Range(Decimal(0), Decimal(0))
    value = total.high if indicator.direction is Direction.DOWN else total.low
    difference = value - _printed(indicator, expected)
    key = "says.equal" if difference == 0 else "says.more" if difference > 0 else "says.fewer"
    unsure = "" if total.exact or difference >= 0 else "_at_most"
    return sentence(
        f"{key}{unsure}", amount=so_far, quarter=_until(progress), difference=abs(difference), at=_at(progress)
    )


def _printed(indicator: Indicator, expected: Decimal) -> Decimal:
    """What was expected as the page prints it: whole things are not expected in parts."""
    return half_up(expected, places_of(indicator.kind))


def _at(progress: Progress) -> Sentence:
    """The date of the comparison: "by this date", or its month where the figures end earlier."""
    if _until(progress) == progress.reference:
        return sentence("at.this_date")
    return sentence("at.month", quarter=progress.reference)


def action_sentence(status: ActionStatus) -> Sentence:
    """Where an action stands and on how many of its indicators that rests."""
    progress = status.progress
    if not progress.indicators:
        return sentence("action_says.not_loaded")
    if is_not_enough(progress):
        return sentence("action_says.not_enough", count=progress.indicators)
    return sentence(f"action_says.{progress.state}", known=progress.with_data, count=progress.indicators)


def is_not_enough(progress: ActionProgress) -> bool:
    """Whether there is data on every indicator and still no telling whether the action is met."""
    return progress.state is ActionState.INSUFFICIENT_DATA and progress.with_data == progress.indicators


def overview_sentence(result: Overview) -> Sentence:
    """The answer to "is the plan being kept?", from the counts of the indicators in the plan."""
    lines = [line for line in result.indicators if line.indicator.in_plan]
    if not lines:
        return sentence("answer.nothing_loaded")
    erased = [line for line in lines if line.indicator.code in result.erased and _counted_as(line.progress) == _WITHOUT]
    if not erased and not any(has_figures(line.progress) for line in lines):
        return sentence("answer.no_data", count=len(lines), quarter=result.release.reference)
    clauses = clauses_of((line.progress for line in lines if line not in erased), erased=len(erased))
    return sentence("answer.counts", count=len(lines), clauses=clauses, quarter=result.release.reference)


def clauses_of(followed: Iterable[Progress], *, erased: int = 0) -> tuple[Sentence, ...]:
    """How many indicators are in which state, a clause for each state that occurs; of `erased` more the law forced out
    every figure."""
    counted = Counter(_counted_as(progress) for progress in followed)
    clauses = [sentence(f"answer.{state}", count=counted[state]) for state in _COUNTED if counted[state]]
    if erased:
        clauses.append(sentence("answer.erased", count=erased))
    if counted[_WITHOUT]:
        clauses.append(sentence("answer.without", count=counted[_WITHOUT]))
    return tuple(clauses)


def _counted_as(progress: Progress) -> str:
    """The state that an indicator is counted under: without figures none but "not viable" and "withdrawn" counts."""
    if not has_figures(progress) and progress.state not in _ACTS:
        return _WITHOUT
    return progress.state


def reach_sentence(result: Overview) -> Sentence:
    """How much of the plan the answer speaks of."""
    loaded = coverage(result.plan).actions_with_indicators
    if loaded.total is None:
        return sentence("answer.reach_unknown", count=loaded.count)
    others = max(loaded.total - loaded.count, 0)
    return sentence("answer.reach", count=loaded.count, total=loaded.total, others=others)


def met_span_sentence(result: Overview) -> Sentence | None:
    """How many of the declared actions are met at worst and at best; None where their number is not declared."""
    total = declared_total(result.plan, "actions")
    if total is None:
        return None
    span = met_span((action.progress.state for action in result.actions), total)
    return sentence("overview.met_span", worst=span.worst, best=span.best, total=span.total)
