"""Counts persons without keeping them: keyed pseudonyms of documents, and which of them are one person's.

A pseudonym is the HMAC-SHA-256 of type, country and number under a secret that is drawn anew for each count, never
leaves the process and is kept nowhere (ENISA, EDPB guidelines 01/2025: a plain hash of a document's number can be tried
out). Pseudonyms of two counts are therefore different, and none outlives its count.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from hashlib import sha256

_SIZE = 16
_BLOCK = sha256().block_size
_PADS = (0x36, 0x5C)  # of RFC 2104: both halves begin with the key, once for all documents


class Pseudonyms:
    """Makes the pseudonyms of one count."""

    def __init__(self) -> None:
        key = secrets.token_bytes(_BLOCK)
        self._inner, self._outer = (sha256(bytes(byte ^ pad for byte in key)) for pad in _PADS)

    def of(self, texts: Iterable[str]) -> list[bytes | None]:
        """The pseudonyms of documents, 16 bytes each; a text joins type, country and number, or is empty: then None."""
        begin, end = self._inner.copy, self._outer.copy
        found: list[bytes | None] = []
        for text in texts:
            if not text:
                found.append(None)
                continue
            inner, outer = begin(), end()
            inner.update(text.encode())
            outer.update(inner.digest())
            found.append(outer.digest()[:_SIZE])
        return found


class Linked:
    """Which documents are one person's: only where a row states both."""

    def __init__(self) -> None:
        self._parent: dict[bytes, bytes] = {}

    def join(self, one: bytes, other: bytes) -> None:
        """Both are of the same person."""
        first, second = self.root(one), self.root(other)
        if first != second:
            self._parent[second] = first

    def root(self, document: bytes) -> bytes:
        """The document that stands for all of the person's."""
        root = document
        while (above := self._parent.get(root)) is not None:
            root = above
        while (above := self._parent.get(document)) is not None:
            self._parent[document], document = root, above
        return root

    def persons(self, documents: Iterable[bytes]) -> int:
        """How many persons hold `documents`: those linked, directly or by others, are one."""
        if not self._parent:
            return len(set(documents))
        return len({self.root(document) for document in documents})

    def take(self, other: Linked) -> None:
        """What `other` knows holds here as well."""
        for document in tuple(other._parent):
            self.join(document, other.root(document))
