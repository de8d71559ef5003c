"""Indicators → action → objective → guideline → plan, by counting. Pure; unlike things are never averaged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from indicators.plan import Action, Direction, Indicator, Kind
from indicators.progress import Progress, Range, State


class ActionState(StrEnum):
    """Status of an action in the ministry's words, in the order in which they are tried."""

    WITHDRAWN = "withdrawn"
    NOT_VIABLE = "not_viable"
    NO_DATA = "no_data"
    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_DUE = "not_due"
    NOT_EXECUTED = "not_executed"
    INSUFFICIENT_DATA = "insufficient_data"


@dataclass(frozen=True, slots=True)
class ActionProgress:
    """Status of an action, with how many of its indicators in the plan have data."""

    state: ActionState
    with_data: int
    indicators: int


def action_progress(action: Action, of: Mapping[str, Progress], *, end: date, as_of: date) -> ActionProgress:
    """Judge `action` by its indicators in the plan, withdrawn ones left out; not viable ones stay in the count.

    `of` maps the code of each of them to its progress, `end` is the end of the term in force. An action of which no
    indicator is loaded has no data (0 of 0).
    """
    all_of = [(indicator, of[indicator.code]) for indicator in action.indicators if indicator.in_plan]
    judged = [(indicator, p) for indicator, p in all_of if p.state is not State.WITHDRAWN]
    with_data = sum(1 for _, p in judged if _has_data(p))
    withdrawn = bool(all_of) and not judged
    state = ActionState.WITHDRAWN if withdrawn else _state(judged, over=as_of > end)
    return ActionProgress(state, with_data, len(judged))


def _state(judged: Sequence[tuple[Indicator, Progress]], *, over: bool) -> ActionState:
    """The first state that applies, in the order of `ActionState`. What is known to be zero has data."""
    states = {p.state for _, p in judged}
    all_zero = all(advance is not None and advance.high <= 0 for advance in (_advance(i, p) for i, p in judged))
    tried = (
        (states == {State.NOT_VIABLE}, ActionState.NOT_VIABLE),
        (not any(_has_data(p) for _, p in judged), ActionState.NO_DATA),
        (states == {State.MET}, ActionState.MET),
        (State.MET in states or any(_is_above_zero(i, p) for i, p in judged), ActionState.PARTLY_MET),
        (State.NOT_DUE in states and states <= {State.NOT_DUE, State.NOT_VIABLE}, ActionState.NOT_DUE),
        (over and all_zero, ActionState.NOT_EXECUTED),
    )
    return next((state for applies, state in tried if applies), ActionState.INSUFFICIENT_DATA)


def _has_data(progress: Progress) -> bool:
    """Whether anything was reported, be it "nothing to report"."""
    return progress.last_reported is not None


def _is_above_zero(indicator: Indicator, progress: Progress) -> bool:
    advance = _advance(indicator, progress)
    return advance is not None and advance.low > 0


def _advance(indicator: Indicator, progress: Progress) -> Range | None:
    """What is held against zero: the total so far; of a level or a ratio its advance from the baseline.

    The value itself of a level or ratio that has no baseline, where it is to rise; unknown where it is to fall.
    """
    if indicator.kind not in (Kind.LEVEL, Kind.RATIO):
        return progress.obtained
    if progress.atii is not None or indicator.direction is Direction.DOWN:
        return progress.atii
    return progress.obtained


@dataclass(frozen=True, slots=True)
class Span:
    """Actions met at worst (none of the unknown) and at best (all of the unknown), out of `total`."""

    worst: int
    best: int
    total: int


def met_span(states: Iterable[ActionState], total: int) -> Span:
    """How many of `total` actions are met, between the worst and the best case for what is not known.

    Unknown are the actions without data, with insufficient data, and those of `total` that are not loaded at all.
    """
    listed = list(states)
    unknown = sum(1 for s in listed if s in (ActionState.NO_DATA, ActionState.INSUFFICIENT_DATA))
    met = sum(1 for s in listed if s is ActionState.MET)
    return Span(met, met + unknown + max(total - len(listed), 0), max(total, len(listed)))
