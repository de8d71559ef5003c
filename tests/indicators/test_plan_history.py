"""What each release changed in the plan, row by row, as it published it; on both engines."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators import plan_changes, releases, returns
from indicators.assembly import PlanRow
from indicators.plan import Step, Target
from indicators.plan_history import plan_changes as told
from indicators.results import PlanChanged, PromiseChanged, RowsChanged
from indicators.returns import Receipt
from indicators.store import Store
from tests import stores as s

TERM = s.row("terms", version="2", end="2026-12-31", since="2024-01-20", instrument="DS-1")


def target(value: int, *, date: str = "2026-12-31", code: str = s.COUNT) -> PlanRow:
    return s.row(
        "targets", indicator=code, version="2", date=date, value=str(value), window="since_start", basis="demonstration"
    )  # fmt: skip


def step(code: str, due: str, version: str = "1") -> PlanRow:
    return s.row(
        "steps", indicator=s.REPORT, code=code, version=version, title_es=code, title_en=code, due=due, basis="implied"
    )  # fmt: skip


def publish(store: Store, rows: list[PlanRow], *, change: str = "source") -> None:
    with store.write() as session:
        receipt = plan_changes.load(
            session, rows, kind="real", who=s.PLANNER, now=s.MONDAY, note="", change=change, reason="x"
        )
        assert isinstance(receipt, Receipt)
        returns.submit(session, receipt.return_id, who=s.PLANNER, now=s.MONDAY)
        returns.approve(session, receipt.return_id, who=s.OTHER_PLANNER, now=s.MONDAY)
        releases.publish(session, who=s.PLANNER, now=s.MONDAY, note="n")


def history(store: Store, number: int, indicator: str | None = None) -> tuple[PlanChanged, ...]:
    with store.read() as session:
        return told(session, number, indicator=indicator)


def said(promise: PromiseChanged) -> tuple[str, list[object], list[object]]:
    sides = [
        [(one.code, str(one.due)) if isinstance(one, Step) else one.value for one in side]
        for side in (promise.before, promise.after)
    ]
    assert all(isinstance(one, Step | Target) for one in promise.after)
    return promise.indicator, sides[0], sides[1]


@pytest.fixture
def planned(store: Store) -> Store:
    s.with_plan(store)
    return store


def test_the_first_plan_is_no_change(planned: Store) -> None:
    assert history(planned, 1) == ()


def test_a_change_is_told_by_kind_and_promise_from_its_release_on(planned: Store) -> None:
    rows = [row for row in s.plan_rows() if row.key != "region" and row.kind != "code_lists"]
    publish(planned, [*rows, TERM, target(200, date="2025-12-31"), target(220)])
    assert history(planned, 1) == ()
    (found,) = history(planned, 2)
    assert (found.release, found.change, found.reason) == (2, "source", "x")
    assert found.rows == (
        RowsChanged("code_lists", 0, 0, 1),
        RowsChanged("targets", 2, 0, 0),
        RowsChanged("terms", 1, 0, 0),
    )
    (term,) = found.terms
    assert (term.before.version if term.before else 0, term.after.version) == (1, 2)
    assert [said(one) for one in found.promises] == [(s.COUNT, [Decimal(180)], [Decimal(200), Decimal(220)])]


def test_a_correction_is_held_against_what_it_corrects_and_the_earlier_change_stays(planned: Store) -> None:
    publish(planned, [*s.plan_rows(), TERM, target(220)])
    first = history(planned, 2)
    publish(planned, [*s.plan_rows(), TERM, target(230)], change="correction")
    second, again = history(planned, 3)
    assert (again,) == first
    assert [said(one) for one in second.promises] == [(s.COUNT, [Decimal(220)], [Decimal(230)])]
    assert (second.rows, second.terms) == ((RowsChanged("targets", 0, 1, 0),), ())


def test_an_indicator_is_told_of_the_term_and_of_its_own_rows(planned: Store) -> None:
    publish(planned, [*s.plan_rows(), TERM, target(220)])
    publish(planned, [*s.plan_rows(), TERM, target(220), target(5, code=s.DISTINCT)])
    assert [len(history(planned, 3, code)) for code in (s.COUNT, s.DISTINCT, s.REPORT)] == [1, 2, 1]
    (other,) = history(planned, 3, s.REPORT)
    assert (other.promises, len(other.terms)) == ((), 1)


def test_steps_are_told_one_by_one(planned: Store) -> None:
    rows = [*s.plan_rows(), step("a", "2024-06-30"), step("b", "2025-06-30")]
    publish(planned, rows)
    publish(planned, [*rows, TERM, step("b", "2026-06-30", version="2")])
    assert [said(one) for one in history(planned, 3)[0].promises] == [
        (s.REPORT, [("b", "2025-06-30")], [("b", "2026-06-30")])
    ]
