"""Reads a file for a job in a process of its own, within limits: `etl.reading` behind `etl.child`. Impure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from etl.child import LIST_LIMITS, RETURN_LIMITS, limited
from etl.job import Job
from etl.jobs import JOBS
from etl.lists.reading import Listed
from etl.reading import Progress, Read, read_bytes, read_path
from indicators.plan import Plan


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
