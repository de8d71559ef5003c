"""The report of a run says what was found, and says so where an aim was not reached."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.cells import Cell
from benchmarks.measure import Load
from benchmarks.report import ASKED, DASH, OURS, STATIC, aims, report, summary

ROW = Load(
    document=10_000,
    bytes=20_000,
    requests=3,
    paint=100.0,
    painted="h1",
    ready=90.0,
    blocking=0.0,
    shift=0.0,
    asked=None,
    live=None,
)


def cell(**changes: float) -> Cell:
    """An indicator page on one line; `changes` are of our own load."""
    return Cell(
        page="indicator page",
        profile="unthrottled",
        loads={
            OURS: [replace(ROW, **changes)],
            STATIC: [ROW],
            DASH: [replace(ROW, paint=500.0, live=900.0)],
            ASKED: [replace(ROW, asked=100.0, live=800.0)],
        },
    )


def test_all_five_aims_are_judged_where_there_is_a_live_chart() -> None:
    judged = aims([cell()])
    assert [aim.reached for aim in judged] == [True] * 5
    assert [aim.found for aim in judged] == ["1.00 ×", "0.20 × (static HTML 0.20 ×)", "10.0 kB", "0 ms", "0.89 ×"]


@pytest.mark.parametrize(
    ("changes", "missed"),
    [
        ({"paint": 121.0}, ["largest paint ≤ 1.2 × static HTML"]),
        ({"paint": 126.0}, ["largest paint ≤ 1.2 × static HTML", "largest paint ≤ ¼ of plain Dash"]),
        ({"document": 60_001.0}, ["document ≤ 60 kB compressed"]),
        ({"blocking": 51.0}, ["≤ 50 ms blocking before the explorer is asked for"]),
    ],
)
def test_an_aim_that_was_missed_is_said_to_be(changes: dict[str, float], missed: list[str]) -> None:
    judged = aims([cell(**changes)])
    assert [aim.text for aim in judged if not aim.reached] == missed
    assert report([cell(**changes)], setting=["here"]).count("**not reached**") == len(missed)


def test_a_chart_that_comes_alive_later_than_the_peers_is_said_to() -> None:
    late = replace(cell(), loads={**cell().loads, ASKED: [replace(ROW, asked=100.0, live=901.0)]})
    assert [aim.text for aim in aims([late]) if not aim.reached] == ["live chart no later than plain Dash's"]


def test_a_figure_is_the_median_with_its_range() -> None:
    loads = {**cell().loads, STATIC: [replace(ROW, paint=paint) for paint in (100.0, 300.0, 140.0)]}
    text = report([replace(cell(), loads=loads)], setting=["here"])
    line = next(line for line in text.splitlines() if line.startswith(f"| {STATIC} "))
    assert "140 (100–300)" in line


def test_the_summary_counts_the_aims_and_names_those_that_were_missed() -> None:
    assert summary([cell()]).endswith("Of 5 aims 5 were reached.")
    text = summary([cell(blocking=51.0)])
    assert "Of 5 aims 4 were reached. Not reached: ≤ 50 ms blocking before the explorer is asked for" in text
    assert "| indicator page, unthrottled | 100 | 100 | 500 | 800 | 900 |" in text
