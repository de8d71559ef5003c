"""How what is published is found, followed, asked for and taken away: entities, requests, search, data, feed, map."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from dashboard.app import create_app
from dashboard.documents.feed import sound
from dashboard.documents.files import TABLES
from dashboard.pages import PAGES
from dashboard.search_index import entries
from dashboard.searching import Entry, marked, plain, search, sought, suggestions
from dashboard.texts import Texts
from indicators import queries
from indicators.packs import read_pack
from indicators.plan import Plan
from indicators.store import Store, open_store
from migrations.run import at_newest
from tests import stores as s

NOON = datetime(2026, 11, 22, 17, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ADDRESS = "https://pna.example"


def clock(zone: ZoneInfo) -> datetime:
    return NOON.astimezone(zone)


def client_of(store: Store, address: str = "") -> FlaskClient:
    return create_app(store, at_revision=at_newest, clock=clock, address=address).test_client()


@pytest.fixture(scope="module")
def opened(demonstration_address: str) -> Iterator[Store]:
    store = open_store(demonstration_address)
    yield store
    store.close()


@pytest.fixture(scope="module")
def shown(opened: Store) -> FlaskClient:
    """The demonstration, for what only reads."""
    return client_of(opened)


@pytest.fixture(scope="module")
def peru() -> Plan:
    plan = read_pack("peru_pna", demonstration=True).plan
    assert plan is not None
    return plan


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True).replace("\u00a0", " ")


def words(markup: str) -> str:
    """What a reader reads of a page."""
    main = markup[markup.index("<main") : markup.index("</main>")]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


# Entities ------------------------------------------------------------------------------------------------------------


def test_the_page_of_entities_says_first_who_owes_most(shown: FlaskClient) -> None:
    said = words(page(shown, "/es/entities"))
    assert "Con las cifras del III trimestre 2026, 1 de 3 entidades tiene reportes vencidos o incompletos" in said
    assert said.index("(MTPE)") < said.index("(INDECOPI)")
    assert "El plan no le pide reportes" in said  # the ombudsman is assigned an indicator of this site's own alone
    assert "(CMW)" in said[said.index("Entidades que aparecen en los registros") :]


def test_the_page_of_an_entity_says_what_is_overdue_since_when_and_how_to_ask_for_it(shown: FlaskClient) -> None:
    markup = page(shown, "/es/entities/MTPE")
    said = words(markup)
    assert "MTPE: 4 reportes vencidos y 20 incompletos , de 24 cuyo plazo venció." in said
    assert "desde el 30 oct. 2026 (23 días)" in said
    assert "no consta que a la entidad se le haya pedido" in said
    assert 'href="/es/requests?entity=MTPE&amp;indicator=2.1.p72.b&amp;period=2026-Q3#letter"' in markup
    assert "no consta que se le haya pedido" in said  # the assignment is this site's assumption
    assert "22 published" not in words(page(shown, "/en/entities/INDECOPI"))
    assert "has all 21 reports that fell due published" in re.sub(
        r" +", " ", words(page(shown, "/en/entities/INDECOPI"))
    )


def test_an_older_release_judges_an_entity_on_its_own_day(shown: FlaskClient) -> None:
    then = words(page(shown, "/es/entities/MTPE?release=2"))
    assert "Contado al 5 de febrero de 2024" in then
    assert "2026" not in then[: then.index("Otros nombres")].replace("2021-2026", "")


def test_a_former_name_of_an_entity_leads_to_its_page(shown: FlaskClient) -> None:
    answer = shown.get("/es/entities/MINJUS")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/es/entities/MINJUSDH")
    assert "MINJUS" in words(page(shown, "/es/entities/MINJUSDH"))


# Requests ------------------------------------------------------------------------------------------------------------


def letter_in(markup: str) -> str:
    found = re.search(r'<div class="letter".*?</div>', markup, re.DOTALL)
    assert found
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])))


def test_a_request_stands_ready_for_every_gap_and_names_the_law_and_no_person(shown: FlaskClient) -> None:
    overview = page(shown, "/es/requests")
    assert '<div class="letter"' not in overview
    asks = [html.unescape(ask) for ask in re.findall(r'href="(/es/requests\?[^"]*)#letter"', overview)]
    assert len(asks) == len(set(asks)) > 5
    for ask in asks:
        said = letter_in(page(shown, ask))
        assert "[nombre completo]" in said
        assert "Ley 27806" in said
        assert "Decreto Supremo 021-2019-JUS" in said
        assert "10 días hábiles" in said
        assert "Tribunal de Transparencia" in said
        assert "No solicito datos personales" in said


def test_a_request_asks_for_what_was_chosen(shown: FlaskClient) -> None:
    said = letter_in(page(shown, "/es/requests?indicator=2.1.p72.d&period=2026-Q3"))
    assert "la cifra del III trimestre 2026;" in said
    assert "página 72 del plan" in said
    assert "línea base" not in said
    every = letter_in(page(shown, "/es/requests?entity=MTPE&indicator=2.1.p72.d"))
    assert "III trimestre 2024 y III trimestre 2026" in every
    assert "la línea base" in every
    assert letter_in(page(shown, "/es/requests?entity=MTPE")).count("Del indicador «") > 3


@pytest.mark.parametrize(
    "query", ["entity=XX", "indicator=9.9", "period=2026-Q3", "entity=MTPE&period=soon", "entity=%00%3Cscript%3E",
              "entity=INDECOPI&period=2026-Q3", "entity=MTPE&indicator=3.2.p108.a"],
)  # fmt: skip
def test_a_choice_that_makes_no_sense_is_no_error(shown: FlaskClient, query: str) -> None:
    markup = page(shown, f"/es/requests?{query}")
    assert "<script>" not in markup
    assert ('<div class="letter"' in markup) == (query == "entity=MTPE&period=soon")


def test_the_letter_is_in_spanish_on_every_page_and_explained_in_its_language(shown: FlaskClient) -> None:
    markup = page(shown, "/en/requests?entity=MTPE&indicator=2.1.p72.b")
    spanish, english = re.findall(r'<div class="letter" lang="(\w+)"', markup)
    assert (spanish, english) == ("es", "en")
    assert "Asunto: pedido de información pública" in markup
    assert "No personal" not in letter_in(markup)


def test_the_register_of_requests_says_what_is_known_and_names_nobody(shown: FlaskClient) -> None:
    said = words(page(shown, "/es/requests"))
    register = said[said.index("Quién ya preguntó") :]
    assert "octubre de 2025 quién lo pidió: no se conoce" in register
    assert "a más tardar el 3 feb. 2026" in register
    assert "No se puede contar la demora" in register


def test_before_the_first_quarter_nobody_is_said_to_owe_nothing_for_ever(shown: FlaskClient) -> None:
    """Release 1 came before the first quarter that is asked for: reports are ahead, not unasked."""
    overview = words(page(shown, "/es/?release=1"))
    assert "Aún no se piden" in overview
    assert "Plazo abierto" not in overview
    entities = words(page(shown, "/es/entities?release=1"))
    assert "Todavía no vence ningún reporte: 3 entidades tienen el primero por presentar" in entities
    assert entities.count("Aún no vence ninguno") == 3
    assert "MTPE todavía no debe ningún reporte: el primero vence el 30 de octubre de 2021" in words(
        page(shown, "/es/entities/MTPE?release=1")
    )
    assert "No falta ninguna cifra cuyo plazo haya vencido; sí faltan, de 9 indicadores" in words(
        page(shown, "/es/requests?release=1")
    )
    assert "Todavía no hay ningún trimestre que mostrar" in words(page(shown, "/es/indicators/2.1.p72.b?release=1"))


def test_what_is_missing_is_counted_alike_wherever_it_is_told(shown: FlaskClient) -> None:
    overview, requests = words(page(shown, "/es/")), words(page(shown, "/es/requests"))
    assert "154 de 181 cifras recibidas" in overview
    assert "Faltan 6 cifras del III trimestre 2026" in overview
    assert "el del IV trimestre 2026, vence el 30 ene. 2027" in overview
    assert "Faltan 27 cifras" in requests, "181 less 154"
    assert letter_in(page(shown, "/es/requests?entity=MTPE")).count(";.") == 0


@pytest.mark.parametrize("place", ["releases/compare", "entities/MTPE", "map?indicator=2.1.p72.c.t1"])
def test_an_indicator_of_the_trackers_own_is_never_given_a_page_of_the_plan(shown: FlaskClient, place: str) -> None:
    said = words(page(shown, f"/es/{place}"))
    assert re.search(r"Ejemplares de la cartilla entregados (· )?no está en el plan", said)
    assert not re.search(r"Ejemplares de la cartilla entregados (· )?p\. 72", said)


# Search --------------------------------------------------------------------------------------------------------------


def test_accents_and_capitals_make_no_difference_and_every_word_has_to_occur(peru: Plan) -> None:
    index = entries(peru, Texts("es"))
    assert plain("Carné ÁÑÜ") == "carne anu"
    found = {typed: [hit.entry.path for hit in search(index, sought(typed))] for typed in (
        "carné", "CARNE", "carn", "carné migraciones", "carné zzz", "C97", "2.1.p72.d", "MINJUS", "defensoria sur",
    )}  # fmt: skip
    assert found["carné"] == found["CARNE"]
    assert set(found["carné"]) <= set(found["carn"])
    assert 0 < len(found["carné migraciones"]) < len(found["carné"])
    assert found["carné zzz"] == []
    assert found["C97"][0] == "norms#C97"
    assert "actions/2.1.p78" in found["C97"]
    assert found["2.1.p72.d"][0] == "indicators/2.1.p72.d"
    assert "entities/MINJUSDH" in found["MINJUS"]
    assert found["defensoria sur"]
    assert [hit.entry.path for hit in search(index, sought("apurimac"))] == ["map"]


def test_everything_of_a_plan_can_be_found_in_either_language(peru: Plan) -> None:
    for texts in (Texts("es"), Texts("en")):
        index = entries(peru, texts)
        kinds = {entry.kind for entry in index}
        assert kinds == {
            "guideline", "objective", "action", "indicator", "entity", "document", "portal", "norm", "limit",
            "recommendation", "finding", "statement", "channel", "request", "department", "page",
        }  # fmt: skip
        assert all(texts(f"search_kind.{kind}") for kind in kinds)
        found = search(index, sought("migrantes trained"))
        assert "indicators/2.1.p72.d" in [hit.entry.path for hit in found]


def test_words_found_are_marked_and_nothing_typed_is_markup() -> None:
    assert marked("Carné & más", ("carn",)) == "<mark>Carné</mark> &amp; más"
    assert marked("Ley 2.1.p72.d", ("2.1.p72",)) == "Ley <mark>2.1.p72.d</mark>"
    one = Entry("a", "action", "Título", ("A-1",), (("es", "x " * 200 + "<b>aguja</b> " + "y " * 200),))
    (hit,) = search([one], sought("aguja"))
    assert "&lt;b&gt;<mark>aguja</mark>" in hit.excerpt
    assert len(hit.excerpt) < 400
    assert suggestions([one], ("titulos",)) == ("titulo",)
    assert search([one], ()) == ()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=carn%C3%A9", "resultados para «carné»"),
        ("q=zzzz", "Ningún resultado para «zzzz»"),
        ("q=migrnte", "¿Quiso decir? migrantes"),
        ("", "Escriba una o varias palabras"),
        ("q=%20.%20", "Escriba una o varias palabras"),
        ("q=%3Cscript%3E", "Ningún resultado para «<script>»"),
    ],
)
def test_the_page_of_search_answers_first(shown: FlaskClient, query: str, said: str) -> None:
    markup = page(shown, f"/es/search?{query}")
    assert said in words(markup)
    assert '<meta name="robots" content="noindex">' in markup
    assert "<script>" not in markup


def test_what_a_search_finds_is_there(shown: FlaskClient) -> None:
    for lang, typed in (("es", "migra"), ("en", "card"), ("es", "27806")):
        markup = page(shown, f"/{lang}/search?q={typed}&release=3")
        markup = markup[markup.index('<ol class="found">') : markup.index("</ol>")]
        found = re.findall(r'<li><a href="([^"]+)">', markup)
        assert found
        for address in found:
            path, _, fragment = html.unescape(address).partition("#")
            assert "release=3" in path
            assert not fragment or f'id="{fragment}"' in page(shown, path), address


@pytest.mark.parametrize("address", ["/es/indicators/9.9.p9.z", "/en/actions/9.9", "/es/entities/XX", "/es/nothing"])
def test_a_page_that_is_not_there_can_be_searched_for(shown: FlaskClient, address: str) -> None:
    answer = shown.get(address)
    markup = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert f'<form class="seek" role="search" action="{address[:3]}/search"' in markup
    assert f'name="q" value="{address.rpartition("/")[2]}"' in markup
    assert "canonical" not in markup


def test_a_wrong_address_cannot_write_into_its_page(shown: FlaskClient) -> None:
    markup = shown.get("/es/entities/%22%3E%3Cscript%3E").get_data(as_text=True)
    assert "<script>" not in markup
    assert 'value="&#34;&gt;&lt;script&gt;"' in markup


# Data ----------------------------------------------------------------------------------------------------------------


def test_every_file_of_a_release_is_named_after_it_and_says_what_its_columns_mean(shown: FlaskClient) -> None:
    for lang in ("es", "en"):
        markup = page(shown, f"/{lang}/data")
        links = re.findall(r'href="(/[^"]+)" download="([^"]+)"', markup)
        assert {f"/data/release-4/{name}.csv" for name in TABLES} <= {address for address, _ in links}
        assert all("-DEMOSTRACION" in name for _, name in links)
        for columns in TABLES.values():
            assert all(f"<code>{column}</code>" in markup for column in columns)
    for address, name in links:
        answer = shown.head(address)
        assert answer.status_code == 200, address
        assert f'filename="{name}"' in answer.headers["Content-Disposition"]


def test_the_tables_of_a_release_say_what_its_pages_say(shown: FlaskClient, opened: Store) -> None:
    with opened.read() as session:
        overview = queries.overview(session, number=4)
    assert overview is not None
    read = {name: list(csv.DictReader(io.StringIO(page(shown, f"/data/release-4/{name}.csv")))) for name in TABLES}
    assert len(read["figures"]) > sum(line.figures for line in overview.indicators)
    assert [row["state"] for row in read["indicators"]] == [line.progress.state for line in overview.indicators]
    assert [row["state"] for row in read["actions"]] == [line.progress.state for line in overview.actions]
    row = next(row for row in read["indicators"] if row["ati_low"])
    assert f"={row['ati_low']}" in row["arithmetic"]
    assert {row["demonstration"] for rows in read.values() for row in rows} == {"yes"}
    assert shown.get("/data/release-9/figures.csv").status_code == 404
    assert shown.get("/data/release-0/figures.csv").status_code == 404


@pytest.mark.parametrize("address", ["/feed.xml", "/data/release-4/figures.csv", "/data/release-4/indicators.csv"])
def test_what_is_told_of_all_indicators_reads_the_plan_but_a_few_times(opened: Store, address: str) -> None:
    client, asked = client_of(opened), []

    def note(*told: Any) -> None:
        asked.append(told[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        page(client, address)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    plans = [statement for statement in asked if "FROM plan_rows" in statement]
    assert 0 < len(plans) < 8, len(plans)  # of 20 indicators


def test_the_files_of_a_release_stay_the_same_bytes(store: Store) -> None:
    s.with_plan(store)
    s.published(store, s.draft(s.figure(value=10)))
    client = client_of(store)
    before = {name: client.get(f"/data/release-2/{name}.csv") for name in TABLES}
    s.published(store, s.draft(s.changed(s.figure(value=12))))
    for name, answer in before.items():
        again = client.get(f"/data/release-2/{name}.csv", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
        assert client.get(f"/data/release-2/{name}.csv").data == answer.data
    assert b",12," in client.get("/data/release-3/figures.csv").data


@pytest.mark.parametrize("address", ["/es/data", "/en/data?release=2", "/es/indicators/2.1.p72.d"])
def test_machines_are_told_of_the_data(shown: FlaskClient, address: str) -> None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page(shown, address))
    assert found
    told = json.loads(found[1])
    number = "2" if "release=2" in address else "4"
    assert (told["@type"], told["version"], told["isAccessibleForFree"]) == ("Dataset", number, True)
    assert told["name"].startswith(("DEMOSTRACIÓN. ", "DEMONSTRATION. "))
    assert told["temporalCoverage"].startswith("2021-06-11/")
    assert f"release={number}" in told["url"]
    for file in told["distribution"]:
        answer = shown.head(urlsplit(file["contentUrl"]).path)
        assert (answer.status_code, answer.mimetype) == (200, file["encodingFormat"])


# Feed, map, address --------------------------------------------------------------------------------------------------


def test_the_feed_is_atom_that_tells_releases_corrections_and_late_reports(shown: FlaskClient) -> None:
    answer = shown.get("/feed.xml")
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    feed = ElementTree.fromstring(answer.data)
    assert feed.tag == f"{ATOM}feed"
    assert {feed.findtext(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "author")} == {True}
    found = feed.findall(f"{ATOM}entry")
    identities = [one.findtext(f"{ATOM}id", "") for one in found]
    assert len(set(identities)) == len(identities)
    assert all(re.fullmatch(r"tag:localhost,2021-07-01:peru_pna/.+", identity) for identity in identities)
    days = [datetime.fromisoformat(one.findtext(f"{ATOM}updated", "")) for one in found]
    assert days == sorted(days, reverse=True)
    assert all(day.tzinfo for day in days)
    assert all(one.findtext(f"{ATOM}title", "").startswith("DEMOSTRACIÓN. ") for one in found)
    kinds = {term.get("term") for one in found for term in one.findall(f"{ATOM}category")}
    assert kinds == {"release", "correction", "late", "came"}
    assert sum("/release/" in identity for identity in identities) == 4
    assert any(identity.endswith("late/MTPE/2026-Q3") for identity in identities)
    assert any(identity.endswith("late/MTPE/2023-Q1/came/3") for identity in identities)
    for one in found:
        link = one.find(f"{ATOM}link")
        assert link is not None
        path = urlsplit(link.get("href", "")).path
        assert shown.get(path).status_code == 200
    assert shown.get("/feed.xml", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_feed_speaks_other_languages_on_demand(shown: FlaskClient) -> None:
    english = ElementTree.fromstring(shown.get("/feed.xml?lang=en").data)
    assert english.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert shown.get("/feed.xml?lang=xx").data == shown.get("/feed.xml").data
    assert '<link rel="alternate" type="application/atom+xml"' in page(shown, "/en/")
    assert 'href="/feed.xml?lang=en"' in page(shown, "/en/")
    assert sound("a\x00b\x0bc\nñ") == "abc\nñ"


def test_the_feed_has_an_entry_for_a_correction_with_its_class_and_reason(store: Store) -> None:
    s.with_plan(store)
    client = client_of(store)
    s.published(store, s.draft(s.figure(value=10)))
    before = client.get("/feed.xml")
    s.published(store, s.draft(s.changed(s.figure(value=12), change="correction")))
    after = client.get("/feed.xml", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    told = {one.findtext(f"{ATOM}id", ""): one for one in ElementTree.fromstring(after.data).findall(f"{ATOM}entry")}
    (identity,) = (identity for identity in told if f"correction/3/{s.COUNT}" in identity)
    summary = told[identity].findtext(f"{ATOM}summary", "")
    assert "12 en lugar de 10" in summary
    assert "Clase: rectificación. Sustento: dos sesiones más" in summary
    kept = {one.findtext(f"{ATOM}id", "") for one in ElementTree.fromstring(before.data).findall(f"{ATOM}entry")}
    assert kept < set(told)


def test_the_map_lists_every_page_in_every_language(shown: FlaskClient, peru: Plan) -> None:
    answer = shown.get("/sitemap.xml")
    assert answer.mimetype == "application/xml"
    listed = {one.findtext(f"{MAP}loc", "") for one in ElementTree.fromstring(answer.data).findall(f"{MAP}url")}
    paths = {path for of in PAGES if of.place != "search" for path in of.paths(peru)}
    assert listed == {f"http://localhost/{lang}/{path}" for lang in ("es", "en") for path in paths}
    assert {one.text for one in ElementTree.fromstring(answer.data).iter(f"{MAP}lastmod")} == {"2026-11-05"}
    robots = shown.get("/robots.txt").get_data(as_text=True)
    assert "Disallow: /es/search\nDisallow: /en/search\n" in robots
    assert "Sitemap: http://localhost/sitemap.xml" in robots


@pytest.mark.parametrize(
    ("address", "lasting"),
    [("/es/entities", "/es/entities"), ("/es/entities?release=4", "/es/entities"),
     ("/es/entities?release=2", "/es/entities?release=2"), ("/es/requests?entity=MTPE", "/es/requests")],
)  # fmt: skip
def test_a_page_has_one_lasting_address(shown: FlaskClient, address: str, lasting: str) -> None:
    markup = page(shown, address)
    assert f'<link rel="canonical" href="http://localhost{lasting}">' in markup
    assert f'hreflang="en" href="http://localhost{lasting.replace("/es/", "/en/")}">' in markup
    assert f'hreflang="x-default" href="http://localhost{lasting}">' in markup


def test_the_site_s_own_address_is_named_whatever_host_was_asked(opened: Store) -> None:
    client = client_of(opened, ADDRESS)
    for address in ("/es/", "/es/indicators/2.1.p72.d", "/es/data", "/es/releases", "/feed.xml", "/sitemap.xml",
                    "/robots.txt"):  # fmt: skip
        answer = client.get(address, base_url="http://evil.example")
        body = answer.get_data(as_text=True)
        assert ADDRESS in body, address
        assert "evil.example" not in body, address
        assert "evil.example" not in str(answer.headers), address


def test_nothing_is_told_before_the_first_release(store: Store) -> None:
    client = client_of(store)
    for address in ("/feed.xml", "/sitemap.xml", "/data/release-1/figures.csv", "/es/entities", "/es/search?q=x"):
        assert client.get(address).status_code == 503, address
    assert client.get("/robots.txt").status_code == 200


def test_no_template_of_xml_holds_a_word_of_its_own() -> None:
    folder = Path(__file__).parents[2] / "dashboard" / "templates"
    for path in sorted(folder.glob("*.xml")):
        bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert re.findall(r"[^\W\d_]{2,}", re.sub(r"<[^>]*>", " ", bare)) == [], path.name
