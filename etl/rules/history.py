"""Rows against what is in force: totals so far that cannot fall, stages that do not go back, steps done once, and of
each changed figure its class and reason. Published figures come in; nothing is read from a store here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from etl.problems import Problem
from etl.rules.entries import Entry, Key, Situation
from etl.rules.figures import figure_of
from etl.rules.words import STAGE_WORDS
from etl.values import written_quarter
from indicators.canonical import plain_decimal
from indicators.drafts import FigureDraft, InForce, differs
from indicators.periods import Quarter, quarters
from indicators.plan import Plan, Stage

STAGE_ORDER = tuple(Stage)


def check_history(entries: Sequence[Entry], in_force: Sequence[InForce], *, plan: Plan) -> Iterator[Problem]:
    """Every problem of the sound rows against `in_force`, the figures in force of the same entity and job."""
    quarter = next((entry.quarter for entry in entries if entry.quarter), None)
    if quarter is None:
        return
    here = {_key(known.figure): known for known in in_force if known.figure.quarter == quarter}
    elsewhere = [known.figure for known in in_force if known.figure.quarter != quarter and not known.figure.withdrawn]
    done = steps_done(elsewhere)
    for entry in entries:
        if entry.sound and entry.indicator:
            others = [figure for figure in elsewhere if figure.indicator == entry.code]
            yield from _so_far(entry, quarter, others, plan)
            yield from _stage(entry, quarter, others)
            yield from _step(entry, done)
            yield from _change(entry, here.get(entry.key))
    yield from _left_out(entries, here)


def steps_done(figures: Iterable[FigureDraft]) -> dict[tuple[str, str], Quarter]:
    """The steps that `figures` say are done, by indicator and step, and the first quarter that says so."""
    done: dict[tuple[str, str], Quarter] = {}
    for figure in figures:
        if figure.done:
            at = (figure.indicator, figure.step)
            done[at] = min(figure.quarter, done.get(at, figure.quarter))
    return done


def _key(figure: FigureDraft) -> Key:
    return Key(figure.indicator, figure.dimension, figure.category, figure.step)


def _so_far(entry: Entry, quarter: Quarter, others: Sequence[FigureDraft], plan: Plan) -> Iterator[Problem]:
    """A declared total of distinct units: at least the largest part and the total declared before, at most the sum of
    parts since then (where no quarter between is missing) and the total declared afterwards."""
    if entry.so_far is None:
        return
    same = [f for f in others if f.dimension == entry.dimension and f.category == entry.category]
    reached = [(max(f.value or Decimal(0), f.so_far or Decimal(0)), f.quarter) for f in same if f.quarter < quarter]
    low, low_at = max([*reached, (entry.value or Decimal(0), quarter)])
    if entry.so_far < low:
        yield entry.problem("so_far_low", "total_a_la_fecha", low=plain_decimal(low), quarter=written_quarter(low_at))
        return
    later = [(f.so_far, f.quarter) for f in same if f.quarter > quarter and f.so_far is not None]
    if later and entry.so_far > min(later)[0]:
        high, high_at = min(later)
        facts = {"high": plain_decimal(high), "quarter": written_quarter(high_at)}
        yield entry.problem("so_far_high", "total_a_la_fecha", **facts)
        return
    most = _sum_of_parts(entry, quarter, same, plan)
    if most is not None and entry.so_far > most:
        facts = {"low": plain_decimal(low), "high": plain_decimal(most)}
        yield entry.problem("so_far_range", "total_a_la_fecha", **facts)


def _sum_of_parts(entry: Entry, quarter: Quarter, same: Sequence[FigureDraft], plan: Plan) -> Decimal | None:
    """The last total declared before, plus every part since; None where a quarter in between is not published."""
    before = {figure.quarter: figure for figure in same if figure.quarter < quarter}
    total = entry.value or Decimal(0)
    for earlier in reversed(tuple(quarters(plan.first_quarter, quarter + -1))):
        figure = before.get(earlier)
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


def _change(entry: Entry, before: InForce | None) -> Iterator[Problem]:
    """Class and reason: needed exactly where the row says anything else than what is in force of its figure.

    Those already published with the unchanged figure may stand, so that a return can be sent again.
    """
    figure, said = figure_of(entry), (entry.change, entry.reason)
    nothing_stands = before is None or before.figure.withdrawn
    if figure is None and not nothing_stands:
        return  # the published figure is left out, which is a problem of its own
    if figure and figure.withdrawn and nothing_stands:
        yield entry.problem("nothing_to_withdraw", "situacion")
    elif figure and before and differs(before.figure, figure):
        if not any(said):
            yield entry.problem("change_missing", "clase_de_cambio", release=str(before.release))
    elif any(said) and not (before and said == (before.figure.change, before.figure.reason)):
        yield entry.problem("change_unneeded", "clase_de_cambio")


def _left_out(entries: Sequence[Entry], here: Mapping[Key, InForce]) -> Iterator[Problem]:
    said = {entry.key: entry for entry in entries}
    for key, known in here.items():
        entry = said.get(key)
        if known.figure.withdrawn or (entry is not None and entry.situation is not Situation.NO_DATA):
            continue
        facts = {"figure": _figure_words(key)}
        if entry is not None:
            yield entry.problem("left_out", "situacion", **facts)
        else:
            yield Problem("left_out", sheet=entries[0].sheet, facts=tuple(sorted(facts.items())))


def _figure_words(key: Key) -> str:
    split = f", {key.dimension} = {key.category}" if key.dimension else ""
    return f"{key.indicator}{split}" + (f", {key.step}" if key.step else "")
