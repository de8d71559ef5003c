from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from etl.columns import Column, ColumnType, Words
from etl.files.readers import read_table
from etl.job import Job, Judged
from etl.jobs import JOBS, quarterly_return
from etl.workbooks.forms import FIRST_ROW, HEADER_ROW, NothingToReport, blank_form
from indicators.packs import read_pack
from indicators.periods import Quarter
from indicators.plan import Plan, Term
from tests import builders

SAYS = Words("¿Qué?", "What?")
TINY = Job(
    name="tiny",
    version="1",
    title=Words("Cosas", "Things"),
    meaning=Words("Una fila por cosa.", "One row a thing."),
    sheet="Cosas",
    columns=(
        Column("entidad", ColumnType.CODE, SAYS, SAYS, "MTPE", key=True, once=True),
        Column("cosa", ColumnType.TERM, SAYS, SAYS, "x", required=True, listed="thing"),
        Column("cuantas", ColumnType.COUNT, SAYS, SAYS, "3"),
        Column("codigo", ColumnType.DOCUMENT_NUMBER, SAYS, SAYS, "007"),
        Column("tipo", ColumnType.WORD, SAYS, SAYS, "a", allowed={"una, o dos": "a", "tres": "b"}),
    ),
    judge=lambda _table, _case: Judged(()),
)


@pytest.fixture(scope="module")
def peru() -> Plan:
    plan = read_pack("peru_pna", demonstration=False).plan
    assert plan is not None
    return plan


def tiny_plan() -> Plan:
    things = tuple(
        Term("thing", code, builders.text(es, ""), builders.HERE) for code, es in (("a", "Ajo"), ("b", "=B"))
    )
    return replace(builders.plan(builders.action(builders.indicator())), code_lists=things)


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def choices(book: Workbook, sheet: str) -> dict[str, tuple[str | None, str]]:
    """What the first cell of each column offers: the kind of check, and its list or least value."""
    made = book[sheet]
    return {
        str(made.cell(HEADER_ROW, at).value): (choice.type, str(choice.formula1))
        for at in range(1, made.max_column + 1)
        for choice in made.data_validations.dataValidation
        if made.cell(FIRST_ROW, at).coordinate in choice.sqref
    }


@pytest.mark.parametrize("job", sorted(JOBS))
def test_every_job_has_a_blank_workbook_that_its_reader_opens(job: str, peru: Plan) -> None:
    wanted = JOBS[job]
    content = blank_form(wanted, peru)
    table = read_table(content, sheet=wanted.sheet, names=wanted.names)
    assert tuple(cell.text for cell in table.header) == wanted.names
    assert not table.rows
    book = opened(content)
    assert book.sheetnames == [wanted.sheet, "Instrucciones", "Listas"]
    for sheet in book.worksheets:
        assert all(cell.data_type != "f" for cells in sheet.iter_rows() for cell in cells)
    told = {cell.value for cells in book["Instrucciones"].iter_rows() for cell in cells}
    assert {column.meaning.es for column in wanted.columns} | set(wanted.names) <= told
    for column in wanted.columns:
        if column.allowed or column.listed:
            assert choices(book, wanted.sheet)[column.name][0] == "list", column.name


def test_a_column_declares_what_its_cells_offer() -> None:
    book = opened(blank_form(TINY, tiny_plan()))
    offered = choices(book, "Cosas")
    assert offered["cosa"] == ("list", "lista_2")
    assert offered["cuantas"] == ("whole", "0")
    assert offered["codigo"] == (None, "None")
    assert offered["tipo"] == ("list", "lista_3"), "a word with a comma cannot stand in the drop-down itself"
    assert [cell.value for (cell,) in book["Listas"]["B1:B3"]] == ["cosa", "Ajo", "=B"]
    assert book["Listas"]["B3"].data_type == "s"
    assert book.defined_names["lista_2"].attr_text == "Listas!$B$2:$B$3"


def test_codes_of_the_plan_are_offered_to_columns_of_their_name(peru: Plan) -> None:
    offered = choices(opened(blank_form(JOBS["recommendations"], peru)), JOBS["recommendations"].sheet)
    assert {offered[name][0] for name in ("accion", "indicador", "fuente", "destinatario")} == {"list"}


def test_codes_are_text_down_the_whole_column() -> None:
    sheet = opened(blank_form(TINY, tiny_plan()))["Cosas"]
    assert sheet.column_dimensions["D"].number_format == "@"
    assert sheet.cell(FIRST_ROW, 4).number_format == "@"
    assert sheet.column_dimensions["C"].number_format == "General"


def test_what_is_said_once_is_open_in_the_first_row_alone() -> None:
    sheet = opened(blank_form(TINY, tiny_plan(), entity="MIN", quarter=Quarter(2023, 4)))["Cosas"]
    assert sheet.cell(FIRST_ROW, 1).value == "MIN"
    assert [sheet.cell(row, 1).protection.locked for row in (FIRST_ROW, FIRST_ROW + 1)] == [False, True]
    assert not sheet.protection.sheet, "rows are pasted into a list"


def test_the_example_row_stands_under_the_names_of_the_columns() -> None:
    rows = [
        [cell.value for cell in cells] for cells in opened(blank_form(TINY, tiny_plan()))["Instrucciones"].iter_rows()
    ]
    at = next(at for at, row in enumerate(rows) if row[:5] == list(TINY.names))
    assert rows[at + 1][:5] == ["MTPE", "Ajo", "3", "007", "a"]


def test_a_list_of_an_entity_that_counts_for_nothing_is_not_made(peru: Plan) -> None:
    lists = [job for job in JOBS.values() if job.listing is not None]
    assert lists
    for job in lists:
        with pytest.raises(NothingToReport, match="PCM"):
            blank_form(job, peru, entity="PCM", quarter=Quarter(2026, 3))


def test_the_general_return_may_be_blank_too(peru: Plan) -> None:
    book = opened(blank_form(quarterly_return.JOB, peru))
    assert choices(book, quarterly_return.SHEET)["situacion"][0] == "list"


@pytest.mark.parametrize("job", [job.name for job in JOBS.values() if job.listing is not None])
def test_the_example_row_of_a_list_tells_of_something_done(job: str, peru: Plan) -> None:
    told = opened(blank_form(JOBS[job], peru, quarter=Quarter(2026, 4)))["Instrucciones"]
    rows = list(told.iter_rows(values_only=True))
    at = next(at for at, row in enumerate(rows) if row[0] == "Una fila de ejemplo")
    row = dict(zip(rows[at + 1], rows[at + 2], strict=True))
    assert {row["situacion"], row["clase_de_cambio"], row["sustento"]} == {None}
    assert row["fecha"] == "2026-10-12"
