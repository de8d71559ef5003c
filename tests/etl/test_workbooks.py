from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from etl.columns import BESIDE
from etl.pipeline import Checked
from etl.rules.columns import COLUMNS, SHEET
from etl.rules.columns import HEADER as NAMES
from etl.rules.words import SITUATION_WORDS
from etl.values import first_words
from etl.workbooks.blank_return import blank_return
from etl.workbooks.forms import FIRST_ROW, HEADER_ROW, NothingToReport, quarter_words
from indicators.drafts import FigureDraft, InForce, differs
from indicators.periods import Quarter
from indicators.plan import Kind, Plan, Stage, Unit
from tests import builders
from tests.etl.files import REGIONS, by_department, checked, codes, csv_file, in_force, row, saved, with_departments

AT = Quarter(2023, 4)
# The columns as the workbook has them: what is published stands beside the name.
HEADER = (*NAMES[:4], BESIDE, *NAMES[4:])
KINDS = {kind: f"1.1.p1.{letter}" for kind, letter in zip(Kind, "abcdef", strict=True)}


def every_kind() -> Plan:
    """A plan with one indicator of each kind, all reported by MIN; the programme has two steps."""
    return builders.plan(
        builders.action(
            *(
                builders.indicator(
                    kind,
                    code=code,
                    unit=Unit.INDEX if kind is Kind.LEVEL else Unit.NUMBER,
                    dimensions=("region",) if kind is Kind.COUNT else (),
                    steps=(builders.step("s1", indicator=code), builders.step("s2", indicator=code))
                    if kind is Kind.PROGRAMME
                    else (),
                )
                for kind, code in KINDS.items()
            )
        )
    )


def downloaded(**changes: object) -> Workbook:
    made = blank_return(every_kind(), entity="MIN", quarter=AT, **changes)  # type: ignore[arg-type]
    return openpyxl.load_workbook(io.BytesIO(made))


def letter_of(name: str) -> str:
    return get_column_letter(HEADER.index(name) + 1)


def rows_of(sheet: Worksheet) -> dict[tuple[str, str], int]:
    """The row of each prefilled indicator and step."""
    code, step = HEADER.index("indicador") + 1, HEADER.index("paso") + 1
    rows: dict[tuple[str, str], int] = {}
    for at in range(FIRST_ROW, sheet.max_row + 1):
        if sheet.cell(at, code).value:
            rows.setdefault((str(sheet.cell(at, code).value), str(sheet.cell(at, step).value or "")), at)
    return rows


def filler(sheet: Worksheet) -> Callable[..., None]:
    rows = rows_of(sheet)

    def fill(kind: Kind, step: str = "", **cells: object) -> None:
        for name, value in cells.items():
            sheet.cell(rows[KINDS[kind], step], HEADER.index(name) + 1).value = value  # type: ignore[assignment]

    return fill


def check(book: Workbook) -> Checked:
    return checked(saved(book), plan=every_kind())


def filled() -> Workbook:
    book = downloaded()
    fill = filler(book[SHEET])
    fill(Kind.COUNT, valor=12, nota="Año")
    fill(Kind.DISTINCT, valor=7, total_a_la_fecha=7)
    fill(Kind.DELIVERABLE, etapa="aprobado", fecha=date(2023, 11, 2), acto="RM 100-2023-TR")
    fill(Kind.PROGRAMME, "s1", fecha=date(2023, 10, 9))
    fill(Kind.PROGRAMME, "s2", situacion="sin ejecución")
    fill(Kind.LEVEL, valor=12.5)
    fill(Kind.RATIO, numerador=4, denominador=8)
    return book


def test_the_blank_workbook_has_a_row_for_each_thing_to_report() -> None:
    assert list(rows_of(downloaded()[SHEET])) == [
        ("1.1.p1.a", ""),
        ("1.1.p1.b", ""),
        ("1.1.p1.c", ""),
        ("1.1.p1.d", "s1"),
        ("1.1.p1.d", "s2"),
        ("1.1.p1.e", ""),
        ("1.1.p1.f", ""),
    ]


def test_steps_that_are_done_are_left_out() -> None:
    code = KINDS[Kind.PROGRAMME]
    first, second = (
        in_force("2023-Q3", 1, indicator=code, step=step, stage_date=date(2023, 8, 1)) for step in ("s1", "s2")
    )
    assert (code, "s2") not in rows_of(downloaded(in_force=[second])[SHEET])
    assert (code, "") in rows_of(downloaded(in_force=[first, second])[SHEET])


def test_left_blank_every_row_asks_for_its_answer_and_nothing_else_is_wrong() -> None:
    result = check(downloaded())
    assert codes(result) == ["figure_missing"] * 7
    assert [problem.row for problem in result.problems] == list(range(FIRST_ROW, FIRST_ROW + 7))


def test_filled_in_it_reads_back() -> None:
    result = check(filled())
    assert result.draft is not None, [problem.text("en") for problem in result.problems]
    made = {(figure.indicator, figure.step): figure for figure in result.draft.figures}
    assert made["1.1.p1.a", ""].value == 12
    assert made["1.1.p1.a", ""].sheet == SHEET
    assert made["1.1.p1.a", ""].row == FIRST_ROW
    assert made["1.1.p1.b", ""].so_far == 7
    assert made["1.1.p1.c", ""].stage is Stage.APPROVED
    assert made["1.1.p1.d", "s1"].stage_date == date(2023, 10, 9)
    assert made["1.1.p1.d", "s2"].nothing
    assert str(made["1.1.p1.e", ""].value) == "12.5"
    assert made["1.1.p1.f", ""].denominator == 8


def test_as_csv_it_is_the_same_return() -> None:
    rows = [
        row(valor=12, nota="Año"),
        row(indicador="1.1.p1.b", valor=7, total_a_la_fecha=7),
        row(indicador="1.1.p1.c", etapa="aprobado", fecha="02/11/2023", acto="RM 100-2023-TR"),
        row(indicador="1.1.p1.d", paso="s1", fecha="2023-10-09"),
        row(indicador="1.1.p1.d", paso="s2", situacion="sin ejecución"),
        row(indicador="1.1.p1.e", valor="12.5"),
        row(indicador="1.1.p1.f", numerador=4, denominador=8),
    ]
    as_csv, as_workbook = checked(csv_file(*rows), plan=every_kind()).draft, check(filled()).draft
    assert as_csv is not None
    assert as_workbook is not None
    assert as_csv.canonical_hash == as_workbook.canonical_hash
    assert as_csv.file_hash != as_workbook.file_hash


def test_a_broken_cell_is_named_where_it_stands_in_the_workbook() -> None:
    book = filled()
    filler(book[SHEET])(Kind.COUNT, valor="12 aprox")
    (problem,) = check(book).problems
    assert problem.place("es") == f"{SHEET}!{letter_of('valor')}{FIRST_ROW} (valor)"


def test_a_split_goes_into_the_free_rows() -> None:
    book = filled()
    sheet = book[SHEET]
    for at, (name, value) in enumerate((("Lima", 7), ("Puno", 5)), start=FIRST_ROW + 7):
        cells = row(dimension="region", categoria=name, valor=value)
        for column, text in cells.items():
            cell = sheet.cell(at, HEADER.index(column) + 1)
            assert not cell.protection.locked
            cell.value = text  # type: ignore[assignment]
    result = check(book)
    assert result.draft is not None, [problem.text("en") for problem in result.problems]
    assert [f.category for f in result.draft.figures if f.dimension] == ["Lima", "Puno"]


OPEN = {
    Kind.COUNT: {"valor"},
    Kind.DISTINCT: {"valor", "total_a_la_fecha"},
    Kind.DELIVERABLE: {"etapa", "fecha", "acto"},
    Kind.PROGRAMME: {"fecha", "acto"},
    Kind.LEVEL: {"valor"},
    Kind.RATIO: {"numerador", "denominador"},
}
ALWAYS = {
    "situacion", "medio_tipo", "medio_referencia", "medio_fecha", "medio_publico", "clase_de_cambio", "sustento",
    "nota",
}  # fmt: skip


@pytest.mark.parametrize("kind", list(Kind))
def test_only_the_cells_of_the_kind_are_open(kind: Kind) -> None:
    sheet = downloaded()[SHEET]
    at = next(at for (code, _), at in rows_of(sheet).items() if code == KINDS[kind])
    unlocked = {name for column, name in enumerate(HEADER, start=1) if not sheet.cell(at, column).protection.locked}
    assert sheet.protection.sheet
    assert unlocked == OPEN[kind] | ALWAYS


def offered(sheet: Worksheet, cell: str) -> list[str]:
    choices = [v for v in sheet.data_validations.dataValidation if v.type == "list" and cell in v.sqref]
    return [word for choice in choices for word in str(choice.formula1).strip('"').split(",")]


def test_drop_downs_offer_words_that_the_job_accepts() -> None:
    sheet = downloaded()[SHEET]
    for column in COLUMNS:
        if column.allowed:
            letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[HEADER.index(column.name)]
            assert offered(sheet, f"{letter}{FIRST_ROW}") == list(first_words(column.allowed).values())


def test_the_plans_categories_are_offered_by_the_dimension_of_the_row() -> None:
    plan = replace(every_kind(), code_lists=REGIONS)
    book = openpyxl.load_workbook(io.BytesIO(blank_return(plan, entity="MIN", quarter=AT)))
    lists = book["Listas"]
    assert [tuple(cell.value for cell in cells) for cells in lists["E1:G4"]] == [
        ("categorías de", "categoria", "nombre"),
        ("region", "04", "Arequipa"),
        ("region", "06", "Cajamarca"),
        ("region", "99", "Otra"),
    ]
    free = FIRST_ROW + 7
    (choice,) = [v for v in book[SHEET].data_validations.dataValidation if f"{letter_of('categoria')}{free}" in v.sqref]
    assert not choice.showErrorMessage
    assert choice.formula1 == (f"OFFSET(INDEX(lista_6,1),MATCH($G{free},lista_5,0)-1,0,COUNTIF(lista_5,$G{free}),1)")
    assert [book.defined_names[name].attr_text for name in ("lista_5", "lista_6")] == [
        "Listas!$E$2:$E$4",
        "Listas!$F$2:$F$4",
    ]
    told = [tuple(cell.value for cell in cells) for cells in book["Instrucciones"].iter_rows(max_col=4)]
    assert {line[0]: line[3] for line in told if line[0] in ("dimension", "categoria")} == {
        "dimension": "region", "categoria": "04",
    }  # fmt: skip


def test_departments_are_offered_by_their_names_as_they_are_read() -> None:
    plan = with_departments()
    book = openpyxl.load_workbook(io.BytesIO(blank_return(plan, entity="MIN", quarter=AT)))
    offered_names = [cell.value for (cell,) in book["Listas"]["F2:F4"]]
    assert offered_names == ["Cajamarca", "Callao", "Cusco"]
    told = [tuple(cell.value for cell in cells) for cells in book["Instrucciones"].iter_rows(max_col=4)]
    assert ("categoria", "Cajamarca") in [(line[0], line[3]) for line in told]
    draft = by_department(*offered_names).draft
    assert draft is not None
    assert [figure.category for figure in draft.figures[1:]] == ["06", "07", "08"]


def test_nothing_to_report_is_not_offered_for_a_level() -> None:
    sheet = downloaded()[SHEET]
    at = rows_of(sheet)[KINDS[Kind.LEVEL], ""]
    words = offered(sheet, f"{letter_of('situacion')}{at}")
    assert words == [word for word in SITUATION_WORDS.values() if word != "sin ejecución"]


def test_every_column_and_indicator_is_explained() -> None:
    told = [cell.value for cells in downloaded()["Instrucciones"].iter_rows() for cell in cells]
    assert {column.name for column in COLUMNS} <= set(told)
    assert {column.meaning.es for column in COLUMNS} <= set(told)
    assert set(KINDS.values()) <= set(told)


def test_nothing_in_it_is_hidden_merged_or_a_formula() -> None:
    for sheet in downloaded().worksheets:
        assert sheet.sheet_state == "visible"
        assert not sheet.merged_cells.ranges
        assert not any(dimension.hidden for dimension in sheet.column_dimensions.values())
        assert all(cell.data_type != "f" for cells in sheet.iter_rows() for cell in cells)


def test_a_title_that_begins_like_a_formula_stays_text() -> None:
    risky = builders.indicator(label=builders.text("=cmd|' /c calc'!A1", "=1"))
    made = blank_return(builders.plan(builders.action(risky)), entity="MIN", quarter=AT)
    sheet = openpyxl.load_workbook(io.BytesIO(made))[SHEET]
    assert sheet.cell(FIRST_ROW, HEADER.index("indicador_nombre") + 1).data_type == "s"


def test_an_entity_that_reports_nothing_gets_no_workbook() -> None:
    with pytest.raises(NothingToReport, match="OFI"):
        blank_return(every_kind(), entity="OFI", quarter=AT)


def test_the_header_is_where_the_reader_looks_and_stays_in_sight() -> None:
    sheet = downloaded()[SHEET]
    assert tuple(cell.value for cell in sheet[HEADER_ROW]) == HEADER
    assert sheet.freeze_panes == f"F{FIRST_ROW}"
    assert "IV trimestre 2023 (2023-T4)" in str(sheet["A1"].value)
    assert quarter_words(Quarter(2026, 3)) == "III trimestre 2026 (2026-T3)"


def test_no_drop_down_refers_to_another_sheet() -> None:
    """Excel moves those that do to where other programs, and the marked copy, do not find them."""
    for choice in downloaded()[SHEET].data_validations.dataValidation:
        assert "!" not in f"{choice.formula1}{choice.formula2}"


def published() -> list[InForce]:
    """What `filled` says, as published, with a split, a quarter before and one figure that was taken back."""
    draft = check(filled()).draft
    assert draft is not None
    own = {"evidence_kind": "informe", "evidence_reference": "Informe 7", "evidence_date": date(2024, 1, 5)}
    figures = [replace(f, **own, evidence_public=True) if f.indicator == "1.1.p1.a" else f for f in draft.figures]
    parts = [FigureDraft("1.1.p1.a", AT, "region", name, Decimal(value)) for name, value in (("Lima", 7), ("Puno", 5))]
    before = [
        FigureDraft("1.1.p1.a", AT + -1, value=Decimal(1500)),
        FigureDraft("1.1.p1.b", AT + -1, value=Decimal(3), so_far=Decimal(3)),
        FigureDraft("1.1.p1.e", AT + -1, value=Decimal("11.25")),
        FigureDraft("1.1.p1.f", AT + -2, withdrawn=True),
    ]
    return [InForce(figure, 3) for figure in (*before, *figures, *parts)]


def revising() -> Workbook:
    return downloaded(in_force=published())


def checked_again(book: Workbook) -> Checked:
    return checked(saved(book), plan=every_kind(), published=published())


def test_of_a_published_quarter_the_rows_come_as_they_were_published() -> None:
    result = checked_again(revising())
    assert result.draft is not None, [problem.text("en") for problem in result.problems]
    old = {(f.indicator, f.category, f.step): f for f in (k.figure for k in published()) if f.quarter == AT}
    new = {(f.indicator, f.category, f.step): f for f in result.draft.figures}
    assert old.keys() == new.keys()
    assert not [key for key, figure in new.items() if differs(old[key], figure)]


def test_in_a_published_quarter_only_the_correction_its_class_and_its_reason_are_typed() -> None:
    book = revising()
    filler(book[SHEET])(Kind.LEVEL, valor=12.75)
    assert codes(checked_again(book)) == ["change_missing"]
    filler(book[SHEET])(Kind.LEVEL, clase_de_cambio="rectificación", sustento="se leyó mal")
    result = checked_again(book)
    assert result.draft is not None, [problem.text("en") for problem in result.problems]
    assert "ya está publicado" in str(book[SHEET]["A2"].value)


def test_a_quarter_that_is_not_published_comes_blank() -> None:
    later = [replace(known, figure=replace(known.figure, quarter=AT + -4)) for known in published()]
    assert codes(check(downloaded(in_force=[k for k in later if not k.figure.step]))) == ["figure_missing"] * 7


def test_beside_each_row_stands_what_is_published_and_due() -> None:
    sheet = revising()[SHEET]
    at = HEADER.index(BESIDE) + 1
    said = {code: str(sheet.cell(row, at).value) for (code, _), row in rows_of(sheet).items()}
    assert said["1.1.p1.a"].splitlines()[:3] == [
        "Último: 1,500 (2023-T3)", "Total a la fecha: 1,500", "Este trimestre, publicado: 12",
    ]  # fmt: skip
    assert "Último: 11.25 (2023-T3)" in said["1.1.p1.e"]
    assert all(sheet.cell(row, at).protection.locked for row in rows_of(sheet).values())


def test_the_column_beside_is_never_read() -> None:
    book = filled()
    sheet = book[SHEET]
    for row_number in rows_of(sheet).values():
        sheet.cell(row_number, HEADER.index(BESIDE) + 1).value = "12 aprox; DNI 12345678"
    result = check(book)
    assert result.draft is not None
    assert all(BESIDE not in dict(figure.raw) for figure in result.draft.figures)
    assert result.draft.canonical_hash == check(filled()).draft.canonical_hash  # type: ignore[union-attr]


def test_the_background_has_every_quarter_with_last_figure_total_and_line() -> None:
    sheet = revising()["Antecedentes"]
    lines = [[cell.value for cell in cells] for cells in sheet.iter_rows(min_row=5)]
    head = lines[0]
    assert head[-3:] == ["2023-T2", "2023-T3", "2023-T4"]
    by_code = {str(line[0]): dict(zip(head, line, strict=True)) for line in reversed(lines[1:])}
    count = by_code["1.1.p1.a"]
    assert (count["Último"], count["Reportado"], count["Total a la fecha"]) == ("2023-T4", "12", "1,512")
    assert (count["2023-T2"], count["2023-T3"], count["2023-T4"]) == (None, 1500, 12)
    assert count["Línea"] == "·█▁"
    assert by_code["1.1.p1.b"]["Total a la fecha"] == "7"
    assert by_code["1.1.p1.c"]["2023-T4"] == "aprobado"
    assert by_code["1.1.p1.f"]["2023-T2"] == "retirado"
    assert [line[1] for line in lines if line[0] == "1.1.p1.a"][1:] == ["region: Lima", "region: Puno"]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_our_own_sheets_may_be_hidden_and_repeat_the_header(state: str) -> None:
    book = filled()
    for sheet in book.worksheets[1:]:
        sheet.sheet_state = state
    book["Listas"].append(list(HEADER))
    assert check(book).draft is not None
