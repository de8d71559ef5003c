"""The command line on a filled demonstration store of either engine."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import pytest

import cli
from etl import shipped
from indicators.packs import pack_folder, read_pack
from indicators.store import Store, open_store
from tests.commands.typed import NOW, Nap, Ran
from tests.conftest import Engine, from_template
from tests.etl.test_shipped import NOW as FILLED_AT


def fill_with_forms(store: Store) -> None:
    """The demonstration of a labour ministry that still reports its counts by the general form."""
    with TemporaryDirectory() as folder:
        copied = Path(folder) / "peru_pna"
        copytree(pack_folder("peru_pna"), copied)
        reporters = copied / "reporters.csv"
        text = reporters.read_text(encoding="utf-8")
        lists = re.compile(r"(?m)^([^,]+,MTPE,responsible,yes),[a-z_]+,[a-z]*,2026-Q3,quarterly_return,")
        changed, count = lists.subn(r"\1,quarterly_return,,,,", text)
        assert count == 6
        reporters.write_text(changed, encoding="utf-8")
        pack = read_pack(str(copied), demonstration=True)
        shipped.fill(store, pack, kind="demonstration", now=FILLED_AT, say=lambda _step, _count: None)


@pytest.fixture
def address(engine: Engine) -> str:
    """A filled demonstration store whose labour ministry reports by the general form."""
    return from_template(engine, "forms", fill_with_forms)


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
