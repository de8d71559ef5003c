"""Bytes as they go over the line: plain, gzip or brotli, as the reader's browser prefers.

Each is packed once, when it is first asked for, and kept beside the plain bytes.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import brotli
from flask import Request, Response

PLAIN, GZIP, BROTLI = "identity", "gzip", "br"
# The smaller first: that is taken where a reader accepts both alike.
CODINGS = (BROTLI, GZIP)
_SMALLEST = 600


class Effort(NamedTuple):
    """How hard to pack: gzip's level and brotli's quality."""

    gzip: int
    brotli: int


# A document is made at a reader's request and waits for it; a file of the site is packed once for all.
DOCUMENT, FILE = Effort(6, 5), Effort(9, 10)

_PACK: Mapping[str, Callable[[bytes, Effort], bytes]] = MappingProxyType(
    {
        # without a time, so that every worker sends the same bytes
        GZIP: lambda content, effort: gzip.compress(content, effort.gzip, mtime=0),
        BROTLI: lambda content, effort: bytes(brotli.compress(content, quality=effort.brotli)),
    }
)


def coding(request: Request) -> str:
    """The coding to send (RFC 9110 §12.5.3): the one that the reader likes best of those we have, or none."""
    accepted = request.accept_encodings
    best = max(CODINGS, key=accepted.quality)
    liked = accepted.quality(best)
    plain = next((quality for name, quality in accepted if name.lower() == PLAIN), 0)
    return best if liked > 0 and liked >= plain else PLAIN


class Body:
    """Bytes to send, and the same packed where that is worth it."""

    __slots__ = ("_effort", "_packed", "plain")

    def __init__(self, plain: bytes, effort: Effort = DOCUMENT, packed: Mapping[str, bytes] | None = None) -> None:
        self.plain = plain
        self._effort = effort
        self._packed = dict(packed or {})

    @classmethod
    def of(cls, content: bytes, effort: Effort = DOCUMENT) -> Body:
        """The body of `content`."""
        return cls(content, effort)

    def packed(self, name: str) -> bytes:
        """The bytes in the coding `name`. Two threads that ask at once may both pack; the result is the same."""
        if name == PLAIN:
            return self.plain
        if name not in self._packed:
            self._packed[name] = _PACK[name](self.plain, self._effort)
        return self._packed[name]

    def fill(self, response: Response, request: Request) -> Response:
        """Put the body into `response` as the reader of `request` takes it."""
        name = coding(request) if len(self.plain) >= _SMALLEST else PLAIN
        response.set_data(self.packed(name))
        if name != PLAIN:
            response.headers["Content-Encoding"] = name
        response.headers["Vary"] = "Accept-Encoding"
        return response

    def answer(self, request: Request, *, mimetype: str, status: int = 200) -> Response:
        """The response for the reader of `request`."""
        return self.fill(Response(status=status, mimetype=mimetype), request)
