"""The sentences that set what officials have stated of the plan's progress beside what a release counts. Pure.

They reconcile nothing by computing: two counts of different things are said one after the other, with what is known of
each, and that they cannot be subtracted.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

from dashboard.sentences import Sentence, sentence
from indicators.plan import Plan
from indicators.quality import coverage, declared_total
from indicators.register_codes import About
from indicators.registers import Statement
from indicators.results import Overview
from indicators.rollup import ActionState
from indicators.shares import LARGEST, smallest_fit
from indicators.shares import fit as fit_of

PERCENT, EXACTLY = "percent", "="


def reconcile(plan: Plan, overview: Overview) -> tuple[Sentence, ...]:
    """Two or three sentences: what was stated last with figures, of what it can be, what this release counts."""
    last = last_stated(plan)
    ours = ours_sentence(overview)
    if last is None:
        return (sentence("reconcile.nothing_stated"), ours)
    return (stated_sentence(last), total_sentence(last, plan), ours)


def last_stated(plan: Plan) -> Statement | None:
    """The last dated statement of progress that gives shares."""
    found = [s for s in plan.registers.statements if s.about is About.PROGRESS and shares_of(s)]
    return max(found, key=lambda said: said.dated.day or date.min, default=None)


def shares_of(said: Statement) -> tuple[Decimal, ...]:
    """The percentages that a statement gives exactly; "more than" and "about" are none."""
    if said.unit != PERCENT:
        return ()
    return tuple(value.value for value in said.values if value.relation == EXACTLY)


def stated_sentence(said: Statement) -> Sentence:
    """What was said, when and by whom."""
    who = ", ".join(part for part in (said.speaker, said.entity) if part)
    if said.dated.day is None:
        return sentence("reconcile.stated_undated", who=who, text=said.text)
    return sentence("reconcile.stated", date=said.dated.day, who=who, text=said.text)


def total_sentence(said: Statement, plan: Plan) -> Sentence:
    """Of what total the shares are said to be or, where that is not said, which totals could give them."""
    if said.denominator is not None:
        return sentence("reconcile.known", total=said.denominator)
    shares, declared = shares_of(said), declared_total(plan, "actions")
    found = smallest_fit(shares)
    if found is None:
        return sentence("reconcile.no_total", largest=LARGEST)
    if declared is None:
        return sentence("reconcile.least", total=found.total)
    if fit_of(shares, declared):
        return sentence("reconcile.fits", declared=declared)
    if declared < found.total:
        return sentence("reconcile.least_declared", total=found.total, declared=declared)
    return sentence("reconcile.fits_not", declared=declared)


def ours_sentence(overview: Overview) -> Sentence:
    """How many actions this release follows, of the declared ones, and where these stand."""
    loaded = coverage(overview.plan).actions_with_indicators
    if not loaded.count:
        return sentence("reconcile.ours_none")
    clauses = tuple(sentence(f"reconcile.{state}", count=count) for state, count in counted(overview))
    if loaded.total is None:
        return sentence("reconcile.ours_of_unknown", count=loaded.count, clauses=clauses)
    return sentence("reconcile.ours", count=loaded.count, total=loaded.total, clauses=clauses)


def counted(overview: Overview) -> tuple[tuple[ActionState, int], ...]:
    """How many actions that are followed (with indicators of the plan) stand where, in the states' order."""
    followed = [one for one in overview.actions if any(line.indicator.in_plan for line in one.indicators)]
    found = Counter(one.progress.state for one in followed)
    return tuple((state, found[state]) for state in ActionState if found[state])
