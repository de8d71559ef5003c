"""What an indicator's page adds to its figures: splits, gaps with a way to ask, what a reader takes along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.charts.progress import chart
from dashboard.documents.gaps import gaps, missing_in, request_address
from dashboard.documents.indicator_facts import facts
from dashboard.documents.split_tables import no_splits, split_tables
from dashboard.documents.take_away import take_away
from dashboard.texts import Texts
from indicators.periods import Quarter
from indicators.plan import Kind
from indicators.results import IndicatorDetail, Tombstone
from tests import builders as b
from tests.dashboard.details import ALL, counted, page
from tests.dashboard.test_documents import PAGES, indicator_page, visit

ES, EN = Texts("es"), Texts("en")
LAST = Quarter(2023, 4)


def split_by_region(*parts: tuple[str, int], total: int | None = 10, **changes: object) -> IndicatorDetail:
    figures = [b.figure("2023-Q4", value, dimension="region", category=name) for name, value in parts]
    whole = [] if total is None else [b.figure("2023-Q4", total)]
    return page(b.indicator(**changes), b.figure("2023-Q2", 5), b.figure("2023-Q3", 0, nothing=True), *whole, *figures)


def test_parts_stand_beside_the_total_with_what_nobody_split() -> None:
    (table,) = split_tables(split_by_region(("lima", 4), ("puno", 3)), ES)
    assert table.rows[0] == ("2023-T4", ("4", "3"), "3 (30\u00a0%)", "10")
    assert table.rows[1] == ("2023-T2", ("–", "–"), "5 (100\u00a0%)", "5")
    assert len(table.rows) == 2, "a quarter with nothing to report has nothing to split"
    assert "1 de 2" in table.summary
    assert not table.overlapping


def test_what_each_quarter_left_must_bring_is_the_most_of_it_where_the_total_is_a_range() -> None:
    subject = b.indicator(targets=(b.target(180, "2024-12-31"),))
    for values, most in (([10] * 10, False), ([10, None, *[10] * 8], True)):
        detail = page(subject, *counted(values))
        words = " ".join(line for fact in facts(detail, ES, today=date(2024, 3, 1)) for line in fact.small)
        assert "para llegar a la meta hacen falta" in words
        assert ("como máximo" in words) is most


def test_groups_that_overlap_are_said_to_and_have_no_rest() -> None:
    (table,) = split_tables(split_by_region(("lima", 8), ("puno", 7)), ES)
    assert table.overlapping
    assert table.rows[0][2] == "–"


def test_parts_without_a_total_have_no_rest() -> None:
    (table,) = split_tables(split_by_region(("lima", 8), total=None), ES)
    assert table.rows[0] == ("2023-T4", ("8",), "–", "–")


@pytest.mark.parametrize("texts", [ES, EN])
def test_persons_are_never_split_and_the_page_says_so(texts: Texts) -> None:
    detail = split_by_region(persons=True)
    hidden = replace(b.figure("2023-Q4", dimension="region", category="lima"), protected=True)
    detail = replace(detail, figures=(*detail.figures, hidden))
    assert split_tables(detail, texts) == ()
    assert no_splits(detail, texts) == texts("splits.persons")
    assert texts("splits.persons") in unescape(indicator_page(detail, texts.lang))


def test_where_nothing_is_split_the_page_says_how_it_could_be() -> None:
    assert no_splits(split_by_region(), ES) == ES("splits.not_planned")
    assert "region" in no_splits(split_by_region(dimensions=("region",)), ES)
    assert no_splits(split_by_region(("lima", 1)), ES) == ""


def test_every_gap_has_a_request_and_what_the_law_removed_has_none() -> None:
    detail = page(b.indicator(targets=(b.target(180),)), *counted([10, None, None, 8]))
    found = gaps(detail, chart(detail))
    assert {gap.words.key: gap.ask for gap in found}["unknown.missing"] == "MIN"
    stone = Tombstone(detail.indicator.code, "MIN", Quarter(2021, 4), "", "", "", "Ley", date(2024, 1, 2), 2)
    erased = replace(detail, tombstones=(stone,))
    assert missing_in(detail, Quarter(2021, 4)) == ("MIN",)
    assert missing_in(erased, Quarter(2021, 4)) == ()
    asked = {gap.words.key: gap.ask for gap in gaps(erased, chart(erased))}
    assert (asked["unknown.erased"], asked["unknown.missing"]) == (None, "MIN")


def test_a_request_names_entity_indicator_and_quarter_and_keeps_the_release() -> None:
    detail = PAGES["count"]
    address = request_address(detail, visit("", 2), ES, entity="MIN", quarter=Quarter(2022, 1))
    assert urlsplit(address).path == "/es/requests"
    assert parse_qs(urlsplit(address).query) == {
        "release": ["2"], "entity": ["MIN"], "indicator": [detail.indicator.code], "period": ["2022-Q1"],
    }  # fmt: skip
    linked = unescape(indicator_page(detail))
    assert all(f"period={quarter}" in linked for entity, quarter in detail.progress.missing)


def test_the_age_of_the_figures_is_a_date_and_missing_reports_are_counted() -> None:
    detail = page(b.indicator(), *counted([5, 5, None, None, 5]))
    told = {fact.name: fact for fact in facts(detail, ES, today=date(2024, 6, 1))}[ES("fact.last")]
    assert told.value == ES.day(Quarter(2022, 3).end)
    assert ES("fact.overdue", count=len(detail.progress.missing)) in told.small
    whole = page(b.indicator(), *counted([5] * len(ALL)))
    told = {fact.name: fact for fact in facts(whole, ES, today=date(2024, 6, 1))}[ES("fact.last")]
    assert len(told.small) == 1


def test_what_is_taken_along_is_pinned_to_the_release() -> None:
    named = b.indicator(Kind.COUNT, label=b.text('Cartas "A" & <B>', 'Letters "A"'))
    detail = page(named, *counted([1]))
    taken = take_away(detail, ES, visit(f"indicators/{named.code}"))
    number = detail.release.number
    assert taken.permalink.endswith(f"/es/indicators/{named.code}?release={number}")
    assert taken.permalink in taken.citation
    assert taken.framed == f"https://pna.example/embed/es/indicators/{named.code}?release={number}"
    assert 'title="Cartas &#34;A&#34; &amp; &lt;B&gt;"' in taken.code
    assert [address for address, _ in taken.files] == [
        f"/data/release-{number}/{named.code}.{form}" for form in ("csv", "json", "svg?lang=es")
    ]
    html = indicator_page(detail)
    assert "<iframe" not in html, "the code is shown, not run"
    assert taken.code in unescape(html[html.index("<textarea") : html.index("</textarea>")])
