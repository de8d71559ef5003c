"""What is counted in a list: how many rows, a sum, how many distinct, how many persons; each with its splits. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import compress
from typing import Any, NamedTuple

from etl.columns import Words
from etl.folding import folded
from etl.pseudonyms import Linked

NOT_STATED = "no_declarado"
DOCUMENT, EARLIER = "<document>", "<earlier document>"


class Counts(StrEnum):
    """How a measure counts the rows of a list."""

    ROWS = "rows"
    SUM = "sum"
    DISTINCT = "distinct"
    PERSONS = "persons"


class Unit(NamedTuple):
    """What is told apart: the columns, or the document where there are none; and whether by how they sound."""

    of: tuple[str, ...]
    as_sounds: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that a list is counted for. `of` are the columns added up or told apart; `as_sounds` tells texts apart
    by how they sound: accents, capitals and double spaces make no other one."""

    name: str
    title: Words
    counts: Counts
    of: tuple[str, ...] = ()
    as_sounds: bool = False

    @property
    def unit(self) -> Unit:
        """What it tells apart: measures of the same are gathered once."""
        return Unit(self.of, self.as_sounds)


@dataclass(frozen=True, slots=True)
class Counted:
    """A measure's total and its parts by (dimension, category)."""

    total: int
    parts: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Events:
    """Rows of a list as read: the number of each in the file, and the values of each column."""

    rows: Sequence[int]
    values: Mapping[str, Sequence[Any]]

    def of(self, wanted: Sequence[bool]) -> Events:
        """Its rows for which `wanted` holds."""
        values = {name: list(compress(column, wanted)) for name, column in self.values.items()}
        return Events(list(compress(self.rows, wanted)), values)


class Tally:
    """Counts the rows of a list for one indicator. `dimensions` are the columns to split by, by dimension; `linked` is
    shared with other tallies: what a row states of two documents holds wherever one of them stands."""

    def __init__(self, measures: Iterable[Measure], dimensions: Mapping[str, str], linked: Linked) -> None:
        self._measures = tuple(measures)
        self._dimensions = dict(dimensions)
        self._totals: Counter[str] = Counter()
        self._parts: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        self._units: dict[Unit, set[Any]] = defaultdict(set)
        self._split: dict[tuple[Unit, str], set[Any]] = defaultdict(set)
        self.linked = linked

    def take(self, events: Events) -> None:
        """Count the rows of `events` as well."""
        for measure in self._measures:
            if measure.counts in (Counts.ROWS, Counts.SUM):
                self._add(measure, events)
        for unit in {measure.unit for measure in self._measures if measure.counts in (Counts.DISTINCT, Counts.PERSONS)}:
            self._gather(unit, events)
        if any(measure.counts is Counts.PERSONS for measure in self._measures):
            for one, other in zip(events.values[DOCUMENT], events.values[EARLIER], strict=True):
                if other is not None and one is not None:
                    self.linked.join(one, other)

    def alike(self, linked: Linked) -> Tally:
        """An empty one of the same measures and dimensions, by what `linked` knows."""
        return Tally(self._measures, self._dimensions, linked)

    def join(self, other: Tally) -> None:
        """Count what `other` counted as well; both are of one count, with the same measures. What `other` has linked
        is not taken over."""
        self._totals.update(other._totals)
        for name, parts in other._parts.items():
            self._parts[name].update(parts)
        for unit, units in other._units.items():
            self._units[unit] |= units
        for key, pairs in other._split.items():
            self._split[key] |= pairs

    def counted(self) -> Mapping[str, Counted]:
        """What was counted, by measure."""
        return {measure.name: self._counted(measure) for measure in self._measures}

    def _add(self, measure: Measure, events: Events) -> None:
        if measure.counts is Counts.ROWS:
            self._totals[measure.name] += len(events.rows)
            for dimension, column in self._dimensions.items():
                found = Counter(events.values[column])
                self._parts[measure.name].update({(dimension, c or NOT_STATED): n for c, n in found.items()})
            return
        amounts = events.values[measure.of[0]]
        self._totals[measure.name] += sum(amount or 0 for amount in amounts)
        for dimension, column in self._dimensions.items():
            parts = self._parts[measure.name]
            for category, amount in zip(events.values[column], amounts, strict=True):
                parts[(dimension, category or NOT_STATED)] += amount or 0

    def _gather(self, unit: Unit, events: Events) -> None:
        units = _units(unit, events)
        self._units[unit].update(units)
        for dimension, column in self._dimensions.items():
            self._split[unit, dimension].update(zip(events.values[column], units, strict=True))

    def _counted(self, measure: Measure) -> Counted:
        if measure.counts in (Counts.ROWS, Counts.SUM):
            return Counted(self._totals[measure.name], dict(self._parts[measure.name]))
        parts: dict[tuple[str, str], int] = {}
        for dimension in self._dimensions:
            by_category: dict[str, list[Any]] = defaultdict(list)
            for category, unit in self._split[measure.unit, dimension]:
                by_category[category or NOT_STATED].append(unit)
            parts |= {(dimension, category): self._size(measure, units) for category, units in by_category.items()}
        return Counted(self._size(measure, self._units[measure.unit]), {key: n for key, n in parts.items() if n})

    def _size(self, measure: Measure, units: Iterable[Any]) -> int:
        told = {unit for unit in units if unit is not None}
        return self.linked.persons(told) if measure.counts is Counts.PERSONS else len(told)


def _units(unit: Unit, events: Events) -> Sequence[Any]:
    """What is told apart, row by row; None where a row does not say."""
    columns = [events.values[name] for name in unit.of] or [events.values[DOCUMENT]]
    if unit.as_sounds:
        columns = [[sound(value) for value in column] for column in columns]
    if len(columns) == 1:
        return columns[0]
    return [None if None in values else values for values in zip(*columns, strict=True)]


@lru_cache(maxsize=50_000)
def sound(value: Any) -> Any:
    """A text as it sounds; any other value as it is."""
    return folded(value) if isinstance(value, str) else value
