"""Which job a file that was refused may be meant for: a hint, by its sheets or by the names in its header. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from etl.jobs import JOBS
from etl.problems import Problem

_HEADER = ("column_unknown", "personal_column", "header_missing")
_FEW = 2


def other_job(problems: Sequence[Problem], asked: str) -> str:
    """The job that seems meant where one was asked for whose sheet the workbook lacks, or whose columns two names or
    more of the header are not; "" where there is none, or more than one."""
    sheets = {
        sheet
        for problem in problems
        if problem.code == "sheet_missing"
        for sheet in dict(problem.facts).get("sheets", "").split(", ")
    }
    said = {name for problem in problems if problem.code in _HEADER for name in problem.found.split(" | ")}
    strange = said - set(JOBS[asked].names)
    fit = {job.name: len(strange & set(job.names)) for job in JOBS.values() if job.name != asked}
    most = max(fit.values())
    meant = [name for name in fit if JOBS[name].sheet in sheets]
    if not meant and most >= _FEW:
        meant = [name for name, known in fit.items() if known == most]
    return meant[0] if len(meant) == 1 else ""
