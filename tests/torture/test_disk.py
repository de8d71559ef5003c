"""Too little room, no right to write, somebody else's lock: said clearly, and nothing is left behind."""

from __future__ import annotations

import pytest

from tests.torture import faults
from tests.torture.disk import FILE_SIZE, PAGES, SMALL_DISK, sweep
from tests.torture.engines import POSTGRESQL, SQLITE, Engine
from tests.torture.troubles import LOCKED, READ_ONLY, meet

POINTS = {PAGES: 36, FILE_SIZE: 36, SMALL_DISK: 20}
SAID = {READ_ONLY: {"read_only", "unreachable"}, LOCKED: {"locked"}}


@pytest.mark.parametrize("room", POINTS)
def test_a_full_disk_leaves_the_store_as_it_was_at_every_point(room: str) -> None:
    swept = sweep(room, points=POINTS[room])
    if swept.skipped:
        pytest.skip(swept.skipped)
    assert swept.faults == []
    assert set(swept.said) == {"disk_full"}
    assert swept.refused["load"] > 0
    assert swept.refused["publication"] > 0
    assert swept.fitted > 0


@pytest.mark.postgres
def test_a_full_disk_under_a_server_leaves_the_store_as_it_was() -> None:
    swept = sweep(SMALL_DISK, points=6, engine=POSTGRESQL)
    if swept.skipped:
        pytest.skip(swept.skipped)
    assert swept.faults == []
    assert set(swept.said) == {"disk_full"}
    assert swept.fitted > 0


@pytest.mark.parametrize("room", [PAGES, FILE_SIZE])
@pytest.mark.parametrize("fault", [faults.SWALLOWS, faults.IN_PARTS])
def test_a_tracker_that_hides_or_halves_at_a_full_disk_is_caught(room: str, fault: str) -> None:
    assert sweep(room, points=20, fault=fault, engine=SQLITE).caught is not None


@pytest.mark.parametrize("what", [READ_ONLY, LOCKED])
def test_a_store_that_cannot_be_written_says_so_and_goes_on_afterwards(place: Engine, what: str) -> None:
    trouble = meet(place, what)
    if trouble.skipped:
        pytest.skip(trouble.skipped)
    assert trouble.faults == []
    assert trouble.said in SAID[what]
