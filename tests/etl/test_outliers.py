from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from etl.pipeline import Checked
from indicators.drafts import InForce
from indicators.plan import Indicator, Kind
from tests import builders
from tests.etl.files import (
    COUNT,
    DELIVERABLE,
    DISTINCT,
    PROGRAMME,
    RATIO,
    checked,
    csv_file,
    in_force,
    judged,
    plan_of,
    row,
)

STEADY = [in_force("2023-Q1", 90), in_force("2023-Q2", 110), in_force("2023-Q3", 100)]
WHY = {"clase_de_cambio": "rectificación", "sustento": "una lista contada dos veces"}
LEVEL = builders.indicator(Kind.LEVEL)


def doubts(*rows: dict[str, object], of: Indicator = COUNT, published: Sequence[InForce] = ()) -> list[str]:
    """The codes of what has to be confirmed; the file itself is taken."""
    result = judged(*rows, of=of, published=published)
    assert result.draft is not None, [problem.text("en") for problem in result.problems]
    assert [each.code for each in result.draft.warnings] == [each.code for each in result.warnings]
    return [each.code for each in result.warnings]


@pytest.mark.parametrize("of", [COUNT, DISTINCT, LEVEL])
@pytest.mark.parametrize(
    ("value", "published", "expected"),
    [
        (1100, STEADY, ["value_leap"]), (1099, STEADY, []), (5000, STEADY[:1], []), (9000, STEADY[:1], ["value_leap"]),
        (900, STEADY[:2], []), (1100, STEADY[:2], ["value_leap"]), (8999, STEADY[:1], []),
        (500, [*STEADY[:2], in_force("2023-Q3", 5)], ["value_leap"]),  # a hundred times the last one alone
        (500, [in_force("2023-Q2", 0), in_force("2023-Q3", 0)], []),  # nothing before says nothing of how much
        (50_000, [], []),
        (1099, [*STEADY[:2], in_force("2023-Q3", 109, withdrawn=True)], []),
        (1100, [*STEADY, in_force("2024-Q1", 2000)], []),  # a later quarter shows what is usual too
    ],
)  # fmt: skip
def test_a_value_many_times_what_is_published_is_to_be_confirmed(
    of: Indicator, value: int, published: Sequence[InForce], expected: list[str]
) -> None:
    assert doubts(row(valor=value), of=of, published=published) == expected


def test_a_leap_says_how_far_and_from_where() -> None:
    (leap,) = judged(row(valor=12_345), published=STEADY).warnings
    assert leap.text("es") == (
        "fila 2, columna valor: El valor 12345 es 112 veces lo publicado de 2023-T2, 110. Revíselo: si es correcto, "
        "una segunda persona lo confirma al dar la conformidad; si no, corríjalo."
    )


def test_a_part_is_held_against_its_own_past() -> None:
    lima = [in_force(q, 1, dimension="region", category="Lima") for q in ("2023-Q1", "2023-Q2", "2023-Q3")]
    parts = (row(dimension="region", categoria="Lima", valor=90), row(dimension="region", categoria="Puno", valor=10))
    result = judged(row(valor=100), *parts, published=[*STEADY, *lima])
    assert [(each.code, each.row) for each in result.warnings] == [("value_leap", 3)]


@pytest.mark.parametrize(
    "said", [{"valor": 0}, {"situacion": "sin ejecución"}, {"situacion": "sin ejecución", "valor": 0}]
)
@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (STEADY, ["value_fall"]), (STEADY[1:], []),
        ([*STEADY[:2], in_force("2023-Q3", 0)], []), ([*STEADY[:2], in_force("2023-Q3", 30)], []),
        ([in_force("2022-Q4", 7000), *STEADY], ["value_fall"]),  # the last three are what is steady
    ],
)  # fmt: skip
def test_nothing_after_steady_quarters_is_to_be_confirmed(
    said: dict[str, object], published: Sequence[InForce], expected: list[str]
) -> None:
    assert doubts(row(**said), published=published) == expected


def test_what_says_nothing_or_takes_back_is_not_asked_about() -> None:
    assert doubts(row(situacion="sin información"), published=STEADY) == []
    withdrawn = row(situacion="retirado", **WHY)
    assert doubts(withdrawn, published=[*STEADY, in_force("2023-Q4", 9000)]) == []


def test_what_is_in_force_already_is_not_asked_about_again() -> None:
    published = [*STEADY, in_force("2023-Q4", 9000)]
    assert doubts(row(valor=9000), published=published) == []
    assert doubts(row(valor=9000, nota="Otra", **WHY), published=published) == []
    assert doubts(row(valor=9001, **WHY), published=published) == ["value_leap"]


def test_kinds_that_are_no_numbers_of_things_are_left_alone() -> None:
    before = [in_force(q, numerator=Decimal(1), denominator=Decimal(2)) for q in ("2023-Q1", "2023-Q2", "2023-Q3")]
    assert doubts(row(numerador=900, denominador=1000), of=RATIO, published=before) == []
    assert doubts(row(etapa="en revisión"), of=DELIVERABLE) == []
    assert doubts(row(paso="s1", fecha="2023-11-02"), row(paso="s2", situacion="sin ejecución"), of=PROGRAMME) == []


LATER = in_force("2024-Q1", 10, so_far=Decimal(105))


@pytest.mark.parametrize(
    ("cells", "published", "expected"),
    [
        ({"valor": 50}, [in_force("2023-Q4", 100), LATER], ["later_total"]),
        ({"valor": 95}, [in_force("2023-Q4", 100), LATER], []),
        ({"valor": 100, "total_a_la_fecha": 100}, [in_force("2023-Q4", 100, so_far=Decimal(200)), LATER], []),
        ({"valor": 60, "total_a_la_fecha": 60}, [in_force("2023-Q4", 100, so_far=Decimal(100)), LATER],
         ["later_total"]),
        ({"valor": 50}, [in_force("2023-Q4", 100), in_force("2024-Q1", 10)], []),
        # A total declared in between: what stands later rests on that one.
        ({"valor": 50}, [in_force("2023-Q4", 60), in_force("2024-Q1", 5, so_far=Decimal(55)),
                         in_force("2024-Q2", 100, so_far=Decimal(150))], []),
    ],
)  # fmt: skip
def test_a_lowered_quarter_that_a_later_total_rests_on_is_to_be_confirmed(
    cells: dict[str, object], published: list[InForce], expected: list[str]
) -> None:
    start = [in_force(q, 0, nothing=True) for q in QUARTERS_BEFORE]
    assert doubts(row(**cells, **WHY), of=DISTINCT, published=[*start, *published]) == expected


QUARTERS_BEFORE = [f"{year}-Q{number}" for year in (2021, 2022, 2023) for number in (1, 2, 3, 4)][2:-1]


def test_a_later_total_is_not_asked_about_where_a_quarter_before_is_not_known() -> None:
    assert doubts(row(valor=50, **WHY), of=DISTINCT, published=[in_force("2023-Q4", 100), LATER]) == []


OTHER = builders.indicator(Kind.COUNT, code="1.1.p1.b")
PAPER = builders.indicator(Kind.DELIVERABLE, code="1.1.p1.c")


def file_like_the_last(*, value: int = 30, region: int = 12, again: bool = False) -> Checked:
    """Two counts and a report, as in the quarter before but for `value` and `region`."""
    total, part, other = row(valor=30), row(dimension="region", categoria="Lima", valor=region), row(valor=value)
    rows = (total, part, row(dimension="region", categoria="Puno", valor=30 - region))
    rest = (other | {"indicador": OTHER.code}, row(indicador=PAPER.code, etapa="en revisión"))
    quarters = ("2023-Q3", "2023-Q4") if again else ("2023-Q3",)
    published = [
        figure
        for at in quarters
        for figure in (
            in_force(at, 30),
            in_force(at, 12, dimension="region", category="Lima"),
            in_force(at, 18, dimension="region", category="Puno"),
            in_force(at, 30, indicator=OTHER.code),
            in_force(at, 500, indicator="1.1.p1.z"),  # of another job
        )
    ]
    return checked(csv_file(*rows, *rest), plan=plan_of(COUNT, OTHER, PAPER), published=published)


def test_a_file_with_every_number_of_the_last_quarter_looks_like_its_file() -> None:
    (warning,) = file_like_the_last().warnings
    assert warning.text("en") == (
        "file: All figures are the same as those published for 2023-T3. See whether it is that quarter's file; where "
        "it is not, a second person confirms it when approving."
    )
    assert file_like_the_last(value=31).warnings == ()
    assert file_like_the_last(region=13).warnings == ()
    assert file_like_the_last(again=True).warnings == ()
    assert judged(row(valor=100), published=STEADY).warnings == ()  # one number may well be the same
    assert [each.code for each in judged(row(valor=0), row(valor=0), published=STEADY).problems] == ["duplicate"] * 2
