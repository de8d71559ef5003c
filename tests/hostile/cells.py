"""Rows 19-26: what a workbook's cells are besides text, what it hides or merges, and which sheet is meant."""

# ruff: noqa: E501  # a case a line: the tables below are read down their columns
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from html import escape

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from tests.etl import ods
from tests.hostile.cases import EVERY, LISTS, SOUND, Case, Right, accepted, refused
from tests.hostile.files import (
    HEADERS,
    NUMBER,
    RUC,
    book_of,
    csv_of,
    ods_of,
    replaced,
    rows_of,
    saved,
    with_part,
    xlsx_of,
)

RETURN = "quarterly_return"
PRIVATE = {"migrants_trained": (NUMBER,), "companies_trained": (RUC,)}
SHEET_PART = "xl/worksheets/sheet1.xml"
# For each job the column whose cell the first row spoils.
SPOILT = {
    "quarterly_return": "valor", "migrants_trained": "curso", "companies_trained": "trabajadores",
    "booklets_issued": "ejemplares", "letters_sent": "numero_carta", "reports_completed": "titulo",
    "recommendations": "texto", "recognitions": "tramite", "statements": "cargo",
}  # fmt: skip
ERRORS = ("#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")
OUTSIDE = (
    "=[1]Hoja1!A1", "='C:\\datos\\[libro.xlsx]Hoja1'!A1", '=WEBSERVICE("http://127.0.0.1/x")', "=cmd|' /c calc'!A1",
    '=FILTERXML("<a/>","//a")', '=IMPORTXML("http://127.0.0.1","//a")', '=IMAGE("http://127.0.0.1/x.png")',
    '=CALL("urlmon","URLDownloadToFileA")', '=RTD("x",,"y")', "='\\\\servidor\\compartido\\[l.xlsx]H'!A1", '=DDE("a","b","c")',
)  # fmt: skip


def place(job: str, name: str, row: int = 2) -> str:
    """The cell of a column, as a workbook calls it."""
    return f"{get_column_letter(HEADERS[job].index(name) + 1)}{row}"


def cases() -> Iterator[Case]:
    """Every case of these rows."""
    for job in EVERY:
        yield from _errors(job)
        yield from _formulas(job)
        yield from _hidden(job)
    yield from _more_errors()
    yield from _more_formulas()
    yield from _merged()
    yield from _sheets()
    yield from _filters()


def _set(where: str, value: object) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet[where] = value

    return change


def _errors(job: str) -> Iterator[Case]:
    column = SPOILT[job]
    right, secrets = refused("cell_error", at=(2, column)), PRIVATE.get(job, ())
    yield Case(
        19,
        "#REF! in a cell, XLSX",
        lambda: xlsx_of(job, change=_set(place(job, column), "#REF!")),
        right,
        job,
        secrets=secrets,
    )
    error = '<table:table-cell table:formula="of:=[.A1]/0" calcext:value-type="error" office:value-type="string"><text:p>#DIV/0!</text:p></table:table-cell>'
    yield Case(19, "#DIV/0! in a cell, ODS", lambda: ods_of(job, special={column: error}), right, job, secrets=secrets)
    for once in ("entidad", "trimestre"):
        yield Case(19, f"#N/A in {once}, XLSX", lambda once=once: xlsx_of(job, change=_set(place(job, once), "#N/A")),
                   refused(at=(2, once)), job, secrets=secrets)  # fmt: skip


def _more_errors() -> Iterator[Case]:
    for error in ERRORS:
        yield Case(19, f"{error} in valor, XLSX", lambda error=error: xlsx_of(RETURN, change=_set(place(RETURN, "valor"), error)),
                   refused("cell_error", at=(2, "valor")))  # fmt: skip
        rows = rows_of(RETURN, valor=error)
        yield Case(19, f"{error} in valor, CSV", lambda rows=rows: csv_of(RETURN, rows), refused(at=(2, "valor")))
    for error in ("Err:502", "#VALUE!", "#N/A"):
        cell = f'<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0" calcext:value-type="error"><text:p>{error}</text:p></table:table-cell>'
        yield Case(
            19,
            f"{error} in valor, ODS",
            lambda cell=cell: ods_of(RETURN, special={"valor": cell}),
            refused("cell_error", at=(2, "valor")),
        )
    for column in ("nota", "indicador", "situacion", "medio_fecha", "categoria"):
        yield Case(19, f"#N/A in {column}, XLSX", lambda column=column: xlsx_of(RETURN, change=_set(place(RETURN, column), "#N/A")),
                   refused("cell_error", at=(2, column)))  # fmt: skip


def _formulas(job: str) -> Iterator[Case]:
    column = SPOILT[job]
    at = place(job, column)
    secrets = PRIVATE.get(job, ())
    yield Case(20, "a formula without a result, XLSX", lambda: xlsx_of(job, change=_set(at, "=6+6")),
               refused("formula_unsaved", at=(2, column)), job, secrets=secrets)  # fmt: skip
    unsaved = '<table:table-cell table:formula="of:=6+6"/>'
    yield Case(20, "a formula without a result, ODS", lambda: ods_of(job, special={column: unsaved}),
               refused("formula_unsaved", at=(2, column)), job, secrets=secrets)  # fmt: skip
    yield Case(22, "a formula from outside, XLSX", lambda: xlsx_of(job, change=_set(at, OUTSIDE[2])),
               refused("formula_external", at=(2, column)), job, secrets=secrets)  # fmt: skip
    text = str(rows_of(job)[0][column])
    whole = '<c r="{at}" t="str"><f>CONCATENATE("x","y")</f><v>{text}</v></c>'
    yield Case(
        21,
        "a formula with its result, XLSX",
        lambda: _with_cell(job, column, whole.format(at=at, text=text)),
        SOUND[job],
        job,
    )


def _with_cell(job: str, column: str, cell: str) -> bytes:
    """A workbook in which a cell of the first row is `cell`, as XML."""
    marker = "MARCADOR"
    content = xlsx_of(job, change=_set(place(job, column), marker))
    return replaced(
        content, SHEET_PART, f'<c r="{place(job, column)}" t="inlineStr"><is><t>{marker}</t></is></c>', cell
    )


def _more_formulas() -> Iterator[Case]:
    at = place(RETURN, "valor")
    for cell, right in (
        (f'<c r="{at}"><f>6+6</f><v>12</v></c>', accepted(a="12")),
        (f'<c r="{at}" t="str"><f>"s"&amp;"/d"</f><v>s/d</v></c>', refused("number_word", at=(2, "valor"))),
        (f'<c r="{at}" t="e"><f>1/0</f><v>#DIV/0!</v></c>', refused("cell_error", at=(2, "valor"))),
        (f'<c r="{at}" t="str"><f>1/0</f><v>#DIV/0!</v></c>', refused("cell_error", at=(2, "valor"))),
        (f'<c r="{at}" t="b"><f>1=1</f><v>1</v></c>', refused("wrong_kind", at=(2, "valor"))),
        (f'<c r="{at}"><f>A1</f><v></v></c>', refused("formula_unsaved", at=(2, "valor"))),
        (f'<c r="{at}"><f t="shared" ref="{at}" si="0">6+6</f><v>12</v></c>', accepted(a="12")),
        (f'<c r="{at}"><f t="array" ref="{at}">6+6</f></c>', refused("formula_unsaved", at=(2, "valor"))),
        (f'<c r="{at}"><f t="dataTable" ref="{at}" dt2D="1"/></c>', refused("formula_unsaved", at=(2, "valor"))),
    ):  # fmt: skip
        row = 21 if "<v>" in cell and "<v></v>" not in cell else 20
        yield Case(
            row, f"{cell.partition('>')[2][:40]}, XLSX", lambda cell=cell: _with_cell(RETURN, "valor", cell), right
        )
    yield Case(20, "an array formula without results", lambda: xlsx_of(RETURN, change=_set(at, ArrayFormula(at, "=SUM(A1:A2)"))),
               refused("formula_unsaved", at=(2, "valor")))  # fmt: skip
    for formula in OUTSIDE:
        yield Case(22, f"{formula[:30]}, XLSX", lambda formula=formula: xlsx_of(RETURN, change=_set(at, formula)),
                   refused("formula_external", at=(2, "valor")))  # fmt: skip
    for formula in OUTSIDE[2:5]:
        cell = f'<c r="{at}"><f>{escape(formula[1:], quote=False)}</f><v>12</v></c>'
        yield Case(22, f"{formula[:30]} with a result, XLSX", lambda cell=cell: _with_cell(RETURN, "valor", cell),
                   refused("formula_external", at=(2, "valor")))  # fmt: skip
    for formula in (
        "of:='file:///tmp/x.ods'#$Hoja1.A1", 'of:=WEBSERVICE("http://127.0.0.1")', 'of:=DDE("soffice";"x";"y")', "msoxl:=cmd|'/c'!A1",
    ):  # fmt: skip
        cell = ods.cell(12, f'table:formula="{escape(formula)}"')
        yield Case(22, f"{formula[:30]}, ODS", lambda cell=cell: ods_of(RETURN, special={"valor": cell}),
                   refused("formula_external", at=(2, "valor")))  # fmt: skip
    yield Case(22, "a part with links to other workbooks",
               lambda: with_part(xlsx_of(RETURN), "xl/externalLinks/externalLink1.xml", b"<externalLink/>"), refused("external_link"))  # fmt: skip
    for name, value in {"a formula as text": "=1+1", "DDE as text": "=cmd|' /c calc'!A1"}.items():
        rows = rows_of(RETURN, valor=value)
        yield Case(
            22,
            f"{name} in a count, CSV",
            lambda rows=rows: csv_of(RETURN, rows),
            refused("number_form", at=(2, "valor")),
        )
    link = "<table:dde-link><office:dde-source office:dde-application='soffice'/></table:dde-link>"
    yield Case(22, "a DDE link beside the sheets, ODS", lambda: ods_of(RETURN, more=link), refused())


def _hidden(job: str) -> Iterator[Case]:
    secrets = PRIVATE.get(job, ())

    def hide_row(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True

    def hide_column(sheet: Worksheet) -> None:
        sheet.column_dimensions["C"].hidden = True

    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")

    for row, what, change, code in (
        (24, "a hidden row, XLSX", hide_row, "hidden_row"),
        (24, "a hidden column, XLSX", hide_column, "hidden_column"), (23, "merged cells, XLSX", merge, "merged_cells"),
    ):  # fmt: skip
        yield Case(row, what, lambda change=change: xlsx_of(job, change=change), refused(code), job, secrets=secrets)
    flat = '<row r="2" ht="0" customHeight="1"'
    yield Case(24, "a row without height, XLSX", lambda: replaced(xlsx_of(job), SHEET_PART, '<row r="2"', flat),
               refused("hidden_row"), job, secrets=secrets)  # fmt: skip
    for row, what, how, code in (
        (24, "a hidden row, ODS", {"attributes": 'table:visibility="collapse"'}, "hidden_row"),
        (24, "a filtered row, ODS", {"attributes": 'table:visibility="filter"'}, "hidden_row"),
        (24, "a hidden column, ODS", {"columns": '<table:table-column table:visibility="collapse" table:number-columns-repeated="9"/>'}, "hidden_column"),
        (24, "the sheet hidden, ODS", {"style": "away"}, "hidden_sheet"),
    ):  # fmt: skip
        yield Case(row, what, lambda how=how: ods_of(job, **how), refused(code), job, secrets=secrets)
    for state in ("hidden", "veryHidden"):
        yield Case(
            24,
            f"a {state} sheet with data, XLSX",
            lambda state=state: _second_sheet(job, state),
            refused("hidden_sheet"),
            job,
            secrets=secrets,
        )
    yield Case(
        24, "a hidden sheet without data, XLSX", lambda: _second_sheet(job, "hidden", filled=False), SOUND[job], job
    )


def _second_sheet(job: str, state: str, *, filled: bool = True) -> bytes:
    book = book_of(job)
    other = book.create_sheet("Cálculo")
    if filled:
        other["B3"] = 5
    other.sheet_state = state
    return saved(book)


def _merged() -> Iterator[Case]:
    changes: Mapping[str, tuple[str, Right]] = {
        "two values under one": (f"{place(RETURN, 'valor')}:{place(RETURN, 'valor', 3)}", refused("merged_cells")),
        "across columns": ("A2:C2", refused("merged_cells")), "the header": ("A1:B1", refused()),
        "everything": ("A1:V3", refused()),
    }  # fmt: skip
    for what, (area, right) in changes.items():
        yield Case(
            23,
            f"merged: {what}, XLSX",
            lambda area=area: xlsx_of(RETURN, change=lambda sheet: sheet.merge_cells(area)),
            right,
        )
    spanned = ods.cell("12", 'table:number-rows-spanned="2" table:number-columns-spanned="1"')
    yield Case(23, "merged cells, ODS", lambda: ods_of(RETURN, special={"valor": spanned}), refused("merged_cells"))

    def title(sheet: Worksheet) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "Reporte"
        sheet.merge_cells("A1:F1")

    yield Case(23, "a merged title above the header, XLSX", lambda: xlsx_of(RETURN, change=title), accepted(a="12"))


def _sheets() -> Iterator[Case]:
    for job in EVERY:
        secrets = PRIVATE.get(job, ())
        yield Case(25, "a cover before the sheet, XLSX", lambda job=job: _covered(job), SOUND[job], job)
        yield Case(
            25,
            "another name of the sheet, XLSX",
            lambda job=job: _renamed(job, "Hoja1"),
            refused("sheet_missing"),
            job,
            secrets=secrets,
        )
        cover = ods.sheet("Carátula", ods.line({"entidad": "Ministerio"}, HEADERS[job]))
        yield Case(
            25,
            "a second sheet without a return, ODS",
            lambda job=job, cover=cover: ods_of(job, more=cover),
            SOUND[job],
            job,
        )
    yield Case(25, "the sheet's name in capitals, XLSX", lambda: _renamed(RETURN, "REPORTE"), accepted(a="12"))
    yield Case(25, "a space after the sheet's name, XLSX", lambda: _renamed(RETURN, "Reporte "), accepted(a="12"))
    yield Case(
        25, "a look-alike in the sheet's name, XLSX", lambda: _renamed(RETURN, "Rep\u043erte"), refused("sheet_missing")
    )
    yield Case(25, "a second return on another sheet, XLSX", lambda: _twice("Reporte (2)"), refused("second_return"))
    yield Case(
        25,
        "two sheets of one name, ODS",
        lambda: ods_of(RETURN, more=ods.sheet("reporte", ods.line({"entidad": "MIN"}))),
        refused("sheet_missing"),
    )
    yield Case(25, "a chart sheet alone, XLSX", _chart_alone, refused())


def _covered(job: str) -> bytes:
    book = book_of(job)
    book.create_sheet("Carátula", 0)["A1"] = "Ministerio"
    return saved(book)


def _renamed(job: str, name: str) -> bytes:
    book = book_of(job)
    book.worksheets[0].title = "otra"  # or the library takes the same name in capitals for another sheet's
    book.worksheets[0].title = name
    return saved(book)


def _twice(name: str) -> bytes:
    book = book_of(RETURN)
    book.copy_worksheet(book.worksheets[0]).title = name
    return saved(book)


def _chart_alone() -> bytes:
    book = book_of(RETURN)
    book.create_chartsheet("Gráfico")
    book.remove(book.worksheets[0])
    return saved(book)


def _filters() -> Iterator[Case]:
    def filtered(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A1:V3"

    def filtered_away(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A1:V3"
        sheet.auto_filter.add_filter_column(0, ["OTRA"])
        sheet.row_dimensions[2].hidden = True

    def total(sheet: Worksheet) -> None:
        sheet.append(["TOTAL", None, None, None, None, None, None, None, 12])

    yield Case(26, "a filter that hides nothing, XLSX", lambda: xlsx_of(RETURN, change=filtered), accepted(a="12"))
    yield Case(
        26,
        "a filter that hides a row, XLSX",
        lambda: xlsx_of(RETURN, change=filtered_away),
        refused("hidden_row", at=(2, "")),
    )
    yield Case(26, "a row TOTAL below, XLSX", lambda: xlsx_of(RETURN, change=total), refused(at=(3, "")))
    for job in (RETURN, *LISTS):
        names = HEADERS[job]
        for what, cells in {
            "first": {names[0]: "TOTAL"},
            "indicator's": {"indicador": "TOTAL"},
            "second": {names[1]: "Total"},
        }.items():
            last = {**cells, "valor": "12"} if job == RETURN else {**cells, "departamento": "Lima"}
            yield Case(26, f"a row TOTAL in the {what} column, CSV", lambda job=job, last=last: csv_of(job, [*rows_of(job), last]),
                       refused(at=(len(rows_of(job)) + 2, "")), job, secrets=PRIVATE.get(job, ()))  # fmt: skip
    dated = rows_of(RETURN, medio_tipo="informe", medio_referencia="Informe 1", medio_fecha=date(2024, 1, 5))
    yield Case(
        21, "a date stored as one, XLSX", lambda: xlsx_of(RETURN, dated), accepted(a="12", a__evidence="Informe 1")
    )
    hours = rows_of(RETURN, medio_tipo="informe", medio_referencia="Informe 1", medio_fecha=datetime(2024, 1, 5, 9, 30))
    yield Case(
        21, "a date with an hour, XLSX", lambda: xlsx_of(RETURN, hours), refused("date_form", at=(2, "medio_fecha"))
    )
