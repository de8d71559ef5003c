"""The states of a return and the steps between them: one table, from which code, triggers and tests are made."""

from __future__ import annotations

from enum import StrEnum


class ReturnState(StrEnum):
    """Where a return stands."""

    STAGED = "staged"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


TRANSITIONS: tuple[tuple[ReturnState, ReturnState], ...] = (
    (ReturnState.STAGED, ReturnState.SUBMITTED),
    (ReturnState.STAGED, ReturnState.WITHDRAWN),
    (ReturnState.SUBMITTED, ReturnState.RETURNED),
    (ReturnState.SUBMITTED, ReturnState.APPROVED),
    (ReturnState.RETURNED, ReturnState.WITHDRAWN),
    (ReturnState.APPROVED, ReturnState.RETURNED),
    (ReturnState.APPROVED, ReturnState.PUBLISHED),
    (ReturnState.PUBLISHED, ReturnState.SUPERSEDED),
    (ReturnState.PUBLISHED, ReturnState.WITHDRAWN),
)

# At most one return of a plan's job, entity and quarter is in one of these.
OPEN = (ReturnState.STAGED, ReturnState.SUBMITTED, ReturnState.RETURNED, ReturnState.APPROVED)
# In these a return carries the name of an approver who neither loaded nor submitted it.
AGREED = (ReturnState.APPROVED, ReturnState.PUBLISHED, ReturnState.SUPERSEDED)


def can_pass(before: ReturnState, after: ReturnState) -> bool:
    """Whether a return may go from `before` to `after`."""
    return (before, after) in TRANSITIONS
