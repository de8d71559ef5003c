"""What a person meets in a document, an island or a feed: every text that is shown or read out, and where it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from dashboard.charts.parts import Flag

# Shown or read out by browsers.
SPOKEN = {"title", "alt", "placeholder", "aria-label", "aria-description", "aria-valuetext", "aria-roledescription",
          "summary", "label"}  # fmt: skip
BUTTONS = {"submit", "button", "reset"}
# Of `data-…` those that a style sheet or a script of ours puts before people are not told from the others by their
# names: what is one small word, a number, a date, an address or data is taken to be for machines, and these are.
MACHINES = {"data-flag", "data-params"}
MACHINE = re.compile(r"[a-z0-9_.:-]*|-?[\d.]*|\d{4}-(Q[1-4]|\d\d-\d\d)|[/.#].*|[\[{].*", re.DOTALL)
# `<meta>` is met in lists of results and in previews.
META = re.compile(r"description|author|keywords|(og|twitter):(title|description|site_name|image:alt)")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# What is not shown, what is shown as it is in every language (codes and commands), and what feeds tell machines.
UNSEEN = {"script", "style", "template", "code", "kbd", "samp", "pre", "id", "updated", "published"}
# Under these names data holds words for people; under every other, codes and addresses.
SAID = frozenset({
    "name", "alternateName", "headline", "description", "abstract", "text", "creditText", "variableMeasured",
    "keywords", "disambiguatingDescription", "temporal",
    "children", "legend", "label", "words", "title", "hovertext", "hovertemplate", "texttemplate", "ticktext", "alt",
    "aria-label", "placeholder", "caption", "unit", "valuetext", "ticksuffix", "tickprefix", "summary",
    "customdata",
})  # fmt: skip
# Under these it may hold codes too, and what is known of a figure.
CODED = {"name", "customdata"}
FLAGS = {str(flag) for flag in Flag}


@dataclass(frozen=True, slots=True)
class Met:
    """A text and what holds it: an element, or `element@attribute`. `quoted`: it is said to be in another language.
    `within`: how many brackets of the pseudo-language are open where it begins."""

    text: str
    where: str
    quoted: bool
    within: int = 0


def in_document(document: str, lang: str) -> list[Met]:
    """The texts of a document in HTML, SVG or Atom in the language `lang`."""
    reader = _Reader(lang)
    reader.feed(re.sub(r"</?mark>", "", document))  # what was searched for, within a text
    reader.close()
    return reader.met


def in_data(data: Any, where: str, lang: str) -> list[Met]:
    """The texts of schema.org, of an island's layout or of a callback's answer: what stands under a word for people."""
    return list(_in_data(data, where, lang, key=""))


class _Reader(HTMLParser):
    def __init__(self, lang: str) -> None:
        super().__init__()
        self.met: list[Met] = []
        self._lang = lang
        self._within = 0
        self._open: list[tuple[str, bool, bool]] = [("", False, False)]
        self._data: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        _, quoted, unseen = self._open[-1]
        lang = given.get("lang", given.get("xml:lang"))
        quoted = lang != self._lang if lang else quoted
        unseen = unseen or tag in UNSEEN or given.get("translate") == "no"
        for name, value in given.items():
            if value and _is_spoken(tag, name, given):
                self.met.append(Met(_tidy(value), f"{tag}@{name}", quoted))
        if given.get("type") == "application/ld+json":
            self._data = []
        if tag not in VOID:
            self._open.append((tag, quoted, unseen))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self._data is not None:
            self.met += in_data(json.loads("".join(self._data)), "ld+json", self._lang)
            self._data = None
        at = next((at for at in range(len(self._open) - 1, 0, -1) if self._open[at][0] == tag), None)
        if at is not None:
            del self._open[at:]

    def handle_data(self, data: str) -> None:
        tag, quoted, unseen = self._open[-1]
        if self._data is not None:
            self._data.append(data)
        elif tag == "textarea":
            self.met += in_document(data, self._lang)  # markup to be copied into another page
        elif not unseen and data.strip():
            self.met.append(Met(_tidy(data), tag, quoted, self._within))
            self._within += data.count("⟦") - data.count("⟧")


def _is_spoken(tag: str, name: str, given: dict[str, str]) -> bool:
    if tag == "meta":
        return name == "content" and bool(META.fullmatch(given.get("name") or given.get("property") or ""))
    if name.startswith("data-"):
        return name not in MACHINES and not MACHINE.fullmatch(given[name])
    return name in SPOKEN or (tag == "input" and name == "value" and given.get("type") in BUTTONS)


def _in_data(data: Any, where: str, lang: str, *, key: str) -> Iterator[Met]:
    if isinstance(data, dict):
        # schema.org says beside a text which language it is in.
        quoted = data.get("inLanguage", data.get("@language", lang)) not in (lang, [lang])
        for name, value in data.items():
            for met in _in_data(value, f"{where}.{name}", lang, key=name):
                yield Met(met.text, met.where, met.quoted or quoted)
    elif isinstance(data, list):
        for value in data:
            yield from _in_data(value, where, lang, key=key)
    elif isinstance(data, str) and key in SAID and not (key in CODED and _is_code(data)):
        # What Plotly fills in itself is none of our words.
        bare = re.sub(r"%\{[^}]*\}|<[^>]*>", " ", data)
        yield Met(_tidy(bare), where, quoted=False)


def _is_code(text: str) -> bool:
    return bool(MACHINE.fullmatch(text)) or set(text.split()) <= FLAGS


def _tidy(text: str) -> str:
    return " ".join(text.split())
