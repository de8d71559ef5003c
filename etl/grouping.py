"""Problems that many rows share, said once: with all their places, the first values found and how many rows there are.

Pure. Rows that hold the very same make a group; where too many values differ, all rows of a column with the same kind
of problem make one, and the first of them stands for the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from etl.columns import Words
from etl.problem_words import CATALOGUE
from etl.problems import Problem, how_many, sheet_in_place, shown

FEW = 3  # rows that are listed each by itself
MANY_KINDS = 8  # values of one column, each shared by rows, that are still said one by one
SHOWN_RUNS = 3
SHOWN_VALUES = 3

_ROWS, _CELLS = Words("filas", "rows"), Words("celdas", "cells")
_COLUMN = Words("columna", "column")
_AND, _OTHERS = Words("y", "and"), Words("y otras", "and others")
_FIRST = Words("; en la primera: ", "; in the first one: ")
_LIKEWISE = Words("Lo mismo con «{values}».", "The same with “{values}”.")
_LIKEWISE_MORE = Words("Lo mismo con «{values}» y más.", "The same with “{values}” and more.")
_BETWEEN = Words("», «", "”, “")


@dataclass(frozen=True, slots=True)
class Group:
    """Problems of one code at one column of one sheet, in order of their rows; or one problem alone."""

    problems: tuple[Problem, ...]

    @property
    def first(self) -> Problem:
        """The one that stands for all."""
        return self.problems[0]

    @property
    def count(self) -> int:
        """How many rows it is about, with those that are not listed."""
        return how_many(self.problems)

    @property
    def runs(self) -> list[tuple[int, int]]:
        """First and last row of each run of listed rows without a gap."""
        runs: list[tuple[int, int]] = []
        for row in sorted({problem.row for problem in self.problems}):
            if runs and runs[-1][1] == row - 1:
                runs[-1] = (runs[-1][0], row)
            else:
                runs.append((row, row))
        return runs

    @property
    def varied(self) -> bool:
        """Whether what is said of the first is not said of all."""
        return any(_said(problem) != _said(self.first) for problem in self.problems)

    def place(self, lang: str = "es") -> str:
        """Where: `Reporte!F12:F1011 y F1040 (valor), 1,001 celdas` or `filas 12–1011 y 1040, columna valor (1,001
        filas)`."""
        if len(self.problems) == 1:
            return self.first.place(lang)
        first, named = self.first, self.first.column or self.first.letter
        if first.sheet and first.letter:
            cells = self._listed([cell_range(first.letter, *run) for run in self.runs], lang)
            column = f" ({first.column})" if first.column else ""
            return f"{sheet_in_place(first.sheet)}!{cells}{column}, {self.count:,} {_CELLS.of(lang)}"
        parts = [first.sheet] if first.sheet else []
        parts += [f"{_ROWS.of(lang)} {self._listed([_range(*run) for run in self.runs], lang)}"]
        parts += [f"{_COLUMN.of(lang)} {named}"] if named else []
        return f"{', '.join(parts)} ({self.count:,} {_ROWS.of(lang)})"

    def text(self, lang: str = "es") -> str:
        """Places, what is wrong and what to do on one line; of many, with the first values that were found."""
        if len(self.problems) == 1:
            return self.first.text(lang)
        said = f"{self.first.message(lang)} {self.first.remedy(lang)}"
        parts = [f"{self.place(lang)}{_FIRST.of(lang) if self.varied else ': '}{said}", self._others(lang)]
        return " ".join(part for part in parts if part)

    def _listed(self, runs: Sequence[str], lang: str) -> str:
        """`12–1011 y 1040`; of many the first, `12, 14, 16 y otras`."""
        if len(runs) > SHOWN_RUNS or any(problem.more for problem in self.problems):
            return f"{', '.join(runs[:SHOWN_RUNS])} {_OTHERS.of(lang)}"
        return f" {_AND.of(lang)} ".join(part for part in (", ".join(runs[:-1]), runs[-1]) if part)

    def _others(self, lang: str) -> str:
        """The values found after the first, where what is wrong names them."""
        if "{found}" not in CATALOGUE[self.first.code].says.es:
            return ""
        found = dict.fromkeys(problem.found for problem in self.problems if problem.found)
        others = [shown(value) for value in found][1:]
        words = (
            _LIKEWISE
            if len(others) <= SHOWN_VALUES and not any(problem.more for problem in self.problems)
            else _LIKEWISE_MORE
        )
        values = _BETWEEN.of(lang).join(others[:SHOWN_VALUES])
        return words.of(lang).format(values=values) if others else ""


def grouped(problems: Iterable[Problem]) -> tuple[Group, ...]:
    """`problems`, which come in order, with those of more than a few rows together, each group where its first is."""
    listed = list(problems)
    groups = chain.from_iterable(_of_column(alike) for alike in _split(listed, _column))
    at = {id(problem): place for place, problem in enumerate(listed)}
    return tuple(sorted(groups, key=lambda group: at[id(group.first)]))


def _of_column(alike: Sequence[Problem]) -> Iterator[Group]:
    """The groups of one column and code: those with the same words, then what is left."""
    if not _many(alike):
        yield from (Group((problem,)) for problem in alike)
        return
    same = [one for one in _split(alike, _said) if _many(one)]
    if len(same) > MANY_KINDS:
        same = []
    yield from (Group(tuple(one)) for one in same)
    said = {_said(one[0]) for one in same}
    rest = [problem for problem in alike if _said(problem) not in said]
    if _many(rest):
        yield Group(tuple(rest))
    else:
        yield from (Group((problem,)) for problem in rest)


def _many(problems: Sequence[Problem]) -> bool:
    """More than a few rows; what is wrong with the file or with one row is always said by itself."""
    return len({problem.row for problem in problems if problem.row}) > FEW


def _column(problem: Problem) -> Hashable:
    return problem.code, problem.sheet, problem.letter, problem.column


def _said(problem: Problem) -> Hashable:
    return problem.found, problem.facts


def _split(problems: Iterable[Problem], by: Callable[[Problem], Hashable]) -> list[list[Problem]]:
    parts: dict[Hashable, list[Problem]] = {}
    for problem in problems:
        parts.setdefault(by(problem), []).append(problem)
    return list(parts.values())


def cell_range(letter: str, first: int, last: int) -> str:
    """`F12`, or `F12:F15` for more than one."""
    return f"{letter}{first}" if first == last else f"{letter}{first}:{letter}{last}"


def _range(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first}–{last}"
