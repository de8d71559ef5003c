"""Row 56: what begins like a formula is kept as text and comes back as text in every file that the tracker makes."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

from etl.pipeline import blank, marked_copy, run
from indicators import releases, returns
from indicators.periods import Quarter
from indicators.store import open_store
from tests.conftest import from_template
from tests.hostile import world
from tests.hostile.files import csv_of, rows_of
from tests.hostile.rooms import sqlite_room
from tests.hostile.world import NOW, steward
from tests.stores import PLANNER

NOTE, EVIDENCE = "=cmd|' /c calc'!A1", "@SUM(A1)"


def cells(content: bytes) -> list[tuple[object, str]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [(cell.value, cell.data_type) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]


def test_a_formula_in_a_text_stays_a_text_in_whatever_goes_back(tmp_path: Path) -> None:
    store = open_store(from_template(sqlite_room(tmp_path), "hostile", world.fill))
    rows = rows_of("quarterly_return", nota=NOTE, medio_tipo="+1", medio_referencia=EVIDENCE)
    path = tmp_path / "r.csv"
    path.write_bytes(csv_of("quarterly_return", rows))
    outcome = run(store, path, job=None, who=steward("MIN"), now=NOW, apart=False)
    assert outcome.receipt is not None, [problem.text("en") for problem in outcome.problems]
    with store.write() as session:
        returns.submit(session, outcome.receipt.return_id, who=steward("MIN"), now=NOW)
        returns.approve(session, outcome.receipt.return_id, who=PLANNER, now=NOW)
        releases.publish(session, who=PLANNER, now=NOW, note=NOTE, reference=Quarter(2023, 4))
    made = cells(blank(store, entity="MIN", quarter=Quarter(2023, 4), job="quarterly_return"))
    assert (NOTE, "s") in made
    assert (EVIDENCE, "s") in made
    assert [value for value, kind in made if kind == "f"] == []
    path.write_bytes(csv_of("quarterly_return", [{**rows[0], "valor": "=1+1", "trimestre": "=A1"}]))
    refused = run(store, path, job=None, who=steward("MIN"), now=NOW, apart=False)
    marked = cells(marked_copy(path, refused, job=None, lang="es"))
    assert {value for value, kind in marked if kind == "s"} >= {NOTE, EVIDENCE, "=1+1", "=A1", "+1"}
    assert [value for value, kind in marked if kind == "f"] == []
    store.close()
