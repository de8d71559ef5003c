"""The two ways of showing the same content that our pages are measured against, as small WSGI applications.

*Static*: the tracker's own document without its scripts, served as a file. *Plain Dash*: the same headings,
paragraphs, lists and tables as one tree of Dash components, the chart a `dcc.Graph` with the whole of plotly, as Dash
ships it. Both start from files that the run saved in a folder, and both are compressed, each file once.
"""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dash import Dash
from flask import Flask

from benchmarks.servers import fetch
from benchmarks.tree import component_tree

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SCRIPTS = re.compile(r"<script\b.*?</script>|<link\b[^>]*\brel=\"?(?:modulepreload|preload|prefetch)\b[^>]*>", re.S)
NEEDED = re.compile(r'<link\b(?=[^>]*\brel="?(?:stylesheet|icon)\b)[^>]*\bhref="([^"]+)"')
KINDS = {".css": "text/css", ".svg": "image/svg+xml"}


def save_document(server: str, address: str, file: Path) -> str:
    """Save the document that `server` gives at `address` as `file`, and give its text."""
    document = fetch(server + address).decode()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(document, encoding="utf-8")
    return document


def save_static(server: str, address: str, folder: Path) -> None:
    """Save that document without its scripts, and the files it needs, under their addresses in `folder`."""
    file = folder / f"{address.lstrip('/')}{'index.html' if address.endswith('/') else ''}"
    document = without_scripts(save_document(server, address, file))
    file.write_text(document, encoding="utf-8")
    for link in NEEDED.findall(document):
        named = html.unescape(link)
        save_document(server, named, folder / named.partition("?")[0].lstrip("/"))


def without_scripts(document: str) -> str:
    """The document as it would be with no script at all."""
    return SCRIPTS.sub("", document)


def static_files(folder: str) -> WSGIApplication:
    """Serves the files of `folder`; an address that ends in a slash is its `index.html`."""
    root = Path(folder).resolve()

    def serve(environment: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        asked = environment["PATH_INFO"].lstrip("/")
        path = (root / (asked + "index.html" if asked.endswith("/") or not asked else asked)).resolve()
        if not (path.is_relative_to(root) and path.is_file()):
            start("404 Not Found", [("Content-Length", "0")])
            return []
        kind = KINDS.get(path.suffix, "text/html")
        start("200 OK", [("Content-Type", kind + "; charset=utf-8"), ("Cache-Control", "max-age=60")])
        return [path.read_bytes()]

    return compressed(serve)


def plain_dash(folder: str) -> WSGIApplication:
    """A Dash application for each `<name>.html` in `folder`, at `/<name>/`; its chart from `<name>.json` if there."""
    server = Flask("plain_dash")
    for document in sorted(Path(folder).glob("*.html")):
        figure = document.with_suffix(".json")
        drawn = json.loads(figure.read_text(encoding="utf-8")) if figure.exists() else None
        app = Dash(document.stem, server=False, url_base_pathname=f"/{document.stem}/")
        app.init_app(server)
        app.layout = component_tree(document.read_text(encoding="utf-8"), figure=drawn)
    return compressed(server.wsgi_app)


def compressed(application: WSGIApplication) -> WSGIApplication:
    """`application` with gzip on every answer; the work is done once for each address that answers a GET."""
    kept: dict[str, tuple[str, list[tuple[str, str]], bytes]] = {}

    def serve(environment: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        address = f"{environment['PATH_INFO']}?{environment.get('QUERY_STRING', '')}"
        repeatable = environment["REQUEST_METHOD"] == "GET"
        status, headers, body = (kept.get(address) if repeatable else None) or _answer(application, environment)
        if repeatable and status.startswith("200"):
            kept[address] = status, headers, body
        start(status, headers)
        return [body]

    return serve


def _answer(application: WSGIApplication, environment: WSGIEnvironment) -> tuple[str, list[tuple[str, str]], bytes]:
    told: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[[bytes], object]:
        told[:] = [status, headers]
        return lambda _: None

    body = gzip.compress(b"".join(application(environment, start)), 6)
    headers = [(name, value) for name, value in told[1] if name.lower() != "content-length"]
    return told[0], [*headers, ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))], body
