"""Rules on the rows of a list together: no row there twice, rows about one thing that say the same of it. Pure.

What is remembered is one entry for each different key, not for each row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from etl.lists.columns import INDICATOR
from etl.lists.listing import Agreeing, Listing, Unique
from etl.lists.measures import Events, sound

Tell = Callable[..., None]
"""Takes a problem's code, its row, its column, what was found and facts."""


class Together:
    """What the rows of one list have said so far, held against each new one."""

    def __init__(self, listing: Listing, tell: Tell) -> None:
        self._listing = listing
        self._tell = tell
        self._rows: dict[Unique, dict[tuple[Any, ...], int]] = {rule: {} for rule in listing.unique}
        self._said: dict[Agreeing, dict[Any, tuple[int, list[Any]]]] = {rule: {} for rule in listing.agreeing}

    def check(self, events: Events, unread: Mapping[str, set[int]]) -> None:
        """Tell every row of `events` that repeats or contradicts an earlier one. `unread` are the positions, by column,
        of cells that could not be read: they say nothing."""
        for unique, rows in self._rows.items():
            if set(unique.columns) <= events.values.keys():
                self._check_unique(unique, rows, events)
        for agreeing, said in self._said.items():
            if agreeing.key in events.values:
                self._check_agreeing(agreeing, said, events, unread)

    def _check_unique(self, rule: Unique, rows: dict[tuple[Any, ...], int], events: Events) -> None:
        columns = [events.values[name] for name in (INDICATOR, *rule.columns)]
        for row, values in zip(events.rows, zip(*columns, strict=True), strict=True):
            if None in values:
                continue
            first = rows.setdefault(tuple(map(sound, values)), row)
            if first != row:
                self._tell(rule.code, row, rule.columns[-1], found=_shown(values[-1]), other_row=str(first))

    def _check_agreeing(
        self, rule: Agreeing, said: dict[Any, tuple[int, list[Any]]], events: Events, unread: Mapping[str, set[int]]
    ) -> None:
        blind = set().union(*(unread.get(name, ()) for name in rule.columns))
        names = [name for name in rule.columns if name in events.values]
        columns: Sequence[Sequence[Any]] = [events.values[name] for name in names]
        for at, (row, key, *values) in enumerate(zip(events.rows, events.values[rule.key], *columns, strict=True)):
            if key is None or at in blind:
                continue
            told = [sound(value) for value in values]
            first, before = said.setdefault(sound(key), (row, told))
            for name, value, new, old in zip(names, values, told, before, strict=True):
                if new != old:
                    self._tell(rule.code, row, name, found=_shown(value), other_row=str(first))


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
