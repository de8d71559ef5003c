"""What every answer carries: security headers, compression, validators, and the files that pages load."""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Lock
from types import MappingProxyType

from flask import Request, Response

from dashboard import theme
from dashboard.packing import FILE, Body

ASSETS = Path(__file__).parent / "assets"
STYLES = ASSETS / "styles"
FIRST_STYLE = "base.css"
PLACE = "/assets/"
MIME = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
STYLE = "site.css"
FILES = ("chart.js", "heat.js", "icon.svg")
FOR_EVER = "public, max-age=31536000, immutable"
# A page may be kept by anyone but asked about each time: a new release is seen at once, an old page costs a 304.
ASK_AGAIN = "public, no-cache"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
)
_FRAMED, _NOT_FRAMED = "frame-ancestors *", "frame-ancestors 'none'"


def content_policy(*, inline_styles: bool, framed: bool = False) -> str:
    """The content security policy. Inline styles are for pages with an island: Dash and Plotly write them. `framed` is
    for what other sites may show in a frame."""
    styles = "style-src 'self' 'unsafe-inline'" if inline_styles else "style-src 'self'"
    return "; ".join((*_POLICY, _FRAMED if framed else _NOT_FRAMED, styles))


def secure(response: Response, *, https: bool, inline_styles: bool = False, framed: bool = False) -> Response:
    """Put the security headers on `response`; strict transport only where the reader came by https."""
    if framed:
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", content_policy(inline_styles=inline_styles, framed=framed))
    if https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response


def etag(*parts: object) -> str:
    """A validator from everything that a document depends on."""
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()[:32]


def build_of(folders: Iterable[Path]) -> str:
    """A name for what pages are made from: the hash of every source file below `folders`."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.suffix in (".py", ".html", ".po", ".css", ".js", ".svg")):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


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


class Shelf:
    """Documents kept by one worker under everything they depend on; the oldest go first."""

    def __init__(self, size: int = 400) -> None:
        self._size = size
        self._kept: OrderedDict[str, Body] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> Body | None:
        """The document under `key`, or None."""
        with self._lock:
            body = self._kept.get(key)
            if body is not None:
                self._kept.move_to_end(key)
            return body

    def put(self, key: str, body: Body) -> None:
        """Keep a document."""
        with self._lock:
            self._kept[key] = body
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
