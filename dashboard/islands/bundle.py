"""The scripts of the islands: which files, under which addresses, as bytes. Reads installed packages and assets once.

Every file but plotly.js stands in one folder named after the hash of all of them, plotly.js under its own version: so
all may be kept for ever by browsers and proxies, and a new build asks again only for what changed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from flask import Request, Response

from dashboard.serving.assets import ASSETS, MIME
from dashboard.serving.headers import FOR_EVER
from dashboard.serving.packing import BROTLI, FILE, Body

STARTER, STYLE, COMPONENTS, SCRIPT = "island.js", "island.css", "components.js", "dash.js"
# React and Dash's renderer. Dash's suites of components are not served: layouts are made of our own. Nor is what Dash
# brings for browsers of before 2018.
_KEPT = re.compile(r"deps/(react|react-dom|prop-types)@|dash-renderer/")
_ADDRESS = re.compile(r'_dash-component-suites/(?P<package>\w+)/(?P<path>[^"?]+)')
_FINGERPRINT = re.compile(r"\.v[\w-]+m[0-9a-fA-F]+(?=\.)")


class PlotlyMissing(RuntimeError):
    """There is not exactly one plotly.js among the assets."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Every file by its address below the islands' own; `plotly` is the address of plotly.js."""

    folder: str
    plotly: str
    bodies: Mapping[str, Body]

    @property
    def script(self) -> str:
        """The address of React, Dash's renderer and our components, in one file."""
        return f"{self.folder}/{SCRIPT}"

    @property
    def starter(self) -> str:
        """The address of our own script, which starts an island."""
        return f"{self.folder}/{STARTER}"

    @property
    def style(self) -> str:
        """The address of the island's style sheet."""
        return f"{self.folder}/{STYLE}"

    def answer(self, request: Request, address: str) -> Response | None:
        """The file, to be kept for ever; None where there is none at `address`."""
        body = self.bodies.get(address)
        if body is None:
            return None
        response = body.answer(request, mimetype=MIME[Path(address).suffix])
        response.headers["Cache-Control"] = FOR_EVER
        return response


def bundle(script_tags: str) -> Bundle:
    """The bundle of the scripts that Dash names in `script_tags`. Raises PlotlyMissing."""
    scripts = [files("dash").joinpath(path).read_bytes() for path in _paths(script_tags) if _KEPT.match(path)]
    contents = {SCRIPT: b";\n".join([*scripts, (ASSETS / COMPONENTS).read_bytes()])}
    contents |= {name: (ASSETS / name).read_bytes() for name in (STARTER, STYLE)}
    folder, plotly = _folder(contents), _plotly()
    bodies = {f"{folder}/{name}": Body.of(content, FILE) for name, content in contents.items()}
    packed = {BROTLI: plotly.with_name(f"{plotly.name}.br").read_bytes()}
    return Bundle(
        folder=folder, plotly=plotly.name, bodies=bodies | {plotly.name: Body(plotly.read_bytes(), FILE, packed)}
    )


def _paths(script_tags: str) -> Iterator[str]:
    for match in _ADDRESS.finditer(script_tags):
        if match["package"] == "dash":
            yield _FINGERPRINT.sub("", match["path"])


def _plotly() -> Path:
    found = sorted((ASSETS / "vendor").glob("plotly-lean-*.min.js"))
    if len(found) != 1:
        raise PlotlyMissing(f"{ASSETS / 'vendor'}: {len(found)} files named plotly-lean-*.min.js, one is needed")
    return found[0]


def _folder(contents: Mapping[str, bytes]) -> str:
    together = hashlib.sha256()
    for name, content in sorted(contents.items()):
        together.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return together.hexdigest()[:16]
