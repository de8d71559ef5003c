"""A workbook's zip, measured before anything in it is parsed: bytes, members, unpacked size, ratio, names, contents.

Every member is unpacked once as a stream under a cap, so that a size written falsely in the zip's directory is found.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from etl.cells import FileRefused
from etl.problems import Problem
from etl.workbook_parts import Budget, read_part, unsafe

MAX_MEMBERS = 200
MAX_UNPACKED = 24 * 1024 * 1024
MAX_RATIO = 100
_CHUNK = 64 * 1024
_END = b"PK\x05\x06"
_END_LENGTH = 22
_FLAG_ENCRYPTED = 0x1


def measured(content: bytes) -> frozenset[str]:
    """The names of the members of a workbook that is safe to parse. Raises FileRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _refuse_directory(content, members)
            _refuse_contents(archive, members)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError, OSError):
        raise FileRefused(Problem("workbook_unreadable")) from None
    return frozenset(member.filename for member in members)


def _refuse_directory(content: bytes, members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    folded = [name.casefold() for name in names]
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS:
        raise unsafe(f"tiene {len(members)} partes (máximo {MAX_MEMBERS})", f"it has {len(members)} parts")
    if len(set(folded)) != len(folded):
        raise unsafe("repite el nombre de una parte", "it repeats the name of a part")
    if any(_strange(name) for name in names):
        raise unsafe("una parte tiene un nombre que no es de un libro", "a part has a name that no workbook has")
    if any(member.flag_bits & _FLAG_ENCRYPTED for member in members):
        raise FileRefused(Problem("encrypted"))
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * len(content):
        raise _too_big(unpacked)
    if not _ends_cleanly(content):
        raise unsafe("hay datos ajenos después del libro", "there is foreign data after the workbook")


def _refuse_contents(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    unpacked, budget = 0, Budget()
    for member in members:
        data = bytearray()
        for chunk in _chunks(archive, member):
            data += chunk
            if unpacked + len(data) > MAX_UNPACKED:
                raise _too_big(unpacked + len(data))
        unpacked += len(data)
        read_part(member.filename, bytes(data), budget)


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _strange(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in name or name.casefold().endswith((".zip", ".php"))


def _ends_cleanly(content: bytes) -> bool:
    """The zip's end record, with its comment, is the last thing in the file."""
    at = content.rfind(_END)
    comment = int.from_bytes(content[at + 20 : at + 22], "little")
    return at >= 0 and at + _END_LENGTH + comment == len(content)


def _too_big(unpacked: int) -> FileRefused:
    size = f"{unpacked / 1024 / 1024:.0f} MB"
    return unsafe(f"descomprimido ocupa {size} o más, demasiado para un reporte", f"unpacked it takes {size} or more")
