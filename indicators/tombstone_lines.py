"""Which lines of which releases a tombstone stands for: those of the figure, and those from which it could be worked
out. What is erased is worked out from it, and what is found erased is held to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from indicators import tables
from indicators.canonical_release import figure_line


def lines_of(session: Session, rows: Iterable[Row[Any]], *, last: int) -> set[tuple[int, str]]:
    """Release and key of every such line, for the published versions (`rows`) of figures of one indicator that were
    erased when release `last` was the newest."""
    found: set[tuple[int, str]] = set()
    spans: set[int] = set()
    touched: set[int] = set()
    marked: set[str] = set()
    indicator = ""
    for row in rows:
        key = tuple(getattr(row, name) for name in tables.FIGURE_KEY)
        indicator = row.indicator
        found.add((row.from_release, figure_line(key)))
        spans |= set(range(row.from_release, min(row.until_release or last + 1, last + 1)))
        touched |= {n for n in (row.from_release, row.until_release) if n is not None and n <= last}
        marked.add("|".join(("mark", *key)))
    p, kept = tables.progress.c, tables.release_lines.c
    judged = select(p.release).where(p.indicator == indicator, p.release.in_(spans))
    found |= {(number, f"progress|{indicator}") for number in session.execute(judged).scalars()}
    of_indicator = kept.key.startswith(f"mark|{indicator}|", autoescape=True) | (kept.key == f"notice|{indicator}")
    for line in session.execute(select(kept.release, kept.key).where(of_indicator, kept.release <= last)):
        is_mark = any(line.key.startswith(f"{mark}|") for mark in marked)
        if is_mark or (line.key == f"notice|{indicator}" and line.release in touched):
            found.add((line.release, line.key))
    return found
