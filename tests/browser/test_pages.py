"""Every page as readers have it: accessible in each language, scheme and size, quiet, and the same for everyone."""

from __future__ import annotations

import urllib.error
import urllib.request
from urllib.request import Request

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import LAPTOP, PHONE, Visit

pytestmark = pytest.mark.browser

PAGES = (
    "",
    "actions/2.1.p72",
    "indicators/2.1.p72.d",
    "indicators/2.1.p78.a",
    "indicators/3.1.p91.a",
    "releases",
    "releases?release=2",
)
SIZES = {"phone": PHONE, "laptop": LAPTOP}


def faults(page: Page) -> list[str]:
    """What axe has against the page, each with the first element that it means."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']} ({len(each['nodes'])}): {each['nodes'][0]['html'][:160]}" for each in found]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["es", "en"])
def test_axe_finds_nothing_and_the_console_stays_empty(visit: Visit, lang: str, scheme: str, size: str) -> None:
    visitor = visit(scheme=scheme, size=SIZES[size])
    found = {path: faults(visitor.open(f"/{lang}/{path}")) for path in PAGES}
    assert found == {path: [] for path in PAGES}
    assert visitor.said == []
    assert visitor.strangers == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["es", "en"])
def test_axe_finds_nothing_once_the_island_is_alive(visit: Visit, lang: str, scheme: str, size: str) -> None:
    page = visit(scheme=scheme, size=SIZES[size]).explore(f"/{lang}/indicators/2.1.p72.b")
    assert faults(page) == []
    page.get_by_role("radio").nth(1).check()
    page.wait_for_function("() => document.querySelector('.js-plotly-plot').data.some(t => t.type === 'bar')")
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["indicators/2.1.p72.d", "indicators/3.1.p91.a"])
def test_the_open_triangle_is_accessible_and_scrolls_within_itself(visit: Visit, path: str, scheme: str) -> None:
    page = visit(scheme=scheme, size=PHONE).open(f"/es/{path}")
    page.locator("details.triangle summary").click()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    region = page.locator("details.triangle [role=region]")
    assert region.evaluate("it => it.scrollWidth > it.clientWidth")
    assert region.get_attribute("tabindex") == "0"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_a_phone(visit: Visit, path: str) -> None:
    page = visit(size=PHONE).open(f"/es/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("path", PAGES)
def test_without_scripts_there_is_no_word_on_the_console_either(visit: Visit, path: str) -> None:
    visitor = visit(scripts=False)
    visitor.open(f"/es/{path}")
    assert visitor.said == []
    assert visitor.strangers == []


def read(address: str) -> tuple[bytes, str]:
    """A page and its ETag; the connection is closed, which the server waits for."""
    with urllib.request.urlopen(address) as answer:
        return answer.read(), answer.headers["ETag"]


@pytest.mark.parametrize("path", PAGES)
def test_both_workers_send_the_same_bytes_and_know_them_again(site: str, path: str) -> None:
    answers = [read(f"{site}/es/{path}") for _ in range(12)]
    ((_body, tag),) = set(answers)
    for _ in range(6):
        with pytest.raises(urllib.error.HTTPError) as known:
            urllib.request.urlopen(Request(f"{site}/es/{path}", headers={"If-None-Match": tag}))
        assert known.value.code == 304
        known.value.close()
