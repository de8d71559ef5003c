"""Blank workbooks of every job, and those of an entity and a quarter."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

import cli
from etl.jobs import JOBS
from etl.workbooks.forms import HEADER_ROW
from tests.commands.typed import Nap


@pytest.mark.parametrize("job", sorted(JOBS))
def test_every_job_has_a_blank_workbook(nap: Nap, tmp_path: Path, job: str) -> None:
    file = tmp_path / "f.xlsx"
    assert nap("template", "--job", job, "-o", file).code == 0
    sheet = load_workbook(file)[JOBS[job].sheet]
    assert tuple(cell.value for cell in sheet[HEADER_ROW]) == JOBS[job].names


def test_a_list_of_an_entity_begins_with_its_code_and_quarter(nap: Nap, tmp_path: Path) -> None:
    file = tmp_path / "f.xlsx"
    assert nap("template", "MTPE", "2026-Q3", "--job", "migrants_trained", "-o", file).code == 0
    sheet = load_workbook(file)["Asistencia"]
    assert (sheet["A5"].value, sheet["B5"].value) == ("MTPE", "2026-T3")
    assert nap("template", "MRE", "2026-Q3", "--job", "migrants_trained", "-o", tmp_path / "g.xlsx").code == cli.REFUSED


def test_of_a_published_quarter_the_workbook_is_accepted_as_it_comes(nap: Nap, tmp_path: Path) -> None:
    file = tmp_path / "f.xlsx"
    assert nap("template", "MTPE", "2026-Q2", "-o", file).code == 0
    said = nap("check", file)
    assert said.code == 0, said.out
    assert load_workbook(file).sheetnames == ["Reporte", "Antecedentes", "Instrucciones", "Listas"]


def test_an_entity_without_a_quarter_is_no_template(nap: Nap, tmp_path: Path) -> None:
    assert nap("template", "MTPE", "-o", tmp_path / "f.xlsx").code == cli.USAGE
