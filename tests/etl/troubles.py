"""For each code of the catalogue a file that has this problem: `TROUBLES[code]()` is its check."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

from openpyxl.worksheet.worksheet import Worksheet

from etl.cells import FileRefused
from etl.child import RETURN_LIMITS, limited
from etl.files import readers
from etl.pipeline import Checked
from etl.rules.columns import HEADER
from indicators.periods import Quarter
from indicators.plan import Act, ActKind, Basis, Indicator, Stage
from tests import builders
from tests.etl.event_troubles import EVENT_TROUBLES
from tests.etl.files import (
    COUNT,
    DELIVERABLE,
    DISTINCT,
    LEVEL,
    PROGRAMME,
    RATIO,
    book_of,
    by_department,
    checked,
    csv_file,
    in_force,
    judged,
    letter_of,
    plan_of,
    row,
    saved,
    with_regions,
    workbook,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CYRILLIC_A = "\u0430"


def zipped(**members: str) -> bytes:
    """A zip whose members' names have `__` for a slash."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return written.getvalue()


def with_member(content: bytes, name: str, data: bytes = b"x") -> bytes:
    """A workbook with one more part."""
    written = io.BytesIO(content)
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return written.getvalue()


def hide(what: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        if what == "row":
            sheet.row_dimensions[2].hidden = True
        else:
            sheet.column_dimensions[letter_of("valor")].hidden = True

    return change


def hidden_sheet() -> bytes:
    book = book_of(row(valor=12))
    other = book.create_sheet("Cálculo")
    other["A1"] = 5
    other.sheet_state = "veryHidden"
    return saved(book)


def two_returns() -> bytes:
    book = book_of(row(valor=12))
    book.copy_worksheet(book.worksheets[0]).title = "Reporte (2)"
    return saved(book)


def renamed() -> bytes:
    book = book_of(row(valor=12))
    book.worksheets[0].title = "Hoja1"
    return saved(book)


def cell(name: str, value: object) -> Checked:
    """A workbook in which one cell of the row holds `value`."""
    return checked(workbook(row(**{"valor": 12} | {name: value})))


def changed_header(old: str, new: str) -> Checked:
    header = [new if name == old else name for name in HEADER]
    return checked(csv_file(row(valor=12) | {new: "x"}, header=header))


def split(*parts: int, total: int | None, of: object = COUNT) -> Checked:
    rows = [row(dimension="region", categoria=f"R{at}", valor=part) for at, part in enumerate(parts)]
    rows += [] if total is None else [row(valor=total)]
    return judged(*rows, of=of)  # type: ignore[arg-type]


def stage(word: str, **cells: object) -> dict[str, object]:
    return row(etapa=word, **cells)


def foreign_reporter() -> Checked:
    others = builders.indicator(reporters=(builders.reporter("OFI"),))
    return judged(row(valor=12), of=others)


def other_job() -> Checked:
    fed_elsewhere = builders.indicator(reporters=(builders.reporter(job="letters_sent"),))
    return judged(row(valor=12), of=fed_elsewhere)


def not_asked() -> Checked:
    later = builders.reporter(job="letters_sent", since=Quarter(2024, 1))
    return judged(row(valor=12), of=builders.indicator(reporters=(later,)))


def taken_out() -> Indicator:
    act = Act("1.1.p1.a", ActKind.NOT_VIABLE, date(2023, 12, 31), "Oficio 1", "MIN", Basis.PLAN, builders.HERE)
    return builders.indicator(acts=(act,))


def in_child(function: Callable[..., object], *args: object) -> Checked:
    try:
        limited(function, *args, limits=RETURN_LIMITS)
    except FileRefused as refused:
        return Checked(None, refused.problems)
    raise AssertionError("nothing was refused")


def later_total() -> Checked:
    before = [in_force(f"{year}-Q{n}", 0) for year in (2021, 2022, 2023) for n in (1, 2, 3, 4)][2:-1]
    later = in_force("2024-Q1", 10, so_far=Decimal(105))
    lowered = row(valor=50, clase_de_cambio="fuente", sustento="otro registro")
    return judged(lowered, of=DISTINCT, published=[*before, in_force("2023-Q4", 100), later])


def same_again() -> Checked:
    parts = [row(dimension="region", categoria=name, valor=6) for name in ("Lima", "Puno")]
    before = [in_force("2023-Q3", 6, dimension="region", category=name) for name in ("Lima", "Puno")]
    return judged(row(valor=12), *parts, published=[in_force("2023-Q3", 12), *before])


PUBLISHED = in_force("2023-Q4", 12)

TROUBLES: dict[str, Callable[[], Checked]] = {
    "file_empty": lambda: checked(b" \n\n"),
    "file_too_large": lambda: checked(b"a" * (readers.MAX_BYTES + 1)),
    "file_too_heavy": lambda: in_child(os._exit, 0),
    "file_unreadable": lambda: in_child(int, "x"),
    "old_excel": lambda: checked(OLE + b"\0" * 600),
    "encrypted": lambda: checked(OLE + "EncryptedPackage".encode("utf-16-le")),
    "macro_workbook": lambda: checked(with_member(workbook(row(valor=12)), "xl/vbaProject.bin")),
    "binary_workbook": lambda: checked(zipped(xl__workbook_bin="").replace(b"workbook_bin", b"workbook.bin")),
    "open_document": lambda: checked(zipped(mimetype="x", content_xml="x").replace(b"content_xml", b"content.xml")),
    "pdf": lambda: checked(b"%PDF-1.7\n..."),
    "not_a_table": lambda: checked(zipped(word="x")),
    "archive_unsafe": lambda: checked(with_member(workbook(row(valor=12)), "../evil")),
    "workbook_unreadable": lambda: checked(workbook(row(valor=12))[:-30]),
    "external_link": lambda: checked(
        with_member(workbook(row(valor=12)), "xl/externalLinks/externalLink1.xml", b"<x/>")
    ),
    "sheet_missing": lambda: checked(renamed()),
    "hidden_sheet": lambda: checked(hidden_sheet()),
    "second_return": lambda: checked(two_returns()),
    "hidden_row": lambda: checked(workbook(row(valor=12), change=hide("row"))),
    "hidden_column": lambda: checked(workbook(row(valor=12), change=hide("column"))),
    "merged_cells": lambda: checked(
        workbook(row(valor=12), row(valor=13), change=lambda sheet: sheet.merge_cells("I2:I3"))
    ),
    "encoding_assumed": lambda: checked(csv_file(row(valor=12, nota="Año")).decode().encode("cp1252")),
    "encoding": lambda: checked(csv_file(row(valor=12, nota="año")).decode().encode("cp850")),
    "cell_too_long": lambda: checked(csv_file(row(valor=12, nota="a" * 200_000))),
    "control_character": lambda: checked(csv_file(row(valor="1\0002"))),
    "line_end": lambda: checked(csv_file(row(valor=12)).replace(b"\n", b"\r")),
    "quote": lambda: checked(csv_file(row(valor="X")).replace(b"X", b'"12')),
    "row_length": lambda: checked(csv_file(row(valor=12)) + b"MIN,2023-T4\n"),
    "header_missing": lambda: checked(b"a,b,c\n1,2,3\n"),
    "column_missing": lambda: changed_header("nota", "observaciones"),
    "column_unknown": lambda: changed_header("nota", "observaciones"),
    "column_twice": lambda: changed_header("nota", "valor"),
    "column_blank": lambda: changed_header("nota", ""),
    "personal_column": lambda: changed_header("nota", "DNI"),
    "row_above_header": lambda: checked(b"MIN,2023-T4,1.1.p1.a\n" + csv_file(row(valor=12))),
    "no_rows": lambda: checked(csv_file()),
    "too_many_rows": lambda: checked(workbook(row(valor=12), change=lambda sheet: sheet.cell(1_048_576, 1, "MIN"))),
    "too_many_columns": lambda: checked(workbook(row(valor=12), change=lambda sheet: sheet.cell(2, 16_384, "x"))),
    "cell_error": lambda: cell("valor", "#DIV/0!"),
    "formula_unsaved": lambda: cell("valor", "=6+6"),
    "formula_external": lambda: cell("valor", "=cmd|' /c calc'!A1"),
    "wrong_kind": lambda: cell("valor", True),
    "hidden_character": lambda: judged(row(valor=12, nota="a\u202eb")),
    "text_too_long": lambda: judged(row(valor=12, nota="a" * 1001)),
    "personal_data": lambda: judged(row(valor=12, nota="Atendido: 45678912")),
    "required": lambda: judged(row(valor=12, entidad="")),
    "number_form": lambda: judged(row(valor="12 aprox")),
    "number_digits": lambda: judged(row(valor="１２")),
    "number_word": lambda: judged(row(valor="s/d")),
    "number_ambiguous": lambda: judged(row(valor="1.234"), of=LEVEL),
    "number_points": lambda: judged(row(valor="1.234")),
    "number_comma": lambda: checked(csv_file(row(valor="1,234"), delimiter=";"), plan=plan_of(LEVEL)),
    "number_swapped": lambda: judged(row(valor="1.234,5"), of=LEVEL),
    "number_spaces": lambda: judged(row(valor="12\u202f345")),
    "number_groups": lambda: judged(row(valor="12,34")),
    "number_negative": lambda: judged(row(valor="-5")),
    "number_decimals": lambda: judged(row(valor="12.5")),
    "number_places": lambda: judged(row(valor="0.1234567"), of=LEVEL),
    "number_too_large": lambda: judged(row(valor="1000000001")),
    "quarter_form": lambda: judged(row(valor=12, trimestre="T5-2023")),
    "date_form": lambda: judged(stage("en revisión", fecha="31/02/2023"), of=DELIVERABLE),
    "ubigeo_system_missing": lambda: by_department("07"),
    "ubigeo_name_differs": lambda: by_department("INEI 07 Cusco"),
    "ubigeo_unknown": lambda: by_department("Lima Metropolitana"),
    "value_leap": lambda: judged(row(valor=9000), published=[in_force("2023-Q3", 90)]),
    "value_fall": lambda: judged(row(valor=0), published=[in_force(f"2023-Q{n}", 90) for n in (1, 2, 3)]),
    "later_total": later_total,
    "same_again": same_again,
    "word_unknown": lambda: judged(row(valor=12, situacion="más o menos")),
    "look_alike": lambda: judged(row(valor=12, indicador=f"1.1.p1.{CYRILLIC_A}")),
    "entity_unknown": lambda: judged(row(valor=12, entidad="MINN")),
    "entity_mixed": lambda: judged(row(valor=12), row(entidad="OFI", dimension="region", categoria="x", valor=12)),
    "quarter_mixed": lambda: judged(
        row(valor=12), row(trimestre="2023-T3", dimension="region", categoria="x", valor=12)
    ),
    "quarter_not_ended": lambda: judged(row(valor=12), now=datetime(2023, 12, 31, 23, tzinfo=UTC)),
    "quarter_outside_plan": lambda: judged(row(valor=12, trimestre="2021-T2")),
    "indicator_unknown": lambda: judged(row(valor=12, indicador="1.1.p1.z")),
    "indicator_of_others": foreign_reporter,
    "indicator_of_other_job": other_job,
    "indicator_not_asked": not_asked,
    "indicator_taken_out": lambda: judged(row(valor=12), of=taken_out()),
    "indicator_missing": lambda: checked(
        csv_file(row(valor=12)), plan=plan_of(COUNT, builders.indicator(code="1.1.p1.b"))
    ),
    "name_differs": lambda: judged(row(valor=12, indicador_nombre="Otra cosa")),
    "duplicate": lambda: judged(row(valor=12), row(valor=12)),
    "dimension_not_allowed": lambda: judged(row(valor=12), row(dimension="edad", categoria="x", valor=12)),
    "category_unknown": lambda: checked(
        csv_file(row(valor=12), row(dimension="region", categoria="Cajamarca", valor=12)), plan=with_regions(COUNT)
    ),
    "category_letters": lambda: judged(row(valor=12), row(dimension="region", categoria=f"Lim{CYRILLIC_A}", valor=12)),
    "dimension_incomplete": lambda: judged(row(valor=12), row(dimension="region", valor=12)),
    "total_missing": lambda: split(7, 5, total=None),
    "parts_sum": lambda: split(7, 4, total=12),
    "parts_short": lambda: split(7, 4, total=12, of=DISTINCT),
    "part_over_total": lambda: split(7, 4, total=6, of=DISTINCT),
    "figure_missing": lambda: judged(row()),
    "figure_unexpected": lambda: judged(row(situacion="sin información", valor=0)),
    "column_not_for_kind": lambda: judged(row(valor=12, etapa="aprobado")),
    "nothing_not_for_kind": lambda: judged(row(situacion="sin ejecución"), of=LEVEL),
    "so_far_range": lambda: judged(
        row(valor=5, total_a_la_fecha=106), of=DISTINCT, published=[in_force("2023-Q3", 9, so_far=Decimal(100))]
    ),
    "so_far_low": lambda: judged(row(valor=5, total_a_la_fecha=4), of=DISTINCT),
    "so_far_high": lambda: judged(
        row(valor=5, total_a_la_fecha=50), of=DISTINCT, published=[in_force("2024-Q1", 9, so_far=Decimal(40))]
    ),
    "value_over_total": lambda: judged(
        row(valor=50), of=DISTINCT, published=[in_force("2024-Q1", 9, so_far=Decimal(40))]
    ),
    "stage_backwards": lambda: judged(
        stage("en elaboración"), of=DELIVERABLE, published=[in_force("2023-Q3", stage=Stage.IN_REVIEW)]
    ),
    "stage_ahead": lambda: judged(
        stage("en revisión"), of=DELIVERABLE, published=[in_force("2024-Q1", stage=Stage.DRAFTING)]
    ),
    "act_missing": lambda: judged(stage("aprobado", fecha="2023-11-02"), of=DELIVERABLE),
    "date_missing": lambda: judged(stage("aprobado", acto="RM 1-2023"), of=DELIVERABLE),
    "date_outside": lambda: judged(stage("aprobado", acto="RM 1-2023", fecha="2024-01-02"), of=DELIVERABLE),
    "step_missing": lambda: judged(row(fecha="2023-11-02"), of=PROGRAMME),
    "step_unknown": lambda: judged(row(paso="s9", fecha="2023-11-02"), of=PROGRAMME),
    "step_done": lambda: judged(
        row(paso="s1", fecha="2023-11-02"), of=PROGRAMME, published=[in_force("2023-Q2", 1, step="s1")]
    ),
    "step_value": lambda: judged(row(paso="s1", fecha="2023-11-02", valor=2), of=PROGRAMME),
    "ratio_incomplete": lambda: judged(row(numerador=4), of=RATIO),
    "denominator_zero": lambda: judged(row(numerador=4, denominador=0), of=RATIO),
    "evidence_incomplete": lambda: judged(row(valor=12, medio_tipo="informe")),
    "change_missing": lambda: judged(row(valor=13), published=[PUBLISHED]),
    "change_incomplete": lambda: judged(row(valor=13, clase_de_cambio="fuente"), published=[PUBLISHED]),
    "change_unneeded": lambda: judged(row(valor=12, clase_de_cambio="fuente", sustento="otro registro")),
    "left_out": lambda: judged(
        row(valor=12), published=[PUBLISHED, in_force("2023-Q4", 12, dimension="region", category="Lima")]
    ),
    "no_data_published": lambda: judged(row(situacion="sin información"), published=[PUBLISHED]),
    "quarter_published": lambda: judged(
        row(valor=13), published=[PUBLISHED, in_force("2023-Q4", 12, dimension="region", category="Lima")]
    ),
    "nothing_to_withdraw": lambda: judged(
        row(situacion="retirado", clase_de_cambio="fuente", sustento="contada dos veces")
    ),
}

TROUBLES |= EVENT_TROUBLES
