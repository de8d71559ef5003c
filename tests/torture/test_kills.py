"""Workers, migrations and backups killed with SIGKILL, and tracker and harness with a fault planted between them."""

from __future__ import annotations

import pytest

from tests.torture import faults
from tests.torture.engines import POSTGRESQL, Engine
from tests.torture.interrupted import BACKUP, EMPTY, FILLED, interrupt
from tests.torture.kills import Aim, kill_often
from tests.torture.suite import PATIENCE
from tests.torture.worker import Said

KILLS = {"sqlite": 50, "postgresql": 15}
KILLED = {"sqlite": 10, "postgresql": 5}


def test_nothing_acknowledged_is_lost_or_halved_by_a_kill(place: Engine) -> None:
    own = 1 if place.name == POSTGRESQL else 0
    tally = kill_often(place, kills=KILLS[place.name], server_kills=own)
    assert tally.faults == []
    assert tally.kills == KILLS[place.name]
    assert tally.acknowledged[Said.LOADED] > 0
    assert tally.acknowledged[Said.APPROVED] > 0
    assert tally.aims[Aim.SERVER] + tally.aims[Aim.BACKEND] == own


@pytest.mark.parametrize(
    ("fault", "aim"), [(faults.IN_PARTS, Aim.LOAD), (faults.BEFORE_RECORD, Aim.LOAD), (faults.EARLY, Aim.ACKNOWLEDGED)]
)
def test_a_tracker_that_does_not_keep_its_word_is_caught_by_kills(place: Engine, fault: str, aim: Aim) -> None:
    tally = kill_often(place, kills=PATIENCE, fault=fault, aims=(aim,))
    assert tally.caught is not None


@pytest.mark.parametrize("what", [EMPTY, FILLED, BACKUP])
def test_a_killed_migration_or_backup_leaves_nothing_in_between(place: Engine, what: str) -> None:
    found = interrupt(place, what, kills=KILLED[place.name])
    if found.skipped:
        pytest.skip(found.skipped)
    assert found.faults == []
    assert found.kills == KILLED[place.name]


@pytest.mark.parametrize(("what", "fault"), [(EMPTY, faults.SCHEMA_FIRST), (BACKUP, faults.IN_PLACE)])
def test_a_migration_or_backup_that_can_be_halved_is_caught(place: Engine, what: str, fault: str) -> None:
    assert interrupt(place, what, kills=PATIENCE, fault=fault).caught is not None
