"""Comparisons: each in its own unit on one axis of time, never averaged; departments on one scale; what was chosen."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from dashboard.charts.compare_views import compare_view
from dashboard.charts.comparison import chosen_departments, department_lines, offered_departments, side_by_side
from dashboard.documents import compare
from dashboard.documents.page import Visit, environment
from dashboard.figures.comparison import departments_figure, side_by_side_figure
from dashboard.svg.comparison import department_pictures, multiples
from dashboard.texts import Texts
from indicators.compared import FEWEST, MOST, chosen_codes
from indicators.comparison import comparison
from indicators.plan import Kind
from indicators.store import Store
from tests import builders as b
from tests.dashboard.details import counted, page
from tests.dashboard.test_department_map import FIGURES, record
from tests.dashboard.test_documents import ASSETS, TODAY, read

TEXTS = {lang: Texts(lang) for lang in ("es", "en")}
COMPANIES, PERSONS, COPIES, LETTERS = "2.1.p72.b", "2.1.p72.d", "2.1.p72.c.t1", "3.2.p108.a"
NEAR = page(b.indicator(targets=(b.target(100),)), *counted([8] * 10))
FAR = page(b.indicator(targets=(b.target(400),), label=b.text("Otras", "Others")), *counted([8, None, 8]))


def marks(svg: str) -> list[list[str]]:
    return [
        [e.attrib[f"data-{name}"] for name in ("quarter", "value", "flag")]
        for e in ElementTree.fromstring(svg).iter()
        if "data-quarter" in e.attrib
    ]


def test_attainments_are_said_one_by_one_and_never_averaged() -> None:
    said = TEXTS["es"].say(side_by_side([NEAR, FAR]).headline).replace("\u00a0", " ")
    assert said == (
        "«Cartas enviadas» llega al 80 % de su meta de 100 y «Otras» llega al menos al 4 % de su meta de 400."
    )
    untold = page(b.indicator(targets=()), *counted([5] * 10))
    assert "no tiene meta" in TEXTS["es"].say(side_by_side([untold]).headline)
    assert "no information reported" in TEXTS["en"].say(side_by_side([page(b.indicator())]).headline)


def test_indicators_share_the_axis_of_time_and_keep_their_own_of_values() -> None:
    later = page(b.indicator(targets=(b.target(180, "2027-12-31"),)), *counted([1] * 10))
    drawn = side_by_side([NEAR, later])
    assert {chart.span for chart in drawn.charts} == {Decimal(26)}
    live = side_by_side_figure(drawn, TEXTS["es"])
    axes = [live["layout"][name] for name in ("yaxis", "yaxis2")]
    assert axes[0]["range"] != axes[1]["range"]
    assert axes[0]["domain"][0] > axes[1]["domain"][1]
    assert live["layout"]["xaxis"]["range"] == [0, 26]
    assert [line["customdata"] for line in live["data"] if line["meta"] == "marks"] == [
        marks(svg) for svg in multiples(drawn, TEXTS["es"])
    ]


def test_departments_stand_on_one_scale_and_a_quarter_without_a_figure_is_a_gap() -> None:
    of = record(*FIGURES)
    found = of.indicators[0]
    assert offered_departments(found) == ("07", "15", "24")
    assert chosen_departments(found, ("24", "01", "15")) == ("15", "24")
    assert chosen_departments(found, ("01",)) == ("07", "15", "24")
    drawn = department_lines(of, found, ("15", "24"))
    assert [line.total for line in drawn.lines] == [90, 20]
    live = departments_figure(drawn, TEXTS["es"])
    assert [line["y"] for line in live["data"]] == [[60.0, None, 30.0, None], [20.0, None, None, None]]
    for picture in department_pictures(drawn, TEXTS["es"]):
        assert marks(picture.svg) == [mark for line in live["data"] for mark in line["customdata"]]
    assert TEXTS["es"].say(drawn.headline) == "Cartas enviadas hasta el IV trimestre 2023: Lima (90) y Tumbes (20)."


def test_departments_of_distinct_units_are_not_added_up() -> None:
    of = record(*FIGURES, kind=Kind.DISTINCT)
    drawn = department_lines(of, of.indicators[0], ("15",))
    assert not drawn.summed
    assert "Lima (30, 2023-T3)" in TEXTS["es"].say(drawn.headline)
    assert "90" not in department_pictures(drawn, TEXTS["es"])[0].svg


def test_what_cannot_be_compared_is_left_out_and_too_few_are_filled_up(opened: Store) -> None:
    with opened.read() as session:
        found = comparison(session, (COPIES, "2.1.p75.a", "nothing", COPIES))
        first = comparison(session, (), number=1)
    assert found is not None
    assert found.details[0].indicator.code == COPIES
    assert len(found.details) == FEWEST
    judged = [line.progress.atii for line in found.offered if line.indicator.in_plan and line.progress.atii]
    ends = [line for line in found.offered if line.indicator.code in chosen_codes(found.offered, ())]
    assert {line.progress.atii for line in ends} == {
        max(judged, key=lambda each: each.low), min(judged, key=lambda each: each.low),
    }  # fmt: skip
    codes = [line.indicator.code for line in found.offered]
    assert chosen_codes(found.offered, codes) == tuple(codes[:MOST])
    assert first is not None
    assert len(first.details) == FEWEST


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ({}, 2),
        ({"indicators": f"{COMPANIES},{PERSONS},{LETTERS}"}, 3),
        ({"by": "departments"}, 2),
        ({"by": "departments", "departments": "15,23", "indicator": "x"}, 2),
    ],
)
def test_the_page_shows_what_was_chosen_with_form_drawings_and_table(
    opened: Store, lang: str, chosen: dict[str, str], shown: int
) -> None:
    with opened.read() as session:
        found = comparison(session, tuple(chosen.get("indicators", "").split(",")))
    assert found is not None
    visit = Visit("https://pna.example", "compare", TODAY, 3, ASSETS, chosen)
    reader = read(compare.render(found, TEXTS[lang], visit, environment()))
    drawings = [each for name, each in reader.elements if name == "svg" and "chart" in (each.get("class") or "")]
    assert len(drawings) == shown
    boxes = [each for name, each in reader.elements if name == "input" and each.get("type") == "checkbox"]
    ticked = [each["value"] for each in boxes if "checked" in each]
    wanted = chosen.get("departments") or chosen.get("indicators")
    assert not wanted or ticked == wanted.split(",")
    assert 2 <= len(ticked) <= MOST
    hidden = {each["name"]: each["value"] for name, each in reader.elements if each.get("type") == "hidden"}
    assert hidden["release"] == "3"
    assert hidden.get("by") == chosen.get("by")
    columns = [each for name, each in reader.elements if name == "th" and each.get("scope") == "col"]
    assert len(columns) == 1 + len(ticked)


def test_a_release_without_department_figures_says_so(opened: Store) -> None:
    with opened.read() as session:
        found = comparison(session, (), number=1)
    assert found is not None
    assert compare_view(found, {"by": "departments"}).found is None
    visit = Visit("https://pna.example", "compare", TODAY, 1, ASSETS, {"by": "departments"})
    assert TEXTS["es"]("map.says_empty") in read(compare.render(found, TEXTS["es"], visit, environment())).text
    bare = replace(found, offered=(), details=())
    plain = Visit("https://pna.example", "compare", TODAY, 1, ASSETS)
    assert TEXTS["es"]("compare.says_empty") in read(compare.render(bare, TEXTS["es"], plain, environment())).text
