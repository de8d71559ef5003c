"""A refused file comes back marked, is corrected and loads."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

import cli
from tests.commands.typed import ANSWERS, Nap, fill_in, filled_template, return_number

STEWARD = "reporte.mtpe"
WRONG: dict[str, dict[str, object]] = {"2.1.p72.b": {"valor": "31 aprox"}}


@pytest.fixture
def wrong(nap: Nap, tmp_path: Path) -> Path:
    return filled_template(nap, tmp_path, ANSWERS | WRONG)


@pytest.mark.parametrize("command", [("check",), ("load", "--as", STEWARD)])
def test_a_refused_workbook_comes_back_marked_and_corrected_it_loads(
    nap: Nap, wrong: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    marked = tmp_path / "marcado.xlsx"
    said = nap(*command, wrong, "--marked", marked)
    assert said.code == cli.PROBLEMS
    assert str(marked) in said.err
    assert load_workbook(marked).sheetnames[0] == "Problemas"
    before = marked.read_bytes()
    assert nap("check", wrong, "--marked", marked).code == cli.REFUSED
    assert marked.read_bytes() == before
    fill_in(marked, ANSWERS)
    assert return_number(nap("load", marked, "--as", STEWARD, "--json"))


def test_a_refused_file_offers_its_marked_copy_and_a_sound_one_has_none(nap: Nap, wrong: Path, tmp_path: Path) -> None:
    assert f"nap check {wrong} --marked r-marcado.xlsx" in nap("check", wrong).err
    fill_in(wrong, ANSWERS | {"2.1.p72.d": {"situacion": None, "valor": 96}})
    none = tmp_path / "ninguno.xlsx"
    said = nap("check", wrong, "--marked", none)
    assert said.code == 0
    assert "--marked" not in said.err
    assert not none.exists()


def test_what_is_only_to_be_confirmed_is_marked_as_a_warning(nap: Nap, wrong: Path, tmp_path: Path) -> None:
    fill_in(wrong, ANSWERS)
    marked = tmp_path / "avisos.xlsx"
    said = nap("check", wrong, "--marked", marked)
    assert said.code == 0
    assert "por confirmar" in said.err
    book = load_workbook(marked)
    assert [cell.value for (cell,) in book["Problemas"]["A6:A7"]] == ["Aviso", None]
    assert nap("check", marked).out == said.out


def test_a_file_that_cannot_be_opened_has_no_marked_copy_and_says_so(nap: Nap, tmp_path: Path) -> None:
    file, none = tmp_path / "r.xlsx", tmp_path / "ninguno.xlsx"
    file.write_bytes(b"PK\x03\x04 no")
    said = nap("--lang", "en", "check", file, "--marked", none)
    assert said.code == cli.PROBLEMS
    assert "There is no marked copy of r.xlsx" in said.err
    assert "--marked" not in said.err
    assert not none.exists()
