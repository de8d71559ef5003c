"""The jobs there are. A new one is a file beside this and a line in the registry."""

from __future__ import annotations

from etl.job import Job
from etl.jobs import quarterly_return

JOBS: dict[str, Job] = {
    quarterly_return.NAME: quarterly_return.JOB,
}
DEFAULT_JOB = quarterly_return.NAME
