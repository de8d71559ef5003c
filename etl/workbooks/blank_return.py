"""The quarterly return that a steward downloads: one prefilled row for each thing to be reported, in Spanish.

Only the cells that an indicator's kind needs are open; the others are grey and locked (without a password: it guards
against slips, not against people). Beside each row stands what is already published of it, and a sheet has the rest. Of
a quarter that is published the rows come as they were published, so that only what is wrong need be typed. Filled in,
the sheet is read back by the same job.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from etl.columns import BESIDE, Column, ColumnType, Words
from etl.job import Job
from etl.jobs.quarterly_return import JOB
from etl.rules.entries import as_written, categories, counts_whole
from etl.rules.history import steps_done
from etl.rules.rows import ALONGSIDE, CHANGE, EVIDENCE, FIGURE_COLUMNS, KIND_WORDS, columns_of, names_of
from etl.rules.sets import expected_indicators
from etl.rules.words import SITUATION_WORDS, STAGE_WORDS
from etl.sheets import QUIET, font
from etl.values import first_words, written_quarter
from etl.workbooks import drop_downs
from etl.workbooks.background import Series, beside, series_of, write_background
from etl.workbooks.drop_downs import Lists
from etl.workbooks.forms import (
    FIRST_ROW,
    NothingToReport,
    Written,
    entity_name,
    head,
    quarter_words,
    saved,
    settle,
    write_row,
)
from etl.workbooks.instructions import listing, write_instructions
from indicators.drafts import FigureDraft, InForce
from indicators.periods import Quarter
from indicators.plan import Indicator, Kind, Plan, Term
from indicators.targets import steps_of

SPARE_ROWS = 30
EVERY_KIND = ("situacion", *EVIDENCE, *CHANGE, "nota")
_ABOUT = ("entidad", "trimestre", "indicador", "indicador_nombre", "paso", "dimension", "categoria", BESIDE)
_WIDTHS = {
    "entidad": 12, "trimestre": 11, "indicador_nombre": 36, BESIDE: 30, "medio_referencia": 34, "sustento": 34,
    "nota": 34, "acto": 28, "medio_tipo": 18,
}  # fmt: skip
_NAME_LINES, _LINE_HEIGHT = 32, 15
_BESIDE = Column(
    name=BESIDE,
    type=ColumnType.TEXT,
    title=Words("Ya publicado (no se lee)", "Already published (not read)"),
    meaning=Words(
        "Último dato publicado, total a la fecha y meta, para orientación. Todo, en la hoja «Antecedentes».",
        "Last figure published, total so far and target, for people. All of it in the sheet “Antecedentes”.",
    ),
    example="Último: 31 (2026-T2)",
)

_HINT = "Llene solo las celdas amarillas. Si no hay cifra, dígalo en «situacion». Más en «Instrucciones»."
_REVISED = (
    "{quarter} ya está publicado: las filas traen lo publicado. Corrija solo lo que cambia y, en esa misma fila, llene "
    "«clase_de_cambio» y «sustento»."
)
_STEPS = (
    "Llene solo las celdas amarillas de la hoja «Reporte». Las grises no corresponden al indicador de esa fila.",
    "Cada fila amarilla espera una respuesta: su cifra, o en «situacion» por qué no la hay: «sin ejecución» si en el "
    "trimestre no se hizo nada, «sin información» si no se sabe. Una fila sin respuesta no se admite.",
    "La cifra es la del trimestre, no la acumulada. Los números van con cifras: 1234 o 1,234; el decimal, con punto.",
    "Para desagregar un indicador (por ejemplo, por departamento) añada una fila por categoría en las filas libres del "
    "final, con la categoría tal como está en la hoja «Listas». El total sigue siendo su propia fila.",
    "«clase_de_cambio» y «sustento» se llenan solo en las filas que cambian algo ya publicado, aunque sea la nota.",
    "La columna «antecedente» y la hoja «Antecedentes» muestran lo ya publicado y la meta; no se leen.",
    "No escriba nombres, DNI, teléfonos ni correos de personas en ninguna celda.",
    "Guarde el libro como .xlsx. Antes de enviarlo puede revisarlo cuantas veces quiera: la revisión no guarda nada.",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A prefilled row: an indicator, the step where it is a programme, the part where it is one of a split; and what
    was published of it."""

    indicator: Indicator
    step: str = ""
    dimension: str = ""
    category: str = ""
    cells: Mapping[str, Written] = field(default_factory=dict)

    @property
    def open(self) -> set[str]:
        """The columns to be filled in."""
        names = {*columns_of(self.indicator.kind), *EVERY_KIND} - {"paso"}
        return names - {"valor"} if self.indicator.kind is Kind.PROGRAMME else names


def blank_return(plan: Plan, *, entity: str, quarter: Quarter, in_force: Sequence[InForce] = ()) -> bytes:
    """The workbook (XLSX) for `entity` to report `quarter`; `in_force` is everything that is published of the entity.

    Steps that were done in other quarters are left out. Raises NothingToReport.
    """
    columns = _columns(JOB)
    published = {_key(k.figure): k.figure for k in in_force if k.figure.quarter == quarter and k.job in ("", JOB.name)}
    done = steps_done(known.figure for known in in_force if known.figure.quarter != quarter)
    lines = _lines(plan, entity=entity, quarter=quarter, done=set(done), published=published)
    if not lines:
        raise NothingToReport(f"{entity} reports no indicator of the plan by {JOB.name} in {quarter}")
    indicators = list({line.indicator.code: line.indicator for line in lines}.values())
    known = series_of(indicators, in_force)
    name = f"{entity_name(plan, entity)} · {quarter_words(quarter)}"
    revised = _REVISED.format(quarter=written_quarter(quarter)) if published else ""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = JOB.sheet
    head(sheet, columns, f"{JOB.title.es} · {name}", revised or _HINT)
    for at, line in enumerate(lines):
        _fill(sheet, columns, line, FIRST_ROW + at, known, plan=plan, entity=entity, quarter=quarter)
    splittable = [indicator for indicator in indicators if indicator.dimensions]
    spare = range(FIRST_ROW + len(lines), FIRST_ROW + len(lines) + (SPARE_ROWS if splittable else 0))
    for row in spare:
        write_row(sheet, row, columns, cells={}, is_open=_usable(splittable))
    names = [column.name for column in columns]
    settle(sheet, columns, frozen=names.index(BESIDE) + 1, protected=True, widths=_WIDTHS)
    write_background(book, known, plan=plan, name=name, quarter=quarter)
    terms = _categories(plan, splittable)
    steps = [step for step in (revised, *_STEPS, _other_files(plan, entity=entity, quarter=quarter)) if step]
    told, row = write_instructions(book, columns, steps, examples=_own_examples(splittable, terms))
    _facts(told, row, indicators)
    rows = {FIRST_ROW + at: line.indicator for at, line in enumerate(lines)}
    _choices(sheet, columns, rows, spare)
    if spare:
        _spare_choices(sheet, columns, Lists(book), splittable, terms, spare=spare, entity=entity, quarter=quarter)
    return saved(book)


def _columns(job: Job) -> tuple[Column, ...]:
    """The job's columns, and beside the name of the indicator what is published of it."""
    at = job.names.index("indicador_nombre") + 1
    return (*job.columns[:at], _BESIDE, *job.columns[at:])


Key = tuple[str, str, str, str]


def _key(figure: FigureDraft) -> Key:
    return figure.indicator, figure.dimension, figure.category, figure.step


def _lines(
    plan: Plan,
    *,
    entity: str,
    quarter: Quarter,
    done: set[tuple[str, str]],
    published: Mapping[Key, FigureDraft],
) -> list[Line]:
    """What the entity is asked, then what else it has published of the quarter, each with what was published."""
    asked = list(_asked(plan, entity=entity, quarter=quarter, done=done))
    lines = [
        Line(
            indicator, step, cells=_published(published.get((indicator.code, "", "", step)), plan) if published else {}
        )
        for indicator, step in asked
    ]
    totals = {(indicator.code, "", "", step) for indicator, step in asked}
    for key, figure in published.items():
        indicator = plan.indicator(figure.indicator)
        if key not in totals and not figure.withdrawn and indicator is not None:
            lines.append(
                Line(indicator, figure.step, figure.dimension, figure.category, cells=_published(figure, plan))
            )
    return lines


def _asked(plan: Plan, *, entity: str, quarter: Quarter, done: set[tuple[str, str]]) -> Iterator[tuple[Indicator, str]]:
    version = plan.version_in_force(quarter.end)
    for indicator in expected_indicators(plan, entity=entity, job=JOB.name, quarter=quarter):
        steps = [s.code for s in steps_of(indicator, version) if (indicator.code, s.code) not in done]
        if indicator.kind is Kind.PROGRAMME and steps:
            yield from ((indicator, step) for step in steps)
        else:
            yield indicator, ""


def _published(figure: FigureDraft | None, plan: Plan) -> dict[str, Written]:
    """The cells of a row that says again what was published; what is not published was said to be unknown."""
    if figure is None or figure.withdrawn:
        return {"situacion": SITUATION_WORDS["no_data"]}
    cells: dict[str, Written | None] = {
        "situacion": SITUATION_WORDS["nothing"] if figure.nothing else "",
        "valor": None if figure.nothing or figure.step else figure.value,
        "total_a_la_fecha": figure.so_far,
        "numerador": figure.numerator,
        "denominador": figure.denominator,
        "etapa": STAGE_WORDS[figure.stage] if figure.stage else "",
        "fecha": figure.stage_date,
        "acto": figure.act,
        "medio_tipo": figure.evidence_kind,
        "medio_referencia": figure.evidence_reference,
        "medio_fecha": figure.evidence_date,
        "medio_publico": "sí" if figure.evidence_public else "",
        "nota": figure.note,
    }
    return {name: content for name, content in cells.items() if content is not None and content != ""}


def _fill(
    sheet: Worksheet,
    columns: Sequence[Column],
    line: Line,
    row: int,
    known: Sequence[Series],
    *,
    plan: Plan,
    entity: str,
    quarter: Quarter,
) -> None:
    """One prefilled row: what it is about is given, what its kind needs is open, the rest is closed."""
    key = (line.indicator.code, line.dimension, line.category, line.step)
    series = next((s for s in known if (s.indicator.code, s.dimension, s.category, s.step) == key), None)
    said = beside(series, line.indicator, plan=plan, quarter=quarter, step=line.step, target=not line.dimension)
    written = {term.code: as_written(term) for term in categories(plan, line.dimension)} if line.dimension else {}
    cells: dict[str, Written] = {
        "entidad": entity,
        "trimestre": written_quarter(quarter),
        "indicador": line.indicator.code,
        "indicador_nombre": names_of(line.indicator, line.step)[0],
        BESIDE: said,
        "paso": line.step,
        "dimension": line.dimension,
        "categoria": written.get(line.category, line.category),
    }
    about = {name for name in _ABOUT if cells[name]} | {BESIDE, "paso"}
    write_row(sheet, row, columns, cells=cells | dict(line.cells), is_open=line.open, about=about)
    sheet.cell(row, [column.name for column in columns].index(BESIDE) + 1).font = font(size=9, color=QUIET)
    name_lines = -(-len(str(cells["indicador_nombre"])) // _NAME_LINES)
    sheet.row_dimensions[row].height = _LINE_HEIGHT * max(1, name_lines, 1 + said.count("\n"))


def _usable(splittable: Sequence[Indicator]) -> set[str]:
    """What is open in the free rows at the end, for splits."""
    usable = {*EVERY_KIND, "entidad", "trimestre", "indicador", "dimension", "categoria"}
    return usable | {name for indicator in splittable for name in columns_of(indicator.kind)}


def _choices(sheet: Worksheet, columns: Sequence[Column], rows: Mapping[int, Indicator], spare: range) -> None:
    """Drop-downs, number checks and a hint at each cell of the prefilled rows, and words in the free ones."""
    for at, column in enumerate(columns, start=1):
        letter = get_column_letter(at)
        if column.allowed:
            _words(sheet, column, letter, rows, spare)
        elif column.type is ColumnType.NUMBER:
            open_rows = {row: i for row, i in rows.items() if column.name in columns_of(i.kind)}
            for whole in (True, False):
                cells = [f"{letter}{row}" for row, i in open_rows.items() if counts_whole(i) is whole]
                drop_downs.numbers(sheet, cells, column=column, whole=whole)


def _words(sheet: Worksheet, column: Column, letter: str, rows: Mapping[int, Indicator], spare: range) -> None:
    words = list(first_words(column.allowed).values())
    levels = [word for word in words if column.name != "situacion" or word != SITUATION_WORDS["nothing"]]
    for offered, wanted in ((words, False), (levels, True)):
        cells = [f"{letter}{row}" for row, indicator in rows.items() if (indicator.kind is Kind.LEVEL) is wanted]
        if spare and not wanted:
            cells.append(f"{letter}{spare.start}:{letter}{spare.stop - 1}")
        drop_downs.offer(sheet, cells, drop_downs.written(offered), column=column)


def _spare_choices(
    sheet: Worksheet,
    columns: Sequence[Column],
    lists: Lists,
    splittable: Sequence[Indicator],
    terms: Sequence[Term],
    *,
    spare: range,
    entity: str,
    quarter: Quarter,
) -> None:
    """What the free rows offer; a category by the row's dimension, from those beside its name in the list, where they
    stand together. It only offers: a dimension without a list takes any category."""
    letters = {column.name: get_column_letter(at) for at, column in enumerate(columns, start=1)}

    def cells(name: str) -> list[str]:
        return [f"{letters[name]}{spare.start}:{letters[name]}{spare.stop - 1}"]

    for name, values in {
        "entidad": [entity],
        "trimestre": [written_quarter(quarter)],
        "indicador": [indicator.code for indicator in splittable],
        "dimension": _dimensions(splittable),
    }.items():
        drop_downs.offer(sheet, cells(name), lists.add(name, values))
    of = lists.add("categorías de", [term.kind for term in terms])
    written = lists.add("categoria", [as_written(term) for term in terms])
    lists.add("nombre", [term.title.es for term in terms])
    row = f"${letters['dimension']}{spare.start}"
    formula = f"OFFSET(INDEX({written},1),MATCH({row},{of},0)-1,0,COUNTIF({of},{row}),1)"
    drop_downs.offer(sheet, cells("categoria"), formula, only=False)


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


def _other_files(plan: Plan, *, entity: str, quarter: Quarter) -> str:
    """Which indicators the entity reports for the quarter by other files."""
    others = [
        f"{indicator.code} ({job})"
        for indicator in plan.indicators()
        for reporter in indicator.reporting
        if reporter.entity == entity and (job := reporter.job_for(quarter)) not in ("", JOB.name)
    ]
    return f"Con otros archivos se reportan: {', '.join(others)}." if others else ""


def _facts(sheet: Worksheet, row: int, indicators: Sequence[Indicator]) -> None:
    """What each indicator is and where its figure goes."""
    facts = [
        (i.code, i.title.es, f"{KIND_WORDS[i.kind].es} de {i.things.es}", _where(i), ", ".join(i.dimensions))
        for i in indicators
    ]
    listing(sheet, row, ("Indicador", "Nombre completo", "Qué es", "La cifra va en", "Se desagrega por"), facts)


def _where(indicator: Indicator) -> str:
    also = [name for name in ALONGSIDE[indicator.kind] if name != "valor"]
    return ", ".join(FIGURE_COLUMNS[indicator.kind]) + (f"; y {', '.join(also)}" if also else "")
