from __future__ import annotations

import io
from itertools import chain
from pathlib import Path

import pytest

from etl import csv_files, encodings
from etl.blocks import LIST, RETURN, Block, Extent, Stream
from etl.cells import FileRefused
from etl.problems import Problem
from etl.streams import open_stream

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
