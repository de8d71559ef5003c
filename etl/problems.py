"""What is wrong with a file, cell by cell, in Spanish and English, as text and as JSON.

A job never stops at the first problem. Each one names its cell as its reader knows it (`Reporte!F12` in a workbook,
`fila 12, columna valor` in a CSV file), what was found there and what to do. The wordings are data, in
`etl.problem_words`; nothing here reads.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from etl.columns import Words
from etl.problem_words import CATALOGUE

SHOWN_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `row` 0 is the whole file or sheet; `letter` is a workbook's column letter, `column` its name.

    `facts` fill the wording; a value of the file among them is shown escaped and cut to 60 characters.
    """

    code: str
    sheet: str = ""
    row: int = 0
    letter: str = ""
    column: str = ""
    found: str = ""
    facts: tuple[tuple[str, str], ...] = ()

    def place(self, lang: str = "es") -> str:
        """Where it is: `Reporte!F12 (valor)`, `fila 12, columna valor`, `archivo`."""
        row, column, file = ("row", "column", "file") if lang == "en" else ("fila", "columna", "archivo")
        if self.sheet and self.letter and self.row:
            sheet = self.sheet if self.sheet.isalnum() else f"'{self.sheet}'"
            return f"{sheet}!{self.letter}{self.row}" + (f" ({self.column})" if self.column else "")
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
        """Place, message and remedy on one line."""
        return f"{self.place(lang)}: {self.message(lang)} {self.remedy(lang)}"

    def as_json(self) -> dict[str, object]:
        """Plain values in both languages, for `--json` and pages."""
        return {
            "code": self.code,
            "sheet": self.sheet,
            "row": self.row,
            "letter": self.letter,
            "column": self.column,
            "found": shown(self.found),
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


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By place: the file first, then sheet, row and column as they stand; each once."""
    seen = dict.fromkeys(problems)
    return tuple(sorted(seen, key=lambda p: (p.row > 0, p.sheet, p.row, len(p.letter), p.letter)))
