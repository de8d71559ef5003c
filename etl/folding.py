"""Words as they sound: to be compared without accents, capitals and double spaces. Pure."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """`text` without accents, capitals and double spaces, to be compared."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if unicodedata.category(c) != "Mn")
    return " ".join(bare.split())
