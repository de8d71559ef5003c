"""What a list says: as a whole, and counted by indicator. Pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from etl.cells import Cell
from etl.lists.measures import Counted, Tally
from etl.problems import Problem
from indicators.periods import Quarter


@dataclass(frozen=True, slots=True)
class Said:
    """A row that says why an indicator has no rows: the word as written, and the row."""

    word: str
    row: int


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says: as a whole (`head`, cells of its first row by column), and counted by indicator and measure.

    `tallies` are the same counts, to be joined with those of other lists. `first` is the row on which an indicator
    first stands, `unusable` how many rows state no document that can be one, `unusable_rows` the first of them.
    """

    sheet: str
    head: Mapping[str, Cell]
    quarter: Quarter | None
    rows: int
    counted: Mapping[str, Mapping[str, Counted]]
    said: Mapping[str, Said]
    first: Mapping[str, int]
    unusable: int = 0
    unusable_rows: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    tallies: Mapping[str, Tally] = field(default_factory=dict)

    @property
    def entity(self) -> str:
        """The entity as its first row says it."""
        cell = self.head.get("entidad")
        return cell.text.strip() if cell else ""
