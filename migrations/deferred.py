"""References that are checked at commit, checked sooner: a server alters no table of which such checks are waiting."""

from __future__ import annotations

from sqlalchemy import Connection


def settle(connection: Connection) -> None:
    """Check what waits now. Raises sqlalchemy.exc.IntegrityError where a reference leads nowhere."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
        connection.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")
