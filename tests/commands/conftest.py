"""The command line on a filled demonstration store of either engine."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

import cli
from indicators.store import Store, open_store
from tests.commands.typed import NOW, Nap, Ran
from tests.conftest import Engine, from_template
from tests.etl.test_shipped import fill


@pytest.fixture
def address(engine: Engine) -> str:
    """A filled demonstration store."""
    return from_template(engine, "demonstration", lambda store: fill(store, "demonstration"))


@pytest.fixture
def nap(address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Nap:
    """Runs `nap WORDS` on the filled store, in a session of the day of NOW."""
    monkeypatch.setenv("NAP_DATABASE_URL", address)
    monkeypatch.setattr(cli, "now", lambda: NOW)

    def run(*words: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["nap", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return Ran(int(ended.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    opened = open_store(address)
    yield opened
    opened.close()
