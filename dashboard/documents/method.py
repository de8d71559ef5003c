"""The page of the method: how a figure comes about and how a status is computed, with an example of the release."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import Environment

from dashboard.documents.indicator_facts import arithmetic
from dashboard.documents.page import Chip, Visit, action_chip, frame, state_chip
from dashboard.sentences import Operand, Sentence
from dashboard.texts import Texts
from indicators.method_view import MethodView
from indicators.notices import NOTICE_MONTHS, NOTICE_SHARE
from indicators.plan import Kind
from indicators.progress import BANDS, State
from indicators.results import IndicatorDetail
from indicators.rollup import ActionState

# The sections in the order of the page, each with how many paragraphs the catalogue has for it.
SECTIONS = {
    "states": 1,
    "formulas": 2,
    "whose": 3,
    "kinds": 1,
    "missing": 3,
    "extension": 2,
    "actions": 2,
    "releases": 3,
    "demonstration": 1,
    "privacy": 4,
    "formats": 2,
    "limits": 3,
    "sources": 1,
}
FORMULAS = ("due", "expected", "ati", "atii", "light", "pace")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: its anchor, its title and what it says."""

    anchor: str
    title: str
    paragraphs: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A status with the rule that leads to it."""

    chip: Chip
    rule: Sentence


@dataclass(frozen=True, slots=True)
class Example:
    """An indicator of the release whose status is worked out on the page."""

    path: str
    detail: IndicatorDetail
    chip: Chip
    divisions: tuple[tuple[str, str], ...]


def render(result: MethodView, texts: Texts, visit: Visit, templates: Environment) -> str:
    """The whole document."""
    answer = answer_sentence()
    return templates.get_template("method.html").render(
        frame(result.plan, result.release, result.releases, texts, visit=visit),
        title=texts("method.title"),
        description=texts.say(answer),
        answer=answer,
        sections=tuple(_section(name, count, texts) for name, count in SECTIONS.items()),
        states=tuple(Ruled(state_chip(state, texts), _rule("state", state)) for state in State),
        actions=tuple(Ruled(action_chip(state, texts), _rule("action", state)) for state in ActionState),
        kinds=tuple(Kind),
        formulas=FORMULAS,
        example=_example(result.example, texts),
        sources=result.plan.sources,
    )


def answer_sentence() -> Sentence:
    """What a figure is and from which share of the expected each light is given."""
    return _sentence("method.says")


def _sentence(key: str) -> Sentence:
    """A sentence with the numbers that words may name, from where the rules have them."""
    floors = {state: floor for floor, state in BANDS}
    operands: dict[str, Operand] = {
        "on_track": floors[State.ON_TRACK],
        "behind": floors[State.BEHIND],
        "share": NOTICE_SHARE * 100,
        "months": NOTICE_MONTHS,
    }
    return Sentence(key, tuple(operands.items()))


def _section(name: str, count: int, texts: Texts) -> Section:
    paragraphs = tuple(_sentence(f"method.{name}.{at}") for at in range(1, count + 1))
    return Section(name, texts(f"method.{name}.title"), paragraphs)


def _rule(of: str, state: State | ActionState) -> Sentence:
    return _sentence(f"method.{of}.{state}")


def _example(detail: IndicatorDetail | None, texts: Texts) -> Example | None:
    if detail is None:
        return None
    path = f"indicators/{detail.indicator.code}"
    return Example(path, detail, state_chip(detail.progress.state, texts), arithmetic(detail, texts))
