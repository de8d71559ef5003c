"""Indicators → action → objective → guideline → plan, by counting. Pure; unlike things are never averaged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from indicators.plan import Action
from indicators.progress import Progress, State


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

    `of` maps indicator codes to progress, `end` is the end of the term in force. An action of which no indicator is
    loaded has no data (0 of 0).
    """
    all_of = [of[i.code] for i in action.indicators if i.in_plan and i.code in of]
    judged = [p for p in all_of if p.state is not State.WITHDRAWN]
    with_data = sum(1 for p in judged if p.obtained is not None)
    return ActionProgress(
        _state(judged, withdrawn=bool(all_of) and not judged, over=as_of > end), with_data, len(judged)
    )


def _state(judged: list[Progress], *, withdrawn: bool, over: bool) -> ActionState:
    states = [p.state for p in judged]
    obtained = [p.obtained for p in judged if p.obtained is not None]
    if withdrawn:
        return ActionState.WITHDRAWN
    if states and all(state is State.NOT_VIABLE for state in states):
        return ActionState.NOT_VIABLE
    if not obtained:
        return ActionState.NO_DATA
    if all(state is State.MET for state in states):
        return ActionState.MET
    if State.MET in states or any(total.low > 0 for total in obtained):
        return ActionState.PARTLY_MET
    if all(state is State.NOT_DUE for state in states):
        return ActionState.NOT_DUE
    if over and len(obtained) == len(judged):
        return ActionState.NOT_EXECUTED
    return ActionState.INSUFFICIENT_DATA


def tally(states: Iterable[ActionState]) -> dict[ActionState, int]:
    """How many actions are in each state; every state is present."""
    counted = Counter(states)
    return {state: counted[state] for state in ActionState}


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
