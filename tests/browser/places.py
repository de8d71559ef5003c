"""Which pages the browser is shown: every kind of page of the site, with a sample of what there are many of."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from dashboard.pages import PAGES
from indicators.packs import read_pack
from indicators.plan import Plan

# What a reader may also meet: a search with and without a result, a page that is none, a release without figures.
STATES = ("search?q=ruc", "search?q=zzzz", "nowhere", "?release=1", "map?release=1", "indicators/2.1.p72.d?release=1")


@cache
def plan() -> Plan:
    """The plan of the demonstration."""
    found = read_pack("peru_pna", demonstration=True).plan
    assert found is not None
    return found


def sample(place: str) -> tuple[str, ...]:
    """Codes for the pages of a kind: one indicator of each kind and one of the tracker's own, an action with indicators
    and one known by its title alone, of anything else the first and the last."""
    if place.startswith("indicators/"):
        by_kind = {(one.kind, one.in_plan): one.code for one in plan().indicators()}
        return tuple(by_kind.values())
    if place.startswith("actions/"):
        return ("2.1.p72", next(one.code for one in plan().actions() if not one.indicators))
    if place.startswith("entities/"):
        return ("MTPE",)
    codes = tuple(next(page for page in PAGES if page.place == place).codes(plan()))
    return (codes[0], codes[-1])


def paths() -> Iterable[str]:
    """The addresses after the language."""
    for page in PAGES:
        yield from (page.path(code) for code in sample(page.place)) if page.codes else (page.place,)


PATHS = tuple(paths())
# One of each kind: what holds of the frame and of a template is looked at once.
KINDS = tuple(page.path(sample(page.place)[0]) if page.codes else page.place for page in PAGES)
