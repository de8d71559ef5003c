"""Marks a file in a process of its own, within limits: `etl.workbooks.marking` behind `etl.child`. Impure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from etl.cells import FileRefused
from etl.child import LIST_LIMITS, limited
from etl.problems import Problem
from etl.workbooks.marking import NotMarked, marked


def marked_apart(
    content: bytes,
    problems: Sequence[Problem],
    *,
    sheet: str,
    names: Sequence[str],
    warnings: Sequence[Problem],
    lang: str,
) -> bytes:
    """What `marked` gives. Raises NotMarked, also where the file asks for more than is allowed."""
    try:
        how = {"sheet": sheet, "names": names, "warnings": warnings, "lang": lang}
        made = limited(_marked, content, problems, how, limits=LIST_LIMITS)
    except FileRefused:
        raise NotMarked("too_large") from None
    if isinstance(made, str):
        raise NotMarked(made)
    return made


def _marked(content: bytes, problems: Sequence[Problem], how: dict[str, Any]) -> bytes | str:
    """The copy, or why there is none."""
    try:
        return marked(content, problems, **how)
    except NotMarked as refused:
        return refused.reason
