"""The page of `make torture`: what was found is on it, and what was wrong cannot be overlooked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from tests.torture import faults
from tests.torture.disk import PAGES, Sweep
from tests.torture.kills import Aim, Tally
from tests.torture.report import report
from tests.torture.suite import Sizes, is_as_it_should, merged, tasks
from tests.torture.writers import Crowd

SOUND = Tally("sqlite", kills=10, aims=Counter({Aim.COMMIT.value: 10}), acknowledged=Counter(loaded=7))
CAUGHT = Tally("sqlite", faults.EARLY, kills=3, aims=Counter({Aim.LOAD.value: 3}), caught=3, faults=["lost: loaded 4"])
MISSED = Tally("sqlite", faults.EARLY, kills=3, aims=Counter({Aim.LOAD.value: 3}))


def test_a_sound_run_says_so_and_lists_what_was_caught() -> None:
    page = report([SOUND, CAUGHT], setting=["here"])
    assert "each of the 1 planted faults was reported" in page
    assert "| SQLite | 10 | 0 | 7 |" in page
    assert "after 3 kills | “lost: loaded 4” |" in page


def test_a_loss_stands_above_everything() -> None:
    lost = replace(SOUND, faults=["lost: load 7 was acknowledged"], caught=4)
    page = report([lost, CAUGHT], setting=[])
    assert "**Not everything was as it should be: kills on SQLite.**" in page
    assert "**lost: load 7 was acknowledged**" in page


def test_a_planted_fault_that_goes_unnoticed_is_a_failure_of_the_harness() -> None:
    assert not is_as_it_should(MISSED)
    assert "**not caught**" in report([SOUND, MISSED], setting=[])
    assert not is_as_it_should(Sweep("sqlite", PAGES, faults.SWALLOWS, points=20))


def test_a_crowd_is_sound_only_when_every_load_was_acknowledged() -> None:
    assert is_as_it_should(Crowd("sqlite", "", asked=4, acknowledged=4))
    assert not is_as_it_should(Crowd("sqlite", "", asked=4, acknowledged=3))


def test_parts_of_a_run_are_added_up_and_those_with_a_fault_are_not() -> None:
    whole, planted = merged([replace(SOUND), CAUGHT, replace(SOUND, kills=5)])
    assert isinstance(whole, Tally)
    assert whole.kills == 15
    assert planted is CAUGHT


def test_all_kills_asked_for_are_in_the_parts() -> None:
    kills = Counter[str]()
    for task in tasks(Sizes(sqlite_kills=1000, postgresql_kills=310)):
        if task.harness == "kills":
            kills[task.engine] += dict(task.options)["kills"]
    assert kills == {"sqlite": 1000, "postgresql": 310}


def test_the_page_in_the_repository_was_written_by_a_sound_run() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reliability.md").read_text(encoding="utf-8")
    assert "Written by `make torture`" in page
    assert "**" not in page
