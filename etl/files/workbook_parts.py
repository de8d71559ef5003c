"""What the XML of a workbook's parts holds that its parser would pass over, guess at or choke on.

Every part is read once, whatever its name and encoding; what is no XML counts for nothing. Parts that define a document
type, hold more than a return can, merge an area without measure, give a cell or a row twice, or a number not in plain
digits are refused.
"""

from __future__ import annotations

import io
import re
from xml.etree.ElementTree import Element, ParseError
from zipfile import ZipInfo

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl.utils import column_index_from_string, range_boundaries

from etl.cells import FileRefused
from etl.problems import Problem

MAX_MERGED = 10_000  # cells of all merged areas
_XML, _OWN = (".xml", ".rels"), "xl/"
_NUMBER = re.compile(r"-?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?", re.ASCII)
_NUMBER_TYPES = (None, "n", "s")
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)


class Budget:
    """What all parts of a workbook together may hold: elements, and cells that are merged."""

    def __init__(self, tags: int) -> None:
        self._most = tags
        self._tags = 0
        self._merged = 0

    def take(self, element: Element) -> None:
        """Count an element. Raises FileRefused, ValueError where a merged area is none."""
        self._tags += 1
        if _kind(element) == "mergeCell":
            left, top, right, bottom = (edge or 1 for edge in range_boundaries(element.get("ref", "")))
            self._merged += (right - left + 1) * (bottom - top + 1)
        if self._tags > self._most:
            raise unsafe("tiene demasiadas celdas para un reporte", "it has too many cells for a return")
        if self._merged > MAX_MERGED:
            raise unsafe("combina demasiadas celdas", "it merges too many cells")


class _Sheet:
    """The cells of a worksheet as they come: in order, each once, a number in plain digits."""

    def __init__(self) -> None:
        self._row = 0
        self._column = 0

    def begin(self, element: Element) -> None:
        kind, place = _kind(element), element.get("r")
        if kind == "row":
            before, self._column = self._row, 0
            self._row = int(place) if place else before + 1
            _refuse_unless(self._row > before)
        elif kind == "c":
            before = self._column
            match = _PLACE.fullmatch(place) if place else None
            self._column = column_index_from_string(match[1]) if match else before + 1
            _refuse_unless(self._column > before and (not place or (match is not None and int(match[2]) == self._row)))

    def end(self, element: Element) -> None:
        if _kind(element) == "c" and element.get("t") in _NUMBER_TYPES:
            for child in element:
                if _kind(child) == "v" and child.text and not _NUMBER.fullmatch(child.text.strip()):
                    raise unsafe("un número no está en cifras simples", "a number is not in plain digits")
        if _kind(element) == "row":
            element.clear()


def read_part(name: str, data: bytes, budget: Budget) -> None:
    """Go through the part `name`. Raises FileRefused."""
    sheet = None
    try:
        for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            if event == "start":
                budget.take(element)
                sheet = _Sheet() if _kind(element) == "worksheet" else sheet
            if sheet:
                (sheet.begin if event == "start" else sheet.end)(element)
    except DefusedXmlException:
        raise unsafe("una parte define entidades XML", "a part defines XML entities") from None
    except (ParseError, ValueError, LookupError):
        if name.startswith(_OWN) and name.endswith(_XML):
            raise FileRefused(Problem("workbook_unreadable")) from None


def _kind(element: Element) -> str:
    """Its name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _refuse_unless(in_order: bool) -> None:
    if not in_order:
        raise unsafe("una celda o fila está dos veces o fuera de orden", "a cell or row is there twice or out of order")


def refuse_length(member: ZipInfo, size: int) -> None:
    """Raises FileRefused where a member's `size` is not the one that the zip's directory says."""
    if size != member.file_size:
        raise unsafe("una parte no mide lo que el libro dice", "a part is not as long as the workbook says")


def unsafe(reason_es: str, reason_en: str) -> FileRefused:
    """The refusal of a workbook that was not opened, with its reason."""
    return FileRefused(Problem("archive_unsafe", facts=(("reason_es", reason_es), ("reason_en", reason_en))))
