"""Rows against what is published: totals so far that cannot fall, stages that do not go back, steps done once, and of
each changed figure its class and reason. Published figures come in; nothing is read from a store here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from etl.problems import Problem
from etl.rules.entries import Entry, Key, Situation
from etl.rules.words import STAGE_WORDS
from etl.values import written_quarter
from indicators.canonical import plain_decimal
from indicators.periods import Quarter, quarters
from indicators.plan import Plan, Stage
from indicators.results import Figure

STAGE_ORDER = tuple(Stage)


def check_history(entries: Sequence[Entry], published: Sequence[Figure], *, plan: Plan) -> Iterator[Problem]:
    """Every problem of the sound rows against `published`, the figures in force of the same entity and job."""
    quarter = next((entry.quarter for entry in entries if entry.quarter), None)
    if quarter is None:
        return
    here = {_key(figure): figure for figure in published if figure.quarter == quarter}
    elsewhere = [figure for figure in published if figure.quarter != quarter]
    for entry in entries:
        if entry.sound and entry.indicator:
            others = [figure for figure in elsewhere if figure.indicator == entry.code]
            yield from _so_far(entry, quarter, others, plan)
            yield from _stage(entry, quarter, others)
            yield from _step(entry, others)
            yield from _change(entry, here.get(entry.key), revision=bool(here))
    yield from _left_out(entries, here)


def _key(figure: Figure) -> Key:
    return Key(figure.indicator, figure.dimension, figure.category, figure.step)


def _so_far(entry: Entry, quarter: Quarter, others: Sequence[Figure], plan: Plan) -> Iterator[Problem]:
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


def _sum_of_parts(entry: Entry, quarter: Quarter, same: Sequence[Figure], plan: Plan) -> Decimal | None:
    """The last total declared before, plus every part since; None where a quarter in between is not published."""
    before = {figure.quarter: figure for figure in same if figure.quarter < quarter}
    total = entry.value or Decimal(0)
    for earlier in reversed(tuple(quarters(plan.first_quarter, quarter + -1))):
        figure = before.get(earlier)
        if figure is None or figure.protected:
            return None
        if figure.so_far is not None:
            return total + figure.so_far
        total += figure.value or Decimal(0)
    return total


def _stage(entry: Entry, quarter: Quarter, others: Sequence[Figure]) -> Iterator[Problem]:
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


def _step(entry: Entry, others: Sequence[Figure]) -> Iterator[Problem]:
    done = [f.quarter for f in others if entry.step and f.step == entry.step and not f.nothing]
    if done and entry.situation in (Situation.FIGURE, Situation.NOTHING):
        yield entry.problem("step_done", "paso", quarter=written_quarter(min(done)))


def _change(entry: Entry, before: Figure | None, *, revision: bool) -> Iterator[Problem]:
    """Class and reason: needed where the row changes what is published of its quarter, refused where it does not."""
    given = bool(entry.change or entry.reason)
    if entry.situation is Situation.WITHDRAWN:
        if before is None:
            yield entry.problem("nothing_to_withdraw", "situacion")
        elif not given:
            yield entry.problem("change_missing", "clase_de_cambio", release=str(before.from_release))
        return
    if entry.situation is Situation.NO_DATA or (before is not None and before.protected):
        return
    if before is None:
        if revision and not given:
            yield entry.problem("addition_unexplained", "clase_de_cambio")
        elif given and not revision:
            yield entry.problem("change_unneeded", "clase_de_cambio")
    elif _figure_differs(entry, before):
        if not given:
            yield entry.problem("change_missing", "clase_de_cambio", release=str(before.from_release))
    elif given and not _said_before(entry, before) and not _notes_differ(entry, before):
        yield entry.problem("change_unneeded", "clase_de_cambio")


def _figure_differs(entry: Entry, before: Figure) -> bool:
    nothing = entry.situation is Situation.NOTHING
    if nothing or before.nothing:
        return nothing != before.nothing or entry.so_far != before.so_far
    if entry.step:
        return entry.day != before.stage_date or entry.act != before.act
    now = (entry.value, entry.so_far, entry.numerator, entry.denominator, entry.stage, entry.day, entry.act)
    return now != (
        before.value,
        before.so_far,
        before.numerator,
        before.denominator,
        before.stage,
        before.stage_date,
        before.act,
    )


def _said_before(entry: Entry, before: Figure) -> bool:
    """The very change that is published: the same file, sent again."""
    return (entry.change, entry.reason) == (before.change, before.reason)


def _notes_differ(entry: Entry, before: Figure) -> bool:
    """Note or evidence differ, as far as it can be seen: a reference that is not public cannot."""
    evidence = before.evidence
    if entry.note != before.note or (evidence is None) != (not entry.evidence_kind):
        return True
    return evidence is not None and (
        not evidence.public
        or (evidence.kind, evidence.reference, evidence.date)
        != (entry.evidence_kind, entry.evidence_reference, entry.evidence_date)
    )


def _left_out(entries: Sequence[Entry], here: dict[Key, Figure]) -> Iterator[Problem]:
    said = {entry.key: entry for entry in entries}
    for key in here:
        entry = said.get(key)
        if entry is not None and entry.situation is not Situation.NO_DATA:
            continue
        facts = {"figure": _figure_words(key)}
        if entry is not None:
            yield entry.problem("left_out", "situacion", **facts)
        else:
            yield Problem("left_out", sheet=entries[0].sheet, facts=tuple(sorted(facts.items())))


def _figure_words(key: Key) -> str:
    split = f", {key.dimension} = {key.category}" if key.dimension else ""
    return f"{key.indicator}{split}" + (f", {key.step}" if key.step else "")
