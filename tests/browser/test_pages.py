"""Pages as readers have them: quiet without scripts, and the same for everyone (`test_every_page` has the rest)."""

from __future__ import annotations

import urllib.error
import urllib.request
from urllib.request import Request

import pytest

from tests.browser.conftest import PHONE, Visit
from tests.browser.faults import faults

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
