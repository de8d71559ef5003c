"""Sound files, mutated at random but the same every time, given to the check of their job: whatever comes of it, nothing
but a verdict may. Each lot runs in a process of its own, so that a crash is seen and ends nothing else."""

# ruff: noqa: E501  # a case a line: the tables below are read down their columns
from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from etl.cells import FileRefused
from etl.child import LIST_LIMITS, limited
from etl.jobs import JOBS
from tests.hostile.cases import Case, refused
from tests.hostile.files import FORMATS, HEADERS, Row, parts_of, rows_of, zipped
from tests.hostile.judge import World, seen_by_check, spoken

LOT = 100
TOKENS = (
    "", " ", "0", "-1", "1.234", "1e309", "NaN", "9" * 400, "\u202e", "\0", "\ud7ff", "=1+1", "{found}", "%s", "2023-T4", "31/02/2023",
    "\u0663", "'", '"', ",", ";", "\n", "\r", "<", "&", "]]>", "s/d", "TRUE", "#REF!", "a" * 40_000, "\u0301" * 50, "../..", "45678912",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """How many files were given, how many of them were accepted, and what went wrong, with the numbers to try again."""

    files: int
    accepted: int
    faults: tuple[str, ...]


def fuzz(count: int, world: World, *, first: int = 0) -> Fuzzed:
    """Give `count` mutated files from the number `first` on."""
    accepted, faults = 0, []
    for start in range(first, first + count, LOT):
        numbers = range(start, min(start + LOT, first + count))
        try:
            taken, wrong = limited(lot, numbers, world, limits=LIST_LIMITS)
        except FileRefused as ended:
            faults.append(f"{numbers}: the process was ended ({', '.join(p.code for p in ended.problems)})")
            continue
        accepted += taken
        faults += wrong
    return Fuzzed(count, accepted, tuple(faults))


def lot(numbers: Sequence[int], world: World) -> tuple[int, list[str]]:
    """Check the files of these numbers: how many were accepted, what raised or could not be said."""
    accepted, faults = 0, []
    for number in numbers:
        case, content = mutated(number)
        try:
            found = seen_by_check(case, content, world)
            for problem in (*found.problems[:50], *found.warnings[:50]):
                spoken(problem).encode()
            accepted += found.draft is not None
        except Exception as error:  # anything but a verdict is a fault
            faults.append(f"{number} ({case.job}): {type(error).__name__}: {error}"[:200])
    return accepted, faults


def mutated(number: int) -> tuple[Case, bytes]:
    """The file of that number, with the case that gives it to its job."""
    chance = random.Random(number)
    job = chance.choice(list(JOBS))
    kind = chance.choice(("csv", "csv", "xlsx", "ods"))
    content = _content(chance, job, kind)
    case = Case(0, f"mutated {number}", lambda: content, refused(), job)
    return case, content


def _content(chance: random.Random, job: str, kind: str) -> bytes:
    """A file with tokens for some of its cells, or with some of its bytes, or those of one of its parts, spoiled."""
    rows = rows_of(job)
    if chance.random() < 0.5:
        for _ in range(chance.randint(1, 3)):
            row, name = chance.randrange(len(rows)), chance.choice(HEADERS[job])
            rows[row] = {**rows[row], name: chance.choice(TOKENS)}
        return _made(job, kind, rows)
    content = _made(job, kind, rows)
    if kind == "csv" or chance.random() < 0.3:
        return _spoiled(chance, content)
    parts = parts_of(content)
    name = chance.choice([part for part in parts if part != "mimetype"])
    return zipped(parts | {name: _spoiled(chance, parts[name])})


def _made(job: str, kind: str, rows: list[Row]) -> bytes:
    try:
        return FORMATS[kind](job, rows)
    except Exception:  # the library that writes workbooks takes no such text
        return FORMATS["csv"](job, rows)


def _spoiled(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at, some = chance.randrange(len(changed) + 1), chance.randint(1, 200)
        match chance.randrange(5):
            case 0 if at < len(changed):
                changed[at] ^= 1 << chance.randrange(8)
            case 1 if chance.random() < 0.2:
                del changed[at:]
            case 2:
                changed[at:at] = changed[at : at + some]
            case 3:
                changed[at:at] = chance.choice(TOKENS).encode()
            case _:
                del changed[at : at + some % 40]
    return bytes(changed)
