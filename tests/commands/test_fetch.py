"""`nap fetch` on a little store of either engine, against servers and folders of this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

import cli
from etl.sources.arrived import CODES
from indicators import tables
from indicators.fetch_log import CUT_OFF, FetchOutcome
from indicators.store import Store
from tests.commands.typed import NOW, Nap
from tests.conftest import Engine, from_template
from tests.dashboard.test_texts import entries
from tests.etl.files import csv_file
from tests.etl.test_pipeline import rows
from tests.etl.web import Handler, Web, kept, sent, served, status
from tests.stores import OTHER_STEWARD, STEWARD, with_plan

ROOT = Path(__file__).parents[2]


@pytest.fixture
def address(engine: Engine) -> str:
    """A store with a little plan and its accounts."""
    return from_template(engine, "planned", with_plan)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with served() as server:
        yield server


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The declaration that `nap fetch` reads; a clock by which the files of this test have settled."""
    file = tmp_path / "sources.toml"
    monkeypatch.setenv("NAP_SOURCES", str(file))
    later = max(NOW, datetime.now(UTC) + timedelta(hours=1))
    monkeypatch.setattr(cli, "now", lambda: later)
    return file


def declared(name: str, *, who: str = STEWARD, every: str = "1 day", **address: object) -> str:
    lines = [f"[{name}]", 'job = "quarterly_return"', f'as = "{who}"', f'every = "{every}"']
    return "\n".join([*lines, *(f'{key} = "{value}"' for key, value in address.items())]) + "\n"


def test_what_is_due_is_loaded_told_and_not_read_again(nap: Nap, web: Web, sources: Path, tmp_path: Path) -> None:
    folder = tmp_path / "carpeta"
    folder.mkdir()
    web.answers["/r.csv"] = kept(csv_file(*rows()), ETag='"1"')
    web.answers["/down.csv"] = status(503)
    sources.write_text(
        declared("carpeta", kind="folder", path="carpeta", pattern="*.csv")
        + declared("web", kind="http", url=f"{web.url}/r.csv")
        + declared("caida", kind="http", url=f"{web.url}/down.csv"),
        encoding="utf-8",
    )
    assert "web: nunca se leyó" in nap("fetch", "--status").out
    first = nap("fetch", "--json")
    assert (first.code, [run["outcome"] for run in first.json]) == (1, ["unchanged", "loaded", "failed"])
    (loaded,) = first.json[1]["files"]
    assert (loaded["name"], loaded["receipt"]["entity"]) == ("r.csv", "MIN")
    assert nap("returns", "--open").out.count("MIN") == 1
    again = nap("fetch")
    assert (again.code, again.out.count("todavía no toca")) == (0, 3)
    assert web.paths() == ["/r.csv", "/down.csv"]
    told = nap("fetch", "web", "--now")
    assert (told.code, told.out) == (0, "web: sin cambios.\n")
    (folder / "min.csv").write_bytes(csv_file(*rows("12 aprox")))
    refused = nap("fetch", "--now")
    assert refused.code == 1
    assert "12 aprox" in refused.out
    standing = nap("fetch", "--status")
    assert standing.code == 1
    assert "carpeta: archivo no admitido" in standing.out
    assert "El servidor respondió con un error (HTTP 503)" in standing.out
    assert "Van 2 intentos" in standing.out
    assert nap("fetch", "carpeta", "--status").code == cli.PROBLEMS
    by_name = {each["source"]: each for each in nap("--lang", "en", "fetch", "--status", "--json").json}
    assert (by_name["caida"]["last"]["failures"], by_name["caida"]["last"]["reason"]) == (2, "status")
    assert "HTTP 503" in by_name["caida"]["todo"]
    assert (by_name["web"]["todo"], by_name["web"]["last"]["outcome"]) == (None, "unchanged")
    assert nap("verify").code == 0


def test_what_a_rule_refuses_ends_with_its_status(nap: Nap, web: Web, sources: Path, tmp_path: Path) -> None:
    web.answers["/r.csv"] = sent(csv_file(*rows()))
    sources.write_text(
        declared("ajena", who=OTHER_STEWARD, kind="http", url=f"{web.url}/r.csv")
        + declared("nadie", who="nadie", kind="http", url=f"{web.url}/otro.csv"),
        encoding="utf-8",
    )
    ended = nap("fetch")
    assert ended.code == cli.REFUSED
    assert "MIN" in ended.out
    assert "nadie" in ended.out
    standing = nap("fetch", "--status")
    assert (standing.code, "nap fetch ajena --now" in standing.out) == (cli.REFUSED, True)


def test_a_broken_declaration_reads_nothing_and_says_everything(nap: Nap, web: Web, sources: Path) -> None:
    absent = nap("fetch")
    assert (absent.code, "NAP_SOURCES" in absent.out) == (cli.PROBLEMS, True)
    sources.write_text(
        declared("buena", kind="http", url=f"{web.url}/r.csv") + declared("mala", every="a veces", kind="http"),
        encoding="utf-8",
    )
    ended = nap("fetch")
    assert (ended.code, web.asked) == (cli.PROBLEMS, [])
    assert "[mala] every: «a veces»" in ended.out
    assert "[mala] url: Falta este dato." in ended.out
    said = nap("--lang", "en", "fetch", "--json").json["problems"]
    assert {(each["table"], each["key"]) for each in said} == {("mala", "every"), ("mala", "url")}
    sources.write_text(declared("buena", kind="http", url=f"{web.url}/r.csv"), encoding="utf-8")
    unknown = nap("fetch", "otra")
    assert (unknown.code, "buena" in unknown.err) == (cli.USAGE, True)
    assert nap("fetch", "--now", "--status").code == cli.USAGE


def test_two_at_once_load_once(address: str, nap: Nap, store: Store, web: Web, sources: Path, tmp_path: Path) -> None:
    released = threading.Event()

    def held_back(handler: Handler) -> None:
        released.wait(60)
        sent(csv_file(*rows()))(handler)

    web.answers["/r.csv"] = held_back
    sources.write_text(declared("web", kind="http", url=f"{web.url}/r.csv"), encoding="utf-8")
    environment = os.environ | {"NAP_DATABASE_URL": address, "NAP_SOURCES": str(sources), "NO_PROXY": "127.0.0.1"}
    command = [sys.executable, str(ROOT / "cli.py"), "fetch"]
    both = [
        subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    try:
        ended = threading.Event()
        for process in both:
            threading.Thread(target=lambda p=process: (p.wait(), ended.set()), daemon=True).start()
        assert ended.wait(50), "both read the source"
    finally:
        released.set()
        said = sorted(process.communicate(timeout=60)[0] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert said[0].startswith("web: cargada.")
    assert said[1].startswith("web: la está leyendo otra ejecución.")
    with store.read() as session:
        counts = [
            session.execute(select(func.count()).select_from(table).where(where)).scalar_one()
            for table, where in (
                (tables.fetches, tables.fetches.c.outcome == "loaded"),
                (tables.returns, tables.returns.c.file_name == "r.csv"),
            )
        ]
    assert (counts, len(web.asked)) == ([1, 1], 1)


def test_every_outcome_and_every_failure_is_worded() -> None:
    for lang in ("es", "en"):
        words = entries(lang)
        assert [outcome for outcome in FetchOutcome if f"fetch_outcome.{outcome}" not in words] == []
        assert [code for code in CODES if f"fetch.{code}" not in words] == []
        worded = {key.removeprefix("fetch.") for key in words if key.startswith("fetch.")}
        assert worded == {*CODES, CUT_OFF}
