"""What stands beside the figures: on the page of the indicator it is about, as well dated as it is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.documents import indicator
from dashboard.documents.beside import beside, dated
from dashboard.documents.page import Visit, environment
from dashboard.serving.assets import Assets
from dashboard.texts import Texts
from indicators.packs import read_pack
from indicators.register_codes import Precision
from indicators.registers import Dated
from indicators.results import IndicatorDetail
from indicators.same_lists import same_lists
from tests.dashboard.details import of_state

PERU = read_pack("peru_pna", demonstration=False).plan
assert PERU is not None
TEXTS = {lang: Texts(lang) for lang in ("es", "en")}


def detail(code: str) -> IndicatorDetail:
    """A page's content as that of an indicator of Peru's plan."""
    any_of = next(iter(of_state().values()))
    found = PERU.indicator(code) if PERU else None
    action = PERU.action(found.action) if PERU and found else None
    assert found is not None
    assert action is not None
    status = replace(any_of.status, indicator=found)
    return replace(any_of, plan=PERU, status=status, action=action)


@pytest.mark.parametrize(
    ("day", "precision", "es", "en"),
    [
        (date(2022, 12, 27), Precision.DAY, "27 dic. 2022", "Dec 27, 2022"),
        (date(2022, 9, 1), Precision.MONTH, "setiembre de 2022", "September 2022"),
        (date(2022, 1, 1), Precision.YEAR, "2022", "2022"),
        (date(2022, 12, 27), Precision.BY, "a más tardar el 27 dic. 2022", "by Dec 27, 2022"),
        (None, Precision.UNKNOWN, "fecha no conocida", "date not known"),
    ],
)
def test_a_date_is_said_as_well_as_it_is_known(day: date | None, precision: Precision, es: str, en: str) -> None:
    known = Dated(day, precision)
    assert [dated(known, TEXTS[lang]).replace("\N{NO-BREAK SPACE}", " ") for lang in ("es", "en")] == [es, en]


@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_chain_of_the_card_stands_on_its_indicator(lang: str) -> None:
    texts = TEXTS[lang]
    visit = Visit("https://pna.example", "indicators/2.1.p72.t1", date(2026, 11, 22), None, Assets().addresses)
    html = indicator.render(detail("2.1.p72.t1"), texts, visit, environment())
    for key in ("beside.title", "beside.recommendations", "beside.recognitions", "event.accepted", "event.warned"):
        assert texts(key) in html
    assert texts("recognition.asserted") in html
    assert texts("recognition.verified") not in html


def test_an_indicator_of_another_action_has_nothing_beside_it() -> None:
    assert not beside(detail("3.2.p108.a"), TEXTS["es"])


def test_a_statement_of_unknown_denominator_says_so() -> None:
    assert PERU is not None
    (said, *_) = [each for each in PERU.registers.statements if each.values and not each.denominator_known]
    shown = detail("2.1.p72.t1")
    own = replace(said, indicator="2.1.p72.t1")
    registers = replace(PERU.registers, statements=(own,))
    found = beside(replace(shown, plan=replace(PERU, registers=registers)), TEXTS["es"])
    (item,) = found.statements
    assert item.words.endswith(TEXTS["es"]("beside.no_denominator"))


def test_counts_of_the_same_lists_lead_to_each_other() -> None:
    linked = {
        code: {other.code for other in same_lists(detail(code).indicator, detail(code).action)}
        for code in ("2.1.p72.d", "2.1.p72.d.t1", "2.1.p72.c", "2.1.p72.c.t1", "3.1.p91.a")
    }
    assert linked == {
        "2.1.p72.d": {"2.1.p72.d.t1", "2.1.p72.d.t2"},
        "2.1.p72.d.t1": {"2.1.p72.d", "2.1.p72.d.t2"},
        "2.1.p72.c": set(),
        "2.1.p72.c.t1": {"2.1.p72.c.t2"},
        "3.1.p91.a": set(),
    }
