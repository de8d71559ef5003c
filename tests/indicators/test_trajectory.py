"""An indicator quarter by quarter: gaps shown as gaps, ends as known, paths of both versions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest

from indicators.plan import Indicator, Kind, Stage, Unit
from indicators.progress import PathPoint, Range
from indicators.results import Evidence, Figure
from indicators.trajectory import Point, path_in_force, path_original, points
from tests.builders import (
    EXTENDED,
    ORIGINAL,
    action,
    baseline,
    detail,
    figure,
    indicator,
    plan,
    release,
    reporter,
    step,
    target,
)

COUNT = indicator(targets=(target(180),))
PROOF = Evidence("acta", "Acta 1", date(2023, 1, 15), True)


def d(value: int | str) -> Decimal:
    return Decimal(value)


def drawn(*figures: Figure, subject: Indicator = COUNT) -> dict[str, Point]:
    """The points of `subject` (a count unless said) by written quarter."""
    return {str(point.quarter): point for point in points(detail(subject, *figures))}


def test_every_quarter_to_the_reference_has_a_point_be_it_reported_or_not() -> None:
    found = drawn(figure("2022-Q1", 5))
    assert list(found) == [
        *("2021-Q3", "2021-Q4", "2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4"),
        *("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"),
    ]
    assert [q for q, point in found.items() if point.value is not None] == ["2022-Q1"]


def test_a_gap_has_neither_value_nor_total_and_opens_the_totals_after_it() -> None:
    found = drawn(figure("2021-Q3", 10), figure("2022-Q1", 20))
    gap = found["2021-Q4"]
    assert (gap.value, gap.total, gap.reported, gap.due, gap.nothing) == (None, None, 0, 1, False)
    assert found["2021-Q3"].total == Range(d(10), d(10))
    assert found["2022-Q1"].total == Range(d(30), d(50))


def test_the_expected_value_follows_the_path_also_where_nothing_was_reported() -> None:
    assert [point.expected for point in drawn().values()] == [d(10 * n) for n in range(1, 11)]


def test_the_total_of_the_last_point_is_what_was_judged() -> None:
    page = detail(COUNT, figure("2021-Q3", 10), figure("2023-Q4", 20))
    assert points(page)[-1].total == page.progress.obtained


def test_the_last_point_counts_the_steps_of_the_version_in_force() -> None:
    subject = indicator(Kind.PROGRAMME, steps=(step("a"), step("c", "2026-12-31", version=2)))
    of = plan(action(subject), terms=(ORIGINAL, EXTENDED))
    page = detail(subject, figure("2023-Q4", 1, step="a"), figure("2023-Q4", 1, step="c"), of=of)
    assert points(page)[-1].total == page.progress.obtained == Range(d(1), d(1))


def test_entities_of_a_count_are_added_up_and_their_coverage_is_shown() -> None:
    subject = indicator(reporters=(reporter("MIN"), reporter("ABC", role="co_responsible"), reporter("XYZ")))
    here = drawn(figure("2023-Q4", 4), figure("2023-Q4", 3, entity="ABC"), subject=subject)["2023-Q4"]
    assert (here.value, here.reported, here.due, len(here.figures)) == (d(7), 2, 3, 2)


def test_a_level_is_the_lead_reporters_and_never_added_up() -> None:
    both = (reporter("MIN"), reporter("ABC", role="co_responsible"))
    subject = indicator(Kind.LEVEL, baseline=baseline(0), reporters=both)
    for figures in permutations([figure("2023-Q4", 4), figure("2023-Q4", 3, entity="ABC")]):
        here = drawn(*figures, subject=subject)["2023-Q4"]
        assert (here.value, here.total) == (d(4), Range(d(4), d(4)))


def test_a_ratio_shows_what_the_quarter_gave_and_what_is_known_so_far() -> None:
    subject = indicator(Kind.RATIO, unit=Unit.PERCENTAGE)
    parts = [
        figure(written, numerator=d(over), denominator=d(40)) for written, over in (("2021-Q3", 10), ("2021-Q4", 30))
    ]
    here = drawn(*parts, subject=subject)["2021-Q4"]
    assert (here.value, here.total) == (d(75), Range(d(50), d(50)))


def test_nothing_to_report_is_said_and_rests_on_no_evidence() -> None:
    here = drawn(figure("2023-Q4", 0, nothing=True))["2023-Q4"]
    assert (here.nothing, here.value, here.evidence) == (True, d(0), False)


def test_nothing_to_report_leaves_a_level_where_it_was() -> None:
    subject = indicator(Kind.LEVEL)
    here = drawn(figure("2023-Q3", 8), figure("2023-Q4", 0, nothing=True), subject=subject)["2023-Q4"]
    assert (here.value, here.total, here.nothing) == (None, Range(d(8), d(8)), True)


def test_a_sum_of_which_a_part_is_withheld_is_not_shown_as_a_whole() -> None:
    here = drawn(figure("2023-Q4", 4), figure("2023-Q4", None, entity="ABC", protected=True))["2023-Q4"]
    assert (here.value, here.nothing, here.reported) == (None, False, 2)


@pytest.mark.parametrize(
    ("first", "second", "evidence"), [(PROOF, PROOF, True), (PROOF, None, False), (None, None, False)]
)
def test_a_quarter_rests_on_evidence_where_each_of_its_figures_does(
    first: Evidence | None, second: Evidence | None, evidence: bool
) -> None:
    figures = [figure("2023-Q4", 4, evidence=first), figure("2023-Q4", 3, entity="ABC", evidence=second)]
    silent = figure("2023-Q4", 0, entity="XYZ", nothing=True)
    assert drawn(*figures, silent)["2023-Q4"].evidence is evidence


def test_late_and_revised_are_marked_at_their_quarter() -> None:
    found = drawn(figure("2023-Q3", 4, late=True), figure("2023-Q4", 5, change="correction", reason="error"))
    assert (found["2023-Q3"].late, found["2023-Q3"].revised) == (True, False)
    assert (found["2023-Q4"].late, found["2023-Q4"].revised) == (False, True)


def test_split_figures_are_not_points() -> None:
    assert drawn(figure("2023-Q4", 4, dimension="sex", category="women"))["2023-Q4"].value is None


def test_a_deliverable_shows_its_stage_and_its_path_is_a_staircase() -> None:
    subject = indicator(Kind.DELIVERABLE, targets=(target(1, "2023-06-30"),))
    found = drawn(figure("2022-Q1", stage=Stage.DRAFTING), subject=subject)
    assert found["2022-Q1"].stage is Stage.DRAFTING
    assert {q: point.expected for q, point in found.items() if q >= "2023-Q1"} == {
        "2023-Q1": d(0),
        "2023-Q2": d(1),
        "2023-Q3": d(1),
        "2023-Q4": d(1),
    }


def test_steps_done_are_counted_so_far() -> None:
    subject = indicator(Kind.PROGRAMME, steps=(step("a", "2022-03-31"), step("b", "2022-06-30")))
    found = drawn(figure("2022-Q1", 1, step="a"), figure("2022-Q2", 1, step="b"), subject=subject)
    assert (found["2022-Q1"].total, found["2022-Q2"].total) == (Range(d(1), d(1)), Range(d(2), d(2)))


def test_both_paths_are_drawn_where_an_extension_replaced_the_targets() -> None:
    subject = indicator(targets=(target(180), target(220, "2026-12-31", version=2)))
    of = plan(action(subject), terms=(ORIGINAL, EXTENDED))
    page = detail(subject, of=of, published=release(reference="2026-Q3", published_on=date(2026, 11, 15)))
    assert path_in_force(page) == (PathPoint(0, d(0)), PathPoint(22, d(220)))
    assert path_original(page) == (PathPoint(0, d(0)), PathPoint(18, d(180)))


def test_there_is_no_second_path_where_the_targets_are_the_original_ones() -> None:
    assert path_original(detail(COUNT)) == ()


def test_an_indicator_without_targets_has_no_path() -> None:
    page = detail(indicator())
    assert path_in_force(page) == ()
    assert {point.expected for point in points(page)} == {None}
