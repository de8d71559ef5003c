"""What is written about the tracker is true of it: commands, settings, addresses, targets, places and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli import nap
from dashboard.app import create_app
from indicators.settings import SETTINGS
from indicators.store import open_store
from migrations import run as migrations

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The part of the README under a heading."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", README, flags=re.MULTILINE | re.DOTALL)
    assert found, f"the README has no part called {title}"
    return found.group(1)


def first_column(text: str) -> list[str]:
    """The code in the first cell of every row of a table."""
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("|")]
    return [code for row in rows for code in re.findall(r"`([^`]+)`", row)]


def commands(group: click.Group = nap, prefix: str = "nap") -> Iterator[tuple[str, click.Command]]:
    """Every command that a person can type, by its whole name."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def targets() -> set[str]:
    """Every target of the Makefile that `make help` shows."""
    return set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, flags=re.MULTILINE))


def documented_commands() -> list[str]:
    """The commands of the README's table, without their arguments."""
    return [re.match(r"nap(?: [a-z]+)+", code).group() for code in first_column(section("The command line"))]  # type: ignore[union-attr]


def test_every_command_stands_in_the_readme_and_no_other() -> None:
    assert sorted(documented_commands()) == sorted(name for name, _ in commands())


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_the_readme_shows_the_arguments_of_a_command(name: str, command: click.Command) -> None:
    line = next(code for code in first_column(section("The command line")) if re.match(rf"{name}(?: [^a-z]|$)", code))
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[0] in line or parameter.opts[-1] in line, parameter.opts
        else:
            assert (parameter.make_metavar(click.Context(command))).strip("[].") in line


def test_every_setting_stands_in_the_readme_and_no_other() -> None:
    assert set(first_column(section("Settings"))) == {setting.name for setting in SETTINGS}


def test_every_make_target_stands_in_the_readme_and_no_other() -> None:
    assert set(first_column(section("Make targets"))) == {f"make {target}" for target in targets()}


def test_the_help_of_make_is_made_from_every_target_that_people_type() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, flags=re.MULTILINE)
    assert phony
    assert set(phony.group(1).split()) - targets() == {"install", "install-dev", "chromium", "java", "bench-tools"}


def test_every_address_stands_in_the_readme_and_no_other(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    store = open_store(url)
    migrations.upgrade(store)
    app = create_app(store, at_revision=migrations.at_newest)
    store.close()
    served = {re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", r"<\1>", str(rule)) for rule in app.url_map.iter_rules()}
    documented = set(first_column(section("Addresses")))
    inside = tuple(address.removesuffix("…") for address in documented if address.endswith("…"))
    assert {rule for rule in served if not rule.startswith(inside)} == {a for a in documented if not a.endswith("…")}
    assert all(any(rule.startswith(prefix) for rule in served) for prefix in inside)


def test_every_place_of_the_tree_exists() -> None:
    places = first_column(section("The tree"))
    assert len(places) > 20
    assert [place for place in places if not list(ROOT.glob(place.rstrip("/")))] == []


def test_every_package_and_top_module_stands_in_the_tree() -> None:
    tree = "\n".join(first_column(section("The tree")))
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert {name for name in folders | {path.name for path in ROOT.glob("*.py")} if name not in tree} == set()


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda p: p.name)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_every_record_of_a_decision_is_linked() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert records
    assert [record.name for record in records if f"docs/adr/{record.name}" not in README] == []


def test_the_pictures_are_small_and_listed() -> None:
    folder = ROOT / "docs" / "screens"
    index = (folder / "README.md").read_text(encoding="utf-8")
    pictures = [path for path in folder.iterdir() if path.suffix == ".webp"]
    assert {path.name for path in pictures} == set(re.findall(r"\]\(([^)]+\.webp)\)", index))
    assert sum(path.stat().st_size for path in pictures) < 8_000_000
