"""From the bytes of a file to what a job judges: the table of a form, or what a list counts to. Pure but for reading.

It runs where the file cannot do harm, and knows no store. A list job also takes an aggregate: what its lists count to,
in the columns of a quarterly return.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from etl.cells import FileRefused, Table
from etl.documents import types_of
from etl.files.readers import read_table
from etl.files.streams import open_stream
from etl.job import Job
from etl.lists.found import hidden
from etl.lists.listed import Listed
from etl.lists.reading import read_list
from etl.rules.columns import HEADER, SHEET, has_amounts
from etl.values import Numbers
from indicators.plan import Plan

# Where a list is not found there may be an aggregate: in a sheet of its own, or under its own header.
_OTHER_SHEET = {"sheet_missing": SHEET, "header_missing": ""}

Opened = io.BufferedReader | io.BytesIO
Progress = Callable[[int], None]
"""Is told how many rows have been read."""


@dataclass(frozen=True, slots=True)
class Read:
    """A file as read: what it says, the hash of its bytes."""

    said: Table | Listed
    file_hash: str


def read_path(
    path: Path, job: Job, plan: Plan, progress: Progress | None = None, *, numbers: Numbers = Numbers.ES_PE
) -> Read:
    """Read the file at `path`, once, without holding more of it than the job keeps. Raises FileRefused, OSError."""
    with path.open("rb") as file:
        return read_open(file, job, plan, progress, numbers)


def read_bytes(
    content: bytes, job: Job, plan: Plan, progress: Progress | None = None, *, numbers: Numbers = Numbers.ES_PE
) -> Read:
    """Read `content`. Raises FileRefused."""
    return read_open(io.BytesIO(content), job, plan, progress, numbers)


def read_open(file: Opened, job: Job, plan: Plan, progress: Progress | None, numbers: Numbers) -> Read:
    """Read an open file, which is declared to write `numbers` so, from its beginning. Raises FileRefused."""
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    try:
        return Read(_said(file, job, plan, progress, numbers), digest)
    except FileRefused as refused:
        if job.persons:
            raise FileRefused(*map(hidden, refused.problems)) from None
        raise


def _said(file: Opened, job: Job, plan: Plan, progress: Progress | None, numbers: Numbers) -> Table | Listed:
    if job.listing is None:
        return read_table(file.read(), sheet=job.sheet, names=job.names)
    try:
        stream = open_stream(file, sheet=job.sheet, names=job.needed)
    except FileRefused as refused:
        other = _OTHER_SHEET.keys() & {problem.code for problem in refused.problems}
        if not other:
            raise
        try:
            return _aggregate(file, _OTHER_SHEET[other.pop()] or job.sheet)
        except FileRefused:
            raise refused from None
    if has_amounts(stream.header):
        return _aggregate(file, job.sheet)
    listed = read_list(stream, job, plan, types_of(plan), numbers=numbers, progress=progress)
    warned = tuple(hidden(each) if job.persons else each for each in stream.warnings)
    return replace(listed, warnings=warned)


def _aggregate(file: Opened, sheet: str) -> Table:
    file.seek(0)
    return read_table(file.read(), sheet=sheet, names=HEADER)
