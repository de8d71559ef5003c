"""The files that pages load: one style sheet, small scripts, an icon."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from flask import Request, Response

from dashboard import theme
from dashboard.serving.headers import FOR_EVER
from dashboard.serving.packing import FILE, Body

ASSETS = Path(__file__).parents[1] / "assets"
STYLES = ASSETS / "styles"
FIRST_STYLE = "base.css"
PLACE = "/assets/"
MIME = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
STYLE = "site.css"
FILES = ("chart.js", "heat.js", "icon.svg")


def style_sheet() -> bytes:
    """The one style sheet of all pages: the palette, the base, then a part for each kind of page."""
    parts = sorted(STYLES.glob("*.css"), key=lambda path: (path.name != FIRST_STYLE, path.name))
    return theme.css().encode() + b"".join(path.read_bytes() for path in parts)


def chart_style() -> str:
    """The rules of charts alone, with the light colours in place: what a drawing carries that stands by itself."""
    values = {f"--{name.replace('_', '-')}": value for name, value in theme.LIGHT._asdict().items()}
    values["--sans"] = "system-ui,sans-serif"
    rules = (STYLES / "chart.css").read_text(encoding="utf-8")
    return re.sub(r"var\((--[a-z-]+)\)", lambda found: values[found[1]], rules)


class Assets:
    """The files that pages load, read once, under one folder named after the hash of them all."""

    def __init__(self, folder: Path = ASSETS) -> None:
        contents = {STYLE: style_sheet()} | {name: (folder / name).read_bytes() for name in FILES}
        digest = hashlib.sha256(b"\0".join(contents.values())).hexdigest()[:16]
        self.folder = digest
        self.addresses: Mapping[str, str] = MappingProxyType({name: f"{PLACE}{digest}/{name}" for name in contents})
        self._bodies = {name: Body.of(content, FILE) for name, content in contents.items()}

    def answer(self, request: Request, folder: str, name: str) -> Response | None:
        """The file, to be kept for ever; None where there is no such file in that folder."""
        body = self._bodies.get(name)
        if body is None or folder != self.folder:
            return None
        response = body.answer(request, mimetype=MIME[Path(name).suffix])
        response.headers["Cache-Control"] = FOR_EVER
        return response
