"""The jobs there are. A new one is a file beside this and a line in the registry."""

from __future__ import annotations

from etl.job import Job
from etl.jobs import (
    booklets_issued,
    companies_trained,
    letters_sent,
    migrants_trained,
    quarterly_return,
    recognitions,
    recommendations,
    reports_completed,
    statements,
)

JOBS: dict[str, Job] = {
    job.name: job
    for job in (
        quarterly_return.JOB,
        companies_trained.JOB,
        migrants_trained.JOB,
        booklets_issued.JOB,
        letters_sent.JOB,
        reports_completed.JOB,
        recommendations.JOB,
        recognitions.JOB,
        statements.JOB,
    )
}
DEFAULT_JOB = quarterly_return.NAME
