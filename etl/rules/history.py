"""Rows against what is in force of other quarters: totals so far that cannot fall, stages that do not go back, steps
done once. Published figures come in; nothing is read from a store here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from etl.problems import Problem
from etl.rules.entries import Entry, Situation
from etl.rules.words import STAGE_WORDS
from etl.values import written_quarter
from indicators.canonical import plain_decimal
from indicators.drafts import FigureDraft, InForce
from indicators.periods import Quarter, quarters
from indicators.plan import Plan, Stage

STAGE_ORDER = tuple(Stage)


def check_history(entries: Sequence[Entry], in_force: Sequence[InForce], *, plan: Plan) -> Iterator[Problem]:
    """Every problem of the sound rows against `in_force`, the figures in force of the same entity."""
    quarter = next((entry.quarter for entry in entries if entry.quarter), None)
    if quarter is None:
        return
    elsewhere = [known.figure for known in in_force if known.figure.quarter != quarter and not known.figure.withdrawn]
    done = steps_done(elsewhere)
    for entry in entries:
        if entry.sound and entry.indicator:
            others = [figure for figure in elsewhere if figure.indicator == entry.code]
            yield from _so_far(entry, quarter, others, plan)
            yield from _stage(entry, quarter, others)
            yield from _step(entry, done)


def steps_done(figures: Iterable[FigureDraft]) -> dict[tuple[str, str], Quarter]:
    """The steps that `figures` say are done, by indicator and step, and the first quarter that says so."""
    done: dict[tuple[str, str], Quarter] = {}
    for figure in figures:
        if figure.done:
            at = (figure.indicator, figure.step)
            done[at] = min(figure.quarter, done.get(at, figure.quarter))
    return done


def _so_far(entry: Entry, quarter: Quarter, others: Sequence[FigureDraft], plan: Plan) -> Iterator[Problem]:
    """A declared total of distinct units: at least the largest part and the total declared before, at most the sum of
    parts since then (where no quarter between is missing) and the total declared afterwards."""
    same = [f for f in others if f.dimension == entry.dimension and f.category == entry.category]
    later = [(f.so_far, f.quarter) for f in same if f.quarter > quarter and f.so_far is not None]
    high, high_at = min(later, default=(None, quarter))
    facts = {"high": plain_decimal(high), "quarter": written_quarter(high_at)} if high is not None else {}
    if high is not None and entry.value is not None and entry.value > high:
        yield entry.problem("value_over_total", "valor", **facts)
        return
    if entry.so_far is None:
        return
    reached = [(max(f.value or Decimal(0), f.so_far or Decimal(0)), f.quarter) for f in same if f.quarter < quarter]
    low, low_at = max([*reached, (entry.value or Decimal(0), quarter)])
    if entry.so_far < low:
        yield entry.problem("so_far_low", "total_a_la_fecha", low=plain_decimal(low), quarter=written_quarter(low_at))
        return
    if high is not None and entry.so_far > high:
        yield entry.problem("so_far_high", "total_a_la_fecha", **facts)
        return
    most = most_so_far(entry.value, quarter, {f.quarter: f for f in same}, plan)
    if most is not None and entry.so_far > most:
        facts = {"low": plain_decimal(low), "high": plain_decimal(most)}
        yield entry.problem("so_far_range", "total_a_la_fecha", **facts)


def most_so_far(
    value: Decimal | None, quarter: Quarter, published: Mapping[Quarter, FigureDraft], plan: Plan
) -> Decimal | None:
    """What a total of distinct units can be at most at `quarter`, of which `value` is the part: the last total that is
    `published` from before, plus every part since; None where a quarter in between is not published."""
    total = value or Decimal(0)
    for earlier in reversed(tuple(quarters(plan.first_quarter, quarter + -1))):
        figure = published.get(earlier)
        if figure is None:
            return None
        if figure.so_far is not None:
            return total + figure.so_far
        total += figure.value or Decimal(0)
    return total


def _stage(entry: Entry, quarter: Quarter, others: Sequence[FigureDraft]) -> Iterator[Problem]:
    if entry.stage is None:
        return
    at = STAGE_ORDER.index(entry.stage)
    known = [(STAGE_ORDER.index(f.stage), f.quarter) for f in others if f.stage]
    before = max(((stage, when) for stage, when in known if when < quarter), default=None)
    after = min(((stage, when) for stage, when in known if when > quarter), default=None)
    if before and at < before[0]:
        yield entry.problem("stage_backwards", "etapa", **_reached(before))
    if after and at > after[0]:
        yield entry.problem("stage_ahead", "etapa", **_reached(after))


def _reached(known: tuple[int, Quarter]) -> dict[str, str]:
    stage, when = known
    return {"reached": STAGE_WORDS[STAGE_ORDER[stage]], "quarter": written_quarter(when)}


def _step(entry: Entry, done: Mapping[tuple[str, str], Quarter]) -> Iterator[Problem]:
    first = done.get((entry.code, entry.step))
    if first is not None and entry.situation in (Situation.FIGURE, Situation.NOTHING):
        yield entry.problem("step_done", "paso", quarter=written_quarter(first))
