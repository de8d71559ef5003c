"""What is wrong with a file, cell by cell, in Spanish and English, as text and as JSON.

A job never stops at the first problem. Each one names its cell as its reader knows it (`Reporte!F12` in a workbook,
`fila 12, columna valor` in a CSV file), what was found there and what to do. The wordings are data, in
`etl.problem_words`; nothing here reads.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from etl.columns import Words
from etl.personal import personal_data
from etl.problem_words import CATALOGUE

SHOWN_LENGTH = 60
MOST_OF_A_KIND = 1_000
_LOOKED_AT = 400  # characters of what was found; no more of it is ever shown
_UNSAID = frozenset({"personal_data"})
# Where a number alone may be a person's; elsewhere it is an amount, a date or a code.
_TOLD_IN_WORDS = ("", "nota", "acto", "sustento", "medio_referencia")
_MORE_ROWS = Words(" (Y {more:,} filas más como esta.)", " (And {more:,} further rows like it.)")


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `row` 0 is the whole file or sheet; `letter` is a workbook's column letter, `column` its name.

    `facts` fill the wording; a value of the file among them is shown escaped and cut to 60 characters. `more` counts
    further rows like it that are not listed.
    """

    code: str
    sheet: str = ""
    row: int = 0
    letter: str = ""
    column: str = ""
    found: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    more: int = 0

    def __post_init__(self) -> None:
        """What looks like data of a person is never told on, in no form."""
        if self.code in _UNSAID and self.found:
            object.__setattr__(self, "found", "")
        elif self._names_a_person():
            object.__setattr__(self, "found", "…")

    def _names_a_person(self) -> bool:
        in_words = self.column in _TOLD_IN_WORDS or any(map(str.isalpha, self.found))
        return in_words and bool(personal_data(self.found[:_LOOKED_AT]))

    def place(self, lang: str = "es") -> str:
        """Where it is: `Reporte!F12 (valor)`, `fila 12, columna valor`, `archivo`."""
        row, column, file = ("row", "column", "file") if lang == "en" else ("fila", "columna", "archivo")
        if self.sheet and self.letter and self.row:
            return f"{sheet_in_place(self.sheet)}!{self.letter}{self.row}" + (
                f" ({self.column})" if self.column else ""
            )
        parts = [self.sheet] if self.sheet else []
        parts += [f"{row} {self.row}"] if self.row else []
        parts += [f"{column} {self.column or self.letter}"] if self.column or self.letter else []
        return ", ".join(parts) or file

    def message(self, lang: str = "es") -> str:
        """What is wrong, in one sentence."""
        return self._filled(CATALOGUE[self.code].says, lang)

    def remedy(self, lang: str = "es") -> str:
        """What to do about it, in one sentence."""
        return self._filled(CATALOGUE[self.code].remedy, lang)

    def text(self, lang: str = "es") -> str:
        """Place, message and remedy on one line, and how many rows like it are not listed."""
        more = _MORE_ROWS.of(lang).format(more=self.more) if self.more else ""
        return f"{self.place(lang)}: {self.message(lang)} {self.remedy(lang)}{more}"

    def as_json(self) -> dict[str, object]:
        """Plain values in both languages, for `--json` and pages."""
        return {
            "code": self.code,
            "sheet": self.sheet,
            "row": self.row,
            "letter": self.letter,
            "column": self.column,
            "found": shown(self.found),
            "more": self.more,
            "place": {lang: self.place(lang) for lang in ("es", "en")},
            "message": {lang: self.message(lang) for lang in ("es", "en")},
            "remedy": {lang: self.remedy(lang) for lang in ("es", "en")},
        }

    def _filled(self, words: Words, lang: str) -> str:
        facts = {key: shown(value, limit=400) for key, value in self.facts}
        return words.of(lang).format_map({"found": shown(self.found), **facts})


def kind_in_words(code: str, lang: str = "es") -> str:
    """What a kind of problem says, whatever the cell: `…` stands for what was found. A code of an older catalogue is
    its own words."""
    if code not in CATALOGUE:
        return code
    return CATALOGUE[code].says.of(lang).format_map(defaultdict(lambda: "…"))


def shown(text: str, *, limit: int = SHOWN_LENGTH) -> str:
    """`text` safe to show on one line: what cannot be seen is written as its code point, what is long is cut."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(c if c == " " or _visible(c) else f"<U+{ord(c):04X}>" for c in cut)


def _visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ"


def sheet_in_place(sheet: str) -> str:
    """A sheet's name as it stands before a cell's."""
    return sheet if sheet.isalnum() else f"'{sheet}'"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By place: the file first, then sheet, row and column as they stand; each once, of a kind no more than 1,000."""
    seen = dict.fromkeys(problems)
    return _bounded(sorted(seen, key=lambda p: (p.row > 0, p.sheet, p.row, len(p.letter), p.letter)))


def _bounded(ordered: Iterable[Problem]) -> tuple[Problem, ...]:
    """The first 1,000 of each code and column; the last of them says how many more there are."""
    kept: list[Problem] = []
    places: dict[tuple[str, ...], list[int]] = {}
    unlisted: Counter[int] = Counter()
    for problem in ordered:
        alike = places.setdefault((problem.code, problem.sheet, problem.letter, problem.column), [])
        if len(alike) < MOST_OF_A_KIND:
            alike.append(len(kept))
            kept.append(problem)
        else:
            unlisted[alike[-1]] += 1 + problem.more
    return tuple(replace(p, more=p.more + unlisted[at]) if at in unlisted else p for at, p in enumerate(kept))


def how_many(problems: Iterable[Problem]) -> int:
    """How many there are, with those that are not listed."""
    return sum(1 + problem.more for problem in problems)
