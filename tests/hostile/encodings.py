"""Rows 1-4 and 84: marks, encodings, delimiters; signs that only look like those of a number or a code."""

# ruff: noqa: E501  # a case a line: the tables below are read down their columns
from __future__ import annotations

import codecs
from collections.abc import Iterator

from tests.hostile.cases import EVERY, LISTS, SOUND, Case, Right, Verdict, accepted, refused
from tests.hostile.files import NUMBER, RUC, Row, csv_of, ods_of, rows_of, text_of, xlsx_of
from tests.hostile.world import COUNT

PERSONAL = {"migrants_trained": (NUMBER, "Venezuela"), "companies_trained": (RUC, "Sesión de contratación")}


def cases() -> Iterator[Case]:
    """Every case of these rows."""
    for job in EVERY:
        yield from _of_a_job(job)
    yield from _damaged()
    yield from _delimiters()
    yield from _letters()


def _of_a_job(job: str) -> Iterator[Case]:
    text, right, secrets = text_of(job), SOUND[job], PERSONAL.get(job, ())
    yield Case(1, "UTF-8 with its mark", lambda: codecs.BOM_UTF8 + text.encode(), right, job, secrets=secrets)
    yield Case(2, "UTF-16 LE with its mark", lambda: codecs.BOM_UTF16_LE + text.encode("utf-16-le"), right, job)
    yield Case(2, "UTF-16 BE with its mark", lambda: codecs.BOM_UTF16_BE + text.encode("utf-16-be"), right, job)
    yield Case(2, "UTF-16 LE without a mark", lambda: text.encode("utf-16-le"), refused("encoding"), job)
    sure = Right(Verdict.WARNED, frozenset({"encoding_assumed"}), gives=right.gives)
    yield Case(3, "Windows-1252", lambda: text.encode("cp1252"), sure, job, secrets=secrets)
    yield Case(3, "MS-DOS (850)", lambda: text.encode("cp850"), refused("encoding"), job, secrets=secrets)
    yield Case(3, "Macintosh", lambda: text.encode("mac_roman"), refused("encoding"), job, secrets=secrets)
    yield Case(4, "semicolons", lambda: csv_of(job, delimiter=";"), right, job)
    yield Case(4, "tabs", lambda: csv_of(job, delimiter="\t"), refused("header_missing"), job, secrets=secrets)
    yield Case(4, "commas in the header, semicolons below", lambda: _mixed(job), refused("row_length"), job)


def _mixed(job: str) -> bytes:
    header = csv_of(job, []).decode()
    return (header + csv_of(job, delimiter=";").decode().partition("\n")[2]).encode()


def _damaged() -> Iterator[Case]:
    text = text_of("quarterly_return")
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        whole = mark + text.encode(name)
        yield Case(2, f"{name} cut within a character", lambda whole=whole: whole[:-1], refused("not_a_table"))
        lone = mark + text.replace("Según", "\ud800").encode(name, "surrogatepass")
        yield Case(53, f"lone surrogate in {name}", lambda lone=lone: lone, refused("not_a_table"))
    yield Case(2, "UTF-16 BE without a mark", lambda: text.encode("utf-16-be"), refused("encoding"))
    yield Case(2, "UTF-32 with its mark", lambda: text.encode("utf-32"), refused())
    yield Case(3, "UTF-8, then Windows-1252", lambda: text.encode() + "MIN,año".encode("cp1252"), refused("encoding"))
    for name, raw in {
        "a byte no encoding has": b"\xff", "an overlong sequence": b"\xc0\xaf", "a surrogate in UTF-8": b"\xed\xa0\x80",
        "a sequence cut short": b"\xe2\x82", "beyond Unicode": b"\xf4\x90\x80\x80",
    }.items():  # fmt: skip
        for job in ("quarterly_return", *LISTS):
            first = text_of(job).encode().replace("ó".encode(), b"o").replace("é".encode(), b"e")
            spoiled = first.replace(b"2023-T4", b"2023-T4" + raw, 1)
            yield Case(53, name, lambda spoiled=spoiled: spoiled, refused(), job, secrets=PERSONAL.get(job, ()))


def _delimiters() -> Iterator[Case]:
    yield Case(4, "bars", lambda: csv_of("quarterly_return", delimiter="|"), refused("header_missing"))
    yield Case(4, "carets", lambda: csv_of("quarterly_return", delimiter="^"), refused("header_missing"))
    told = "sep=;\n" + csv_of("quarterly_return", delimiter=";").decode()
    yield Case(4, "Excel's sep= line", told.encode, accepted(a="12"))
    text = rows_of("quarterly_return", nota="uno; dos, tres")
    yield Case(
        4, "both within a text", lambda: csv_of("quarterly_return", text), accepted(a="12", a__note="uno; dos, tres")
    )
    half = csv_of("quarterly_return").replace(b"entidad,trimestre", b"entidad;trimestre")
    yield Case(4, "half of each in the header", lambda: half, refused())


# Row 84: how a code may be disguised, and what it is then.
_CODES = {
    "full-width digits": "1.1.p\uff17.a", "a soft hyphen": "1.1.p7\u00ad.a", "a zero-width space": "1.1.p7.\u200ba",
    "an ordinal sign": "1.1.p7.ª", "an Arabic digit": "1.1.p\u0667.a", "a full-width stop": "1.1.p7\uff0ea",
    "a mathematical letter": "1.1.p7.\U0001d41a", "a Roman numeral sign": "\u2160.1.p7.a", "a circled letter": "1.1.p7.\u24d0",
}  # fmt: skip


def _letters() -> Iterator[Case]:
    for name, code in _CODES.items():
        rows = rows_of("quarterly_return", indicador=code)
        for kind, make in (("CSV", csv_of), ("XLSX", xlsx_of), ("ODS", ods_of)):
            what = f"{name} in a code, {kind}"
            yield Case(84, what, lambda rows=rows, make=make: make("quarterly_return", rows), _look_alike(code))
    listed: Row = {"indicador": "1.1.p\uff17.m"}
    yield Case(84, "full-width digits in a list's code", lambda: csv_of("booklets_issued", rows_of("booklets_issued", **listed)),
               refused("look_alike"), "booklets_issued")  # fmt: skip
    for name, text, kept in (
        ("N\u00ba in a note", "N\u00ba 12", "N\u00ba 12"), ("NFD accents in a note", "man\u0303ana", "ma\u00f1ana"),
        ("a non-breaking space in a note", "N\u00ba\u00a012", "N\u00ba 12"),
    ):  # fmt: skip
        rows = rows_of("quarterly_return", nota=text)
        yield Case(84, name, lambda rows=rows: csv_of("quarterly_return", rows), accepted(a="12", a__note=kept))
    for name, text in (("a soft hyphen in a note", "Infor\u00adme"), ("a word joiner in a note", "Infor\u2060me")):
        rows = rows_of("quarterly_return", nota=text)
        right = refused("hidden_character", at=(2, "nota"))
        yield Case(84, name, lambda rows=rows: csv_of("quarterly_return", rows), right)
    yield Case(84, "spaces around a code", lambda: csv_of("quarterly_return", rows_of("quarterly_return", indicador=f"\u2003{COUNT} ")),
               accepted(a="12"))  # fmt: skip


def _look_alike(code: str) -> Right:
    hidden = "\u00ad" in code or "\u200b" in code
    return refused("hidden_character" if hidden else "look_alike", at=(2, "indicador"))
