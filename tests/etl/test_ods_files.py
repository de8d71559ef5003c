from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from etl.cells import CellKind, FileRefused, Table
from etl.files.blocks import BLOCK_ROWS
from etl.files.readers import read_table
from etl.files.streams import open_stream
from etl.rules.columns import HEADER
from tests.etl.files import checked, csv_file, letter_of, row, workbook
from tests.etl.ods import cell, line, ods, sheet

VALOR = HEADER.index("valor")
DATA = Path(__file__).parent.parent / "data"
HEAD = line(dict(zip(HEADER, HEADER, strict=True)))


def read(content: bytes) -> Table:
    return read_table(content, sheet="Reporte", names=HEADER)


def report(*lines: str, **how: str) -> str:
    return sheet("Reporte", HEAD, *lines, **how)


def refused(content: bytes) -> list[tuple[str, int]]:
    with pytest.raises(FileRefused) as caught:
        read(content)
    return [(problem.code, problem.row) for problem in caught.value.problems]


def test_the_same_content_in_any_form_is_the_same_return() -> None:
    rows = [
        row(valor=1234, nota="Año «2023»,\ndos líneas", medio_tipo="informe", medio_referencia="Informe 1",
            medio_fecha="2023-12-31"),
        row(dimension="region", categoria="Lima", valor=1234),
    ]  # fmt: skip
    drafts = [checked(content).draft for content in (csv_file(*rows), workbook(*rows), ods(*rows))]
    typed = [cells | ({"medio_fecha": date(2023, 12, 31)} if "medio_fecha" in cells else {}) for cells in rows]
    drafts += [checked(content).draft for content in (workbook(*typed), ods(*typed))]
    assert len({draft and draft.canonical_hash for draft in drafts}) == 1
    assert drafts[0] is not None


def test_a_workbook_saved_by_libreoffice_is_read() -> None:
    content = (DATA / "files" / "libreoffice.ods").read_bytes()
    table, same = (
        read(content),
        read(csv_file(row(valor=1234, nota="Año\ndos  líneas"), row(valor=12.5), row(valor=12.5))),
    )
    assert [[each.text for each in cells][: len(HEADER)] for cells in table.rows] == [
        [each.text for each in cells] for cells in same.rows
    ]
    assert [cells[VALOR].kind for cells in table.rows] == [CellKind.NUMBER] * 3
    assert [cells[0].row for cells in table.rows] == [2, 3, 4]


@pytest.mark.parametrize(
    ("xml", "kind", "text"),
    [
        (cell(12), CellKind.NUMBER, "12"),
        (cell(12.0), CellKind.NUMBER, "12"),
        (cell(0.1 + 0.2), CellKind.NUMBER, "0.3"),
        ('<table:table-cell office:value-type="percentage" office:value="0.5"/>', CellKind.NUMBER, "0.5"),
        (cell("1,234"), CellKind.TEXT, "1,234"),
        (cell(True), CellKind.BOOLEAN, "VERDADERO"),
        (cell(date(2024, 3, 31)), CellKind.DATE, "2024-03-31"),
        (cell(datetime(2024, 3, 31, 10, 30)), CellKind.DATE, "2024-03-31T10:30:00"),
        (
            '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
            'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>',
            CellKind.ERROR,
            "#DIV/0!",
        ),
        (cell("#N/A"), CellKind.TEXT, "#N/A"),
        (cell("#N/A", 'table:formula="of:=NA()"'), CellKind.ERROR, "#N/A"),
        (cell("Err:522", 'table:formula="of:=[.A1]"'), CellKind.ERROR, "Err:522"),
        (cell(12, 'table:formula="of:=6+6"'), CellKind.NUMBER, "12"),
        (cell(1, 'table:formula="of:=TRUE()"'), CellKind.BOOLEAN, "1"),
        ('<table:table-cell table:formula="of:=6+6"/>', CellKind.UNSAVED, "=6+6"),
        ('<table:table-cell table:formula="of:=[.A9]"><text:p/></table:table-cell>', CellKind.BLANK, ""),
        (cell(5, "table:formula=\"of:='file:///tmp/x.ods'#$Hoja1.A1\""), CellKind.EXTERNAL, "='file:///tmp/x.ods'#$Hoja1.A1"),
        (cell(5, 'table:formula="of:=WEBSERVICE(&quot;http://x&quot;)"'), CellKind.EXTERNAL, '=WEBSERVICE("http://x")'),
        (cell(5, 'table:formula="of:=DDE(&quot;soffice&quot;)"'), CellKind.EXTERNAL, '=DDE("soffice")'),
        (
            "<table:table-cell office:value-type=\"string\"><office:annotation><text:p>no</text:p></office:annotation>"
            '<text:p>a<text:s text:c="2"/><text:span>b</text:span><text:tab/><text:a xlink:href="x">c</text:a>'
            "<draw:frame><draw:text-box><text:p>no</text:p></draw:text-box></draw:frame>"
            "<text:note><text:p>no</text:p></text:note></text:p><text:p>d</text:p></table:table-cell>",
            CellKind.TEXT,
            "a  b\tc\nd",
        ),
        (cell("   "), CellKind.BLANK, "   "),
        (cell(None), CellKind.BLANK, ""),
    ],
)  # fmt: skip
def test_kinds_of_cell_are_told_apart(xml: str, kind: CellKind, text: str) -> None:
    found = read(ods(body=report(line(row(), valor=xml)))).rows[0][VALOR]
    assert (found.kind, found.text, found.row, found.letter) == (kind, text, 2, letter_of("valor"))


def test_what_is_given_once_for_many_is_there_as_many_times() -> None:
    header = ("entidad", "trimestre", "indicador", "valor", "nota")
    lines = (
        line(dict(zip(header, header, strict=True)), header),
        '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="5"/>'
        "</table:table-row>",
        '<table:table-row table:number-rows-repeated="2">'
        + cell("MIN", 'table:number-columns-repeated="2"')
        + '<table:covered-table-cell table:number-columns-repeated="1"/>'
        + cell(7, 'table:number-columns-repeated="2"')
        + "</table:table-row>",
    )
    table = read_table(ods(body=sheet("Reporte", *lines)), sheet="Reporte", names=header)
    assert [[(each.kind.value, each.text) for each in cells] for cells in table.rows] == [
        [("text", "MIN"), ("text", "MIN"), ("blank", ""), ("number", "7"), ("number", "7")]
    ] * 2
    assert [cells[0].row for cells in table.rows] == [5, 6]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (report(line(row(valor=1)), style="away"), [("hidden_sheet", 0)]),
        (report(line(row(valor=1))) + sheet("Cálculo", line({"entidad": 5}), style="away"), [("hidden_sheet", 0)]),
        (report(line(row(valor=1))) + sheet("Vacía", style="away"), []),
        (sheet("Carátula", line({"entidad": "MINISTERIO"})) + report(line(row(valor=1))), []),
        (report(line(row(valor=1))) + sheet("Otra", HEAD, line(row(valor=1))), [("second_return", 0)]),
        (sheet("Hoja1", HEAD, line(row(valor=1))), [("sheet_missing", 0)]),
        (report(line(row(valor=1))) + report(line(row(valor=1))), [("sheet_missing", 0)]),
        (report(line(row(valor=1), attributes='table:visibility="collapse"')), [("hidden_row", 2)]),
        (report(line(row(valor=1), attributes='table:visibility="filter"')), [("hidden_row", 2)]),
        (report(line(row(valor=1)).replace('"tall"', '"flat"')), [("hidden_row", 2)]),
        (report(line(row(valor=1)), columns='<table:table-column/><table:table-column table:visibility="collapse"/>'),
         [("hidden_column", 1)]),
        (report(line(row(valor=1)), columns='<table:table-column table:style-name="narrow"/>'), [("hidden_column", 1)]),
        (report(line(row(), valor=cell(1, 'table:number-rows-spanned="2"'))), [("merged_cells", 2)]),
        (sheet("Reporte", line({"entidad": "Título"}).replace("/>", ' table:number-columns-spanned="3"/>', 1),
               HEAD, line(row(valor=1))), []),
        (report(line(row(valor=1)), columns='<table:table-source xlink:href="http://x"/>'), [("external_link", 0)]),
        ("<table:dde-links><table:dde-link/></table:dde-links>" + report(line(row(valor=1))), [("external_link", 0)]),
        (sheet("Reporte", line({"entidad": "x"})), [("header_missing", 1)]),
    ],
)  # fmt: skip
def test_nothing_hidden_or_unclear_is_taken_in_silence(body: str, expected: list[tuple[str, int]]) -> None:
    if expected:
        assert refused(ods(body=body)) == expected
    else:
        assert len(read(ods(body=body)).rows) == 1


ENTITY = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
REPEATED = '<table:table-row table:number-rows-repeated="{rows}">' + cell(
    "x", 'table:number-columns-repeated="{cells}"'
)


@pytest.mark.parametrize(
    ("rows", "cells", "code"),
    [(1, 16_384, "too_many_columns"), (1_048_576, 1, "too_many_rows"), (1, 10**8, "archive_unsafe"),
     (99_999_999, 50, "too_many_rows"), (10**12, 1, "archive_unsafe"), (0, 1, "archive_unsafe"),
     ("١", 1, "archive_unsafe"), (-5, 1, "archive_unsafe")],
)  # fmt: skip
def test_repeats_are_bounded(rows: object, cells: int, code: str) -> None:
    content = ods(body=report(REPEATED.format(rows=rows, cells=cells) + "</table:table-row>"))
    assert refused(content) == [(code, 0)]


def test_a_list_of_many_equal_rows_comes_in_blocks() -> None:
    content = ods(body=report(REPEATED.format(rows=50_000, cells=3) + "</table:table-row>"))
    blocks = list(open_stream(content, sheet="Reporte", names=HEADER).blocks)
    assert sum(len(block.numbers) for block in blocks) == 50_000
    assert max(len(block.numbers) for block in blocks) == BLOCK_ROWS
    assert blocks[-1].numbers[-1] == 50_001


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (ods(kind="application/vnd.oasis.opendocument.text"), "open_document"),
        (ods(members={"META-INF/manifest.xml": b"<m:encryption-data/>", "content.xml": b"\x8f\x01"}), "encrypted"),
        (ods(members={"encrypted-package": b"x"}), "encrypted"),
        (ods(members={"Basic/Standard/Module1.xml": b"<x/>"}), "macro_workbook"),
        (ods(members={"Object 1/../../x": b"<x/>"}), "archive_unsafe"),
        (ods(members={"content.xml": b"<office:document"}), "workbook_unreadable"),
        (ods(members={"content.xml": ENTITY.encode()}), "archive_unsafe"),
        (ods(members={"content.xml": f'<?xml version="1.0" encoding="UTF-16"?>{ENTITY}'.encode("utf-16")}),
         "archive_unsafe"),
        (ods()[:-30], "workbook_unreadable"),
        (ods() + b"<?php", "archive_unsafe"),
        (ods(body="<table:table-row/>"), "archive_unsafe"),
        (ods(body=report("<table:table-cell/>")), "archive_unsafe"),
        (ods(body=report(line(row(), valor=cell("x").replace("<text:p>", "<table:table/><text:p>")))),
         "archive_unsafe"),
        (ods(body=report(line(row(), valor='<table:table-cell office:value-type="float" office:value="0x10"/>'))),
         "archive_unsafe"),
        (ods(body=report(line(row(), valor='<table:table-cell office:value-type="date" office:date-value="ayer"/>'))),
         "workbook_unreadable"),
        (ods(body=report(line(row(), valor=cell("x" * 40_000)))), "cell_too_long"),
    ],
)  # fmt: skip
def test_what_is_no_sound_spreadsheet_is_refused(content: bytes, code: str) -> None:
    assert [found for found, _ in refused(content)] == [code]
    with pytest.raises(FileRefused) as caught:
        list(open_stream(content, sheet="Reporte", names=HEADER).blocks)
    assert [problem.code for problem in caught.value.problems] == [code]
