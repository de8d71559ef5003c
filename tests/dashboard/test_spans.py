"""Times in which something holds: what is drawn is what is known, and an unknown end stays open."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from dashboard.charts.spans import Spans, term, validity
from dashboard.svg.spans import spans_pictures
from dashboard.texts import Texts
from indicators.packs import read_pack
from indicators.plan import Plan
from indicators.register_codes import Precision
from indicators.registers import Dated, IdentityDocument

_MARK = re.compile(r'data-code="([^"]*)" data-from="([^"]*)" data-until="([^"]*)" data-flag="([^"]*)"')
_BAR = re.compile(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"')
TEXTS = {lang: Texts(lang) for lang in ("es", "en")}


def peru() -> Plan:
    plan = read_pack("peru_pna", demonstration=False).plan
    assert plan is not None
    return plan


def card() -> IdentityDocument:
    found = peru().registers.document("CPP")
    assert found is not None
    return found


def drawn() -> Spans:
    chart = validity(card(), until=date(2026, 9, 30))
    assert chart is not None
    return chart


@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_mark_carries_the_days_of_the_chart_and_the_picture_says_them(lang: str) -> None:
    chart, texts = drawn(), TEXTS[lang]
    for picture in spans_pictures(chart, texts, demonstration=False):
        marks = re.findall(
            r'data-code="([^"]*)" data-from="([^"]*)" data-until="([^"]*)" data-flag="([^"]*)"', picture.svg
        )
        assert marks == [
            (s.code, s.start.isoformat(), s.end.isoformat() if s.end else "", "ended" if s.end else "open")
            for s in chart.spans
        ]
        assert re.findall(r'data-day="([^"]*)"', picture.svg) == [
            d.day.isoformat() for s in chart.spans for d in s.dots
        ]
        assert 'role="img"' in picture.svg
        label = re.search(r'aria-label="([^"]*)"', picture.svg)
        assert label is not None
        assert label[1] == texts.say(chart.says)
        assert all(texts.say(span.words) in label[1] for span in chart.spans)


def test_bars_lie_within_the_drawing_and_in_the_order_of_time() -> None:
    for picture in spans_pictures(drawn(), TEXTS["es"], demonstration=False):
        (width,) = (float(found) for found in re.findall(r'viewBox="0 0 (\d+)', picture.svg))
        bars = [
            (float(x), float(w)) for x, w in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', picture.svg)
        ]
        assert len(bars) == 2
        assert bars[0][0] < bars[1][0]
        assert all(x >= 0 and x + w <= width for x, w in bars)
        assert bars[1][0] + bars[1][1] == pytest.approx(width - 10)  # its end is not known: open to the edge


def test_invented_figures_mark_the_picture() -> None:
    for picture in spans_pictures(drawn(), TEXTS["es"], demonstration=True):
        assert picture.svg.count(TEXTS["es"]("demonstration.word")) == 2


def test_a_document_without_a_known_beginning_is_not_drawn() -> None:
    phases = tuple(replace(phase, since=Dated(None, Precision.UNKNOWN)) for phase in card().phases)
    assert validity(replace(card(), phases=phases), until=date(2026, 9, 30)) is None
    assert validity(replace(card(), phases=()), until=date(2026, 9, 30)) is None


def test_an_extension_follows_the_original_term() -> None:
    plan = peru()
    chart = term(plan.terms, plan)
    assert chart is not None
    assert [(span.start, span.end) for span in chart.spans] == [
        (plan.start, plan.original_end),
        (plan.original_end, plan.end),
    ]
    assert term((), plan) is None
