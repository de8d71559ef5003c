"""A place for the harnesses on each engine; the PostgreSQL server is their own, for it is killed too."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.conftest import ENGINES
from tests.torture import engines
from tests.torture.engines import Engine


@pytest.fixture(scope="package", params=ENGINES)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """SQLite, then PostgreSQL."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("servers")))
    with engines.ENGINES[request.param]() as engine:
        yield engine
