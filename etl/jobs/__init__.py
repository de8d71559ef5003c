"""The jobs there are. A new one is a file beside this and a line in the registry."""

from __future__ import annotations

from etl.job import Job
from etl.jobs import migrants_trained, quarterly_return

JOBS: dict[str, Job] = {
    job.name: job
    for job in (
        quarterly_return.JOB,
        migrants_trained.JOB,
    )
}
DEFAULT_JOB = quarterly_return.NAME
