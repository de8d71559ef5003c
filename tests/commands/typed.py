"""What tests of the command line share: what a command printed, and a workbook as a steward fills it in."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import load_workbook

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)


@dataclass
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> object:
        return json.loads(self.out)


Nap = Callable[..., Ran]


def fill_in(file: Path, answers: dict[str, dict[str, object]]) -> None:
    """Write answers (indicator → column → value) into a downloaded workbook; what has none is said to be missing."""
    book = load_workbook(file)
    sheet = book["Reporte"]
    header = next(row for row in sheet.iter_rows() if row[0].value == "entidad")
    names = {cell.value: cell.column for cell in header}
    for row in range(header[0].row + 1, sheet.max_row + 1):
        code = sheet.cell(row, names["indicador"]).value
        if code is None:
            continue
        for name, value in answers.get(str(code), {"situacion": "sin información"}).items():
            sheet.cell(row, names[name]).value = value  # type: ignore[union-attr]
    book.save(file)


ANSWERS: dict[str, dict[str, object]] = {
    "2.1.p72.b": {"valor": 31, "total_a_la_fecha": 670},
    "2.1.p72.d": {"situacion": "sin ejecución"},
    "2.1.p72.c.t1": {"valor": 900},
}


def filled_template(nap: Nap, folder: Path, answers: dict[str, dict[str, object]]) -> Path:
    file = folder / "r.xlsx"
    assert nap("template", "MTPE", "2026-Q3", "-o", file).code == 0
    fill_in(file, answers)
    return file


def return_number(ran: Ran) -> int:
    receipt = ran.json["receipt"]  # type: ignore[index]
    return int(receipt["return_id"])
