"""Figures out of line with what is published: they are taken, but a second person has to say that they are right.

Published figures come in; nothing is read from a store here. A row that says what is in force already is not asked
about again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from etl.problems import Problem
from etl.rules.entries import Entry, Key, Situation
from etl.rules.figures import figure_of
from etl.rules.history import most_so_far
from etl.values import written_quarter
from indicators.canonical import plain_decimal
from indicators.drafts import FigureDraft, InForce
from indicators.periods import Quarter
from indicators.plan import Kind, Plan

TIMES_LARGEST, TIMES_LAST = 10, 100
EARLIER = 2  # quarters that there must be for a largest one to say anything
STEADY, APART = 3, 2  # so many quarters, the largest no more than so many times the smallest
ALIKE = 3  # numbers that are not zero: fewer may well be the same by chance
_NUMBERS = (Kind.COUNT, Kind.DISTINCT, Kind.LEVEL)

Published = Mapping[Key, Mapping[Quarter, FigureDraft]]
"""The figures in force, by what they are about and by quarter; without those taken back."""


def warnings(entries: Sequence[Entry], in_force: Sequence[InForce], *, plan: Plan) -> Iterator[Problem]:
    """What the sound rows say that is out of line with `in_force`, the figures in force of the same entity."""
    sound = [entry for entry in entries if entry.sound and entry.indicator and entry.quarter]
    quarter = next((entry.quarter for entry in sound), None)
    if quarter is None:
        return
    published = _by_quarter(in_force)
    for entry in sound:
        series, told = published.get(entry.key, {}), figure_of(entry)
        before = series.get(quarter)
        if (
            entry.indicator
            and entry.indicator.kind in _NUMBERS
            and told
            and not (before and before.value == told.value)
        ):
            yield from _leap(entry, quarter, series)
            yield from _fall(entry, quarter, series)
        if told and before and (before.value, before.so_far) != (told.value, told.so_far):
            yield from _later_total(entry, told, series, plan)
    if not any(quarter in published.get(entry.key, {}) for entry in sound):
        yield from _same_again(sound, quarter, published)


def _by_quarter(in_force: Sequence[InForce]) -> dict[Key, dict[Quarter, FigureDraft]]:
    published: dict[Key, dict[Quarter, FigureDraft]] = {}
    for figure in (known.figure for known in in_force if not known.figure.withdrawn):
        key = Key(figure.indicator, figure.dimension, figure.category, figure.step)
        published.setdefault(key, {})[figure.quarter] = figure
    return published


def _value(entry: Entry) -> Decimal | None:
    """The number of a row that says one, 0 for "nothing was done"."""
    if entry.situation is Situation.NOTHING:
        return Decimal(0)
    return entry.value if entry.situation is Situation.FIGURE else None


def _cell(entry: Entry) -> str:
    return "valor" if entry.filled("valor") else "situacion"


def _leap(entry: Entry, quarter: Quarter, series: Mapping[Quarter, FigureDraft]) -> Iterator[Problem]:
    """Ten times the largest of other quarters, where there are two earlier ones; a hundred times the last."""
    value = entry.value or Decimal(0)
    others = [(f.value, at) for at, f in series.items() if at != quarter and f.value]
    earlier = [at for at, f in series.items() if at < quarter and f.value is not None]
    largest, when = max(others, default=(Decimal(0), quarter))
    last = series[max(earlier)].value if earlier else None
    if len(earlier) >= EARLIER and 0 < TIMES_LARGEST * largest <= value:
        yield _many_times(entry, value, largest, when)
    elif last and 0 < TIMES_LAST * last <= value:
        yield _many_times(entry, value, last, max(earlier))


def _many_times(entry: Entry, value: Decimal, before: Decimal, when: Quarter) -> Problem:
    facts = {"times": f"{value // before:,}", "before": plain_decimal(before), "quarter": written_quarter(when)}
    return entry.problem("value_leap", "valor", **facts)


def _fall(entry: Entry, quarter: Quarter, series: Mapping[Quarter, FigureDraft]) -> Iterator[Problem]:
    """Nothing, after quarters that were much the same."""
    earlier = [f.value for at, f in sorted(series.items()) if at < quarter and f.value is not None][-STEADY:]
    if _value(entry) == 0 and len(earlier) == STEADY and 0 < max(earlier) <= APART * min(earlier):
        yield entry.problem("value_fall", _cell(entry), before=", ".join(plain_decimal(value) for value in earlier))


def _later_total(
    entry: Entry, told: FigureDraft, series: Mapping[Quarter, FigureDraft], plan: Plan
) -> Iterator[Problem]:
    """A total so far that was declared for a later quarter, and that what is said now no longer adds up to."""
    later = next((f for at, f in sorted(series.items()) if at > told.quarter and f.so_far is not None), None)
    if later is None or later.so_far is None or told.withdrawn:
        return
    most = most_so_far(later.value, later.quarter, {**series, told.quarter: told}, plan)
    if most is not None and later.so_far > most:
        facts = {"high": plain_decimal(later.so_far), "most": plain_decimal(most)}
        yield entry.problem("later_total", _cell(entry), quarter=written_quarter(later.quarter), **facts)


def _same_again(entries: Sequence[Entry], quarter: Quarter, published: Published) -> Iterator[Problem]:
    """A file whose every number is that of the last quarter: is it that quarter's file?"""
    codes = {entry.code for entry in entries}
    mine = {key: series for key, series in published.items() if key.indicator in codes}
    last = max((at for series in mine.values() for at in series if at < quarter), default=None)
    if last is None:
        return
    before = _numbers({key: series[last] for key, series in mine.items() if last in series})
    now = _numbers({entry.key: figure for entry in entries if (figure := figure_of(entry))})
    if len(now) >= ALIKE and now == before:
        yield Problem("same_again", sheet=entries[0].sheet, facts=(("last", written_quarter(last)),))


def _numbers(figures: Mapping[Key, FigureDraft]) -> dict[Key, tuple[Decimal | None, ...]]:
    """What each figure says in numbers; those that say none, or zero, left out."""
    said = {key: (f.value, f.numerator, f.denominator) for key, f in figures.items()}
    return {key: numbers for key, numbers in said.items() if any(numbers)}
