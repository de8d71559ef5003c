"""The two drawings of a chart compared, and what the reader chooses to see in the second."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard import splits, theme
from dashboard.charts.parts import Drawing
from dashboard.charts.progress import Chart, chart
from dashboard.figures import progress as figures
from dashboard.figures.progress import IN_FORCE, ORIGINAL, QUARTER, View
from dashboard.svg import WIDE, pictures
from dashboard.texts import Texts
from indicators.plan import Kind
from indicators.plan import Term as CodeListEntry
from indicators.results import IndicatorDetail
from indicators.words import Text, TextBasis
from tests import builders as b
from tests.dashboard.details import ALL, counted, of_kind, page

ES, EN = Texts("es"), Texts("en")
KINDS = of_kind()
DRAWN = [
    (kind, amount) for kind, it in KINDS.items() for amount in ("total", QUARTER) if amount == "total" or chart(it).bars
]
_MARK = re.compile(r'data-quarter="([^"]*)" data-value="([^"]*)" data-flag="([^"]*)"')
_TARGET = re.compile(r'data-target="([^"]*)" data-value="([^"]*)"')
_STAGE = re.compile(r'data-stage="([^"]*)" data-date="([^"]*)"')
_PARTS = re.compile(r'data-part="([^"]*)" data-numerator="([^"]*)" data-denominator="([^"]*)"')
_STEP = re.compile(r'data-step="([^"]*)" data-due="([^"]*)" data-done="([^"]*)"')


def svg_of(drawn: Chart, amount: str) -> str:
    return next(str(each.svg) for each in pictures(drawn, ES) if (each.name, each.layout) == (amount, WIDE.name))


def traces(figure: dict[str, Any], meta: str) -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if trace["meta"] == meta]


def data_of(figure: dict[str, Any], meta: str) -> list[tuple[str, ...]]:
    return [tuple(row) for trace in traces(figure, meta) for row in trace["customdata"]]


@pytest.mark.parametrize(("kind", "amount"), DRAWN)
def test_both_drawings_hold_the_same_quarters_values_and_flags(kind: str, amount: str) -> None:
    drawn = chart(KINDS[kind])
    figure = figures.figure(drawn, ES, View(amount=amount))
    in_svg = _MARK.findall(svg_of(drawn, amount))
    assert in_svg == data_of(figure, "marks")
    assert len(in_svg) == len(drawn.points)


@pytest.mark.parametrize(("kind", "amount"), DRAWN)
def test_a_mark_stands_at_its_own_value_and_a_missing_one_nowhere(kind: str, amount: str) -> None:
    drawn = chart(KINDS[kind])
    if drawn.drawing in (Drawing.STAGES, Drawing.STEPS):
        return
    trace = traces(figures.figure(drawn, ES, View(amount=amount)), "marks")[0]
    for (_, written, _), value in zip(trace["customdata"], trace["y"], strict=True):
        assert value == (float(Decimal(written.split("..")[0])) if written else None)
    assert trace.get("connectgaps", False) is False


@pytest.mark.parametrize("kind", ["count", "distinct", "level", "extended", "deliverable"])
def test_both_drawings_hold_the_same_targets(kind: str) -> None:
    drawn = chart(KINDS[kind])
    meta = "due" if drawn.drawing is Drawing.STAGES else "targets"
    in_figure = {row[:2] for row in data_of(figures.figure(drawn, ES), meta)}
    assert in_figure == set(_TARGET.findall(svg_of(drawn, "total")))
    assert in_figure


def test_both_drawings_hold_the_same_stages_and_steps() -> None:
    stages, steps = chart(KINDS["deliverable"]), chart(KINDS["programme"])
    assert [row[:2] for row in data_of(figures.figure(stages, ES), "stages")] == _STAGE.findall(svg_of(stages, "total"))
    assert data_of(figures.figure(steps, ES), "due") == _STEP.findall(svg_of(steps, "total"))


def test_both_drawings_hold_the_same_numerators_and_denominators() -> None:
    drawn = chart(KINDS["ratio"])
    figure = figures.figure(drawn, ES)
    in_svg = _PARTS.findall(svg_of(drawn, "total"))
    assert in_svg == data_of(figure, "numerators") == data_of(figure, "denominators")
    assert len(in_svg) == len([mark for mark in drawn.points if mark.known])
    assert (traces(figure, "numerators")[0]["y"][0], traces(figure, "denominators")[0]["y"][0]) == (20, 50)
    assert figure["layout"]["xaxis"]["anchor"] == "y2"
    assert "yaxis2" not in figures.figure(chart(KINDS["level"]), ES)["layout"]


def test_both_drawings_tell_a_range_from_a_number() -> None:
    drawn = chart(KINDS["distinct"])
    ranged = [mark for mark in drawn.points if mark.known and not mark.exact]
    assert svg_of(drawn, "total").count('class="whisker"') == len(ranged) > 0
    (whiskers,) = traces(figures.figure(drawn, ES), "whiskers")
    assert len(whiskers["x"]) == 3 * len(ranged)
    assert not traces(figures.figure(chart(KINDS["level"]), ES), "whiskers")


def test_both_drawings_tell_what_is_provisional_revised_or_late() -> None:
    drawn = chart(KINDS["listed"])
    (bars,) = traces(figures.figure(drawn, ES, View(amount=QUARTER)), "marks")
    assert [shape for shape in bars["marker"]["pattern"]["shape"] if shape] == ["/"]
    in_svg = svg_of(drawn, QUARTER)
    assert in_svg.count('class="bar open"') == 1
    (shapes,) = traces(figures.figure(drawn, ES, View(amount=QUARTER)), "shapes")
    assert in_svg.count('class="mark glyph"') == len(shapes["x"]) == 2
    assert ES("flag.provisional") in re.findall(r"<text[^>]*>([^<]*)</text>", svg_of(drawn, "total"))


def test_both_drawings_mark_where_lists_begin_to_be_counted() -> None:
    drawn = chart(KINDS["listed"])
    words = ES("chart.since", quarter=b.quarter("2023-Q3"))
    assert words in svg_of(drawn, "total")
    figure = figures.figure(drawn, ES)
    layout = figure["layout"]
    assert [it["x0"] for it in layout["shapes"] if it["type"] == "line"] == [8]
    assert [trace["name"] for trace in traces(figure, "since")] == [words]
    plain = figures.figure(chart(KINDS["count"]), ES)["layout"]
    assert not [it for it in plain["shapes"] if it["type"] == "line"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", theme.SCHEMES)
def test_a_figure_is_plain_json_that_plotly_understands(kind: str, scheme: str) -> None:
    figure = figures.figure(chart(KINDS[kind]), ES, View(scheme=scheme, earlier=chart(KINDS[kind]), earlier_release=1))
    assert json.loads(json.dumps(figure, allow_nan=False)) == figure
    go.Figure(figure)


@pytest.mark.parametrize("kind", KINDS)
def test_a_demonstration_says_so_inside_the_figure_and_a_real_one_does_not(kind: str) -> None:
    drawn = chart(KINDS[kind])
    assert any("DEMOSTRACIÓN" in words["text"] for words in figures.figure(drawn, ES)["layout"]["annotations"])
    real = figures.figure(replace(drawn, demonstration=False), ES)
    assert "DEMOSTRACIÓN" not in json.dumps(real, ensure_ascii=False)


def test_the_line_breaks_at_a_gap_and_the_area_closes_there() -> None:
    drawn = chart(KINDS["distinct"])
    figure = figures.figure(drawn, ES)
    gap = next(index for index, mark in enumerate(drawn.points) if not mark.known)
    assert traces(figure, "marks")[0]["y"][gap] is None
    band = traces(figure, "band")[0]
    assert None in band["x"]
    assert drawn.points[gap].elapsed not in band["x"]


def test_numbers_and_quarters_are_words_of_the_reader() -> None:
    big = page(b.indicator(targets=(b.target(20000),)), *counted([1234, 2000]))
    spanish, english = (figures.figure(chart(big), texts) for texts in (ES, EN))
    assert "10,000" in spanish["layout"]["yaxis"]["ticktext"]
    assert traces(spanish, "marks")[0]["text"][0].startswith("2021-T3: 1,234")
    assert traces(english, "marks")[0]["text"][0].startswith("Q3 2021: 1,234")
    assert spanish["layout"]["separators"] == ".,"


def test_targets_are_drawn_as_chosen() -> None:
    drawn = chart(KINDS["extended"])
    only_original = figures.figure(drawn, ES, View(targets=frozenset({ORIGINAL})))
    assert {row[2] for row in data_of(only_original, "targets")} == {ORIGINAL}
    assert traces(only_original, "path original")
    assert not traces(only_original, "path in_force")
    none = figures.figure(drawn, ES, View(targets=frozenset()))
    assert not [trace for trace in none["data"] if trace["meta"].startswith(("path", "targets"))]


@pytest.mark.parametrize("kind", ["count", "deliverable", "programme", "level"])
def test_an_earlier_release_is_a_second_drawing_in_the_quiet_colour(kind: str) -> None:
    drawn = chart(KINDS[kind])
    figure = figures.figure(drawn, ES, View(earlier=drawn, earlier_release=2))
    (earlier,) = traces(figure, "earlier")
    assert earlier["name"] == "Publicación N.° 2"
    assert earlier["marker"]["color"] == theme.LIGHT.path


def test_the_axis_holds_what_an_earlier_release_had() -> None:
    now, then = (chart(page(b.indicator(), *counted([value]))) for value in (10, 900))
    assert figures.axis_of(now, View(earlier=then, earlier_release=1)).high >= 900
    assert figures.axis_of(now, View()).high < 900


@pytest.mark.parametrize("scheme", theme.SCHEMES)
def test_colours_of_categories_are_seen_on_paper_and_differ(scheme: str) -> None:
    colours = theme.SERIES[scheme]
    assert len(set(colours)) == len(colours) >= splits.MOST
    for colour in colours:
        assert theme.contrast(colour, theme.SCHEMES[scheme].paper) >= 3
        assert theme.contrast(colour, theme.SCHEMES[scheme].wash) >= 3


# Splits ----------------------------------------------------------------------------------------------------------


def split_page(kind: Kind = Kind.COUNT) -> IndicatorDetail:
    """Two languages, the second without a figure in the second quarter; the code list has them the other way round."""
    parts = {"qu": [3, None, 4], "es": [10, 20, 30]}
    figures_of = [f for code, values in parts.items() for f in counted(values, dimension="idioma", category=code)]
    entries = [("dimension", "idioma", "Idioma"), ("idioma", "es", "Español"), ("idioma", "qu", "Quechua")]
    lists = tuple(CodeListEntry(k, code, Text(es, es, TextBasis.OURS), b.HERE) for k, code, es in entries)
    made = page(b.indicator(kind), *counted([13, 20, 34]), *figures_of)
    return replace(made, plan=replace(made.plan, code_lists=lists))


def values_of(detail: IndicatorDetail, *, so_far: bool) -> dict[str, list[Decimal | None]]:
    return {
        part.category: [mark.low for mark in part.marks][:3] for part in splits.splits(detail, "idioma", so_far=so_far)
    }


def test_dimensions_are_those_with_published_figures() -> None:
    assert [code for code, _ in splits.dimensions(split_page())] == ["idioma"]
    assert splits.dimensions(KINDS["count"]) == ()


def test_a_category_that_is_not_stated_is_missing_and_not_zero() -> None:
    assert values_of(split_page(), so_far=False) == {"es": [10, 20, 30], "qu": [3, None, 4]}


def test_totals_of_categories_are_given_for_counts_only() -> None:
    assert values_of(split_page(), so_far=True) == {"es": [10, 30, 60], "qu": [3, None, 7]}
    assert values_of(split_page(Kind.DISTINCT), so_far=True)["es"] == [10, 20, 30]


def test_only_the_largest_categories_are_drawn_in_the_order_of_the_list() -> None:
    many = [f for n in range(9) for f in counted([n + 1], dimension="d", category=f"c{n}")]
    parts = splits.splits(page(b.indicator(), *many), "d", so_far=False)
    assert [part.category for part in splits.largest(parts)] == [f"c{n}" for n in range(3, 9)]


def test_a_protected_part_is_not_drawn() -> None:
    hidden = [b.figure(ALL[0], None, dimension="d", category="x", protected=True)]
    detail = page(b.indicator(), *hidden, published_on=date(2024, 2, 5))
    assert splits.dimensions(detail) == ()
    (part,) = splits.splits(detail, "d", so_far=True)
    assert not any(mark.known for mark in part.marks)


def test_each_category_has_its_own_line_colour_and_shape() -> None:
    detail = split_page()
    parts = splits.splits(detail, "idioma", so_far=False)
    figure = figures.figure(chart(detail), ES, View(splits=parts, targets=frozenset({IN_FORCE})))
    assert [trace["name"] for trace in figure["data"]] == ["Español", "Quechua"]
    assert len({(trace["line"]["color"], trace["marker"]["symbol"]) for trace in figure["data"]}) == 2
    assert figure["data"][1]["y"][1] is None
