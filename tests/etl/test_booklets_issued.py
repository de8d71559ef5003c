"""Copies and titles: what makes a title, and what makes none."""

from __future__ import annotations

import pytest

from tests.etl.events import HANDED_OUT, checked, parts, told, totals

JOB = "booklets_issued"
COPIES, TITLES = "2.1.p72.c.t1", "2.1.p72.c.t2"


@pytest.mark.parametrize(
    ("again", "titles"),
    [
        ({}, 1),
        ({"reimpresion": "sí"}, 1),
        ({"edicion": "2"}, 1),
        ({"formato": "digital"}, 1),
        ({"publico": "personas migrantes"}, 1),
        ({"titulo": "CARTILLA  de contratacion"}, 1),
        ({"idioma": "Quechua"}, 2),
        ({"titulo": "Guía de contratación"}, 2),
    ],
)
def test_reprints_editions_and_formats_are_no_new_titles(again: dict[str, object], titles: int) -> None:
    found = checked(JOB, HANDED_OUT, HANDED_OUT | {"ejemplares": "1,050"} | again)
    assert totals(found) == {COPIES: 1200, TITLES: titles}


def test_copies_are_split_by_department_and_language_titles_by_language_alone() -> None:
    found = checked(JOB, HANDED_OUT, HANDED_OUT | {"idioma": "Inglés", "departamento": "", "ejemplares": "30"})
    assert parts(found, "departamento") == {(COPIES, "13"): 150, (COPIES, "no_declarado"): 30}
    assert parts(found, "idioma") == {(COPIES, "es"): 150, (COPIES, "en"): 30, (TITLES, "es"): 1, (TITLES, "en"): 1}


@pytest.mark.parametrize("title", ["Cartilla (2.ª edición)", "Cartilla, REIMPRESIÓN 2026", "Booklet, second edition"])
def test_a_title_does_not_say_its_edition(title: str) -> None:
    assert told(checked(JOB, HANDED_OUT | {"titulo": title})) == [("title_with_edition", 2, "titulo")]


@pytest.mark.parametrize("code", ["2.1.p72.c", COPIES, TITLES])
def test_a_row_may_name_the_plans_indicator_or_one_beside_it(code: str) -> None:
    assert totals(checked(JOB, HANDED_OUT, HANDED_OUT | {"indicador": code})) == {COPIES: 300, TITLES: 1}
    assert totals(checked(JOB, {"indicador": code, "situacion": "sin ejecución"})) == {COPIES: 0, TITLES: 0}


def test_an_indicator_of_another_job_is_told_and_no_figure_is_asked_of_it() -> None:
    found = checked(JOB, HANDED_OUT, HANDED_OUT | {"indicador": "2.1.p72.a"})
    assert told(found) == [("indicator_of_other_job", 3, "indicador")]


def test_the_file_is_kept_for_it_is_about_no_person() -> None:
    draft = checked(JOB, HANDED_OUT).draft
    assert draft is not None
    assert draft.kept
    assert b"Cartilla" in draft.file_content
