"""The general way in: what one entity reports for one quarter, one row a figure, as a workbook or a CSV file.

Rules of the file:

* Every row says the same `entidad` and the same `trimestre`; each indicator that the entity reports by this job has at
  least one row, for silence is not an answer: a row has its figure or says in `situacion` that there was no execution
  (`sin ejecución`: a zero that is said), that there is no information (`sin información`: no figure is made), or that a
  published figure is taken back (`retirado`).
* The figure is `valor` for what is counted or measured, `numerador` and `denominador` for a ratio, `etapa` for a
  deliverable, `paso` with the `fecha` on which it was done for a programme.
* A row has no dimension or one; the total is a row of its own.
"""

from __future__ import annotations

from etl.cells import Table
from etl.columns import Words
from etl.job import Case, Job, Judged
from etl.rules.columns import COLUMNS, SHEET
from etl.rules.judging import judged, read_entries

NAME = "quarterly_return"
VERSION = "1"


def judge(table: Table, case: Case) -> Judged:
    """Every problem of a return, or its figures."""
    entries, problems = read_entries(table, COLUMNS, case.plan, numbers=case.numbers)
    return judged(entries, problems, case, job=NAME, version=VERSION)


JOB = Job(
    name=NAME,
    version=VERSION,
    title=Words("Reporte trimestral", "Quarterly return"),
    meaning=Words(
        "Lo que una entidad reporta de un trimestre: una fila por cifra.",
        "What one entity reports for one quarter: one row a figure.",
    ),
    sheet=SHEET,
    columns=COLUMNS,
    judge=judge,
)
