"""The plan's map: described once, and the same in both drawings."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from dashboard import theme
from dashboard.charts.heat import HeatMap, by_action, by_indicator, of_details
from dashboard.documents.heat import live_key, picture
from dashboard.figures.heat import _SYMBOLS, _WRITTEN, figure, height, shape_of
from dashboard.svg.heat import axis, strip
from dashboard.svg.small import shape_parts
from dashboard.texts import Texts
from indicators.periods import Quarter, quarters
from indicators.quarter_states import QuarterCell, QuarterState
from indicators.results import Overview
from tests import builders as b
from tests.dashboard.details import of_kind, of_state

TEXTS = {lang: Texts(lang) for lang in ("es", "en")}
COLUMNS = tuple(quarters(Quarter(2021, 3), Quarter(2023, 4)))


def row_of(*states: QuarterState, told: int = 1, asked: int = 1) -> tuple[QuarterCell, ...]:
    """Cells of `states`, one a quarter; the last one goes on to the end."""
    filled = [*states, *[states[-1]] * (len(COLUMNS) - len(states))]
    return tuple(QuarterCell(q, s, told, asked) for q, s in zip(COLUMNS, filled, strict=False))


def whole(**rows: tuple[QuarterCell, ...]) -> Overview:
    """An overview with an action of each name and one indicator with these cells."""
    made = {
        f"1.1.{name}": b.indicator(code=f"1.1.{name}.a", action=f"1.1.{name}", label=b.text(f"indicador {name}"))
        for name in rows
    }
    actions = [b.action(one, code=code, label=b.text(f"acción {code}")) for code, one in made.items()]
    judged = dict.fromkeys((one.code for one in made.values()), of_state()[next(iter(of_state()))].progress)
    cells = {f"1.1.{name}.a": row for name, row in rows.items()}
    return replace(b.overview(b.plan(*actions), judged), cells=cells)


EVERY = whole(**{f"p{index + 1}": row_of(state, told=1, asked=2) for index, state in enumerate(QuarterState)})


def drawn_marks(heat: HeatMap, texts: Texts) -> list[tuple[str, ...]]:
    """Quarter, state and reports of every cell, as the strips have them."""
    found = 'data-quarter="([^"]*)" data-value="([^"]*)" data-flag="([^"]*)"'
    return [mark for row in heat.rows for mark in re.findall(found, strip(heat, row, texts))]


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("draw", [by_action, by_indicator])
def test_both_drawings_show_the_same_cells(lang: str, draw) -> None:
    heat, texts = draw(EVERY), TEXTS[lang]
    live = figure(heat, texts, lambda path: f"/{lang}/{path}")
    marks = [tuple(mark) for trace in live["data"] if trace["meta"] == "marks" for mark in trace["customdata"]]
    expected = [
        (str(cell.quarter), str(cell.state), f"{cell.told}/{cell.asked}") for row in heat.rows for cell in row.cells
    ]
    assert drawn_marks(heat, texts) == marks == expected
    told = [words for trace in live["data"] if trace["meta"] == "marks" for words in trace["text"]]
    titles = [title for row in heat.rows for title in re.findall("<title>(.*?)</title>", strip(heat, row, texts))]
    assert [words.partition("<br>")[2] for words in told] == titles


def test_each_cell_has_a_shape_of_its_state_in_both_drawings() -> None:
    assert set(theme.QUARTER_SHAPES) == set(theme.QUARTER_TONES) == set(QuarterState)
    for state in QuarterState:
        shape = shape_of(state)
        assert shape in _SYMBOLS or shape in _WRITTEN or shape is theme.Shape.NOTHING
        assert shape_parts(shape) or state is QuarterState.NOT_ASKED
    lights = (QuarterState.MET, QuarterState.ON_TRACK, QuarterState.BEHIND, QuarterState.OFF_TRACK, QuarterState.GAP)
    assert len({theme.QUARTER_SHAPES[state] for state in lights}) == len(lights)
    places = {trace["meta"]: len(trace["x"]) for trace in figure(by_indicator(EVERY), TEXTS["es"], str)["data"]}
    assert places["shape triangle"] == places["shape square"] == len(COLUMNS)


def test_a_row_says_its_stretches_in_words_and_that_it_is_invented() -> None:
    heat = by_action(whole(p1=row_of(QuarterState.GAP, QuarterState.BEHIND, QuarterState.BEHIND, QuarterState.MET)))
    said = re.search('aria-label="([^"]*)"', strip(heat, heat.rows[0], TEXTS["es"]))[1]  # type: ignore[index]
    assert said == (
        "DEMOSTRACIÓN. acción 1.1.p1. 2021-T3: sin información reportada; 2021-T4 a 2022-T1: por debajo de lo "
        "previsto; 2022-T2 a 2023-T4: meta alcanzada."
    )


def test_years_stand_over_their_quarters_and_cells_do_not_touch() -> None:
    heat = by_action(EVERY)
    years = [float(x) for x in re.findall(r'<text x="([\d.]+)"', axis(heat, TEXTS["es"]))]
    boxes = [float(x) for x in re.findall(r'<rect x="([\d.]+)"', strip(heat, heat.rows[0], TEXTS["es"]))]
    assert len(years) == 3
    assert boxes[0] < years[0] < boxes[2] < years[1] < boxes[6] < years[2]
    assert min(b2 - b1 for b1, b2 in pairwise(boxes)) >= 24


def test_the_headline_counts_rows_with_figures_and_where_they_stood() -> None:
    result = whole(p1=row_of(QuarterState.BEHIND), p2=row_of(QuarterState.MET), p3=row_of(QuarterState.GAP, told=0))
    assert TEXTS["es"].say(by_action(result).headline) == (
        "Del IV trimestre 2023 hay cifras de 2 de 3 acciones con seguimiento; según su indicador "
        "menos favorable, 1 alcanzó la meta, 1 iba por debajo de lo previsto y de 1 falta alguna cifra."
    )
    assert "figures for 2 of 3 indicators" in TEXTS["en"].say(by_indicator(result).headline)


def test_rows_lead_to_their_pages_in_both_drawings() -> None:
    heat = by_indicator(EVERY)
    live = figure(heat, TEXTS["en"], lambda path: f"/en/{path}?release=2")
    links = {link for trace in live["data"] if trace["meta"] == "marks" for link in trace["links"]}
    assert links == {f"/en/indicators/{row.code}?release=2" for row in heat.rows}
    drawn = picture(heat, TEXTS["en"])
    assert drawn is not None
    assert [row.path for group in drawn.groups for row in group.rows] == [row.path for row in heat.rows]


def test_the_key_names_every_state_that_occurs_and_no_other() -> None:
    heat = by_action(whole(p1=row_of(QuarterState.GAP, QuarterState.ON_TRACK)))
    drawn = picture(heat, TEXTS["es"])
    assert drawn is not None
    assert [chip.words for chip in drawn.key] == ["sin información reportada", "según lo previsto"]
    assert [chip.words for chip in live_key(heat, TEXTS["es"])] == [chip.words for chip in drawn.key]


def test_without_quarters_nothing_is_drawn() -> None:
    empty = by_action(replace(EVERY, cells={}))
    assert empty.empty
    assert picture(empty, TEXTS["es"]) is None
    none = by_indicator(EVERY, lambda _action, _line: False)
    assert figure(none, TEXTS["es"], str)["data"] == []
    assert height(none, TEXTS["es"]) > 0


def test_the_map_of_an_action_is_that_of_its_indicators() -> None:
    details = tuple(of_kind().values())[:3]
    heat = of_details(details)
    assert [row.code for row in heat.rows] == [detail.indicator.code for detail in details]
    assert {len(row.cells) for row in heat.rows} == {len(COLUMNS)}
    assert of_details(()).empty
