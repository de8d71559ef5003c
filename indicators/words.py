"""A text in both languages with what its words rest on, and where a row is read. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TextBasis(StrEnum):
    """Where the words of a text come from."""

    OFFICIAL = "official"
    TRANSLATION = "translation"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages. `basis` is that of the Spanish words, and of the English where `en_basis` is None."""

    es: str
    en: str
    basis: TextBasis
    en_basis: TextBasis | None = None

    def basis_in(self, lang: str) -> TextBasis:
        """What the words that `in_language(lang)` gives rest on."""
        shown_in_english = bool(self.en) if lang == "en" else not self.es
        return self.en_basis if shown_in_english and self.en_basis else self.basis

    def in_language(self, lang: str) -> str:
        """The text in `es` or `en`; the Spanish one where the other is not written yet."""
        return (self.en or self.es) if lang == "en" else (self.es or self.en)


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a row is read: source code and, where known, the plan's printed page."""

    source: str
    page: int | None = None
