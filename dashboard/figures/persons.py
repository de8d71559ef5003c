"""The three figures of persons as a Plotly figure. The second drawing of what `svg.persons` draws first. Pure."""

from __future__ import annotations

from dashboard.charts.persons import PersonsChart
from dashboard.figures.base import base, demonstration_word
from dashboard.figures.pen import Json
from dashboard.svg.parts import plain
from dashboard.texts import Texts
from dashboard.theme import SCHEMES

_ROW = 44


def figure(chart: PersonsChart, texts: Texts, *, scheme: str = "light") -> Json:
    """A bar for each figure, the newest quarter above; each carries its words, so that no legend is needed."""
    colours = SCHEMES[scheme]
    drawn = [(quarter, one) for quarter, row in chart.quarters for one in row if one.value is not None]
    said = [f"{texts.quarter(q)} · {texts('persons.label', name=one.name, value=one.value)}" for q, one in drawn]
    place: Json = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom"}
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": [float(one.value or 0) for _, one in drawn],
                "y": list(range(len(drawn))),
                "text": said,
                "textposition": "auto",
                "insidetextanchor": "start",
                "hovertemplate": "%{text}<extra></extra>",
                "customdata": [
                    [one.code, str(quarter), plain(one.value)] for quarter, one in drawn if one.value is not None
                ],
                "meta": "marks",
                "marker": {"color": colours.accent},
            }
        ],
        "layout": base(80 + _ROW * len(drawn), colours)
        | {
            "margin": {"l": 8, "r": 16, "t": 36, "b": 8},
            "xaxis": {
                "range": [float(chart.axis.low), float(chart.axis.high)],
                "tickvals": [float(tick) for tick in chart.axis.ticks],
                "ticktext": [texts.number(tick) for tick in chart.axis.ticks],
                "fixedrange": True,
            },
            "yaxis": {"autorange": "reversed", "showticklabels": False, "fixedrange": True},
            "annotations": [place | demonstration_word(texts, colours)] if chart.demonstration else [],
        },
    }
