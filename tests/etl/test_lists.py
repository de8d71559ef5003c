"""What holds for every list: said once, silence told, corrections told, one set of rules with the quarterly return."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from etl.rules.columns import HEADER as RETURN_HEADER
from etl.values import Numbers
from indicators.drafts import FigureDraft, InForce
from indicators.periods import Quarter
from indicators.plan import Plan
from tests import builders
from tests.etl.files import csv_file
from tests.etl.lists import (
    ATTENDANCES,
    DOCUMENTS,
    HEADER,
    JOB,
    PERSONS,
    attendance,
    checked,
    codes,
    list_file,
    plan,
    values,
)

WHY = {"clase_de_cambio": "rectificación", "sustento": "Se añadió una lista que faltaba."}
SILENT = {"indicador": PERSONS, "situacion": "sin ejecución"}


def in_force(code: str, value: int, *, quarter: str = "2023-Q4", job: str = JOB.name, **more: object) -> InForce:
    figure = FigureDraft(indicator=code, quarter=Quarter.parse(quarter), value=Decimal(value), **more)  # type: ignore[arg-type]
    return InForce(figure, 2, job)


def three(persons: int, attendances: int, documents: int) -> tuple[InForce, ...]:
    return in_force(PERSONS, persons), in_force(ATTENDANCES, attendances), in_force(DOCUMENTS, documents)


def split_plan() -> Plan:
    """The plan with persons and attendances split by department."""
    made = plan()
    (action,) = made.actions()
    split = tuple(replace(indicator, dimensions=("departamento",)) for indicator in action.indicators)
    return replace(
        builders.plan(replace(action, indicators=split)), registers=made.registers, code_lists=made.code_lists
    )


def test_what_holds_for_the_file_is_said_in_its_first_row() -> None:
    found = checked(list_file(attendance(), attendance(), medio_tipo="informe", medio_referencia="Informe 1", nota="N"))
    assert found.draft is not None
    assert {(f.evidence_reference, f.note) for f in found.draft.figures} == {("Informe 1", "N")}
    assert (found.draft.entity, found.draft.quarter) == ("MIN", Quarter(2023, 4))


def test_numbers_of_a_list_are_read_as_the_file_is_declared_to_write_them() -> None:
    written = list_file(attendance(horas="1,5"), delimiter=";", total_a_la_fecha="1.001")
    assert codes(checked(written)) == ["number_comma"]
    before = [in_force(PERSONS, 1000, quarter="2023-Q3", so_far=Decimal(1000))]
    declared = checked(written, published=before, numbers=Numbers.ES_ES).draft
    assert declared is not None
    assert [figure.so_far for figure in declared.figures if figure.so_far] == [Decimal(1001)]
    assert codes(checked(list_file(attendance(horas="1,234"), delimiter=";"))) == ["number_comma"]


def test_a_first_row_may_say_nothing_else() -> None:
    assert values(checked(list_file({}, attendance(), attendance())))[ATTENDANCES] == 2


def test_rows_may_repeat_what_the_first_one_says_and_nothing_else() -> None:
    again = attendance(entidad="MIN", trimestre="2023-T4")
    assert values(checked(list_file(attendance(), again)))[ATTENDANCES] == 2
    other = attendance(entidad="OFI", trimestre="2023-T3")
    assert codes(checked(list_file(attendance(), other))) == ["once_differs", "once_differs"]


@pytest.mark.parametrize("name", ["entidad", "trimestre"])
def test_entity_and_quarter_must_be_said(name: str) -> None:
    found = checked(list_file(attendance(), **{name: ""}))
    assert "once_missing" in codes(found)
    assert f"«{name}»" in found.problems[0].message()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"entidad": "NADIE"}, "entity_unknown"),
        ({"trimestre": "2024-T1"}, "quarter_not_ended"),
        ({"trimestre": "2020-T4"}, "quarter_outside_plan"),
        ({"trimestre": "cuarto"}, "quarter_form"),
    ],
)
def test_an_entity_and_a_quarter_that_can_report(said: dict[str, object], code: str) -> None:
    day = {"2024-T1": "2024-02-01", "2020-T4": "2020-11-07"}.get(str(said.get("trimestre")), "2023-11-07")
    assert code in codes(checked(list_file(attendance(fecha=day), **said)))


def test_a_date_of_another_quarter_is_told_with_its_row() -> None:
    found = checked(list_file(attendance(), attendance(fecha="2024-01-02")))
    assert [(p.code, p.row, p.column) for p in found.problems] == [("date_of_other_quarter", 3, "fecha")]


@pytest.mark.parametrize("code", ["9.9.p9.z", "1.1.p1.а"])
def test_an_indicator_that_the_plan_does_not_know(code: str) -> None:
    found = checked(list_file(attendance(), attendance(indicador=code)))
    assert set(codes(found)) & {"indicator_unknown", "look_alike"}
    assert {problem.row for problem in found.problems} == {3}


def test_silence_is_no_answer() -> None:
    assert codes(checked(list_file({}))) == ["no_rows"]
    found = checked(list_file(SILENT))
    assert found.draft is not None
    assert [(f.indicator, f.nothing) for f in found.draft.figures] == [
        (PERSONS, True), (ATTENDANCES, True), (DOCUMENTS, True)
    ]  # fmt: skip


def test_a_row_cannot_say_that_nothing_was_done_and_what() -> None:
    assert codes(checked(list_file(attendance(situacion="sin ejecución")))) == ["situation_with_content"]
    assert "situation_without_indicator" in codes(checked(list_file({"situacion": "sin ejecución"})))


def test_a_file_that_says_nothing_was_done_among_rows_is_judged_whole() -> None:
    found = checked(list_file(attendance(), SILENT))
    assert codes(found) == ["situation_against_rows"]


def test_a_corrected_list_says_why_and_only_where_something_changed() -> None:
    rows = (attendance(), attendance(numero_documento="009"))
    assert {"change_missing", "quarter_published"} & set(codes(checked(list_file(*rows), published=three(1, 2, 2))))
    found = checked(list_file(*rows, **WHY), published=three(1, 2, 2))
    assert found.draft is not None
    assert {f.indicator: f.change for f in found.draft.figures} == {
        PERSONS: "correction", ATTENDANCES: "", DOCUMENTS: "",
    }  # fmt: skip
    assert codes(checked(list_file(*rows, **WHY), published=three(2, 2, 2))) == ["change_unneeded"]


def test_parts_stand_beside_the_total_and_those_that_vanish_are_taken_back() -> None:
    rows = (attendance(), attendance(numero_documento="009", departamento="Lima"))
    found = checked(list_file(*rows), of=split_plan())
    assert found.draft is not None
    parts = {(f.indicator, f.category): int(f.value or 0) for f in found.draft.figures if f.dimension}
    assert parts == {(code, region): 1 for code in (PERSONS, ATTENDANCES, DOCUMENTS) for region in ("06", "15")}
    before = [
        *three(3, 3, 3),
        *(in_force(code, 1, dimension="departamento", category=region)
          for code in (PERSONS, ATTENDANCES, DOCUMENTS) for region in ("06", "15")),
    ]  # fmt: skip
    again = checked(list_file(rows[0], **WHY), published=before, of=split_plan())
    assert again.draft is not None, [problem.text() for problem in again.problems]
    assert {(f.indicator, f.category) for f in again.draft.figures if f.withdrawn} == {
        (code, "15") for code in (PERSONS, ATTENDANCES, DOCUMENTS)
    }


@pytest.mark.parametrize(("declared", "problem"), [(7, ""), (4, "so_far_low"), (9, "so_far_range")])
def test_a_declared_total_lies_between_the_largest_part_and_the_sum(declared: int, problem: str) -> None:
    earlier = [
        in_force(PERSONS, 5 if q == "2021-Q3" else 0, quarter=q, job="quarterly_return")
        for q in ("2021-Q3", "2021-Q4", "2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4", "2023-Q1", "2023-Q2", "2023-Q3")
    ]
    rows = (attendance(), attendance(numero_documento="009"))
    found = checked(list_file(*rows, total_a_la_fecha=declared), published=earlier)
    assert codes(found) == ([problem] if problem else [])


def test_an_aggregate_is_taken_for_the_same_job() -> None:
    def said(code: str, value: int) -> dict[str, object]:
        return {"entidad": "MIN", "trimestre": "2023-T4", "indicador": code, "valor": value}

    found = checked(csv_file(said(PERSONS, 2), said(ATTENDANCES, 5), said(DOCUMENTS, 3), header=RETURN_HEADER))
    assert values(found) == {PERSONS: 2, ATTENDANCES: 5, DOCUMENTS: 3}
    assert found.draft is not None
    assert found.draft.job == JOB.name


def test_the_same_content_is_the_same_return_in_any_order_of_rows_and_columns() -> None:
    rows = (attendance(), attendance(numero_documento="009", departamento="Lima"))
    one = checked(list_file(*rows)).draft
    other = checked(list_file({}, *rows[::-1], header=HEADER[::-1])).draft
    assert one is not None
    assert other is not None
    assert one.canonical_hash == other.canonical_hash
    assert one.file_hash != other.file_hash


def test_a_file_about_persons_is_not_kept_nor_its_name() -> None:
    found = checked(list_file(attendance()))
    assert found.draft is not None
    assert (found.draft.file_content, found.draft.kept) == (b"", False)
    assert "lista" not in found.draft.file_name


def test_a_thousand_of_a_kind_are_listed_and_the_rest_counted() -> None:
    found = checked(list_file(*[attendance(sexo="x")] * 2_500))
    assert len(found.problems) == 1_000
    assert sum(1 + problem.more for problem in found.problems) == 2_500


@pytest.mark.parametrize("where", ["fecha", "curso", "numero_documento"])
def test_the_sum_under_a_list_is_told_once(where: str) -> None:
    found = checked(list_file(attendance(), {where: "TOTAL:", "horas": "14"}))
    assert [(problem.code, problem.row) for problem in found.problems] == [("totals_row", 3)]


def test_rows_without_a_usable_document_are_named_and_nothing_of_them_is_said() -> None:
    rows = [attendance(numero_documento="no sé") for _ in range(25)]
    found = checked(list_file(attendance(), *rows))
    assert found.draft is not None
    (warned,) = found.draft.warnings
    assert "(filas 3, 4, 5" in warned.es
    assert "22…)" in warned.es
    assert "no sé" not in warned.es
