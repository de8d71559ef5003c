from __future__ import annotations

import io
import itertools
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from etl.pipeline import Checked
from etl.problems import Problem, how_many
from etl.rules.columns import HEADER, SHEET
from etl.sheets import PROBLEMS
from etl.workbooks.marked_list import FIRST_ROW
from etl.workbooks.marking import BEGINS, MAX_COMMENTED, NotMarked, marked
from tests.etl.files import RATIO, book_of, checked, codes, csv_file, letter_of, plan_of, row, saved, workbook
from tests.etl.ods import ods

WRONG = row(valor="12 aprox", medio_tipo="informe", medio_referencia="Informe 1", medio_fecha="ayer")
VALUE, DATE = f"{letter_of('valor')}2", f"{letter_of('medio_fecha')}2"


def sent_back(content: bytes, result: Checked, **more: object) -> Workbook:
    made = marked(content, result.problems, sheet=SHEET, names=HEADER, **more)  # type: ignore[arg-type]
    return openpyxl.load_workbook(io.BytesIO(made))


def coloured(sheet: Worksheet) -> dict[str, str]:
    """The colour of each cell that a rule of ours colours, the same whatever stands in it."""
    return {
        f"{get_column_letter(column)}{row}": rule.dxf.fill.bgColor.rgb[-6:]
        for rules in sheet.conditional_formatting
        for rule in rules.rules
        if rule.type == "expression"
        for area in rules.sqref.ranges
        for row, column in itertools.chain.from_iterable(area.rows)
    }


def commented(sheet: Worksheet) -> dict[str, str]:
    return {cell.coordinate: cell.comment.text for cells in sheet.iter_rows() for cell in cells if cell.comment}


def listed(book: Workbook) -> list[tuple[object, ...]]:
    return [tuple(cell.value for cell in cells) for cells in book[PROBLEMS].iter_rows(min_row=FIRST_ROW)]


def test_refused_marked_corrected_and_loaded() -> None:
    content = workbook(WRONG)
    book = sent_back(content, checked(content))
    sheet = book[SHEET]
    assert codes(checked(saved(book))) == ["number_form", "date_form"]
    sheet[VALUE], sheet[DATE] = 12, date(2024, 1, 5)
    result = checked(saved(book))
    assert result.draft is not None, [problem.text("en") for problem in result.problems]
    right = checked(workbook(WRONG | {"valor": 12, "medio_fecha": "2024-01-05"})).draft
    assert right is not None
    assert result.draft.canonical_hash == right.canonical_hash


def test_each_cell_is_coloured_and_says_what_is_wrong_and_what_to_do() -> None:
    content = workbook(WRONG)
    result = checked(content)
    sheet = sent_back(content, result)[SHEET]
    assert set(coloured(sheet)) == {VALUE, DATE}
    remedy = result.problems[0].remedy("es")
    assert commented(sheet)[VALUE] == (
        f"{BEGINS}\n\nError: «12 aprox» no es un número escrito con cifras.\nQué hacer: {remedy}"
    )


def test_the_first_sheet_lists_everything_with_a_link_to_the_cell() -> None:
    content = workbook(WRONG, *(row(valor="x", dimension="sexo", categoria=f"c{at}") for at in range(9)))
    result = checked(content)
    book = sent_back(content, result)
    assert book.sheetnames[0] == PROBLEMS
    assert book.active is book[PROBLEMS]
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected] == [PROBLEMS]
    lines = listed(book)
    assert sum(int(str(line[3])) for line in lines) == how_many(result.problems)
    many = next(at for at, line in enumerate(lines) if line[3] == "9")
    assert lines[many][1] == "I3:I11"
    assert book[PROBLEMS].cell(FIRST_ROW + many, 2).hyperlink.location == f"'{SHEET}'!I3:I11"


def test_in_english_it_is_said_in_english() -> None:
    content = workbook(WRONG)
    book = sent_back(content, checked(content), lang="en")
    assert book[PROBLEMS]["A1"].value == "Problems of the file"
    assert "What to do: " in commented(book[SHEET])[VALUE]
    assert codes(checked(saved(book))) == ["number_form", "date_form"]


def test_a_warning_has_its_own_colour_and_word() -> None:
    content = workbook(WRONG)
    warning = Problem(
        "value_over_total", SHEET, 2, "J", "total_a_la_fecha", "9", (("high", "3"), ("quarter", "2024-T1"))
    )
    book = sent_back(content, checked(content), warnings=[warning])
    fills = coloured(book[SHEET])
    assert fills["J2"] != fills[VALUE]
    assert f"{BEGINS}\n\nAviso: " in commented(book[SHEET])["J2"]
    assert [line[0] for line in listed(book)] == ["Error", "Error", "Aviso"]


def test_what_the_steward_wrote_and_coloured_stays() -> None:
    book = book_of(WRONG)
    sheet = book[SHEET]
    sheet[VALUE].comment = Comment("Preguntar en la oficina", "reporte")
    sheet[VALUE].fill = PatternFill("solid", fgColor="00FF00")
    sheet.conditional_formatting.add("I2:I9", CellIsRule(operator="equal", formula=["0"]))
    sheet.protection.sheet = True
    content = saved(book)
    once = sent_back(content, checked(content))
    assert commented(once[SHEET])[VALUE].startswith(f"Preguntar en la oficina\n\n{BEGINS}")
    once[SHEET][VALUE] = 12
    again = saved(once)
    twice = sent_back(again, checked(again))[SHEET]
    assert set(coloured(twice)) == {DATE}
    assert commented(twice) == {VALUE: "Preguntar en la oficina", DATE: commented(once[SHEET])[DATE]}
    assert twice[VALUE].fill.fgColor.rgb[-6:] == "00FF00"
    assert [str(rules.sqref) for rules in twice.conditional_formatting] == ["I2:I9", DATE]
    assert twice.protection.sheet


def test_marked_again_there_is_one_list_and_a_sheet_of_the_stewards_own_stays() -> None:
    book = book_of(WRONG)
    book.create_sheet(PROBLEMS)["A1"] = "los míos"
    content = saved(book)
    for _ in range(2):
        back = sent_back(content, checked(content))
        content = saved(back)
    assert len(back.sheetnames) == 3
    assert back[PROBLEMS]["A1"].value == "los míos"


def test_what_is_wrong_with_the_file_stands_at_its_header() -> None:
    def under_a_title(sheet: Worksheet) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "Reporte"

    content = workbook(row(valor=1, trimestre="2024-T4"), change=under_a_title)
    facts = (("entity", "MIN"), ("label_en", ""), ("label_es", ""))
    problems = [Problem("indicator_missing", SHEET, found="1.1.p1.b", facts=facts)] * 9
    book = openpyxl.load_workbook(io.BytesIO(marked(content, problems, sheet=SHEET, names=HEADER)))
    assert commented(book[SHEET])["A2"].endswith(f"Y 3 más: vea la hoja «{PROBLEMS}».")
    assert listed(book)[0][1] == "todo el archivo"


def test_a_csv_file_comes_back_as_a_workbook_whose_texts_stay_texts() -> None:
    content = csv_file(
        row(valor="12 aprox", nota="=1+1", indicador_nombre="00123", sustento="+51"),
        row(valor="2\n3", dimension="sexo", categoria="007"),
        row(valor="x", dimension="sexo", categoria="-1"),
    )
    result = checked(content)
    book = sent_back(content, result)
    sheet = book[SHEET]
    assert {problem.row for problem in result.problems} == {2, 3, 5}
    assert set(coloured(sheet)) >= {"I2", "I3", "I5"}
    for place, text in {"G3": "007", "D2": "00123", f"{letter_of('nota')}2": "=1+1", "G5": "-1"}.items():
        assert (sheet[place].value, sheet[place].data_type, sheet[place].number_format) == (text, "s", "@")
    assert [(p.code, p.row) for p in checked(saved(book)).problems] == [(p.code, p.row) for p in result.problems]


def test_an_ods_file_comes_back_as_a_workbook_with_its_numbers_and_dates() -> None:
    content = ods(WRONG | {"medio_fecha": date(2024, 1, 5)}, row(valor=7, dimension="sexo", categoria="007"))
    result = checked(content)
    assert codes(result) == ["number_form"]
    book = sent_back(content, result)
    sheet = book[SHEET]
    assert set(coloured(sheet)) == {VALUE}
    assert (sheet["I3"].value, sheet["G3"].value, sheet[DATE].value) == (7, "007", datetime(2024, 1, 5))
    sheet[VALUE] = 7
    assert checked(saved(book)).draft is not None


def test_a_comma_that_only_a_csv_file_leaves_open_is_still_asked_for() -> None:
    cells = {"indicador": RATIO.code, "numerador": "1,234", "denominador": "2"}
    content = csv_file(row(**cells), delimiter=";")
    result = checked(content, plan=plan_of(RATIO))
    assert codes(result) == ["number_comma"]
    book = sent_back(content, result)
    place = f"{letter_of('numerador')}2"
    assert book[SHEET][place].value == "¿1,234?"
    assert checked(saved(book), plan=plan_of(RATIO)).draft is None
    book[SHEET][place] = 1.234
    assert checked(saved(book), plan=plan_of(RATIO)).draft is not None


def test_of_thousands_of_problems_all_are_coloured_the_first_are_commented_and_none_fills_the_list() -> None:
    content = csv_file(*(row(valor=f"{at} aprox") for at in range(900)))
    result = checked(content)
    book = sent_back(content, result)
    assert len(coloured(book[SHEET])) == len({(p.row, p.letter) for p in result.problems}) == 1800
    assert len(commented(book[SHEET])) == MAX_COMMENTED
    assert len(listed(book)) < 10
    assert len(checked(saved(book)).problems) == len(result.problems)


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 no", b"%PDF-1.7", b"entidad,\x00", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_what_cannot_be_opened_is_not_marked(content: bytes) -> None:
    with pytest.raises(NotMarked) as refused:
        marked(content, checked(content).problems, sheet=SHEET, names=HEADER)
    assert refused.value.reason == "unreadable"


def test_a_cell_in_a_merged_area_is_marked_where_the_area_begins() -> None:
    content = workbook(WRONG, change=lambda sheet: sheet.merge_cells("I2:J3"))
    sheet = sent_back(content, checked(content))[SHEET]
    assert list(commented(sheet)) == ["I2"]


def test_formulas_stay_and_are_made_anew_when_it_is_opened() -> None:
    book = book_of(WRONG)
    book[SHEET]["K2"] = "=I2+1"
    content = saved(book)
    back = sent_back(content, checked(content))
    assert back[SHEET]["K2"].value == "=I2+1"
    assert back.calculation.fullCalcOnLoad


def test_words_of_the_file_in_the_list_and_the_comments_are_never_formulas() -> None:
    content = workbook(row(valor="=1+1".replace("=", "＝"), situacion="@SUM(A1)", indicador="+51"))
    book = sent_back(content, checked(content))
    for cells in book[PROBLEMS].iter_rows():
        assert all(cell.data_type in "sn" for cell in cells)
    assert any("+51" in str(line) for line in listed(book))
