"""What a browser has against a page: rules of axe, a line that is too wide, a word on the console."""

from __future__ import annotations

from contextlib import suppress

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, TimeoutError

from tests.browser.conftest import LAPTOP, PHONE

_EVERYTHING = {"rules": {"target-size": {"enabled": True}}}
_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
NARROW = {"width": 320, "height": 800}


def faults(page: Page, options: dict | None = None) -> list[str]:
    """What axe has against the page as it stands, each with the first element that it means."""
    found = Axe().run(page, options=options or _EVERYTHING).response["violations"]
    return [f"{each['id']} ({len(each['nodes'])}): {each['nodes'][0]['html'][:200]}" for each in found]


def faults_in_all(page: Page) -> dict[str, list[str]]:
    """Every rule on a laptop and on a phone; what depends on colours alone in the other scheme of each."""
    found = {}
    for size, scheme, options in (
        (LAPTOP, "light", _EVERYTHING),
        (LAPTOP, "dark", _COLOURS),
        (PHONE, "dark", _EVERYTHING),
        (PHONE, "light", _COLOURS),
    ):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        if wrong := faults(page, options):
            found[f"{size['width']} {scheme}"] = wrong
    return found


def too_wide(page: Page) -> list[str]:
    """How wide a page of 320 pixels is and what stands out of it to the side; nothing where all fits."""
    page.set_viewport_size(NARROW)
    with suppress(TimeoutError):  # a live chart is drawn anew in its new width
        page.wait_for_function(
            "room => document.documentElement.scrollWidth <= room", arg=NARROW["width"], timeout=3000
        )
    return page.evaluate(
        """() => {
            const room = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= room) return [];
            const stands = it => it.getBoundingClientRect().right > room + 1 && !it.parentElement.closest('.scroll');
            const out = [...document.body.querySelectorAll('*')].filter(stands);
            return [document.documentElement.scrollWidth, ...out.slice(0, 3).map(it => it.outerHTML.slice(0, 160))];
        }"""
    )


def space_out(page: Page) -> None:
    """Set the spacing that WCAG 1.4.12 says a reader may set."""
    page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
                word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`);
            document.adoptedStyleSheets = [sheet];
        }"""
    )


def open_details(page: Page) -> None:
    """Open everything that can be opened."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
