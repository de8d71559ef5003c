"""A place for the harnesses on each engine; the PostgreSQL server is their own, for it is killed too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import ENGINES
from tests.torture import engines
from tests.torture.engines import Engine


@pytest.fixture(scope="package", params=ENGINES)
def place(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """SQLite, then PostgreSQL."""
    with engines.ENGINES[request.param]() as engine:
        yield engine
