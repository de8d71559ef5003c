"""Companies at information sessions: distinct taxpayers, two sizes with their years, nothing of a person told."""

from __future__ import annotations

import pytest

from etl.jobs import JOBS
from etl.problems import Problem
from etl.reading import read_bytes
from tests.etl.events import COMPANY, checked, figures, list_file, parts, peru, ruc, told, totals

JOB = "companies_trained"


def company(number: int = 1, **cells: object) -> dict[str, object]:
    return COMPANY | {"ruc": ruc(number)} | cells


def test_a_company_of_two_sessions_is_one_company() -> None:
    found = checked(JOB, company(1), company(1, sesion="Sesión 2", fecha="2026-09-20"), company(2), company(3))
    assert totals(found) == {"2.1.p72.b": 3}
    assert {figure.so_far for figure in figures(found)} == {None}


def test_companies_are_split_by_the_laws_size_by_workers_by_sector_and_by_department() -> None:
    found = checked(
        JOB,
        company(1),
        company(2, tamano_ventas="pequeña EMPRESA", departamento="INEI 13", sector="Otro sector"),
        company(3, tamano_ventas="", tamano_ventas_anio="", tamano_trabajadores="", trabajadores_anio="", sector=""),
        company(1, sesion="Sesión 2", departamento="Lima"),
    )
    of = "2.1.p72.b"
    assert parts(found, "tamano") == {(of, "micro"): 1, (of, "pequena"): 1, (of, "no_declarado"): 1}
    assert parts(found, "tamano_trabajadores") == {(of, "1_4"): 2, (of, "no_declarado"): 1}
    assert parts(found, "sector") == {(of, "comercio"): 1, (of, "otro"): 1, (of, "no_declarado"): 1}
    assert parts(found, "departamento") == {(of, "06"): 2, (of, "13"): 1, (of, "15"): 1}


def test_measures_are_counted_that_no_indicator_takes_yet() -> None:
    listed = read_bytes(list_file(JOB, company(1), company(1, sesion="2", trabajadores="5")), JOBS[JOB], peru()).said
    counted = listed.counted["2.1.p72.b"]  # type: ignore[union-attr]
    assert {name: found.total for name, found in counted.items()} == {"companies": 1, "attendances": 2, "workers": 7}


@pytest.mark.parametrize("number", ["20999990012", "99999990011", "209999900110", "2099999001A", "２０９９９９９０"])
def test_a_number_that_is_no_ruc_is_refused(number: str) -> None:
    (problem,) = checked(JOB, company(ruc=number)).problems
    assert problem.code in {"ruc_digit", "ruc_form"}


def test_a_company_has_one_size_and_one_sector() -> None:
    found = checked(JOB, company(1), company(2), company(1, sesion="Sesión 2", tamano_ventas="Gran empresa"))
    assert told(found) == [("company_differs", 4, "tamano_ventas")]


def test_a_year_that_cannot_be_read_is_the_only_problem_of_its_row() -> None:
    found = checked(JOB, company(1, tamano_ventas_anio="25"), company(1, sesion="Sesión 2"))
    assert told(found) == [("year_form", 2, "tamano_ventas_anio")]


def test_nothing_of_the_list_is_kept_or_told() -> None:
    sound = checked(JOB, company(7)).draft
    assert sound is not None
    assert (sound.kept, sound.file_content) == (False, b"")
    number = ruc(7)
    raw = [text for figure in sound.figures for _, text in figure.raw]
    assert not [text for text in raw if number in text]
    problems: tuple[Problem, ...] = checked(JOB, company(7), company(7), company(ruc=f"{number}9")).problems
    assert [problem.code for problem in problems] == ["company_twice", "ruc_form"]
    assert number not in "".join(problem.text(lang) for problem in problems for lang in ("es", "en"))
