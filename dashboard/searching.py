"""Search over a whole plan, without a script: what there is, which of it holds every word, the best first. Pure.

Accents and capitals make no difference, a word stands for all that begin with it, and every word has to occur.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from markupsafe import Markup, escape

_TOKEN = re.compile(r"\w+(?:[.\-/]\w+)*")
_PART = re.compile(r"\w+")
MOST_WORDS = 12
_AROUND = 90
_CLOSE = 0.75
# What a word counts where it is the whole code or name, stands in the title, or anywhere else.
_WHOLE, _IN_TITLE, _ELSEWHERE = 12, 4, 1


@dataclass(frozen=True)
class Entry:
    """One thing to be found: the address of its page after the language, what kind of thing it is, its title, its codes
    and other names, and every other text of it with its language, that of the page first."""

    path: str
    kind: str
    title: str
    names: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(plain(name) for name in self.names)

    @cached_property
    def _title(self) -> frozenset[str]:
        return tokens(" ".join((self.title, *self.names)))

    @cached_property
    def _texts(self) -> frozenset[str]:
        return tokens(" ".join(words for _, words in self.texts))

    def score(self, words: Sequence[str]) -> int:
        """How well it answers `words`; 0 where one of them does not occur."""
        scores = [self._score(word) for word in words]
        whole = _WHOLE if " ".join(words) in self._names or " ".join(words) == plain(self.title) else 0
        return sum(scores) + whole if all(scores) else 0

    def _score(self, word: str) -> int:
        if word in self._names:
            return _WHOLE
        if _begins(word, self._title):
            return _IN_TITLE
        return _ELSEWHERE if _begins(word, self._texts) else 0

    def vocabulary(self) -> frozenset[str]:
        """Every word of its title and names."""
        return self._title


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found, its title and a piece of its texts, in `lang`, with the words sought marked."""

    entry: Entry
    title: Markup
    excerpt: Markup
    lang: str


def plain(words: str) -> str:
    """`words` without accents and capitals."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def tokens(words: str) -> frozenset[str]:
    """The words of a text, codes both whole and in their parts."""
    written = plain(words)
    return frozenset(_TOKEN.findall(written)) | frozenset(_PART.findall(written))


def sought(typed: str) -> tuple[str, ...]:
    """The words of what somebody typed, without accents and capitals, each once; at most `MOST_WORDS`."""
    return tuple(dict.fromkeys(_TOKEN.findall(plain(typed))))[:MOST_WORDS]


def search(entries: Iterable[Entry], words: Sequence[str]) -> tuple[Hit, ...]:
    """The entries in which every one of `words` occurs, the best first."""
    if not words:
        return ()
    scored = [(entry.score(words), entry) for entry in entries]
    ranked = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    return tuple(Hit(entry, marked(entry.title, words), *_excerpt(entry, words)) for _, entry in ranked)


def suggestions(entries: Iterable[Entry], words: Sequence[str], *, most: int = 3) -> tuple[str, ...]:
    """Words of the plan that are written nearly as those sought that nobody begins with."""
    known = sorted({word for entry in entries for word in entry.vocabulary() if len(word) > 2})
    near = (get_close_matches(word, known, n=most, cutoff=_CLOSE) for word in words if not _begins(word, known))
    return tuple(dict.fromkeys(one for close in near for one in close))[:most]


def _begins(word: str, among: Iterable[str]) -> bool:
    return any(token.startswith(word) for token in among)


def marked(text: str, words: Sequence[str]) -> Markup:
    """`text` with every word that begins with one of `words` in `<mark>`."""
    out, last = Markup(), 0
    for place in _places(text, words):
        out += escape(text[last : place.start()]) + Markup("<mark>{}</mark>").format(place.group())
        last = place.end()
    return out + escape(text[last:])


def _places(text: str, words: Sequence[str]) -> Iterator[re.Match[str]]:
    """Where words sought stand in `text`: whole codes first, then the parts of words."""
    for found in _TOKEN.finditer(text):
        whole = plain(found.group())
        if any(whole.startswith(word) for word in words):
            yield found
        else:
            parts = (part for part in _PART.finditer(text, found.start(), found.end()))
            yield from (part for part in parts if any(plain(part.group()).startswith(word) for word in words))


def _excerpt(entry: Entry, words: Sequence[str]) -> tuple[Markup, str]:
    """A piece of the text that holds most of the words which the title lacks, and its language; "" without any."""
    missing = [word for word in words if not _begins(word, tokens(entry.title))] or list(words)
    held = [(sum(_begins(word, tokens(text)) for word in missing), lang, text) for lang, text in entry.texts]
    most, lang, best = max(held, key=lambda one: one[0], default=(0, "", ""))
    first = next(_places(best, missing), None) if most else None
    return (Markup(), "") if first is None else (marked(_cut(best, first.start()), words), lang)


def _cut(text: str, at: int) -> str:
    """`text` around `at`, cut between words."""
    start, end = max(0, at - _AROUND), min(len(text), at + 2 * _AROUND)
    if start:
        start = text.find(" ", start, at) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", at, end), at) if text.rfind(" ", at, end) > at else end
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
