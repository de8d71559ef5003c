"""Reads or counts files for a job in a process of its own, within limits: behind `etl.child`. Impure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from etl.cells import FileRefused
from etl.child import LIST_LIMITS, RETURN_LIMITS, limited
from etl.counting import CannotCount, Counting, Troubled, count
from etl.job import Job
from etl.jobs import JOBS
from etl.lists.listed import Listed
from etl.reading import Progress, Read, read_bytes, read_path
from etl.values import Numbers
from indicators.plan import Plan

COUNTED_AT_ONCE = 4


def read_apart(source: Path | bytes, job: Job, plan: Plan, progress: Progress | None = None, **how: Any) -> Read:
    """What `read_path` or `read_bytes` gives of `source`, but for the tallies of a list, which may be large.

    Raises FileRefused, also where the file asks for more than is allowed; OSError.
    """
    limits = LIST_LIMITS if job.listing else RETURN_LIMITS
    return limited(_read, source, job.name, plan, how, limits=limits, progress=progress)


def _read(source: Path | bytes, job: str, plan: Plan, how: dict[str, Any], progress: Progress | None = None) -> Read:
    if isinstance(source, bytes):
        read = read_bytes(source, JOBS[job], plan, progress, **how)
    else:
        read = read_path(source, JOBS[job], plan, progress, **how)
    return replace(read, said=replace(read.said, tallies={})) if isinstance(read.said, Listed) else read


def count_apart(
    paths: Sequence[Path], job: Job, plan: Plan, progress: Progress | None = None, *, numbers: Numbers = Numbers.ES_PE
) -> Counting:
    """What `count` gives of the lists at `paths`; so many of them may use as much time, and memory four times.

    Raises CannotCount, OSError.
    """
    files = len(paths)
    many = replace(
        LIST_LIMITS,
        memory=COUNTED_AT_ONCE * LIST_LIMITS.memory,
        processor=files * LIST_LIMITS.processor,
        wall=files * LIST_LIMITS.wall,
    )
    try:
        counted = limited(_count, tuple(paths), job.name, plan, numbers, limits=many, progress=progress)
    except FileRefused as refused:
        raise CannotCount([Troubled(path, refused.problems) for path in paths]) from None
    if isinstance(counted, Counting):
        return counted
    raise CannotCount(counted)


def _count(
    paths: Sequence[Path], job: str, plan: Plan, numbers: Numbers, progress: Progress | None = None
) -> Counting | tuple[Troubled, ...]:
    try:
        return count(paths, JOBS[job], plan, numbers=numbers, progress=progress)
    except CannotCount as refused:
        return refused.troubled
