"""Technical reports and steps of programmes: one row for each stage reached, with the act that approved it.

Several rows of one report are its history: the latest stage, by its date, is what the quarter ends with, and it counts
as delivered once, on the date and by the act of its first approval. A step of a programme has one row, with the date on
which it was done. The rows become those of a quarterly return, judged by the same rules; where the cells of one come
from they are said to stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from etl.cells import Cell, CellKind, Table, text_cell
from etl.columns import Column, ColumnType, Words
from etl.job import Case, Job, Judged
from etl.problems import Problem, in_order
from etl.rows import RowReader, problem_at, readers
from etl.rules.columns import COLUMNS as RETURN_COLUMNS
from etl.rules.columns import HEADER, has_amounts
from etl.rules.history import STAGE_ORDER
from etl.rules.judging import judged, read_entries
from etl.rules.words import NO_FIGURE, STAGE_WORDS
from indicators.plan import Kind, Plan, Stage

NAME, VERSION, SHEET = "reports_completed", "1", "Informes"
ONCE = ("entidad", "trimestre")
LINK, REFERENCE = "enlace", "medio_referencia"
_TEXTS = ("titulo", "acto", LINK, "medio_tipo", "sustento", "nota")
_FROM_RETURN = {column.name: column for column in RETURN_COLUMNS}


def _same(name: str, *, optional: bool = False, es: str = "", en: str = "", example: str = "") -> Column:
    """The column of a quarterly return of that name; `es` and `en` say what it means here."""
    column = _FROM_RETURN[name]
    return replace(
        column,
        required=column.required and name not in ONCE,
        once=name in ONCE,
        optional_header=optional,
        meaning=Words(es, en) if es else column.meaning,
        example=example or column.example,
    )


COLUMNS: tuple[Column, ...] = (
    _same(
        "entidad",
        es="Código de la entidad que reporta. Se escribe en la primera fila y vale para todo el archivo.",
        en="Code of the entity that reports. Written in the first row, for the whole file.",
    ),
    _same(
        "trimestre",
        es="Trimestre reportado, ya concluido. Se escribe en la primera fila y vale para todo el archivo.",
        en="Quarter reported, already ended. Written in the first row, for the whole file.",
    ),
    _same(
        "indicador",
        es="Código del indicador: el informe o el programa. Puede tener varias filas, una por etapa o por paso.",
        en="Code of the indicator: the report or the programme. It may have several rows, one a stage or step.",
        example="2.1.p78.a",
    ),
    Column(
        name="titulo",
        type=ColumnType.TEXT,
        title=Words("Título", "Title"),
        meaning=Words(
            "Nombre del informe o del documento que cumple el paso. Se publica como nota, si no hay otra.",
            "Name of the report, or of the document that does the step. It is published as the note, if there is none.",
        ),
        example="Informe técnico sobre el Convenio 97",
    ),
    _same("paso"),
    _same(
        "etapa",
        es="Etapa a la que llegó el informe en la fecha de la fila. «aprobado» y «publicado» llevan acto y fecha.",
        en="Stage that the report reached on the row's date. “aprobado” and “publicado” need act and date.",
    ),
    _same(
        "fecha",
        es="Día en que se llegó a la etapa o se cumplió el paso. En blanco solo si la fila es la única del informe y "
        "aún no está aprobado.",
        en="Day on which the stage was reached or the step was done. Blank only where the row is the report's only one "
        "and it is not approved yet.",
        example="2026-09-18",
    ),
    _same("acto"),
    Column(
        name=LINK,
        type=ColumnType.TEXT,
        title=Words("Enlace o número del documento", "Link or number of the document"),
        meaning=Words(
            "Dirección o número del documento que lo respalda: es el medio de verificación de la fila.",
            "Address or number of the document behind it: the row's evidence.",
        ),
        example="https://www.gob.pe/mtpe/informe-tecnico-c97",
        max_length=500,
    ),
    _same("situacion", optional=True),
    _same(
        "medio_tipo",
        optional=True,
        es="Qué documento es. En blanco: «enlace» si es una dirección, «documento» si no.",
        en="What kind of document it is. Blank: “enlace” for an address, else “documento”.",
    ),
    _same("medio_fecha", optional=True),
    _same("medio_publico", optional=True),
    _same("clase_de_cambio", optional=True),
    _same("sustento", optional=True),
    _same("nota", optional=True),
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the register as read; `reader` gathers what cannot be read of it."""

    reader: RowReader
    code: str
    stage: Stage | None
    day: date | None
    silent: bool

    @property
    def number(self) -> str:
        """Its row in the file."""
        return str(next(iter(self.reader.cells.values())).row)


def judge(table: Table, case: Case) -> Judged:
    """Every problem of a register, or the figures that it makes; a quarterly return of this job is taken as it is."""
    if has_amounts(table.header):
        entries, problems = read_entries(table, RETURN_COLUMNS, case.plan, numbers=case.numbers)
        return judged(entries, problems, case, job=NAME, version=VERSION)
    made, problems = readers(table, COLUMNS, numbers=case.numbers)
    if not made:
        return Judged(in_order(problems))
    rows = [_read(reader) for reader in made]
    problems += [problem for reader in made for problem in reader.problems]
    problems += _head_differs(made, table.sheet)
    by_code: dict[str, list[_Row]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    said: list[tuple[Cell, ...]] = []
    for code, of_code in by_code.items():
        problems += _silent_beside_others(of_code, table.sheet)
        standing: Sequence[_Row] = of_code
        if _is_report(case.plan, code):
            problems += _history(of_code, table.sheet)
            standing = [max(of_code, key=lambda row: (not row.silent, row.day or date.min))]
        said += [_as_return(row, of_code, made[0]) for row in standing]
    header = tuple(text_cell(name, table.header[0].row) for name in HEADER)
    entries, told = read_entries(
        Table(table.sheet, header, tuple(said), semicolons=table.semicolons), RETURN_COLUMNS, case.plan,
        numbers=case.numbers,
    )  # fmt: skip
    verdict = judged(entries, [*problems, *told], case, job=NAME, version=VERSION)
    return replace(verdict, problems=in_order(map(_in_its_column, verdict.problems)))


def _read(reader: RowReader) -> _Row:
    stage, silent = reader.word("etapa"), reader.word("situacion") in NO_FIGURE.values()
    for name in _TEXTS:
        reader.text(name)  # a row that is history is read as strictly as the one that stands
    return _Row(reader, reader.code("indicador"), Stage(stage) if stage else None, reader.date("fecha"), silent)


def _is_report(plan: Plan, code: str) -> bool:
    indicator = plan.indicator(code) if code else None
    return indicator is not None and indicator.kind is Kind.DELIVERABLE


def _head_differs(made: Sequence[RowReader], sheet: str) -> Iterator[Problem]:
    """Entity or quarter of a later row that is not what the first row says of the whole file."""
    for name in ONCE:
        first = made[0].cells[name].text.strip()
        for reader in made[1:]:
            if reader.cells[name].text.strip() not in ("", first):
                yield problem_at(reader.cells, name, "once_differs", sheet=sheet)


def _silent_beside_others(rows: Sequence[_Row], sheet: str) -> list[Problem]:
    """A row that says why there is nothing, beside rows that say what there is."""
    if all(row.silent for row in rows) or any(not row.reader.cells["paso"].blank for row in rows if row.silent):
        return []
    return [problem_at(r.reader.cells, "situacion", "situation_against_rows", sheet=sheet) for r in rows if r.silent]


def _history(rows: Sequence[_Row], sheet: str) -> Iterator[Problem]:
    """What keeps the rows of one report from being its history, day by day and forward."""
    staged = [row for row in rows if not row.silent]
    if len(staged) < 2:
        return
    for row in staged:
        if row.reader.cells["fecha"].blank:
            yield problem_at(row.reader.cells, "fecha", "stage_undated", sheet=sheet)
    dated = sorted(((row.day, row) for row in staged if row.day), key=lambda pair: pair[0])
    for (day, before), (next_day, row) in pairwise(dated):
        if day == next_day:
            yield problem_at(row.reader.cells, "fecha", "stage_same_day", sheet=sheet, facts={"other": before.number})
        elif before.stage and row.stage and STAGE_ORDER.index(row.stage) < STAGE_ORDER.index(before.stage):
            facts = {"reached": STAGE_WORDS[before.stage], "other": before.number}
            yield problem_at(row.reader.cells, "etapa", "stage_went_back", sheet=sheet, facts=facts)


def _as_return(row: _Row, of_code: Sequence[_Row], first: RowReader) -> tuple[Cell, ...]:
    """The row of a quarterly return that says the same, of the same cells."""
    cells = dict(row.reader.cells)
    at = cells["indicador"].row
    approved = min(
        (r for r in of_code if r.stage and r.stage.delivered and r.day), key=lambda r: r.day or date.max, default=row
    )
    if row.stage and row.stage.delivered:
        cells |= {name: approved.reader.cells[name] for name in ("fecha", "acto")}
    cells |= {name: first.cells[name] for name in ONCE}
    link = cells.pop(LINK)
    cells[REFERENCE] = link
    if not link.blank and _blank(cells, "medio_tipo"):
        cells["medio_tipo"] = text_cell("enlace" if "://" in link.text else "documento", at)
    readable = all(problem.column != "titulo" for problem in row.reader.problems)
    if readable and not row.silent and _blank(cells, "nota"):
        cells["nota"] = cells["titulo"]
    return tuple(cells.get(name, Cell(CellKind.BLANK, "", at)) for name in HEADER)


def _blank(cells: dict[str, Cell], name: str) -> bool:
    return name not in cells or cells[name].blank


def _in_its_column(problem: Problem) -> Problem:
    """A problem at the column of the register that the cell stands in."""
    return replace(problem, column=LINK) if problem.column == REFERENCE else problem


JOB = Job(
    name=NAME,
    version=VERSION,
    title=Words("Informes técnicos y pasos de programas", "Technical reports and steps of programmes"),
    meaning=Words(
        "Registro de informes técnicos y pasos de programas: una fila por etapa alcanzada o paso cumplido, con fecha, "
        "acto y enlace. Un informe se da por entregado una sola vez, cuando un acto con nombre lo aprueba.",
        "Register of technical reports and steps of programmes: one row for each stage reached or step done, with "
        "date, act and link. A report is delivered once, when a named act approves it.",
    ),
    sheet=SHEET,
    columns=COLUMNS,
    judge=judge,
)
