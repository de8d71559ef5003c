"""Guidelines, actions and indicators as lists: a line an indicator, under its action, under its guideline. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from dashboard.charts.heat import Keep, placed
from dashboard.charts.mini import mini
from dashboard.documents.page import (
    Chip,
    action_chip,
    cited,
    erased_chip,
    overdue_since,
    state_chip,
)
from dashboard.saying import amount, is_not_enough
from dashboard.sentences import Sentence, sentence
from dashboard.svg import mini_svg
from dashboard.texts import Texts
from indicators.plan import Action, Guideline
from indicators.progress import State
from indicators.results import ActionStatus, IndicatorStatus, Overview
from indicators.words import Text


def _every(_action: ActionStatus, _line: IndicatorStatus) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator's line: name, amount, small drawing, status, what is special."""

    path: str
    label: Text
    amount: Sentence
    page: str
    in_plan: bool
    drawing: Markup
    chip: Chip
    overdue: date | None
    missed: date | None


@dataclass(frozen=True, slots=True)
class Block:
    """One action with its lines; the tracker's own apart."""

    path: str
    action: Action
    page: str
    chip: Chip
    known: str
    rows: tuple[Row, ...]
    own: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One guideline with the actions of it that are followed."""

    guideline: Guideline | None
    blocks: tuple[Block, ...]


def row(line: IndicatorStatus, texts: Texts, *, today: date, demonstration: bool, erased: bool = False) -> Row:
    """The line of an indicator; `erased` where the law forced out every figure of it."""
    state, gone = line.progress.state, erased and line.progress.last_reported is None
    small = None if gone else mini(line)
    said = sentence("amount.erased") if gone else amount(line.indicator, line.progress)
    return Row(
        path=f"indicators/{line.indicator.code}",
        label=line.indicator.label,
        amount=said,
        page=cited(line.indicator.cited, texts) if line.indicator.in_plan else "",
        in_plan=line.indicator.in_plan,
        drawing=mini_svg(small, texts, demonstration=demonstration) if small else Markup(),
        chip=erased_chip(texts) if gone and state is State.NO_DATA else state_chip(state, texts),
        overdue=overdue_since(line.progress, today=today),
        missed=line.progress.past_original,
    )


def parts(result: Overview, texts: Texts, *, today: date, keep: Keep = _every) -> tuple[Part, ...]:
    """Guidelines in order with the actions that have indicators for which `keep` holds; those without a place last."""
    kept = {
        status.action.code: (status, lines)
        for status in result.actions
        if (lines := tuple(line for line in status.indicators if keep(status, line)))
    }
    return tuple(
        Part(guideline, inside)
        for guideline, actions in placed(result.plan)
        if (inside := tuple(block(*kept[a.code], result, texts, today=today) for a in actions if a.code in kept))
    )


def block(
    status: ActionStatus, kept: Sequence[IndicatorStatus], result: Overview, texts: Texts, *, today: date
) -> Block:
    """An action with the lines of those of its indicators that are shown."""
    demonstration, erased = result.release.demonstration, result.erased
    lines = [
        row(line, texts, today=today, demonstration=demonstration, erased=line.indicator.code in erased)
        for line in kept
    ]
    return Block(
        path=f"actions/{status.action.code}",
        action=status.action,
        page=cited(status.action.cited, texts),
        chip=action_chip(status.progress.state, texts),
        known=_known(status, texts),
        rows=tuple(line for line in lines if line.in_plan),
        own=tuple(line for line in lines if not line.in_plan),
    )


def _known(status: ActionStatus, texts: Texts) -> str:
    """On how many of its indicators the action's status rests; that there is no telling where they all have data."""
    progress = status.progress
    if is_not_enough(progress):
        return texts("action.known_not_enough", count=progress.indicators)
    return texts("action.known", k=progress.with_data, count=progress.indicators)
