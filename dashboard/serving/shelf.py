"""Documents already made, under everything that they depend on, and the answers that they give."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock

from flask import Request, Response

from dashboard.serving.headers import fresh
from dashboard.serving.packing import Body


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


def has(of: Request, key: str) -> bool:
    """Whether the reader has what is under `key`. `*`, whatever there is, names nothing that a reader could have: asked
    before it is known that there is such a page, it is taken for no."""
    return not of.if_none_match.star_tag and of.if_none_match.contains_weak(key)


class Shelf:
    """Documents kept by one worker under everything they depend on, at most `size` of them and `room` bytes before they
    are packed; the oldest go first."""

    def __init__(self, size: int = 400, room: int = 64 * 1024 * 1024) -> None:
        self._size = size
        self._room = room
        self._taken = 0
        self._kept: OrderedDict[str, Body] = OrderedDict()
        self._lock = Lock()

    def answer(self, request: Request, key: str, make: Callable[[], str], *, mimetype: str) -> Response:
        """What is under `key`, made where it was not made before; 304 where the reader has it."""
        kept = self.kept(request, key, mimetype=mimetype)
        if kept is not None:
            return kept
        body = Body.of(make().encode())
        self.put(key, body)
        return fresh(body.answer(request, mimetype=mimetype), key)

    def kept(self, request: Request, key: str, *, mimetype: str = "text/html") -> Response | None:
        """304 where the reader has what is under `key`, else that; None where it was not made yet."""
        if has(request, key):
            return fresh(Response(status=304), key)
        body = self.get(key)
        return None if body is None else fresh(body.answer(request, mimetype=mimetype), key)

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
            known = self._kept.pop(key, None)
            self._kept[key] = body
            self._taken += len(body.plain) - (len(known.plain) if known else 0)
            while len(self._kept) > self._size or self._taken > self._room:
                _, gone = self._kept.popitem(last=False)
                self._taken -= len(gone.plain)
