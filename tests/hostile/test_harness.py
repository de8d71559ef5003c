"""The harness fails where it should: each planted fault is reported, and what is wrong stands on the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.child import MEGABYTE
from tests.hostile import __main__ as command
from tests.hostile.cases import Verdict
from tests.hostile.faults import FAULTS
from tests.hostile.fuzz import Fuzzed, mutated
from tests.hostile.measuring import Uses
from tests.hostile.report import CLASSES, page
from tests.hostile.through import Tried, _beyond

PAGE = Path(__file__).parents[2] / "docs" / "hostile.md"
RIGHT = Tried(6, "6: x", Verdict.REFUSED, ("number_points",), ())
WRONG = Tried(7, "7: y", Verdict.ACCEPTED, (), ("accepted and not refused",))


def test_every_planted_fault_is_reported() -> None:
    told = dict(command.run_planted())
    assert len(told) == len(FAULTS)
    assert [does for does, words in told.items() if not words] == []


def test_a_process_that_takes_too_much_is_reported() -> None:
    assert list(_beyond(Uses(peak=100 * MEGABYTE, seconds=1.0))) == []
    assert len(list(_beyond(Uses(peak=600 * MEGABYTE, seconds=11.0)))) == 2


def test_what_is_wrong_stands_on_the_page() -> None:
    written = page([RIGHT, WRONG], [("guesses", "found")], Fuzzed(10, 3, ("5: KeyError",)), setting=["here"])
    assert "2 files, 1 right, 1 wrong" in written
    assert "**1 wrong**" in written
    assert "**7: y**: accepted and not refused" in written
    assert "**5: KeyError**" in written


def test_a_mutated_file_is_the_same_every_time() -> None:
    assert [mutated(number)[1] for number in range(20)] == [mutated(number)[1] for number in range(20)]


@pytest.mark.parametrize("row", [1, 45, 57, 80, 84])
def test_the_page_in_the_repository_was_written_by_a_sound_run(row: int) -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert "**" not in written
    assert f"| {row} | {CLASSES[row]} |" in written
