"""All cases of all rows, in the order of the table."""

from __future__ import annotations

from functools import cache

from tests.hostile import archives, cells, codes, encodings, headers, numbers, quarters, texts
from tests.hostile.cases import Case

TOPICS = (encodings, numbers, cells, headers, quarters, codes, archives, texts)


@cache
def corpus() -> tuple[Case, ...]:
    """Every case."""
    return tuple(sorted((case for topic in TOPICS for case in topic.cases()), key=lambda case: case.row))
