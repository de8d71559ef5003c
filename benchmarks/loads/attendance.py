"""An attendance list of any length, invented, always the same: what the loads are measured on.

Persons come three times on average, one row in twenty states an earlier document, one course in four has a comma in its
name. Entity and quarter stand in every row, so that fourteen of the sixteen columns are always filled.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

from openpyxl import Workbook

from benchmarks.loads.words import (
    AGES,
    CONDITIONS,
    COUNTRIES,
    DEPARTMENTS,
    ENTITY,
    FIRST_DAY,
    HEADER,
    INDICATOR,
    LAST_DAY,
    QUARTER,
    SEXES,
    SHEET,
    TOPICS,
    TYPES,
)

COURSES = 400
SEED = 20260701

Row = tuple[str, ...]
_Person = tuple[str, ...]


def rows(count: int) -> Iterator[Row]:
    """`count` rows under `HEADER`: the same ones for the same count."""
    chance = Random(SEED)  # noqa: S311  # invented rows, no secret
    persons = [_person(chance, number) for number in range(max(1, count // 3))]
    days = [(FIRST_DAY + timedelta(days=day)).isoformat() for day in range((LAST_DAY - FIRST_DAY).days + 1)]
    courses = [_course(number) for number in range(COURSES)]
    for _ in range(count):
        course, topic, hours, department = chance.choice(courses)
        kind, number, country, condition, sex, age, *earlier = chance.choice(persons)
        yield (
            ENTITY, QUARTER, INDICATOR, chance.choice(days), course, topic, hours, kind, number, country, condition,
            sex, age, department, *(earlier or ("", "")),
        )  # fmt: skip


def _person(chance: Random, number: int) -> _Person:
    kind = chance.choice(TYPES)
    shown = f"{'AB' if kind == 'PAS' else ''}{100_000_000 + number}"
    told = tuple(chance.choice(words) for words in (COUNTRIES, CONDITIONS, SEXES, AGES))
    earlier = ("PTP", str(500_000_000 + number)) if chance.random() < 0.05 and kind != "PTP" else ()
    return (kind, shown, *told, *earlier)


def _course(number: int) -> tuple[str, str, str, str]:
    comma = ", " if number % 4 == 0 else " "
    place = DEPARTMENTS[number % len(DEPARTMENTS)]
    return f"Taller {number // 4 + 1}{comma}sesión {number % 4 + 1}", TOPICS[number % 4], str(1 + number % 4), place


def write_csv(path: Path, count: int) -> None:
    """The list as CSV, in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows(count))


def write_xlsx(path: Path, count: int) -> None:
    """The list as a workbook, every cell a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.append(HEADER)
    for row in rows(count):
        sheet.append(row)
    book.save(path)
