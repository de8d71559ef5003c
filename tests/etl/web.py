"""A server of the tests' own, on this machine: it answers as each address is told to, and remembers who asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CSV = "text/csv"


class Handler(BaseHTTPRequestHandler):
    """Gives every request to what answers its path; without a query."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        web: Web = self.server.web  # type: ignore[attr-defined]
        web.asked.append((self.path, dict(self.headers)))
        with suppress(OSError):
            web.answers.get(self.path.partition("?")[0], status(404))(self)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class Server(ThreadingHTTPServer):
    """Threads that end with the tests; a client that hangs up is no fault."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Says nothing."""


Answer = Callable[[Handler], None]


@dataclass
class Web:
    """The address of a server, what it answers by path, and what it was asked: path and headers."""

    url: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def served() -> Iterator[Web]:
    server = Server(("127.0.0.1", 0), Handler)
    web = Web(f"http://127.0.0.1:{server.server_address[1]}")
    server.web = web  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield web
    server.shutdown()
    thread.join()
    server.server_close()


def sent(body: bytes, *, headers: Mapping[str, str] | None = None, kind: str = CSV, code: int = 200) -> Answer:
    """`body`, with its length."""

    def answer(handler: Handler) -> None:
        handler.send_response(code)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def status(code: int, *, headers: Mapping[str, str] | None = None) -> Answer:
    return sent(b"", headers=headers, code=code)


def moved(place: str, *, code: int = 302) -> Answer:
    return status(code, headers={"Location": place})


def kept(body: bytes, **headers: str) -> Answer:
    """`body` once: who has it already, by ETag or date, is told so without it."""
    said = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(handler: Handler) -> None:
        known = handler.headers.get("If-None-Match"), handler.headers.get("If-Modified-Since")
        same = known[0] == said["ETag"] if "ETag" in said else known[1] == said.get("Last-Modified", "")
        (status(304, headers=said) if same else sent(body, headers=said))(handler)

    return answer


def trickling(head: bytes, piece: bytes = b"x", *, every: float = 0.05) -> Answer:
    """`head`, then a piece now and then, for ever."""

    def answer(handler: Handler) -> None:
        handler.close_connection = True
        handler.wfile.write(head)
        while True:
            handler.wfile.write(piece)
            time.sleep(every)

    return answer


def raw(written: bytes) -> Answer:
    """Just these bytes, then the line is cut."""

    def answer(handler: Handler) -> None:
        handler.close_connection = True
        handler.wfile.write(written)

    return answer
