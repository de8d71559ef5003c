"""What the readers of XLSX and ODS share: a parser that defines nothing, stored numbers and moments as texts."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any
from xml.parsers import expat

from defusedxml import DefusedXmlException
from openpyxl.utils.datetime import from_ISO8601

from etl.cells import CellKind, FileRefused
from etl.files.workbook_parts import refuse_length, unsafe
from etl.problems import Problem

CHUNK = 256 * 1024
LONGEST = 32_767  # characters of a cell
_NUMBER = re.compile(r"-?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?", re.ASCII)
_PLAIN = re.compile("0|[1-9][0-9]{0,14}", re.ASCII)


def chunks(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """What a member holds, piece by piece. Raises FileRefused where that is less than the zip's directory says; more
    does not come."""
    size = 0
    with archive.open(member) as part:
        while chunk := part.read(CHUNK):
            size += len(chunk)
            yield chunk
    refuse_length(archive.getinfo(member), size)


def parser() -> Any:
    """A parser of a part that gives names as `namespace}name` and refuses document types."""
    made = expat.ParserCreate(namespace_separator="}")
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _refuse_document_type
    return made


def _refuse_document_type(*_declared: object) -> None:
    raise unsafe("una parte define entidades XML", "a part defines XML entities")


@contextmanager
def sound() -> Iterator[None]:
    """Whatever a damaged part raises inside is one refusal: the workbook cannot be read."""
    try:
        yield
    except (FileRefused, MemoryError, GeneratorExit):
        raise
    except DefusedXmlException:
        _refuse_document_type()
    except Exception:
        raise FileRefused(Problem("workbook_unreadable")) from None


def moment(value: object) -> tuple[CellKind | None, str]:
    """The kind and text of a moment; a span of time is a text."""
    match value:
        case datetime() if value.time() == time():
            return CellKind.DATE, value.date().isoformat()
        case datetime() | date() | time():
            return CellKind.DATE, value.isoformat()
    return None, str(value)


def iso_moment(text: str) -> tuple[CellKind | None, str]:
    """The same of a moment written out. Raises ValueError."""
    read: Any = from_ISO8601
    return moment(read(text))


def stored_number(text: str) -> str:
    """A stored number as a program shows it: whole, or of at most fifteen digits. Raises FileRefused."""
    if _PLAIN.fullmatch(text):
        return text
    digits = text.strip()
    if not _NUMBER.fullmatch(digits):
        raise unsafe("un número no está en cifras simples", "a number is not in plain digits")
    return format(float(digits), ".15g") if any(sign in digits for sign in ".eE") else str(int(digits))
