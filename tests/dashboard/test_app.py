"""The site as a browser meets it: addresses, headers, validators, errors. On both engines where the store matters."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.serving.assets import Assets
from dashboard.serving.packing import Body
from dashboard.serving.shelf import Shelf, build_of, etag
from indicators.store import Store, open_store
from migrations.run import at_newest
from tests import stores as s

NOON = datetime(2026, 11, 22, 17, tzinfo=UTC)
EVENING = datetime(2026, 11, 23, 4, tzinfo=UTC)  # still the 22nd in Lima
INDICATOR = f"/es/indicators/{s.COUNT}"
PAGES = ("/es/", "/en/", "/es/actions/2.1.p72", "/en/actions/2.1.p72", "/es/indicators/2.1.p72.b",
         "/en/indicators/2.1.p78.a")  # fmt: skip


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self, zone: ZoneInfo) -> datetime:
        return self.now.astimezone(zone)


def client_of(store: Store, clock: Clock | None = None) -> FlaskClient:
    return create_app(store, at_revision=at_newest, clock=clock or Clock()).test_client()


@pytest.fixture
def client(store: Store) -> FlaskClient:
    s.with_plan(store)
    s.published(store, s.draft(s.figure(value=10)))
    return client_of(store)


@pytest.fixture(scope="module")
def shown(demonstration_address: str) -> Iterator[FlaskClient]:
    """The demonstration, for what only reads."""
    store = open_store(demonstration_address)
    yield client_of(store)
    store.close()


@pytest.mark.parametrize("release", ["", "?release=1"])
@pytest.mark.parametrize(("place", "code"), [("actions", s.COUNT.rpartition(".")[0]), ("indicators", s.COUNT)])
def test_an_earlier_code_leads_to_the_one_it_has_now(
    store: Store, monkeypatch: pytest.MonkeyPatch, place: str, code: str, release: str
) -> None:
    rows = [*s.plan_rows(), s.row("aliases", kind=place.removesuffix("s"), alias="A-1", code=code)]
    monkeypatch.setattr(s, "plan_rows", lambda: rows)
    s.with_plan(store)
    answer = client_of(store).get(f"/es/{place}/A-1{release}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/es/{place}/{code}{release}")
    assert client_of(store).get(f"/es/{place}/A-2{release}").status_code == 404


def test_the_root_leads_to_spanish(shown: FlaskClient) -> None:
    response = shown.get("/")
    assert (response.status_code, response.headers["Location"]) == (302, "/es/")


def test_no_page_tells_what_backs_a_part_of_persons(store: Store) -> None:
    s.with_plan(store)
    said = {"evidence_kind": "lista", "evidence_public": True}
    whole = s.figure(s.DISTINCT, 40, evidence_reference="https://sitio.gob.pe/lista", **said)
    part = s.figure(s.DISTINCT, 3, dimension="region", category="15", evidence_reference="tres de Puno", **said)
    s.published(store, s.draft(whole, part))
    client = client_of(store)
    for address in (f"/es/indicators/{s.DISTINCT}", f"/es/actions/{s.DISTINCT.rpartition('.')[0]}", "/es/releases"):
        assert "tres de Puno" not in client.get(address).text, address
    assert "https://sitio.gob.pe/lista" in client.get(f"/es/indicators/{s.DISTINCT}").text


def test_every_page_answers_on_both_engines(client: FlaskClient) -> None:
    for address in ("/es/", "/en/", "/es/actions/1.1.p7", INDICATOR, f"/en/indicators/{s.REPORT}"):
        response = client.get(address)
        assert (response.status_code, response.mimetype) == (200, "text/html")
        assert client.head(address).status_code == 200
        again = client.get(address, headers={"If-None-Match": response.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_a_figure_published_is_on_its_page_at_once(store: Store) -> None:
    s.with_plan(store)
    client = client_of(store)
    assert "Sin información reportada" in client.get(INDICATOR).get_data(as_text=True)
    s.published(store, s.draft(s.figure(value=10)))
    bar = 'data-quarter="2023-Q4" data-value="{}" '
    assert bar.format(10) in client.get(INDICATOR).get_data(as_text=True)
    s.published(store, s.draft(s.changed(s.figure(value=12))))
    assert bar.format(12) in client.get(INDICATOR).get_data(as_text=True)
    assert bar.format(10) in client.get(f"{INDICATOR}?release=2").get_data(as_text=True)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nothing", 404),
        ("/es", 308),
        ("/fr/", 404),
        ("/es/nothing", 404),
        ("/es/indicators/9.9.p9.z", 404),
        ("/es/indicators/..%2f..%2fetc", 404),
        ("/es/indicators/" + "a" * 100, 404),
        ("/es/actions/1.1.p8", 404),
        ("/es/?release=1", 200),
        ("/es/?release=99", 404),
        ("/es/?release=0", 400),
        ("/es/?release=-1", 400),
        ("/es/?release=1%27", 400),
        ("/es/?release=", 400),
        ("/es/?release=١", 400),
        ("/es/?release=99999999999999999999", 400),
        ("/es/?other=1", 200),
        ("/assets/0/site.css", 404),
        ("/assets/../app.py", 404),
    ],
)
def test_addresses_that_are_not_are_refused(shown: FlaskClient, address: str, status: int) -> None:
    response = shown.get(address)
    assert response.status_code == status
    assert "Traceback" not in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("address", "title"), [("/es/x", "Esta página no existe"), ("/en/x", "This page does not exist")]
)
def test_a_missing_page_is_a_document_in_the_reader_s_language(shown: FlaskClient, address: str, title: str) -> None:
    response = shown.get(address)
    body = response.get_data(as_text=True)
    assert f"<h1>{title}</h1>" in body
    assert f'href="/{address[1:3]}/"' in body
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


def test_pages_can_only_be_read(shown: FlaskClient) -> None:
    response = shown.post("/es/")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "Esta página solo se puede leer" in response.get_data(as_text=True)


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize("address", [*PAGES, "/", "/nothing", "/es/?release=0", "/healthz", "/readyz", "/es"])
def test_every_answer_carries_the_security_headers(shown: FlaskClient, address: str) -> None:
    headers = shown.get(address).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_inline_styles_are_allowed_where_an_island_stands_and_nowhere_else(shown: FlaskClient) -> None:
    styles = {
        address: "'unsafe-inline'" in shown.get(address).headers["Content-Security-Policy"]
        for address in (*PAGES, "/nothing")
    }
    with_island = {address: "/indicators/" in address or address in ("/es/", "/en/") for address in styles}
    assert styles == with_island


def test_strict_transport_is_asked_of_who_comes_by_https(shown: FlaskClient) -> None:
    response = shown.get("/es/", base_url="https://pna.example")
    assert response.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize("address", PAGES)
def test_a_reader_who_has_the_page_gets_no_body(shown: FlaskClient, address: str) -> None:
    first = shown.get(address)
    again = shown.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "public, no-cache"


def test_the_validator_changes_with_page_language_release_and_host(shown: FlaskClient) -> None:
    tags = [shown.get(address).headers["ETag"] for address in (*PAGES, "/es/?release=1", "/es/?release=2")]
    tags.append(shown.get("/es/", base_url="https://pna.example").headers["ETag"])
    assert len(set(tags)) == len(tags)


def test_the_validator_changes_with_the_day_in_lima_and_not_before(store: Store) -> None:
    s.with_plan(store)
    clock = Clock()
    client = client_of(store, clock)
    tags = []
    for clock.now in (NOON, EVENING, datetime(2026, 11, 23, 5, 1, tzinfo=UTC)):
        tags.append(client.get("/es/").headers["ETag"])
    assert tags[0] == tags[1] != tags[2]


def test_the_validator_changes_with_a_publication(store: Store) -> None:
    s.with_plan(store)
    client = client_of(store)
    before = client.get("/es/?release=1").headers["ETag"]
    s.published(store, s.draft(s.figure()))
    after = client.get("/es/?release=1", headers={"If-None-Match": before})
    assert (after.status_code, after.headers["ETag"] != before) == (200, True)


def test_a_document_made_before_is_answered_without_a_session(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    s.with_plan(store)
    client = client_of(store)
    first = client.get("/es/")
    monkeypatch.setattr(Store, "read", lambda _: pytest.fail("a session was opened"))
    again = client.get("/es/")
    assert (again.status_code, again.data) == (200, first.data)
    assert client.get("/es/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_the_same_document_is_the_same_bytes_packed_or_not_from_any_worker(store: Store) -> None:
    s.with_plan(store)
    one, other = client_of(store), client_of(store)
    plain = one.get(INDICATOR)
    packed = [client.get(INDICATOR, headers={"Accept-Encoding": "gzip"}) for client in (one, other, one)]
    assert {answer.headers["Content-Encoding"] for answer in packed} == {"gzip"}
    assert len({answer.data for answer in packed}) == 1
    assert gzip.decompress(packed[0].data) == plain.data
    assert "Accept-Encoding" in plain.headers["Vary"]
    refused = one.get(INDICATOR, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


def test_files_are_named_by_content_and_kept_for_ever(shown: FlaskClient) -> None:
    for name, address in Assets().addresses.items():
        plain, packed = shown.get(address), shown.get(address, headers={"Accept-Encoding": "gzip"})
        assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert plain.data == (gzip.decompress(packed.data) if "Content-Encoding" in packed.headers else packed.data)
        assert (
            plain.mimetype == {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}[name.split(".")[1]]
        )


def test_style_and_script_stay_small() -> None:
    assets = Assets()
    sizes = {name: len(body.plain) for name, body in assets._bodies.items()}
    assert sizes["site.css"] < 30_000
    assert sizes["chart.js"] < 4_000


def test_the_process_is_alive_and_ready_with_a_release(client: FlaskClient) -> None:
    assert [(client.get(address).status_code, client.get(address).text) for address in ("/healthz", "/readyz")] == [
        (200, "ok\n"),
        (200, "ok\n"),
    ]


def test_an_empty_store_is_alive_and_not_ready(store: Store) -> None:
    client = client_of(store)
    assert (client.get("/healthz").status_code, client.get("/readyz").status_code) == (200, 503)
    response = client.get("/es/")
    assert response.status_code == 503
    assert "Aún no hay nada publicado" in response.get_data(as_text=True)


def test_a_store_that_is_not_set_up_is_not_ready(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/empty.sqlite")
    client = client_of(store)
    assert (client.get("/healthz").status_code, client.get("/readyz").status_code) == (200, 503)
    response = client.get("/en/")
    assert response.status_code in (500, 503)
    assert "Traceback" not in response.text
    assert "sqlite" not in response.text.lower()
    store.close()


def test_a_fault_is_recorded_and_told_without_its_trace(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    app = client.application
    app.view_functions["pages."] = lambda lang: 1 / 0
    response = client.get("/en/")
    assert response.status_code == 500
    assert "Something failed on our side" in response.text
    assert "ZeroDivisionError" not in response.text
    assert "ZeroDivisionError" in caplog.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_overview_shows_the_five_actions_and_nine_indicators_with_their_words(shown: FlaskClient) -> None:
    body = shown.get("/es/").get_data(as_text=True)
    assert body.count('<section class="action">') == 5
    assert body.count('<li class="row">') == 9 + 6
    assert "Cifras de demostración." in body
    for words in ("Meta alcanzada", "Según lo previsto", "Aún no vence", "No determinable con lo reportado",
                  "No viable", "Muy por debajo de lo previsto", "Sin información reportada",
                  "Por debajo de lo previsto", "Sin ejecución en los trimestres reportados"):  # fmt: skip
        assert f"</svg>{words}</span>" in body, words


def view_of(address: str) -> tuple[str, ...]:
    """The page of an address and the names of what it chooses."""
    parts = urlsplit(address)
    return (parts.path, *sorted(name for name, _ in parse_qsl(parts.query)))


@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_link_of_the_site_leads_somewhere(shown: FlaskClient, lang: str) -> None:
    seen, waiting, views = set(), [f"/{lang}/"], Counter[tuple[str, ...]]()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        if "?" in address:  # of the views of a page that choose the same things, a few
            views[view_of(address)] += 1
            if views[view_of(address)] > 3:
                continue
        response = shown.get(address)
        assert response.status_code == 200, address
        for part in response.get_data(as_text=True).split('href="')[1:]:
            link = part.split('"')[0].split("#")[0].replace("&amp;", "&")
            if link.startswith(f"/{lang}/") and "release" not in link and link not in seen:
                waiting.append(link)
    assert len(seen) > 20


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_every_indicator_can_be_seen_in_every_release(shown: FlaskClient, number: int) -> None:
    overview = shown.get("/es/").get_data(as_text=True)
    codes = {part.split('"')[0] for part in overview.split('href="/es/indicators/')[1:]}
    assert len(codes) == 15
    for code in codes:
        response = shown.get(f"/en/indicators/{code}?release={number}")
        assert response.status_code == 200, code
        assert "DEMONSTRATION" in response.get_data(as_text=True)


def test_a_page_stays_light(shown: FlaskClient) -> None:
    for address in ("/es/", "/es/indicators/2.1.p72.d", "/es/indicators/2.1.p72.c.t1"):
        assert len(shown.get(address, headers={"Accept-Encoding": "gzip"}).data) < 20_000, address


def test_a_shelf_forgets_the_oldest() -> None:
    shelf = Shelf(size=2)
    for key in ("a", "b", "c"):
        shelf.put(key, Body.of(key.encode()))
    assert [shelf.get(key) is not None for key in ("a", "b", "c")] == [False, True, True]


def test_a_shelf_holds_no_more_bytes_than_it_has_room_for() -> None:
    shelf = Shelf(room=100)
    for key in ("a", "b", "b", "c", "d"):
        shelf.put(key, Body.of(b"x" * 40))
    assert [shelf.get(key) is not None for key in ("a", "b", "c", "d")] == [False, False, True, True]
    shelf.put("large", Body.of(b"x" * 101))
    assert shelf.get("large") is None
    shelf.put("small", Body.of(b"x" * 100))
    assert shelf.get("small") is not None


def test_whatever_there_is_is_no_name_for_a_page_that_is_not_there(shown: FlaskClient) -> None:
    whatever = {"If-None-Match": "*"}
    assert shown.get("/es/indicators/9.9.p9", headers=whatever).status_code == 404
    assert shown.get("/es/entities/NOBODY", headers=whatever).status_code == 404
    assert shown.get("/es/", headers=whatever).status_code == 200


@pytest.mark.parametrize("host", ["pna.example", "other.example:8080", "", 'a"><b', "user@evil.example"])
def test_an_address_written_otherwise_leads_on_without_naming_a_host(shown: FlaskClient, host: str) -> None:
    for written, meant in (("/es", "/es/"), ("/es//data?release=1", "/es/data?release=1"), ("/en//", "/en/")):
        answer = shown.get(written, headers={"Host": host})
        assert (answer.status_code, answer.headers["Location"]) == (308, meant), written
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_build_is_named_after_its_sources(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1", encoding="utf-8")
    before = build_of([tmp_path])
    (tmp_path / "note.txt").write_text("1", encoding="utf-8")
    assert build_of([tmp_path]) == before
    (tmp_path / "a.py").write_text("2", encoding="utf-8")
    assert build_of([tmp_path]) != before


def test_a_validator_keeps_its_parts_apart() -> None:
    assert etag("a", "bc") != etag("ab", "c")
