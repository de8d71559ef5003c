"""Runs a job on a file: read, check, count, stage; and makes the file to be filled in. Impure: it reads a store.

`check` is pure and does all but the last step; `run` adds the store, in one transaction, and with `dry_run` stops short
of staging by the same path. A file with problems leaves no figure behind, only that it was refused.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader
from pathlib import Path

from etl.cells import FileRefused, Table
from etl.job import Case, Job, Published
from etl.jobs import DEFAULT_JOB, JOBS
from etl.problems import Problem, in_order, shown
from etl.readers import MAX_BYTES, read_table
from etl.rules.history import steps_done
from etl.version import parser_version
from etl.workbooks import NothingToReport, blank_return
from indicators import arrivals, queries
from indicators.arrivals import Refusal
from indicators.canonical import sha256
from indicators.drafts import InForce, ReturnDraft
from indicators.periods import Quarter
from indicators.plan import Plan
from indicators.returns import Receipt
from indicators.rules import RuleRefused
from indicators.store import Store

FILE_NAME_LENGTH = 200


class UnknownJob(ValueError):
    """There is no job of that name; the message lists those there are."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found: problems in order, or a draft to be staged.

    `candidate` is what a file with problems would have staged, where every row could be read: by it a return that is
    sent again is known, although what it withdrew or changed is published by now.
    """

    draft: ReturnDraft | None
    problems: tuple[Problem, ...]
    candidate: ReturnDraft | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: problems; or a draft. Unless it was a dry run there is also the number under which the
    refusal is on the record, or the receipt."""

    draft: ReturnDraft | None
    problems: tuple[Problem, ...]
    receipt: Receipt | None
    refused: int | None = None


def job_named(name: str | None) -> Job:
    """The job called `name`, or the general one. Raises UnknownJob."""
    try:
        return JOBS[name or DEFAULT_JOB]
    except KeyError:
        raise UnknownJob(f"there is no job {name!r}; there is: {', '.join(sorted(JOBS))}") from None


def check(
    content: bytes,
    file_name: str,
    *,
    job: str | None,
    plan: Plan,
    published: Published,
    now: datetime,
) -> Checked:
    """Read and judge the bytes of a file. Pure: `published` gives the figures in force of an entity.

    Raises UnknownJob.
    """
    read = _read(content, file_name, job_named(job))
    return read if isinstance(read, Checked) else _judged(read, Case(plan, published, now))


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that could be read, not yet judged."""

    job: Job
    table: Table
    content: bytes
    file_name: str


def _read(content: bytes, file_name: str, job: Job) -> _Read | Checked:
    try:
        table = read_table(content, sheet=job.sheet, names=job.names)
    except FileRefused as refused:
        return Checked(None, in_order(refused.problems))
    return _Read(job, table, content, file_name)


def _judged(read: _Read, case: Case) -> Checked:
    job, content = read.job, read.content
    judged = job.judge(read.table, case)
    if not judged.canonical_hash or judged.quarter is None:
        return Checked(None, judged.problems)
    draft = ReturnDraft(
        job=job.name,
        job_version=job.version,
        entity=judged.entity,
        quarter=judged.quarter,
        figures=judged.figures,
        canonical_hash=judged.canonical_hash,
        file_name=shown(read.file_name, limit=FILE_NAME_LENGTH),
        file_hash=sha256(content),
        file_content=content,
        parser_version=parser_version(),
    )
    return Checked(None if judged.problems else draft, judged.problems, candidate=draft)


def run(
    store: Store,
    path: Path,
    *,
    job: str | None,
    who: str,
    now: datetime,
    dry_run: bool = False,
    replacing: int | None = None,
) -> Outcome:
    """Check the file at `path` against the store and stage it as `who`, in one transaction; a dry run stores nothing.

    `replacing` is the staged return of somebody else that it may take the place of. Raises RuleRefused (an account, an
    open return, an empty store), UnknownJob, OSError.
    """
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
        file_hash = _hash_of_all(file, content)
    asked = job_named(job)
    read = _read(content, path.name, asked)  # before the store is locked: it is what takes time
    if not dry_run:
        store.check_room(len(content))
    with store.read() if dry_run else store.write() as session:
        plan = queries.current_plan(session)
        if plan is None:
            raise RuleRefused("no_plan")

        def published(entity: str) -> Sequence[InForce]:
            return queries.figures_in_force(session, entity=entity)

        checked = read if isinstance(read, Checked) else _judged(read, Case(plan, published, now))
        draft = checked.draft
        if checked.candidate is not None and arrivals.is_current(session, checked.candidate):
            draft = checked.candidate
        if dry_run:
            return Outcome(draft, () if draft else checked.problems, None)
        if draft is None:
            refusal = _refusal(checked, asked, file_name=path.name, file_hash=file_hash)
            number = arrivals.refuse(session, refusal, who=who, now=now)
            return Outcome(None, checked.problems, None, refused=number)
        return Outcome(draft, (), arrivals.stage(session, draft, who=who, now=now, replacing=replacing))


def _hash_of_all(file: BufferedReader, content: bytes) -> str:
    """The hash of the whole file, also where it is longer than what was read of it."""
    if len(content) <= MAX_BYTES:
        return sha256(content)
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def _refusal(checked: Checked, job: Job, *, file_name: str, file_hash: str) -> Refusal:
    """What is kept of a refused file: how many problems of which kind, and nothing that its cells said."""
    candidate = checked.candidate
    return Refusal(
        job=job.name,
        job_version=job.version,
        parser_version=parser_version(),
        entity=candidate.entity if candidate else None,
        quarter=candidate.quarter if candidate else None,
        file_name=shown(file_name, limit=FILE_NAME_LENGTH),
        file_hash=file_hash,
        problems=_counted(checked.problems),
    )


def _counted(problems: Sequence[Problem]) -> Counter[str]:
    """How many problems there are of each code, with those that are not listed."""
    counts: Counter[str] = Counter()
    for problem in problems:
        counts[problem.code] += 1 + problem.more
    return counts


def blank(store: Store, *, entity: str, quarter: Quarter, job: str) -> bytes:
    """The workbook that `entity` fills in for `quarter`, without the steps done in other quarters.

    Raises RuleRefused where the store is empty, the quarter is not of the term, or the entity is unknown or has nothing
    to report.
    """
    with store.read() as session:
        plan = queries.current_plan(session)
        if plan is None:
            raise RuleRefused("no_plan")
        if plan.entity(entity) is None:
            raise RuleRefused("unknown_entity", entity=entity)
        if not plan.first_quarter <= quarter <= plan.last_quarter:
            raise RuleRefused("outside_term", quarter=quarter, first=plan.first_quarter, last=plan.last_quarter)
        in_force = queries.figures_in_force(session, entity=entity)
    done = steps_done(known.figure for known in in_force if known.figure.quarter != quarter)
    try:
        return blank_return(plan, entity=entity, quarter=quarter, job=job, done=done)
    except NothingToReport:
        raise RuleRefused("nothing_to_report", entity=entity, quarter=quarter, job=job) from None
