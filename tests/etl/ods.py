"""ODS workbooks as LibreOffice writes them, as far as a reader sees."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

from etl.rules.columns import HEADER

KIND = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }.items()
)
STYLES = (
    '<style:style style:name="shown"><style:table-properties table:display="true"/></style:style>'
    '<style:style style:name="away"><style:table-properties table:display="false"/></style:style>'
    '<style:style style:name="tall"><style:table-row-properties style:row-height="0.2083in"/></style:style>'
    '<style:style style:name="flat"><style:table-row-properties style:row-height="0in"/></style:style>'
    '<style:style style:name="narrow"><style:table-column-properties style:column-width="0cm"/></style:style>'
)


def cell(value: object, attributes: str = "") -> str:
    """One cell of a row."""
    match value:
        case None | "":
            return f"<table:table-cell {attributes}/>"
        case bool():
            kind, text = f'"boolean" office:boolean-value="{str(value).lower()}"', str(value).upper()
        case int() | float():
            kind, text = f'"float" office:value="{value}"', f"{value:,}"
        case datetime() | date():
            kind, text = f'"date" office:date-value="{value.isoformat()}"', f"{value:%d/%m/%y}"
        case _:
            kind, text = '"string"', str(value)
    said = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return f"<table:table-cell office:value-type={kind} {attributes}>{said}</table:table-cell>"


def line(cells: Mapping[str, object], header: Sequence[str] = HEADER, attributes: str = "", **special: str) -> str:
    """One row; `special` gives the XML of a cell by its column."""
    inside = "".join(special.get(name, cell(cells.get(name))) for name in header)
    rest = f'<table:table-cell table:number-columns-repeated="{16_384 - len(header)}"/>'
    return f'<table:table-row table:style-name="tall" {attributes}>{inside}{rest}</table:table-row>'


def sheet(title: str, *lines: str, style: str = "shown", columns: str = "") -> str:
    """One sheet; below its rows a million blank ones."""
    rest = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    return (
        f"<table:table table:name={quoteattr(title)} table:style-name={quoteattr(style)}>"
        f"{columns}{''.join(lines)}{rest}</table:table>"
    )


def ods(
    *rows: Mapping[str, object],
    header: Sequence[str] = HEADER,
    body: str | None = None,
    members: Mapping[str, bytes] | None = None,
    kind: str = KIND,
) -> bytes:
    """A workbook of `rows`, or of the sheets in `body`."""
    head = line(dict(zip(header, header, strict=True)), header)
    sheets = sheet("Reporte", head, *(line(cells, header) for cells in rows)) if body is None else body
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} office:version="1.3">'
        f"<office:automatic-styles>{STYLES}</office:automatic-styles><office:body><office:spreadsheet>"
        f"{sheets}</office:spreadsheet></office:body></office:document-content>"
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        for name, data in ({"content.xml": content.encode()} | dict(members or {})).items():
            archive.writestr(name, data)
    return written.getvalue()
