from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from etl.jobs import JOBS
from etl.jobs.quarterly_return import VERSION
from etl.rules.columns import COLUMNS, HEADER
from etl.rules.rows import ALONGSIDE, CONTENT, FIGURE_COLUMNS, KIND_WORDS
from etl.rules.words import CHANGES, SITUATION_WORDS, SITUATIONS, STAGE_WORDS, STAGES
from etl.values import Numbers
from indicators.drafts import FigureDraft, InForce
from indicators.periods import Quarter
from indicators.plan import Act, ActKind, Basis, Indicator, Kind, Stage, Term
from tests import builders
from tests.etl.files import (
    COUNT,
    DELIVERABLE,
    DISTINCT,
    LEVEL,
    PROGRAMME,
    RATIO,
    by_department,
    checked,
    codes,
    csv_file,
    in_force,
    judged,
    plan_of,
    row,
    with_departments,
    with_regions,
    workbook,
)


def drafted(
    *rows: dict[str, object], of: Indicator = COUNT, published: Sequence[InForce] = ()
) -> tuple[FigureDraft, ...]:
    result = judged(*rows, of=of, published=published)
    assert result.draft is not None, [problem.text("en") for problem in result.problems]
    return result.draft.figures


def region(name: str, value: object) -> dict[str, object]:
    return row(dimension="region", categoria=name, valor=value)


def test_the_tables_know_every_kind_stage_and_situation() -> None:
    assert set(FIGURE_COLUMNS) == set(ALONGSIDE) == set(KIND_WORDS) == set(Kind)
    assert set(STAGES.values()) == {stage.value for stage in Stage} == set(STAGE_WORDS)
    assert set(SITUATIONS.values()) == set(SITUATION_WORDS)
    assert set(CHANGES.values()) == {"late data", "source", "method", "correction"}
    assert {column for columns in FIGURE_COLUMNS.values() for column in columns} <= {*CONTENT, "paso"} <= set(HEADER)


def test_every_example_of_a_column_can_be_read() -> None:
    for column in COLUMNS:
        if column.allowed:
            assert column.example in column.allowed
    assert JOBS["quarterly_return"].version == VERSION


def test_a_row_becomes_a_figure_that_knows_its_cell() -> None:
    (made,) = drafted(row(valor="1,234", nota="Incluye sesiones virtuales."))
    assert made == FigureDraft(
        indicator="1.1.p1.a",
        quarter=Quarter(2023, 4),
        value=Decimal(1234),
        note="Incluye sesiones virtuales.",
        row=2,
        column="valor",
        raw=(
            ("entidad", "MIN"),
            ("trimestre", "2023-T4"),
            ("indicador", "1.1.p1.a"),
            ("valor", "1,234"),
            ("nota", "Incluye sesiones virtuales."),
        ),
    )


CASES: list[tuple[Indicator, dict[str, object], dict[str, Any]]] = [
    (COUNT, row(valor=0), {"value": Decimal(0), "nothing": False}),
    (COUNT, row(situacion="sin ejecución"), {"value": Decimal(0), "nothing": True, "column": "situacion"}),
    (COUNT, row(situacion="sin ejecución", valor=0), {"value": Decimal(0), "nothing": True}),
    (DISTINCT, row(valor=5, total_a_la_fecha=5), {"value": Decimal(5), "so_far": Decimal(5)}),
    (LEVEL, row(valor="12.5"), {"value": Decimal("12.5")}),
    (LEVEL, row(valor="-2"), {"value": Decimal(-2)}),
    (
        RATIO,
        row(numerador=4, denominador="8.5"),
        {"numerator": Decimal(4), "denominator": Decimal("8.5"), "value": None},
    ),
    (DELIVERABLE, row(etapa="en revisión"), {"stage": Stage.IN_REVIEW, "value": None, "column": "etapa"}),
    (
        DELIVERABLE,
        row(etapa="aprobado", acto="RM 100-2023", fecha="02/11/2023"),
        {"stage": Stage.APPROVED, "act": "RM 100-2023", "stage_date": date(2023, 11, 2)},
    ),
    (
        PROGRAMME,
        row(paso="s1", fecha="2023-11-02"),
        {"step": "s1", "value": Decimal(1), "stage_date": date(2023, 11, 2)},
    ),
    (PROGRAMME, row(paso="s1", situacion="sin ejecución"), {"step": "s1", "value": Decimal(0), "nothing": True}),
    (PROGRAMME, row(situacion="sin ejecución"), {"step": "", "value": Decimal(0), "nothing": True}),
    (
        COUNT,
        row(valor=1, medio_tipo="informe", medio_referencia="Informe 1", medio_fecha="2024-01-05", medio_publico="sí"),
        {"evidence_kind": "informe", "evidence_date": date(2024, 1, 5), "evidence_public": True},
    ),
    (COUNT, row(valor=1, medio_publico="no"), {"evidence_public": False, "evidence_kind": ""}),
]


@pytest.mark.parametrize(("subject", "cells", "expected"), CASES)
def test_each_kind_has_its_figure_in_its_columns(
    subject: Indicator, cells: dict[str, object], expected: dict[str, Any]
) -> None:
    (made,) = drafted(cells, of=subject)
    assert {name: getattr(made, name) for name in expected} == expected


def test_no_information_makes_no_figure() -> None:
    assert drafted(row(situacion="sin información", nota="El registro se perdió.")) == ()


@pytest.mark.parametrize(
    ("subject", "cells", "expected"),
    [
        (COUNT, row(), ["figure_missing"]),
        (RATIO, row(), ["figure_missing"]),
        (DELIVERABLE, row(fecha="2023-11-02"), ["figure_missing"]),
        (PROGRAMME, row(paso="s1"), ["figure_missing"]),
        (PROGRAMME, row(), ["step_missing"]),
        (COUNT, row(valor=1, numerador=1, denominador=2), ["column_not_for_kind"] * 2),
        (COUNT, row(valor=1, paso="s1"), ["column_not_for_kind"]),
        (COUNT, row(valor=1, total_a_la_fecha=4), ["column_not_for_kind"]),
        (DELIVERABLE, row(valor=1, etapa="en revisión"), ["column_not_for_kind"]),
        (COUNT, row(situacion="sin ejecución", valor=3), ["figure_unexpected"]),
        (COUNT, row(situacion="sin información", valor=3), ["figure_unexpected"]),
        (COUNT, row(situacion="sin información", medio_tipo="a", medio_referencia="b"), ["figure_unexpected"] * 2),
        (DELIVERABLE, row(etapa="aprobado"), ["date_missing", "act_missing"]),
        (DELIVERABLE, row(etapa="publicado"), ["date_missing", "act_missing"]),
        (COUNT, row(valor=1, medio_tipo="a", medio_referencia="b", medio_fecha="2024-01-21"), ["date_outside"]),
        (PROGRAMME, row(paso="s1", fecha="2021-06-10"), ["date_outside"]),
        (COUNT, row(valor="x"), ["number_form"]),
    ],
)
def test_a_figure_out_of_place_is_refused(subject: Indicator, cells: dict[str, object], expected: list[str]) -> None:
    assert codes(judged(cells, of=subject)) == expected


@pytest.mark.parametrize(
    ("now", "accepted"),
    [("2024-01-01T04:59:59+00:00", False), ("2024-01-01T05:00:00+00:00", True), ("2023-12-31T23:59:59-05:00", False)],
)
def test_a_quarter_has_ended_when_it_has_in_lima(now: str, accepted: bool) -> None:
    assert (judged(row(valor=1), now=datetime.fromisoformat(now)).draft is not None) is accepted


def test_a_quarter_to_come_says_when_it_ends() -> None:
    (problem,) = judged(row(valor=1, trimestre="2025-T3")).problems
    assert problem.message("es") == "El trimestre 2025-T3 aún no concluye: termina el 30 set. 2025."
    assert problem.message("en") == "The quarter 2025-T3 has not ended: it ends on 30 Sep 2025."


@pytest.mark.parametrize(
    ("written", "accepted"), [("2021-T2", False), ("2021-T3", True), ("2025-T4", True), ("2026-T1", False)]
)
def test_only_quarters_of_the_plan_are_reported(written: str, accepted: bool) -> None:
    result = judged(row(valor=1, trimestre=written), now=datetime(2027, 1, 1, tzinfo=UTC))
    assert (result.draft is not None) is accepted


def test_an_unknown_indicator_is_answered_with_the_nearest() -> None:
    problem = next(p for p in judged(row(valor=1, indicador="1.1.p1.A")).problems if p.code == "indicator_unknown")
    assert problem.remedy("en") == "Use the template's codes; the nearest is “1.1.p1.a”."


def test_a_look_alike_letter_is_named() -> None:
    problem = next(p for p in judged(row(valor=1, indicador="1.1.p1.\u0430")).problems if p.code == "look_alike")
    assert "U+0430 CYRILLIC SMALL LETTER A" in problem.message("en")


def test_another_entitys_indicator_is_refused_with_who_reports_it() -> None:
    others = builders.indicator(reporters=(builders.reporter("OFI"), builders.reporter("SUP", reports=False)))
    problem = judged(row(valor=1), of=others).problems[0]
    assert problem.message("en") == "The indicator 1.1.p1.a is not reported by MIN but by OFI."


FED_LATER = builders.reporter(job="letters_sent", since=Quarter(2023, 4), job_before="quarterly_return")


def test_an_indicator_is_fed_by_the_job_of_its_quarter() -> None:
    of = builders.indicator(reporters=(FED_LATER,))
    assert judged(row(trimestre="2023-T3", valor=12), of=of).draft
    assert codes(judged(row(valor=12), of=of)) == ["indicator_of_other_job"]
    assert codes(judged(row(valor=12, trimestre="cuarto"), of=of)) == ["quarter_form"]


def test_what_another_job_brought_may_be_left_out_but_not_changed_unsaid() -> None:
    other = replace(in_force("2023-Q4", 7, indicator="1.1.p1.b"), job="letters_sent")
    both = plan_of(COUNT, builders.indicator(code="1.1.p1.b", reporters=(FED_LATER,)))
    assert checked(csv_file(row(valor=12)), plan=both, published=[other]).draft
    assert codes(judged(row(valor=12), published=[replace(BEFORE, job="letters_sent")])) == ["change_missing"]


def test_the_name_of_an_indicator_must_fit_its_code() -> None:
    assert judged(row(valor=1, indicador_nombre="cartas  ENVIADAS")).draft
    assert judged(row(valor=1, indicador_nombre="Number of letters sent")).draft
    assert codes(judged(row(valor=1, indicador_nombre="Empresas"))) == ["name_differs"]


def test_the_column_of_names_may_be_left_out_and_no_other() -> None:
    for name in HEADER:
        result = checked(csv_file(row(valor=1), header=[kept for kept in HEADER if kept != name]))
        assert codes(result) == ([] if name == "indicador_nombre" else ["column_missing"])


def test_an_indicator_passed_over_in_silence_is_named_without_a_row() -> None:
    two = plan_of(COUNT, builders.indicator(code="1.1.p1.b"))
    (problem,) = checked(csv_file(row(valor=1)), plan=two).problems
    assert (problem.found, problem.row) == ("1.1.p1.b", 0)


def test_an_indicator_that_an_act_took_out_need_not_be_reported() -> None:
    act = Act("1.1.p1.b", ActKind.NOT_VIABLE, date(2023, 5, 2), "Oficio 1", "MIN", Basis.PLAN, builders.HERE)
    two = plan_of(COUNT, builders.indicator(code="1.1.p1.b", acts=(act,)))
    assert checked(csv_file(row(valor=1)), plan=two).draft


@pytest.mark.parametrize(
    ("cells", "published", "expected"),
    [
        (row(valor=1), [], ["indicator_taken_out"]),
        (row(situacion="sin ejecución"), [], ["indicator_taken_out"]),
        (row(situacion="sin información"), [], []),
        (row(situacion="retirado", clase_de_cambio="fuente", sustento="se retira"), [in_force("2023-Q4", 1)], []),
        (row(trimestre="2023-T3", valor=1), [], []),
    ],
)
def test_an_indicator_that_an_act_took_out_has_no_figure_any_more(
    cells: dict[str, object], published: list[InForce], expected: list[str]
) -> None:
    act = Act("1.1.p1.a", ActKind.NOT_VIABLE, date(2023, 12, 31), "Oficio 1", "MIN", Basis.PLAN, builders.HERE)
    assert codes(judged(cells, of=builders.indicator(acts=(act,)), published=published)) == expected


@pytest.mark.parametrize(("written", "expected"), [("-3", ["number_negative"]), ("3.5", ["number_decimals"]), (3, [])])
def test_a_level_of_things_is_a_whole_number(written: object, expected: list[str]) -> None:
    assert codes(judged(row(valor=written), of=builders.indicator(Kind.LEVEL))) == expected


@pytest.mark.parametrize(
    ("subject", "total", "parts", "expected"),
    [
        (COUNT, 12, (7, 5), []),
        (COUNT, 12, (7, 4), ["parts_sum"]),
        (COUNT, 12, (7, 6), ["parts_sum"]),
        (DISTINCT, 12, (7, 5), []),
        (DISTINCT, 9, (7, 5), []),
        (DISTINCT, 7, (7, 5), []),
        (DISTINCT, 6, (7, 5), ["part_over_total"]),
        (DISTINCT, 13, (7, 5), ["parts_short"]),
        (COUNT, None, (7, 5), ["total_missing"]),
    ],
)
def test_parts_fit_their_total(
    subject: Indicator, total: int | None, parts: tuple[int, ...], expected: list[str]
) -> None:
    rows = [region(f"R{at}", part) for at, part in enumerate(parts)]
    rows += [] if total is None else [row(valor=total)]
    assert codes(judged(*rows, of=subject)) == expected


def test_a_total_that_does_not_fit_names_the_rows_of_its_parts() -> None:
    (short,) = judged(row(valor=25), region("Lima", 6), region("Puno", 4), of=DISTINCT).problems
    assert short.message("es").startswith("Las partes por «region» suman 10, menos que el total, 25; ")
    assert short.message("es").endswith("filas 3, 4.")
    (over,) = judged(row(valor=5), region("Lima", 2), region("Puno", 6), of=DISTINCT).problems
    assert over.message("en") == "The total 5 is less than one of its parts by “region”: 6, in row 4."


@pytest.mark.parametrize(("subject", "cells"), [(DELIVERABLE, row()), (PROGRAMME, row()), (COUNT, row())])
def test_a_situation_that_cannot_be_read_is_the_only_problem_of_its_row(
    subject: Indicator, cells: dict[str, object]
) -> None:
    assert codes(judged(cells | {"situacion": "quizá"}, of=subject)) == ["word_unknown"]


@pytest.mark.parametrize(
    ("total", "parts", "expected"),
    [(12, (7, 5), []), (11, (7, 5), ["parts_sum"]), (13, (7, 5), ["parts_sum"]), (6, (7, 5), ["parts_sum"]),
     (13, (7, None), []), (6, (7, None), ["parts_sum"])],
)  # fmt: skip
def test_distinct_persons_add_up_by_a_dimension_whose_categories_exclude_each_other(
    total: int, parts: tuple[int | None, ...], expected: list[str]
) -> None:
    persons = builders.indicator(Kind.DISTINCT, dimensions=("sexo", "region"), persons=True)
    sexes = tuple(
        Term(kind, code, builders.text(), builders.HERE, exclusive=kind == "dimension")
        for kind, code in (("dimension", "sexo"), ("sexo", "mujer"), ("sexo", "hombre"))
    )
    plan = replace(plan_of(persons), code_lists=(*sexes, Term("dimension", "region", builders.text(), builders.HERE)))
    rows = [
        row(dimension="sexo", categoria=sex, **({"situacion": "sin información"} if part is None else {"valor": part}))
        for sex, part in zip(("mujer", "hombre"), parts, strict=True)
    ]
    assert codes(checked(csv_file(row(valor=total), *rows), plan=plan)) == expected
    both = [row(dimension="region", categoria=name, valor=total) for name in ("Lima", "Puno")]
    assert codes(checked(csv_file(row(valor=total), *rows, *both), plan=plan)) == expected


def test_a_part_without_information_leaves_only_the_upper_bound() -> None:
    unknown = row(dimension="region", categoria="Puno", situacion="sin información")
    nothing = row(dimension="region", categoria="Ica", situacion="sin ejecución")
    assert len(drafted(row(valor=12), region("Lima", 7), nothing, unknown)) == 3
    assert codes(judged(row(valor=6), region("Lima", 7), unknown)) == ["parts_sum"]


def test_parts_of_an_unknown_total_are_refused() -> None:
    assert codes(judged(row(situacion="sin información"), region("Lima", 7))) == ["total_missing"]


def test_two_dimensions_are_each_held_against_the_total() -> None:
    by_sex = row(dimension="sexo", categoria="mujer", valor=11)
    result = judged(row(valor=12), region("Lima", 12), by_sex)
    assert [(p.code, p.row) for p in result.problems] == [("parts_sum", 2)]
    assert "sexo" in result.problems[0].message()


def test_a_split_of_persons_is_taken_in() -> None:
    assert [made.category for made in drafted(row(valor=12), region("Lima", 12), of=DISTINCT)] == ["", "Lima"]


@pytest.mark.parametrize(
    ("category", "nearest"), [("06", ""), ("Cajamarca", "06"), ("cajamrca", "06"), ("elsewhere", "99"), ("6", "06")]
)
def test_a_category_that_the_plan_lists_is_given_by_its_code(category: str, nearest: str) -> None:
    result = checked(csv_file(row(valor=12), region(category, 12)), plan=with_regions(COUNT))
    assert codes(result) == (["category_unknown"] if nearest else [])
    assert all(f"the nearest is “{nearest}”" in problem.remedy("en") for problem in result.problems)


def test_where_the_plan_lists_no_category_any_name_will_do() -> None:
    by_sex = row(dimension="sexo", categoria="mujer", valor=12)
    assert checked(csv_file(row(valor=12), by_sex), plan=with_regions(COUNT)).draft


def test_a_category_that_is_no_longer_listed_can_be_taken_back() -> None:
    published = [in_force("2023-Q4", 12), in_force("2023-Q4", 12, dimension="region", category="Callao")]
    callao = row(dimension="region", categoria="Callao", situacion="retirado", **WHY)
    assert checked(csv_file(row(valor=12), callao), plan=with_regions(COUNT), published=published).draft


def test_no_sum_is_judged_where_a_part_cannot_be_read() -> None:
    assert codes(judged(row(valor=12), region("Lima", "7 aprox"))) == ["number_form"]


def test_both_rows_of_a_double_are_named() -> None:
    result = judged(row(valor=12), row(valor=13))
    assert [(p.code, p.row) for p in result.problems] == [("duplicate", 2), ("duplicate", 3)]


def test_a_category_spelled_otherwise_is_the_same_category() -> None:
    result = judged(row(valor=12), region("Áncash", 6), region("ANCASH", 6))
    assert [(p.code, p.row) for p in result.problems] == [("duplicate", 3), ("duplicate", 4)]


HISTORY = [in_force("2021-Q3", 10), in_force("2021-Q4", 20), in_force("2022-Q1", 5)]


@pytest.mark.parametrize(
    ("so_far", "published", "expected"),
    [
        (20, HISTORY, []), (41, HISTORY, []), (19, HISTORY, ["so_far_low"]), (42, HISTORY, ["so_far_range"]),
        (42, HISTORY[:2], []),  # the quarter before is not published: no upper bound
        (30, [*HISTORY[:2], in_force("2022-Q1", 5, so_far=Decimal(30))], []),
        (29, [*HISTORY[:2], in_force("2022-Q1", 5, so_far=Decimal(30))], ["so_far_low"]),
        (37, [*HISTORY[:2], in_force("2022-Q1", 5, so_far=Decimal(30))], ["so_far_range"]),
        (33, [*HISTORY, in_force("2022-Q3", 5, so_far=Decimal(32))], ["so_far_high"]),
    ],
)  # fmt: skip
def test_a_declared_total_lies_between_the_largest_part_and_the_sum(
    so_far: int, published: list[InForce], expected: list[str]
) -> None:
    result = judged(row(trimestre="2022-T2", valor=6, total_a_la_fecha=so_far), of=DISTINCT, published=published)
    assert codes(result) == expected


@pytest.mark.parametrize(("value", "expected"), [(32, []), (33, ["value_over_total"])])
def test_a_quarter_cannot_have_more_than_a_later_total(value: int, expected: list[str]) -> None:
    later = in_force("2022-Q3", 5, so_far=Decimal(32))
    assert codes(judged(row(trimestre="2022-T2", valor=value), of=DISTINCT, published=[*HISTORY, later])) == expected


def test_a_total_so_far_may_be_declared_where_nothing_was_done() -> None:
    rows = [row(trimestre="2022-T2", situacion="sin ejecución", total_a_la_fecha=30)]
    assert drafted(*rows, of=DISTINCT, published=HISTORY)[0].so_far == 30


@pytest.mark.parametrize("word", ["en revisión", "aprobado"])
def test_a_stage_may_stay_or_go_forward(word: str) -> None:
    published = [in_force("2023-Q3", stage=Stage.IN_REVIEW), in_force("2024-Q1", stage=Stage.PUBLISHED)]
    assert drafted(row(etapa=word, acto="RM 1", fecha="2023-11-02"), of=DELIVERABLE, published=published)


def test_a_step_said_not_done_can_be_done_later() -> None:
    published = [in_force("2023-Q3", 0, step="s1", nothing=True)]
    assert drafted(row(paso="s1", fecha="2023-11-02"), of=PROGRAMME, published=published)


WHY = {"clase_de_cambio": "rectificación", "sustento": "una carta contada dos veces"}
EVIDENCE = {"medio_tipo": "informe", "medio_referencia": "Informe 1", "medio_publico": "sí"}
BEFORE = in_force(
    "2023-Q4", 12, note="Nota", evidence_kind="informe", evidence_reference="Informe 1", evidence_public=True
)
SAME = row(valor=12, nota="Nota", **EVIDENCE)
TAKEN_BACK = in_force("2023-Q4", withdrawn=True, change="correction", reason="una carta contada dos veces")
CHANGED = [
    SAME | {"valor": 11},
    SAME | {"nota": "Otra nota"},
    SAME | {"nota": ""},
    SAME | {"medio_referencia": "Informe 2"},
    SAME | {"medio_fecha": "2024-01-05"},
    SAME | {"medio_publico": "no"},
    row(situacion="sin ejecución", nota="Nota", **EVIDENCE),
    row(situacion="retirado"),
]


@pytest.mark.parametrize("cells", CHANGED)
def test_a_row_that_changes_anything_published_says_why(cells: dict[str, object]) -> None:
    (problem,) = judged(cells, published=[BEFORE]).problems
    assert (problem.code, problem.column) == ("change_missing", "clase_de_cambio")
    assert problem.message("en") == "The row changes what release 2 published and does not say why."
    assert judged(cells | WHY, published=[BEFORE]).draft


@pytest.mark.parametrize("published", [[], [BEFORE]])
def test_a_row_that_changes_nothing_published_does_not_say_why(published: list[InForce]) -> None:
    assert judged(SAME, published=published).draft
    assert codes(judged(SAME | WHY, published=published)) == ["change_unneeded"]


def test_class_and_reason_go_together() -> None:
    assert codes(judged(SAME | {"valor": 11, "sustento": "porque sí"}, published=[BEFORE])) == ["change_incomplete"]


def test_a_published_change_sent_again_is_no_problem_and_another_reason_is() -> None:
    again = in_force("2023-Q4", 11, change="correction", reason="una carta contada dos veces")
    assert drafted(row(valor=11, **WHY), published=[again])[0].change == "correction"
    assert drafted(row(valor=11), published=[again])[0].change == ""
    other = row(valor=11, **WHY | {"sustento": "otra"})
    assert codes(judged(other, published=[again])) == ["change_unneeded"]


def test_a_split_of_persons_is_compared_although_it_is_not_shown() -> None:
    rows = row(valor=12), region("Lima", 12)
    for before, expected in ((12, []), (11, ["change_missing"])):
        lima = in_force("2023-Q4", before, dimension="region", category="Lima")
        assert codes(judged(*rows, of=DISTINCT, published=[in_force("2023-Q4", 12), lima])) == expected


def test_a_figure_added_to_a_published_quarter_is_late_and_needs_no_class() -> None:
    assert drafted(row(valor=12), region("Lima", 12), published=[in_force("2023-Q4", 12)])
    explained = region("Lima", 12) | WHY
    assert codes(judged(row(valor=12), explained, published=[in_force("2023-Q4", 12)])) == ["change_unneeded"]


def test_a_withdrawn_figure_has_no_value_and_says_why() -> None:
    (made,) = drafted(row(situacion="retirado", **WHY), published=[BEFORE])
    assert (made.withdrawn, made.value, made.reason) == (True, None, "una carta contada dos veces")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (row(valor=12), ["change_missing"]),
        (row(valor=12, **WHY), []),
        (row(situacion="sin información"), []),
        (row(situacion="sin información", clase_de_cambio="fuente", sustento="otra"), ["change_unneeded"]),
        (row(situacion="retirado", **WHY), ["nothing_to_withdraw"]),
    ],
)
def test_a_figure_taken_back_is_reported_again_with_its_reason_or_not_at_all(
    cells: dict[str, object], expected: list[str]
) -> None:
    assert codes(judged(cells, published=[TAKEN_BACK])) == expected


def test_a_figure_taken_back_is_no_longer_missed() -> None:
    lima = in_force("2023-Q4", dimension="region", category="Lima", withdrawn=True)
    assert drafted(row(valor=12), published=[in_force("2023-Q4", 12), lima])


def test_no_information_cannot_replace_a_published_figure() -> None:
    assert codes(judged(row(situacion="sin información"), published=[BEFORE])) == ["no_data_published"]


def test_what_was_taken_back_holds_no_later_report_up() -> None:
    so_far = in_force("2023-Q3", 9, so_far=Decimal(100), withdrawn=True)
    assert drafted(row(valor=5, total_a_la_fecha=5), of=DISTINCT, published=[so_far])
    stage = in_force("2023-Q3", stage=Stage.PUBLISHED, withdrawn=True)
    assert drafted(row(etapa="en revisión"), of=DELIVERABLE, published=[stage])
    step = in_force("2023-Q3", step="s1", withdrawn=True)
    assert drafted(row(paso="s1", fecha="2023-11-02"), of=PROGRAMME, published=[step])


def test_published_figures_left_out_are_named_together() -> None:
    published = [in_force("2023-Q4", 12)] + [
        in_force("2023-Q4", 6, dimension="region", category=code) for code in ("04", "06")
    ]
    row_of_split = row(dimension="sexo", categoria="mujer", valor=12, **WHY)
    result = checked(csv_file(row(valor=13, **WHY), row_of_split), plan=with_regions(COUNT), published=published)
    (problem,) = [problem for problem in result.problems if problem.code == "left_out"]
    assert problem.place() == "archivo"
    assert problem.message("es") == (
        "De 1.1.p1.a (Cartas enviadas) faltan cifras ya publicadas de este trimestre (2): "
        "region: 04 (Arequipa), 06 (Cajamarca)."
    )


def test_the_file_of_another_quarter_is_first_asked_for_its_quarter() -> None:
    published = [in_force("2023-Q3", 12), in_force("2023-Q3", 12, dimension="region", category="Lima")]
    result = judged(row(trimestre="2023-T3", valor=15), published=published)
    assert codes(result) == ["quarter_published", "left_out", "change_missing"]
    assert result.problems[0].message("es") == (
        "El trimestre 2023-T3 ya está publicado (publicación N.° 2) con otras cifras. ¿Es 2023-T4?"
    )


def test_a_file_that_explains_a_change_is_not_asked_for_its_quarter() -> None:
    published = [in_force("2023-Q3", 12), in_force("2023-Q3", 12, dimension="region", category="Lima")]
    assert codes(judged(row(trimestre="2023-T3", valor=15, **WHY), published=published)) == ["left_out"]


ROWS = (
    row(valor=1234, medio_tipo="informe", medio_referencia="Informe 1", medio_fecha=date(2024, 1, 5), nota="Año"),
    row(dimension="region", categoria="Áncash", valor=1000),
    row(dimension="region", categoria="Lima", valor=234),
)


def identity(content: bytes) -> str:
    result = checked(content)
    assert result.draft is not None, [problem.text("en") for problem in result.problems]
    return result.draft.canonical_hash


def test_the_same_content_has_the_same_identity_in_any_form() -> None:
    first = identity(csv_file(*ROWS))
    spelled = [dict(cells) for cells in ROWS]
    spelled[0] |= {"valor": "1,234", "trimestre": "2023-Q4", "situacion": "Cifra", "medio_fecha": "05/01/2024"}
    spelled[0] |= {"nota": " An\u0303o ", "indicador_nombre": "Cartas enviadas"}
    forms = [
        workbook(*ROWS),
        csv_file(*ROWS, delimiter=";"),
        csv_file(*reversed(ROWS)),
        csv_file(*ROWS, header=list(reversed(HEADER))),
        csv_file(*ROWS, header=[name for name in HEADER if name != "indicador_nombre"]),
        csv_file(*ROWS).decode().encode("utf-16"),
        csv_file(*spelled),
    ]
    assert {identity(form) for form in forms} == {first}


def test_a_quarter_and_a_date_typed_in_another_way_are_the_same_content() -> None:
    first = identity(csv_file(ROWS[0]))
    for quarter in (
        "2023T4",
        "Q4 2023",
        "4T-2023",
        "IV-2023",
        "IV Trim. 2023",
        "4.º trimestre 2023",
        "cuarto trim. 2023",
    ):
        assert identity(csv_file(ROWS[0] | {"trimestre": quarter})) == first
    for day in ("05-01-2024", "5.1.2024", "5 de enero de 2024", "5 Jan 2024"):
        assert identity(csv_file(ROWS[0] | {"medio_fecha": day})) == first


def test_a_department_is_the_plans_code_however_it_is_written() -> None:
    by_code = (("INEI 07", "INEI 08 Cusco"), ("RENIEC 24 Callao", "RENIEC 070101"), ("PE-CAL", "ISO PE-CUS"))
    drafts = [by_department(*written).draft for written in (("Callao", "CUSCO"), *by_code)]
    assert {tuple(f.category for f in draft.figures if f.dimension) for draft in drafts if draft} == {("07", "08")}
    assert len({draft.canonical_hash if draft else "" for draft in drafts}) == 1
    assert codes(by_department("INEI 07", "RENIEC 24")) == ["duplicate", "duplicate"]


def test_a_department_taken_for_a_number_is_a_code_without_its_system() -> None:
    part = row(dimension="departamento", categoria=7, valor=1)
    (problem,) = checked(workbook(row(valor=1), part), plan=with_departments()).problems
    assert problem.text("es") == (
        "Reporte!G3 (categoria): «7» es un código sin su sistema. 07: Callao (INEI) o Cusco (RENIEC). Escriba el "
        "nombre (Callao o Cusco), o el código con su sistema, por ejemplo INEI 07."
    )


def test_departments_left_out_are_named_as_a_file_writes_them() -> None:
    published = [in_force("2023-Q4", 2), in_force("2023-Q4", 1, dimension="departamento", category="07")]
    (problem,) = by_department("Cajamarca", "Cusco", published=published).problems
    assert problem.code == "left_out"
    assert dict(problem.facts)["figures_es"] == "departamento: Callao"


def test_numbers_of_spain_are_the_same_content_where_they_are_declared() -> None:
    written = csv_file(ROWS[0] | {"valor": "1.234"}, delimiter=";")
    declared = checked(written, numbers=Numbers.ES_ES).draft
    assert declared is not None
    assert declared.canonical_hash == identity(csv_file(ROWS[0]))
    assert declared.parser_version.endswith(" es-ES")
    assert codes(checked(written)) == ["number_points"]
    stored = checked(workbook(ROWS[0]), numbers=Numbers.ES_ES).draft  # what a workbook stores as a number is one
    assert stored is not None
    assert stored.canonical_hash == declared.canonical_hash


@pytest.mark.parametrize("value", [datetime(2023, 12, 31), 45291])
def test_a_date_in_a_workbook_is_no_quarter_but_it_is_said_in_which_it_lies(value: object) -> None:
    (problem,) = checked(workbook(row(valor=1, trimestre=value))).problems
    assert (problem.code, dict(problem.facts)["hint"]) == ("quarter_form", "2023-T4")


@pytest.mark.parametrize(
    "change", [{"valor": 1235}, {"nota": "Ano"}, {"medio_publico": "sí"}, {"medio_fecha": "2024-01-06"}]
)
def test_other_content_has_another_identity(change: dict[str, object]) -> None:
    alone = ROWS[0]
    assert identity(csv_file(alone | change)) != identity(csv_file(alone))


SPLIT = row(dimension="region", categoria="Lima", valor=1)
SAYING: dict[str, tuple[Indicator, list[dict[str, object]], object]] = {
    "paso": (PROGRAMME, [row(paso="s1", fecha="2023-11-02")], "s2"),
    "categoria": (COUNT, [row(valor=1), SPLIT], "Puno"),
    "situacion": (COUNT, [row(situacion="sin información")], "sin ejecución"),
    "valor": (COUNT, [row(valor=1)], 2),
    "total_a_la_fecha": (DISTINCT, [row(valor=1, total_a_la_fecha=1)], ""),
    "numerador": (RATIO, [row(numerador=1, denominador=2)], 2),
    "denominador": (RATIO, [row(numerador=1, denominador=2)], 3),
    "etapa": (DELIVERABLE, [row(etapa="en revisión")], "en elaboración"),
    "fecha": (PROGRAMME, [row(paso="s1", fecha="2023-11-02")], "2023-11-03"),
    "acto": (PROGRAMME, [row(paso="s1", fecha="2023-11-02")], "RM 1"),
    "medio_tipo": (COUNT, [row(valor=1, **EVIDENCE)], "acta"),
    "medio_referencia": (COUNT, [row(valor=1, **EVIDENCE)], "Informe 2"),
    "medio_fecha": (COUNT, [row(valor=1, **EVIDENCE)], "2024-01-05"),
    "medio_publico": (COUNT, [row(valor=1, **EVIDENCE)], "no"),
    "clase_de_cambio": (COUNT, [row(valor=1, **WHY)], "fuente"),
    "sustento": (COUNT, [row(valor=1, **WHY)], "otro"),
    "nota": (COUNT, [row(valor=1)], "Nota"),
}


@pytest.mark.parametrize("column", SAYING)
def test_whatever_a_row_says_counts_towards_the_identity_of_its_return(column: str) -> None:
    subject, rows, value = SAYING[column]
    published = [in_force("2023-Q4", 7)] if rows[0].get("sustento") else []
    results = [
        judged(*rows[:-1], rows[-1] | change, of=subject, published=published) for change in ({}, {column: value})
    ]
    hashes = {result.draft.canonical_hash for result in results if result.draft}
    assert len(hashes) == 2, [codes(result) for result in results]


def test_no_column_is_without_its_place_in_the_identity() -> None:
    told_by_others = {"entidad", "trimestre", "indicador", "indicador_nombre", "dimension"}
    assert set(SAYING) | told_by_others == set(HEADER)


def test_a_formula_in_a_text_stays_text() -> None:
    assert drafted(row(valor=1, nota="=cmd|' /c calc'!A1"))[0].note == "=cmd|' /c calc'!A1"
