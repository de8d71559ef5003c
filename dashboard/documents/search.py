"""The page of search: what was found, or how to search."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from dashboard.documents.page import Visit, frame, marked
from dashboard.search_index import entries
from dashboard.searching import Hit, search, sought, suggestions
from dashboard.sentences import Sentence, sentence
from dashboard.texts import Texts
from indicators.results import Overview

CHOICES = ("q",)
MOST = 60


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One thing found: where it is, what it is, its title and a piece of it with the words marked."""

    address: str
    kind: str
    code: str
    title: Markup
    excerpt: Markup
    lang: str


def render(result: Overview, texts: Texts, visit: Visit, templates: Environment) -> str:
    """The whole document."""
    typed = " ".join(visit.chosen.get("q", "").split())
    words = sought(typed)
    index = entries(result.plan, texts)
    hits = search(index, words)
    said = says(typed, words, hits)
    near = suggestions(index, words) if words and not hits else ()
    return templates.get_template("search.html").render(
        frame(result.plan, result.release, result.releases, texts, visit=visit),
        title=texts("search.title"),
        description=marked(said, texts, demonstration=result.release.demonstration),
        says=said,
        typed=typed,
        lines=[_line(hit, texts, visit) for hit in hits[:MOST]],
        more=max(0, len(hits) - MOST),
        most=MOST,
        near=[(word, visit.link(texts.lang, "search", q=word)) for word in near],
        nothing=bool(typed) and not hits,
        examples=[(word, visit.link(texts.lang, "search", q=word)) for word in texts("search.examples").split()],
    )


def says(typed: str, words: tuple[str, ...], hits: tuple[Hit, ...]) -> Sentence:
    """How much was found for what was typed; how to search where nothing was."""
    if not words:
        return sentence("search.says_how")
    if not hits:
        return sentence("search.says_none", typed=typed)
    return sentence("search.says", count=len(hits), typed=typed)


def _line(hit: Hit, texts: Texts, visit: Visit) -> FoundLine:
    path, _, fragment = hit.entry.path.partition("#")
    address = visit.link(texts.lang, path) + (f"#{fragment}" if fragment else "")
    code = hit.entry.names[0] if hit.entry.names and hit.entry.kind in _CODED else ""
    return FoundLine(address, texts(f"search_kind.{hit.entry.kind}"), code, hit.title, hit.excerpt, hit.lang)


_CODED = ("guideline", "objective", "action", "indicator", "entity", "document", "norm")
