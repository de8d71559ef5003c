"""Runs a job on a file: read, check, count, stage; and makes the file to be filled in. Impure: it reads a store.

`check` is pure and does all but the last step; `run` adds the store, in one transaction, and with `dry_run` stops short
of staging by the same path. A file with problems leaves no figure behind, only that it was refused.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from etl.apart import read_apart
from etl.cells import FileRefused, Table
from etl.files.readers import MAX_BYTES, refuse_size
from etl.job import Case, Job, Judged, Published
from etl.jobs import DEFAULT_JOB, JOBS, quarterly_return
from etl.lists.found import in_private
from etl.lists.judging import judge_list
from etl.lists.listed import Listed
from etl.problems import Problem, in_order, shown
from etl.reading import Progress, Read, read_bytes, read_path
from etl.rules.columns import HEADER
from etl.values import Numbers
from etl.version import parser_version
from etl.workbooks.blank_return import blank_return
from etl.workbooks.forms import NothingToReport, blank_form
from etl.workbooks.marking import NotMarked
from etl.workbooks.marking_apart import marked_apart
from indicators import arrivals, queries
from indicators.arrivals import Refusal
from indicators.drafts import InForce, ReturnDraft, Warned
from indicators.periods import Quarter
from indicators.plan import Plan
from indicators.registers import REGISTER_KINDS
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
    sent again is known, although what it withdrew or changed is published by now. `warnings` do not refuse a file.
    """

    draft: ReturnDraft | None
    problems: tuple[Problem, ...]
    candidate: ReturnDraft | None = None
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: problems; or a draft. Unless it was a dry run there is also the number under which the
    refusal is on the record, or the receipt. `warnings` are what whoever approves has to confirm."""

    draft: ReturnDraft | None
    problems: tuple[Problem, ...]
    receipt: Receipt | None
    refused: int | None = None
    warnings: tuple[Problem, ...] = ()


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
    numbers: Numbers = Numbers.ES_PE,
) -> Checked:
    """Read and judge the bytes of a file. Pure: `published` gives the figures in force of an entity, `numbers` says how
    the file is declared to write them.

    Raises UnknownJob.
    """
    asked = job_named(job)
    case = Case(plan, published, now, numbers)
    try:
        read = read_bytes(content, asked, plan, numbers=numbers)
    except FileRefused as refused:
        return Checked(None, in_order(refused.problems))
    return _judged(read, asked, case, file_name=file_name, content=content)


def _judged(read: Read, job: Job, case: Case, *, file_name: str, content: bytes) -> Checked:
    judged = judge_list(read.said, job, case) if isinstance(read.said, Listed) else _of_table(read.said, job, case)
    if job.persons:
        judged = _in_private(judged, case.plan)
    if not judged.canonical_hash or judged.quarter is None:
        return Checked(None, judged.problems, warnings=judged.warnings)
    draft = ReturnDraft(
        job=job.name,
        job_version=job.version,
        entity=judged.entity,
        quarter=judged.quarter,
        figures=judged.figures,
        canonical_hash=judged.canonical_hash,
        file_name=_known_as(file_name, job, read.file_hash),
        file_hash=read.file_hash,
        file_content=b"" if job.persons else content,
        parser_version=_reading(case.numbers),
        warnings=tuple(Warned(each.code, each.text("es"), each.text("en")) for each in judged.warnings),
        kept=not job.persons,
        registers=judged.registers,
        change=judged.change,
        reason=judged.reason,
    )
    return Checked(None if judged.problems else draft, judged.problems, candidate=draft, warnings=judged.warnings)


def _in_private(judged: Judged, plan: Plan) -> Judged:
    """The verdict on a file about persons, without what its cells hold."""
    problems, warnings = (
        tuple(in_private(problem, plan) for problem in told) for told in (judged.problems, judged.warnings)
    )
    return replace(judged, problems=problems, warnings=warnings)


def _of_table(table: Table, job: Job, case: Case) -> Judged:
    """The verdict on a table, with what was assumed in reading it: that is to be confirmed, whatever the job."""
    judged = job.judge(table, case)
    return replace(judged, warnings=(*table.warnings, *judged.warnings))


def _known_as(file_name: str, job: Job, file_hash: str) -> str:
    """The name under which a file is known: its own, but not where rows are about persons, for so may its name be."""
    if job.persons:
        return f"{job.name} {file_hash[:12]}"
    return shown(file_name, limit=FILE_NAME_LENGTH)


def _reading(numbers: Numbers) -> str:
    """Which code read a file, and what was declared of it: with both, the same bytes give the same figures again."""
    return parser_version() + (f" {numbers}" if numbers is not Numbers.ES_PE else "")


def run(
    store: Store,
    path: Path,
    *,
    job: str | None,
    who: str,
    now: datetime,
    dry_run: bool = False,
    replacing: int | None = None,
    numbers: Numbers = Numbers.ES_PE,
    progress: Progress | None = None,
    apart: bool = True,
) -> Outcome:
    """Check the file at `path` against the store and stage it as `who`, in one transaction; a dry run stores nothing.

    `replacing` is the staged return of somebody else that it may take the place of, `numbers` how the file is declared
    to write them; `progress` is told how many rows have been read. The file is read in a process of its own, within
    limits, unless it is one of ours (`apart`). Raises RuleRefused (an account, an open return, an empty store),
    UnknownJob, OSError.
    """
    asked = job_named(job)
    with store.read() as session:
        plan = queries.current_plan(session)
    if plan is None:
        raise RuleRefused("no_plan")
    content = b"" if asked.persons else _content(path)
    # Before the store is locked: it is what takes time.
    file_hash, read = _read(path, content, asked, plan, numbers=numbers, progress=progress, apart=apart)
    if not dry_run:
        store.check_room(len(content))
    with store.read() if dry_run else store.write() as session:

        def published(entity: str) -> Sequence[InForce]:
            return queries.figures_in_force(session, entity=entity)

        in_force = {(row.kind, row.key): row.content for row in queries.current_rows(session, REGISTER_KINDS)}
        case = Case(queries.current_plan(session) or plan, published, now, numbers, in_force)
        kept = queries.file_key(session).kept(file_hash) if asked.persons else file_hash
        if isinstance(read, Checked):
            checked = read
        else:
            read = replace(read, file_hash=kept)
            checked = _judged(read, asked, case, file_name=path.name, content=content)
        draft = checked.draft
        if checked.candidate is not None and arrivals.is_current(session, checked.candidate):
            draft = checked.candidate
        if dry_run:
            return Outcome(draft, () if draft else checked.problems, None, warnings=checked.warnings)
        if draft is None:
            refusal = _refusal(checked, asked, file_name=path.name, file_hash=kept)
            number = arrivals.refuse(session, refusal, who=who, now=now)
            return Outcome(None, checked.problems, None, refused=number, warnings=checked.warnings)
        receipt = arrivals.stage(session, draft, who=who, now=now, replacing=replacing)
        return Outcome(draft, (), receipt, warnings=checked.warnings)


def marked_copy(path: Path, outcome: Outcome, *, job: str | None, lang: str) -> bytes:
    """The file at `path` as a workbook that says at its cells what `outcome` found; made apart and kept nowhere.

    Raises NotMarked, OSError.
    """
    asked, content = job_named(job), _content(path)
    if len(content) > MAX_BYTES:
        raise NotMarked("too_large")
    names = tuple(dict.fromkeys((*asked.names, *HEADER))) if asked.listing else asked.names
    return marked_apart(content, outcome.problems, warnings=outcome.warnings, sheet=asked.sheet, names=names, lang=lang)


def _content(path: Path) -> bytes:
    """The bytes of a file that will be kept, or as many as show that it is too large to be."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _read(
    path: Path, content: bytes, job: Job, plan: Plan, *, numbers: Numbers, progress: Progress | None, apart: bool
) -> tuple[str, Read | Checked]:
    """The hash of the whole file, and what was read of it or why it could not be."""
    try:
        refuse_size(path.stat().st_size if job.persons else len(content), job.max_bytes)  # no part stands for the whole
        if apart:
            read = read_apart(path if job.persons else content, job, plan, progress, numbers=numbers)
        elif job.persons:
            read = read_path(path, job, plan, progress, numbers=numbers)
        else:
            read = read_bytes(content, job, plan, progress, numbers=numbers)
    except FileRefused as refused:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), Checked(None, in_order(refused.problems))
    return read.file_hash, read


def _refusal(checked: Checked, job: Job, *, file_name: str, file_hash: str) -> Refusal:
    """What is kept of a refused file: how many problems of which kind, and nothing that its cells said."""
    candidate = checked.candidate
    return Refusal(
        job=job.name,
        job_version=job.version,
        parser_version=parser_version(),
        entity=candidate.entity if candidate else None,
        quarter=candidate.quarter if candidate else None,
        file_name=_known_as(file_name, job, file_hash),
        file_hash=file_hash,
        problems=_counted(checked.problems),
    )


def _counted(problems: Sequence[Problem]) -> Counter[str]:
    """How many problems there are of each code, with those that are not listed."""
    counts: Counter[str] = Counter()
    for problem in problems:
        counts[problem.code] += 1 + problem.more
    return counts


def blank(store: Store, *, entity: str = "", quarter: Quarter | None = None, job: str | None = None) -> bytes:
    """The workbook of `job` to be filled in; with `entity` and `quarter` the one for them, with what is published.

    Raises RuleRefused where the store is empty, the quarter is not of the term, or the entity is unknown or has nothing
    to report; UnknownJob.
    """
    asked = job_named(job)
    with store.read() as session:
        plan = queries.current_plan(session)
        if plan is None:
            raise RuleRefused("no_plan")
        if entity and plan.entity(entity) is None:
            raise RuleRefused("unknown_entity", entity=entity)
        if quarter and not plan.first_quarter <= quarter <= plan.last_quarter:
            raise RuleRefused("outside_term", quarter=quarter, first=plan.first_quarter, last=plan.last_quarter)
        in_force = queries.figures_in_force(session, entity=entity) if entity else ()
    try:
        if entity and quarter and asked.name == quarterly_return.NAME:
            return blank_return(plan, entity=entity, quarter=quarter, in_force=in_force)
        return blank_form(asked, plan, entity=entity, quarter=quarter)
    except NothingToReport:
        raise RuleRefused("nothing_to_report", entity=entity, quarter=quarter, job=asked.name) from None
