"""The settings, read once from the environment; a bad value is refused with what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEMONSTRATION_STORE = "sqlite:///var/demo.sqlite"
REAL_STORE = "sqlite:///var/real.sqlite"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"https?://{_LABEL}(?:\.{_LABEL})*(?::[0-9]{{1,5}})?/?")


class SettingRefused(ValueError):
    """A setting has a value that cannot be used; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, its default and what it is for."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting(
        "NAP_DATABASE_URL",
        DEMONSTRATION_STORE,
        f"the store: sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME; with DEMO=0 the default is {REAL_STORE}",
    ),
    Setting("NAP_PLAN", "peru_pna", "the plan pack: the name of one that ships, or a folder"),
    Setting("DEMO", "1", "1: `make run` fills a demonstration store; 0: a real one"),
    Setting("NAP_BACKUPS", "var/backups", "the folder for backups that are taken before a server's store is upgraded"),
    Setting("NAP_SOURCES", "sources.toml", "the file that declares the sources of `nap fetch`"),
    Setting(
        "NAP_ADDRESS", "", "the site's own public address, such as https://pna.example; unset: that of each request"
    ),
    Setting("PORT", "8050", "the port on which `make run` serves, on 127.0.0.1"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, checked. `database_url` is a SQLAlchemy address, `address` scheme and host or ""."""

    database_url: str
    plan: str
    demo: bool
    backups: Path
    sources: Path
    address: str
    port: int


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read and check every setting. Raises SettingRefused."""
    given = {setting.name: environment.get(setting.name) or setting.default for setting in SETTINGS}
    demo = _flag("DEMO", given["DEMO"])
    store = environment.get("NAP_DATABASE_URL") or (DEMONSTRATION_STORE if demo else REAL_STORE)
    return Settings(
        database_url=_database_url(store),
        plan=given["NAP_PLAN"],
        demo=demo,
        backups=Path(given["NAP_BACKUPS"]),
        sources=Path(given["NAP_SOURCES"]),
        address=_address(given["NAP_ADDRESS"]),
        port=_port(given["PORT"]),
    )


def _database_url(text: str) -> str:
    for prefix in ("postgresql://", "postgres://"):
        if text.startswith(prefix):
            return "postgresql+psycopg://" + text.removeprefix(prefix)
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        hint = "write sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"
        raise SettingRefused(f"NAP_DATABASE_URL: {text.split(':', maxsplit=1)[0]!r} is no store of the tracker; {hint}")
    return text


def _flag(name: str, text: str) -> bool:
    if text not in ("0", "1"):
        raise SettingRefused(f"{name}: {text!r} is neither 0 nor 1")
    return text == "1"


def _address(text: str) -> str:
    """Scheme and host, without a slash at the end; "" where none is set."""
    if text and not _ADDRESS.fullmatch(text):
        hint = "write scheme and host alone, such as https://pna.example"
        raise SettingRefused(f"NAP_ADDRESS: {text!r} is no address of a site; {hint}")
    return text.removesuffix("/")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise SettingRefused(f"PORT: {text!r} is not a port number (1-65535)")
    return int(text)


def sqlite_file(database_url: str) -> Path | None:
    """The file of an embedded store, None for a server."""
    return Path(database_url.removeprefix("sqlite:///")) if database_url.startswith("sqlite:///") else None
