"""Opens a list of any length to be read in blocks, without holding it whole; what the bytes are decides, not the name.

Blocks hold raw texts by columns, some hundred rows each, and the few kinds that are not text; nothing is interpreted.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from etl.files.blocks import LIST, Block, Extent, Stream, stream_of
from etl.files.readers import open_found


def open_stream(source: Path | BinaryIO | bytes, *, sheet: str, names: Sequence[str], extent: Extent = LIST) -> Stream:
    """The rows of `source` (a path, an open binary file that can seek, bytes): of a workbook its `sheet`.

    The header is the first of the first ten rows that holds a third of `names`. An open file stays the caller's to
    close; a path is closed when its blocks are taken, or let go of. Raises FileRefused, and so may the blocks; OSError.
    """
    if not isinstance(source, Path):
        file = io.BytesIO(source) if isinstance(source, bytes) else source
        return stream_of(open_found(file, sheet=sheet, names=names, extent=extent))
    with ExitStack() as opened:
        stream = stream_of(open_found(opened.enter_context(source.open("rb")), sheet=sheet, names=names, extent=extent))
        stream.blocks = _closing(stream.blocks, opened.pop_all())
    return stream


def _closing(blocks: Iterator[Block], opened: ExitStack) -> Iterator[Block]:
    with opened:
        yield from blocks
