"""The blank return that a steward downloads: one prefilled row for each thing to be reported, in Spanish.

Made from the job's declaration of its columns and from the plan. Only the cells that an indicator's kind needs are
open; the others are grey and locked (without a password: it guards against slips, not against people). Filled in, the
sheet is read back by the same job.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from etl.columns import Column, ColumnType
from etl.job import Job
from etl.jobs import JOBS
from etl.rules.entries import as_written, categories, counts_whole
from etl.rules.rows import ALONGSIDE, CHANGE, EVIDENCE, FIGURE_COLUMNS, KIND_WORDS, columns_of, names_of
from etl.rules.sets import expected_indicators
from etl.rules.words import SITUATION_WORDS
from etl.values import LARGEST, first_words, written_quarter
from indicators.periods import Quarter
from indicators.plan import Indicator, Kind, Plan, Term
from indicators.targets import steps_of

INSTRUCTIONS, LISTS = "Instrucciones", "Listas"
TITLES_ROW, HEADER_ROW, FIRST_ROW = 3, 4, 5
SPARE_ROWS = 30
EVERY_KIND = ("situacion", *EVIDENCE, *CHANGE, "nota")
_ROMAN = ("I", "II", "III", "IV")

_INK, _QUIET = "1F2A37", "6B7280"
_INPUT = PatternFill("solid", fgColor="FFF8E1")
_CLOSED = PatternFill("solid", fgColor="E5E7EB")
_GIVEN = PatternFill("solid", fgColor="F3F4F6")
_HEAD = PatternFill("solid", fgColor="1F4E5F")
_LINE = Border(*(Side(style="thin", color="C7CDD4"),) * 4)
_TOP = Alignment(vertical="top", wrap_text=True)
_WIDTHS = {"indicador_nombre": 38, "medio_referencia": 34, "sustento": 34, "nota": 34, "acto": 28, "medio_tipo": 18}
_WIDTH = 15

_STEPS = (
    "Llene solo las celdas amarillas de la hoja «Reporte». Las grises no corresponden al indicador de esa fila.",
    "Cada fila amarilla espera una respuesta: su cifra, o en «situacion» por qué no la hay: «sin ejecución» si en el "
    "trimestre no se hizo nada, «sin información» si no se sabe. Una fila sin respuesta no se admite.",
    "La cifra es la del trimestre, no la acumulada. Los números van con cifras: 1234 o 1,234; el decimal, con punto.",
    "Para desagregar un indicador (por ejemplo, por departamento) añada una fila por categoría en las filas libres del "
    "final, con la categoría tal como está en la hoja «Listas». El total sigue siendo su propia fila.",
    "«clase_de_cambio» y «sustento» se llenan solo en las filas que cambian algo ya publicado, aunque sea la nota.",
    "No escriba nombres, DNI, teléfonos ni correos de personas en ninguna celda.",
    "Guarde el libro como .xlsx. Antes de enviarlo puede revisarlo cuantas veces quiera: la revisión no guarda nada.",
)


class NothingToReport(ValueError):
    """The entity reports no indicator by this job in that quarter."""


@dataclass(frozen=True, slots=True)
class Line:
    """A prefilled row: an indicator, and the step where it is a programme."""

    indicator: Indicator
    step: str = ""


def blank_return(
    plan: Plan, *, entity: str, quarter: Quarter, job: str, done: Collection[tuple[str, str]] = ()
) -> bytes:
    """The workbook (XLSX) for `entity` to report `quarter`; steps in `done` (indicator, step) are left out.

    Raises NothingToReport.
    """
    chosen = JOBS[job]
    lines = tuple(_lines(plan, entity=entity, quarter=quarter, job=job, done=done))
    if not lines:
        raise NothingToReport(f"{entity} reports no indicator of the plan by {job} in {quarter}")
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = chosen.sheet
    _head(sheet, chosen, f"{chosen.title.es} · {_entity_name(plan, entity)} · {quarter_words(quarter)}")
    for at, line in enumerate(lines):
        _fill(sheet, chosen, line, row=FIRST_ROW + at, entity=entity, quarter=quarter)
    spare = range(FIRST_ROW + len(lines), FIRST_ROW + len(lines) + SPARE_ROWS)
    splittable = [line.indicator for line in lines if line.indicator.dimensions]
    if splittable:
        _open_rows(sheet, chosen, spare, splittable)
    _settle(sheet, chosen)
    terms = _categories(plan, splittable)
    _instructions(book.create_sheet(INSTRUCTIONS), chosen, lines, examples=_own_examples(splittable, terms))
    _lists(book.create_sheet(LISTS), splittable, terms, entity=entity, quarter=quarter)
    _choices(sheet, chosen, lines, spare=spare if splittable else range(0))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def quarter_words(quarter: Quarter) -> str:
    """`III trimestre 2026 (2026-T3)`."""
    return f"{_ROMAN[quarter.number - 1]} trimestre {quarter.year} ({written_quarter(quarter)})"


def _entity_name(plan: Plan, code: str) -> str:
    entity = plan.entity(code)
    return f"{entity.name.es} ({code})" if entity else code


def _lines(plan: Plan, *, entity: str, quarter: Quarter, job: str, done: Collection[tuple[str, str]]) -> Iterator[Line]:
    version = plan.version_in_force(quarter.end)
    for indicator in expected_indicators(plan, entity=entity, job=job, quarter=quarter):
        steps = [s.code for s in steps_of(indicator, version) if (indicator.code, s.code) not in done]
        if indicator.kind is Kind.PROGRAMME and steps:
            yield from (Line(indicator, step) for step in steps)
        else:
            yield Line(indicator)


def _write(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Put `text` into a cell as text, also where it begins like a formula."""
    cell = sheet.cell(row, column, text)
    cell.data_type = "s"


def _head(sheet: Worksheet, job: Job, title: str) -> None:
    _write(sheet, 1, 1, title)
    sheet.cell(1, 1).font = Font(bold=True, size=14, color=_INK)
    _write(
        sheet, 2, 1, "Llene solo las celdas amarillas. Si no hay cifra, dígalo en «situacion». Más en «Instrucciones»."
    )
    sheet.cell(2, 1).font = Font(color=_QUIET)
    for at, column in enumerate(job.columns, start=1):
        _write(sheet, TITLES_ROW, at, column.title.es)
        _write(sheet, HEADER_ROW, at, column.name)
        titled, named = sheet.cell(TITLES_ROW, at), sheet.cell(HEADER_ROW, at)
        titled.font, titled.fill = Font(bold=True, color="FFFFFF"), _HEAD
        titled.alignment = Alignment(vertical="center", wrap_text=True)
        named.font, named.fill = Font(size=9, color=_QUIET), _GIVEN
    sheet.row_dimensions[TITLES_ROW].height = 48


def _fill(sheet: Worksheet, job: Job, line: Line, *, row: int, entity: str, quarter: Quarter) -> None:
    """One prefilled row: what it is about is given, what its kind needs is open, the rest is closed."""
    given = {
        "entidad": entity,
        "trimestre": written_quarter(quarter),
        "indicador": line.indicator.code,
        "indicador_nombre": names_of(line.indicator, line.step)[0],
        "paso": line.step,
    }
    open_columns = {*columns_of(line.indicator.kind), *EVERY_KIND} - {"paso"}
    if line.indicator.kind is Kind.PROGRAMME:
        open_columns.discard("valor")
    for at, column in enumerate(job.columns, start=1):
        cell = sheet.cell(row, at)
        if given.get(column.name):
            _write(sheet, row, at, given[column.name])
        _style(sheet, row, at, column, is_open=column.name in open_columns)
        if column.name in given:
            cell.fill = _GIVEN


def _style(sheet: Worksheet, row: int, at: int, column: Column, *, is_open: bool) -> None:
    cell = sheet.cell(row, at)
    cell.fill = _INPUT if is_open else _CLOSED
    cell.protection = Protection(locked=not is_open)
    cell.border = _LINE
    cell.alignment = _TOP
    cell.number_format = {ColumnType.NUMBER: "General", ColumnType.DATE: "yyyy-mm-dd"}.get(column.type, "@")


def _open_rows(sheet: Worksheet, job: Job, rows: range, indicators: Sequence[Indicator]) -> None:
    """Free rows at the end, for splits."""
    usable = {*EVERY_KIND, "entidad", "trimestre", "indicador", "dimension", "categoria"}
    usable |= {name for indicator in indicators for name in columns_of(indicator.kind)}
    for row in rows:
        for at, column in enumerate(job.columns, start=1):
            _style(sheet, row, at, column, is_open=column.name in usable)


def _settle(sheet: Worksheet, job: Job) -> None:
    for at, column in enumerate(job.columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(column.name, _WIDTH)
    sheet.freeze_panes = f"{get_column_letter(job.names.index('indicador_nombre') + 2)}{FIRST_ROW}"
    sheet.sheet_view.zoomScale = 90
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = protection.formatCells = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{TITLES_ROW}:{HEADER_ROW}"


def _choices(sheet: Worksheet, job: Job, lines: Sequence[Line], *, spare: range) -> None:
    """Drop-downs, number checks and a hint at each cell; the job checks everything again."""
    rows = {FIRST_ROW + at: line.indicator for at, line in enumerate(lines)}
    for column in job.columns:
        letter = get_column_letter(job.names.index(column.name) + 1)
        if column.allowed:
            _word_choices(sheet, column, letter, rows, spare)
        elif column.type is ColumnType.NUMBER:
            _number_choices(sheet, column, letter, rows)
    listed = {"entidad": "$A$2:$A$2", "trimestre": "$B$2:$B$2", "indicador": "$C$2:$C$200", "dimension": "$D$2:$D$200"}
    for name, cells in listed.items():
        if spare:
            choice = DataValidation(type="list", formula1=f"{LISTS}!{cells}", allow_blank=True)
            letter = get_column_letter(job.names.index(name) + 1)
            choice.add(f"{letter}{spare.start}:{letter}{spare.stop - 1}")
            sheet.add_data_validation(choice)
    if spare:
        _category_choices(sheet, job, spare)


def _category_choices(sheet: Worksheet, job: Job, spare: range) -> None:
    """In the free rows, the codes of the row's dimension: those beside its name in the list, where they stand together.

    It only offers: a dimension without a list takes any category.
    """
    dimension, own = (get_column_letter(job.names.index(name) + 1) for name in ("dimension", "categoria"))
    named = f"{LISTS}!$E:$E"
    row = f"MATCH(${dimension}{spare.start},{named},0)-1"
    codes = f"OFFSET({LISTS}!$F$1,{row},0,COUNTIF({named},${dimension}{spare.start}),1)"
    choice = DataValidation(type="list", formula1=codes, allow_blank=True, showErrorMessage=False)
    choice.add(f"{own}{spare.start}:{own}{spare.stop - 1}")
    sheet.add_data_validation(choice)


def _word_choices(sheet: Worksheet, column: Column, letter: str, rows: Mapping[int, Indicator], spare: range) -> None:
    words = list(first_words(column.allowed).values())
    levels = [word for word in words if column.name != "situacion" or word != SITUATION_WORDS["nothing"]]
    for offered, wanted in ((words, False), (levels, True)):
        cells = [f"{letter}{row}" for row, indicator in rows.items() if (indicator.kind is Kind.LEVEL) is wanted]
        if spare and not wanted:
            cells.append(f"{letter}{spare.start}:{letter}{spare.stop - 1}")
        if cells:
            choice = DataValidation(type="list", formula1=f'"{",".join(offered)}"', allow_blank=True)
            _say(choice, column, "Elija una de las palabras de la lista.")
            _add(sheet, choice, cells)


def _number_choices(sheet: Worksheet, column: Column, letter: str, rows: Mapping[int, Indicator]) -> None:
    whole = DataValidation(type="whole", operator="between", formula1="0", formula2=str(LARGEST))
    _say(whole, column, "Escriba un número entero, sin texto.")
    decimal = DataValidation(type="decimal", operator="between", formula1=str(-LARGEST), formula2=str(LARGEST))
    _say(decimal, column, "Escriba un número, con punto decimal.")
    open_rows = {row: i for row, i in rows.items() if column.name in columns_of(i.kind)}
    for choice, wanted in ((whole, True), (decimal, False)):
        cells = [f"{letter}{row}" for row, indicator in open_rows.items() if counts_whole(indicator) is wanted]
        if cells:
            _add(sheet, choice, cells)


def _say(choice: DataValidation, column: Column, error: str) -> None:
    choice.promptTitle, choice.prompt = column.title.es[:32], column.meaning.es[:255]
    choice.errorTitle, choice.error = column.title.es[:32], error
    choice.showInputMessage = choice.showErrorMessage = True


def _add(sheet: Worksheet, choice: DataValidation, cells: Sequence[str]) -> None:
    for cell in cells:
        choice.add(cell)
    sheet.add_data_validation(choice)


def _categories(plan: Plan, splittable: Sequence[Indicator]) -> tuple[Term, ...]:
    """Every category that the plan lists of their dimensions, dimension by dimension."""
    return tuple(term for dimension in _dimensions(splittable) for term in categories(plan, dimension))


def _dimensions(splittable: Sequence[Indicator]) -> list[str]:
    return list(dict.fromkeys(name for indicator in splittable for name in indicator.dimensions))


def _own_examples(splittable: Sequence[Indicator], terms: Sequence[Term]) -> dict[str, str]:
    """Examples by column that hold for this workbook, where the column's own may not."""
    dimensions = [terms[0].kind] if terms else _dimensions(splittable)
    examples = {"dimension": dimensions[0]} if dimensions else {}
    return examples | ({"categoria": as_written(terms[0])} if terms else {})


def _instructions(sheet: Worksheet, job: Job, lines: Sequence[Line], *, examples: Mapping[str, str]) -> None:
    _write(sheet, 1, 1, "Cómo llenar el reporte")
    sheet.cell(1, 1).font = Font(bold=True, size=14, color=_INK)
    for number, step in enumerate(_STEPS, start=1):
        _write(sheet, number + 1, 1, f"{number}. {step}")
    row = len(_STEPS) + 3
    columns = [(c.name, c.title.es, c.meaning.es, examples.get(c.name, c.example), _words_of(c)) for c in job.columns]
    row = _listing(sheet, row, ("Columna", "Título", "Qué se escribe", "Ejemplo", "Palabras admitidas"), columns)
    unique = {line.indicator.code: line.indicator for line in lines}
    facts = [
        (i.code, i.title.es, f"{KIND_WORDS[i.kind].es} de {i.things.es}", _where(i), ", ".join(i.dimensions))
        for i in unique.values()
    ]
    _listing(sheet, row + 1, ("Indicador", "Nombre completo", "Qué es", "La cifra va en", "Se desagrega por"), facts)
    for at, width in enumerate((22, 40, 70, 34, 40), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width


def _words_of(column: Column) -> str:
    return ", ".join(first_words(column.allowed).values())


def _where(indicator: Indicator) -> str:
    also = [name for name in ALONGSIDE[indicator.kind] if name != "valor"]
    return ", ".join(FIGURE_COLUMNS[indicator.kind]) + (f"; y {', '.join(also)}" if also else "")


def _listing(sheet: Worksheet, row: int, head: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """A small table from `row` on; gives the row after it."""
    for at, text in enumerate(head, start=1):
        _write(sheet, row, at, text)
        sheet.cell(row, at).font, sheet.cell(row, at).fill = Font(bold=True, color="FFFFFF"), _HEAD
    for below, texts in enumerate(rows, start=1):
        for at, text in enumerate(texts, start=1):
            _write(sheet, row + below, at, text)
            sheet.cell(row + below, at).alignment = _TOP
    return row + len(rows) + 1


def _lists(
    sheet: Worksheet, splittable: Sequence[Indicator], terms: Sequence[Term], *, entity: str, quarter: Quarter
) -> None:
    """What the free rows' drop-downs offer; beside each category its dimension and its title."""
    columns = {
        "entidad": [entity],
        "trimestre": [written_quarter(quarter)],
        "indicador": [indicator.code for indicator in splittable],
        "dimension": _dimensions(splittable),
        "categorías de": [term.kind for term in terms],
        "categoria": [as_written(term) for term in terms],
        "nombre": [term.title.es for term in terms],
    }
    for at, (name, values) in enumerate(columns.items(), start=1):
        _write(sheet, 1, at, name)
        sheet.cell(1, at).font = Font(bold=True)
        for row, value in enumerate(values, start=2):
            _write(sheet, row, at, value)
        sheet.column_dimensions[get_column_letter(at)].width = 22
