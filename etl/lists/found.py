"""Gathers the problems of a list, however long: the first thousand of a kind are told one by one, the rest counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from etl.problems import Problem
from indicators.plan import Plan

LISTED = 1_000
HIDDEN = "…"
# What a problem of a file about persons may still name: words of ours, never of a cell.
_OURS = ("meaning_es", "meaning_en", "words", "terms", "types", "systems", "expected", "limit", "sheet", "wanted_es",
         "wanted_en", "kind_es", "kind_en", "start", "end", "since", "document", "named", "quarter",
         "other_row", "kinds_es", "kinds_en", "nearest", "low", "high", "release", "count", "rows",
         "name", "length", "point_es", "point_en", "read", "other")  # fmt: skip
# What a remedy shows in place of what it would make of the cell: how such a thing is written.
_EXAMPLES = {
    "iso": "2026-09-30", "peruvian": "30/09/2026", "hint": "2026-T3",
    "grouped": "1,234", "decimal": "1.2340", "together": "1234", "coded": "INEI 06",
    "names_es": "por ejemplo, Cajamarca", "names_en": "for example Cajamarca",
    "readings_es": "Cada sistema (INEI, RENIEC, ISO) tiene los suyos",
    "readings_en": "Each system (INEI, RENIEC, ISO) has its own",
}  # fmt: skip
_DECLARED = ("column_missing", "file_too_large", "file_too_heavy")


class Found:
    """The problems met so far. `private` hides what cells hold: it may be of a person."""

    def __init__(self, *, private: bool) -> None:
        self._private = private
        self._counts: Counter[tuple[str, str]] = Counter()
        self._kept: list[Problem] = []
        self._last: dict[tuple[str, str], int] = {}

    def __bool__(self) -> bool:
        return bool(self._kept)

    def add(self, problem: Problem) -> None:
        """One more problem."""
        kind = (problem.code, problem.column)
        self._counts[kind] += 1
        if self._counts[kind] <= LISTED:
            self._last[kind] = len(self._kept)
            self._kept.append(hidden(problem) if self._private else problem)

    def told(self) -> tuple[Problem, ...]:
        """All of them; the last listed of a kind says how many more there are."""
        told = list(self._kept)
        for kind, at in self._last.items():
            if self._counts[kind] > LISTED:
                told[at] = replace(told[at], more=self._counts[kind] - LISTED)
        return tuple(told)


def in_private(problem: Problem, plan: Plan) -> Problem:
    """A problem of what a file about persons says as a whole, without what somebody typed: of the cells that it may
    come from only amounts and codes of the plan are still named."""
    amount = problem.column in ("", "valor") and not any(map(str.isalpha, problem.found))
    of_the_plan = problem.column in ("", "indicador") and plan.indicator(problem.found) is not None
    return problem if amount or of_the_plan else hidden(problem)


def hidden(problem: Problem) -> Problem:
    """`problem` without anything that a cell of its file holds."""
    if problem.code in _DECLARED:
        return problem
    facts: Mapping[str, str] = dict(problem.facts)
    ours = _OURS if problem.column == "entidad" else (*_OURS, "first")  # of entities the first one is as typed
    shown = tuple(
        (name, value if name in ours else _EXAMPLES.get(name, HIDDEN)) for name, value in sorted(facts.items())
    )
    return replace(problem, found=HIDDEN, facts=shown)
