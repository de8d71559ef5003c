"""How an indicator is judged, as tables and sentences.

The plan of the builders starts in 2021-Q3 and ends with 2025-Q4, eighteen quarters; at 2023-Q4 ten of them have passed,
so that of a target of 180 the path expects 100.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.periods import quarters
from indicators.plan import Accrual, Act, ActKind, Basis, Direction, Indicator, Kind, Plan, Stage, Unit, Window
from indicators.progress import (
    Formula,
    Observation,
    Progress,
    Range,
    State,
    attained,
    band,
    decimals_shown,
    expected_at,
    obtained,
    progress,
    reference_path,
    steps_of,
    targets_in_force,
)
from tests.builders import (
    EXTENDED,
    HERE,
    ORIGINAL,
    action,
    baseline,
    indicator,
    judged,
    nothing,
    observation,
    plan,
    quarter,
    reporter,
    step,
    target,
)

FIRST = quarter("2021-Q3")
EXTENSION = (ORIGINAL, EXTENDED)


def d(value: int | str) -> Decimal:
    return Decimal(value)


def exactly(value: int | str) -> Range:
    return Range(d(value), d(value))


def every_quarter(value: int | str, *, until: str = "2023-Q4", but: tuple[str, ...] = ()) -> list[Observation]:
    """`value` in every quarter since the start, leaving out those of `but`."""
    return [observation(str(q), value) for q in quarters(FIRST, quarter(until)) if str(q) not in but]


def total_of(value: int | str, *, until: str = "2023-Q4") -> list[Observation]:
    """`value` in the first quarter and a declared nothing ever since: an exact total without a gap."""
    return [observation("2021-Q3", value), *(nothing(str(q)) for q in quarters(FIRST + 1, quarter(until)))]


def act(kind: ActKind, day: str) -> Act:
    return Act("1.1.p1.a", kind, date.fromisoformat(day), "RM 1", "MIN", Basis.DEMONSTRATION, HERE)


def extended(subject: Indicator) -> Plan:
    return plan(action(subject), terms=EXTENSION)


def approved(written: str, day: str | None = None, **changes: Any) -> Observation:
    fields: dict[str, Any] = {
        "stage": Stage.APPROVED,
        "act": "RM 100",
        "stage_date": date.fromisoformat(day) if day else None,
    }
    return observation(written, **fields | changes)


def done(written: str, code: str, **changes: Any) -> Observation:
    fields: dict[str, Any] = {"value": 1, "step": code}
    return observation(written, **fields | changes)


COUNT = indicator(targets=(target(180),))
REPORT = indicator(Kind.DELIVERABLE, targets=(target(1),))
FALLING = indicator(Kind.LEVEL, direction=Direction.DOWN, baseline=baseline(100), targets=(target(10),))
RISING = indicator(Kind.LEVEL, baseline=baseline(20), targets=(target(200),))
PROGRAMME = indicator(
    Kind.PROGRAMME,
    steps=(step("a", "2022-06-30"), step("b", "2023-06-30"), step("c", "2024-06-30"), step("d", "2025-06-30")),
)


# States, in their order ------------------------------------------------------------------------------------------


def with_acts(*acts: Act) -> Indicator:
    return indicator(targets=(target(180),), acts=acts)


STATES: list[tuple[State, Indicator, list[Observation]]] = [
    (State.WITHDRAWN, with_acts(act(ActKind.WITHDRAWN, "2023-12-31")), total_of(180)),
    (State.NOT_VIABLE, with_acts(act(ActKind.NOT_VIABLE, "2023-12-31")), total_of(180)),
    (State.NO_TARGET, indicator(), total_of(100)),
    (State.MET, COUNT, total_of(180)),
    (State.NOT_DUE, REPORT, []),
    (State.NO_DATA, COUNT, []),
    (State.NOTHING_TO_REPORT, COUNT, [*total_of(0)[1:], nothing("2021-Q3")]),
    (State.UNDEFINED, indicator(targets=(target(0),)), total_of(5)),
    (State.UNDETERMINED, COUNT, every_quarter(10, but=("2022-Q1", "2022-Q2"))),
    (State.ON_TRACK, COUNT, total_of(95)),
    (State.BEHIND, COUNT, total_of(94)),
    (State.BEHIND, COUNT, total_of(75)),
    (State.OFF_TRACK, COUNT, total_of(74)),
]


@pytest.mark.parametrize(("state", "subject", "figures"), STATES)
def test_every_state(state: State, subject: Indicator, figures: list[Observation]) -> None:
    assert judged(subject, *figures).state is state


def test_the_table_above_shows_every_state() -> None:
    assert {state for state, _, _ in STATES} == set(State)


@pytest.mark.parametrize(
    ("first", "then", "subject", "figures"),
    [
        (
            State.WITHDRAWN,
            "not viable",
            with_acts(act(ActKind.NOT_VIABLE, "2022-01-01"), act(ActKind.WITHDRAWN, "2023-01-01")),
            [],
        ),
        (State.NOT_VIABLE, "no target", indicator(acts=(act(ActKind.NOT_VIABLE, "2022-01-01"),)), []),
        (State.NO_TARGET, "no data", indicator(), []),
        (State.MET, "not due", REPORT, [approved("2023-Q4")]),
        (State.NOT_DUE, "no data", REPORT, []),
        (State.NOTHING_TO_REPORT, "undefined", indicator(targets=(target(0),)), [nothing("2021-Q3")]),
    ],
)
def test_the_earlier_state_wins(first: State, then: str, subject: Indicator, figures: list[Observation]) -> None:
    at = "2021-Q3" if figures and figures[0].nothing else "2023-Q4"
    assert judged(subject, *figures, at=at).state is first, f"{first} is tried before {then}"


def test_an_act_counts_from_the_quarter_in_which_it_is_dated() -> None:
    subject = with_acts(act(ActKind.NOT_VIABLE, "2024-01-01"))
    assert judged(subject, *total_of(100)).state is State.ON_TRACK
    assert judged(subject, *total_of(100), at="2024-Q1").state is State.NOT_VIABLE


def test_what_is_not_viable_withdrawn_or_met_has_no_deadline() -> None:
    for kind in ActKind:
        assert judged(with_acts(act(kind, "2023-12-31")), *total_of(1)).deadline is None
    assert judged(COUNT, *total_of(180)).deadline is None
    assert judged(COUNT, *total_of(1)).deadline == date(2025, 12, 31)


def test_missing_is_never_zero() -> None:
    result = judged(COUNT)
    assert (result.obtained, result.attainment, result.ati, result.atii, result.arithmetic) == (
        None,
        None,
        None,
        None,
        (),
    )
    assert (result.reported, result.reports_due, result.last_reported) == (0, 10, None)


# The values of the plan's own examples ---------------------------------------------------------------------------


def test_one_of_five_hundred_from_a_baseline_of_zero() -> None:
    subject = indicator(baseline=baseline(0), targets=(target(500),))
    result = judged(subject, *total_of(1, until="2025-Q4"), at="2025-Q4")
    assert (result.state, result.ati, result.atii) == (State.OFF_TRACK, exactly("0.2"), exactly("0.2"))


@pytest.mark.parametrize(
    ("value", "state"),
    [(50, State.MET), (60, State.MET), (48, State.ON_TRACK), (40, State.BEHIND), (1, State.OFF_TRACK)],
)
def test_a_level_whose_baseline_is_its_target_has_no_second_advance(value: int, state: State) -> None:
    subject = indicator(Kind.LEVEL, baseline=baseline(50), targets=(target(50, window=Window.LEVEL),))
    result = judged(subject, observation("2023-Q4", value))
    assert (result.state, result.atii, result.expected) == (state, None, d(50))


@pytest.mark.parametrize("value", [0, 5])
@pytest.mark.parametrize("light", ["path", "step"])
@pytest.mark.parametrize("at", ["2023-Q4", "2025-Q4"])
def test_a_rising_target_of_zero_is_never_met_and_never_green(value: int, light: str, at: str) -> None:
    subject = indicator(targets=(target(0),))
    result = judged(subject, observation("2021-Q3", value), at=at, of=plan(action(subject), light=light))
    not_due_by_step = light == "step" and at == "2023-Q4"
    assert result.state is (State.NOT_DUE if not_due_by_step else State.UNDEFINED)
    assert (result.due, result.ati, result.atii) == (None, None, None)


def test_zero_is_a_target_for_what_starts_below_it() -> None:
    subject = indicator(Kind.LEVEL, unit=Unit.RATE_OF_CHANGE, baseline=baseline(-8), targets=(target(0),))
    assert judged(subject, observation("2023-Q4", -2)).state is State.UNDEFINED
    assert judged(subject, observation("2023-Q4", 0)).state is State.MET


@pytest.mark.parametrize(
    ("value", "at", "state", "ati"),
    [
        (100, "2023-Q4", State.OFF_TRACK, None),  # the path expects 44.44…
        (50, "2023-Q4", State.BEHIND, None),
        (44, "2023-Q4", State.ON_TRACK, None),
        (0, "2023-Q4", State.MET, None),
        (5, "2025-Q4", State.OFF_TRACK, exactly(0)),
        (0, "2025-Q4", State.MET, exactly(100)),
    ],
)
def test_falling_to_zero(value: int, at: str, state: State, ati: Range | None) -> None:
    subject = indicator(Kind.LEVEL, direction=Direction.DOWN, baseline=baseline(100), targets=(target(0),))
    result = judged(subject, observation("2023-Q4", value), at=at)
    assert (result.state, result.ati, result.atii) == (state, ati, exactly(100 - value))


def test_a_falling_zero_is_due_although_an_earlier_target_was_positive() -> None:
    subject = indicator(
        Kind.LEVEL, direction=Direction.DOWN, baseline=baseline(100), targets=(target(50, "2023-12-31"), target(0))
    )
    assert judged(subject, observation("2025-Q4", 40), at="2024-Q4").due == d(50)
    assert judged(subject, observation("2025-Q4", 40), at="2025-Q4").due == d(0)


def test_three_hundred_percent_stays_three_hundred_percent() -> None:
    subject = indicator(targets=(target(100, "2023-12-31"), target(1000)))
    result = judged(subject, *total_of(300))
    assert (result.state, result.ati, result.attainment) == (State.ON_TRACK, exactly(300), exactly(300))
    assert judged(COUNT, *total_of(540)).atii == exactly(300)


def test_a_report_due_in_december_and_asked_about_in_september_is_not_due() -> None:
    result = judged(REPORT, observation("2025-Q2", stage=Stage.IN_REVIEW), at="2025-Q3")
    assert (result.state, result.due, result.attainment, result.ati) == (State.NOT_DUE, None, None, None)
    assert (result.stage, result.deadline, result.final_on) == (Stage.IN_REVIEW, date(2025, 12, 31), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("percentage", "light", "decimals"),
    [
        ("94.96", State.BEHIND, 2),
        ("94.94", State.BEHIND, 1),
        ("94.95", State.BEHIND, 2),
        ("94.9996", State.BEHIND, 4),
        ("94.99999996", State.BEHIND, 8),
        ("95", State.ON_TRACK, 1),
        ("95.04", State.ON_TRACK, 1),
        ("74.97", State.OFF_TRACK, 2),
        ("75", State.BEHIND, 1),
        ("0", State.OFF_TRACK, 1),
        ("-3", State.OFF_TRACK, 1),
        ("300", State.ON_TRACK, 1),
    ],
)
def test_the_band_is_read_on_the_raw_value_and_shown_with_as_many_decimals_as_it_takes(
    percentage: str, light: State, decimals: int
) -> None:
    assert (band(d(percentage)), decimals_shown(d(percentage))) == (light, decimals)
    assert band(round(d(percentage), decimals)) is light


def test_ninety_four_point_nine_six_percent_is_behind() -> None:
    subject = indicator(targets=(target(18000),))
    result = judged(subject, *total_of(9496))
    assert (result.state, result.attainment) == (State.BEHIND, exactly("94.96"))


# Time ------------------------------------------------------------------------------------------------------------


def test_figures_come_in_any_order() -> None:
    figures = [observation("2023-Q4", 7), observation("2023-Q3", 9), observation("2023-Q2", 8, entity="OTHER")]
    for kind in (Kind.COUNT, Kind.DISTINCT, Kind.LEVEL):
        subject = indicator(kind, baseline=baseline(1), targets=(target(180),))
        assert len({judged(subject, *shuffled) for shuffled in permutations(figures)}) == 1


def test_the_fourth_quarter_handed_in_before_the_third_is_the_latest_level() -> None:
    result = judged(RISING, observation("2023-Q4", 70), observation("2023-Q3", 60))
    assert (result.obtained, result.last_reported) == (exactly(70), quarter("2023-Q4"))


def test_a_figure_of_a_quarter_to_come_is_left_out() -> None:
    now = judged(COUNT, *total_of(50))
    assert judged(COUNT, *total_of(50), observation("2024-Q1", 1000)) == now


def test_a_late_quarter_closes_its_gap() -> None:
    before = judged(COUNT, *every_quarter(10, but=("2022-Q1", "2022-Q2")))
    after = judged(COUNT, *every_quarter(10))
    assert (before.obtained, before.state) == (Range(d(80), d(100)), State.UNDETERMINED)
    assert (after.obtained, after.state) == (exactly(100), State.ON_TRACK)


def test_a_gap_in_the_middle_makes_the_total_a_lower_bound() -> None:
    result = judged(COUNT, *every_quarter(12, but=("2022-Q1",)), observation("2021-Q3", 4, entity="OTHER"))
    assert result.obtained == Range(d(112), d(124))
    assert (result.reported, result.reports_due, result.missing) == (9, 10, (("MIN", quarter("2022-Q1")),))
    assert result.state is State.ON_TRACK, "both ends lie in the same band"


def test_a_total_whose_upper_end_alone_reaches_the_target_is_not_met() -> None:
    result = judged(COUNT, *every_quarter(19, but=("2022-Q1",)))
    assert (result.obtained, result.state) == (Range(d(171), d(190)), State.ON_TRACK)


@pytest.mark.parametrize(
    ("as_of", "state", "due"),
    [
        ("2021-09-30", State.NOT_DUE, 0),
        ("2021-10-29", State.NOT_DUE, 0),
        ("2021-10-30", State.NO_DATA, 1),
        ("2021-10-31", State.NO_DATA, 1),
    ],
)
def test_nothing_is_due_before_the_first_reporting_window_ends(as_of: str, state: State, due: int) -> None:
    result = judged(COUNT, at="2021-Q3", as_of=as_of)
    assert (result.state, result.reports_due) == (state, due)


def test_a_quarter_in_its_reporting_window_is_not_yet_missing() -> None:
    in_window = judged(COUNT, *every_quarter(10, until="2023-Q3"), as_of="2024-01-29")
    after = judged(COUNT, *every_quarter(10, until="2023-Q3"), as_of="2024-01-30")
    assert (in_window.obtained, in_window.reports_due, in_window.missing) == (exactly(90), 9, ())
    assert (after.obtained, after.reports_due) == (Range(d(90), d(100)), 10)


def test_a_report_before_its_time_counts_but_does_not_raise_the_coverage() -> None:
    result = judged(COUNT, *every_quarter(10), as_of="2024-01-15")
    assert (result.obtained, result.reported, result.reports_due) == (exactly(100), 9, 9)


def test_nothing_to_report_in_one_quarter_is_a_zero_that_was_said() -> None:
    result = judged(COUNT, *total_of(96))
    assert (result.obtained, result.missing, result.state) == (exactly(96), (), State.ON_TRACK)


def test_nothing_to_report_asks_for_every_due_quarter() -> None:
    silent = [nothing(str(q)) for q in quarters(FIRST, quarter("2023-Q4"))]
    assert judged(COUNT, *silent).state is State.NOTHING_TO_REPORT
    assert judged(COUNT, *silent[:-1]).state is State.OFF_TRACK
    assert judged(COUNT, *silent[:-1], as_of="2024-01-15").state is State.NOTHING_TO_REPORT


def test_nothing_to_report_does_not_bring_a_level_down_to_zero() -> None:
    falling = judged(FALLING, observation("2023-Q3", 60), nothing("2023-Q4"))
    assert (falling.obtained, falling.state) == (exactly(60), State.BEHIND)
    unknown = judged(FALLING, nothing("2023-Q4"))
    assert (unknown.obtained, unknown.state) == (None, State.UNDETERMINED)


# Targets ---------------------------------------------------------------------------------------------------------


def test_due_is_the_last_positive_target_by_the_end_of_the_quarter() -> None:
    subject = indicator(
        targets=(target(40, "2022-12-31"), target(0, "2023-12-31"), target(90, "2024-03-31"), target(100, "2024-04-01"))
    )
    assert judged(subject, *total_of(1), at="2022-Q3").due is None
    assert judged(subject, *total_of(1), at="2022-Q4").due == d(40)
    assert judged(subject, *total_of(1), at="2023-Q4").due == d(40)
    found = judged(subject, *total_of(1), at="2024-Q1")
    assert (found.due, found.due_on, found.final) == (d(90), date(2024, 3, 31), d(100))


@pytest.mark.parametrize(
    ("at", "expected"),
    [("2021-Q3", 10), ("2022-Q4", 60), ("2023-Q4", 60), ("2024-Q4", 110), ("2025-Q4", 160), ("2026-Q4", 160)],
)
def test_the_path_is_straight_between_the_dated_targets_and_level_after_the_last(at: str, expected: int) -> None:
    subject = indicator(targets=(target(160), target(60, "2022-12-31"), target(60, "2023-12-31")))
    assert judged(subject, *total_of(1), at=at).expected == d(expected)


@pytest.mark.parametrize(("light", "state", "yardstick"), [("path", State.BEHIND, 100), ("step", State.ON_TRACK, 80)])
def test_a_plan_may_compare_with_what_is_due_instead_of_the_path(light: str, state: State, yardstick: int) -> None:
    subject = indicator(targets=(target(80, "2023-06-30"), target(160, "2025-06-30")))
    result = judged(subject, *total_of(80), of=plan(action(subject), light=light))
    assert result.state is state
    assert operands(result, "light")["yardstick"] == yardstick
    assert (result.due, result.expected) == (d(80), d(100))


def test_by_steps_nothing_is_due_before_the_first_target() -> None:
    result = judged(COUNT, *total_of(1), of=plan(action(COUNT), light="step"))
    assert (result.state, result.attainment) == (State.NOT_DUE, None)


YEARLY = indicator(
    targets=tuple(target(value, f"{year}-12-31", window=Window.IN_YEAR) for year, value in ((2022, 40), (2023, 60)))
)


def test_targets_of_a_year_are_added_up_for_path_and_final() -> None:
    result = judged(YEARLY, *every_quarter(8))
    assert (result.expected, result.final, result.obtained) == (d(100), d(100), exactly(80))
    assert (result.state, result.atii) == (State.BEHIND, exactly(80))


def test_the_first_advance_of_a_target_in_a_year_counts_that_year_alone() -> None:
    result = judged(YEARLY, *every_quarter(9, but=("2022-Q3",)))
    assert (result.due, result.ati) == (d(60), exactly(60))
    assert operands(result, "ati") == {"obtained": d(36), "due": d(60)}
    assert judged(YEARLY, *every_quarter(9, but=("2023-Q3",))).ati == Range(d(45), d(60))
    assert judged(YEARLY, *every_quarter(9, until="2022-Q4")).ati is None


def test_by_steps_a_target_in_a_year_is_compared_with_that_year() -> None:
    of = plan(action(YEARLY), light="step")
    assert judged(YEARLY, *every_quarter(15), of=of).state is State.MET
    assert judged(YEARLY, *every_quarter(9), of=of).attainment == exactly(60)
    assert judged(YEARLY, *every_quarter(9, until="2022-Q4"), of=of).state is State.UNDETERMINED


def test_two_targets_in_one_year_are_not_added_to_each_other() -> None:
    days = {"2022-06-30": 20, "2022-12-31": 40, "2023-06-30": 30, "2023-12-31": 60}
    subject = indicator(targets=tuple(target(v, day, window=Window.IN_YEAR) for day, v in days.items()))
    found = judged(subject, *every_quarter(8))
    assert (found.final, found.expected) == (d(100), d(100))
    assert judged(subject, *every_quarter(8), at="2023-Q2").expected == d(70)


def test_a_level_in_a_year_is_a_level_and_is_not_added_up() -> None:
    subject = indicator(
        Kind.LEVEL,
        baseline=baseline(0),
        targets=tuple(target(50, f"{year}-12-31", window=Window.IN_YEAR) for year in (2022, 2023)),
    )
    assert judged(subject, observation("2023-Q4", 50)).final == d(50)


def test_the_pace_still_needed_is_what_each_remaining_quarter_must_bring() -> None:
    assert judged(COUNT, *total_of(60)).pace_needed == d(15)
    assert judged(COUNT, *total_of(200)).pace_needed == d(0)
    assert judged(COUNT, *total_of(60), at="2025-Q4").pace_needed is None
    assert judged(RISING, observation("2023-Q4", 60)).pace_needed is None


# The extension ---------------------------------------------------------------------------------------------------

LATER = indicator(targets=(target(180), target(440, "2026-12-31", version=2)))


def test_a_version_is_in_force_from_the_day_of_its_act_on() -> None:
    of = extended(LATER)
    before = judged(LATER, *total_of(170), at="2025-Q3", as_of="2026-06-30", of=of)
    after = judged(LATER, *total_of(170), at="2025-Q4", of=of)
    assert (before.final, before.expected, before.past_original) == (d(180), d(170), None)
    assert (after.final, after.expected, after.final_on) == (d(440), d(360), date(2026, 12, 31))


@pytest.mark.parametrize(("total", "flag"), [(170, date(2025, 12, 31)), (180, None)])
def test_a_missed_date_of_the_original_term_stays_as_a_flag(total: int, flag: date | None) -> None:
    for at in ("2025-Q4", "2026-Q4"):
        late = observation("2026-Q1", 270)
        result = judged(LATER, *total_of(total), late, at=at, of=extended(LATER))
        assert result.past_original == flag


def test_targets_that_the_extension_does_not_restate_stay_in_force_with_their_date() -> None:
    result = judged(COUNT, *total_of(90, until="2026-Q3"), at="2026-Q3", of=extended(COUNT))
    assert (result.final_on, result.deadline, result.past_original) == (date(2025, 12, 31),) * 2 + (None,)
    assert (result.state, result.attainment) == (State.OFF_TRACK, exactly(50))


def test_the_version_in_force_replaces_all_targets_of_the_one_before() -> None:
    subject = indicator(targets=(target(50, "2023-12-31"), target(180), target(300, "2026-12-31", version=2)))
    found = targets_in_force(subject, plan=extended(subject), on=date(2025, 12, 31))
    assert [(y.date.year, y.value) for y in found] == [(2026, d(300))]
    assert len(targets_in_force(subject, plan=extended(subject), on=date(2025, 12, 30))) == 2


# Ranges of distinct units ----------------------------------------------------------------------------------------


def distinct(*targets: Any) -> Indicator:
    return indicator(Kind.DISTINCT, targets=targets or (target(180),))


def filled(*told: Observation) -> list[Observation]:
    """`told`, and a declared nothing in every other quarter to 2023-Q4."""
    said = {o.quarter for o in told}
    return [*told, *(nothing(str(q)) for q in quarters(FIRST, quarter("2023-Q4")) if q not in said)]


def test_a_distinct_total_lies_between_the_largest_part_and_the_sum_of_parts() -> None:
    result = judged(distinct(), *filled(observation("2022-Q1", 60), observation("2023-Q4", 40)))
    assert result.obtained == Range(d(60), d(100))


@pytest.mark.parametrize(
    ("parts", "state"),
    [((96, 3), State.ON_TRACK), ((94, 2), State.UNDETERMINED), ((76, 10), State.BEHIND), ((60, 14), State.OFF_TRACK)],
)
def test_a_distinct_range_that_straddles_a_band_has_no_light(parts: tuple[int, int], state: State) -> None:
    figures = filled(observation("2022-Q1", parts[0]), observation("2023-Q4", parts[1]))
    assert judged(distinct(), *figures).state is state


def test_a_distinct_target_that_only_the_sum_reaches_is_not_met() -> None:
    figures = filled(observation("2022-Q1", 100), observation("2023-Q4", 100))
    assert judged(distinct(), *figures).state is State.ON_TRACK
    assert judged(distinct(target(100)), *figures).state is State.MET


def test_a_declared_total_so_far_is_exact_until_a_quarter_without_one() -> None:
    declared = [observation("2022-Q1", 60), observation("2023-Q3", 50, so_far=d(80))]
    assert judged(distinct(), *filled(*declared)).obtained == exactly(80)
    after = observation("2023-Q4", 10)
    assert judged(distinct(), *filled(*declared, after)).obtained == Range(d(80), d(90))


def test_gaps_after_a_declared_total_open_the_range_and_gaps_before_it_do_not() -> None:
    before = [observation("2022-Q1", 60), observation("2023-Q4", 50, so_far=d(90))]
    assert judged(distinct(), *before).obtained == exactly(90)
    after = [observation("2022-Q1", 60), observation("2023-Q2", 50, so_far=d(90))]
    assert judged(distinct(), *after).obtained == Range(d(90), d(210)), "two gaps of at most 60"


@pytest.mark.parametrize("so_far", [59, 111])
def test_a_declared_total_outside_its_bounds_is_not_believed(so_far: int) -> None:
    figures = filled(observation("2022-Q1", 60), observation("2023-Q4", 50, so_far=d(so_far)))
    assert judged(distinct(), *figures).obtained == Range(d(60), d(110))


def test_a_declared_zero_so_far_is_a_declaration() -> None:
    figures = [nothing("2021-Q3", so_far=d(0)), observation("2021-Q4", 5)]
    assert judged(distinct(), *figures, at="2021-Q4").obtained == exactly(5)


def test_a_year_of_distinct_units_does_not_take_the_total_since_the_start() -> None:
    subject = distinct(target(50, "2022-12-31", window=Window.IN_YEAR), target(50, "2023-12-31", window=Window.IN_YEAR))
    figures = filled(observation("2022-Q1", 40), observation("2023-Q3", 30), observation("2023-Q4", 20, so_far=d(45)))
    result = judged(subject, *figures)
    assert (result.obtained, result.ati) == (exactly(45), Range(d(60), d(100)))


def test_a_withheld_figure_is_not_a_zero() -> None:
    withheld = Observation(quarter("2022-Q1"), "MIN")
    told = filled(withheld, observation("2023-Q4", 40))
    assert judged(COUNT, *told).obtained == Range(d(40), d(80))
    assert judged(distinct(), *told).obtained == Range(d(40), d(80))
    assert judged(COUNT, withheld).state is State.UNDETERMINED


# Deliverables and programmes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "named_act", "state"),
    [
        (Stage.NOT_STARTED, "", State.OFF_TRACK),
        (Stage.DRAFTING, "", State.OFF_TRACK),
        (Stage.IN_REVIEW, "RM 100", State.OFF_TRACK),
        (Stage.APPROVED, "", State.OFF_TRACK),
        (Stage.APPROVED, "RM 100", State.MET),
        (Stage.PUBLISHED, "RM 100", State.MET),
    ],
)
def test_a_deliverable_is_delivered_when_approved_by_a_named_act(stage: Stage, named_act: str, state: State) -> None:
    result = judged(REPORT, observation("2025-Q4", stage=stage, act=named_act), at="2025-Q4")
    assert (result.state, result.stage) == (state, stage)
    assert result.deadline == (None if state is State.MET else date(2025, 12, 31))


def test_a_deliverable_is_never_interpolated() -> None:
    values = {judged(REPORT, at=str(q)).expected for q in quarters(FIRST, quarter("2025-Q3"))}
    assert values == {d(0)}
    assert judged(REPORT, at="2025-Q4").expected == d(1)


def test_a_delivered_report_stays_delivered() -> None:
    result = judged(REPORT, approved("2022-Q1"), observation("2023-Q1", stage=Stage.PUBLISHED, act="RM 100"))
    assert (result.state, result.obtained, result.stage) == (State.MET, exactly(1), Stage.PUBLISHED)


def test_the_deadline_of_a_deliverable_is_its_first_date_that_is_not_kept() -> None:
    subject = indicator(Kind.DELIVERABLE, targets=(target(1, "2024-06-30"), target(1)))
    assert judged(subject, at="2023-Q4").deadline == date(2024, 6, 30)
    result = judged(subject, observation("2024-Q2", stage=Stage.IN_REVIEW), at="2024-Q3")
    assert (result.state, result.deadline, result.due_on) == (State.OFF_TRACK, date(2024, 6, 30), date(2024, 6, 30))


def test_a_report_of_the_extended_term_is_not_due_and_past_its_original_date() -> None:
    subject = indicator(Kind.DELIVERABLE, targets=(target(1), target(1, "2026-12-31", version=2)))
    result = judged(subject, observation("2025-Q4", stage=Stage.DRAFTING), at="2026-Q3", of=extended(subject))
    assert (result.state, result.past_original) == (State.NOT_DUE, date(2025, 12, 31))
    assert result.deadline == date(2026, 12, 31)


@pytest.mark.parametrize(("day", "flag"), [("2025-11-10", None), ("2025-11-20", date(2025, 11, 15)), (None, None)])
def test_the_date_of_the_act_tells_whether_the_original_date_was_kept(day: str | None, flag: date | None) -> None:
    subject = indicator(Kind.DELIVERABLE, targets=(target(1, "2025-11-15"), target(1, "2026-12-31", version=2)))
    result = judged(subject, approved("2025-Q4", day), at="2026-Q1", of=extended(subject))
    assert (result.state, result.past_original) == (State.MET, flag)


@pytest.mark.parametrize(
    ("steps", "state", "ati"),
    [
        ("", State.OFF_TRACK, 0),
        ("a", State.OFF_TRACK, 50),
        ("ab", State.ON_TRACK, 100),
        ("cd", State.OFF_TRACK, 0),
        ("abc", State.ON_TRACK, 100),
        ("abcd", State.MET, 100),
    ],
)
def test_a_programme_is_judged_by_the_steps_done_of_those_due(steps: str, state: State, ati: int) -> None:
    result = judged(PROGRAMME, nothing("2022-Q1"), observation("2022-Q2", 0), *(done("2023-Q4", s) for s in steps))
    assert (result.state, result.ati, result.obtained) == (state, exactly(ati), exactly(len(steps)))
    assert (result.due, result.final, result.expected) == (d(2), d(4), d(2))


def test_before_its_first_step_a_programme_is_not_due() -> None:
    assert judged(PROGRAMME, nothing("2021-Q4"), at="2022-Q1").state is State.NOT_DUE


@pytest.mark.parametrize(
    ("steps", "deadline"), [("", "2022-06-30"), ("b", "2022-06-30"), ("ab", "2024-06-30"), ("abcd", None)]
)
def test_the_deadline_of_a_programme_is_that_of_its_first_open_step(steps: str, deadline: str | None) -> None:
    result = judged(PROGRAMME, *(done("2023-Q4", s) for s in steps))
    assert result.deadline == (date.fromisoformat(deadline) if deadline else None)


def test_a_step_counts_once_only_if_the_plan_knows_it_and_only_if_it_was_done() -> None:
    rows = [
        done("2022-Q1", "a"),
        done("2023-Q4", "a"),
        done("2023-Q4", "unheard-of"),
        done("2023-Q4", "b", value=0),
        done("2023-Q4", "c", nothing=True),
    ]
    assert judged(PROGRAMME, *rows).obtained == exactly(1)


def test_steps_of_two_versions() -> None:
    subject = indicator(
        Kind.PROGRAMME,
        steps=(
            step("a", "2024-06-30"),
            step("b", "2025-12-31"),
            step("b", "2026-06-30", version=2),
            step("c", "2026-12-31", version=2),
        ),
    )
    assert [(s.code, s.version) for s in steps_of(subject, 1)] == [("a", 1), ("b", 1)]
    assert [(s.code, s.due.year) for s in steps_of(subject, 2)] == [("a", 2024), ("b", 2026), ("c", 2026)]
    of = extended(subject)
    before = judged(subject, done("2024-Q2", "a"), at="2025-Q3", of=of)
    after = judged(subject, done("2024-Q2", "a"), at="2025-Q4", of=of)
    assert (before.final, before.past_original, before.state) == (d(2), None, State.ON_TRACK)
    assert (after.final, after.due, after.past_original, after.state) == (
        d(3),
        d(1),
        date(2025, 12, 31),
        State.ON_TRACK,
    )


def test_a_step_of_a_version_not_in_force_yet_does_not_stand_for_one_that_is() -> None:
    subject = indicator(Kind.PROGRAMME, steps=(step("a"), step("b", "2026-06-30"), step("c", "2026-12-31", version=2)))
    early = (done("2025-Q2", "a"), done("2025-Q2", "c"))
    before = judged(subject, *early, at="2025-Q3", of=extended(subject))
    after = judged(subject, *early, at="2025-Q4", of=extended(subject))
    assert (before.state, before.obtained, before.final) == (State.NOT_DUE, exactly(1), d(2))
    assert (after.state, after.obtained, after.final) == (State.ON_TRACK, exactly(2), d(3))
    late = judged(subject, done("2026-Q2", "b"), *early, at="2026-Q2", of=extended(subject))
    assert late.state is State.MET


def test_a_step_of_the_extension_does_not_keep_the_date_of_the_original() -> None:
    subject = indicator(
        Kind.PROGRAMME, steps=(step("a"), step("a", "2026-06-30", version=2), step("c", "2026-12-31", version=2))
    )
    result = judged(subject, done("2025-Q2", "c"), at="2025-Q4", of=extended(subject))
    assert result.past_original == date(2025, 12, 31)


# Levels and ratios -----------------------------------------------------------------------------------------------


def test_a_level_without_baseline_has_no_second_advance_and_no_path_before_its_first_target() -> None:
    subject = indicator(Kind.LEVEL, targets=(target(50, "2023-12-31"), target(90)))
    early = judged(subject, observation("2022-Q4", 20), at="2022-Q4")
    assert (early.state, early.expected, early.atii) == (State.UNDEFINED, None, None)
    later = judged(subject, observation("2023-Q4", 50))
    assert (later.state, later.expected, later.ati, later.atii) == (State.ON_TRACK, d(50), exactly(100), None)


@pytest.mark.parametrize(
    ("value", "state", "atii"),
    [(10, State.MET, 100), (50, State.ON_TRACK, "55.55555555555555555555555556"), (60, State.BEHIND, None)],
)
def test_a_falling_level_is_held_against_the_falling_path(value: int, state: State, atii: int | str | None) -> None:
    result = judged(FALLING, observation("2023-Q4", value))
    assert (result.expected, result.state) == (d(50), state)
    assert atii is None or result.atii == exactly(atii)


def test_a_level_that_worsens_has_a_negative_second_advance() -> None:
    result = judged(FALLING, observation("2023-Q4", 190))
    assert (result.atii, result.state) == (exactly(-100), State.OFF_TRACK)


@pytest.mark.parametrize("kind", [Kind.COUNT, Kind.DISTINCT, Kind.DELIVERABLE])
def test_falling_is_not_defined_for_sums_and_deliverables(kind: Kind) -> None:
    subject = indicator(kind, direction=Direction.DOWN, targets=(target(5, "2023-12-31"),))
    result = judged(subject, observation("2023-Q4", 1))
    assert (result.state, result.ati, result.attainment) == (State.UNDEFINED, None, None)


@pytest.mark.parametrize(
    ("value", "yardstick", "direction", "share"),
    [
        (50, 100, Direction.UP, "50"),
        (300, 100, Direction.UP, "300"),
        (5, 0, Direction.UP, None),
        (5, -5, Direction.UP, None),
        (50, 100, Direction.DOWN, "100"),
        (100, 100, Direction.DOWN, "100"),
        (200, 100, Direction.DOWN, "50"),
        (5, 0, Direction.DOWN, "0"),
        (0, 0, Direction.DOWN, "100"),
        (-5, -3, Direction.DOWN, "100"),
        (-3, -5, Direction.DOWN, None),
        (0, -5, Direction.DOWN, None),
    ],
)
def test_the_share_of_a_yardstick(value: int, yardstick: int, direction: Direction, share: str | None) -> None:
    assert attained(d(value), d(yardstick), direction) == (None if share is None else d(share))


def part(written: str, over: int, under: int, **changes: Any) -> Observation:
    return observation(written, numerator=d(over), denominator=d(under), **changes)


def ratio(**changes: Any) -> Indicator:
    fields: dict[str, Any] = {"unit": Unit.PERCENTAGE, "baseline": baseline(20), "targets": (target(80),)}
    return indicator(Kind.RATIO, **fields | changes)


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent"),
    [
        (Accrual.EVENTS, Accrual.EVENTS, 30),  # (10 + 20) / (40 + 60)
        (Accrual.EVENTS, Accrual.STOCK, 50),  # (10 + 20) / 60
        (Accrual.STOCK, Accrual.EVENTS, 20),  # 20 / (40 + 60)
    ],
)
def test_a_ratio_sums_events_takes_the_latest_of_stocks_and_never_averages(
    numerator: Accrual, denominator: Accrual, percent: int
) -> None:
    subject = ratio(numerator=numerator, denominator=denominator)
    figures = [part("2021-Q4", 20, 60), part("2021-Q3", 10, 40)]
    assert judged(subject, *figures, at="2021-Q4").obtained == exactly(percent)


def test_a_ratio_of_stocks_is_the_latest_whatever_is_missing() -> None:
    subject = ratio(numerator=Accrual.STOCK, denominator=Accrual.STOCK)
    result = judged(subject, part("2021-Q3", 10, 40), part("2023-Q2", 30, 60))
    assert (result.obtained, result.state, len(result.missing)) == (exactly(50), State.BEHIND, 8)


def test_a_ratio_of_events_with_a_gap_is_a_range() -> None:
    result = judged(ratio(), part("2021-Q3", 10, 40), at="2021-Q4")
    assert result.obtained == Range(d("12.5"), d(50))


def test_a_falling_ratio_is_met_where_its_upper_end_reaches_the_target() -> None:
    def stands(goal: int) -> State:
        subject = ratio(direction=Direction.DOWN, baseline=baseline(90), targets=(target(goal),))
        return judged(subject, part("2021-Q3", 10, 40), at="2021-Q4").state  # between 12.5 and 50

    assert (stands(50), stands(49)) == (State.MET, State.ON_TRACK)


def test_a_ratio_that_is_no_percentage_is_not_multiplied() -> None:
    assert judged(ratio(unit=Unit.RATIO), part("2021-Q3", 10, 40), at="2021-Q3").obtained == exactly("0.25")


def test_a_ratio_with_a_denominator_of_zero_is_undefined() -> None:
    result = judged(ratio(), part("2021-Q3", 0, 0), at="2021-Q3")
    assert (result.state, result.obtained, result.arithmetic) == (State.UNDEFINED, None, ())


# Several reporters -----------------------------------------------------------------------------------------------

THREE = (reporter("MIN"), reporter("PORTAL", role="co_responsible"), reporter("ABC", role="co_responsible"))


def test_every_reporter_of_a_count_owes_a_report_a_quarter() -> None:
    subject = indicator(targets=(target(180),), reporters=(*THREE, reporter("SILENT", reports=False)))
    figures = [observation("2021-Q3", 10), observation("2021-Q3", 20, entity="ABC"), observation("2021-Q4", 5)]
    result = judged(subject, *figures, at="2021-Q4")
    assert (result.reported, result.reports_due) == (3, 6)
    assert result.missing == (("PORTAL", FIRST), ("PORTAL", FIRST + 1), ("ABC", FIRST + 1))
    assert result.obtained == Range(d(35), d(95))


@pytest.mark.parametrize(("before", "due"), [("", 2), ("quarterly_return", 10)])
def test_nothing_is_owed_of_quarters_before_any_file_was_asked_for(before: str, due: int) -> None:
    since = reporter(job="letters_sent", since=quarter("2023-Q3"), job_before=before)
    result = judged(indicator(reporters=(since,)), observation("2023-Q3", 7), at="2023-Q4")
    assert (result.reported, result.reports_due) == (1, due)
    assert (("MIN", FIRST) in result.missing) == bool(before)
    assert result.missing[-1] == ("MIN", quarter("2023-Q4"))


def test_the_level_of_a_quarter_is_the_lead_reporters() -> None:
    subject = indicator(Kind.LEVEL, reporters=THREE, baseline=baseline(0), targets=(target(180),))
    figures = [observation("2023-Q4", v, entity=e) for e, v in (("PORTAL", 30), ("MIN", 20), ("ABC", 10))]
    for shuffled in permutations(figures):
        assert judged(subject, *shuffled).obtained == exactly(20)
    later = observation("2024-Q1", 40, entity="ABC")
    assert judged(subject, *figures, later, at="2024-Q1").obtained == exactly(40)


def test_an_indicator_that_nobody_reports_has_no_data_and_nothing_due() -> None:
    result = judged(indicator(targets=(target(180),), reporters=()))
    assert (result.state, result.reports_due) == (State.NO_DATA, 0)


# Arithmetic ------------------------------------------------------------------------------------------------------


def operands(result: Progress, name: str) -> dict[str, Decimal]:
    return dict(next(f.operands for f in result.arithmetic if f.name == name))


def worked_out(formula: Formula, direction: Direction) -> Decimal | None:
    """The formula as a reader would do it, from its operands alone."""
    o = dict(formula.operands)
    match formula.name:
        case "expected":
            return o["from"] + (o["to"] - o["from"]) * o["elapsed"] / o["span"]
        case "light" | "ati":
            against = o["yardstick"] if formula.name == "light" else o["due"]
            if direction is Direction.DOWN:
                return d(100) if o["obtained"] <= against else against / o["obtained"] * 100
            return o["obtained"] / against * 100 if against else None
        case _:
            span = o["final"] - o["baseline"]
            return (o["obtained"] - o["baseline"]) / span * 100 if span else None


@pytest.mark.parametrize(
    ("subject", "figures", "names"),
    [
        (COUNT, total_of(50), {"expected", "light", "atii"}),
        (
            indicator(targets=(target(50, "2022-12-31"), target(180))),
            every_quarter(9),
            {"expected", "light", "ati", "atii"},
        ),
        (YEARLY, every_quarter(9, but=("2023-Q1",)), {"light", "ati", "atii"}),
        (indicator(targets=(target(0),)), total_of(5), {"expected", "light", "atii"}),
        (distinct(), every_quarter(9), {"expected", "light", "atii"}),
        (RISING, [observation("2023-Q4", 60)], {"expected", "light", "atii"}),
        (FALLING, [observation("2023-Q4", 60)], {"expected", "light", "atii"}),
        (
            ratio(direction=Direction.DOWN, targets=(target(10),)),
            [part("2023-Q3", 30, 90)],
            {"expected", "light", "atii"},
        ),
        (PROGRAMME, [done("2022-Q1", "a"), done("2022-Q1", "d")], {"light", "ati", "atii"}),
        (REPORT, [approved("2022-Q1")], {"atii"}),
    ],
)
def test_the_operands_reproduce_the_result(subject: Indicator, figures: list[Observation], names: set[str]) -> None:
    result = judged(subject, *figures)
    assert {formula.name for formula in result.arithmetic} == names
    for formula in result.arithmetic:
        assert formula.result == worked_out(formula, subject.direction)


def test_the_formulas_give_the_less_favourable_end_of_what_is_printed() -> None:
    result = judged(YEARLY, *every_quarter(9, but=("2023-Q1",)))
    by_name = {formula.name: formula.result for formula in result.arithmetic}
    printed = {"light": result.attainment, "ati": result.ati, "atii": result.atii}
    assert by_name == {name: found.low for name, found in printed.items() if found}
    assert len(by_name) == 3


# What holds for all figures --------------------------------------------------------------------------------------

QUARTERS = list(quarters(FIRST, quarter("2023-Q4")))
AMOUNT = st.integers(0, 60).map(Decimal)
FIGURES = st.dictionaries(st.sampled_from(QUARTERS), st.one_of(st.none(), AMOUNT), max_size=10).map(
    lambda told: [
        Observation(q, "MIN", value=d(0) if v is None else v, nothing=v is None) for q, v in sorted(told.items())
    ]
)
SUM_KINDS = st.sampled_from([Kind.COUNT, Kind.DISTINCT])


@given(st.sampled_from([Kind.COUNT, Kind.DISTINCT, Kind.LEVEL]), FIGURES, st.randoms())
def test_order_never_matters(kind: Kind, figures: list[Observation], random: Any) -> None:
    subject = indicator(kind, baseline=baseline(0), targets=(target(180),))
    shuffled = list(figures)
    random.shuffle(shuffled)
    assert judged(subject, *shuffled) == judged(subject, *figures)


@given(SUM_KINDS, FIGURES)
def test_a_range_never_ends_before_it_begins(kind: Kind, figures: list[Observation]) -> None:
    result = judged(indicator(kind, targets=(target(180),)), *figures)
    for found in (result.obtained, result.attainment, result.atii):
        assert found is None or found.low <= found.high


@given(SUM_KINDS, FIGURES, st.data())
def test_a_missing_report_that_comes_in_no_larger_than_any_before_narrows_the_range(
    kind: Kind, figures: list[Observation], data: st.DataObject
) -> None:
    subject = indicator(kind, targets=(target(180),))
    before = judged(subject, *figures)
    if not before.missing or before.obtained is None:
        return
    _, gap = data.draw(st.sampled_from(before.missing))
    largest = max(o.value or d(0) for o in figures)
    late = Observation(gap, "MIN", value=d(data.draw(st.integers(0, int(largest)))))
    after = judged(subject, *figures, late)
    assert after.obtained is not None
    assert before.obtained.low <= after.obtained.low
    assert after.obtained.high <= before.obtained.high


@given(FIGURES, AMOUNT)
def test_a_count_that_met_its_target_still_meets_it_with_more(figures: list[Observation], more: Decimal) -> None:
    subject = indicator(targets=(target(180),))
    late = Observation(quarter("2023-Q4"), "OTHER", value=more)
    if judged(subject, *figures).state is State.MET:
        assert judged(subject, *figures, late).state is State.MET


@given(FIGURES, st.integers(1, 400))
def test_met_means_that_the_reported_figures_alone_reach_the_target(figures: list[Observation], goal: int) -> None:
    reported = sum((o.value or d(0) for o in figures), d(0))
    met = judged(indicator(targets=(target(goal),)), *figures).state is State.MET
    assert met == (reported >= goal)


@given(FIGURES, st.dates(date(2021, 7, 1), date(2024, 6, 30)))
def test_the_same_question_has_the_same_answer_and_coverage_adds_up(figures: list[Observation], day: date) -> None:
    of = plan(action(COUNT))
    asked = [
        progress(COUNT, plan=of, observations=iter(figures), reference=quarter("2023-Q4"), as_of=day) for _ in range(2)
    ]
    assert asked[0] == asked[1]
    assert asked[0].reported + len(asked[0].missing) == asked[0].reports_due
    assert asked[0].reports_due == sum(1 for q in QUARTERS if q.end + timedelta(days=30) <= day)


@given(st.decimals(0, 200, allow_nan=False, places=8))
def test_a_printed_percentage_stays_in_its_band(percentage: Decimal) -> None:
    assert band(round(percentage, decimals_shown(percentage))) is band(percentage)


@given(st.integers(0, 30), st.integers(1, 500))
def test_the_path_of_a_rising_sum_never_falls(at: int, goal: int) -> None:
    path = reference_path(
        COUNT, targets_in_force(indicator(targets=(target(goal),)), plan=plan(), on=FIRST.end), first=FIRST
    )
    here, next_one = expected_at(path, at), expected_at(path, at + 1)
    assert here is not None
    assert next_one is not None
    assert d(0) <= here <= next_one <= goal


def test_obtained_reads_figures_in_any_order_too() -> None:
    figures = [observation("2023-Q4", 7), observation("2021-Q3", 9)]
    assert obtained(RISING, figures) == obtained(RISING, figures[::-1]) == exactly(7)


def test_a_reference_before_the_first_quarter_expects_nothing() -> None:
    assert (
        expected_at(reference_path(COUNT, targets_in_force(COUNT, plan=plan(), on=FIRST.end), first=FIRST), -1) is None
    )


def test_from_the_quarter_of_an_act_on_no_report_is_due() -> None:
    act = Act("1.1.p1.a", ActKind.NOT_VIABLE, date(2022, 5, 10), "Informe 1", "MIN", Basis.ENTITY, HERE)
    stands = judged(indicator(targets=(target(500),), acts=(act,)), observation("2021-Q3", 1))
    assert stands.reports_due == 3
    assert max(asked for _, asked in stands.missing) == quarter("2022-Q1")
