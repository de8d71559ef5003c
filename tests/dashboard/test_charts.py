from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dashboard.charts.axes import elapsed_at, nice_axis
from dashboard.charts.mini import mini
from dashboard.charts.parts import Drawing, Flag
from dashboard.charts.progress import Chart, chart
from indicators.periods import Quarter
from indicators.plan import Basis, Direction, Kind, Stage, Window
from indicators.progress import State
from indicators.results import IndicatorDetail
from tests import builders as b
from tests.dashboard.details import ALL, counted, of_kind, of_state, page

FIRST = Quarter(2021, 3)
KINDS = of_kind()


def drawn(name: str) -> Chart:
    return chart(KINDS[name])


@pytest.mark.parametrize(
    ("name", "drawing"),
    [
        ("count", Drawing.TOTAL),
        ("distinct", Drawing.TOTAL),
        ("level", Drawing.LEVEL),
        ("ratio", Drawing.LEVEL),
        ("deliverable", Drawing.STAGES),
        ("programme", Drawing.STEPS),
    ],
)
def test_each_kind_is_drawn_its_own_way(name: str, drawing: Drawing) -> None:
    assert drawn(name).drawing is drawing


@pytest.mark.parametrize("name", KINDS)
def test_every_quarter_has_one_mark_and_none_is_invented(name: str) -> None:
    found, detail = drawn(name), KINDS[name]
    known = {mark.quarter for mark in found.points if mark.known}
    assert [mark.elapsed for mark in found.points] == list(range(1, len(found.points) + 1))
    assert known <= {figure.quarter for figure in detail.unsplit}


def test_a_gap_has_no_value_and_what_follows_is_a_range() -> None:
    found = drawn("count")
    gap, after = found.points[2], found.points[3]
    assert (gap.low, gap.high, gap.flags) == (None, None, (Flag.GAP,))
    assert (after.low, after.high) == (Decimal(31), Decimal(43))


@pytest.mark.parametrize(
    ("quarter", "flag"),
    [("2022-Q4", Flag.REVISED), ("2023-Q1", Flag.LATE), ("2023-Q2", Flag.NOTHING), ("2022-Q1", Flag.GAP)],
)
def test_what_is_special_about_a_quarter_is_flagged(quarter: str, flag: Flag) -> None:
    mark = next(mark for mark in drawn("count").bars if str(mark.quarter) == quarter)
    assert mark.flags == (flag,)


def test_before_its_window_closes_a_missing_quarter_is_pending_and_a_figure_provisional() -> None:
    subject = b.indicator()
    early = page(subject, *counted([5] * 9), published_on=date(2024, 1, 15))
    assert chart(early).points[-1].flags == (Flag.PENDING,)
    reported = page(subject, *counted([5] * 10), published_on=date(2024, 1, 15))
    assert chart(reported).points[-1].flags == (Flag.PROVISIONAL,)


def test_one_of_two_entities_is_a_partial_report() -> None:
    subject = b.indicator(reporters=(b.reporter("MIN"), b.reporter("OTHER")))
    assert chart(page(subject, *counted([5] * 10))).points[0].flags == (Flag.PARTIAL,)


def test_bars_are_for_sums_alone() -> None:
    assert {name for name in KINDS if drawn(name).bars} == {"count", "distinct", "extended", "listed", "empty"}
    assert [mark.low for mark in drawn("count").bars][:3] == [Decimal(10), Decimal(12), None]


def test_an_extension_shows_both_targets_and_the_time_that_was_added() -> None:
    found = drawn("extended")
    assert found.extension == (Decimal(18), Decimal(22))
    assert [(t.version, t.in_force, t.final, t.elapsed) for t in found.targets] == [
        (1, False, True, Decimal(18)),
        (2, True, True, Decimal(22)),
    ]
    assert (found.original[-1].elapsed, found.path[-1].elapsed) == (18, 22)


def test_before_its_act_an_extension_is_not_known() -> None:
    found = drawn("count")
    assert (found.extension, found.original, len(found.targets)) == (None, (), 1)


def test_targets_counted_in_a_year_are_added_up() -> None:
    yearly = tuple(b.target(10 * n, f"{2020 + n}-12-31", window=Window.IN_YEAR) for n in (1, 2, 3))
    assert [t.value for t in chart(page(b.indicator(targets=yearly))).targets] == [10, 30, 60]


def test_stages_keep_their_dates_and_an_undated_one_its_quarter() -> None:
    marks = {mark.stage: mark for mark in drawn("deliverable").stages}
    assert marks[Stage.DRAFTING].date == date(2022, 4, 18)
    assert (marks[Stage.NOT_STARTED].date, marks[Stage.NOT_STARTED].quarter) == (None, FIRST)
    assert [stage for stage, mark in marks.items() if mark.current] == [Stage.IN_REVIEW]
    assert [stage for stage, mark in marks.items() if not mark.reached] == [Stage.APPROVED, Stage.PUBLISHED]


def test_steps_are_done_overdue_or_not_due() -> None:
    marks = {mark.code: mark for mark in drawn("programme").steps}
    assert (marks["a"].done, marks["a"].done_on) == (True, date(2022, 8, 15))
    assert (marks["b"].done, marks["b"].overdue) == (False, True)
    assert (marks["c"].done, marks["c"].overdue) == (False, False)


def test_a_step_reported_as_not_done_is_not_done() -> None:
    subject = b.indicator(Kind.PROGRAMME, steps=(b.step("a", "2022-06-30"),))
    assert not chart(page(subject, b.figure("2022-Q2", 0, step="a"))).steps[0].done


@pytest.mark.parametrize(
    ("day", "elapsed"),
    [("2021-09-30", Decimal(1)), ("2021-12-31", Decimal(2)), ("2026-12-31", Decimal(22)), ("2021-07-01", None)],
)
def test_the_end_of_a_quarter_is_a_whole_number_of_quarters(day: str, elapsed: Decimal | None) -> None:
    found = elapsed_at(date.fromisoformat(day), FIRST)
    assert found == elapsed if elapsed is not None else 0 < found < Decimal("0.02")


@pytest.mark.parametrize(
    ("values", "whole", "ticks"),
    [
        ([], True, [0, 1]),
        ([1], True, [0, 1]),
        ([3], True, [0, 1, 2, 3]),
        ([7], True, [0, 2, 4, 6, 8]),
        ([2000, 1912], True, [0, 500, 1000, 1500, 2000]),
        ([2001], True, [0, 1000, 2000, 3000]),
        ([9], True, [0, 5, 10]),
        ([-3, 12], True, [-5, 0, 5, 10, 15]),
        ([Decimal("0.7")], False, [0, Decimal("0.2"), Decimal("0.4"), Decimal("0.6"), Decimal("0.8")]),
    ],
)
def test_an_axis_has_round_ticks_and_holds_every_value(
    values: list[Decimal], whole: bool, ticks: list[Decimal]
) -> None:
    axis = nice_axis([Decimal(value) for value in values], whole=whole)
    assert list(axis.ticks) == ticks
    assert axis.low <= min([0, *values])
    assert axis.high >= max([0, *values])


SUBJECT = b.indicator(targets=(b.target(180),))


@pytest.mark.parametrize(
    ("detail", "key"),
    [
        (page(SUBJECT), "headline.no_data"),
        (page(SUBJECT, *counted([0] * 10, nothing=True)), "headline.nothing"),
        (page(SUBJECT, *counted([30] * 10)), "headline.met"),
        (page(SUBJECT, *counted([12] * 10)), "headline.ahead_always"),
        (page(SUBJECT, *counted([2] * 10)), "headline.short_always"),
        (page(SUBJECT, *counted([12] * 4 + [1] * 6)), "headline.short_since"),
        (page(SUBJECT, *counted([2] * 4 + [25] * 6)), "headline.ahead_since"),
        (page(replace(SUBJECT, kind=Kind.DISTINCT), *counted([12] * 10)), "headline.unclear_since"),
        (page(replace(SUBJECT, targets=()), *counted([12] * 10)), "headline.no_path"),
        (KINDS["deliverable"], "headline.stage_since"),
        (KINDS["programme"], "headline.steps_late"),
    ],
)
def test_the_headline_says_what_the_drawing_shows(detail: IndicatorDetail, key: str) -> None:
    assert chart(detail).headline.key == key


def test_the_headline_names_the_quarter_since_which_it_holds() -> None:
    found = chart(page(SUBJECT, *counted([12] * 4 + [1] * 6))).headline
    assert found.operand("quarter") == Quarter.parse(ALL[5])  # 49 of 50 still keeps to the path


def test_notes_speak_only_of_what_the_chart_shows() -> None:
    notes = {note.key for note in drawn("count").notes}
    assert notes >= {"note.gap", "note.late", "note.revised", "note.range_count", "note.demonstration_target"}
    plain = {note.key for note in chart(page(SUBJECT, *counted([10] * 10))).notes}
    assert plain == {"note.path", "note.demonstration_target"}


def test_a_small_drawing_compares_with_what_was_expected_and_stays_within_its_frame() -> None:
    small = mini(page(SUBJECT, *counted([30] * 10)).status)
    assert small is not None
    assert (small.low, small.high, small.state) == (1, 1, State.MET)
    assert small.expected == Decimal(100) / 180


@pytest.mark.parametrize("changes", [{"targets": ()}, {"direction": Direction.DOWN}])
def test_without_a_rising_target_there_is_no_small_drawing(changes: dict[str, object]) -> None:
    assert mini(page(replace(SUBJECT, **changes), *counted([3] * 10)).status) is None


def test_without_figures_a_small_drawing_is_empty_and_not_zero() -> None:
    small = mini(of_state()[State.NO_DATA].status)
    assert small is not None
    assert (small.low, small.high) == (None, None)


def test_an_implied_target_is_explained() -> None:
    subject = b.indicator(Kind.DELIVERABLE, targets=(b.target(1, basis=Basis.IMPLIED),))
    assert "note.implied" in {note.key for note in chart(page(subject)).notes}
