"""Every page of the site in a browser: axe, keyboard, reflow, names, in each state that a reader can bring it into."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from html import unescape
from itertools import pairwise

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.faults import faults, faults_in_all, open_details, space_out, too_wide
from tests.browser.places import KINDS, PATHS, STATES

pytestmark = pytest.mark.browser

# Pages with something that comes alive.
ALIVE = ("", "indicators/2.1.p72.d", "map", "compare", "releases/compare")
IN_ENGLISH = ("", "indicators/2.1.p72.d", "compare")


@pytest.mark.parametrize("path", [*PATHS, *STATES, *(f"en/{path}" for path in IN_ENGLISH)])
def test_nothing_is_wrong_in_any_scheme_or_size(visit: Visit, path: str) -> None:
    visitor = visit()
    page = visitor.open("/" + path if path.startswith("en/") else f"/es/{path}")
    assert faults_in_all(page) == {}
    open_details(page)
    for choice in page.locator(".drawings > input").all():
        choice.evaluate("it => { it.checked = true; it.dispatchEvent(new Event('change', {bubbles: true})); }")
    assert faults(page) == []
    assert too_wide(page) == []
    space_out(page)
    assert too_wide(page) == []
    said = [words for words in visitor.said if "404" not in words]
    assert said == []
    assert visitor.strangers == []


@pytest.mark.parametrize("path", ALIVE)
def test_nothing_is_wrong_once_its_island_is_alive(visit: Visit, path: str) -> None:
    visitor = visit()
    page = visitor.explore(f"/es/{path}")
    assert faults_in_all(page) == {}
    assert too_wide(page) == []
    assert visitor.said == []
    assert visitor.strangers == []


@pytest.mark.parametrize("path", ALIVE)
def test_nothing_is_wrong_once_its_island_has_failed(visit: Visit, path: str) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=500)

    page = visit().open(f"/es/{path}")
    page.route("**/plotly-lean*", refuse)
    page.click("[data-ask] button")
    expect(page.locator("#island > [role=status]")).to_contain_text("no se pudo abrir")
    assert faults(page) == []


# Each element that takes the focus, in the order of the document: radio buttons of a name are one.
REACHED = """() => {
    const seen = it => it.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true});
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')];
    const radios = new Set();
    window.expected = all.filter(it => {
        if (it.disabled || it.type === 'hidden' || !seen(it) || it.tabIndex < 0) return false;
        if (it.type !== 'radio') return true;
        const name = it.name; const checked = document.querySelector(`input[name="${name}"]:checked`);
        if (radios.has(name) || (checked && checked !== it)) return false;
        radios.add(name); return true;
    });
    window.reached = []; window.dim = [];
    document.addEventListener('focusin', event => {
        const it = event.target;
        window.reached.push(it);
        const shown = [it, it.nextElementSibling, it.closest('label')].filter(Boolean).some(one => {
            const style = getComputedStyle(one);
            return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        });
        if (!shown) window.dim.push(it.outerHTML.slice(0, 120));
    });
    return window.expected.length;
}"""
COMPARED = """() => {
    const found = [...new Set(window.reached)];
    const missed = window.expected.filter(it => !found.includes(it)).map(it => it.outerHTML.slice(0, 120));
    const order = found.filter(it => window.expected.includes(it)).map(it => window.expected.indexOf(it));
    return {missed, dim: window.dim.slice(0, 3), ordered: order.every((at, i) => !i || order[i - 1] < at)};
}"""


@pytest.mark.parametrize("path", KINDS)
def test_the_keyboard_reaches_everything_in_order_and_is_seen(visit: Visit, path: str) -> None:
    page = visit().open(f"/es/{path}")
    for _ in range(page.evaluate(REACHED) + 1):
        page.keyboard.press("Tab")
    page.wait_for_timeout(50)
    assert page.evaluate(COMPARED) == {"missed": [], "dim": [], "ordered": True}


def test_keys_do_what_they_say(visit: Visit) -> None:
    page = visit().open("/es/indicators/2.1.p72.d")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#content"
    page.locator(".drawings > input").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".picture.quarter.wide")).to_be_visible()
    page.locator("details > summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details").first.evaluate("it => it.open")
    page.keyboard.press("Space")
    assert not page.locator("details").first.evaluate("it => it.open")
    page.locator(".find input[type=search]").focus()
    page.keyboard.type("ruc")
    page.keyboard.press("Enter")
    page.wait_for_url("**/es/search?q=ruc")


TREND = re.compile(
    r"\d|aún no|no hay|ningun|ningún|sin |nada|none|not |nothing|no ", re.IGNORECASE
)  # a figure, or that there is none


def read(address: str) -> str:
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.read().decode()


@pytest.mark.parametrize("lang", ["es", "en"])
def test_each_page_says_what_it_is(site: str, lang: str) -> None:
    titles: dict[str, str] = {}
    for path in PATHS:
        document = read(f"{site}/{lang}/{path}")
        title = document.partition("<title>")[2].partition("</title>")[0]
        assert title not in titles, (path, titles.get(title))
        titles[title] = path
        assert len(re.findall(r"<h1[ >]", document)) == 1, path
        assert f'<html lang="{"es-PE" if lang == "es" else "en"}"' in document
        for landmark in ("<header>", "<main ", "<footer>", "<nav "):
            assert landmark in document, (path, landmark)
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", document)]
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
        for name in re.findall(r'<svg class="chart[^>]*role="img"[^>]*aria-label="([^"]*)"', document):
            assert TREND.search(unescape(name)), (path, name)
            assert len(name) > 20, (path, name)


def test_the_page_on_paper_says_where_it_is_from(visit: Visit) -> None:
    def shown(page: Page) -> dict[str, bool]:
        return {name: page.locator(name).first.is_visible() for name in (".on-paper", ".top nav", ".find", ".all")}

    page = visit().open("/es/indicators/2.1.p72.d")
    assert shown(page) == {".on-paper": False, ".top nav": True, ".find": True, ".all": True}
    page.emulate_media(media="print")
    assert shown(page) == {".on-paper": True, ".top nav": False, ".find": False, ".all": False}
    expect(page.locator(".on-paper")).to_contain_text("Publicación N.°")
    expect(page.locator(".on-paper")).to_contain_text("/es/indicators/2.1.p72.d")
