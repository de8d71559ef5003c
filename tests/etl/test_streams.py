from __future__ import annotations

import io
import time
import zipfile
from datetime import date, timedelta
from itertools import chain, product
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from etl.cells import CellKind, FileRefused
from etl.files import csv_files, encodings, workbook_cells
from etl.files.blocks import LIST, RETURN, Block, Extent, Stream
from etl.files.streams import open_stream
from etl.problems import Problem

NAMES = ("entidad", "trimestre", "nota")
HEAD = b"entidad,trimestre,nota\n"


def opened(content: bytes, *, extent: Extent = LIST) -> Stream:
    return open_stream(content, sheet="Lista", names=NAMES, extent=extent)


def rows(blocks: list[Block]) -> list[tuple[int, list[str]]]:
    return [
        (number, list(texts))
        for block in blocks
        for number, texts in zip(block.numbers, zip(*block.columns, strict=True), strict=True)
    ]


def read(content: bytes) -> list[tuple[int, list[str]]]:
    return rows(list(opened(content).blocks))


def refused(content: bytes, *, extent: Extent = LIST) -> list[tuple[str, int]]:
    with pytest.raises(FileRefused) as caught:
        list(opened(content, extent=extent).blocks)
    return [(problem.code, problem.row) for problem in caught.value.problems]


@pytest.fixture(params=[None, 3, 64])
def chunked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files come in pieces: all at once, and cut in the middle of whatever stands there."""
    if request.param:
        monkeypatch.setattr(encodings, "CHUNK", request.param)
        monkeypatch.setattr(csv_files, "BLOCK_ROWS", 2)


@pytest.mark.usefixtures("chunked")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_list_is_read_alike_however_its_bytes_come(encoding: str, end: str) -> None:
    lines = ["", ",,", "Lista de abril,,", "entidad,trimestre,nota", 'A,1,"uno', 'dos ""tres"", cuatro"', "", " , ,",
             ",,", "B,2,año", '"","",""', 'C,"3",', "", "Dé,4, x "]  # fmt: skip
    stream = opened(end.join(lines).encode(encoding))
    assert rows(list(stream.blocks)) == [
        (5, ["A", "1", 'uno\ndos "tres", cuatro']),
        (10, ["B", "2", "año"]),
        (12, ["C", "3", ""]),
        (14, ["Dé", "4", " x "]),
    ]
    assert [cell.text for cell in stream.header] == list(NAMES)
    assert [row[0].text for row in stream.above] == ["Lista de abril"]
    assert [(each.code, each.row) for each in stream.warnings] == (
        [("encoding_assumed", 10)] if encoding == "cp1252" else []
    )


@pytest.mark.usefixtures("chunked")
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (HEAD + b"A,1\nB,2,x\nC,3,x,y\n", [("row_length", 2), ("row_length", 4)]),
        (HEAD + b'A,1,"x\ny"\nB,2,"x\n', [("quote", 4)]),
        (HEAD + b'A,1,x"y"\nB,2,x\n', [("quote", 2)]),
        (HEAD + b'A,1,"x"y\nB,2,x\n', [("quote", 2)]),
        (HEAD + b"A,1,x\nB,2,\x00\nC,\x1b,x\n", [("control_character", 3), ("control_character", 4)]),
        (HEAD + b"A,1,x\nB,2\r,y\n", [("line_end", 3)]),
        (HEAD + b"A,1,x\n" + b"B,2,\xe1\n" + b"C,3,\x90\n", [("encoding", 4)]),
        (HEAD + "A,1,ñ\n".encode() + b"B,2,\xf1a\n", [("encoding", 3)]),
        (HEAD + b"A,1,x\n" + b"B," + b"," * 200 + b"\n", [("too_many_columns", 3)]),
        (b"\n \n,,\n", [("file_empty", 0)]),
    ],
)
def test_a_broken_list_is_refused_with_its_line_however_its_bytes_come(
    content: bytes, expected: list[tuple[str, int]]
) -> None:
    found = refused(content)
    assert found == expected or (expected[0][0] == "control_character" and found == expected[:1])


def test_rows_that_are_sound_are_given_before_the_others_are_told() -> None:
    stream = opened(HEAD + b"A,1,x\nB,2\nC,3,x\n")
    taken = []
    with pytest.raises(FileRefused) as caught:
        taken.extend(iter(stream.blocks))
    assert rows(taken) == [(2, ["A", "1", "x"]), (4, ["C", "3", "x"])]
    assert caught.value.problems == (Problem("row_length", row=3, found="2", facts=(("expected", "3"),)),)


def test_a_list_is_longer_than_a_return_and_has_an_end_too() -> None:
    content = HEAD + b"A,1,x\n" * 25_000
    assert len(read(content)) == 25_000
    assert refused(content, extent=RETURN) == [("too_many_rows", 0)]
    assert refused(HEAD + b"A,1,x\n" * 40, extent=Extent(rows=20, cells=1000, unpacked=0, scanned=True)) == [
        ("too_many_rows", 0)
    ]


def test_a_cell_without_end_is_refused() -> None:
    assert refused(HEAD + b"A,1," + b"x" * 20_000_000) == [("cell_too_long", 2)]
    assert refused(HEAD + b'A,1,"' + b"x\n" * 5_000_000 + b'"\n') == [("cell_too_long", 2)]
    assert refused(HEAD + b'A,1,"' + b"x\n" * 10_000_000) == [("quote", 2)]


def test_a_file_is_closed_when_its_blocks_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    path.write_bytes(HEAD + b"A,1,x\n")
    assert rows(list(open_stream(path, sheet="Lista", names=NAMES).blocks)) == [(2, ["A", "1", "x"])]
    with path.open("rb") as file:
        assert list(chain(open_stream(file, sheet="Lista", names=NAMES).blocks))
        assert not file.closed
    path.write_bytes(b"a,b\n")
    with pytest.raises(FileRefused):
        open_stream(path, sheet="Lista", names=NAMES)
    assert list(open_stream(io.BytesIO(HEAD + b"A,1,x\n"), sheet="Lista", names=NAMES).blocks)


def test_quotes_are_found_in_order_exactly_where_cells_are() -> None:
    for length in range(8):
        for signs in product('",a\n', repeat=length):
            text = "".join(signs) + "\n"
            fields = csv_files._FIELDS[","].match(text)
            assert fields is not None
            assert csv_files._quotes_in_order(text, ",") == (fields.end() == len(text)), text


def test_a_long_quoted_cell_is_not_gone_through_again_for_every_line() -> None:
    begun = time.process_time()
    assert refused(HEAD + b'A,1,"' + b"x\n" * 4_500_000 + b'"\n') == [("cell_too_long", 2)]
    assert read(HEAD + b'A,1,"' + b"x\n" * 30_000 + b'"\n' + b'"","",""\n' * 100_000 + b"B,2,\n")[1][0] == 130_003
    assert time.process_time() - begun < 10


# Workbooks -----------------------------------------------------------------------------------------------------------


def cell(place: str, value: str, kind: str = "", style: int = 0, formula: str | None = None) -> str:
    before = "" if formula is None else f"<f>{formula}</f>"
    return f'<c r="{place}" t="{kind or "n"}" s="{style}">{before}<v>{value}</v></c>'


def text(place: str, value: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is>{value}</is></c>'


TOP = (
    '<row r="1">' + "".join(text(f"{at}1", f"<t>{name}</t>") for at, name in zip("ABC", NAMES, strict=True)) + "</row>"
)


SHARED = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)


def xlsx(
    rows: str, *, before: str = "", after: str = "", shared: str = "", other: str = "", date1904: bool = False
) -> bytes:
    """A workbook whose sheet «Lista» has these rows below its header; `other` are the rows of one more sheet."""
    book = Workbook()
    book.worksheets[0].title = "Lista"
    book.worksheets[0]["A2"] = date(2026, 8, 31)
    book.worksheets[0]["A3"] = timedelta(hours=30)
    book.create_sheet("Otra")["A1"] = 1
    if date1904:
        book.epoch = CALENDAR_MAC_1904
    written = io.BytesIO()
    book.save(written)
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts = {
        "xl/worksheets/sheet1.xml": f"<worksheet {main}>{before}<sheetData>{TOP}{rows}</sheetData>{after}</worksheet>",
        "xl/worksheets/sheet2.xml": f"<worksheet {main}><sheetData>{other}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {main}>{shared}</sst>",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = parts.pop(name, old.read(name).decode())
            new.writestr(name, part.replace("</Types>", f"{SHARED}</Types>"))
        for name, part in parts.items():
            new.writestr(name, part)
    return made.getvalue()


def test_the_cells_of_a_workbook_come_with_their_kinds() -> None:
    shared = (
        "<si><t>uno</t></si><si><r><t>d</t></r><r><t xml:space='preserve'>os </t></r>"
        "<rPh sb='0' eb='1'><t>no</t></rPh></si><si><t>a_x000D_b_x0041_</t></si>"
    )
    stream = opened(
        xlsx(
            f'<row r="2">{cell("A2", "0", "s")}{cell("B2", "1", "s")}{cell("C2", "2", "s")}</row>'
            f'<row r="4">{cell("B4", "12")}{cell("C4", "1.5E1")}</row><row r="5">{cell("A5", "0", "s", 3)}</row><row/>'
            f'<row><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c t="str"><f>""</f><v></v></c></row>'
            f'<row r="8">{cell("A8", "46265", style=1)}{cell("B8", "46265.4375", style=1)}'
            f"{cell('C8', '2026-08-31T00:00:00', 'd')}</row>"
            f'<row r="9"><c r="A9"><f t="shared" ref="A9:B9" si="0">Z1&amp;[1]x</f><v>1</v></c>'
            f'<c r="B9"><f t="shared" si="0"/><v>2</v></c>{cell("C9", "3", formula="1+2")}</row>'
            f'<row r="10">{cell("A10", "", formula="1+2")}{cell("B10", "#N/A", "str", formula="NA()")}'
            f'{text("C10", "<t>   </t>")}</row><row r="11">{text("A11", "<t>  </t>")}</row>'
            f'<row r="12">{cell("A12", "99999999999", style=1)}{cell("B12", "1.25", style=2)}'
            f'{text("C12", "<t>x</t><rPh><t>no</t></rPh>")}<c r="D12"/><c r="XFD12" s="1"/></row>',
            shared=shared,
        )
    )
    (block,) = list(stream.blocks)
    assert rows([block]) == [
        (2, ["uno", "dos ", "a\rbA"]),
        (4, ["", "12", "15"]),
        (5, ["uno", "", ""]),
        (7, ["VERDADERO", "#REF!", ""]),
        (8, ["2026-08-31", "2026-08-31T10:30:00", "2026-08-31"]),
        (9, ["=Z1&[1]x", "=Z1&[1]x", "3"]),
        (10, ["=1+2", "#N/A", "   "]),
        (12, ["#VALUE!", "1 day, 6:00:00", "x"]),
    ]
    assert {place: kind.value for place, kind in block.kinds.items()} == {
        (1, 1): "number", (1, 2): "number", (3, 0): "boolean", (3, 1): "error", (4, 0): "date", (4, 1): "date",
        (4, 2): "date", (5, 0): "external", (5, 1): "external", (5, 2): "number", (6, 0): "unsaved", (6, 1): "error",
        (7, 0): "error",
    }  # fmt: skip


def test_the_other_calendar_of_dates_is_minded() -> None:
    content = xlsx(f'<row r="2">{cell("A2", "44803", style=1)}</row>', date1904=True)
    assert read(content) == [(2, ["2026-08-31", "", ""])]


MANY = "".join(f'<row r="{at}">{cell(f"A{at}", str(at))}{text(f"C{at}", "<t>año</t>")}</row>' for at in range(2, 5002))


@pytest.mark.usefixtures("small_chunks")
def test_a_list_of_a_workbook_comes_in_pieces_that_lose_nothing() -> None:
    stream = opened(xlsx(MANY))
    blocks = list(stream.blocks)
    assert len(blocks) > 20
    assert rows(blocks) == [(at, [str(at), "", "año"]) for at in range(2, 5002)]
    assert all(block.kinds == {(at, 0): CellKind.NUMBER for at in range(len(block.numbers))} for block in blocks)


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_cells, "CHUNK", 4096)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (xlsx(MANY, after='<mergeCells><mergeCell ref="A9:B9"/><mergeCell ref="A1"/></mergeCells>'),
         [("merged_cells", 9), ("merged_cells", 1)]),
        (xlsx(f'<row r="2" hidden="1">{cell("A2", "1")}</row><row r="3" ht="0">{cell("A3", "1")}</row>'),
         [("hidden_row", 2), ("hidden_row", 3)]),
        (xlsx(MANY, before='<cols><col min="1" max="1"/><col min="2" max="200" hidden="true"/></cols>'),
         [("hidden_column", 1), ("hidden_column", 1)]),
        (xlsx(f'<row r="2">{cell("A2", "1")}{cell("E2", "1")}{text("F2", "<t> </t>")}</row>'), [("column_blank", 1)]),
        (xlsx(MANY, other=TOP), [("second_return", 0)]),
        (xlsx(f'<row r="2">{cell("CW2", "1")}</row>'), [("too_many_columns", 0)]),
        (xlsx(f'<row r="2">{text("A2", "<t>" + "x" * 40_000 + "</t>")}</row>'), [("cell_too_long", 0)]),
        (xlsx(MANY, shared="<si><t>" + "x" * 40_000 + "</t></si>"), [("cell_too_long", 0)]),
        (xlsx(f'<row r="2">{cell("A2", "7", "s")}</row>'), [("workbook_unreadable", 0)]),
        (xlsx(f'<row r="2">{cell("A2", "1_000")}</row>'), [("archive_unsafe", 0)]),
        (xlsx(f'<row r="2">{cell("A2", "١٢")}</row>'), [("archive_unsafe", 0)]),
        (xlsx(f'<row r="2">{cell("A2", "1", "otro")}</row>'), [("archive_unsafe", 0)]),
        (xlsx('<row r="2"><c r="A2"><v>1</v><v>2</v></c></row>'), [("archive_unsafe", 0)]),
        (xlsx('<row r="2"><c r="A2"><c r="B2"><v>1</v></c></c></row>'), [("archive_unsafe", 0)]),
        (xlsx(f'<row r="2"><row r="3">{cell("A3", "1")}</row></row>'), [("archive_unsafe", 0)]),
        (xlsx(cell("A2", "1")), [("archive_unsafe", 0)]),
        (xlsx(f'<row r="2">{cell("B2", "1")}{cell("A2", "1")}</row>'), [("archive_unsafe", 0)]),
        (xlsx(f'<row r="2">{cell("A3", "1")}</row>'), [("archive_unsafe", 0)]),
        (xlsx(f'<row r="3">{cell("A3", "1")}</row><row r="2">{cell("A2", "1")}</row>'), [("archive_unsafe", 0)]),
        (xlsx(MANY + "<row"), [("workbook_unreadable", 0)]),
        (xlsx(MANY, before="<!DOCTYPE a>"), [("workbook_unreadable", 0)]),
    ],
)  # fmt: skip
def test_a_list_in_a_workbook_is_held_to_as_strictly_as_a_return(
    content: bytes, expected: list[tuple[str, int]]
) -> None:
    assert refused(content) == expected


def test_entities_in_a_list_are_refused() -> None:
    content = xlsx(MANY)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name).decode()
            new.writestr(name, ('<!DOCTYPE a [<!ENTITY b "c">]>' if name.endswith("sheet1.xml") else "") + data)
    assert refused(made.getvalue()) == [("archive_unsafe", 0)]


def test_rows_beyond_what_a_file_may_hold_are_refused_at_once() -> None:
    far = xlsx(f'<row r="1048577">{cell("A1048577", "1")}</row>')
    assert read(far) == [(1_048_577, ["1", "", ""])]
    assert refused(far, extent=RETURN) == [("too_many_rows", 0)]
    assert refused(xlsx(MANY), extent=Extent(4_000, 10**6, 10**9, scanned=False)) == [("too_many_rows", 0)]
    assert refused(xlsx(MANY), extent=Extent(10**6, 1_000, 10**9, scanned=False)) == [("too_many_rows", 0)]
    assert refused(xlsx(MANY), extent=Extent(10**6, 10**6, 10**5, scanned=False)) == [("archive_unsafe", 0)]
