"""What a column of a plan pack may hold, and the columns that many files share. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from indicators.words import TextBasis


class Holds(StrEnum):
    """What a cell may hold; each has one reading and no other."""

    CODE = "code"
    WORDS = "words"
    CHOICE = "choice"
    FLAG = "flag"
    WHOLE = "whole"
    DECIMAL = "decimal"
    DATE = "date"
    QUARTER = "quarter"
    ZONE = "zone"
    LINK = "link"
    REFERENCE = "reference"
    REFERENCES = "references"
    VALUES = "values"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `among` are the words of a choice; `of` is the kind of row that a reference points to.

    `of` may name one list of codes (`code_lists/theme`), or several kinds (`action|indicator`). A column that came
    `later` than its table may be missing from a pack, and a blank cell of it is not part of the row that is stored:
    so rows of older packs and stores are the same rows still.
    """

    name: str
    holds: Holds = Holds.WORDS
    required: bool = True
    among: tuple[str, ...] = ()
    of: str = ""
    later: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of row: its file is `<kind>.csv`, its rows are told apart by the columns of `key`.

    The file of a table that came `later` may be missing from a pack: it has no rows of that kind then.
    """

    kind: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    later: bool = False

    @property
    def header(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)

    def key_of(self, cells: Mapping[str, str]) -> str:
        """The natural key of a row of it, unique within the kind."""
        return "/".join(cells[name] for name in self.key)


def words(name: str, *, required: bool = True) -> tuple[Column, ...]:
    """A text of the plan: its words in each language, each with its basis. Spanish is required where the text is."""
    bases = tuple(TextBasis)
    return (
        Column(f"{name}_es", required=required),
        Column(f"{name}_es_basis", Holds.CHOICE, required, bases),
        Column(f"{name}_en", required=False),
        Column(f"{name}_en_basis", Holds.CHOICE, False, bases),
    )


def ours(name: str) -> tuple[Column, ...]:
    """A short name of the tracker's own, needed in both languages."""
    return (Column(f"{name}_es"), Column(f"{name}_en"))


CODE = Column("code", Holds.CODE)
CITED = (Column("source", Holds.REFERENCE, of="sources"), Column("page", Holds.WHOLE, False))
