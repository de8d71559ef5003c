"""The job that a file is meant for, where another was asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl.jobs import DEFAULT_JOB, JOBS
from etl.other_job import other_job
from etl.pipeline import check
from etl.problems import Problem
from etl.workbooks.forms import blank_form
from indicators.packs import read_pack
from indicators.plan import Plan

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "docs" / "jobs" / "samples"


@pytest.fixture(scope="module")
def peru() -> Plan:
    plan = read_pack("peru_pna", demonstration=False).plan
    assert plan is not None
    return plan


def problems(content: bytes, plan: Plan) -> tuple[Problem, ...]:
    return check(content, "f", job=None, plan=plan, published=lambda _entity: (), now=NOW).problems


@pytest.mark.parametrize("job", [name for name in JOBS if name != DEFAULT_JOB])
def test_the_workbook_and_the_sample_of_another_job_are_known(job: str, peru: Plan) -> None:
    for content in (blank_form(JOBS[job], peru), (SAMPLES / f"{job}.csv").read_bytes()):
        found = problems(content, peru)
        assert other_job(found, DEFAULT_JOB) == job, [problem.text() for problem in found]


def test_a_strange_column_of_the_right_job_is_no_other_job() -> None:
    assert other_job((Problem("column_unknown", found="curso"),), DEFAULT_JOB) == ""
