"""What an entity has to report, what of it is published, and since when it is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from indicators.entity_reports import (
    Item,
    Key,
    Report,
    ReportState,
    Told,
    reporting_entities,
    reports_of,
)
from indicators.information_gaps import information_gaps
from indicators.news import late_reports
from indicators.periods import Quarter
from indicators.plan import Act, ActKind, Basis, Indicator, Plan, Reporter
from indicators.published_reports import entity_reports
from indicators.store import Store
from tests import builders as b
from tests import stores as s

Q4 = Quarter(2023, 4)
LATER = date(2024, 2, 5)  # after 30 January, when the fourth quarter is due


def told(release: int = 2, **changes: bool) -> Told:
    said = {"late": False, "nothing": False, "erased": False, "with_evidence": False} | changes
    return Told(release, notes=(), **said)


def item(known: Told | None = None, *, in_plan: bool = True, withdrawn: bool = False) -> Item:
    return Item(replace(b.indicator(), in_plan=in_plan), known, withdrawn)


def report(*items: Item) -> Report:
    return Report("MIN", "quarterly_return", Q4, date(2024, 1, 1), date(2024, 1, 30), items)


@pytest.mark.parametrize(
    ("items", "today", "state"),
    [
        ([item()], date(2023, 12, 31), "not_due"),
        ([item()], date(2024, 1, 30), "open"),
        ([item()], date(2024, 1, 31), "overdue"),
        ([item(told())], LATER, "published"),
        ([item(told()), item()], LATER, "partly"),
        ([item(told()), item()], date(2024, 1, 30), "open"),
        ([item(told(late=True)), item(told())], LATER, "late"),
        ([item(told(nothing=True))], LATER, "nothing"),
        ([item(told(nothing=True)), item(told())], LATER, "published"),
        ([item(told(erased=True))], LATER, "erased"),
        ([item(withdrawn=True)], LATER, "withdrawn"),
        ([item(withdrawn=True), item(told())], LATER, "published"),
        ([item(in_plan=False)], LATER, "not_asked"),
        ([item(in_plan=False), item(told())], LATER, "published"),
        ([item(told(), in_plan=False), item()], LATER, "overdue"),
    ],
)
def test_where_a_report_stands(items: list[Item], today: date, state: str) -> None:
    assert report(*items).state(today=today) == state


def test_what_is_the_tracker_s_own_is_never_counted_as_owed() -> None:
    of = report(item(in_plan=False), item(told()), item(withdrawn=True))
    assert (len(of.asked), len(of.published), of.lacking(today=LATER)) == (1, 1, ())


def reported_by(*reporters: Reporter) -> tuple[Indicator, Plan]:
    indicator = replace(b.indicator(), reporters=reporters)
    return indicator, b.plan(b.action(indicator))


def reporter(entity: str = "MIN", **changes: object) -> Reporter:
    return replace(Reporter(entity, "responsible", True, "lists", Basis.TRACKER, b.HERE), **changes)  # type: ignore[arg-type]


def test_a_report_is_of_the_job_of_its_quarter_and_nobody_is_asked_before() -> None:
    _, plan = reported_by(reporter(since=Quarter(2022, 1), job_before=""))
    assert [str(of.quarter) for of in reports_of("MIN", plan, {}, until=Quarter(2022, 2))] == ["2022-Q1", "2022-Q2"]
    _, plan = reported_by(reporter(since=Quarter(2022, 1), job_before="form"))
    jobs = [of.job for of in reports_of("MIN", plan, {}, until=Quarter(2022, 1))]
    assert jobs == ["form", "form", "lists"]


def test_nobody_is_asked_from_the_quarter_of_an_act_on() -> None:
    indicator, _ = reported_by(reporter())
    act = Act(indicator.code, ActKind.NOT_VIABLE, date(2023, 5, 2), "Oficio 12", "MIN", Basis.ENTITY, b.HERE)
    plan = b.plan(b.action(replace(indicator, acts=(act,))))
    states = {str(of.quarter): of.state(today=LATER) for of in reports_of("MIN", plan, {}, until=Q4)}
    assert (states["2023-Q1"], states["2023-Q2"]) == (ReportState.OVERDUE, ReportState.WITHDRAWN)


# Gaps ----------------------------------------------------------------------------------------------------------------


def test_a_gap_names_what_is_not_known_and_who_can_be_asked() -> None:
    indicator, plan = reported_by(reporter())
    known: dict[Key, Told] = {
        (indicator.code, "MIN", quarter): told() for quarter in map(Quarter.parse, ("2021-Q3", "2021-Q4", "2022-Q2"))
    }
    (gap,) = information_gaps(plan, known, until=Quarter(2022, 3), today=date(2022, 12, 1))
    assert [str(quarter) for quarter in gap.quarters] == ["2022-Q1", "2022-Q3"]
    assert (gap.entity, gap.no_target, gap.no_baseline, gap.assumed, gap.parts) == ("MIN", True, True, True, 5)


def test_nothing_is_asked_of_an_indicator_that_an_act_ended() -> None:
    indicator, _ = reported_by(reporter())
    act = Act(indicator.code, ActKind.WITHDRAWN, date(2023, 5, 2), "Oficio 12", "MIN", Basis.ENTITY, b.HERE)
    plan = b.plan(b.action(replace(indicator, acts=(act,))))
    assert information_gaps(plan, {}, until=Q4, today=LATER) == ()
    assert information_gaps(plan, {}, until=Q4, today=date(2023, 5, 1)) != ()


# Late ----------------------------------------------------------------------------------------------------------------


def test_a_report_is_late_from_the_first_release_without_it_and_says_when_it_came() -> None:
    indicator, plan = reported_by(reporter())
    plan = replace(plan, entities=(replace(b.plan().entities[0], code="MIN"),))
    releases = (
        b.release(1, "2021-Q2", published_on=date(2021, 7, 1)),
        b.release(2, "2021-Q3", published_on=date(2021, 11, 5)),
        b.release(3, "2021-Q4", published_on=date(2022, 1, 20)),
        b.release(4, "2021-Q4", published_on=date(2022, 2, 5)),
    )
    known: dict[Key, Told] = {(indicator.code, "MIN", Quarter(2021, 3)): told(3)}
    first, second = late_reports(plan, known, releases)
    assert (str(first.quarter), first.release.number) == ("2021-Q3", 2)
    assert [(release.number, [one.code for one in these]) for release, these in first.came] == [(3, [indicator.code])]
    # Release 3 came out before the fourth quarter was due.
    assert (str(second.quarter), second.release.number, second.came) == ("2021-Q4", 4, ())
    assert late_reports(plan, known, releases[:1]) == ()


def test_what_is_published_is_read_from_the_summaries_of_its_release(store: Store) -> None:
    s.with_plan(store)
    s.published(
        store, s.draft(s.figure(value=10), s.figure(s.DISTINCT, value=4)), s.draft(s.figure(value=7), entity="OFI")
    )
    with store.read() as session:
        now, before = entity_reports(session), entity_reports(session, number=1)
        assert entity_reports(session, entity="XXX") is None
        assert entity_reports(session, number=9) is None
    assert now is not None
    assert before is not None
    assert reporting_entities(now.plan) == ("MIN", "OFI")
    assert (before.told, len(now.told)) == ({}, 3)
    states = {entity: now.reports(entity, until=Q4)[0].state(today=LATER) for entity in reporting_entities(now.plan)}
    assert states == {"MIN": ReportState.PARTLY, "OFI": ReportState.PUBLISHED}
    (lacking,) = now.reports("MIN", until=Q4)[0].lacking(today=LATER)
    assert lacking.indicator.code == s.REPORT
