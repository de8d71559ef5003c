"""Trackers with one promise broken, which the harness must report. They stand here, never in the tracker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from etl import pipeline, reading, rows, values
from etl.lists import found
from indicators import arrivals, canonical
from tests.hostile.cases import Case
from tests.hostile.corpus import corpus


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken promise: what the tracker then does, the row and words of a case that shows it, and how it is planted.

    With `store` only the whole path shows it.
    """

    does: str
    row: int
    word: str
    parts: tuple[tuple[Any, str, Callable[..., Any]], ...]
    store: bool = False

    def case(self) -> Case:
        """The first case that shows it."""
        return next(case for case in corpus() if case.row == self.row and self.word in str(case))

    @contextmanager
    def planted(self) -> Iterator[None]:
        """The tracker with the fault."""
        before = [(home, name, getattr(home, name)) for home, name, _ in self.parts]
        for home, name, other in self.parts:
            setattr(home, name, other)
        try:
            yield
        finally:
            for home, name, true in before:
                setattr(home, name, true)


def _guessing(text: str, **how: Any) -> Decimal:
    return values.read_count(text.replace(".", ""), **how)


def _keeping(session: Any, refusal: Any, **how: Any) -> int:
    arrivals.keep_file(session, canonical.sha256(b"x"), b"x")
    return _refuse(session, refusal, **how)


def _repeating(problem: Any, *_plan: Any) -> Any:
    return problem


def _hole(problem: Any, words: Any, lang: str) -> str:
    return str(words.of(lang))


def _stumbling(*_args: Any, **_how: Any) -> Any:
    raise KeyError("a cell")


def _careless(*args: Any, **how: Any) -> Any:
    checked = _judged(*args, **how)
    return replace(checked, draft=checked.candidate, problems=())


def _forgetful(*args: Any, **how: Any) -> int:
    return 1


_refuse, _judged = arrivals.refuse, pipeline._judged
_OF_PERSONS = ((found, "hidden", _repeating), (reading, "hidden", _repeating), (pipeline, "in_private", _repeating))

FAULTS = (
    Fault("takes 1.234 for 1234", 6, "'1.234' in a count, CSV", ((rows, "read_count", _guessing),)),
    Fault("stages a file that has problems", 40, "parts that make less", ((pipeline, "_judged", _careless),)),
    Fault("repeats what a list about persons holds", 80, "a person in entidad of an attendance list", _OF_PERSONS),
    Fault("words a problem with holes", 37, "an unknown code", ((pipeline.Problem, "_filled", _hole),)),
    Fault("stumbles over a file", 52, "<script>", ((pipeline, "read_bytes", _stumbling),)),
    Fault("keeps a refused file", 37, "an unknown code", ((arrivals, "refuse", _keeping),), store=True),
    Fault("forgets that it refused a file", 37, "an unknown code", ((arrivals, "refuse", _forgetful),), store=True),
)  # fmt: skip
