"""One row of a return as read, with the cells it came from, so that a rule can name the cell it complains of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from etl.cells import Cell
from etl.problems import Problem
from etl.rows import RowReader, problem_at
from etl.ubigeo import DEPARTMENT, department_name
from indicators.periods import Quarter
from indicators.plan import Indicator, Kind, Plan, Stage, Term, Unit


class Situation(StrEnum):
    """What a row says: a figure, a zero that is said, that nothing is known, that a published figure is taken back."""

    FIGURE = "figure"
    NOTHING = "nothing"
    NO_DATA = "no_data"
    WITHDRAWN = "withdrawn"


class Key(NamedTuple):
    """Which figure of the return a row is about."""

    indicator: str
    dimension: str
    category: str
    step: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `indicator` is None where the plan knows no such code; a value is None where its cell is blank or was
    refused (`sound` is then False). `answered` is False where its `situacion` cannot be read: what the row means to say
    is then not known."""

    sheet: str
    row: int
    cells: Mapping[str, Cell]
    sound: bool
    answered: bool
    entity: str
    quarter: Quarter | None
    code: str
    indicator: Indicator | None
    name: str
    step: str
    dimension: str
    category: str
    situation: Situation
    value: Decimal | None
    so_far: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    stage: Stage | None
    day: date | None
    act: str
    evidence_kind: str
    evidence_reference: str
    evidence_date: date | None
    evidence_public: str
    change: str
    reason: str
    note: str

    @property
    def key(self) -> Key:
        """Which figure it is about."""
        return Key(self.code, self.dimension, self.category, self.step)

    def filled(self, column: str) -> bool:
        """Whether its cell of `column` holds anything, readable or not."""
        cell = self.cells.get(column)
        return cell is not None and not cell.blank

    def problem(self, code: str, column: str, **facts: str) -> Problem:
        """A problem at its cell of `column`."""
        return problem_at(self.cells, column, code, sheet=self.sheet, facts=facts)


def counts_whole(indicator: Indicator) -> bool:
    """Whether its value is a whole number of things, not a measure: by its kind, and of a level by its unit."""
    if indicator.kind is Kind.LEVEL:
        return indicator.unit is Unit.NUMBER
    return indicator.kind in (Kind.COUNT, Kind.DISTINCT, Kind.PROGRAMME)


def categories(plan: Plan, dimension: str) -> tuple[Term, ...]:
    """The categories that `plan` lists of a dimension, in its order; none where it leaves them free."""
    return tuple(term for term in plan.code_lists if term.kind == dimension)


def as_written(term: Term) -> str:
    """How a file writes a category of the plan's lists: by its code; a department by its name, for its code alone does
    not say which one it is."""
    return (department_name(term.code) or term.title.es) if term.kind == DEPARTMENT else term.code


def _category(reader: RowReader, plan: Plan, dimension: str) -> str:
    """The category, of a department the plan's code for it."""
    listed = categories(plan, dimension) if dimension == DEPARTMENT else ()
    return reader.department("categoria", listed) if listed else reader.text("categoria")


def read_entry(reader: RowReader, *, plan: Plan, sheet: str) -> Entry:
    """The row behind `reader`; its unreadable cells stand in `reader.problems`."""
    code = reader.code("indicador")
    indicator = plan.indicator(code) if code else None
    situation = reader.word("situacion")
    stage = reader.word("etapa")
    dimension = reader.code("dimension")
    return Entry(
        sheet=sheet,
        row=reader.cells["indicador"].row,
        cells=reader.cells,
        code=code,
        indicator=indicator,
        situation=Situation(situation) if situation else Situation.FIGURE,
        stage=Stage(stage) if stage else None,
        entity=reader.code("entidad"),
        quarter=reader.quarter("trimestre"),
        name=reader.text("indicador_nombre"),
        step=reader.code("paso"),
        dimension=dimension,
        category=_category(reader, plan, dimension),
        value=reader.number("valor", whole=indicator is not None and counts_whole(indicator)),
        so_far=reader.number("total_a_la_fecha", whole=True),
        numerator=reader.number("numerador", whole=False),
        denominator=reader.number("denominador", whole=False),
        day=reader.date("fecha"),
        act=reader.text("acto"),
        evidence_kind=reader.text("medio_tipo"),
        evidence_reference=reader.text("medio_referencia"),
        evidence_date=reader.date("medio_fecha"),
        evidence_public=reader.word("medio_publico"),
        change=reader.word("clase_de_cambio"),
        reason=reader.text("sustento"),
        note=reader.text("nota"),
        sound=not reader.problems,
        answered=all(problem.column != "situacion" for problem in reader.problems),
    )
