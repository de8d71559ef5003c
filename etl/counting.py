"""Counts all lists of a job together, on the steward's own machine: exact totals so far that no single list can give.

Documents are told apart by pseudonyms of this one count, which end with it; what is left is an aggregate, a file in the
columns of a quarterly return that the tracker takes for the same job.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from etl.cells import FileRefused
from etl.documents import types_of
from etl.files.streams import open_stream
from etl.job import Job
from etl.lists.derived import category_written, fed_by
from etl.lists.found import hidden
from etl.lists.listed import Listed
from etl.lists.measures import Counted, Tally
from etl.lists.reading import read_list
from etl.problems import Problem
from etl.pseudonyms import Linked, Pseudonyms
from etl.reading import Progress
from etl.rules.columns import HEADER
from etl.rules.entries import Situation
from etl.rules.words import SITUATION_WORDS
from etl.values import Numbers, written_quarter
from indicators.canonical import plain_decimal
from indicators.periods import Quarter
from indicators.plan import Kind, Plan

NOTHING = SITUATION_WORDS[Situation.NOTHING]

Measured = Mapping[str, Mapping[str, Counted]]
"""What was counted, by the indicator that rows name and by measure."""


@dataclass(frozen=True, slots=True)
class Troubled:
    """A list that cannot be counted, and why."""

    path: Path
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Counting:
    """All lists together: by quarter, and so far at each quarter's end. `unusable` rows name no usable document.

    Documents that any of the lists links are one person's in every quarter: a total so far never falls below a part.
    """

    entity: str
    by_quarter: Mapping[Quarter, Measured]
    so_far: Mapping[Quarter, Measured]
    files: int
    rows: int
    unusable: int


class CannotCount(Exception):
    """Some lists have problems; nothing was counted."""

    def __init__(self, troubled: Sequence[Troubled]) -> None:
        super().__init__(*(str(each.path) for each in troubled))
        self.troubled = tuple(troubled)


def count(
    paths: Sequence[Path],
    job: Job,
    plan: Plan,
    *,
    numbers: Numbers = Numbers.ES_PE,
    progress: Progress | None = None,
) -> Counting:
    """Count the lists at `paths`, all of one entity, which are declared to write `numbers` so.

    Raises CannotCount, OSError.
    """
    pseudonyms = Pseudonyms()
    listed: list[Listed] = []
    troubled: list[Troubled] = []
    seen: dict[str, str] = {}
    done = 0
    for path in paths:
        told = (lambda rows, before=done: progress(before + rows)) if progress else None
        try:
            read = _read(path, job, plan, pseudonyms, numbers=numbers, progress=told)
        except FileRefused as refused:
            troubled.append(Troubled(path, tuple(map(hidden, refused.problems) if job.persons else refused.problems)))
            continue
        done += read.rows
        mixed = tuple(map(hidden, _mixed(read, listed))) if job.persons else tuple(_mixed(read, listed))
        if problems := (*read.problems, *_silent(read), *mixed, *_again(path, seen)):
            troubled.append(Troubled(path, problems))
        listed.append(read)
    if troubled:
        raise CannotCount(troubled)
    return _together(listed)


def _read(
    path: Path, job: Job, plan: Plan, pseudonyms: Pseudonyms, *, numbers: Numbers, progress: Progress | None
) -> Listed:
    with path.open("rb") as file:
        stream = open_stream(file, sheet=job.sheet, names=job.needed)
        return read_list(stream, job, plan, types_of(plan), pseudonyms=pseudonyms, numbers=numbers, progress=progress)


def _silent(read: Listed) -> Iterator[Problem]:
    """A list that says nothing, not even that there was nothing."""
    if not (read.problems or read.counted or read.said):
        yield Problem("no_rows", sheet=read.sheet, row=1)


def _mixed(read: Listed, others: Sequence[Listed]) -> Iterator[Problem]:
    first = others[0].entity if others else read.entity
    stated = read.head.get("entidad")  # a list without its columns says nothing, which is told of it already
    if stated is not None and read.entity != first:
        facts = (("first", first),)
        yield Problem("entity_mixed", read.sheet, stated.row, stated.letter, "entidad", read.entity, facts)


def _again(path: Path, seen: dict[str, str]) -> Iterator[Problem]:
    """A list that is among `seen`, names by the hash of the bytes, under whatever name; it is so from then on."""
    with path.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    if content in seen:
        yield Problem("list_twice", facts=(("other", seen[content]),))
    seen.setdefault(content, path.name)


def _together(listed: Sequence[Listed]) -> Counting:
    quarters = sorted({each.quarter for each in listed if each.quarter})
    by_quarter: dict[Quarter, Measured] = {}
    so_far: dict[Quarter, Measured] = {}
    reached: dict[str, Tally] = {}
    linked = Linked()
    for each in listed:
        for shared in {id(tally.linked): tally.linked for tally in each.tallies.values()}.values():
            linked.take(shared)
    for quarter in quarters:
        here: dict[str, Tally] = {}
        for each in listed:
            if each.quarter == quarter:
                for code, tally in each.tallies.items():
                    here.setdefault(code, tally.alike(linked)).join(tally)
        for code, tally in here.items():
            reached.setdefault(code, tally.alike(linked)).join(tally)
        by_quarter[quarter] = {code: tally.counted() for code, tally in here.items()}
        so_far[quarter] = {code: tally.counted() for code, tally in reached.items()}
    return Counting(
        entity=listed[0].entity if listed else "",
        by_quarter=by_quarter,
        so_far=so_far,
        files=len(listed),
        rows=sum(each.rows for each in listed),
        unusable=sum(each.unusable for each in listed),
    )


def aggregate(counting: Counting, quarter: Quarter, job: Job, plan: Plan, *, note: str, whole: bool) -> bytes:
    """The file (CSV, UTF-8 with mark) that hands in `quarter` for `job`: values of the quarter, and where the lists are
    all there are since the plan began (`whole`) distinct ones so far too. `note` goes with every total."""
    written = io.StringIO()
    writer = csv.DictWriter(written, HEADER, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_rows(counting, quarter, job, plan, note, whole=whole))
    return written.getvalue().encode("utf-8-sig")


def _rows(
    counting: Counting, quarter: Quarter, job: Job, plan: Plan, note: str, *, whole: bool
) -> Iterator[Mapping[str, str]]:
    head = {"entidad": counting.entity, "trimestre": written_quarter(quarter)}
    reached, here = counting.so_far[quarter], counting.by_quarter[quarter]
    for code in reached:
        for indicator, reporter in fed_by(plan, code, entity=counting.entity, quarter=quarter, job=job.name):
            said = head | {"indicador": indicator.code}
            total = {"nota": note}
            if whole and indicator.kind is Kind.DISTINCT:
                total["total_a_la_fecha"] = _written(reached[code][reporter.measure].total)
            if code not in here:
                yield said | {"situacion": NOTHING} | total
                continue
            counted = here[code][reporter.measure]
            yield said | {"valor": _written(counted.total)} | total
            for (dimension, category), amount in sorted(counted.parts.items()):
                if dimension in indicator.dimensions:
                    yield said | {
                        "dimension": dimension,
                        "categoria": category_written(dimension, category),
                        "valor": _written(amount),
                    }


def _written(amount: int) -> str:
    return plain_decimal(Decimal(amount))
