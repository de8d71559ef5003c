"""The states of a return and the steps between them: one table, from which code, triggers and diagram are made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indicators.policy import Act


class ReturnState(StrEnum):
    """Where a return stands."""

    RECEIVED = "received"
    REFUSED = "refused"
    STAGED = "staged"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Transition:
    """A step that a return may take, and the act that takes it."""

    before: ReturnState
    after: ReturnState
    act: Act


TRANSITIONS: tuple[Transition, ...] = (
    Transition(ReturnState.RECEIVED, ReturnState.REFUSED, Act.LOAD),
    Transition(ReturnState.RECEIVED, ReturnState.STAGED, Act.LOAD),
    Transition(ReturnState.STAGED, ReturnState.SUBMITTED, Act.SUBMIT),
    Transition(ReturnState.STAGED, ReturnState.WITHDRAWN, Act.WITHDRAW),
    Transition(ReturnState.SUBMITTED, ReturnState.RETURNED, Act.GIVE_BACK),
    Transition(ReturnState.SUBMITTED, ReturnState.APPROVED, Act.APPROVE),
    Transition(ReturnState.RETURNED, ReturnState.WITHDRAWN, Act.WITHDRAW),
    Transition(ReturnState.APPROVED, ReturnState.RETURNED, Act.GIVE_BACK),
    Transition(ReturnState.APPROVED, ReturnState.PUBLISHED, Act.PUBLISH),
    Transition(ReturnState.PUBLISHED, ReturnState.SUPERSEDED, Act.PUBLISH),
    Transition(ReturnState.PUBLISHED, ReturnState.WITHDRAWN, Act.PUBLISH),
)

FIRST = ReturnState.RECEIVED
# What arrived and is not (yet) a return of an entity and a quarter: these columns may be empty.
UNREAD = (ReturnState.RECEIVED, ReturnState.REFUSED)
# At most one return of a plan's job, entity and quarter is in one of these.
OPEN = (ReturnState.STAGED, ReturnState.SUBMITTED, ReturnState.RETURNED, ReturnState.APPROVED)
# In these a return carries the name of an approver who neither loaded nor submitted it.
AGREED = (ReturnState.APPROVED, ReturnState.PUBLISHED, ReturnState.SUPERSEDED)


def can_pass(before: ReturnState, after: ReturnState) -> bool:
    """Whether a return may go from `before` to `after`."""
    return any((step.before, step.after) == (before, after) for step in TRANSITIONS)
