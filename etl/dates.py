"""Quarters, months and dates as people type them, in Spanish and English. Pure.

What is clear is read, everything else is None: a year has four digits, a day comes before its month, a month is no
quarter. `quarter_meant` and `date_meant` say what was probably meant, for a hint; nothing is ever read that way.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from etl.folding import folded
from indicators.periods import NotAQuarter, Quarter

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "enero ene january jan", "febrero feb february", "marzo mar march", "abril abr april apr", "mayo may",
            "junio jun june", "julio jul july", "agosto ago august aug", "setiembre septiembre set sep sept september",
            "octubre oct october", "noviembre nov november", "diciembre dic december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_NUMBERS = {
    name: number
    for number, names in enumerate(
        (
            "1 i 1er 1ro 1° 1º 1st primer primero first", "2 ii 2do 2° 2º 2nd segundo second",
            "3 iii 3er 3ro 3° 3º 3rd tercer tercero third", "4 iv 4to 4° 4º 4th cuarto fourth",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ROMAN = ("i", "ii", "iii", "iv")
_NAMES = ("t", "q", "trim", "trimestre", "quarter")
_JOINING = ("de", "del", "of")
_QUARTER = re.compile(r"([0-9]{4})-[TQ]([1-4])")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_THREE_NUMBERS = re.compile(r"([0-9]{1,4})[/. -]+([0-9]{1,2})[/. -]+([0-9]{1,4})(?:[t ].*)?")
_YEAR_AND_MONTH = re.compile(r"([0-9]{4})[/-](0[1-9]|1[0-2])|(0[1-9]|[5-9]|1[0-2])[/-]([0-9]{4})")
_PARTS = re.compile(r"[a-z]+|[0-9]+|[^a-z0-9 .,/–-]")
_NAMED = re.compile(r"(?<![a-z])(?:[tq](?![a-z])|trim|quarter)")
_SERIAL = re.compile(r"[0-9]{5}")
_DAY_ZERO = date(1899, 12, 30)  # of the serial numbers that a spreadsheet shows for a date


def quarter_of(text: str) -> Quarter | None:
    """`2026-T3`, `2026Q3`, `3T 2026`, `III-2026`, `tercer trimestre de 2026`; None where it is not clear.

    Its year has four digits and stands first or last, its number is in digits with the word or the letter, or Roman.
    """
    if plain := _QUARTER.fullmatch(text):  # as most are written
        return _quarter(int(plain[1]), int(plain[2]))
    parts = _parts(text)
    for year, label in ((parts[:1], parts[1:]), (parts[-1:], parts[:-1])):
        if len(year) == 1 and len(year[0]) == 4 and year[0].isdigit():
            number = _quarter_number(label)
            if number:
                return _quarter(int(year[0]), number)
    return None


def _quarter_number(label: list[str]) -> int | None:
    """`t 3`, `3 t`, `iii`, `3 er trimestre`, `trim iii`: a number and a name, or a Roman number alone."""
    names, others = ([part for part in label if (part in _NAMES) is named] for named in (True, False))
    if len(names) > 1 or label not in ([*names, *others], [*others, *names]):
        return None
    number = "".join(others)  # of two parts where an ordinal stands in digits: 3 er
    if len(others) == 1 or (len(others) == 2 and others[0].isdigit()):
        return _NUMBERS.get(number) if names or number in _ROMAN else None
    return None


def _parts(text: str) -> list[str]:
    """Words, numbers and other signs, without what only joins them; none where it begins with a sign."""
    plain = folded(text)
    if not plain[:1].isalnum():
        return []
    return [part for part in _PARTS.findall(plain) if part not in _JOINING]


def _quarter(year: int, number: int) -> Quarter | None:
    try:
        return Quarter(year, number)
    except NotAQuarter:
        return None


def date_of(text: str) -> date | None:
    """`2026-09-30`, `30/09/2026` (or with points or hyphens), `30 de setiembre de 2026`, `30 Sep 2026`; else None."""
    if iso := _ISO.fullmatch(text):
        return _date(iso[1], iso[2], iso[3])
    if numbers := _DAY_FIRST.fullmatch(text):
        return _date(numbers[4], numbers[3], numbers[1])
    match _parts(text):
        case ["1", "ro" | "er" | "º" | "°", month, year]:
            return _named_date("1", month, year)
        case [day, month, year]:
            return _named_date(day, month, year)
    return None


def _named_date(day: str, month: str, year: str) -> date | None:
    """`30`, `set`, `2026`; None where it is none, or not in this order."""
    if day.isdigit() and month in _MONTHS and len(year) == 4 and year.isdigit():
        return _date(year, str(_MONTHS[month]), day)
    return None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def month_of(text: str) -> date | None:
    """The first day of the month of `setiembre 2026`, `set. de 2026`, `2026-09`, `09/2026`; else None.

    A single digit up to four beside a year is none: it may be a quarter.
    """
    if numbers := _YEAR_AND_MONTH.fullmatch(text):
        return _date(numbers[1] or numbers[4], numbers[2] or numbers[3], "1")
    match _parts(text):
        case [month, year]:
            return _named_date("1", month, year)
    return None


def quarter_meant(text: str) -> Quarter | None:
    """The quarter in which a date or a month lies, or that a year and a number 1-4 with a quarter's word suggest."""
    day = date_of(text) or month_of(text) or _serial_day(text) or date_of(text[:10])
    if day:
        return _quarter(day.year, (day.month + 2) // 3)
    plain = folded(text)
    year = re.search(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", plain)
    rest = plain.replace(year[0], " ") if year else ""
    number = re.search(r"(?<![0-9])[1-4](?![0-9])|(?<![a-z])(?:i{1,3}|iv)(?![a-z])", rest)
    if year and number and _NAMED.search(rest):
        return _quarter(int(year[0]), _NUMBERS[number[0]])
    return None


def _serial_day(text: str) -> date | None:
    """The day that a spreadsheet keeps as the number `text`, within this century."""
    if not _SERIAL.fullmatch(text):
        return None
    day = _DAY_ZERO + timedelta(days=int(text))
    return day if 2000 <= day.year < 2100 else None


def date_meant(text: str) -> date | None:
    """The date that was probably meant: month first, a year of two digits, the year first without zeros."""
    if numbers := _THREE_NUMBERS.fullmatch(folded(text)):
        first, middle, last = numbers[1], numbers[2], numbers[3]
        if len(first) == 4:
            return _date(first, middle, last)
        year = last if len(last) == 4 else f"20{last}"
        return _date(year, middle, first) or _date(year, first, middle) if len(last) in (2, 4) else None
    months = [_MONTHS[part] for part in _parts(text) if part in _MONTHS]
    numbered = [part for part in _parts(text) if part.isdigit()]
    if len(months) == 1 and len(numbered) == 2 and len(numbered[0]) <= 2 and len(numbered[1]) in (2, 4):
        year = numbered[1] if len(numbered[1]) == 4 else f"20{numbered[1]}"
        return _date(year, str(months[0]), numbered[0])
    return _serial_day(text)
