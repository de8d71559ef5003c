"""The text of a file's bytes, chunk by chunk: UTF-8 (with or without mark), UTF-16 with mark, and Windows-1252 said so.

An old Windows program writes no mark. Its bytes are taken as Windows-1252 only where they are no UTF-8, each of them
then reads as a letter or sign of Spanish text, and these stand as Spanish puts them; the words it shows are told as a
warning. All else is refused, for a file in another encoding (MS-DOS, Macintosh) must never be read as wrong letters.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from typing import BinaryIO

from etl.cells import FileRefused
from etl.problems import Problem

CHUNK = 1024 * 1024
SHOWN_WORDS = 3
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SMALL, _CAPITAL, _SIGNS = "áéíóúüñ", "ÁÉÍÓÚÜÑ", "¿¡°ºª«»–—“”‘’€…·"
_ANY = f"A-Za-z{_SMALL}{_CAPITAL}"
_FOREIGN = re.compile(f"[^\x00-\x7f{_SMALL}{_CAPITAL}{_SIGNS}]")
# «Garc¡a» and «éLTIMO», «PERé» are what MS-DOS' í and Ú become.
_DOUBTFUL = re.compile(f"[{_ANY}0-9][¡¿]|[{_SMALL}][A-Z{_CAPITAL}]|[A-Z{_CAPITAL}]{{2}}[{_SMALL}]")
_WORD = re.compile(f"[{_ANY}]*(?:[{_ANY}][{_SMALL}]|[{_SMALL}][{_ANY}])[{_ANY}]*")
_SEAM = 3  # characters before a chunk that `_DOUBTFUL` needs to see


def decoded(file: BinaryIO, warnings: list[Problem]) -> Iterator[str]:
    """The text of `file`; a warning is added where its encoding was assumed. Raises FileRefused."""
    head = file.read(CHUNK)
    rest = iter(lambda: file.read(CHUNK), b"")
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return _marked(chain([head[len(mark) :]], rest), encoding)
    if head[:2].count(0) == 1:
        raise FileRefused(Problem("encoding", found="UTF-16"))
    return _unmarked(chain([head], rest), warnings)


def _marked(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk, following in pairwise(chain(chunks, [b""])):
            yield decoder.decode(chunk, final=not following)
    except UnicodeDecodeError:
        raise FileRefused(Problem("not_a_table")) from None


def _unmarked(chunks: Iterator[bytes], warnings: list[Problem]) -> Iterator[str]:
    """UTF-8; where it is none and no letter but ASCII's came before, Windows-1252 from there on."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, plain = 1, True
    for chunk in chain(chunks, [b""]):
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            if not plain or not error.object[: error.start].isascii():
                raise _not_told(line + error.object.count(b"\n", 0, error.start)) from None
            yield from _windows(chain([error.object], chunks), warnings, line=line)
            return
        line, plain = line + text.count("\n"), plain and text.isascii()
        yield text


def _windows(chunks: Iterable[bytes], warnings: list[Problem], *, line: int) -> Iterator[str]:
    words: dict[str, None] = {}
    first, before = 0, ""
    for chunk in chunks:
        text = chunk.decode("cp1252", errors="replace")
        seen = before + text
        if wrong := _FOREIGN.search(seen) or _DOUBTFUL.search(seen):
            raise _not_told(line + seen.count("\n", len(before), wrong.start()))
        if not first and (letter := re.search("[^\x00-\x7f]", text)):
            first = line + text.count("\n", 0, letter.start())
        if len(words) < SHOWN_WORDS:
            words |= dict.fromkeys(found[0] for found in _WORD.finditer(seen))
        line, before = line + text.count("\n"), seen[-_SEAM:]
        yield text
    if not words:
        raise _not_told(first)
    warnings.append(Problem("encoding_assumed", row=first, found=", ".join(list(words)[:SHOWN_WORDS])))


def _not_told(line: int) -> FileRefused:
    return FileRefused(Problem("encoding", row=line, found="Windows-1252 (ANSI)"))
