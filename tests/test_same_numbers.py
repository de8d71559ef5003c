"""One query, many outputs: what `nap status --json` prints is what the pages say and what their drawings hold."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.texts import Texts
from indicators import queries
from indicators.exports.status import document
from indicators.store import Store, open_store
from migrations.run import at_newest
from tests.conftest import Engine, from_template
from tests.etl.test_shipped import SHOWN, fill

OWN = ("2.1.p72.c.t1", "2.1.p72.t1", "2.1.p72.d.t1", "3.2.p108.a.t1")
KINDS_WITH_A_LINE = ("count", "distinct", "level", "ratio")


@dataclass
class Site:
    """The public side of a demonstration store and what the command line says of it."""

    client: FlaskClient
    store: Store

    def status(self, code: str) -> dict[str, Any]:
        with self.store.read() as session:
            overview = queries.overview(session)
        assert overview is not None
        lines = json.loads(document(overview))["indicators"]
        return next(line for line in lines if line["code"] == code)

    def page(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200
        return html.unescape(answer.get_data(as_text=True))


@pytest.fixture(scope="module")
def site(engine: Engine) -> Iterator[Site]:
    url = from_template(engine, "demonstration", lambda store: fill(store, "demonstration"))
    store = open_store(url)
    yield Site(create_app(store, at_revision=at_newest).test_client(), store)
    store.close()


def facts(page: str) -> dict[str, str]:
    """The figures under the sentence, by their names."""
    listed = re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)", page)
    assert listed
    return dict(listed)


def percents(value: dict[str, float] | None, texts: Texts) -> str:
    if value is None:
        return "–"
    low, high = (texts.percent(Decimal(str(value[end]))) for end in ("low", "high"))
    return low if low == high else texts("range_words", low=low, high=high)


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("code", [*SHOWN, *OWN])
def test_the_page_says_the_numbers_of_the_status(site: Site, code: str, lang: str) -> None:
    texts, line = Texts(lang), site.status(code)
    page = site.page(f"/{lang}/indicators/{code}")
    shown = facts(page)
    assert f"</svg>{texts('state.' + line['state'])}</span>" in page
    coverage = line["coverage"]
    assert shown[texts("fact.coverage")] == texts("k_of_n", k=coverage["reported"], n=coverage["due"])
    if line["due"] is not None:
        assert shown[texts("fact.ati")] == percents(line["ati"], texts)
    if line["final"] is not None:
        assert shown[texts("fact.atii")] == percents(line["atii"], texts)
    if line["expected"] is not None and line["kind"] in ("count", "distinct"):
        assert shown[texts("fact.expected")] == texts.number(Decimal(str(line["expected"])), 0)


@pytest.mark.parametrize("code", [*SHOWN, *OWN])
def test_the_overview_says_the_states_of_the_status(site: Site, code: str) -> None:
    texts, line = Texts("es"), site.status(code)
    rows = site.page("/es/").partition('class="guideline"')[2]
    row = re.search(rf'href="/es/indicators/{re.escape(code)}".*?</svg>([^<]*)</span>', rows, re.DOTALL)
    assert row is not None
    # The row's own drawing comes first; the chip is the last picture with a word behind it.
    words = re.findall(r'class="chip[^"]*">.*?</svg>([^<]*)</span>', rows[row.start() :], re.DOTALL)
    assert words[0] == texts(f"state.{line['state']}")


@pytest.mark.parametrize("code", [*SHOWN, *OWN])
def test_the_drawing_ends_at_what_the_status_says_was_obtained(site: Site, code: str) -> None:
    line = site.status(code)
    page = site.page(f"/es/indicators/{code}")
    marks = re.findall(r'class="mark[^"]*" data-quarter="([^"]*)" data-value="([^"]*)"', page)
    if line["kind"] not in KINDS_WITH_A_LINE:
        return
    if line["obtained"] is None:
        assert marks == []
        return
    last = [value for quarter, value in marks if quarter == line["last_reported"]]
    assert last, marks
    assert {Decimal(value.split("..")[0]) for value in last} == {Decimal(str(line["obtained"]["low"]))}


def test_the_answer_counts_the_states_of_the_status(site: Site) -> None:
    page = site.page("/es/")
    missing = sum(1 for code in SHOWN if site.status(code)["obtained"] is None)
    said = re.search(r"de <b>(\d+) no hay información reportada</b>|<b>de (\d+) no hay información", page)
    assert said is not None
    assert int(said[1] or said[2]) == missing
