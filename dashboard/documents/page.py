"""What every document shares: where it stands (`Visit`), the frame of the page, chips, facts. Pure but for templates.

A document depends on nothing but the result, the language and the visit: no clock, no request, no store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from dashboard import theme
from dashboard.sentences import Sentence
from dashboard.svg import shape_svg
from dashboard.texts import Texts
from indicators.periods import Quarter
from indicators.plan import Indicator, Plan
from indicators.progress import Progress, State
from indicators.results import Release
from indicators.rollup import ActionState
from indicators.words import FIRST, Cited, Text, TextBasis

NOTHING_CHOSEN: Mapping[str, str] = MappingProxyType({})
TEMPLATES = Path(__file__).parents[1] / "templates"


@dataclass(frozen=True, slots=True)
class Visit:
    """Where and when a document is asked for.

    `root` is scheme and host, `path` the address after the language, `release` the number asked for (None: the current
    one), `today` the date in the plan's time zone, `assets` the addresses of the files that pages load, `chosen` what
    the address says of the page's own choices, as typed: the page checks it.
    """

    root: str
    path: str
    today: date
    release: int | None
    assets: Mapping[str, str]
    chosen: Mapping[str, str] = field(default_factory=dict)

    def link(self, lang: str, path: str, **chosen: str) -> str:
        """The address of a page, with choices of its own, in the release that the reader has chosen."""
        return _address(lang, path, self.release, chosen)

    def in_release(self, lang: str, number: int | None) -> str:
        """The address of this page, as chosen, in another release, None for the current one."""
        return _address(lang, self.path, number, self.chosen)


def lasting(lang: str, path: str, release: Release | None) -> str:
    """The one address of a page: without a number in the current release (None), of an older one with its own."""
    return _address(lang, path, release.number if release else None, NOTHING_CHOSEN)


def _address(lang: str, path: str, release: int | None, chosen: Mapping[str, str]) -> str:
    query = urlencode(({"release": release} if release is not None else {}) | dict(chosen))
    return f"/{lang}/{path}" + (f"?{query}" if query else "")


# Where the head of every page leads, then what its foot lists beside that: address and key of the words.
HEAD = (
    ("", "nav.plan"),
    ("map", "nav.map"),
    ("entities", "nav.entities"),
    ("compare", "nav.compare"),
    ("releases", "nav.publications"),
    ("data", "nav.data"),
)
FOOT = (
    ("recommendations", "nav.recommendations"),
    ("identity-documents", "nav.identity_documents"),
    ("norms", "nav.norms"),
    ("statements", "nav.statements"),
    ("requests", "nav.requests"),
    ("channels", "nav.channels"),
    ("method", "nav.method"),
    ("accessibility", "nav.accessibility"),
    ("design", "nav.design"),
)


@dataclass(frozen=True, slots=True)
class Chip:
    """A status: always word, shape and tone together."""

    words: str
    tone: str
    shape: Markup


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure set large with its name above and its explanation below."""

    name: str
    value: str
    small: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseLink:
    """One release in the selector."""

    number: int
    published_on: date
    reference: Quarter
    address: str
    shown: bool
    current: bool


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """This page in another language: the tag of a document in it, what it calls itself."""

    html: str
    name: str
    address: str


def environment() -> Environment:
    """The templates, escaping everything that is not markup of ours."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def state_chip(state: State, texts: Texts) -> Chip:
    """The chip of an indicator's status."""
    return Chip(texts(f"state.{state}"), theme.TONES[state], shape_svg(theme.SHAPES[state]))


def erased_chip(texts: Texts) -> Chip:
    """The chip of an indicator of which the law forced out every figure."""
    return Chip(texts("quarter_state.erased"), theme.Tone.NONE, shape_svg(theme.Shape.SLASH))


def action_chip(state: ActionState, texts: Texts) -> Chip:
    """The chip of an action's status."""
    return Chip(texts(f"action_state.{state}"), theme.ACTION_TONES[state], shape_svg(theme.ACTION_SHAPES[state]))


def overdue_since(progress: Progress, *, today: date) -> date | None:
    """The deadline that has passed unmet by `today`, or None."""
    if progress.deadline is None or today <= progress.deadline:
        return None
    return progress.deadline


def judged_on(release: Release, releases: tuple[Release, ...], today: date) -> date:
    """The day on which flags of time are judged: today for the current release, its own day for an older one."""
    return today if not releases or release.number == releases[-1].number else release.published_on


def cited(source: Cited, texts: Texts) -> str:
    """The page of the plan, or "" where it is not known."""
    return texts("page_of_plan", page=source.page) if source.page is not None else ""


def placed(indicator: Indicator, texts: Texts) -> str:
    """The page of the plan that sets an indicator, or that it stands in none: it is the tracker's own."""
    return cited(indicator.cited, texts) if indicator.in_plan else texts("own.not_in_plan")


def frame(
    plan: Plan | None, release: Release | None, releases: tuple[Release, ...], texts: Texts, *, visit: Visit
) -> dict[str, Any]:
    """What the base template needs: words, addresses, the release shown and those there are."""
    is_current = release is None or not releases or release.number == releases[-1].number
    return {
        "t": texts,
        "html": texts.html,
        "say": texts.say_html,
        "of": lambda text: text_in(text, texts),
        "lang": texts.lang,
        "html_lang": texts.html_lang,
        "direction": texts.language.direction,
        "languages": language_links(texts, visit=visit),
        "visit": visit,
        "head": HEAD,
        "foot": FOOT,
        "canonical": visit.root + lasting(texts.lang, visit.path, None if is_current else release),
        "alternates": [
            (each.html, visit.root + lasting(each.tag, visit.path, None if is_current else release))
            for each in texts.languages
        ],
        "link": lambda path, **chosen: visit.link(texts.lang, path, **chosen),
        "first_lang": FIRST,
        "plan": plan,
        "release": release,
        "is_current": is_current,
        "releases": release_links(release, releases, texts, visit=visit),
        "current_link": visit.in_release(texts.lang, None),
        "demonstration": release is not None and release.demonstration,
        "term": _term(plan, release, texts),
    }


def text_in(text: Text | None, texts: Texts) -> Markup:
    """A text of the plan; marked with its language where it is not written in that of the page."""
    if text is None:
        return Markup()
    shown = text.worded(texts.lang)
    if shown.lang != texts.lang:
        return Markup('<span lang="{}">{}</span>').format(shown.lang, shown.words)
    return escape(shown.words)


def language_links(texts: Texts, *, visit: Visit) -> tuple[LanguageLink, ...]:
    """This page in every other language."""
    return tuple(
        LanguageLink(each.html, each.name, visit.link(each.tag, visit.path, **visit.chosen))
        for each in texts.languages
        if each.tag != texts.lang
    )


def release_links(
    shown: Release | None, releases: tuple[Release, ...], texts: Texts, *, visit: Visit
) -> tuple[ReleaseLink, ...]:
    """Every release, newest first."""
    return tuple(
        ReleaseLink(
            number=release.number,
            published_on=release.published_on,
            reference=release.reference,
            address=visit.in_release(texts.lang, release.number),
            shown=shown is not None and release.number == shown.number,
            current=release.number == releases[-1].number,
        )
        for release in reversed(releases)
    )


def _term(plan: Plan | None, release: Release | None, texts: Texts) -> str:
    """The plan's term with the legal acts that set it, for the foot of the page."""
    if plan is None or release is None:
        return ""
    in_force = plan.version_in_force(release.reference.end)
    parts = []
    for term in sorted(plan.terms, key=lambda term: term.version):
        instrument = plan.instrument(term.instrument)
        named = texts.of(instrument.title) if instrument else term.instrument
        if term.version <= in_force or term.since <= release.published_on:
            key = "term.original" if term.version == 1 else "term.extended"
            parts.append(texts(key, date=term.end, instrument=named))
    return " ".join(parts)


def basis_note(text: Text | None, texts: Texts) -> str:
    """That a text is not the official one, or ""."""
    basis = text.basis_in(texts.lang) if text else TextBasis.OFFICIAL
    return "" if basis is TextBasis.OFFICIAL else texts(f"text_basis.{basis}")


def marked(words: Sentence, texts: Texts, *, demonstration: bool) -> str:
    """A sentence in plain words, marked where the figures are invented."""
    said = texts.say(words)
    return f"{texts('demonstration.word')}. {said}" if demonstration else said
