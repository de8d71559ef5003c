"""What is pinned to a release stays what it was: the frame for other sites and the files of an indicator."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from indicators import erasure, queries
from indicators.figure_refs import FigureRef
from indicators.periods import Quarter
from indicators.store import Store, open_store
from migrations.run import upgrade
from tests import stores as s
from tests.dashboard.test_app import Clock, client_of

EMBED = f"/embed/es/indicators/{s.COUNT}"
FILES = [f"/data/release-2/{s.COUNT}.{form}" for form in ("csv", "json", "svg")]
PART = s.figure(value=4, dimension="region", category="=cmd|'/c calc'!A1")
PINNED = [f"{EMBED}?release=2", f"/embed/en/indicators/{s.COUNT}?release=2", *FILES]


def filled(store: Store) -> None:
    """Two releases: the plan, and a figure of a region beside its total."""
    rows = [*s.plan_rows(), s.row("aliases", kind="indicator", alias="A-1", code=s.COUNT)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(s, "plan_rows", lambda: rows)
        s.with_plan(store, kind="demonstration")
    s.published(store, s.draft(s.figure(value=10), PART))


@pytest.fixture
def site(store: Store) -> FlaskClient:
    filled(store)
    return client_of(store)


@pytest.fixture(scope="module")
def store_read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The same on the embedded engine, for what only reads."""
    url = f"sqlite:///{tmp_path_factory.mktemp('pinned') / 'store.sqlite'}"
    opened = open_store(url)
    upgrade(opened)
    filled(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def read(store_read: Store) -> FlaskClient:
    return client_of(store_read)


def test_a_later_release_changes_no_byte_of_what_is_pinned(site: FlaskClient, store: Store) -> None:
    before = {address: site.get(address) for address in PINNED}
    free = site.get(EMBED)
    assert all(answer.status_code == 200 for answer in before.values())
    s.published(store, s.draft(s.changed(s.figure(value=99)), s.figure(value=7, quarter="2023-Q3"), PART))
    months_later = client_of(store, Clock(s.MONDAY.replace(year=2027)))
    for address, was in before.items():
        now = months_later.get(address)
        assert (now.data, now.headers["ETag"]) == (was.data, was.headers["ETag"]), address
        known = months_later.get(address, headers={"If-None-Match": was.headers["ETag"]})
        assert (known.status_code, known.data) == (304, b"")
    assert months_later.get(EMBED).data != free.data
    assert "publicación vigente: N.° 3" in months_later.get(EMBED).text
    assert "publicación vigente" not in before[PINNED[0]].text


def test_the_law_alone_changes_what_is_pinned(site: FlaskClient, store: Store) -> None:
    before = {address: site.get(address) for address in PINNED}
    ref = FigureRef(s.COUNT, "MIN", Quarter(2023, 4), "", "", "")
    with store.write() as session:
        erasure.erase(session, ref, ground="Ley 29733", who=s.ADMINISTRATOR, agreed_by=s.PLANNER, now=s.MONDAY)
    for address, was in before.items():
        now = site.get(address)
        assert now.status_code == 200
        assert now.data != was.data, address
    assert "Ley 29733" in site.get(FILES[1]).text


def test_other_sites_may_show_the_frame_and_nothing_else(read: FlaskClient) -> None:
    for address in (PINNED[0], EMBED, f"/es/indicators/{s.COUNT}", *FILES):
        headers = read.get(address).headers
        framed = address.startswith("/embed/")
        assert ("frame-ancestors *" in headers["Content-Security-Policy"]) is framed
        assert headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if framed else "same-origin")


def test_the_frame_says_what_the_page_says_and_leads_to_it(read: FlaskClient) -> None:
    frame, page = read.get(PINNED[0]).text, read.get(f"/es/indicators/{s.COUNT}?release=2").text
    said = re.search(r'<p class="says">.*?</p>', page, re.DOTALL)
    assert said
    assert said[0] in frame
    assert f'href="/es/indicators/{s.COUNT}?release=2" target="_blank" rel="noopener"' in frame
    assert f'href="/es/indicators/{s.COUNT}" target' in read.get(EMBED).text
    assert frame.count("DEMOSTRACIÓN") >= 4
    assert "<script" not in frame
    assert f"{PINNED[0]}&#34; title=" in page


def test_files_carry_release_and_demonstration_in_their_names(read: FlaskClient) -> None:
    for address in FILES:
        form = address.rpartition(".")[2]
        disposition = read.get(address).headers["Content-Disposition"]
        assert disposition == f'attachment; filename="{s.COUNT}-release-2-DEMOSTRACION.{form}"'


def test_the_csv_the_json_and_the_page_s_query_have_the_same_figures(read: FlaskClient, store_read: Store) -> None:
    with store_read.read() as session:
        detail = queries.indicator_detail(session, s.COUNT, number=2)
    assert detail is not None
    rows = list(csv.DictReader(io.StringIO(read.get(FILES[0]).text)))
    told = json.loads(read.get(FILES[1]).text)
    assert [row["value"] for row in rows] == [f"{figure.value:f}" for figure in detail.figures]
    assert [figure["value"] for figure in told["figures"]] == [int(figure.value or 0) for figure in detail.figures]
    assert told["indicator"]["state"] == detail.progress.state
    assert {row["demonstration"] for row in rows} == {"yes"}
    assert rows[1]["category"].startswith("'=")


def test_the_drawing_stands_by_itself_in_either_language(read: FlaskClient) -> None:
    for lang, words in (("es", "publicación N.° 2"), ("en", "release 2")):
        drawing = read.get(f"{FILES[2]}?lang={lang}").text
        root = ElementTree.fromstring(drawing)
        assert "".join(root.itertext()).count(words) == 1
        assert not re.search(r"var\(|href|url\(|<script", drawing)
        assert ("DEMOSTRACIÓN" if lang == "es" else "DEMONSTRATION") in "".join(root.itertext())
    assert read.get(f"{FILES[2]}?lang=xx").data == read.get(f"{FILES[2]}?lang=es").data


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/data/release-9/1.1.p7.a.csv", 404), ("/data/release-0/1.1.p7.a.csv", 404), ("/data/release-2/1.1.csv", 404),
        ("/data/release-2/1.1.p7.a.xls", 404), ("/data/release-2/..%2fx.csv", 404),
        ("/embed/es/indicators/1.1", 404), (f"{EMBED}?release=9", 404), (f"{EMBED}?release=x", 400),
        ("/embed/xx/indicators/1.1.p7.a", 404),
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(read: FlaskClient, address: str, status: int) -> None:
    assert read.get(address).status_code == status


def test_an_earlier_code_leads_on(read: FlaskClient) -> None:
    for old, new in (("/embed/es/indicators/A-1?release=2", PINNED[0]), ("/data/release-2/A-1.csv", FILES[0])):
        answer = read.get(old)
        assert (answer.status_code, answer.headers["Location"]) == (301, new)
