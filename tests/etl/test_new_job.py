"""A new job is a declaration: one of ten lines reads, checks, counts and documents a file that nobody foresaw."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from etl.columns import Column, ColumnType, Words
from etl.documentation import job_page
from etl.jobs import JOBS
from etl.lists.jobs import list_job
from etl.lists.listing import Listing
from etl.lists.measures import Counts, Measure
from etl.pipeline import check
from indicators.plan import Plan
from tests import builders


def both(words: str) -> Words:
    return Words(words, words)


# The ten lines.
CALLS = list_job(
    name="calls_answered",
    version="1",
    title=both("Llamadas"),
    meaning=both("Una fila por día y línea."),
    sheet="Llamadas",
    columns=(Column("fecha", ColumnType.DATE, both("Fecha"), both("Día."), "2023-11-02", required=True),
             Column("llamadas", ColumnType.COUNT, both("Llamadas"), both("Atendidas."), "12", required=True)),
    listing=Listing((Measure("calls", both("llamadas"), Counts.SUM, ("llamadas",)),)),
)  # fmt: skip


@pytest.fixture
def plan(monkeypatch: pytest.MonkeyPatch) -> Plan:
    monkeypatch.setitem(JOBS, CALLS.name, CALLS)
    fed = builders.reporter(job=CALLS.name, measure="calls")
    return builders.plan(builders.action(builders.indicator(reporters=(fed,))))


def test_ten_lines_make_a_job(plan: Plan) -> None:
    file = "entidad,trimestre,indicador,fecha,llamadas\nMIN,2023-T4,1.1.p1.a,02/11/2023,12\n,,1.1.p1.a,2023-11-03,{}\n"

    def checked(last: str) -> tuple[list[str], list[Decimal | None]]:
        now = datetime(2024, 1, 20, 15, tzinfo=UTC)
        content = file.format(last).encode()
        found = check(content, "r.csv", job=CALLS.name, plan=plan, published=lambda _: (), now=now)
        return [problem.text() for problem in found.problems], [
            f.value for f in found.draft.figures if found.draft
        ] if found.draft else []

    assert checked("1005") == ([], [Decimal(1017)])
    (told,), nothing = checked("12 aprox")
    assert (told.startswith("fila 3, columna llamadas: "), nothing) == (True, [])


def test_its_page_comes_of_the_same_lines(plan: Plan) -> None:
    page = job_page(CALLS, plan)
    assert "entidad,trimestre,indicador,fecha,llamadas" in page
    assert "`calls`" in page
