"""Whether a cell of a pack holds what its column says: each kind of cell has one reading. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from zoneinfo import available_timezones

from indicators.pack_columns import Column, Holds, Table
from indicators.periods import NotAQuarter, Quarter
from indicators.words import TextBasis

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LINK = re.compile(r"https?://[^\s/?#]+\.[^\s]+")
_VALUES = re.compile(r"[a-z][a-z0-9_]{0,59}[=>~]-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?")
FLAGS = ("yes", "no")
LONGEST = 4000


def cleaned(cell: str) -> str:
    """`cell` as it should have been typed: composed accents, single spaces, nothing invisible."""
    composed = unicodedata.normalize("NFC", cell)
    return " ".join("".join(c for c in composed if c.isspace() or unicodedata.category(c)[0] != "C").split())


def cell_fault(column: Column, cell: str) -> tuple[str, str] | None:
    """The code of what is wrong with `cell` and what it could be instead; None where nothing is.

    References are not followed here.
    """
    if cell != cleaned(cell):
        return "not_clean", cleaned(cell)
    if not cell:
        return ("required", "") if column.required else None
    if column.holds in _CHOICES:
        among = column.among or FLAGS
        return None if cell in among else ("not_a_choice", ", ".join(among))
    code, is_one = _READINGS[column.holds]
    return None if is_one(cell) else (code, "")


def text_faults(table: Table, cells: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """Texts without a basis and bases without a text: column, code, what stands there and what could."""
    for column in table.columns:
        name = column.name
        if column.text and name.endswith("_basis"):
            words, basis = cells[name.removesuffix("_basis")], cells[name]
            if words and not basis:
                yield name, "words_without_basis", "", ", ".join(TextBasis)
            if basis and not words:
                yield name.removesuffix("_basis"), "basis_without_words", basis, ""


def _is_words(cell: str) -> bool:
    return len(cell) <= LONGEST


def _is_date(cell: str) -> bool:
    try:
        return bool(_DATE.fullmatch(cell) and date.fromisoformat(cell))
    except ValueError:
        return False


def _is_quarter(cell: str) -> bool:
    try:
        return bool(Quarter.parse(cell))
    except NotAQuarter:
        return False


def _are_codes(cell: str) -> bool:
    return all(_CODE.fullmatch(part) for part in cell.split(";"))


def _are_values(cell: str) -> bool:
    return all(_VALUES.fullmatch(part) for part in cell.split(";"))


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda cell: bool(pattern.fullmatch(cell))


_CHOICES = (Holds.CHOICE, Holds.FLAG)
_READINGS: dict[Holds, tuple[str, Callable[[str], bool]]] = {
    Holds.CODE: ("not_a_code", _matches(_CODE)),
    Holds.WORDS: ("too_long", _is_words),
    Holds.WHOLE: ("not_whole", _matches(_WHOLE)),
    Holds.DECIMAL: ("not_decimal", _matches(_DECIMAL)),
    Holds.DATE: ("not_a_date", _is_date),
    Holds.QUARTER: ("not_a_quarter", _is_quarter),
    Holds.ZONE: ("not_a_zone", lambda cell: cell in available_timezones()),
    Holds.LINK: ("not_a_link", _matches(_LINK)),
    Holds.REFERENCE: ("not_a_code", _matches(_CODE)),
    Holds.REFERENCES: ("not_a_code", _are_codes),
    Holds.VALUES: ("not_values", _are_values),
}
