from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from etl.cells import CellKind, FileRefused, Table
from etl.files.readers import read_table
from etl.rules.columns import HEADER
from tests.etl.files import book_of, checked, csv_file, letter_of, row, saved, workbook
from tests.etl.troubles import with_member

VALOR = HEADER.index("valor")
NOTA = HEADER.index("nota")


def read(content: bytes) -> Table:
    return read_table(content, sheet="Reporte", names=HEADER)


def refused(content: bytes) -> list[tuple[str, int]]:
    with pytest.raises(FileRefused) as caught:
        read(content)
    return [(problem.code, problem.row) for problem in caught.value.problems]


def texts(table: Table, column: int = VALOR) -> list[str]:
    return [cells[column].text for cells in table.rows]


def test_defusedxml_stands_before_openpyxl() -> None:
    assert openpyxl.DEFUSEDXML is True


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_file_is_read_by_its_mark(encoding: str) -> None:
    table = read(csv_file(row(valor=12, nota="año")).decode().encode(encoding))
    assert table.header[0].text == "entidad"
    assert texts(table, NOTA) == ["año"]


def test_utf_16_big_endian_is_read_by_its_mark_and_refused_without() -> None:
    text = csv_file(row(valor=12)).decode()
    assert texts(read(b"\xfe\xff" + text.encode("utf-16-be"))) == ["12"]
    assert refused(text.encode("utf-16-le")) == [("encoding", 0)]


def windows(note: str, *, encoding: str = "cp1252") -> bytes:
    return csv_file(row(valor=1), row(valor=2, nota=note)).decode().encode(encoding)


def test_spanish_of_an_old_windows_program_is_read_with_a_warning_that_shows_words_of_it() -> None:
    table = read(windows("Año de «España»: ¿20 €? – N.º 1, José, Ñaña"))
    assert texts(table, NOTA) == ["", "Año de «España»: ¿20 €? – N.º 1, José, Ñaña"]
    assert [(each.code, each.row, each.found) for each in table.warnings] == [
        ("encoding_assumed", 3, "Año, España, José")
    ]
    assert read(csv_file(row(valor=1, nota="Año"))).warnings == ()


@pytest.mark.parametrize(
    ("note", "encoding"),
    [("año", "cp850"), ("García", "cp850"), ("Única, PERÚ", "cp850"), ("PERÚ", "cp850"), ("ÚLTIMO", "cp850"),
     ("García", "mac-roman"), ("pagó", "mac-roman"), ("así", "mac-roman"), ("año «x»", "mac-roman"),
     ("N° 1", "cp1252"), ("Curaçao", "cp1252"), ("25\xa0000 niños", "cp1252"), ("Ã±o, Perú", "cp1252"),
     ("тест", "cp1251"), ("Łódź", "cp1250"), ("naïve", "latin-1")],
)  # fmt: skip
def test_an_encoding_that_is_not_sure_is_refused_with_the_line_of_its_first_letter(note: str, encoding: str) -> None:
    assert refused(windows(note, encoding=encoding)) == [("encoding", 3)]


def test_two_encodings_in_one_file_are_refused() -> None:
    assert refused(csv_file(row(valor=1, nota="año")) + windows("José")) == [("encoding", 5)]
    far = csv_file(*[row(valor=1, nota="año")] * 20_000)
    assert refused(far + windows("José")) == [("encoding", 20_004)]


def test_semicolons_are_taken_where_the_header_then_fits() -> None:
    assert texts(read(csv_file(row(valor=12, nota="a, b"), delimiter=";"))) == ["12"]


def test_tabs_are_not_taken() -> None:
    assert refused(csv_file(row(valor=12), delimiter="\t")) == [("header_missing", 1)]


def test_line_ends_of_windows_are_line_ends() -> None:
    assert texts(read(csv_file(row(valor=1), row(valor=2)).replace(b"\n", b"\r\n"))) == ["1", "2"]


def test_a_quoted_line_break_stays_in_its_cell_and_lines_are_counted_on() -> None:
    table = read(csv_file(row(nota="uno\ndos, tres"), row(nota='dice "no"')))
    assert texts(table, NOTA) == ["uno\ndos, tres", 'dice "no"']
    assert [cells[0].row for cells in table.rows] == [2, 4]


def test_blank_rows_are_passed_over_wherever_they_are() -> None:
    blank = b"\n" + b"," * (len(HEADER) - 1) + b"\n" + b"\n" * 1000
    content = csv_file(row(valor=1), row(valor=2))
    head, first, second = content.splitlines(keepends=True)
    table = read(blank + head + blank + first + blank + second + blank)
    assert texts(table) == ["1", "2"]
    assert table.rows[0][0].row == 1003 + 1003


@pytest.mark.parametrize(
    ("line", "code"),
    [(b"MIN,2023-T4\n", "row_length"), (b"," * len(HEADER) + b"x\n", "row_length"), (b'MIN,"2023\n', "quote"),
     (b'MI"N,2023\n', "quote"), (b'"MIN"x,2023\n', "quote"), (b"MIN\0,2023\n", "control_character"),
     (b"MIN\x1b,2023\n", "control_character"), (b"MIN\r,2023\n", "line_end")],
)  # fmt: skip
def test_a_broken_row_is_refused_with_its_line(line: bytes, code: str) -> None:
    assert refused(csv_file(row(valor=12)) + line) == [(code, 3)]


def test_every_row_of_a_wrong_length_is_named() -> None:
    assert refused(csv_file(row(valor=12)) + b"a,b\nc,d\n") == [("row_length", 3), ("row_length", 4)]


def test_a_title_may_stand_above_the_header() -> None:
    content = b"Reporte trimestral" + b"," * (len(HEADER) - 1) + b"\n" + csv_file(row(valor=12))
    assert texts(read(content)) == ["12"]


def test_raw_text_is_kept() -> None:
    assert texts(read(csv_file(row(valor=" 1,234 ")))) == [" 1,234 "]


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (12, CellKind.NUMBER, "12"), (12.0, CellKind.NUMBER, "12"), (12.5, CellKind.NUMBER, "12.5"),
        (0.1 + 0.2, CellKind.NUMBER, "0.3"), ("1,234", CellKind.TEXT, "1,234"), (True, CellKind.BOOLEAN, "VERDADERO"),
        (date(2024, 3, 31), CellKind.DATE, "2024-03-31"),
        (datetime(2024, 3, 31, 10, 30), CellKind.DATE, "2024-03-31T10:30:00"),
        ("#REF!", CellKind.ERROR, "#REF!"), ("#N/A", CellKind.ERROR, "#N/A"), ("=1+1", CellKind.UNSAVED, "=1+1"),
        ("='[1]Hoja1'!A1", CellKind.EXTERNAL, "='[1]Hoja1'!A1"),
        ('=_xlfn.IMAGE("http://x")', CellKind.EXTERNAL, '=_xlfn.IMAGE("http://x")'),
        ('=WEBSERVICE("http://x")', CellKind.EXTERNAL, '=WEBSERVICE("http://x")'),
        ("   ", CellKind.BLANK, "   "), (None, CellKind.BLANK, ""),
    ],
)  # fmt: skip
def test_kinds_of_cell_are_told_apart(value: object, kind: CellKind, text: str) -> None:
    cell = read(workbook(row(valor=value))).rows[0][VALOR]
    assert (cell.kind, cell.text, cell.row, cell.letter) == (kind, text, 2, letter_of("valor"))


def with_saved_result(content: bytes, formula: str, result: str) -> bytes:
    """The workbook as Excel would save it, with the result of its formula."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            data = old.read(member)
            before, after = f"<f>{formula}</f><v />", f"<f>{formula}</f><v>{result}</v>"
            new.writestr(member.filename, data.replace(before.encode(), after.encode()))
    return written.getvalue()


def test_the_saved_result_of_a_formula_is_taken() -> None:
    content = with_saved_result(workbook(row(valor="=6+6")), "6+6", "12")
    cell = read(content).rows[0][VALOR]
    assert (cell.kind, cell.text) == (CellKind.NUMBER, "12")


def test_an_array_formula_without_result_is_told() -> None:
    content = workbook(row(valor=1), change=lambda sheet: sheet.__setitem__("I2", ArrayFormula("I2", "=SUM(A1:A2)")))
    assert read(content).rows[0][VALOR].kind is CellKind.UNSAVED


def test_the_sheet_is_found_by_its_name_not_by_its_place() -> None:
    book = book_of(row(valor=12))
    book.create_sheet("Carátula", 0)["A1"] = "MINISTERIO"
    book.active = 0
    assert texts(read(saved(book))) == ["12"]


def test_a_hidden_sheet_without_data_is_no_matter() -> None:
    book = book_of(row(valor=12))
    book.create_sheet("Vacía").sheet_state = "hidden"
    assert texts(read(saved(book))) == ["12"]


def test_a_row_of_data_above_the_header_is_not_passed_over() -> None:
    def put_above(sheet: Worksheet) -> None:
        sheet.insert_rows(1, 2)
        sheet["A1"], sheet["A2"], sheet["B2"] = "Reporte trimestral", "MIN", "2023-T4"

    (problem,) = checked(workbook(row(valor=12), change=put_above)).problems
    assert (problem.code, problem.row) == ("row_above_header", 2)


def test_a_merged_title_above_the_header_is_no_matter() -> None:
    def add_title(sheet: Worksheet) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "Reporte"
        sheet.merge_cells("A1:F1")

    assert read(workbook(row(valor=12), change=add_title)).rows[0][0].row == 3


@pytest.mark.parametrize("name", ["reporte.csv", "reporte.pdf", "CON", "../../etc/passwd"])
def test_the_bytes_decide_not_the_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / Path(name).name
    path.write_bytes(workbook(row(valor=12)))
    assert texts(read(path.read_bytes())) == ["12"]


def archive(fill: Callable[[zipfile.ZipFile], None]) -> bytes:
    written = io.BytesIO(workbook(row(valor=12)))
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as opened:
        fill(opened)
    return written.getvalue()


def many(opened: zipfile.ZipFile) -> None:
    for at in range(201):
        opened.writestr(f"xl/media/{at}.txt", "x")


@pytest.mark.parametrize(
    "fill",
    [
        lambda opened: opened.writestr("xl/bomb.xml", b"0" * 30_000_000),
        lambda opened: opened.writestr("xl/bomb.xml", b"0" * 3_000_000),
        many,
        lambda opened: opened.writestr(
            "xl/cells.xml", "<a>" + "".join(f"<c r='{at}'/>" for at in range(130_000)) + "</a>"
        ),
        lambda opened: opened.writestr("XL/WORKBOOK.XML", "x"),
        lambda opened: opened.writestr("xl/inner.zip", "x"),
        lambda opened: opened.writestr("/etc/passwd", "x"),
        lambda opened: opened.writestr("shell.php", "<?php"),
        lambda opened: opened.writestr("xl/x.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    ],
    ids=["size", "ratio", "members", "cells", "twice", "nested", "absolute", "php", "entities"],
)
def test_an_unsafe_archive_is_refused_before_it_is_parsed(fill: Callable[[zipfile.ZipFile], None]) -> None:
    begun = time.monotonic()
    assert refused(archive(fill)) == [("archive_unsafe", 0)]
    assert time.monotonic() - begun < 5


def test_data_after_the_archive_are_refused() -> None:
    assert refused(workbook(row(valor=12)) + b"<?php system($_GET['c']); ?>") == [("archive_unsafe", 0)]


def test_a_size_that_the_archive_lies_about_is_found() -> None:
    content = with_member(workbook(row(valor=12)), "xl/media/a.bin", b"0" * 50_000)
    lie = content.replace((50_000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    assert refused(lie) == [("workbook_unreadable", 0)]


def replaced(content: bytes, member: str, data: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, data if name == member else old.read(name))
    return written.getvalue()


def test_an_entity_hidden_in_another_encoding_is_refused_too() -> None:
    sheet = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    content = replaced(workbook(row(valor=12)), "xl/worksheets/sheet1.xml", sheet.encode("utf-16"))
    assert refused(content) == [("archive_unsafe", 0)]


SHEET = "xl/worksheets/sheet1.xml"


def with_sheet(rows: str, after: str = "") -> bytes:
    """A workbook whose sheet is this XML below its header."""
    with zipfile.ZipFile(io.BytesIO(workbook(row(valor=12)))) as opened:
        head, _, tail = opened.read(SHEET).decode().partition('<row r="2"')
    foot = tail.partition("</sheetData>")[2]
    return replaced(workbook(row(valor=12)), SHEET, f"{head}{rows}</sheetData>{after}{foot}".encode())


def number(place: str, text: str) -> str:
    return f'<c r="{place}"><v>{text}</v></c>'


@pytest.mark.parametrize(
    "rows",
    [
        f'<row r="2">{number("I2", "1")}{number("I2", "2")}</row>',
        f'<row r="2">{number("I2", "1")}</row><row r="2">{number("I2", "2")}</row>',
        f'<row r="2">{number("I2", "1")}</row><row>{number("I3", "2")}</row><row r="3">{number("I3", "4")}</row>',
        f'<row r="2">{number("I9", "1")}</row>',
        f'<row r="2">{number("I2", "1")}<c/>{number("J2", "1")}</row>',
        f'<row r="2">{number("I2", "1_000")}</row>',
        f'<row r="2">{number("I2", "١٢")}</row>',
        f'<row r="2">{number("I2", "0x10")}</row>',
    ],
)
def test_a_cell_given_twice_or_in_strange_digits_is_refused(rows: str) -> None:
    assert refused(with_sheet(rows)) == [("archive_unsafe", 0)]


def test_what_has_no_height_or_width_is_hidden() -> None:
    flat = with_sheet(f'<row r="2" ht="0" customHeight="1">{number("I2", "1")}</row>')
    assert refused(flat) == [("hidden_row", 2)]
    sheet = zipfile.ZipFile(io.BytesIO(workbook(row(valor=12)))).read(SHEET).decode()
    narrow = '<cols><col min="9" max="9" width="0" customWidth="1"/></cols><sheetData>'
    content = replaced(workbook(row(valor=12)), SHEET, sheet.replace("<sheetData>", narrow).encode())
    assert refused(content) == [("hidden_column", 1)]


def test_a_sheet_in_plain_order_is_read() -> None:
    assert texts(read(with_sheet(f'<row r="2">{number("I2", "1.5E1")}</row>'))) == ["15"]


@pytest.mark.parametrize(
    "content",
    [
        lambda: with_sheet("", '<mergeCells><mergeCell ref="A10:XFD1048576"/></mergeCells>'),
        lambda: with_sheet("", '<mergeCells><mergeCell ref="A10:XFD400"/></mergeCells>'),
        lambda: with_sheet('<row r="2">' + "<c/>" * 200_000 + "</row>"),
        lambda: with_sheet("<row/>" * 200_000),
    ],
    ids=["all merged", "much merged", "blank cells", "blank rows"],
)
def test_a_small_workbook_made_to_exhaust_is_refused_in_time(content: Callable[[], bytes]) -> None:
    made = content()
    begun = time.monotonic()
    assert refused(made) == [("archive_unsafe", 0)]
    assert time.monotonic() - begun < 5


def test_a_part_that_is_no_xml_is_refused() -> None:
    assert refused(replaced(workbook(row(valor=12)), "xl/workbook.xml", b"<workbook")) == [("workbook_unreadable", 0)]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\x89PNG\r\n\x1a\n", "not_a_table"), (b"<html><table>", "not_a_table"), (b"\x1f\x8b\x08", "not_a_table"),
     (b"a" * 100_000, "header_missing"), (b"a" * 1_000_000, "cell_too_long"), (b'"' * 1001, "quote"),
     (b"\xff\xfe\x00", "not_a_table")],
)  # fmt: skip
def test_what_is_no_return_at_all_is_refused(content: bytes, code: str) -> None:
    assert [found for found, _ in refused(content)] == [code]


def test_ten_thousand_rows_are_read_in_time() -> None:
    content = csv_file(*(row(valor=at, categoria=f"c{at}") for at in range(10_000)))
    begun = time.monotonic()
    assert len(read(content).rows) == 10_000
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (csv_file(row(valor=12)) + b"a\n" * 4_000_000, "too_many_rows"),
        (csv_file(row(valor=12)) + b",,,\n" * 2_000_000, "too_many_rows"),
        (csv_file(row(valor=12)) + b"," * 9_000_000, "too_many_columns"),
        (b"," * 9_000_000 + b"x", "too_many_columns"),
        (b'""' * 4_500_000 + b'"', "quote"),
        (b"ab\0" * 3_000_000, "control_character"),
    ],
    ids=["rows", "blank rows", "cells", "one line", "quotes", "controls"],
)
def test_a_file_made_to_exhaust_is_refused_in_time(content: bytes, code: str) -> None:
    begun = time.monotonic()
    assert {found for found, _ in refused(content)} == {code}
    assert time.monotonic() - begun < 10


def test_millions_of_blank_lines_are_passed_over() -> None:
    assert texts(read(csv_file(row(valor=12)) + b"\n" * 4_000_000)) == ["12"]
