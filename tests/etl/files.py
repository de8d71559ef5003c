"""Files of a return as a steward might send them, and the check of their bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from etl.pipeline import Checked, check
from etl.rules.columns import HEADER
from etl.ubigeo import DEPARTMENT
from etl.values import Numbers
from indicators.drafts import FigureDraft, InForce
from indicators.periods import Quarter
from indicators.plan import Indicator, Kind, Plan, Term, Unit
from tests import builders

NOW = datetime(2024, 1, 20, 15, tzinfo=UTC)
COUNT = builders.indicator(Kind.COUNT, dimensions=("region", "sexo"))
DISTINCT = builders.indicator(Kind.DISTINCT, dimensions=("region",), persons=True)
LEVEL = builders.indicator(Kind.LEVEL, unit=Unit.INDEX)
RATIO = builders.indicator(Kind.RATIO)
DELIVERABLE = builders.indicator(Kind.DELIVERABLE)
PROGRAMME = builders.indicator(Kind.PROGRAMME, steps=(builders.step("s1"), builders.step("s2")))


def plan_of(*indicators: Indicator) -> Plan:
    return builders.plan(builders.action(*indicators))


REGIONS = tuple(
    Term("region", code, builders.text(es, en), builders.HERE)
    for code, es, en in (("04", "Arequipa", "Arequipa"), ("06", "Cajamarca", "Cajamarca"), ("99", "Otra", "Elsewhere"))
)


def with_regions(*indicators: Indicator) -> Plan:
    """A plan that lists the categories of `region`, and none of any other dimension."""
    return replace(plan_of(*indicators), code_lists=REGIONS)


BY_DEPARTMENT = builders.indicator(Kind.COUNT, dimensions=(DEPARTMENT,))
DEPARTMENTS = tuple(
    Term(DEPARTMENT, code, builders.text(title, title), builders.HERE)
    for code, title in (("06", "Cajamarca"), ("07", "Callao (provincia constitucional)"), ("08", "Cusco"))
)


def with_departments() -> Plan:
    """A plan that lists three departments by INEI's codes, and a count that is split by them."""
    return replace(plan_of(BY_DEPARTMENT), code_lists=DEPARTMENTS)


def by_department(*parts: object, published: Sequence[InForce] = ()) -> Checked:
    """The check of a return whose total is split over the departments written so, one thing each."""
    rows = (row(dimension=DEPARTMENT, categoria=part, valor=1) for part in parts)
    return checked(csv_file(row(valor=len(parts)), *rows), plan=with_departments(), published=published)


def row(**cells: object) -> dict[str, object]:
    """A row of the count indicator's total; what is not given is blank."""
    return {"entidad": "MIN", "trimestre": "2023-T4", "indicador": "1.1.p1.a"} | cells


def csv_file(*rows: dict[str, object], header: Sequence[str] = HEADER, delimiter: str = ",") -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([cells.get(name, "") for name in header] for cells in rows)
    return written.getvalue().encode()


def book_of(*rows: dict[str, object], header: Sequence[str] = HEADER) -> Workbook:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Reporte"
    sheet.append(list(header))
    for cells in rows:
        sheet.append([cells.get(name) for name in header])
    return book


def saved(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def workbook(*rows: dict[str, object], change: Callable[[Worksheet], object] | None = None) -> bytes:
    """A workbook of `rows`; `change` may do to its sheet what people do."""
    book = book_of(*rows)
    if change:
        change(book.worksheets[0])
    return saved(book)


def letter_of(name: str) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[HEADER.index(name)]


def in_force(at: str, value: int | None = None, **fields: Any) -> InForce:
    """A figure of the count indicator that release 2 brought into force."""
    number = None if value is None else Decimal(value)
    default: dict[str, Any] = {"indicator": "1.1.p1.a", "quarter": Quarter.parse(at), "value": number}
    return InForce(FigureDraft(**default | fields), 2, "quarterly_return")


def checked(
    content: bytes,
    *,
    plan: Plan | None = None,
    published: Sequence[InForce] = (),
    now: datetime = NOW,
    numbers: Numbers = Numbers.ES_PE,
) -> Checked:
    """The check of `content`; `published` is what is in force of MIN."""
    return check(
        content,
        "reporte",
        job="quarterly_return",
        plan=plan or plan_of(COUNT),
        published=lambda entity: published if entity == "MIN" else (),
        now=now,
        numbers=numbers,
    )


def judged(
    *rows: dict[str, object], of: Indicator = COUNT, published: Sequence[InForce] = (), now: datetime = NOW
) -> Checked:
    """The check of a CSV file of `rows` against a plan of one indicator."""
    return checked(csv_file(*rows), plan=plan_of(of), published=published, now=now)


def codes(result: Checked) -> list[str]:
    return [problem.code for problem in result.problems]
