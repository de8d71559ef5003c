"""Eight writers of thirty loads each, with readers beside them."""

from __future__ import annotations

from tests.torture import faults
from tests.torture.engines import Engine
from tests.torture.writers import crowd


def test_every_load_of_many_writers_at_once_is_there(place: Engine) -> None:
    found = crowd(place, loads=30)
    assert found.refused == {}
    assert found.faults == []
    assert found.acknowledged == found.asked == 240
    assert found.reads > 0


def test_writers_that_do_not_queue_are_caught(place: Engine) -> None:
    found = crowd(place, loads=6, fault=faults.NO_LOCK)
    assert found.refused
    assert found.acknowledged < found.asked
