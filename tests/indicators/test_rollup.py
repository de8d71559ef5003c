"""The action rule, and counting actions up to the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.plan import Direction, Indicator, Kind
from indicators.progress import Progress, Range, State
from indicators.rollup import ActionProgress, ActionState, Span, action_progress, met_span
from tests.builders import action, baseline, indicator, judged, observation, quarter, target

END = date(2025, 12, 31)
BLANK = judged(indicator())
WITHDRAWN, NOT_VIABLE, MET, NOT_DUE = State.WITHDRAWN, State.NOT_VIABLE, State.MET, State.NOT_DUE
NO_DATA, NOTHING, OFF_TRACK, BEHIND = State.NO_DATA, State.NOTHING_TO_REPORT, State.OFF_TRACK, State.BEHIND

Line = tuple[State, Any]


def stands(state: State, total: Any) -> Progress:
    """Progress in `state` with `total` obtained: a number, a pair of ends, or None where nothing was reported."""
    if total is None:
        return replace(BLANK, state=state)
    low, high = total if isinstance(total, tuple) else (total, total)
    found = Range(Decimal(low), Decimal(high))
    return replace(BLANK, state=state, obtained=found, last_reported=quarter("2023-Q4"))


def rolled_up(*lines: Line, over: bool = False, own: tuple[Line, ...] = ()) -> ActionProgress:
    """The action of indicators that stand as `lines` say; `own` are the tracker's own."""
    of = {f"i{n}": stands(*line) for n, line in enumerate(lines)} | {f"t{n}": stands(*o) for n, o in enumerate(own)}
    subjects = [indicator(code=code, in_plan=code.startswith("i")) for code in of]
    as_of = date(2026, 1, 1) if over else END
    return action_progress(action(*subjects), of, end=END, as_of=as_of)


RULE: list[tuple[ActionState, tuple[Line, ...], bool, tuple[int, int]]] = [
    (ActionState.WITHDRAWN, ((WITHDRAWN, 5), (WITHDRAWN, None)), False, (0, 0)),
    (ActionState.NOT_VIABLE, ((NOT_VIABLE, None), (NOT_VIABLE, 3)), False, (1, 2)),
    (ActionState.NOT_VIABLE, ((NOT_VIABLE, None), (WITHDRAWN, 3)), False, (0, 1)),
    (ActionState.NO_DATA, (), False, (0, 0)),
    (ActionState.NO_DATA, ((NO_DATA, None), (NOT_VIABLE, None)), True, (0, 2)),
    (ActionState.NO_DATA, ((NOT_DUE, None), (NOT_DUE, None)), False, (0, 2)),
    (ActionState.MET, ((MET, 5), (MET, 1)), False, (2, 2)),
    (ActionState.MET, ((MET, 5), (WITHDRAWN, None)), False, (1, 1)),
    (ActionState.PARTLY_MET, ((MET, 5), (NOT_VIABLE, None)), False, (1, 2)),
    (ActionState.PARTLY_MET, ((MET, 5), (NO_DATA, None)), True, (1, 2)),
    (ActionState.PARTLY_MET, ((OFF_TRACK, 1), (OFF_TRACK, 0)), True, (2, 2)),
    (ActionState.PARTLY_MET, ((State.UNDETERMINED, (1, 9)), (NO_DATA, None)), False, (1, 2)),
    (ActionState.PARTLY_MET, ((State.NO_TARGET, 1),), False, (1, 1)),
    (ActionState.NOT_DUE, ((NOT_DUE, 0), (NOT_DUE, None)), False, (1, 2)),
    (ActionState.NOT_DUE, ((NOT_DUE, 0), (NOT_VIABLE, None)), False, (1, 2)),
    (ActionState.NOT_EXECUTED, ((OFF_TRACK, 0), (NOTHING, 0)), True, (2, 2)),
    (ActionState.NOT_EXECUTED, ((NOTHING, 0),), True, (1, 1)),
    (ActionState.INSUFFICIENT_DATA, ((OFF_TRACK, 0), (NOTHING, 0)), False, (2, 2)),
    (ActionState.INSUFFICIENT_DATA, ((OFF_TRACK, 0), (NO_DATA, None)), True, (1, 2)),
    (ActionState.INSUFFICIENT_DATA, ((OFF_TRACK, 0), (NOT_VIABLE, None)), True, (1, 2)),
    (ActionState.INSUFFICIENT_DATA, ((NOT_DUE, 0), (NO_DATA, None)), False, (1, 2)),
    (ActionState.INSUFFICIENT_DATA, ((State.UNDETERMINED, (0, 9)),), True, (1, 1)),
]


@pytest.mark.parametrize(("state", "lines", "over", "counted"), RULE)
def test_the_rule_of_an_action(
    state: ActionState, lines: tuple[Line, ...], over: bool, counted: tuple[int, int]
) -> None:
    result = rolled_up(*lines, over=over)
    assert (result.state, result.with_data, result.indicators) == (state, *counted)


def test_the_table_above_shows_every_state_of_an_action() -> None:
    assert {row[0] for row in RULE} == set(ActionState)


@pytest.mark.parametrize("lines", [row[1] for row in RULE])
def test_the_order_of_indicators_does_not_matter(lines: tuple[Line, ...]) -> None:
    assert len({rolled_up(*shuffled) for shuffled in permutations(lines)}) == 1


def test_an_indicator_of_the_trackers_own_never_counts() -> None:
    assert rolled_up((NO_DATA, None), own=((MET, 5),)) == ActionProgress(ActionState.NO_DATA, 0, 1)
    assert rolled_up((MET, 5), own=((NO_DATA, None),)) == ActionProgress(ActionState.MET, 1, 1)


def test_the_last_day_of_the_term_is_not_after_it() -> None:
    assert rolled_up((NOTHING, 0), over=False).state is ActionState.INSUFFICIENT_DATA
    assert rolled_up((NOTHING, 0), over=True).state is ActionState.NOT_EXECUTED


def of_one(subject: Indicator, value: int) -> ActionState:
    """The status, after the term, of an action whose one level stands at `value`."""
    found = judged(subject, observation("2025-Q4", value), at="2025-Q4")
    return action_progress(action(subject), {subject.code: found}, end=END, as_of=date(2026, 2, 1)).state


@pytest.mark.parametrize(
    ("direction", "start", "value", "state"),
    [
        (Direction.UP, 20, 40, ActionState.PARTLY_MET),
        (Direction.UP, 20, 20, ActionState.NOT_EXECUTED),
        (Direction.UP, 20, 10, ActionState.NOT_EXECUTED),
        (Direction.UP, None, 10, ActionState.PARTLY_MET),
        (Direction.UP, None, 0, ActionState.NOT_EXECUTED),
        (Direction.DOWN, 90, 85, ActionState.PARTLY_MET),
        (Direction.DOWN, 90, 95, ActionState.NOT_EXECUTED),
        (Direction.DOWN, None, 95, ActionState.INSUFFICIENT_DATA),
    ],
)
def test_above_zero_means_above_the_baseline_for_a_level(
    direction: Direction, start: int | None, value: int, state: ActionState
) -> None:
    subject = indicator(
        Kind.LEVEL,
        direction=direction,
        baseline=None if start is None else baseline(start),
        targets=(target(80),),
    )
    assert of_one(subject, value) is state


def test_reports_whose_arithmetic_has_no_value_are_data() -> None:
    subject = indicator(Kind.RATIO, targets=(target(80),))
    zero = observation("2023-Q4", numerator=Decimal(0), denominator=Decimal(0))
    found = judged(subject, zero)
    result = action_progress(action(subject), {subject.code: found}, end=END, as_of=END)
    assert (found.state, result) == (State.UNDEFINED, ActionProgress(ActionState.INSUFFICIENT_DATA, 1, 1))


def test_an_indicator_that_was_not_judged_is_not_passed_over() -> None:
    with pytest.raises(KeyError):
        action_progress(action(indicator()), {}, end=END, as_of=END)


@pytest.mark.parametrize(
    ("states", "total", "span"),
    [
        ([], 97, Span(0, 97, 97)),
        ([ActionState.MET] * 3, 3, Span(3, 3, 3)),
        ([ActionState.MET, ActionState.NO_DATA, ActionState.INSUFFICIENT_DATA], 5, Span(1, 5, 5)),
        ([ActionState.NOT_EXECUTED, ActionState.NOT_VIABLE, ActionState.WITHDRAWN], 3, Span(0, 0, 3)),
        ([ActionState.PARTLY_MET, ActionState.NOT_DUE], 3, Span(0, 1, 3)),
        ([ActionState.MET, ActionState.NO_DATA], 1, Span(1, 2, 2)),
    ],
)
def test_met_at_worst_and_at_best(states: list[ActionState], total: int, span: Span) -> None:
    assert met_span(states, total) == span


@given(st.lists(st.sampled_from(ActionState), max_size=12), st.integers(0, 20))
def test_worst_is_never_above_best_nor_best_above_the_total(states: list[ActionState], total: int) -> None:
    span = met_span(states, total)
    assert 0 <= span.worst <= span.best <= span.total
