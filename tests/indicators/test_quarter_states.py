"""The quarters of the plan's map: what was reported, and where an indicator stood then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from indicators.periods import Quarter
from indicators.plan import Act, ActKind, Basis, Kind, Stage
from indicators.progress import State
from indicators.quarter_states import QuarterCell, QuarterState, quarter_cells, together
from tests import builders as b
from tests.dashboard.details import of_state

Q = Quarter.parse
AFTER = date(2024, 2, 5)


def cells(subject, *observations, reference="2023-Q4", as_of=AFTER, erased=()):
    return quarter_cells(
        subject,
        plan=b.plan(b.action(subject)),
        observations=observations,
        erased={Q(written) for written in erased},
        reference=Q(reference),
        as_of=as_of,
    )


def at(found, written):
    return next(cell for cell in found if cell.quarter == Q(written))


@pytest.mark.parametrize("state", list(State))
def test_the_last_quarter_says_what_the_status_says_unless_its_report_is_missing(state: State) -> None:
    detail = of_state()[state]
    found = quarter_cells(
        detail.indicator,
        plan=detail.plan,
        observations=[figure.observation for figure in detail.unsplit],
        erased=frozenset(),
        reference=detail.release.reference,
        as_of=detail.release.published_on,
    )
    told = any(figure.quarter == detail.release.reference for figure in detail.unsplit)
    standing = state in (State.MET, State.NOT_VIABLE, State.WITHDRAWN)
    assert found[-1].state.value == (state.value if told or standing else "gap")
    assert [cell.quarter for cell in found] == sorted(cell.quarter for cell in found)
    assert found[0].quarter == detail.plan.first_quarter


def test_a_missing_report_is_a_gap_once_due_pending_before_and_neither_where_the_law_forced_it_out() -> None:
    subject = b.indicator(targets=(b.target(180),))
    given = [b.observation(q, 10) for q in ("2021-Q3", "2021-Q4", "2022-Q2")]
    found = cells(subject, *given, as_of=date(2024, 1, 15), erased=("2022-Q3",))
    assert at(found, "2021-Q4").state is QuarterState.ON_TRACK
    assert at(found, "2022-Q1") == QuarterCell(Q("2022-Q1"), QuarterState.GAP, 0, 1)
    assert at(found, "2022-Q3").state is QuarterState.ERASED
    assert at(found, "2023-Q4").state is QuarterState.PENDING


def test_an_earlier_quarter_is_judged_at_its_own_end() -> None:
    subject = b.indicator(targets=(b.target(180),))
    given = [b.observation(q, v) for q, v in (("2021-Q3", 1), ("2021-Q4", 2), ("2022-Q1", 27))]
    found = cells(subject, *given, reference="2022-Q1")
    assert [cell.state for cell in found] == [QuarterState.OFF_TRACK, QuarterState.OFF_TRACK, QuarterState.ON_TRACK]


def test_what_is_reached_stays_reached_without_further_reports() -> None:
    subject = b.indicator(Kind.DELIVERABLE, targets=(b.target(1),))
    found = cells(subject, b.observation("2022-Q1", stage=Stage.APPROVED, act="RM 1"))
    assert at(found, "2021-Q4").state is QuarterState.GAP
    assert {cell.state for cell in found if cell.quarter >= Q("2022-Q1")} == {QuarterState.MET}


def test_an_act_ends_the_reports_from_its_quarter_on() -> None:
    act = Act("1.1.p1.a", ActKind.NOT_VIABLE, date(2023, 5, 2), "Oficio 12", "MIN", Basis.ENTITY, b.HERE)
    found = cells(b.indicator(acts=(act,), targets=(b.target(180),)))
    assert at(found, "2023-Q1").state is QuarterState.GAP
    assert at(found, "2023-Q2").state is QuarterState.NOT_VIABLE


def test_a_quarter_of_which_nobody_was_asked_is_no_gap() -> None:
    reporter = b.reporter(since=Q("2023-Q3"), job="companies_trained")
    subject = b.indicator(reporters=(reporter,), targets=(b.target(180),))
    found = cells(subject)
    assert at(found, "2023-Q2") == QuarterCell(Q("2023-Q2"), QuarterState.NOT_ASKED, 0, 0)
    assert at(found, "2023-Q3").state is QuarterState.GAP
    assert cells(replace(subject, reporters=()))[0].state is QuarterState.GAP


def test_a_part_of_the_reports_is_told_as_a_part() -> None:
    subject = b.indicator(reporters=(b.reporter(), b.reporter("OFI", role="co_responsible")), targets=(b.target(180),))
    cell = at(cells(subject, b.observation("2021-Q3", 10), reference="2021-Q3"), "2021-Q3")
    assert (cell.told, cell.asked, cell.partial) == (1, 2, True)


def cell(state: QuarterState, told: int = 1) -> QuarterCell:
    return QuarterCell(Q("2023-Q4"), state, told, 1)


@pytest.mark.parametrize(
    ("states", "shown"),
    [
        (("on_track", "behind", "met"), "behind"),
        (("behind", "off_track"), "off_track"),
        (("on_track", "gap"), "gap"),
        (("met", "on_track"), "on_track"),
        (("met", "not_viable"), "met"),
        (("not_viable", "not_viable"), "not_viable"),
        (("withdrawn", "not_asked", "pending"), "pending"),
        (("no_target", "met"), "no_target"),
    ],
)
def test_an_action_shows_its_least_favourable_indicator(states: tuple[str, ...], shown: str) -> None:
    (found,) = together([cell(QuarterState(state))] for state in states)
    assert found.state == shown


def test_an_action_counts_the_indicators_with_figures() -> None:
    (found,) = together([[cell(QuarterState.ON_TRACK)], [cell(QuarterState.GAP, told=0)]])
    assert (found.told, found.asked, found.partial) == (1, 2, True)
    assert together([]) == ()
