"""Gives a case to the real code and says what is wrong with what became of it. In process: a check of its bytes."""

# ruff: noqa: E501  # a case a line: the tables below are read down their columns
from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from etl.pipeline import check
from etl.problems import Problem
from indicators import queries
from indicators.canonical import plain_decimal
from indicators.drafts import FigureDraft, InForce, ReturnDraft
from indicators.plan import Plan
from indicators.store import Store
from tests.hostile.cases import Case, Right, Verdict
from tests.hostile.world import NOW

HOLE = re.compile(r"\{[a-z_]+\}")
LANGUAGES = ("es", "en")


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of a file, whoever gave it to what."""

    verdict: Verdict
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    draft: ReturnDraft | None = None
    rule: str = ""

    @property
    def codes(self) -> frozenset[str]:
        """The codes that were told."""
        return frozenset([self.rule]) if self.rule else frozenset(p.code for p in (*self.problems, *self.warnings))


@dataclass(frozen=True, slots=True)
class World:
    """What a check needs of a store."""

    plan: Plan
    in_force: dict[str, Sequence[InForce]]


def world_of(store: Store) -> World:
    """The plan in force and all that is published."""
    with store.read() as session:
        plan = queries.current_plan(session)
        assert plan is not None
        return World(plan, {e.code: queries.figures_in_force(session, entity=e.code) for e in plan.entities})


def seen_by_check(case: Case, content: bytes, world: World) -> Seen:
    """The check of the bytes alone: who sends them, and whether they came before, it cannot know."""
    found = check(
        content,
        case.file_name,
        job=case.job,
        plan=world.plan,
        published=lambda entity: world.in_force.get(entity, ()),
        now=NOW,
        numbers=case.numbers,
    )
    return seen(found.draft, found.problems, found.warnings)


def seen(draft: ReturnDraft | None, problems: tuple[Problem, ...], warnings: tuple[Problem, ...]) -> Seen:
    """The verdict that follows from a draft, or from problems."""
    if draft is None:
        return Seen(Verdict.REFUSED, problems, warnings)
    return Seen(Verdict.WARNED if warnings else Verdict.ACCEPTED, problems, warnings, draft)


def wrong(case: Case, found: Seen) -> Iterator[str]:
    """Each thing that is not as it should be: the verdict, its codes and place, the values; and what is said."""
    yield from _against(case.right, found)
    yield from _badly_said(case, found)


def checkable(case: Case) -> Case | None:
    """The case as a check can judge it; None where its outcome rests on what a store knows of the file or the sender."""
    return None if case.right.verdict in (Verdict.KNOWN, Verdict.FORBIDDEN) else case


def _against(right: Right, found: Seen) -> Iterator[str]:
    if found.verdict is not right.verdict:
        yield f"{found.verdict}{_list(found.codes)} and not {right.verdict}{_list(right.codes)}"
        return
    if missing := right.codes - found.codes:
        yield f"not told: {', '.join(sorted(missing))}; told: {', '.join(sorted(found.codes))}"
    elif right.at and not any(_is_at(p, right.at) for p in _meant(right, found)):
        places = [p.place("en") for p in _meant(right, found)]
        yield f"not at {right.at}: {places[:3]}"
    if found.verdict is Verdict.REFUSED and not found.problems:
        yield "refused without a word"
    if right.gives:
        told = said(found.draft)
        for name, value in right.gives.items():
            if told.get(name) != value:
                yield f"{name} is {told.get(name)!r} and not {value!r}"


def _meant(right: Right, found: Seen) -> list[Problem]:
    """The problems whose codes the outcome asks for, or all of them."""
    return [p for p in (*found.problems, *found.warnings) if not right.codes or p.code in right.codes]


def _is_at(problem: Problem, at: tuple[int, str]) -> bool:
    row, column = at
    return problem.row == row and column in ("", problem.column, problem.letter)


def said(draft: ReturnDraft | None) -> dict[str, str]:
    """What a draft says, by figure (`1.1.p7.a/region/04`, its note under `#note`) and by key of a register's row."""
    told: dict[str, str] = {}
    for figure in draft.figures if draft else ():
        name = "/".join(filter(None, (figure.indicator, figure.dimension, figure.category, figure.step)))
        told |= {name: _amount(figure), f"{name}#note": figure.note, f"{name}#evidence": figure.evidence_reference}
        told[f"{name}#so.far"] = "" if figure.so_far is None else plain_decimal(figure.so_far)
    return told | {row.key: row.kind for row in (draft.registers if draft else ())}


def _amount(figure: FigureDraft) -> str:
    if figure.withdrawn or figure.nothing:
        return "withdrawn" if figure.withdrawn else "nothing"
    if figure.numerator is not None and figure.denominator is not None:
        return f"{plain_decimal(figure.numerator)}/{plain_decimal(figure.denominator)}"
    if figure.stage is not None:
        return figure.stage.value
    return "" if figure.value is None else plain_decimal(figure.value)


def _badly_said(case: Case, found: Seen) -> Iterator[str]:
    for problem in (*found.problems, *found.warnings):
        try:
            yield from _unsaid(problem)
            told = spoken(problem)
            told.encode()
        except Exception as error:  # whatever it is: a problem that cannot be said is a fault of the catalogue
            yield f"{problem.code} cannot be said: {error!r}"
            continue
        if leaked := [secret for secret in case.secrets if secret in told]:
            yield f"{problem.code} repeats {leaked}"
    if found.draft is not None and (leaked := [secret for secret in case.secrets if secret in repr(found.draft)]):
        yield f"the draft holds {leaked}"


def spoken(problem: Problem) -> str:
    """All that is ever said of a problem: its texts in both languages, its JSON, and what of it is kept."""
    texts = [problem.text(lang) for lang in LANGUAGES]
    return "\n".join([*texts, json.dumps(problem.as_json(), ensure_ascii=False), repr(problem)])


def _unsaid(problem: Problem) -> Iterator[str]:
    for lang in LANGUAGES:
        for words in (problem.message(lang), problem.remedy(lang), problem.place(lang)):
            if not words.strip():
                yield f"{problem.code} is not worded ({lang})"
            if (hole := HOLE.search(words)) and hole[0] not in problem.found:
                yield f"{problem.code} has a hole: {hole[0]} ({lang})"
            if "\n" in words or "\r" in words:
                yield f"{problem.code} takes more than a line ({lang})"


def _list(codes: frozenset[str]) -> str:
    return f" ({', '.join(sorted(codes))})" if codes else ""


Judge = Callable[[Case], Sequence[str]]
"""Says what is wrong with what became of a case."""
