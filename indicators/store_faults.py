"""What can go wrong with a store, told apart by the engines' error codes and never by their words.

Every code of `CODES` is worded by the catalogues as `store.<code>`: what happened, what became of the data, what to do.
"""

from __future__ import annotations

from pysqlite3 import dbapi2 as sqlite
from sqlalchemy.exc import DBAPIError, OperationalError

from indicators.rules import Coded

CODES = (
    "disk_full",
    "read_only",
    "locked",
    "unreachable",
    "broken_connection",
    "unknown_outcome",
    "no_store",
    "wrong_settings",
    "old_sqlite",
    "no_folder",
    "wrong_revision",
    "failed",
    "not_rewritten",
)
# A disk that is full is any of the first two: also for a reader, whose shared memory is a file that needs room.
_SQLITE = {
    sqlite.SQLITE_FULL: "disk_full",
    sqlite.SQLITE_IOERR: "disk_full",
    sqlite.SQLITE_READONLY: "read_only",
    sqlite.SQLITE_BUSY: "locked",
    sqlite.SQLITE_LOCKED: "locked",
    sqlite.SQLITE_CANTOPEN: "unreachable",
    sqlite.SQLITE_PERM: "unreachable",
    sqlite.SQLITE_NOTADB: "no_store",
    sqlite.SQLITE_CORRUPT: "no_store",
}
_SQLSTATES = {
    "53100": "disk_full",
    "58030": "disk_full",
    "25006": "read_only",
    "55P03": "locked",
    "40P01": "locked",
    "40001": "locked",
    "53300": "unreachable",
    "57P03": "unreachable",
    "57P01": "broken_connection",
    "57P02": "broken_connection",
    "57P05": "broken_connection",
    "25P03": "broken_connection",
    "XX001": "no_store",
    "XX002": "no_store",
    "42P01": "wrong_revision",
    "42703": "wrong_revision",
}


class StoreUnusable(Coded):
    """The store cannot be reached, read or written, or is not what this program needs; `code` is one of `CODES`."""

    family = "store"


def fault_of(error: DBAPIError) -> StoreUnusable | None:
    """What `error` says of the store; None where it says something of the statement, such as a broken constraint."""
    if error.connection_invalidated:
        return StoreUnusable("broken_connection")
    code = _code_of(error)
    if code is None and isinstance(error, OperationalError):
        # A driver that never reached the server has no code to give.
        code = "failed" if _sqlite_code(error) or _sqlstate(error) else "unreachable"
    return None if code is None else StoreUnusable(code, detail=_first_line(error))


def is_missing_table(error: DBAPIError) -> bool:
    """Whether a plain SELECT failed because its table is not there."""
    return _sqlite_code(error) == sqlite.SQLITE_ERROR or _sqlstate(error) == "42P01"


def _code_of(error: DBAPIError) -> str | None:
    code = _sqlite_code(error)
    return _SQLSTATES.get(_sqlstate(error) or "") if code is None else _SQLITE.get(code & 0xFF)


def _sqlite_code(error: DBAPIError) -> int | None:
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code if isinstance(code, int) else None


def _sqlstate(error: DBAPIError) -> str | None:
    state = getattr(error.orig, "sqlstate", None)
    return state if isinstance(state, str) else None


def _first_line(error: DBAPIError) -> str:
    return next(iter(str(error.orig).splitlines()), "")
