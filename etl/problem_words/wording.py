"""What a code of the catalogue says and what to do about it, in Spanish and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from etl.columns import Words


@dataclass(frozen=True, slots=True)
class Wording:
    """What a code says and what to do about it; `{fact}` stands for a fact of the problem, `{found}` for its cell."""

    says: Words
    remedy: Words


def wording(es: str, en: str, do_es: str, do_en: str) -> Wording:
    """What it says, in Spanish and in English, then what to do, in both."""
    return Wording(Words(es, en), Words(do_es, do_en))


def merged(*topics: Mapping[str, Wording]) -> dict[str, Wording]:
    """The wordings of all topics, in their order. Raises ValueError where two have the same code."""
    catalogue: dict[str, Wording] = {}
    for topic in topics:
        if twice := catalogue.keys() & topic.keys():
            raise ValueError(f"worded twice: {', '.join(sorted(twice))}")
        catalogue |= topic
    return catalogue
