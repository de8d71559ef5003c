"""Strict reading of what people type: counts, decimals, quarters, dates, words. Pure; nothing is guessed.

Each reader takes the text of one cell and returns its value, or raises `ValueRefused` with a code of the catalogue.
Numbers follow Peru's usage: a point for decimals, commas between exact groups of three.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from etl.personal import personal_data
from indicators.periods import NotAQuarter, Quarter

LARGEST = Decimal(10) ** 9
PLACES = 6

_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_LOOKS_GROUPED = re.compile(r"[0-9]+(?:,[0-9]*)+(?:\.[0-9]+)?")
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_MISSING_WORDS = {"na", "n/a", "n.a.", "nd", "n/d", "s/d", "s/i", "none", "null", "nan", "-", "--", "—", "…", "..."}
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_PERUVIAN_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_QUARTER = re.compile(r"([0-9]{4})-[TQ]([1-4])")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_JOINERS = re.compile(r"[ \t\n\r]+")
_LAST_DAYS = (("31 mar.", "31 Mar"), ("30 jun.", "30 Jun"), ("30 set.", "30 Sep"), ("31 dic.", "31 Dec"))
MARKS_IN_A_ROW = 2


class ValueRefused(ValueError):
    """The text is not a value of the wanted kind. `code` is of the catalogue of problems, `facts` fill its wording."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


def read_count(text: str) -> Decimal:
    """A whole number of things, 0 to 10^9: `1234`, `1,234`. Raises ValueRefused."""
    if _AMBIGUOUS.fullmatch(text.removeprefix("-")):
        raise ValueRefused("number_negative" if text[0] == "-" else "number_points", grouped=text.replace(".", ","))
    value = _read_number(text)
    if value < 0:
        raise ValueRefused("number_negative")
    if value != value.to_integral_value() or "." in text:
        raise ValueRefused("number_decimals")
    return value


def read_decimal(text: str, *, commas: bool = True) -> Decimal:
    """A measured number within ±10^9 of at most six places: `12.5`, `1,234.5`, `-3`. Raises ValueRefused.

    Without `commas` none is taken: where semicolons part the cells, a comma may well be meant as the decimal point.
    """
    if not commas and "," in text:
        raise ValueRefused("number_comma")
    value = _read_number(text)
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


def _read_number(text: str) -> Decimal:
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    if _AMBIGUOUS.fullmatch(digits):
        whole, _, rest = text.rpartition(".")
        raise ValueRefused("number_ambiguous", grouped=text.replace(".", ","), decimal=f"{whole}.{rest}0")
    if not _PLAIN.fullmatch(digits) and not _GROUPED.fullmatch(digits):
        raise ValueRefused(_why_no_number(text, digits))
    if len(digits.replace(",", "").partition(".")[0].lstrip("0")) > len(str(LARGEST)):
        raise ValueRefused("number_too_large")
    value = sign * Decimal(digits.replace(",", ""))
    if abs(value) > LARGEST:
        raise ValueRefused("number_too_large")
    return value + 0  # a zero has no sign


def _why_no_number(text: str, digits: str) -> str:
    if text.casefold() in _MISSING_WORDS:
        return "number_word"
    if _LOOKS_GROUPED.fullmatch(digits):
        return "number_groups"
    if any(unicodedata.category(c)[0] == "N" and not c.isascii() for c in text):
        return "number_digits"
    return "number_form"


def read_quarter(text: str) -> Quarter:
    """`2026-T3` or `2026-Q3`. Raises ValueRefused with a hint of what was probably meant."""
    match = _QUARTER.fullmatch(text)
    if not match:
        raise ValueRefused("quarter_form", hint=_quarter_hint(text))
    try:
        return Quarter(int(match[1]), int(match[2]))
    except NotAQuarter:
        raise ValueRefused("quarter_form", hint="2026-T3") from None


def written_quarter(quarter: Quarter) -> str:
    """As Spanish files write it: 2026-T3."""
    return f"{quarter.year}-T{quarter.number}"


def last_day_words(quarter: Quarter) -> tuple[str, str]:
    """The day on which `quarter` ends, in Spanish and English: `30 set. 2026`, `30 Sep 2026`."""
    es, en = _LAST_DAYS[quarter.number - 1]
    return f"{es} {quarter.year}", f"{en} {quarter.year}"


def _quarter_hint(text: str) -> str:
    """The quarter in which a date falls, or that a year and a number 1-4 beside it suggest; else an example."""
    try:
        return written_quarter(Quarter.of(read_date(text)))
    except (ValueRefused, NotAQuarter):
        pass
    year = re.search(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", text)
    rest = text.replace(year[0], " ") if year else ""
    number = re.search(r"(?<![0-9])[1-4](?![0-9])", rest)
    roman = re.search(r"\b(i{1,3}|iv)\b", rest.casefold())
    if year and (number or roman):
        return f"{year[0]}-T{number[0] if number else _ROMAN[roman[0]] if roman else ''}"
    return "2026-T3"


def read_date(text: str) -> date:
    """`2026-09-30` or `30/09/2026` (day first, as in Peru). Raises ValueRefused."""
    if iso := _ISO_DATE.fullmatch(text):
        parts = (iso[1], iso[2], iso[3])
    elif peruvian := _PERUVIAN_DATE.fullmatch(text):
        parts = (peruvian[3], peruvian[2], peruvian[1])
    else:
        raise ValueRefused("date_form")
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        raise ValueRefused("date_form") from None


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


def folded(text: str) -> str:
    """`text` without accents, capitals and double spaces, to be compared."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if unicodedata.category(c) != "Mn")
    return " ".join(bare.split())


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
