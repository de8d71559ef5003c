"""Where stores are made for the harness."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Engine, _sqlite


def sqlite_room(folder: Path) -> Engine:
    """Stores on SQLite in `folder`."""
    return _sqlite(folder)
