"""Cells of a register job become plan rows: checked one by one, together, and against the plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.assembly import PlanRow
from indicators.pack_problems import CATALOGUE
from indicators.packs import read_pack
from indicators.plan import Plan
from indicators.register_rows import CellFault, known_codes, register_columns, register_row
from indicators.registers import REGISTER_KINDS

ISLANDS = Path(__file__).parents[1] / "data" / "packs" / "islands"
EVENT = {
    "recommendation": "L-1",
    "order": "3",
    "kind": "refuted",
    "date": "2024-02-01",
    "precision": "month",
    "entity": "LABOUR",
    "text_es": "En otra puerta no la admiten.",
    "text_es_basis": "official",
    "reference": "Letter 31",
}


def islands() -> Plan:
    plan = read_pack(ISLANDS, demonstration=False).plan
    assert plan is not None
    return plan


def told(kind: str, cells: dict[str, str]) -> list[tuple[str, str]]:
    row, faults = register_row(kind, cells, known_codes(islands()))
    assert (row is None) == bool(faults)
    return [(fault.column, fault.code) for fault in faults]


def test_cells_that_are_in_order_are_the_row_that_the_pack_would_have() -> None:
    shipped = [row for row in read_pack(ISLANDS, demonstration=False).rows if row.kind in REGISTER_KINDS]
    assert {row.kind for row in shipped} == set(REGISTER_KINDS)
    known = known_codes(islands())
    assert [register_row(row.kind, row.cells, known) for row in shipped] == [(row, ()) for row in shipped]


def test_a_row_of_a_job_needs_no_source_of_the_plan_but_words_for_it() -> None:
    row, faults = register_row("events", EVENT, known_codes(islands()))
    assert faults == ()
    assert isinstance(row, PlanRow)
    assert (row.kind, row.key, row.cells["reference"], row.cells["source"]) == ("events", "L-1/3", "Letter 31", "")
    assert tuple(sorted(row.cells)) == tuple(sorted(register_columns("events")))
    assert told("events", EVENT | {"reference": ""}) == [("source", "not_cited")]


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        ({"recommendation": "L-9"}, [("recommendation", "unknown_reference")]),
        ({"entity": "PORT"}, [("entity", "unknown_reference")]),
        ({"source": "nowhere"}, [("source", "unknown_reference")]),
        ({"date": "01/02/2024"}, [("date", "not_a_date")]),
        ({"date": "", "precision": ""}, [("precision", "required")]),
        ({"date": "2024-02-09"}, [("date", "date_not_first")]),
        ({"text_es_basis": ""}, [("text_es_basis", "required")]),
        ({"text_en": "Another gate refuses it."}, [("text_en_basis", "words_without_basis")]),
        ({"order": "", "kind": "agreed"}, [("order", "required"), ("kind", "not_a_choice")]),
    ],
)
def test_every_fault_is_told_by_column_and_code(cells: dict[str, str], faults: list[tuple[str, str]]) -> None:
    assert told("events", EVENT | cells) == faults
    assert {code for _, code in faults} <= set(CATALOGUE)


def test_a_fault_says_what_stands_there_and_what_could() -> None:
    _, (fault,) = register_row("events", EVENT | {"entity": "PORT"}, known_codes(islands()))
    assert fault == CellFault("entity", "unknown_reference", "PORT", "entities.csv")


def test_what_a_file_recommends_may_be_followed_in_the_same_file() -> None:
    known = known_codes(islands())
    later = known | {"recommendations": known["recommendations"] | {"L-9"}}
    assert register_row("events", EVENT | {"recommendation": "L-9"}, later)[1] == ()


def test_only_registers_that_jobs_bring_are_made_and_only_their_columns() -> None:
    with pytest.raises(KeyError):
        register_row("limits", {}, {})
    with pytest.raises(ValueError, match="colour"):
        register_row("events", {"colour": "red"}, {})
