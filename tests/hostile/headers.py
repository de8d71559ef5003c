"""Rows 27-30, 43 and 54: headers, the length of rows, blanks, quotes and line ends."""

# ruff: noqa: E501  # a case a line: the tables below are read down their columns
from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from tests.etl import ods
from tests.hostile.cases import EVERY, LISTS, SOUND, Case, accepted, refused
from tests.hostile.cells import PRIVATE
from tests.hostile.files import FORMATS, HEADERS, SHEET, book_of, csv_of, ods_of, rows_of, saved, text_of, xlsx_of

RETURN = "quarterly_return"
BLANK_FILES = {
    "nothing": b"",
    "spaces": b"   \n\n",
    "a mark": b"\xef\xbb\xbf",
    "delimiters": b",,,\n,,,\n;;;\n",
    "line ends": b"\r\n" * 40,
}


def cases() -> Iterator[Case]:
    """Every case of these rows."""
    for job in EVERY:
        yield from _headers(job)
        yield from _lengths(job)
        yield from _blank(job)
        yield from _quotes(job)
    yield from _names()
    yield from _ends()


def _headers(job: str) -> Iterator[Case]:
    names, right, secrets = HEADERS[job], SOUND[job], PRIVATE.get(job, ())
    twice = [*names[:-1], names[2]]
    lacking = [name for name in names if name != "indicador" and name != "codigo" and name != "documento"]
    for kind, make in FORMATS.items():
        yield Case(
            27,
            f"a name twice in the header, {kind}",
            lambda make=make: make(job, header=twice),
            refused("column_twice"),
            job,
            secrets=secrets,
        )
        yield Case(
            28,
            f"a column missing, {kind}",
            lambda make=make: make(job, header=lacking),
            refused("column_missing"),
            job,
            secrets=secrets,
        )
        more = [*names, "observaciones"]
        yield Case(
            28,
            f"a column more, {kind}",
            lambda make=make, more=more: make(job, header=more),
            refused("column_unknown"),
            job,
            secrets=secrets,
        )
        yield Case(28, f"columns in another order, {kind}", lambda make=make: make(job, header=names[::-1]), right, job)
    spaced = [f" {name}\u00a0" for name in names]
    yield Case(
        28,
        "spaces around names, CSV",
        lambda: csv_of(job).replace(",".join(names).encode(), ",".join(spaced).encode()),
        right,
        job,
    )
    nfd = [unicodedata.normalize("NFD", name) for name in names]
    yield Case(
        28,
        "names in NFD, CSV",
        lambda: csv_of(job).replace(",".join(names).encode(), ",".join(nfd).encode()),
        right,
        job,
    )
    capitals = [name.upper() for name in names]
    yield Case(
        28,
        "names in capitals, CSV",
        lambda: csv_of(job).replace(",".join(names).encode(), ",".join(capitals).encode()),
        refused(),
        job,
        secrets=secrets,
    )
    nameless = [*names, ""]
    rows = [{**rows_of(job)[0], "": "algo"}, *rows_of(job)[1:]]
    for kind, make in FORMATS.items():
        yield Case(
            28,
            f"data under no name, {kind}",
            lambda make=make: make(job, rows, header=nameless),
            refused("column_blank"),
            job,
            secrets=secrets,
        )
        yield Case(
            28, f"a column of blanks under no name, {kind}", lambda make=make: make(job, header=nameless), right, job
        )


def _names() -> Iterator[Case]:
    names = HEADERS[RETURN]
    for what, new in {
        "a Cyrillic letter": "val\u043er", "a zero-width space": "val\u200bor", "an accent more": "v\u00e1lor",
        "another language": "value", "quotes": "'valor'", "a formula": "=valor", "full-width letters": "\uff56alor",
        "10,000 letters": "valor" * 2_000, "a line end": "va\nlor", "a hole for words": "{valor}", "markup": "<b>valor</b>",
    }.items():  # fmt: skip
        header = [new if name == "valor" else name for name in names]
        for kind, make in FORMATS.items():
            rows = [{**rows_of(RETURN)[0], new: "12"}]
            yield Case(
                28,
                f"{what} in a name, {kind}",
                lambda make=make, rows=rows, header=header: make(RETURN, rows, header=header),
                refused("column_missing"),
            )


def _lengths(job: str) -> Iterator[Case]:
    text, secrets = text_of(job), PRIVATE.get(job, ())
    first = text.splitlines()[1]
    yield Case(
        29,
        "a cell more in a row, CSV",
        lambda: text.replace(first, f"{first},x", 1).encode(),
        refused("row_length", at=(2, "")),
        job,
        secrets=secrets,
    )
    yield Case(29, "a thousands comma that splits a cell, CSV", lambda: text.replace(first, f"1,{first}", 1).encode(),
               refused("row_length", at=(2, "")), job, secrets=secrets)  # fmt: skip
    cut = first.rpartition(",")[0]
    yield Case(
        30,
        "a cell less in a row, CSV",
        lambda: text.replace(first, cut, 1).encode(),
        refused("row_length", at=(2, "")),
        job,
        secrets=secrets,
    )
    yield Case(
        29, "a cell beyond the header, XLSX", lambda: _beyond(job), refused("column_blank"), job, secrets=secrets
    )
    yield Case(
        30,
        "a blank row in the middle, CSV",
        lambda: text.replace(first, "," * first.count(",") + "\n" + first, 1).encode(),
        SOUND[job],
        job,
    )
    yield Case(
        30, "blank lines in the middle, CSV", lambda: text.replace(first, "\n\n" + first, 1).encode(), SOUND[job], job
    )
    yield Case(
        30,
        "rows after 1,000 blank lines, CSV",
        lambda: text.replace(first, "\n" * 1_000 + first, 1).encode(),
        SOUND[job],
        job,
    )
    yield Case(30, "rows after 1,000 blank rows, XLSX", lambda: _after_blanks(job), SOUND[job], job)
    blanks = f'<table:table-row table:number-rows-repeated="1000"><table:table-cell table:number-columns-repeated="{len(HEADERS[job])}"/></table:table-row>'
    lines = [ods.line(dict(zip(HEADERS[job], HEADERS[job], strict=True)), HEADERS[job]), blanks]
    lines += [ods.line(cells, HEADERS[job]) for cells in rows_of(job)]
    yield Case(
        30, "rows after 1,000 blank rows, ODS", lambda: ods.ods(body=ods.sheet(SHEET[job], *lines)), SOUND[job], job
    )


def _beyond(job: str) -> bytes:
    book = book_of(job)
    book.worksheets[0].cell(2, len(HEADERS[job]) + 3, "x")
    return saved(book)


def _after_blanks(job: str) -> bytes:
    book = book_of(job)
    book.worksheets[0].insert_rows(2, 1_000)
    return saved(book)


def _blank(job: str) -> Iterator[Case]:
    for what, content in BLANK_FILES.items():
        yield Case(43, f"{what} and nothing else", lambda content=content: content, refused("file_empty"), job)
    for kind, make in FORMATS.items():
        if kind == "ods":
            yield Case(43, "a header and nothing below, ods", lambda: _bare_ods(job), refused("no_rows"), job)
            continue
        yield Case(43, f"a header and nothing below, {kind}", lambda make=make: make(job, []), refused("no_rows"), job)
        yield Case(
            43, f"a header and blank rows, {kind}", lambda make=make: make(job, [{}, {}]), refused("no_rows"), job
        )
    yield Case(43, "a workbook with a blank sheet, XLSX", lambda: _emptied(job), refused("header_missing"), job)
    nothing = ods.sheet(SHEET[job])
    yield Case(43, "a workbook with a blank sheet, ODS", lambda: ods.ods(body=nothing), refused("header_missing"), job)
    yield Case(
        43,
        "rows and no header, CSV",
        text_of(job).partition("\n")[2].encode,
        refused("header_missing"),
        job,
        secrets=PRIVATE.get(job, ()),
    )


def _bare_ods(job: str) -> bytes:
    return ods.ods(
        body=ods.sheet(SHEET[job], ods.line(dict(zip(HEADERS[job], HEADERS[job], strict=True)), HEADERS[job]))
    )


def _emptied(job: str) -> bytes:
    book = book_of(job)
    book.worksheets[0].delete_rows(1, 10)
    return saved(book)


def _quotes(job: str) -> Iterator[Case]:
    text, secrets = text_of(job), PRIVATE.get(job, ())
    first = text.splitlines()[1]
    for what, spoiled in {
        "a quote that is not closed": f'"{first}', "a quote within a cell": first.replace("2023-T4", '2023"T4'),
        "text after a closed quote": first.replace("2023-T4", '"2023"-T4'), "a quote at the end": f'{first}"',
    }.items():  # fmt: skip
        yield Case(
            54,
            f"{what}, CSV",
            lambda spoiled=spoiled: text.replace(first, spoiled, 1).encode(),
            refused("quote"),
            job,
            secrets=secrets,
        )
    every = ",".join(f'"{cell}"' for cell in first.split(","))
    yield Case(
        54,
        "every cell in quotes, CSV",
        lambda: text.replace(first, every, 1).encode() if '"' not in first else text.encode(),
        SOUND[job],
        job,
    )
    yield Case(51, "Windows line ends, CSV", lambda: csv_of(job, end="\r\n"), SOUND[job], job)
    yield Case(51, "lone CR line ends, CSV", lambda: csv_of(job, end="\r"), refused("line_end"), job, secrets=secrets)
    yield Case(51, "both line ends, CSV", lambda: text.replace("\n", "\r\n", 1).encode(), SOUND[job], job)
    yield Case(51, "no line end after the last row, CSV", lambda: text.rstrip("\n").encode(), SOUND[job], job)
    yield Case(
        51,
        "NUL in a cell, CSV",
        lambda: text.replace("2023-T4", "2023\0-T4", 1).encode(),
        refused("control_character", at=(2, "")),
        job,
        secrets=secrets,
    )
    yield Case(51, "a file of NULs", lambda: b"\0" * 5_000, refused(), job)
    yield Case(
        51,
        "NULs after the rows, CSV",
        lambda: text.encode() + b"\0" * 512,
        refused("control_character"),
        job,
        secrets=secrets,
    )
    for name in ("ESC", "BEL", "DEL", "BS", "VT", "FF"):
        sign = {"ESC": "\x1b", "BEL": "\x07", "DEL": "\x7f", "BS": "\b", "VT": "\v", "FF": "\f"}[name]
        if job in (RETURN, *LISTS[:1]):
            yield Case(51, f"{name} in a cell, CSV", lambda sign=sign: text.replace("2023-T4", f"2023-T4{sign}", 1).encode(),
                       refused("control_character", at=(2, "")), job, secrets=secrets)  # fmt: skip


def _ends() -> Iterator[Case]:
    quoted = rows_of(RETURN, nota="uno\ndos")
    yield Case(
        54, "a quoted line end in a note, CSV", lambda: csv_of(RETURN, quoted), accepted(a="12", a__note="uno dos")
    )
    for what, content in {
        "1 MB on one line": b"x" * 1024 * 1024, "1 MB of quotes": b'"' * (1024 * 1024 + 1), "1 MB of commas": b"," * 1024 * 1024,
        "1 MB in one cell": text_of(RETURN).replace("12", "1" * 1024 * 1024, 1).encode(),
        "a quote open over 9 MB": text_of(RETURN).encode() + b'"' + b"x,\n" * (3 * 1024 * 1024),
    }.items():  # fmt: skip
        for job in (RETURN, "booklets_issued"):
            if job == RETURN or "cell" not in what:
                yield Case(54, what, lambda content=content: content, refused(), job)
    for name, sign in {
        "U+0085": "\u0085",
        "U+009F": "\u009f",
        "U+2028": "\u2028",
        "U+2029": "\u2029",
        "U+FEFF": "\ufeff",
        "U+FFFE": "\ufffe",
    }.items():
        for kind, make in FORMATS.items():
            if kind == "xlsx" or sign != "\ufffe":
                rows = rows_of(RETURN, nota=f"a{sign}b")
                yield Case(
                    51,
                    f"{name} in a note, {kind}",
                    lambda make=make, rows=rows: make(RETURN, rows),
                    refused(),
                    secrets=(),
                )
    written = rows_of(RETURN, nota="a_x0000_b")
    yield Case(
        51, "NUL written out as in XLSX", lambda: xlsx_of(RETURN, written), refused("hidden_character", at=(2, "nota"))
    )
    bare = rows_of(RETURN, nota="a\tb")
    yield Case(51, "a tab in a note, CSV", lambda: csv_of(RETURN, bare), accepted(a="12", a__note="a b"))
    yield Case(51, "a tab in a note, ODS", lambda: ods_of(RETURN, bare), accepted(a="12", a__note="a b"))
