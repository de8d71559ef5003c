"""From what a list says to the rows of a quarterly return that say the same, so that one set of rules judges both.

Each row is an indicator's total, or a part of it; where it stands in the file is where the list first names the
indicator. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from etl.cells import Cell, CellKind, Table, text_cell
from etl.lists.columns import ONCE
from etl.lists.families import family
from etl.lists.listed import Listed
from etl.lists.measures import Counted
from etl.rules.columns import HEADER
from etl.rules.words import SITUATIONS
from etl.ubigeo import DEPARTMENT, department_name
from etl.values import first_words
from indicators.canonical import plain_decimal
from indicators.drafts import InForce
from indicators.periods import Quarter
from indicators.plan import Indicator, Plan, Reporter

_WITHDRAWN = first_words(SITUATIONS)["withdrawn"]
_NO_DATA = first_words(SITUATIONS)["no_data"]


def return_of(listed: Listed, plan: Plan, *, job: str, main: str, published: Sequence[InForce]) -> Table:
    """The quarterly return that says what `listed` says: its rows in the order of the list, under that form's header.

    `main` is the measure whose total so far the file may declare. A part that is published for the quarter and no
    longer occurs is taken back.
    """
    rows = list(_rows(listed, plan, job=job, main=main, published=published))
    header = tuple(text_cell(name, 1) for name in HEADER)
    return Table(listed.sheet, header, tuple(_cells(listed, said) for said in rows))


def _rows(
    listed: Listed, plan: Plan, *, job: str, main: str, published: Sequence[InForce]
) -> Iterator[Mapping[str, str]]:
    for code in sorted({*listed.counted, *listed.said}, key=lambda code: listed.first[code]):
        fed = list(fed_by(plan, code, entity=listed.entity, quarter=listed.quarter, job=job))
        if not fed:
            yield {"indicador": code, "situacion": _NO_DATA}  # whose it is will be told, and nothing else of it
        for indicator, reporter in fed:
            if code not in listed.counted:
                yield {"indicador": indicator.code, "situacion": listed.said[code].word}
                continue
            counted = listed.counted[code].get(reporter.measure, Counted(0))
            so_far = reporter.measure == main
            yield _total(indicator, counted.total, listed, so_far=so_far)
            parts = _parts(indicator, counted)
            yield from parts.values()
            yield from _taken_back(indicator, listed, parts, published=published, job=job)


def fed_by(
    plan: Plan, code: str, *, entity: str, quarter: Quarter | None, job: str
) -> Iterator[tuple[Indicator, Reporter]]:
    """The indicators of the family of `code` that `entity` feeds by `job` in `quarter`, and what each takes of it."""
    for indicator in family(plan, code):
        for reporter in indicator.reporting:
            if reporter.entity == entity and quarter is not None and reporter.job_for(quarter) == job:
                yield indicator, reporter


def _total(indicator: Indicator, total: int, listed: Listed, *, so_far: bool) -> Mapping[str, str]:
    said = {"indicador": indicator.code, "valor": plain_decimal(Decimal(total))}
    declared = listed.head.get("total_a_la_fecha")
    return said | ({"total_a_la_fecha": declared.text} if so_far and declared and not declared.blank else {})


def _parts(indicator: Indicator, counted: Counted) -> dict[tuple[str, str], Mapping[str, str]]:
    return {
        (dimension, category): {
            "indicador": indicator.code,
            "dimension": dimension,
            "categoria": category_written(dimension, category),
            "valor": plain_decimal(Decimal(amount)),
        }
        for (dimension, category), amount in sorted(counted.parts.items())
        if dimension in indicator.dimensions
    }


def _taken_back(
    indicator: Indicator,
    listed: Listed,
    parts: Mapping[tuple[str, str], Mapping[str, str]],
    *,
    published: Sequence[InForce],
    job: str,
) -> Iterator[Mapping[str, str]]:
    for known in published:
        figure = known.figure
        part = (figure.dimension, figure.category)
        mine = (figure.indicator, figure.quarter, known.job) == (indicator.code, listed.quarter, job)
        if mine and figure.dimension and part not in parts and not figure.withdrawn:
            yield {
                "indicador": indicator.code,
                "dimension": figure.dimension,
                "categoria": category_written(figure.dimension, figure.category),
                "situacion": _WITHDRAWN,
            }


def category_written(dimension: str, code: str) -> str:
    """A category as a file writes it: a department by its name, for its code alone is of no system."""
    return department_name(code) or code if dimension == DEPARTMENT else code


def _cells(listed: Listed, said: Mapping[str, str]) -> tuple[Cell, ...]:
    """A row of the return: what is said of the whole file, and `said` of this figure."""
    row = next((at for code, at in listed.first.items() if _of_family(said["indicador"], code)), 1)
    cells = []
    for name in HEADER:
        whole = listed.head.get(name) if name in ONCE and name != "total_a_la_fecha" else None
        cells.append(whole if whole is not None else _written(said.get(name, ""), row, name))
    return tuple(cells)


def _written(text: str, row: int, name: str) -> Cell:
    number = name in ("valor", "total_a_la_fecha") and text
    return Cell(CellKind.NUMBER, text, row) if number and text.isdecimal() else text_cell(text, row)


def _of_family(code: str, base: str) -> bool:
    return code == base or code.startswith(f"{base}.t")
