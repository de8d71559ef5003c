from __future__ import annotations

from dataclasses import replace

from etl.grouping import FEW, grouped
from etl.problems import MOST_OF_A_KIND, Problem, how_many, in_order
from tests.etl.files import checked, judged, letter_of, row, workbook


def wrong(at: int, found: str = "x", **fields: object) -> Problem:
    default = Problem("number_form", sheet="Reporte", row=at, letter="F", column="valor", found=found)
    return replace(default, **fields)  # type: ignore[arg-type]


def test_what_many_rows_share_is_said_once_with_its_places() -> None:
    (group,) = grouped([wrong(at) for at in (*range(12, 1012), 1040)])
    assert group.count == 1001
    assert group.text("es") == (
        "Reporte!F12:F1011 y F1040 (valor), 1,001 celdas: «x» no es un número escrito con cifras. "
        + wrong(12).remedy("es")
    )
    assert group.place("en") == "Reporte!F12:F1011 and F1040 (valor), 1,001 cells"


def test_in_a_csv_file_the_places_are_rows() -> None:
    (group,) = grouped([wrong(at, sheet="", letter="") for at in (*range(12, 1012), 1040)])
    assert group.place("es") == "filas 12–1011 y 1040, columna valor (1,001 filas)"
    assert group.place("en") == "rows 12–1011 and 1040, column valor (1,001 rows)"


def test_rows_that_follow_no_order_are_not_all_listed() -> None:
    (group,) = grouped([wrong(at, sheet="", letter="") for at in range(2, 2000, 2)])
    assert group.place("es") == "filas 2, 4, 6 y otras, columna valor (999 filas)"


def test_where_the_values_differ_the_first_stands_for_the_rest() -> None:
    (group,) = grouped([wrong(at, f"{at} aprox") for at in range(2, 50)])
    assert group.text("es") == (
        "Reporte!F2:F49 (valor), 48 celdas; en la primera: «2 aprox» no es un número escrito con cifras. "
        f"{wrong(2).remedy('es')} Lo mismo con «3 aprox», «4 aprox», «5 aprox» y más."
    )
    assert group.text("en").endswith("The same with “3 aprox”, “4 aprox”, “5 aprox” and more.")


def test_values_are_named_only_where_what_is_wrong_names_them() -> None:
    facts = (("other", "2"),)
    repeated = [wrong(at, f"1.1.p1.{at}", code="duplicate", column="indicador", facts=facts) for at in range(3, 9)]
    (group,) = grouped(repeated)
    assert group.text("es").endswith(repeated[0].remedy("es"))


def test_a_value_that_many_rows_share_is_a_group_beside_the_others() -> None:
    problems = [wrong(at, "Limma" if at % 2 else "Pnuo") for at in range(2, 22)] + [wrong(30, "Cuzsco")]
    assert [(group.first.found, group.count) for group in grouped(problems)] == [
        ("Pnuo", 10), ("Limma", 10), ("Cuzsco", 1),
    ]  # fmt: skip


def test_a_few_rows_are_listed_each_by_itself() -> None:
    few = [wrong(at) for at in range(2, 2 + FEW)]
    assert [group.problems for group in grouped(few)] == [(problem,) for problem in few]


def test_what_is_wrong_with_the_file_is_never_taken_together() -> None:
    missing = [Problem("indicator_missing", found=f"1.1.p1.{letter}") for letter in "abcdefg"]
    assert len(grouped(missing)) == len(missing)
    headers = [Problem("column_missing", row=4, found=f"c{at}") for at in range(9)]
    assert len(grouped(headers)) == len(headers)


def test_groups_come_where_their_first_problem_does() -> None:
    result = checked(workbook(*(row(valor="1.234", dimension="edad", categoria="x") for _ in range(9))))
    groups = grouped(result.problems)
    assert [group.first for group in groups] == sorted((group.first for group in groups), key=result.problems.index)
    assert how_many(result.problems) == sum(group.count for group in groups)


def test_no_more_than_a_thousand_of_a_kind_are_listed_and_the_rest_is_counted() -> None:
    problems = judged(*(row(valor="x") for _ in range(3000)), row(valor="x", situacion="q")).problems
    numbers = [problem for problem in problems if problem.code == "number_form"]
    assert len(numbers) == MOST_OF_A_KIND
    assert (numbers[-1].more, how_many(numbers)) == (2001, 3001)
    assert numbers[-1].as_json()["more"] == 2001
    assert numbers[-1].text("es").endswith("(Y 2,001 filas más como esta.)")
    assert in_order(problems) == problems
    group = next(group for group in grouped(problems) if group.first.code == "number_form")
    assert group.place("es") == "filas 2–1001 y otras, columna valor (3,001 filas)"
    assert len(grouped(problems)) < 10


def test_a_group_names_the_cell_that_its_reader_knows() -> None:
    problems = checked(workbook(*(row(valor="x") for _ in range(4)))).problems
    group = next(group for group in grouped(problems) if group.first.column == "valor")
    assert group.place("es") == f"Reporte!{letter_of('valor')}2:{letter_of('valor')}5 (valor), 4 celdas"
