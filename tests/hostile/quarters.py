"""Rows 31-36: quarters and dates as people and programs write them, and quarters that cannot be reported."""

# ruff: noqa: E501  # a case a line: the tables below are read down their columns
from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.etl import ods
from tests.hostile.cases import EVERY, LISTS, SOUND, Case, accepted, refused
from tests.hostile.cells import PRIVATE
from tests.hostile.files import Row, book_of, csv_of, ods_of, rows_of, saved, xlsx_of
from tests.hostile.world import PUBLISHED, QUARTER, steward

RETURN = "quarterly_return"
# No quarter, but it says which was meant.
NO_QUARTERS = (
    (31, "31/12/2023"), (31, "2023-12-31"), (31, "12/2023"), (31, "dic-2023"), (31, "45291"), (31, "31 de diciembre de 2023"),
    (31, "2023-12"), (32, "T5-2023"), (32, "2023Q0"), (32, "24-T1"), (32, "1T 24"), (32, "2023-T4-T3"), (32, "T4"), (32, "2023"),
    (32, "2023-S2"), (32, "2023-T44"), (32, "02023-T4"), (32, "2023-T\uff14"), (32, "2023-T4?"), (32, "~2023-T4"), (32, "2023T4.5"),
    (32, "-2023-T4"), (32, "\u0662\u0660\u0662\u0663-T4"), (32, "0000-T1"), (32, "99999-T1"), (32, "V trimestre 2023"),
)  # fmt: skip
QUARTERS = (
    "2023-T4",
    "2023Q4",
    "4T 2023",
    "IV-2023",
    "IV trimestre 2023",
    "Cuarto trimestre de 2023",
    "2023 - T4",
    "2023-T-4",
    "t4 2023",
    "Q4/2023",
)
NO_DATES = (
    "31/02/2023", "2023-02-30", "12/31/2023", "7/11/23", "noviembre", "2023", "45237", "2023-11-07T00:00:00", "07-nov", "ayer",
    "00/11/2023", "2023-13-01", "7.11", "\uff17/11/2023", "99/99/9999", "2023-11-7x",
)  # fmt: skip
DATES = ("2023-11-07", "07/11/2023", "7/11/2023", "7 de noviembre de 2023", "07.11.2023", "7 nov 2023", "7-11-2023")


def cases() -> Iterator[Case]:
    """Every case of these rows."""
    for row, typed in NO_QUARTERS:
        yield Case(row, f"{typed!r} as the quarter, CSV", lambda typed=typed: csv_of(RETURN, rows_of(RETURN, trimestre=typed)),
                   refused("quarter_form", at=(2, "trimestre")))  # fmt: skip
    for typed in QUARTERS:
        yield Case(
            32,
            f"{typed!r} as the quarter, CSV",
            lambda typed=typed: csv_of(RETURN, rows_of(RETURN, trimestre=typed)),
            accepted(a="12"),
        )
    for job in EVERY:
        yield from _of_a_job(job)
    for job in (*LISTS, "reports_completed", "recommendations", "statements"):
        yield from _dates(job)
    yield from _stored()
    yield from _published()


def _of_a_job(job: str) -> Iterator[Case]:
    secrets = PRIVATE.get(job, ())
    for row, what, typed, code in (
        (31, "a date", "31/12/2023", "quarter_form"), (32, "T5", "T5-2023", "quarter_form"),
        (34, "the quarter that runs", "2024-T1", "quarter_not_ended"), (34, "a quarter of the future", "2025-T4", "quarter_not_ended"),
        (34, "a quarter after the term", "2031-T1", "quarter_outside_plan"), (35, "a quarter before the plan", "2021-T2", "quarter_outside_plan"),
        (35, "a quarter of 1990", "1990-T4", "quarter_outside_plan"),
    ):  # fmt: skip
        yield Case(row, f"{what} as the quarter, CSV", lambda typed=typed: csv_of(job, rows_of(job, trimestre=typed)),
                   refused(code, at=(2, "trimestre")), job, secrets=secrets)  # fmt: skip
    rows = rows_of(job)
    other: Row = {"entidad": rows[0]["entidad"], "trimestre": "2023-T3"}
    mixed = [rows[0], {**rows[-1], **other}]
    yield Case(
        33,
        "another quarter in a later row, CSV",
        lambda: csv_of(job, mixed),
        refused(at=(3, "trimestre")),
        job,
        secrets=secrets,
    )
    stranger = [rows[0], {**rows[-1], "entidad": "OFI"}]
    yield Case(
        33,
        "another entity in a later row, CSV",
        lambda: csv_of(job, stranger),
        refused(at=(3, "entidad")),
        job,
        secrets=secrets,
    )
    unsaid = [{**rows[0], "trimestre": ""}, *rows[1:]]
    yield Case(
        33, "no quarter at all, CSV", lambda: csv_of(job, unsaid), refused(at=(2, "trimestre")), job, secrets=secrets
    )
    for kind, make in (("XLSX", xlsx_of), ("ODS", ods_of)):
        dated = rows_of(job, trimestre=date(2023, 12, 31))
        yield Case(31, f"a stored date as the quarter, {kind}", lambda make=make, dated=dated: make(job, dated),
                   refused("quarter_form", at=(2, "trimestre")), job, secrets=secrets)  # fmt: skip
        numbered = rows_of(job, trimestre=45291)
        yield Case(31, f"a stored number as the quarter, {kind}", lambda make=make, numbered=numbered: make(job, numbered),
                   refused("quarter_form", at=(2, "trimestre")), job, secrets=secrets)  # fmt: skip


def _dates(job: str) -> Iterator[Case]:
    secrets = PRIVATE.get(job, ())
    for typed in NO_DATES if job in ("booklets_issued", "migrants_trained") else NO_DATES[:3]:
        yield Case(31, f"{typed!r} as a date, CSV", lambda typed=typed: csv_of(job, rows_of(job, fecha=typed)),
                   refused("date_form", at=(2, "fecha")), job, secrets=(*secrets, typed) if secrets else ())  # fmt: skip
    if job in LISTS[:3]:
        for typed in DATES:
            yield Case(
                31,
                f"{typed!r} as a date, CSV",
                lambda typed=typed: csv_of(job, rows_of(job, fecha=typed)),
                SOUND[job],
                job,
            )
    if job in LISTS:
        for typed in ("2023-09-30", "2024-01-01", "30/09/2023", "1/1/0001", "9999-12-31"):
            yield Case(33, f"{typed} outside the file's quarter, CSV", lambda typed=typed: csv_of(job, rows_of(job, fecha=typed)),
                       refused("date_of_other_quarter", at=(2, "fecha")), job, secrets=secrets)  # fmt: skip
    for kind, make in (("XLSX", xlsx_of), ("ODS", ods_of)):
        stored = rows_of(job, fecha=date(2023, 11, 7) if job != "recommendations" else date(2023, 11, 3))
        yield Case(31, f"a stored date as a date, {kind}", lambda make=make, stored=stored: make(job, stored),
                   SOUND[job], job)  # fmt: skip
        serial = rows_of(job, fecha=45237)
        yield Case(
            31,
            f"a serial number as a date, {kind}",
            lambda make=make, serial=serial: make(job, serial),
            refused(at=(2, "fecha")),
            job,
            secrets=secrets,
        )


def _stored() -> Iterator[Case]:
    yield Case(
        31, "the 1904 calendar, XLSX", lambda: _mac(date(2023, 11, 7)), SOUND["booklets_issued"], "booklets_issued"
    )
    rows = rows_of("booklets_issued", fecha=date(2023, 11, 7))

    def beyond(sheet: object) -> None:
        sheet["D2"].number_format = "yyyy-mm-dd"  # type: ignore[index]
        sheet["D2"] = 10**8  # type: ignore[index]

    yield Case(
        31,
        "a date beyond all calendars, XLSX",
        lambda: xlsx_of("booklets_issued", rows, change=beyond),
        refused(at=(2, "fecha")),
        "booklets_issued",
    )
    for text in ("2023-02-30", "-0001-01-01", "99999-01-01", "x", ""):
        cell = ods.cell(date(2023, 11, 7)).replace('office:date-value="2023-11-07"', f'office:date-value="{text}"')
        yield Case(
            31,
            f"{text!r} stored as a date, ODS",
            lambda cell=cell: ods_of("booklets_issued", special={"fecha": cell}),
            refused(),
            "booklets_issued",
        )


def _mac(day: date) -> bytes:
    book = book_of("booklets_issued")
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0]["D2"] = day
    return saved(book)


def _published() -> Iterator[Case]:
    """Row 36: the quarter is published; what changes needs a class and a reason."""

    def of(**cells: str) -> bytes:
        first: Row = {"entidad": "PUB", "trimestre": QUARTER, "indicador": PUBLISHED}
        return csv_of(RETURN, [{**first, "valor": "12", **cells}])

    who = steward("PUB")
    why = {"clase_de_cambio": "rectificación", "sustento": "Se contó dos veces una sesión"}
    for what, cells, right in (
        ("another value", {"valor": "13"}, refused("change_missing", at=(2, ""))),
        ("another note", {"nota": "Otra"}, refused("change_missing", at=(2, ""))),
        ("a class without a reason", {"valor": "13", "clase_de_cambio": "fuente"}, refused("change_incomplete")),
        ("a reason without a class", {"valor": "13", "sustento": "Otra fuente"}, refused("change_incomplete")),
        ("a class of no list", {"valor": "13", **why, "clase_de_cambio": "error"}, refused("word_unknown", at=(2, "clase_de_cambio"))),
        ("class and reason", {"valor": "13", **why}, accepted(h="13")),
        ("class and reason and nothing changed", why, refused("change_unneeded")),
        ("the figure left out", {"valor": "", "situacion": "sin información"}, refused("no_data_published")),
        ("the figure taken back without a word", {"valor": "", "situacion": "retirado"}, refused("change_missing")),
        ("the figure taken back with class and reason", {"valor": "", "situacion": "retirado", **why}, accepted(h="withdrawn")),
        ("a person in the reason", {"valor": "13", **why, "sustento": "Lo pidió 45678912"}, refused("personal_data", at=(2, "sustento"))),
    ):  # fmt: skip
        yield Case(36, f"a published quarter again: {what}", lambda cells=cells: of(**cells), right, who=who)
