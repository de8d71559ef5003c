"""The scripts of the islands: which files, under which addresses, as bytes. Reads installed packages and assets once.

Every file but plotly.js stands in one folder named after the hash of all of them, plotly.js under its own version: so
all may be kept for ever by browsers and proxies, and a new build asks again only for what changed.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

ASSETS = Path(__file__).parent.parent / "assets"
STARTER, STYLE = "island.js", "island.css"
# Chunks that dash_core_components fetches by itself, from the folder that it came from.
CHUNKS = ("dcc/async-graph.js", "dcc/async-dropdown.js")
_SUITES = ("deps/", "dcc/", "html/", "dash-renderer/")
_ADDRESS = re.compile(r'_dash-component-suites/(?P<package>\w+)/(?P<path>[^"?]+)')
_FINGERPRINT = re.compile(r"\.v[\w-]+m[0-9a-fA-F]+(?=\.)")
_MIME = {".js": "text/javascript", ".css": "text/css"}


class PlotlyMissing(RuntimeError):
    """There is not exactly one basic plotly.js among the assets."""


@dataclass(frozen=True)
class File:
    """One file as it is sent: its bytes, and the same compressed on first need."""

    name: str
    content: bytes

    @property
    def mime_type(self) -> str:
        """What it is sent as."""
        return _MIME[Path(self.name).suffix]

    @cached_property
    def compressed(self) -> bytes:
        """The bytes as gzip, without a time, so that every worker sends the same."""
        return gzip.compress(self.content, 9, mtime=0)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the bytes, hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Bundle:
    """Every file by its address below the islands' own; `scripts` are those to run, in that order."""

    folder: str
    scripts: tuple[str, ...]
    by_address: dict[str, File]

    @property
    def starter(self) -> str:
        """The address of our own script, which starts an island."""
        return f"{self.folder}/{STARTER}"

    @property
    def style(self) -> str:
        """The address of the island's style sheet."""
        return f"{self.folder}/{STYLE}"


def bundle(script_tags: str) -> Bundle:
    """The bundle of the scripts that Dash names in `script_tags`, without the suites that no layout here uses.

    Raises PlotlyMissing.
    """
    paths = [path for path in _paths(script_tags) if path.startswith(_SUITES)]
    plotly = _plotly()
    dash = [_of_dash(path) for path in (*paths, *CHUNKS)]
    ours = [File(name, (ASSETS / name).read_bytes()) for name in (STARTER, STYLE)]
    folder = _folder([*dash, *ours])
    scripts = [f"{folder}/{Path(path).name}" for path in paths]
    by_address = {f"{folder}/{file.name}": file for file in (*dash, *ours)} | {plotly.name: plotly}
    return Bundle(folder, (plotly.name, *scripts), by_address)


def _paths(script_tags: str) -> Iterator[str]:
    for match in _ADDRESS.finditer(script_tags):
        if match["package"] == "dash":
            yield _FINGERPRINT.sub("", match["path"])


def _of_dash(path: str) -> File:
    return File(Path(path).name, files("dash").joinpath(path).read_bytes())


def _plotly() -> File:
    found = sorted((ASSETS / "vendor").glob("plotly-basic-*.min.js"))
    if len(found) != 1:
        raise PlotlyMissing(f"{ASSETS / 'vendor'}: {len(found)} files named plotly-basic-*.min.js, one is needed")
    return File(found[0].name, found[0].read_bytes())


def _folder(contents: Iterable[File]) -> str:
    together = hashlib.sha256()
    for file in sorted(contents, key=lambda file: file.name):
        together.update(f"{file.name}\0{file.hash}\n".encode())
    return together.hexdigest()[:16]
