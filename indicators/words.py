"""A text in any number of languages with what its words rest on, and where a row is read. Pure data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from indicators.canonical import later

# The language in which a plan is typed: every text has it, and it stands in for one that is not written yet.
FIRST = "es"
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class TextBasis(StrEnum):
    """Where the words of a text come from."""

    OFFICIAL = "official"
    TRANSLATION = "translation"
    OURS = "ours"


class Wording(NamedTuple):
    """The words of a text in one language; `lang` is a tag such as `quz`."""

    lang: str
    words: str
    basis: TextBasis


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Spanish, in English and in any `others`. `basis` is that of the Spanish words, and of the English where
    `en_basis` is None. What is not written yet is "" or, among the others, not there."""

    es: str
    en: str
    basis: TextBasis
    en_basis: TextBasis | None = None
    others: tuple[Wording, ...] = later(())

    def worded(self, lang: str) -> Wording:
        """The words to show in `lang`: its own, else the Spanish, else any; `.lang` tells which these are."""
        own = (
            Wording(FIRST, self.es, self.basis),
            Wording("en", self.en, self.en_basis or self.basis),
            *self.others,
        )
        written = [each for each in own if each.words]
        return next((each for each in written if each.lang == lang), written[0] if written else own[0])

    def basis_in(self, lang: str) -> TextBasis:
        """What the words that `in_language(lang)` gives rest on."""
        return self.worded(lang).basis

    def in_language(self, lang: str) -> str:
        """The text in `lang`; the Spanish one where that is not written yet."""
        return self.worded(lang).words


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a row is read: source code and, where known, the plan's printed page."""

    source: str
    page: int | None = None


def is_language(tag: str) -> bool:
    """Whether `tag` is written as a language tag is: `quz`, `pt-BR`."""
    return bool(_TAG.fullmatch(tag))
