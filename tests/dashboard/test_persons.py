"""The three figures of persons: counted of the same lists, on one scale, drawn alike twice."""

from __future__ import annotations

import re
from dataclasses import replace

import plotly.graph_objects as go

from dashboard.charts.persons import MOST_QUARTERS, PersonsChart, persons_chart
from dashboard.documents import indicator as document
from dashboard.figures.persons import figure
from dashboard.svg.persons import persons
from dashboard.texts import Texts
from indicators.plan import Kind
from indicators.results import IndicatorDetail
from tests import builders as b
from tests.dashboard.details import ALL, page
from tests.dashboard.test_documents import TEMPLATES, visit

ES = Texts("es")
_BAR = re.compile(r'data-code="([^"]*)" data-in="([^"]*)" data-value="([^"]*)"')


def told(*quarters: str, **changes: object) -> IndicatorDetail:
    own = b.indicator(Kind.DISTINCT, persons=True, label=b.text("Personas", "Persons"), **changes)
    kinds = (("t1", Kind.COUNT, "Asistencias", 40), ("t2", Kind.DISTINCT, "Documentos", 25))
    beside = tuple(
        (
            b.indicator(kind, code=f"{own.code}.{t}", in_plan=False, persons=True, label=b.text(name, name)),
            tuple(b.figure(quarter, value, indicator=f"{own.code}.{t}") for quarter in quarters),
        )
        for t, kind, name, value in kinds
    )
    return replace(page(own, *(b.figure(quarter, 20) for quarter in ALL)), same_lists=beside)


def drawn(detail: IndicatorDetail) -> PersonsChart:
    found = persons_chart(detail)
    assert found is not None
    return found


def test_the_three_are_told_for_the_quarters_that_lists_count() -> None:
    chart = drawn(told("2023-Q3", "2023-Q4"))
    assert [str(quarter) for quarter, _ in chart.quarters] == ["2023-Q4", "2023-Q3"]
    assert [[str(one.value) for one in row] for _, row in chart.quarters] == [["40", "25", "20"]] * 2
    said = ES.say(chart.headline)
    assert said == "Lo que cuentan las listas del IV trimestre 2023: asistencias, 40, documentos, 25 y personas, 20"


def test_without_lists_and_beside_the_tracker_s_own_there_is_none() -> None:
    assert persons_chart(told()) is None
    assert persons_chart(told("2023-Q4", in_plan=False)) is None
    assert persons_chart(page(b.indicator(), b.figure("2023-Q4", 3))) is None


def test_older_quarters_are_left_to_the_table() -> None:
    assert len(drawn(told(*ALL)).quarters) == MOST_QUARTERS


def test_both_drawings_hold_the_same_figures() -> None:
    chart = drawn(told("2023-Q3", "2023-Q4"))
    (trace,) = figure(chart, ES)["data"]
    go.Figure(figure(chart, ES))
    for picture in persons(chart, ES):
        assert _BAR.findall(str(picture.svg)) == [tuple(row) for row in trace["customdata"]]
        assert "DEMOSTRACIÓN" in str(picture.svg)
        assert ES.say(chart.headline) in str(picture.svg)
    assert "DEMOSTRACIÓN" in str(figure(chart, ES)["layout"]["annotations"])


def test_the_page_shows_them_with_what_they_are() -> None:
    html = document.render(told("2023-Q4"), ES, visit("indicators/1.1.p1.a"), TEMPLATES)
    assert ES("persons.note") in html
    assert 'id="persons"' not in document.render(told(), ES, visit("indicators/1.1.p1.a"), TEMPLATES)
