"""The pages of the guidelines: all of them in a table, and each with its objectives, actions and indicators. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from jinja2 import Environment

from dashboard.charts.heat import by_action
from dashboard.documents.heat import picture
from dashboard.documents.page import Chip, Fact, Visit, action_chip, basis_note, cited, frame, judged_on, marked
from dashboard.documents.plan_rows import Block, block
from dashboard.sentences import Sentence, sentence
from dashboard.texts import Texts
from indicators.plan import Action, Guideline, Objective
from indicators.quality import declared_total
from indicators.results import ActionStatus, GuidelineDetail, Overview
from indicators.rollup import ActionState


@dataclass(frozen=True, slots=True)
class ObjectivePart:
    """An objective: the actions that are followed, and those known by their title alone. `basis` is of its title."""

    objective: Objective
    basis: str
    page: str
    blocks: tuple[Block, ...]
    others: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A guideline in the table of all: what is known of it, and the states of its followed actions."""

    guideline: Guideline
    titled: int
    known: int
    followed: int
    states: tuple[tuple[Chip, int], ...]


def render(result: GuidelineDetail, texts: Texts, visit: Visit, templates: Environment) -> str:
    """The whole document of one guideline."""
    whole, guideline = result.overview, result.guideline
    today = judged_on(whole.release, whole.releases, visit.today)
    said = says(guideline, whole)
    return templates.get_template("guideline.html").render(
        frame(whole.plan, whole.release, whole.releases, texts, visit=visit),
        title=texts.of(guideline.title) or texts("guideline.n", code=guideline.code),
        description=marked(said, texts, demonstration=whole.release.demonstration),
        guideline=guideline,
        says=said,
        page=cited(guideline.cited, texts),
        source=whole.plan.source(guideline.cited.source),
        basis=basis_note(guideline.title, texts),
        facts=facts(guideline, whole, texts),
        heat=picture(
            by_action(whole, lambda action, _: action.action.objective.startswith(f"{guideline.code}.")), texts
        ),
        parts=tuple(_part(objective, whole, texts, today=today) for objective in guideline.objectives),
        cited=lambda source: cited(source, texts),
    )


def render_all(result: Overview, texts: Texts, visit: Visit, templates: Environment) -> str:
    """The whole document of the table of guidelines."""
    said = says_all(result)
    return templates.get_template("guidelines.html").render(
        frame(result.plan, result.release, result.releases, texts, visit=visit),
        title=texts("guidelines.title"),
        description=marked(said, texts, demonstration=result.release.demonstration),
        says=said,
        lines=tuple(_line(guideline, result, texts) for guideline in result.plan.guidelines),
        unplaced=result.plan.unplaced,
    )


def says(guideline: Guideline, whole: Overview) -> Sentence:
    """How many of its known actions are followed, and where these stand."""
    inside = statuses(guideline, whole)
    followed = [status for status in inside if status.progress.indicators]
    if not inside:
        return sentence("guideline.says_nothing")
    if not followed:
        return sentence("guideline.says_not_followed", count=len(inside))
    counted = Counter(status.progress.state for status in followed)
    clauses = tuple(sentence(f"reconcile.{state}", count=counted[state]) for state in ActionState if counted[state])
    return sentence("guideline.says", count=len(followed), known=len(inside), clauses=clauses)


def says_all(result: Overview) -> Sentence:
    """In how many of the guidelines any action is followed."""
    guidelines = result.plan.guidelines
    with_any = sum(1 for one in guidelines if any(s.progress.indicators for s in statuses(one, result)))
    declared = declared_total(result.plan, "guidelines") or len(guidelines)
    return sentence("guidelines.says", count=declared, followed=with_any)


def statuses(guideline: Guideline, whole: Overview) -> tuple[ActionStatus, ...]:
    """The actions of a guideline that are known."""
    inside = {action.code for objective in guideline.objectives for action in objective.actions}
    return tuple(status for status in whole.actions if status.action.code in inside)


def facts(guideline: Guideline, whole: Overview, texts: Texts) -> tuple[Fact, ...]:
    """What is known of a guideline, each with its own count; nothing where nothing is."""
    inside = statuses(guideline, whole)
    if not inside:
        return ()
    lines = [line for status in inside for line in status.indicators if line.indicator.in_plan]
    titled = sum(1 for objective in guideline.objectives if objective.title)
    followed = sum(1 for status in inside if status.progress.indicators)
    reported = sum(line.progress.reported for line in lines)
    due = sum(line.progress.reports_due for line in lines)
    return (
        Fact(texts("guideline.actions"), texts.number(len(inside)), (texts("guideline.actions_small"),)),
        Fact(
            texts("guideline.followed"),
            texts("k_of_n", k=followed, n=len(inside)),
            (texts("guideline.followed_small"),),
        ),
        Fact(texts("guideline.indicators"), texts.number(len(lines)), (texts("guideline.indicators_small"),)),
        Fact(texts("fact.coverage"), texts("k_of_n", k=reported, n=due), (texts("fact.coverage_plan"),)),
        Fact(
            texts("guideline.objectives"),
            texts.number(len(guideline.objectives)),
            (texts("guideline.objectives_small", count=titled),),
        ),
    )


def _part(objective: Objective, whole: Overview, texts: Texts, *, today: date) -> ObjectivePart:
    known = {status.action.code: status for status in whole.actions}
    inside = [known[action.code] for action in objective.actions]
    return ObjectivePart(
        objective=objective,
        basis=basis_note(objective.title, texts),
        page=cited(objective.cited, texts),
        blocks=tuple(block(s, s.indicators, whole, texts, today=today) for s in inside if s.indicators),
        others=tuple(status.action for status in inside if not status.indicators),
    )


def _line(guideline: Guideline, result: Overview, texts: Texts) -> Line:
    inside = statuses(guideline, result)
    followed = [status for status in inside if status.progress.indicators]
    counted = Counter(status.progress.state for status in followed)
    return Line(
        guideline=guideline,
        titled=sum(1 for objective in guideline.objectives if objective.title),
        known=len(inside),
        followed=len(followed),
        states=tuple((action_chip(state, texts), counted[state]) for state in ActionState if counted[state]),
    )
