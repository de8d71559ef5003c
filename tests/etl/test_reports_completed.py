"""Reports by the latest stage of their history, delivered once by the act that approved; steps with their dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from etl.pipeline import check
from etl.rules.columns import HEADER
from indicators.drafts import FigureDraft, InForce
from indicators.periods import Quarter
from indicators.plan import Stage
from tests.etl.events import NOW, OTHER_REPORT, REPORT, STEP, checked, figures, list_file, peru, told

JOB = "reports_completed"
APPROVED = {"etapa": "aprobado", "fecha": "2026-08-20", "acto": "RM 100-2026", "enlace": "https://ejemplo.pe/c97"}
PUBLISHED = {"etapa": "publicado", "fecha": "2026-09-15"}


def of_report(*rows: dict[str, object]) -> FigureDraft:
    """The figure of the report of which `rows` are the history."""
    (figure,) = figures(checked(JOB, *(REPORT | row for row in rows), OTHER_REPORT))
    return figure


def test_the_latest_stage_by_date_stands_in_whatever_order_the_rows_are() -> None:
    for rows in (({}, APPROVED), (APPROVED, {})):
        figure = of_report(*rows)
        assert (figure.stage, figure.stage_date, figure.act) == (Stage.APPROVED, date(2026, 8, 20), "RM 100-2026")
        assert (figure.evidence_kind, figure.evidence_reference) == ("enlace", "https://ejemplo.pe/c97")
        assert figure.note == "Informe sobre el Convenio 97"


def test_a_report_is_delivered_on_the_day_and_by_the_act_of_its_approval() -> None:
    figure = of_report({}, APPROVED, PUBLISHED)
    assert (figure.stage, figure.stage_date, figure.act) == (Stage.PUBLISHED, date(2026, 8, 20), "RM 100-2026")


def test_one_row_without_a_date_is_the_stage_at_the_end_of_the_quarter() -> None:
    figure = of_report({"fecha": ""})
    assert (figure.stage, figure.stage_date) == (Stage.IN_REVIEW, None)


def test_a_figure_says_which_cells_it_comes_of() -> None:
    figure = of_report({}, APPROVED)
    assert (figure.row, dict(figure.raw)["acto"]) == (3, "RM 100-2026")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (({}, {"etapa": "en elaboración", "fecha": "2026-08-01"}), [("stage_went_back", 3, "etapa")]),
        (({}, {"fecha": ""}), [("stage_undated", 3, "fecha")]),
        (({}, APPROVED | {"acto": ""}), [("act_missing", 3, "acto")]),
        (({}, {"etapa": "", "fecha": "", "titulo": "", "situacion": "sin ejecución"}),
         [("situation_against_rows", 3, "situacion")]),
        (({}, APPROVED | {"fecha": "2026-10-02"}), [("date_outside", 3, "fecha")]),
        (({"titulo": "Dudas a ana@ejemplo.pe"}, APPROVED), [("personal_data", 2, "titulo")]),
        (({}, APPROVED | {"enlace": "Dudas: 987654321"}), [("personal_data", 3, "enlace")]),
        (({}, APPROVED | {"entidad": "MRE"}), [("once_differs", 3, "entidad")]),
        (({"etapa": "listo"},), [("word_unknown", 2, "etapa")]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_history_is_told_once_at_its_cell(
    rows: tuple[dict[str, object], ...], expected: list[tuple[str, int, str]]
) -> None:
    assert told(checked(JOB, *(REPORT | row for row in rows), OTHER_REPORT)) == expected


def test_a_step_is_done_once_with_its_date() -> None:
    (figure,) = figures(checked(JOB, STEP, entity="MINJUSDH"))
    assert (figure.step, figure.value, figure.stage_date) == ("d7", 1, date(2026, 9, 25))
    twice = told(checked(JOB, STEP, STEP, entity="MINJUSDH"))
    assert [code for code, _, _ in twice] == ["duplicate", "duplicate"]
    before = InForce(replace(figure, quarter=Quarter(2026, 2)), 4, JOB)
    assert told(checked(JOB, STEP, entity="MINJUSDH", published=[before])) == [("step_done", 2, "paso")]


def test_a_register_and_the_form_that_says_the_same_are_the_same_return() -> None:
    both = {"entidad": "MTPE", "trimestre": "2026-T3"}
    form = list_file(
        JOB,
        both | {"indicador": "2.1.p78.a", "etapa": "en revisión", "fecha": "2026-07-10",
                "nota": "Informe sobre el Convenio 97"},
        both | OTHER_REPORT,
        header=HEADER,
    )  # fmt: skip
    of_form = check(form, "r.csv", job=JOB, plan=peru(), published=lambda _: (), now=NOW).draft
    of_register = checked(JOB, REPORT, OTHER_REPORT).draft
    assert of_form is not None
    assert of_register is not None
    assert of_form.canonical_hash == of_register.canonical_hash
