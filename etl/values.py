"""Strict reading of what people type: counts, decimals, quarters, dates, words. Pure; nothing is guessed.

Each reader takes the text of one cell and returns its value, or raises `ValueRefused` with a code of the catalogue.
Numbers follow Peru's usage, a point for decimals and commas between exact groups of three, unless the file is declared
to follow Spain's, where the two change places.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

from etl.dates import date_meant, date_of, quarter_meant, quarter_of
from etl.folding import folded
from etl.personal import personal_data
from indicators.periods import Quarter

LARGEST = Decimal(10) ** 9
PLACES = 6

_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_LOOKS_GROUPED = re.compile(r"[0-9]+(?:,[0-9]*)+(?:\.[0-9]+)?")
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_MISSING_WORDS = {"na", "n/a", "n.a.", "nd", "n/d", "s/d", "s/i", "none", "null", "nan", "-", "--", "—", "…", "..."}
_SPACED = re.compile(r"-?[0-9]+(?:[ .,]+[0-9]+)+")
_SWAPPED = str.maketrans(".,", ",.")
_EXAMPLE_QUARTER, _EXAMPLE_DATE = Quarter(2026, 3), date(2026, 9, 30)
_JOINERS = re.compile(r"[ \t\n\r]+")
_LAST_DAYS = (("31 mar.", "31 Mar"), ("30 jun.", "30 Jun"), ("30 set.", "30 Sep"), ("31 dic.", "31 Dec"))
MARKS_IN_A_ROW = 2


class Numbers(StrEnum):
    """How a file writes numbers: 1,234.5 as in Peru, or, only where that is declared, 1.234,5 as in Spain."""

    ES_PE = "es-PE"
    ES_ES = "es-ES"


class ValueRefused(ValueError):
    """The text is not a value of the wanted kind. `code` is of the catalogue of problems, `facts` fill its wording."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


def read_count(text: str, *, numbers: Numbers = Numbers.ES_PE) -> Decimal:
    """A whole number of things, 0 to 10^9: `1234`, `1,234`. Raises ValueRefused."""
    if numbers is Numbers.ES_PE and _AMBIGUOUS.fullmatch(text.removeprefix("-")):
        raise ValueRefused("number_negative" if text[0] == "-" else "number_points", grouped=text.replace(".", ","))
    value, written = _read_number(text, numbers)
    if value < 0:
        raise ValueRefused("number_negative")
    if value != value.to_integral_value() or "." in written:
        raise ValueRefused("number_decimals")
    return value


def read_decimal(text: str, *, numbers: Numbers = Numbers.ES_PE, commas: bool = True) -> Decimal:
    """A measured number within ±10^9 of at most six places: `12.5`, `1,234.5`, `-3`. Raises ValueRefused.

    Without `commas` none is taken in Peru's way: where semicolons part the cells, a comma may well be meant as the
    decimal point.
    """
    if numbers is Numbers.ES_PE:
        if not commas and "," in text:
            raise ValueRefused("number_comma")
        if _AMBIGUOUS.fullmatch(text.removeprefix("-")):
            grouped = text.replace(".", ",")
            if text.count(".") > 1:
                raise ValueRefused("number_points", grouped=grouped)
            raise ValueRefused("number_ambiguous", grouped=grouped, decimal=f"{text}0")
    value, _ = _read_number(text, numbers)
    if -int(value.as_tuple().exponent) > PLACES:
        raise ValueRefused("number_places")
    return value


def read_stored_number(text: str, *, whole: bool) -> Decimal:
    """A number that a workbook stores as one, so that its point is no riddle. Raises ValueRefused."""
    value = Decimal(text)
    if abs(value) > LARGEST:
        raise ValueRefused("number_too_large")
    if whole and value < 0:
        raise ValueRefused("number_negative")
    if whole and value != value.to_integral_value():
        raise ValueRefused("number_decimals")
    if -int(value.as_tuple().exponent) > PLACES:
        raise ValueRefused("number_places")
    return value + 0


def _read_number(text: str, numbers: Numbers) -> tuple[Decimal, str]:
    """The number, and its digits as Peru would write them, without sign."""
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    if numbers is Numbers.ES_ES:
        digits = digits.translate(_SWAPPED)
    if not _PLAIN.fullmatch(digits) and not _GROUPED.fullmatch(digits):
        raise _no_number(text, digits, numbers)
    if len(digits.replace(",", "").partition(".")[0].lstrip("0")) > len(str(LARGEST)):
        raise ValueRefused("number_too_large")
    value = sign * Decimal(digits.replace(",", ""))
    if abs(value) > LARGEST:
        raise ValueRefused("number_too_large")
    return value + 0, digits  # a zero has no sign


def _no_number(text: str, digits: str, numbers: Numbers) -> ValueRefused:
    if text.casefold() in _MISSING_WORDS:
        return ValueRefused("number_word")
    if _LOOKS_GROUPED.fullmatch(digits):
        point = ("coma", "comma") if numbers is Numbers.ES_ES else ("punto", "point")
        return ValueRefused("number_groups", point_es=point[0], point_en=point[1])
    if _GROUPED.fullmatch(digits.translate(_SWAPPED)):
        other = Numbers.ES_PE if numbers is Numbers.ES_ES else Numbers.ES_ES
        return ValueRefused("number_swapped", swapped=text.translate(_SWAPPED), read=numbers, other=other)
    if any(unicodedata.category(c)[0] == "N" and not c.isascii() for c in text):
        return ValueRefused("number_digits")
    if " " in text and _SPACED.fullmatch(text):
        return ValueRefused("number_spaces", together=text.replace(" ", ""))
    return ValueRefused("number_form")


def read_quarter(text: str) -> Quarter:
    """`2026-T3`, `3T 2026`, `III trimestre 2026`. Raises ValueRefused with a hint of what was probably meant."""
    quarter = quarter_of(text)
    if quarter is None:
        raise ValueRefused("quarter_form", hint=written_quarter(quarter_meant(text) or _EXAMPLE_QUARTER))
    return quarter


def written_quarter(quarter: Quarter) -> str:
    """As Spanish files write it: 2026-T3."""
    return f"{quarter.year}-T{quarter.number}"


def last_day_words(quarter: Quarter) -> tuple[str, str]:
    """The day on which `quarter` ends, in Spanish and English: `30 set. 2026`, `30 Sep 2026`."""
    es, en = _LAST_DAYS[quarter.number - 1]
    return f"{es} {quarter.year}", f"{en} {quarter.year}"


def read_date(text: str) -> date:
    """`2026-09-30`, `30/09/2026` (day first), `30 de setiembre de 2026`. Raises ValueRefused with a hint."""
    day = date_of(text)
    if day is None:
        hint = date_meant(text) or _EXAMPLE_DATE
        raise ValueRefused("date_form", iso=hint.isoformat(), peruvian=f"{hint.day:02}/{hint.month:02}/{hint.year}")
    return day


def read_word(text: str, allowed: Mapping[str, str]) -> str:
    """The code of one of `allowed`'s words; capitals, accents and double spaces do not matter. Raises ValueRefused."""
    codes = {folded(word): code for word, code in allowed.items()}
    code = codes.get(folded(text))
    if code is None:
        raise ValueRefused("word_unknown", words=", ".join(first_words(allowed).values()))
    return code


def first_words(allowed: Mapping[str, str]) -> dict[str, str]:
    """Each code of `allowed` with the first word declared for it (the Spanish one)."""
    words: dict[str, str] = {}
    for word, code in allowed.items():
        words.setdefault(code, word)
    return words


def read_text(text: str, *, max_length: int) -> str:
    """Free text: without data of persons, at most `max_length` characters. Raises ValueRefused."""
    if len(text) > max_length:
        raise ValueRefused("text_too_long", length=str(len(text)), limit=str(max_length))
    if kinds := personal_data(text):
        kinds_es, kinds_en = (", ".join(kind.of(lang) for kind in kinds) for lang in ("es", "en"))
        raise ValueRefused("personal_data", kinds_es=kinds_es, kinds_en=kinds_en)
    return text


def clean(text: str) -> str:
    """`text` in Unicode NFC, every kind of space one plain space, none at the ends. Raises ValueRefused.

    Refused is what cannot be seen (controls, direction marks, zero-width characters, private or unassigned code
    points) and what piles up marks on one letter.
    """
    normal = unicodedata.normalize("NFC", text)
    marks = 0
    for character in normal:
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if (category[0] == "C" and character not in "\t\n\r") or category in ("Zl", "Zp") or marks > MARKS_IN_A_ROW:
            raise ValueRefused("hidden_character", name=character_name(character))
    spaced = "".join(" " if unicodedata.category(c) == "Zs" else c for c in normal)
    return _JOINERS.sub(" ", spaced).strip(" ")


def character_name(character: str) -> str:
    """`U+202E RIGHT-TO-LEFT OVERRIDE`."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
