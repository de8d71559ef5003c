"""The blank workbook of a job, from nothing but the declaration of its columns and the plan: a sheet to fill in, what
its cells offer, instructions and lists.

`etl.workbooks.blank_return` makes that of the quarterly return, which comes with its rows.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from etl.columns import Column, ColumnType
from etl.documents import types_of
from etl.job import Job
from etl.rules.entries import as_written, categories
from etl.rules.sets import expected_indicators
from etl.sheets import AS_TEXT, GIVEN, HEAD, LINE, QUIET, TOP, font, printed_wide, title, write_text
from etl.ubigeo import DEPARTMENT
from etl.values import first_words, written_quarter
from etl.workbooks import drop_downs
from etl.workbooks.drop_downs import Lists
from etl.workbooks.instructions import example_row, titled, write_instructions
from indicators.periods import Quarter, quarters
from indicators.plan import Plan, Reporter

TITLES_ROW, HEADER_ROW, FIRST_ROW = 3, 4, 5
SHOWN_ROWS = 30  # that look like rows to be filled in; what cells offer goes on to the last row that is read
LAST_ROW = 20_000
_ROMAN = ("I", "II", "III", "IV")
_INPUT = PatternFill("solid", fgColor="FFF8E1")
_CLOSED = PatternFill("solid", fgColor="E5E7EB")
_WIDE, _WIDTH = 34, 15
# What an example row of a list leaves blank: it is a row of something that was done, and corrects nothing.
_NOT_IN_A_LIST = {"situacion": "", "clase_de_cambio": "", "sustento": ""}
_EXAMPLE_DAY = 12
_NUMBERS = (ColumnType.NUMBER, ColumnType.COUNT, ColumnType.YEAR)

Written = str | Decimal | date
"""What stands in a cell that is handed out."""


class NothingToReport(ValueError):
    """The entity reports no indicator by this job in that quarter."""


def blank_form(job: Job, plan: Plan, *, entity: str = "", quarter: Quarter | None = None) -> bytes:
    """The workbook (XLSX) of `job` with no rows, or with the first begun for `entity` and `quarter`.

    Raises NothingToReport where the entity has no indicator that a list of this job counts for.
    """
    indicators = _indicators(job, plan, entity=entity, quarter=quarter)
    if entity and quarter and job.listing is not None and not indicators:
        raise NothingToReport(f"{entity} reports no indicator of the plan by {job.name} in {quarter}")
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = job.sheet
    named = (job.title.es, entity_name(plan, entity), quarter_words(quarter) if quarter else "")
    head(sheet, job.columns, " · ".join(part for part in named if part), _hint(job))
    given = {"entidad": entity, "trimestre": written_quarter(quarter) if quarter else ""}
    if entity and len(indicators) == 1:
        given["indicador"] = indicators[0]
    every, first = {c.name for c in job.columns if not c.once}, {c.name for c in job.columns}
    for at in range(SHOWN_ROWS):
        begun = at == 0
        write_row(sheet, FIRST_ROW + at, job.columns, cells=given if begun else {}, is_open=first if begun else every)
    settle(sheet, job.columns, frozen=_frozen(job), protected=False)
    for at, column in enumerate(job.columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].number_format = number_format(column)
    examples = _examples(job, plan, indicators, entity=entity, quarter=quarter)
    told, row = write_instructions(book, job.columns, _steps(job), examples=examples)
    example_row(told, row, job.columns, examples | (_NOT_IN_A_LIST if job.listing else {}))
    _choices(sheet, job, plan, Lists(book), indicators=indicators, entity=entity, quarter=quarter)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The workbook's bytes."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def quarter_words(quarter: Quarter) -> str:
    """`III trimestre 2026 (2026-T3)`."""
    return f"{_ROMAN[quarter.number - 1]} trimestre {quarter.year} ({written_quarter(quarter)})"


def head(sheet: Worksheet, columns: Sequence[Column], name: str, hint: str) -> None:
    """Title, hint, the titles of the columns, and their names, which the reader looks for."""
    title(sheet, name)
    write_text(sheet, 2, 1, hint)
    sheet.cell(2, 1).font = font(color=QUIET)
    for at, column in enumerate(columns, start=1):
        write_text(sheet, TITLES_ROW, at, titled(column))
        write_text(sheet, HEADER_ROW, at, column.name)
        above, below = sheet.cell(TITLES_ROW, at), sheet.cell(HEADER_ROW, at)
        above.font, above.fill = font(bold=True, color="FFFFFF"), HEAD
        above.alignment = Alignment(vertical="center", wrap_text=True)
        below.font, below.fill = font(size=9, color=QUIET), GIVEN
    sheet.row_dimensions[TITLES_ROW].height = 48


def write_row(
    sheet: Worksheet,
    row: int,
    columns: Sequence[Column],
    *,
    cells: Mapping[str, Written],
    is_open: Collection[str],
    about: Collection[str] = (),
) -> None:
    """A row with what stands in it; the cells that are open look so and are not locked, those that say what the row is
    `about` are of a lighter grey."""
    for at, column in enumerate(columns, start=1):
        cell, content = sheet.cell(row, at), cells.get(column.name, "")
        if isinstance(content, str):
            if content:
                write_text(sheet, row, at, content)
        else:
            cell.value = content
        cell.fill = _INPUT if column.name in is_open else GIVEN if column.name in about else _CLOSED
        cell.protection = Protection(locked=column.name not in is_open)
        cell.border, cell.alignment, cell.font = LINE, TOP, font()
        cell.number_format = number_format(column)


def number_format(column: Column) -> str:
    """Codes and words are text, so that no program makes a number or a date of them."""
    if column.type in _NUMBERS:
        return "General"
    return "yyyy-mm-dd" if column.type is ColumnType.DATE else AS_TEXT


def settle(
    sheet: Worksheet,
    columns: Sequence[Column],
    *,
    frozen: int,
    protected: bool,
    widths: Mapping[str, float] | None = None,
) -> None:
    """Widths, the first `frozen` columns kept in sight, printing; `protected` (without a password) against slips."""
    for at, column in enumerate(columns, start=1):
        default = _WIDE if column.type is ColumnType.TEXT and column.max_length > 200 else _WIDTH
        sheet.column_dimensions[get_column_letter(at)].width = (widths or {}).get(column.name, default)
    sheet.freeze_panes = f"{get_column_letter(frozen + 1)}{FIRST_ROW}"
    sheet.sheet_view.zoomScale = 90
    if protected:
        protection = sheet.protection
        protection.sheet = True
        protection.formatColumns = protection.formatRows = protection.formatCells = False
    printed_wide(sheet)
    sheet.print_title_rows = f"{TITLES_ROW}:{HEADER_ROW}"


def entity_name(plan: Plan, code: str) -> str:
    """Name and code of an entity; the code alone where the plan does not know it."""
    entity = plan.entity(code)
    return f"{entity.name.es} ({code})" if entity else code


def _hint(job: Job) -> str:
    return f"{job.meaning.es} Las columnas con * no pueden quedar en blanco. Más en «Instrucciones»."


def _frozen(job: Job) -> int:
    """The columns that say what a row is about, as far as they stand first."""
    return next((at for at, column in enumerate(job.columns) if not column.key), 0)


def _steps(job: Job) -> tuple[str, ...]:
    once = [column.name for column in job.columns if column.once]
    steps = [
        f"Escriba sus datos en la hoja «{job.sheet}», debajo del encabezado. {job.meaning.es}",
        "No cambie los nombres de la fila gris del encabezado; el orden de las columnas y de las filas da igual.",
        "Donde la celda ofrece una lista, elija de ella.",
    ]
    if once:
        steps.append(f"Se llenan una sola vez, en la primera fila, y valen para todo el archivo: {', '.join(once)}.")
    if job.persons:
        steps.append(
            "Este archivo lleva datos de personas: se cuenta en memoria y no se guarda. No añada columnas con nombres, "
            "teléfonos ni correos."
        )
    else:
        steps.append("No escriba nombres, DNI, teléfonos ni correos de personas donde una columna no los pide.")
    steps.append(
        "Guarde el libro como .xlsx. Antes de enviarlo puede revisarlo cuantas veces quiera: la revisión no guarda "
        "nada."
    )
    return tuple(steps)


def _indicators(job: Job, plan: Plan, *, entity: str, quarter: Quarter | None) -> tuple[str, ...]:
    """The codes of the indicators that the job feeds; of the entity and the quarter where they are given."""
    if entity and quarter:
        return tuple(i.code for i in expected_indicators(plan, entity=entity, job=job.name, quarter=quarter))
    return tuple(i.code for i in plan.indicators() if any(_feeds(r, job) for r in i.reporting))


def _entities(job: Job, plan: Plan) -> list[str]:
    """The entities that report by the job; all that the plan knows where it asks nobody by name."""
    asked = {r.entity for i in plan.indicators() for r in i.reporting if _feeds(r, job)}
    return [known.code for known in plan.entities if known.code in asked or not asked]


def _feeds(reporter: Reporter, job: Job) -> bool:
    return job.name in (reporter.job, reporter.job_before)


def _examples(
    job: Job, plan: Plan, indicators: Sequence[str], *, entity: str, quarter: Quarter | None
) -> dict[str, str]:
    """Examples that hold for this workbook, where the column's own may not."""
    examples = {"entidad": entity, "trimestre": written_quarter(quarter) if quarter else ""}
    examples["indicador"] = indicators[0] if indicators else ""
    if quarter and job.listing:
        examples["fecha"] = quarter.start.replace(day=_EXAMPLE_DAY).isoformat()
    for column in job.columns:
        if column.listed and (listed := terms(plan, column.listed)):
            examples[column.name] = listed[0]
    return {name: text for name, text in examples.items() if text}


def terms(plan: Plan, kind: str) -> list[str]:
    """The terms of a list of the plan as a file may write them."""
    return [as_written(term) if kind == DEPARTMENT else term.title.es for term in categories(plan, kind)]


def _choices(
    sheet: Worksheet,
    job: Job,
    plan: Plan,
    lists: Lists,
    *,
    indicators: Sequence[str],
    entity: str,
    quarter: Quarter | None,
) -> None:
    """What each column offers, by its type, down to the last row."""
    offered: dict[str, Sequence[str]] = {
        "entidad": [entity] if entity else _entities(job, plan),
        "trimestre": [
            written_quarter(q) for q in ([quarter] if quarter else quarters(plan.first_quarter, plan.last_quarter))
        ],
        "indicador": indicators,
    }
    known = _codes(plan)
    for at, column in enumerate(job.columns, start=1):
        letter = get_column_letter(at)
        cells = [f"{letter}{FIRST_ROW}" if column.once else f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}"]
        words = offered.get(column.name) or _words(column, plan)
        if words and column.allowed and drop_downs.fits(words):
            drop_downs.offer(sheet, cells, drop_downs.written(words), column=column)
        elif words:
            drop_downs.offer(sheet, cells, lists.add(column.name, words), column=column, only=_alone(column))
        elif known.get(column.name):
            drop_downs.offer(sheet, cells, lists.add(column.name, known[column.name]), column=column, only=False)
        elif column.type in _NUMBERS:
            drop_downs.numbers(sheet, cells, column=column, whole=column.type is not ColumnType.NUMBER)
        else:
            drop_downs.advise(sheet, [f"{letter}{FIRST_ROW}"], column)  # in every row it would be in the way


def _codes(plan: Plan) -> dict[str, list[str]]:
    """Codes of the plan that columns of these names may hold, besides others."""
    entities = [entity.code for entity in plan.entities]
    return {
        "indicador": [indicator.code for indicator in plan.indicators()],
        "accion": [action.code for action in plan.actions()],
        "fuente": [source.code for source in plan.sources],
        "organismo": entities,
        "destinatario": entities,
        "documento": [document.code for document in plan.registers.identity_documents],
    }


def _words(column: Column, plan: Plan) -> list[str]:
    if column.listed:
        return terms(plan, column.listed)
    if column.type is ColumnType.DOCUMENT_TYPE:
        return [known.code for known in types_of(plan)]
    return list(first_words(column.allowed).values())


def _alone(column: Column) -> bool:
    """Whether nothing else than what is offered may stand in the cell: of codes there are other accepted writings."""
    return column.type in (ColumnType.CODE, ColumnType.WORD, ColumnType.YES_NO)
