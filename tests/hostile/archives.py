"""Rows 44-50: what is no table, zips that lie or burst, XML that reaches out, sheets beyond all measure."""

# ruff: noqa: E501  # a case a line: the tables below are read down their columns
from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping

from openpyxl.worksheet.worksheet import Worksheet

from tests.etl import ods
from tests.hostile.cases import EVERY, SOUND, Case, refused
from tests.hostile.cells import PRIVATE, SHEET_PART
from tests.hostile.files import (
    FORMATS,
    HEADERS,
    SHEET,
    csv_of,
    ods_of,
    parts_of,
    replaced,
    rows_of,
    text_of,
    with_part,
    xlsx_of,
    zipped,
)

RETURN = "quarterly_return"
LIST, PRIVATE_LIST = "booklets_issued", "migrants_trained"
JOBS = (RETURN, LIST, PRIVATE_LIST)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MB = 1024 * 1024
ODS_CONTENT = "content.xml"
_HEADS: Mapping[str, tuple[bytes, str]] = {
    ".xls": (OLE + b"\0" * 600, "old_excel"),
    "encrypted XLSX": (OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "PDF": (b"%PDF-1.7\n1 0 obj\n", "pdf"),
    "PDF after a mark": (b"\xef\xbb\xbf\n%PDF-1.4", "pdf"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "not_a_table"),
    "JPEG": (b"\xff\xd8\xff\xe0JFIF", "not_a_table"),
    "GIF": (b"GIF89a", "not_a_table"),
    "gzip": (b"\x1f\x8b\x08\0", "not_a_table"),
    "RAR": (b"Rar!\x1a\x07\0", "not_a_table"),
    "7-Zip": (b"7z\xbc\xaf\x27\x1c", "not_a_table"),
    "a program for Windows": (b"MZ\x90\0", "not_a_table"),
    "a program for Linux": (b"\x7fELF\2\1\1", "not_a_table"),
    "RTF": (b"{\\rtf1 x}", "not_a_table"),
    "HTML called .xls": (b"<html><table><tr><td>1</td></tr></table></html>", "not_a_table"),
    "XML of Excel 2003": (b'<?xml version="1.0"?><Workbook/>', "not_a_table"),
    "JSON": (b'{"entidad": "MIN"}', "quote"),
    "a shell script": (b"#!/bin/sh\nrm -rf /\n", "header_missing"),
    "PHP": (b"<?php system($_GET['c']); ?>", "not_a_table"),
    "an e-mail": (b"From: a\nTo: b\n\nhola\n", "header_missing"),
    "SQLite": (b"SQLite format 3\0" + b"\0" * 84, "control_character"),
    "an end of a zip alone": (b"PK\x05\x06" + b"\0" * 18, "not_a_table"),
    "a start of a zip alone": (b"PK\x03\x04", "workbook_unreadable"),
}


def cases() -> Iterator[Case]:
    """Every case of these rows."""
    for job in JOBS:
        for what, (content, code) in _HEADS.items():
            yield Case(44, f"{what} called .csv", lambda content=content: content, refused(code), job)
    yield from _kinds()
    yield from _bombs()
    yield from _zips()
    yield from _xml()
    yield from _sizes()


def _kinds() -> Iterator[Case]:
    for job in EVERY:
        secrets = PRIVATE.get(job, ())
        yield Case(
            44,
            "XLSM with a macro",
            lambda job=job: with_part(xlsx_of(job), "xl/vbaProject.bin"),
            refused("macro_workbook"),
            job,
            secrets=secrets,
        )
        yield Case(
            44,
            "ODS with a macro",
            lambda job=job: with_part(ods_of(job), "Basic/script-lc.xml"),
            refused("macro_workbook"),
            job,
            secrets=secrets,
        )
        yield Case(44, "CSV called .xlsx", lambda job=job: csv_of(job), SOUND[job], job, file_name="libro.xlsx")
        yield Case(44, "XLSX called .csv", lambda job=job: xlsx_of(job), SOUND[job], job)
        yield Case(44, "ODS called .xlsx", lambda job=job: ods_of(job), SOUND[job], job, file_name="libro.xlsx")
        yield Case(
            44,
            "XLSX with PHP after it",
            lambda job=job: xlsx_of(job) + b"<?php system('id'); ?>",
            refused(),
            job,
            secrets=secrets,
        )
        yield Case(
            44,
            "XLSX with PHP before it",
            lambda job=job: b"<?php ?>" + xlsx_of(job),
            refused("not_a_table"),
            job,
            secrets=secrets,
        )
        yield Case(
            44,
            "XLSX with PHP in the comment of its zip",
            lambda job=job: _commented(xlsx_of(job), b"<?php system('id'); ?>"),
            SOUND[job],
            job,
        )
    for what, make, code in (
        ("XLSB", lambda: zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"}), "binary_workbook"),
        ("a Word document", lambda: zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<d/>"}), "not_a_table"),
        ("any zip", lambda: zipped({"a.txt": b"x"}), "not_a_table"), ("a JAR", lambda: zipped({"META-INF/MANIFEST.MF": b"x"}), "not_a_table"),
        ("an OpenDocument text", lambda: ods.ods(kind="application/vnd.oasis.opendocument.text"), "open_document"),
        ("an encrypted ODS", lambda: ods.ods(*rows_of(RETURN), members={"META-INF/manifest.xml": b"<m:encryption-data/>"}), "encrypted"),
        ("an encrypted package ODS", lambda: ods.ods(*rows_of(RETURN), members={"encrypted-package": b"x"}), "encrypted"),
        ("an XLSX without its workbook", lambda: _without(xlsx_of(RETURN), "xl/workbook.xml"), "workbook_unreadable"),
        ("an XLSX without its sheet", lambda: _without(xlsx_of(RETURN), SHEET_PART), ""),
        ("an XLSX without its relations", lambda: _without(xlsx_of(RETURN), "xl/_rels/workbook.xml.rels"), "workbook_unreadable"),
        ("an XLSX without its styles", lambda: _without(xlsx_of(RETURN), "xl/styles.xml"), ""),
        ("an XLSX without content types", lambda: _without(xlsx_of(RETURN), "[Content_Types].xml"), "not_a_table"),
        ("an ODS without content", lambda: _without(ods_of(RETURN), ODS_CONTENT), "open_document"),
        ("an XLSX cut in two", lambda: xlsx_of(RETURN)[: len(xlsx_of(RETURN)) // 2], "workbook_unreadable"),
        ("an XLSX without its end", lambda: xlsx_of(RETURN)[:-30], "workbook_unreadable"),
        ("two workbooks one after the other", lambda: xlsx_of(RETURN) + xlsx_of(LIST), ""),
    ):  # fmt: skip
        yield Case(44, what, make, refused(code) if code else refused() if "styles" not in what else SOUND[RETURN])
    yield Case(44, "XLSX whose zip has a password", lambda: _flagged(xlsx_of(RETURN)), refused("encrypted"))


def _without(content: bytes, name: str) -> bytes:
    return zipped({part: data for part, data in parts_of(content).items() if part != name})


def _commented(content: bytes, comment: bytes) -> bytes:
    return content[:-2] + struct.pack("<H", len(comment)) + comment


def _flagged(content: bytes) -> bytes:
    """Every member said to be encrypted."""
    spoiled = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := spoiled.find(mark, start + 1)) >= 0:
            spoiled[start + at] |= 1
    return bytes(spoiled)


def _bombs() -> Iterator[Case]:
    for job in JOBS:
        for what, make, heavy in (
            ("32 MB of spaces in 32 KB", lambda job=job: _bomb(job, 32), False), ("640 MB in 640 KB", lambda job=job: _bomb(job, 640), True),
            ("a million rows in a sheet", lambda job=job: _million(job), True), ("10^9 rows said in an ODS", lambda job=job: _repeated(job, 10**9 - 1), False),
            ("a million rows repeated in an ODS", lambda job=job: _repeated(job, 1_040_000), True), ("a row of 16,384 cells repeated in an ODS", lambda job=job: _wide(job), False),
            ("shared texts of 60 MB", lambda job=job: _shared(job, 60), True), ("a bomb beside the sheet", lambda job=job: _beside(job, 40), False),
        ):  # fmt: skip
            yield Case(45, what, make, refused(), job, heavy=heavy, secrets=PRIVATE.get(job, ()))


def _bomb(job: str, size: int) -> bytes:
    content = xlsx_of(job)
    parts = parts_of(content)
    return _packed(parts, SHEET_PART, parts[SHEET_PART], size)


def _packed(parts: Mapping[str, bytes], name: str, start: bytes, size: int) -> bytes:
    """A zip whose part `name` has `size` megabytes of spaces after `start`, packed as it is made."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            if part != name:
                archive.writestr(zipfile.ZipInfo(part), data)
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(info, "w") as into:
            into.write(start)
            for _ in range(size):
                into.write(b" " * MB)
    return written.getvalue()


def _million(job: str) -> bytes:
    parts = parts_of(xlsx_of(job))
    first, _, rest = parts[SHEET_PART].decode().partition("</sheetData>")
    rows = "".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(10, 1_000_000))
    return zipped(parts | {SHEET_PART: f"{first}{rows}</sheetData>{rest}".encode()})


def _repeated(job: str, times: int) -> bytes:
    return ods_of(job, attributes=f'table:number-rows-repeated="{times}"')


def _wide(job: str) -> bytes:
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    return ods.ods(
        body=ods.sheet(SHEET[job], ods.line(dict(zip(HEADERS[job], HEADERS[job], strict=True)), HEADERS[job]), row)
    )


def _shared(job: str, size: int) -> bytes:
    parts = parts_of(xlsx_of(job))
    kind = 'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"'
    types = (
        parts["[Content_Types].xml"]
        .decode()
        .replace("</Types>", f'<Override PartName="/xl/sharedStrings.xml" {kind}/></Types>')
    )
    texts = b"<si><t>" + b"y" * 32_000 + b"</t></si>"
    many = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + texts * (size * MB // len(texts))
        + b"</sst>"
    )
    return zipped(parts | {"[Content_Types].xml": types.encode(), "xl/sharedStrings.xml": many})


def _beside(job: str, size: int) -> bytes:
    return _packed(parts_of(xlsx_of(job)) | {"xl/media/image1.png": b""}, "xl/media/image1.png", b"", size)


def _zips() -> Iterator[Case]:
    for job in JOBS:
        secrets = PRIVATE.get(job, ())
        made: tuple[tuple[int, str, Callable[[], bytes]], ...] = (
            (46, "a size in the directory that is too small", lambda job=job: _lying(xlsx_of(job), by=-200)),
            (46, "a size in the directory that is too large", lambda job=job: _lying(xlsx_of(job), by=200)),
            (46, "a wrong check sum", lambda job=job: _wrong_sum(xlsx_of(job))),
            (46, "a wrong check sum, ODS", lambda job=job: _wrong_sum(ods_of(job), ODS_CONTENT)),
            (46, "an offset beyond the file", lambda job=job: _misplaced(xlsx_of(job))),
            (46, "a bomb said to be small", lambda job=job: _small_bomb(job)),
            (46, "a method of packing that nobody has", lambda job=job: _method(xlsx_of(job))),
            (46, "a damaged stream", lambda job=job: _damaged(xlsx_of(job))),
            (47, "a zip within the zip", lambda job=job: with_part(xlsx_of(job), "xl/inner.zip", zipped({"a": b"x"}))),
            (
                47,
                "300 members",
                lambda job=job: zipped(parts_of(xlsx_of(job)) | {f"xl/x{at}.xml": b"<x/>" for at in range(300)}),
            ),
            (47, "a member twice", lambda job=job: zipped([*parts_of(xlsx_of(job)).items(), (SHEET_PART, b"<x/>")])),
            (
                47,
                "a member twice but for capitals",
                lambda job=job: with_part(xlsx_of(job), SHEET_PART.upper(), b"<x/>"),
            ),
            (47, "a member outside", lambda job=job: with_part(xlsx_of(job), "../../etc/passwd")),
            (47, "a member outside with backslashes", lambda job=job: with_part(xlsx_of(job), "..\\..\\x")),
            (47, "a member with an absolute path", lambda job=job: with_part(xlsx_of(job), "/etc/passwd")),
            (47, "a member on a drive", lambda job=job: with_part(xlsx_of(job), "C:/x")),
            (47, "a PHP member", lambda job=job: with_part(xlsx_of(job), "xl/x.php", b"<?php ?>")),
            (
                47,
                "300 members, ODS",
                lambda job=job: zipped(parts_of(ods_of(job)) | {f"x{at}.xml": b"<x/>" for at in range(300)}),
            ),
            (47, "a member outside, ODS", lambda job=job: with_part(ods_of(job), "../../etc/passwd")),
        )
        for row, what, make in made:
            yield Case(row, what, make, refused(), job, secrets=secrets)
    yield Case(47, "100,000 members", _many, refused(), heavy=True)


def _many() -> bytes:
    return zipped([*parts_of(xlsx_of(RETURN)).items(), *((f"xl/x{at}", b"") for at in range(100_000))], stored=True)


def _directory(content: bytes, name: str = SHEET_PART) -> int:
    """Where the entry of a member stands in the directory."""
    return content.index(name.encode(), content.index(b"PK\x01\x02")) - 46


def _lying(content: bytes, *, by: int) -> bytes:
    at = _directory(content) + 24
    spoiled = bytearray(content)
    struct.pack_into("<I", spoiled, at, struct.unpack_from("<I", spoiled, at)[0] + by)
    return bytes(spoiled)


def _wrong_sum(content: bytes, name: str = SHEET_PART) -> bytes:
    spoiled = bytearray(content)
    for at in (_directory(content, name) + 16, content.index(name.encode()) - 16):
        spoiled[at] ^= 0xFF
    return bytes(spoiled)


def _misplaced(content: bytes) -> bytes:
    spoiled = bytearray(content)
    struct.pack_into("<I", spoiled, _directory(content) + 42, 0x7FFFFFFF)
    return bytes(spoiled)


def _method(content: bytes) -> bytes:
    spoiled = bytearray(content)
    for at in (_directory(content) + 10, content.index(SHEET_PART.encode()) - 22):
        struct.pack_into("<H", spoiled, at, 97)
    return bytes(spoiled)


def _damaged(content: bytes) -> bytes:
    at = content.index(SHEET_PART.encode()) + len(SHEET_PART) + 20
    return content[:at] + bytes(byte ^ 0x55 for byte in content[at : at + 30]) + content[at + 30 :]


def _small_bomb(job: str) -> bytes:
    """40 MB that the directory says are 4 KB."""
    content = bytearray(_bomb(job, 40))
    struct.pack_into("<I", content, _directory(bytes(content)) + 24, 4_000)
    return bytes(content)


_LAUGHS = '<!DOCTYPE lolz [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip
_TYPES = {
    "an entity of a file": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "an entity of the network": '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/x">]>',
    "an entity of parameters": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>',
    "a document type elsewhere": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    "a billion laughs": _LAUGHS,
    "a quadratic blow-up": f'<!DOCTYPE x [<!ENTITY e "{"z" * 50_000}">]>',
    "a document type that defines nothing": "<!DOCTYPE x []>",
}
_PARTS = (
    SHEET_PART,
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "[Content_Types].xml",
    "docProps/core.xml",
)


def _xml() -> Iterator[Case]:
    for what, declared in _TYPES.items():
        for part in _PARTS if "file" in what or "laughs" in what else _PARTS[:1]:
            for job in (RETURN, LIST):
                if (
                    job == RETURN or part != "docProps/core.xml"
                ):  # no part of a list's workbook is read that is not needed
                    yield Case(
                        48,
                        f"{what} in {part}",
                        lambda part=part, declared=declared, job=job: _declared(xlsx_of(job), part, declared),
                        refused(),
                        job,
                    )
        for job in JOBS:
            yield Case(48, f"{what} in content.xml, ODS", lambda declared=declared, job=job: _declared(ods_of(job), ODS_CONTENT, declared),
                       refused(), job, secrets=PRIVATE.get(job, ()))  # fmt: skip
    for what, make in {
        "a sheet in UTF-7": lambda: with_part(xlsx_of(RETURN), SHEET_PART, b'<?xml version="1.0" encoding="UTF-7"?><worksheet/>'),
        "a sheet of nested elements": lambda: with_part(xlsx_of(RETURN), SHEET_PART, b"<a>" * 100_000),
        "a sheet with 100,000 attributes": lambda: with_part(xlsx_of(RETURN), SHEET_PART, b"<worksheet " + b" ".join(b'a%d=""' % at for at in range(100_000)) + b"/>"),
        "an ODS of nested tables": lambda: with_part(ods_of(RETURN), ODS_CONTENT, parts_of(ods_of(RETURN))[ODS_CONTENT].replace(b"<table:table-cell ", b"<table:table-cell><table:table/></table:table-cell><table:table-cell ", 1)),
        "a cell twice": lambda: replaced(xlsx_of(RETURN), SHEET_PART, '<c r="B2"', '<c r="A2"'),
        "rows out of order": lambda: replaced(xlsx_of(RETURN), SHEET_PART, '<row r="2"', '<row r="1"'),
        "a row beyond numbers": lambda: replaced(xlsx_of(RETURN), SHEET_PART, '<row r="2"', f'<row r="{"9" * 50}"'),
        "a row of no number": lambda: replaced(xlsx_of(RETURN), SHEET_PART, '<row r="2"', '<row r="x"'),
        "a column beyond all": lambda: replaced(xlsx_of(RETURN), SHEET_PART, '<c r="A2"', '<c r="ZZZ2"'),
        "a shared text that is not there": lambda: replaced(xlsx_of(RETURN, rows_of(RETURN, valor=12)), SHEET_PART, '><v>12</v>', ' t="s"><v>999999</v>'),
        "a shared text of a negative number": lambda: replaced(xlsx_of(RETURN, rows_of(RETURN, valor=12)), SHEET_PART, '><v>12</v>', ' t="s"><v>-1</v>'),
        "a type of no cell": lambda: replaced(xlsx_of(RETURN, rows_of(RETURN, valor=12)), SHEET_PART, '><v>12</v>', ' t="zz"><v>12</v>'),
        "two values in a cell": lambda: replaced(xlsx_of(RETURN, rows_of(RETURN, valor=12)), SHEET_PART, '<v>12</v>', '<v>12</v><v>13</v>'),
        "a target outside the workbook": lambda: replaced(xlsx_of(RETURN), "xl/_rels/workbook.xml.rels", "/xl/worksheets/sheet1.xml", "/../../../etc/passwd"),
        "a target on the network": lambda: replaced(xlsx_of(RETURN), "xl/_rels/workbook.xml.rels", "/xl/worksheets/sheet1.xml", "http://127.0.0.1:9/x"),
        "a merged area without measure": lambda: replaced(xlsx_of(RETURN), SHEET_PART, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "a repeat of 0 in an ODS": lambda: ods_of(RETURN, attributes='table:number-rows-repeated="0"'),
        "a repeat of -1 in an ODS": lambda: ods_of(RETURN, attributes='table:number-rows-repeated="-1"'),
        "a repeat of no number in an ODS": lambda: ods_of(RETURN, attributes='table:number-rows-repeated="\u0663"'),
        "a repeat of 10^30 in an ODS": lambda: ods_of(RETURN, attributes=f'table:number-rows-repeated="{10**30}"'),
    }.items():  # fmt: skip
        yield Case(48, what, make, refused())


def _declared(content: bytes, part: str, declared: str) -> bytes:
    """The workbook with a document type before the root of a part, and an entity used where text may stand."""
    data = parts_of(content)[part].decode()
    start = data.index("?>") + 2 if data.startswith("<?xml") else 0
    told = data[:start] + declared + data[start:]
    name = "i" if "laughs" in declared or "ENTITY i " in declared else "e"
    if f"ENTITY {name} " in declared:
        told = told.replace("</t>", f"&{name};</t>", 1).replace("</text:p>", f"&{name};</text:p>", 1)
    return with_part(content, part, told.encode())


def _sizes() -> Iterator[Case]:
    for job in JOBS:
        private = job == PRIVATE_LIST
        secrets = PRIVATE.get(job, ())
        long = "nota" if job != LIST else "titulo"
        rows = rows_of(job, **{long: "y" * (10 * MB - 2_000)})
        if not private:
            yield Case(49, "11 MB of rows", lambda job=job: _long(job, 11), refused("file_too_large"), job, heavy=True)
            yield Case(49, "200 MB of zeros", lambda: b"0" * (200 * MB), refused("file_too_large"), job, heavy=True)
        else:
            yield Case(
                49,
                "257 MB of rows",
                lambda job=job: _long(job, 257),
                refused("file_too_large"),
                job,
                heavy=True,
                secrets=secrets,
            )
        yield Case(
            50,
            "10 MB in a cell, CSV",
            lambda job=job, rows=rows: csv_of(job, rows),
            refused("cell_too_long"),
            job,
            secrets=secrets,
        )
        big = rows_of(job, **{long: "y" * 40_000})
        for kind in ("xlsx", "ods"):
            yield Case(
                50,
                f"40,000 characters in a cell, {kind}",
                lambda kind=kind, job=job, big=big: _uncut(kind, job, big),
                refused(),
                job,
                secrets=secrets,
            )
        wide = [*HEADERS[job], *(f"c{at}" for at in range(16_384 - len(HEADERS[job])))]
        yield Case(
            50,
            "16,384 columns, CSV",
            lambda job=job, wide=wide: csv_of(job, header=wide),
            refused("too_many_columns"),
            job,
            secrets=secrets,
        )

        def last_row(sheet: Worksheet) -> None:
            sheet.cell(1_048_576, 1, "MIN")

        def last_column(sheet: Worksheet) -> None:
            sheet.cell(2, 16_384, "x")

        yield Case(50, "one cell in row 1,048,576, XLSX", lambda job=job, change=last_row: xlsx_of(job, change=change),
                   refused("too_many_rows") if job == RETURN else refused(), job, secrets=secrets)  # fmt: skip
        yield Case(
            50,
            "one cell in column 16,384, XLSX",
            lambda job=job, change=last_column: xlsx_of(job, change=change),
            refused("too_many_columns"),
            job,
            secrets=secrets,
        )
    yield Case(
        50,
        "30,000 rows of a return, CSV",
        lambda: csv_of(RETURN, rows_of(RETURN) * 30_000),
        refused("too_many_rows"),
        heavy=True,
    )
    yield Case(
        50,
        "9,000 rows of a return that are one figure, CSV",
        lambda: csv_of(RETURN, rows_of(RETURN) * 9_000),
        refused("duplicate"),
        heavy=True,
    )


def _uncut(kind: str, job: str, rows: list[dict[str, object]]) -> bytes:
    """A workbook with a text longer than the libraries write."""
    marker = [
        {name: "MARCADOR" if isinstance(value, str) and len(value) > 30_000 else value for name, value in row.items()}
        for row in rows
    ]
    content = FORMATS[kind](job, marker)
    return replaced(content, SHEET_PART if kind == "xlsx" else ODS_CONTENT, "MARCADOR", "y" * 40_000)


def _long(job: str, size: int) -> bytes:
    header, _, rest = text_of(job).partition("\n")
    return (header + "\n" + rest * (size * MB // len(rest.encode()) + 1)).encode()
