"""Another language is a catalogue and columns of the pack, and nothing else: shown with one that nobody speaks.

Whatever a person meets on the site in that language and is neither in it nor data was written into a program or a
template by hand, and is named with its page.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.charts.tiles import TILES
from dashboard.documents import page as frame
from dashboard.languages import FOLDER, NotALanguage, languages
from dashboard.pages import EMBED, PAGES, Page
from etl import shipped
from indicators import queries
from indicators.pack_columns import Holds
from indicators.pack_format import PLAN, TABLES
from indicators.packs import read_pack
from indicators.plan import Plan
from indicators.store import Store, open_store
from migrations.run import at_newest, upgrade
from tests import met, pseudo

NOON = datetime(2026, 11, 22, 17, tzinfo=UTC)
TAG = pseudo.TAG
MANY = 8
LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+")
# The same in every language: addresses, hashes, files and their columns, quarters in roman numbers, formats, codes.
ALIKE = re.compile(
    r"«[a-z_]+»|https?://[^\s⟦⟧]+|[\w.+-]+@[\w-]+\.[\w.]+|\b[0-9a-f]{8,64}\b|[\w.-]+\.(?:csv|jsonl?|py|svg|xml|xlsx|ods)\b"
    r"|\b(?:I{1,3}|IV)\b|\b(?:CSV|JSON|SVG|XML|XLSX|ODS|SHA-256|Atom)\b|\b[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)+\b"
)
# Columns without a language that hold names, which nobody translates; every other is somebody's words, in Spanish.
NAMES = {"publisher", "speaker", "symbol", "paragraph", "name", "alias", "address", "place", "office"}
CODES = (Holds.CODE, Holds.REFERENCE, Holds.REFERENCES, Holds.LINK, Holds.ZONE)


@dataclass(frozen=True)
class Data:
    """What stands on pages as it is: `names` anywhere, `words` (of stewards, in Spanish) where the page says that they
    are Spanish or puts them into a sentence of its own. Each by its first letters, the longest first."""

    names: Mapping[str, list[str]]
    words: Mapping[str, list[str]]

    def left(self, one: met.Met) -> list[str]:
        """The words of a text that are no data; nothing where it is all in the language or data."""
        text = ALIKE.sub(" ", one.text)
        found = _left(text, self.names)
        if found and (one.quoted or one.within > 0 or "⟦" in text):
            found = _left(text, self.names, self.words)
        return found


def _left(text: str, *known: Mapping[str, list[str]]) -> list[str]:
    found, at = [], 0
    while letters := LATIN.search(text, at):
        at = next(_ends(text, letters.start(), letters[0], known), 0)
        if not at:
            found.append(letters[0])
            at = letters.end()
    return found


def _ends(text: str, start: int, letters: str, known: Iterable[Mapping[str, list[str]]]) -> Iterator[int]:
    """Where a known text that begins at `start` with these letters ends."""
    for phrases in known:
        for phrase in phrases.get(letters, ()):
            end = start + len(phrase)
            if text.startswith(phrase, start) and not LATIN.match(text, end):
                yield end


def _by_first(texts: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for text in sorted(set(texts), key=len, reverse=True):
        bare = ALIKE.sub(" ", " ".join(text.split()))
        if letters := LATIN.search(bare):
            found[letters[0]].append(bare[letters.start() :].strip())
    return found


def data_of(pack: Path) -> Data:
    """What the pack and its returns hold beside the texts of the plan."""
    names = [tile.short for tile in TILES]
    words = []
    for table in (PLAN, *TABLES):
        rows = _rows(pack / f"{table.kind}.csv")
        for column in (column for column in table.columns if not column.text):
            of = names if column.holds in CODES or column.name in NAMES else words
            of += [part for row in rows for part in row.get(column.name, "").split(";")]
    for file in sorted((pack / "returns" / "demonstration").glob("*.csv")):
        names.append(file.stem)
        words += [cell for row in _rows(file) for cell in row.values()]
    names += [each.name for each in languages()]
    places = [zone.rpartition("/")[2].replace("_", " ") for zone in ("America/Lima",)]
    return Data(_by_first([*names, *places]), _by_first(words))


def _rows(file: Path) -> list[dict[str, str]]:
    if not file.is_file():
        return []
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


@dataclass(frozen=True)
class Site:
    """A demonstration in one language more."""

    client: FlaskClient
    plan: Plan
    data: Data
    locales: Path
    store: Store


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("pseudo")
    pack = pseudo.pack(folder)
    pseudo.fewer_returns(pack, whole="MTPE", since=2025)
    store = open_store(f"sqlite:///{folder}/store.sqlite")
    upgrade(store)
    read = read_pack(pack, demonstration=True)
    assert read.problems == ()
    shipped.fill(store, read, kind="demonstration", now=NOON, say=lambda _step, _count: None)
    locales = pseudo.locales(folder)
    with store.read() as session:
        plan = queries.plan_at(session, queries.releases(session)[-1].number)
    yield Site(_client(store, locales), plan, data_of(pack), locales, store)
    store.close()


def _client(store: Store, locales: Path) -> FlaskClient:
    def noon(zone: ZoneInfo) -> datetime:
        return NOON.astimezone(zone)

    return create_app(store, at_revision=at_newest, clock=noon, locales=locales).test_client()


def addresses(of: Page, plan: Plan) -> list[str]:
    """Every address of a kind of page, and the first of them in the first release."""
    paths = [f"{of.prefix}/{TAG}/{path}" for path in of.paths(plan)]
    if "q" in of.choices:
        paths += [f"{paths[0]}?q={typed}" for typed in ("CPP", "2023", "9999", pseudo.pseudo("empresas")[1:-1])]
    return [*paths, f"{paths[0]}?release=1"]


def views(document: str, seen: set[tuple[str, tuple[str, ...]]]) -> list[str]:
    """The views of pages that a document leads to and that a reader chooses: one for each set of choices."""
    found = []
    for address, chosen in re.findall(rf'href="(/{TAG}/[^"?#]*)\?([^"#]*)', document):
        names = tuple(sorted(re.findall(r"(?:^|&(?:amp;)?)(\w+)=", chosen)))
        of = (re.sub(r"[^/]*\d[^/]*|[A-Z]+$", "*", address), names)
        if names not in (("release",), ("q",)) and of not in seen:
            seen.add(of)
            found.append(f"{address}?{chosen.replace('&amp;', '&')}")
    return found


def written_by_hand(texts: Iterable[met.Met], data: Data) -> list[str]:
    """The texts that are neither in the language nor data, with where they stand and the words found."""
    return [f"{one.where}: {' '.join(left)} [{one.text[:120]}]" for one in texts if (left := data.left(one))]


def faults_of(document: str, data: Data) -> list[str]:
    """What a document says by itself, and whether a text in it was cut other than to show where a word occurs."""
    document = re.sub(r'<p class="sub"[^>]*>[^<]*(?:<mark>.*?)</p>', "", document)
    found = written_by_hand(met.in_document(document, TAG), data)
    found += [f"an object's own form: {form}" for form in re.findall(r"\b[A-Z]\w*\(\w+=.{0,60}", document)]
    cut = document.count("⟦") - document.count("⟧")
    return [*found, f"{cut} brackets do not close: a text was cut"] if cut else found


@pytest.fixture(scope="module")
def documents(site: Site) -> dict[str, str]:
    """Every page of the site in the language that nobody speaks, by its address; views that can be chosen too."""
    made: dict[str, str] = {}
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for kind in PAGES:
        waiting = addresses(kind, site.plan)
        while waiting:
            address = waiting.pop(0)
            answer = site.client.get(address)
            assert answer.status_code == 200, address
            made[address] = answer.get_data(as_text=True)
            waiting += views(made[address], seen)
    return made


def test_every_page_says_only_what_catalogue_and_pack_say(site: Site, documents: dict[str, str]) -> None:
    assert len(documents) > len(PAGES)
    found: dict[str, str] = {}
    for address, document in documents.items():
        for fault in faults_of(document, site.data):
            found.setdefault(fault, address)
    assert [f"{address} {fault}" for fault, address in found.items()] == []


def test_errors_feed_embeds_and_drawings_say_only_what_catalogue_and_pack_say(site: Site) -> None:
    said = {
        404: (f"/{TAG}/nowhere", f"/{TAG}/?release=99", f"/{TAG}/indicators/9.9.p9.z", f"/embed/{TAG}/indicators/none"),
        400: (f"/{TAG}/?release=first",),
        200: (
            f"/feed.xml?lang={TAG}",
            *addresses(EMBED, site.plan),
            *(f"/data/release-4/{indicator.code}.svg?lang={TAG}" for indicator in site.plan.indicators()),
        ),
    }
    found: dict[str, str] = {}
    for status, asked in said.items():
        for address in asked:
            answer = site.client.get(address)
            assert answer.status_code == status, address
            for fault in faults_of(answer.get_data(as_text=True), site.data):
                found.setdefault(fault, address)
    refused = site.client.post(f"/{TAG}/")
    assert refused.status_code == 405
    waiting = create_app(site.store, at_revision=lambda _: False, locales=site.locales).test_client().get(f"/{TAG}/")
    assert waiting.status_code == 503
    for answer in (refused, waiting):
        found |= dict.fromkeys(faults_of(answer.get_data(as_text=True), site.data), str(answer.status_code))
    assert [f"{address} {fault}" for fault, address in found.items()] == []


def test_every_island_says_only_what_catalogue_and_pack_say(site: Site, documents: dict[str, str]) -> None:
    """Its layout as it starts, and with each value of each of its controls, which the address of the page may name."""
    found: dict[str, str] = {}
    seen: set[tuple[str, str, str]] = set()
    islands = re.findall(r'data-base="([^"]*)"[^>]*? data-params="([^"]*)"', " ".join(documents.values()))
    for base, params in dict(islands).items():
        waiting = [f"{base}_dash-layout"]
        while waiting:
            address = waiting.pop(0)
            answer = site.client.get(address)
            assert answer.status_code == 200, address
            layout = answer.get_json()
            waiting += _states(address, params.split(), _choices(layout), seen)
            for fault in written_by_hand(met.in_data(layout, "", TAG), site.data):
                found.setdefault(fault, address)
    assert {of.split("/")[4] for of, _ in islands} >= {"indicators", "plan"}
    assert [f"{address} {fault}" for fault, address in found.items()] == []


def _states(
    address: str, params: list[str], choices: list[dict[str, Any]], seen: set[tuple[str, str, str]]
) -> Iterator[str]:
    """The layout with another value of one control, for each value that was not seen on an island of the kind; of a
    long list, as that of quarters, the ends do."""
    for param, control in zip(params, choices, strict=True):
        options = control["options"]
        for option in options if len(options) <= MANY else (options[0], options[-1]):
            state = (address.split("/")[4], param, option["value"])
            if "?" not in address and state not in seen:
                seen.add(state)
                yield f"{address}?{param}={option['value']}"


def _choices(component: Any) -> list[dict[str, Any]]:
    """The controls of a layout, in order."""
    if isinstance(component, list):
        return [found for each in component for found in _choices(each)]
    if not isinstance(component, dict):
        return []
    props = component.get("props", {})
    return [props] if "options" in props else _choices(props.get("children", []))


PLANTED = {
    "<p>Cifras por trimestre</p>": "p: Cifras por trimestre",
    '<a title="Ver más" href="/">⟦ẋ⟧</a>': "a@title: Ver más",
    '<img alt="Mapa" src="/a.svg">': "img@alt: Mapa",
    '<p aria-label="Estado">⟦ẋ⟧ 3</p>': "p@aria-label: Estado",
    '<td data-label="Entidad responsable">3</td>': "td@data-label: Entidad responsable",
    '<input placeholder="Buscar">': "input@placeholder: Buscar",
    '<meta name="description" content="Un tablero">': "meta@content: Un tablero",
    "<p>⟦ẋẏ⟧ de ⟦ẋẏ⟧</p>": "p: de",
    "<p>⟦ẋẏ el 5 de setiembre de 2026⟧</p>": "p: el de setiembre de",
    "<p>⟦Ḟȧļţȧ": "1 brackets do not close",
    "<svg><text>Meta</text></svg>": "text: Meta",
    '<script type="application/ld+json">{"@type": "Dataset", "name": "Empresas"}</script>': "ld+json.name: Empresas",
    "<p>Text(es=&#39;a&#39;)</p>": "an object's own form: Text(es=",
    "<p>por el área</p>": "p: por el área",
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_word_written_by_hand_is_found_wherever_a_person_meets_it(site: Site, planted: str) -> None:
    document = site.client.get(f"/{TAG}/releases").get_data(as_text=True)
    assert faults_of(document, site.data) == []
    found = faults_of(document.replace("</main>", f"{planted}</main>"), site.data)
    assert any(fault.startswith(PLANTED[planted]) for fault in found), found


def test_a_word_written_into_a_template_is_found_on_its_page(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    templates = Path(shutil.copytree(frame.TEMPLATES, tmp_path / "templates"))
    base = templates / "base.html"
    base.write_text(base.read_text(encoding="utf-8").replace("<main ", "<p>Sitio oficial</p><main "), encoding="utf-8")
    monkeypatch.setattr(frame, "TEMPLATES", templates)
    document = _client(site.store, site.locales).get(f"/{TAG}/").get_data(as_text=True)
    assert faults_of(document, site.data) == ["p: Sitio oficial [Sitio oficial]"]


# The catalogues as folders -------------------------------------------------------------------------------------------


def test_each_page_leads_to_itself_in_every_other_language(site: Site) -> None:
    document = site.client.get("/es/releases?release=2").get_data(as_text=True)
    links = re.findall(r'<a href="([^"]*)" hreflang="([\w-]+)" lang="[\w-]+" rel="alternate">([^<]*)</a>', document)
    assert links == [
        ("/en/releases?release=2", "en", "English"),
        (f"/{TAG}/releases?release=2", TAG, pseudo.pseudo("Ninguno")),
    ]
    named = re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="http://localhost/(\w+)/', document)
    assert named == [("es-PE", "es"), ("en", "en"), (TAG, TAG), ("x-default", "es")]


def test_a_language_is_a_folder_and_spanish_comes_first(site: Site) -> None:
    assert [each.tag for each in languages()] == ["es", "en"]
    assert [each.tag for each in languages(site.locales)] == ["es", "en", TAG]
    assert [(each.html, each.name, each.direction) for each in languages()] == [
        ("es-PE", "Español", "ltr"),
        ("en", "English", "ltr"),
    ]
    assert site.client.get("/quz/").status_code == 404


@pytest.mark.parametrize("broken", ["Quechua", "quz"])
def test_a_folder_that_is_no_language_is_refused(tmp_path: Path, broken: str) -> None:
    place = Path(shutil.copytree(FOLDER, tmp_path / "locales")) / broken / "LC_MESSAGES" / "nap.po"
    place.parent.mkdir(parents=True)
    place.write_text('msgid ""\nmsgstr ""\n"Language: quz\\n"\n', encoding="utf-8")
    with pytest.raises(NotALanguage):
        languages(tmp_path / "locales")
