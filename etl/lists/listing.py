"""How a list job is declared besides its columns: what is counted in it, and rules on its rows. Pure data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from etl.lists.measures import Measure


@dataclass(frozen=True, slots=True)
class Persons:
    """The columns by which a row says who: type, country and number of a document, and of one the person had before."""

    type: str
    country: str
    number: str
    earlier_type: str
    earlier_number: str


@dataclass(frozen=True, slots=True)
class RowRule:
    """A rule on some columns of a row, told at the last of them. `judge` takes their values and gives the code of a
    problem, one of `codes`, or an empty text."""

    columns: tuple[str, ...]
    judge: Callable[..., str]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unique:
    """No two rows of an indicator have the same values, as they sound, in all of `columns`; `code` is the problem, told
    at the last of them."""

    columns: tuple[str, ...]
    code: str


@dataclass(frozen=True, slots=True)
class Agreeing:
    """Rows with the same `key`, as it sounds, say the same in `columns`; `code` is the problem, told where they do
    not."""

    key: str
    columns: tuple[str, ...]
    code: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What is counted in a list. The first measure is the one that a declared total so far is of."""

    measures: tuple[Measure, ...]
    rules: tuple[RowRule, ...] = ()
    unique: tuple[Unique, ...] = ()
    agreeing: tuple[Agreeing, ...] = ()
    persons: Persons | None = None
