"""The drawings say what the chart says: same quarters, same values, same flags, nothing outside, nothing on top."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from dashboard.charts.mini import mini
from dashboard.charts.parts import Drawing
from dashboard.charts.progress import Chart, chart
from dashboard.svg import Picture, mini_svg, pictures, shape_svg
from dashboard.svg.parts import Label, spread, value_text, width_of, wrapped
from dashboard.texts import Texts
from dashboard.theme import Shape
from indicators.progress import State
from tests.dashboard.details import of_kind, of_state

NS = "{http://www.w3.org/2000/svg}"
CHARTS = {name: chart(detail) for name, detail in of_kind().items()} | {
    str(state): chart(detail) for state, detail in of_state().items()
}
TEXTS = {lang: Texts(lang) for lang in ("es", "en")}
EVERY = [(name, lang) for name in CHARTS for lang in TEXTS]


def tree(picture: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(picture.svg)  # our own text


def marks(root: ElementTree.Element) -> list[tuple[str, str, str]]:
    return [
        (e.attrib["data-quarter"], e.attrib["data-value"], e.attrib["data-flag"])
        for e in root.iter()
        if "data-quarter" in e.attrib
    ]


def described(found: Chart, name: str) -> list[tuple[str, str, str]]:
    shown = found.bars if name == "quarter" else found.points
    return [(str(mark.quarter), value_text(mark), " ".join(mark.flags)) for mark in shown]


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_marks_equal_the_chart_s_quarters(name: str, lang: str) -> None:
    found = CHARTS[name]
    for picture in pictures(found, TEXTS[lang]):
        assert marks(tree(picture)) == described(found, picture.name)


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_every_mark_says_itself_in_words(name: str, lang: str) -> None:
    for picture in pictures(CHARTS[name], TEXTS[lang]):
        for element in tree(picture).iter():
            if "data-quarter" in element.attrib:
                assert (element.findtext(f"{NS}title") or "").strip()


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_the_drawing_stands_for_itself_without_being_seen(name: str, lang: str) -> None:
    found = CHARTS[name]
    for picture in pictures(found, TEXTS[lang]):
        root = tree(picture)
        assert root.attrib["role"] == "img"
        assert TEXTS[lang].say(found.headline) in root.attrib["aria-label"]


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_a_demonstration_says_so_inside_every_drawing(name: str, lang: str) -> None:
    word = TEXTS[lang]("demonstration.word")
    for picture in pictures(CHARTS[name], TEXTS[lang]):
        assert word in [text.text for text in tree(picture).iter(f"{NS}text")]
        assert word in tree(picture).attrib["aria-label"]


def boxes(root: ElementTree.Element) -> list[tuple[float, float, float, float, str]]:
    """What each line of type takes up at most: left, top, right, bottom, words."""
    found = []
    for element in root.iter(f"{NS}text"):
        words, css = element.text or "", element.attrib["class"].split()
        size = 16 if "value" in css and "strong" in css else 14
        width = width_of(words, size, bold="strong" in css) * 0.96
        x, y = float(element.attrib["x"]), float(element.attrib["y"])
        left = {"end": x - width, "middle": x - width / 2}.get(element.attrib.get("text-anchor", ""), x)
        found.append((left, y - size * 0.75, left + width, y + size * 0.2, words))
    return found


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_no_label_lies_on_another_or_is_cut(name: str, lang: str) -> None:
    for picture in pictures(CHARTS[name], TEXTS[lang]):
        root = tree(picture)
        width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
        placed = boxes(root)
        for index, (left, top, right, bottom, words) in enumerate(placed):
            assert left >= -1, words
            assert right <= width + 1, (words, right, width)
            assert 0 <= top <= bottom <= height, words
            for other in placed[index + 1 :]:
                apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
                assert apart, (picture.layout, words, other[4])


def test_no_line_is_drawn_through_a_gap() -> None:
    found = CHARTS["count"]
    wide = next(p for p in pictures(found, TEXTS["es"]) if p.name == "total" and p.layout == "wide")
    lines = [e.attrib["d"] for e in tree(wide).iter(f"{NS}path") if e.attrib.get("class") == "value"]
    assert [line.count("L") + 1 for line in lines] == [2, 5, 1]


@pytest.mark.parametrize("name", ["deliverable", "programme"])
def test_a_dated_kind_has_no_line_of_values(name: str) -> None:
    for picture in pictures(CHARTS[name], TEXTS["es"]):
        assert not [e for e in tree(picture).iter() if e.attrib.get("class", "").startswith(("value", "path"))]


def test_stages_and_due_dates_carry_their_dates() -> None:
    found = CHARTS["deliverable"]
    for picture in pictures(found, TEXTS["es"]):
        root = tree(picture)
        stages = {e.attrib["data-stage"]: e.attrib["data-date"] for e in root.iter() if "data-stage" in e.attrib}
        dated = {str(mark.stage): mark.date.isoformat() if mark.date else "" for mark in found.stages if mark.quarter}
        assert stages == dated
        assert [e.attrib["data-target"] for e in root.iter() if "data-target" in e.attrib] == ["2025-12-31"]


def test_sums_have_two_drawings_for_two_layouts_and_others_one() -> None:
    for found in CHARTS.values():
        names = [(picture.name, picture.layout) for picture in pictures(found, TEXTS["es"])]
        total = [("total", "wide"), ("total", "phone")]
        assert names == (
            [*total, ("quarter", "wide"), ("quarter", "phone")] if found.drawing is Drawing.TOTAL else total
        )


def test_labels_that_would_touch_are_moved_apart_and_kept_inside() -> None:
    labels = [Label(100, "a", ("one", "two")), Label(104, "b", ("three",)), Label(395, "c", ("four", "five", "six"))]
    placed = spread(labels, step=17, top=0, bottom=400)
    for upper, lower in pairwise(placed):
        assert lower.y - upper.y >= 17 * len(upper.lines)
    assert placed[-1].y + 17 * 2 <= 400


def test_words_are_wrapped_to_the_room_there_is() -> None:
    assert wrapped("uno dos tres", 60, 14) == ["uno", "dos", "tres"]
    assert wrapped("uno dos tres", 1000, 14) == ["uno dos tres"]


def test_the_shape_of_each_status_is_its_own() -> None:
    assert len({shape_svg(shape) for shape in Shape}) == len(Shape)


@pytest.mark.parametrize("state", State)
def test_a_small_drawing_says_its_share_in_words(state: State) -> None:
    small = mini(of_state()[state].status)
    if small is None:
        return
    drawn = ElementTree.fromstring(mini_svg(small, TEXTS["es"], demonstration=True))
    assert drawn.attrib["aria-label"].startswith("DEMOSTRACIÓN. ")
