"""What a column of a plan pack may hold, and the columns that many files share. Data only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from indicators.words import TextBasis, is_language


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
    so rows of older packs and stores are the same rows still. `text` names the text of which the column holds the words
    or the basis in one language.
    """

    name: str
    holds: Holds = Holds.WORDS
    required: bool = True
    among: tuple[str, ...] = ()
    of: str = ""
    later: bool = False
    text: str = ""


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

    def in_languages(self, names: Iterable[str]) -> Table:
        """The table with a column for each of `names` that is a text of it in a further language.

        Such a column came `later`: who types no such language sees nothing of it. A text that has a basis has one in
        that language too.
        """
        return replace(self, columns=(*self.columns, *self._further(names)))

    def _further(self, names: Iterable[str]) -> Iterator[Column]:
        known = set(self.header)
        with_basis = {column.text: f"{column.text}_es_basis" in known for column in self.columns if column.text}
        for name in dict.fromkeys(name.removesuffix("_basis") for name in names if name not in known):
            text, _, lang = name.rpartition("_")
            if text in with_basis and name not in known and is_language(lang):
                yield from _further_language(text, lang, with_basis=with_basis[text])

    def key_of(self, cells: Mapping[str, str]) -> str:
        """The natural key of a row of it, unique within the kind."""
        return "/".join(cells[name] for name in self.key)


def words(name: str, *, required: bool = True) -> tuple[Column, ...]:
    """A text of the plan: its words in each language, each with its basis. Spanish is required where the text is."""
    return (
        Column(f"{name}_es", required=required, text=name),
        Column(f"{name}_es_basis", Holds.CHOICE, required, tuple(TextBasis), text=name),
        Column(f"{name}_en", required=False, text=name),
        Column(f"{name}_en_basis", Holds.CHOICE, False, tuple(TextBasis), text=name),
    )


def ours(name: str) -> tuple[Column, ...]:
    """A short name of the tracker's own, needed in Spanish and English."""
    return (Column(f"{name}_es", text=name), Column(f"{name}_en", text=name))


def _further_language(text: str, lang: str, *, with_basis: bool) -> Iterator[Column]:
    yield Column(f"{text}_{lang}", required=False, later=True, text=text)
    if with_basis:
        yield Column(f"{text}_{lang}_basis", Holds.CHOICE, False, tuple(TextBasis), later=True, text=text)


CODE = Column("code", Holds.CODE)
CITED = (Column("source", Holds.REFERENCE, of="sources"), Column("page", Holds.WHOLE, False))
