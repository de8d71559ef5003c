"""A workbook's zip, measured before anything in it is parsed: bytes, members, unpacked size, ratio, names, contents.

The zip's directory is believed in nothing that matters: no more is unpacked of a member than it says there, and what
then does not fit its check sum is refused. Of a return every member is unpacked and gone through at once.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import BinaryIO

from etl.cells import FileRefused
from etl.files.blocks import Extent
from etl.files.workbook_parts import Budget, read_part, refuse_length, unsafe
from etl.problems import Problem

MAX_MEMBERS = 200
MAX_RATIO = 100
_END = b"PK\x05\x06"
_END_LENGTH = 22
_MOST_COMMENT = 65_535
_FLAG_ENCRYPTED = 0x1


def measured(file: BinaryIO, extent: Extent) -> frozenset[str]:
    """The names of the members of a workbook that is safe to parse. Raises FileRefused."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _refuse_directory(file, members, extent)
            if extent.scanned:
                _refuse_contents(archive, members, extent)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError, OSError):
        raise FileRefused(Problem("workbook_unreadable")) from None
    return frozenset(member.filename for member in members)


def _refuse_directory(file: BinaryIO, members: list[zipfile.ZipInfo], extent: Extent) -> None:
    names = [member.filename for member in members]
    folded = [name.casefold() for name in names]
    unpacked = sum(member.file_size for member in members)
    size = file.seek(0, io.SEEK_END)
    if len(members) > MAX_MEMBERS:
        raise unsafe(f"tiene {len(members)} partes (máximo {MAX_MEMBERS})", f"it has {len(members)} parts")
    if len(set(folded)) != len(folded):
        raise unsafe("repite el nombre de una parte", "it repeats the name of a part")
    if any(_strange(name) for name in names):
        raise unsafe("una parte tiene un nombre que no es de un libro", "a part has a name that no workbook has")
    if any(member.flag_bits & _FLAG_ENCRYPTED for member in members):
        raise FileRefused(Problem("encrypted"))
    if unpacked > extent.unpacked or unpacked > MAX_RATIO * size:
        raise _too_big(unpacked)
    if not _ends_cleanly(file, size):
        raise unsafe("hay datos ajenos después del libro", "there is foreign data after the workbook")


def _refuse_contents(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], extent: Extent) -> None:
    budget = Budget(extent.tags)
    for member in members:
        data = archive.read(member)
        refuse_length(member, len(data))
        read_part(member.filename, data, budget)


def _strange(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in name or name.casefold().endswith((".zip", ".php"))


def _ends_cleanly(file: BinaryIO, size: int) -> bool:
    """The zip's end record, with its comment, is the last thing in the file."""
    file.seek(max(0, size - _END_LENGTH - _MOST_COMMENT))
    tail = file.read()
    at = tail.rfind(_END)
    comment = int.from_bytes(tail[at + 20 : at + 22], "little")
    return at >= 0 and at + _END_LENGTH + comment == len(tail)


def _too_big(unpacked: int) -> FileRefused:
    size = f"{unpacked / 1024 / 1024:.0f} MB"
    return unsafe(f"descomprimido ocupa {size} o más, demasiado para un reporte", f"unpacked it takes {size} or more")
