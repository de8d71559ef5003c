"""What the cells of a plan row say: texts, dates, lists of codes, where it is read. Pure.

The rows come checked, so that nothing here can fail.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import TypeVar

from indicators.words import Cited, Text, TextBasis, Wording, is_language

Cells = Mapping[str, str]
T = TypeVar("T")


def natural(code: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key in which p72 comes before p108."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"([0-9]+)", code) if part)


def listed(cell: str) -> tuple[str, ...]:
    """The codes of a cell that holds several, parted by `;`."""
    return tuple(cell.split(";")) if cell else ()


def grouped(rows: Iterable[Cells], *, by: str, make: Callable[[Cells], T]) -> dict[str, tuple[T, ...]]:
    """What `make` makes of the rows, by the cell of the column `by`."""
    groups: dict[str, list[T]] = defaultdict(list)
    for cells in rows:
        groups[cells[by]].append(make(cells))
    return {key: tuple(members) for key, members in groups.items()}


def text(cells: Cells, name: str) -> Text | None:
    """A text with its basis in each language; None where no words are known."""
    es, en = cells[f"{name}_es"], cells[f"{name}_en"]
    others = _others(cells, name)
    if not (es or en or others):
        return None
    basis_es, basis_en = cells[f"{name}_es_basis"], cells[f"{name}_en_basis"]
    basis = basis_es or basis_en or others[0].basis
    return Text(es, en, TextBasis(basis), TextBasis(basis_en) if basis_en else None, others)


def needed(cells: Cells, name: str) -> Text:
    """A text that the row has to have."""
    return text(cells, name) or Text("", "", TextBasis.OURS)


def ours(cells: Cells, name: str) -> Text:
    """A short name of the tracker's own."""
    return Text(cells[f"{name}_es"], cells[f"{name}_en"], TextBasis.OURS, others=_others(cells, name))


def _others(cells: Cells, name: str) -> tuple[Wording, ...]:
    """The words in further languages, whose columns stand in a row only where they are filled in."""
    return tuple(
        Wording(lang, words, TextBasis(cells.get(f"{name}_{lang}_basis") or TextBasis.OURS))
        for lang in _further_languages(tuple(cells), name)
        if (words := cells[f"{name}_{lang}"])
    )


# A plan has some thousands of texts, whose rows have a few dozen headers: each is looked through once.
@lru_cache(maxsize=4096)
def _further_languages(header: tuple[str, ...], name: str) -> tuple[str, ...]:
    found = (column.removeprefix(f"{name}_") for column in header if column.startswith(f"{name}_"))
    return tuple(sorted(lang for lang in found if lang not in ("es", "en") and is_language(lang)))


def cited(cells: Cells) -> Cited:
    """Where the row is read."""
    return Cited(cells["source"], whole(cells["page"]))


def day(cell: str) -> date | None:
    """The date of a cell; None where it is empty."""
    return date.fromisoformat(cell) if cell else None


def whole(cell: str) -> int | None:
    """The whole number of a cell; None where it is empty."""
    return int(cell) if cell else None
