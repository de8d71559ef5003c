"""The plan by counts: in which state its actions are, what its indicators tell of, whose reports are missing. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from dashboard.documents.page import Chip, action_chip
from dashboard.sentences import Sentence, sentence
from dashboard.texts import Texts
from indicators.periods import Quarter
from indicators.plan import Level
from indicators.quality import declared_total
from indicators.results import Overview
from indicators.rollup import ActionState

UNKNOWN = (ActionState.NO_DATA, ActionState.INSUFFICIENT_DATA)
# What was asked first comes first, what is not known last.
_LISTED = (
    ActionState.MET,
    ActionState.PARTLY_MET,
    ActionState.NOT_DUE,
    ActionState.NOT_EXECUTED,
    ActionState.NOT_VIABLE,
    ActionState.WITHDRAWN,
    *reversed(UNKNOWN),
)


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many actions are in a state: of those with indicators, and of all declared from `least` to `most` of them,
    whatever the unknown ones turn out to be; `most` is None where the number of all is not declared."""

    chip: Chip
    followed: int
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class ActionCounts:
    """The table of states: `followed` actions have indicators, `known` are known by title, `total` are declared."""

    rows: tuple[StateCount, ...]
    followed: int
    known: int
    total: int | None

    @property
    def unseen(self) -> int:
        """How many of the declared actions are not followed."""
        return max((self.total or 0) - self.followed, 0)


def action_counts(result: Overview, texts: Texts) -> ActionCounts:
    """Every state that a followed action is in, and "met" always: the first question."""
    followed = [status for status in result.actions if status.progress.indicators]
    counted = Counter(status.progress.state for status in followed)
    total = declared_total(result.plan, "actions")
    open_ones = max((total or 0) - len(followed), 0) + sum(counted[state] for state in UNKNOWN)
    shown = [state for state in _LISTED if counted[state] or state is ActionState.MET]
    rows = tuple(
        StateCount(action_chip(state, texts), counted[state], counted[state], _most(state, counted, total, open_ones))
        for state in shown
    )
    return ActionCounts(rows, len(followed), len(result.actions), total)


def _most(state: ActionState, counted: Counter[ActionState], total: int | None, unknown: int) -> int | None:
    if total is None:
        return None
    return unknown if state in UNKNOWN else counted[state] + unknown


def level_sentence(result: Overview) -> Sentence | None:
    """What the loaded indicators of the plan tell of: what was done, or what it changed."""
    levels = Counter(line.indicator.level for line in result.indicators if line.indicator.in_plan)
    total = sum(levels.values())
    if not total:
        return None
    clauses = tuple(sentence(f"levels.{level}", count=levels[level]) for level in Level if levels[level])
    key = "levels.some" if levels[Level.OUTCOME] else "levels.no_outcome"
    return sentence(key, count=total, clauses=clauses)


@dataclass(frozen=True, slots=True)
class Owed:
    """What an entity owes: indicators of the release's quarter, and reports of earlier quarters since `oldest`."""

    entity: str
    name: str
    now: int
    earlier: int
    oldest: Quarter | None


@dataclass(frozen=True, slots=True)
class OwedReports:
    """Who owes what; the last day for the reports of `quarter` was `due`."""

    rows: tuple[Owed, ...]
    quarter: Quarter
    due: date


def owed(result: Overview, texts: Texts) -> OwedReports:
    """The missing reports of the indicators in the plan, by entity, those who owe most first."""
    reference = result.release.reference
    missing: dict[str, list[Quarter]] = defaultdict(list)
    for line in result.indicators:
        for entity, quarter in line.progress.missing if line.indicator.in_plan else ():
            missing[entity].append(quarter)
    rows = [_owed(code, found, reference, result, texts) for code, found in missing.items()]
    ordered = tuple(sorted(rows, key=lambda row: (-row.now - row.earlier, row.entity)))
    return OwedReports(ordered, reference, result.plan.due(reference))


def _owed(code: str, missing: list[Quarter], reference: Quarter, result: Overview, texts: Texts) -> Owed:
    entity = result.plan.entity(code)
    earlier = [quarter for quarter in missing if quarter < reference]
    return Owed(
        entity=code,
        name=texts.of(entity.name) if entity else "",
        now=len(missing) - len(earlier),
        earlier=len(earlier),
        oldest=min(earlier, default=None),
    )


def owed_sentence(of: OwedReports) -> Sentence:
    """Who owes reports of the release's quarter, or that nobody does."""
    late = [row for row in of.rows if row.now]
    if not of.rows:
        return sentence("owed.none", quarter=of.quarter)
    if not late:
        return sentence("owed.earlier", quarter=of.quarter, count=sum(row.earlier for row in of.rows))
    names = tuple(sentence("owed.entity", name=row.entity) for row in late)
    return sentence("owed.now", quarter=of.quarter, date=of.due, names=names, count=sum(row.now for row in late))
