"""Which corrections change what a reader may conclude: a status that flips, a value that moves by more than the set
share. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from indicators.periods import Quarter
from indicators.progress import State

# The rule is ours, after the Home Office's and the ONS's policies on substantial errors: announced, and for every plan.
NOTICE_SHARE = Decimal("0.05")
# How long a notice stands on the page.
NOTICE_MONTHS = 12
CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Amount:
    """One published amount of a figure before and after its correction, in its unit; None where there is none."""

    name: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class Correction:
    """A corrected figure of an indicator, and its amounts."""

    entity: str
    quarter: Quarter
    dimension: str
    category: str
    step: str
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What readers are told: the corrections that moved by more than the share, and the status without and with all
    corrections of the release, at its reference quarter."""

    indicator: str
    corrections: tuple[Correction, ...]
    before: State
    after: State


def moved(amount: Amount, share: Decimal = NOTICE_SHARE) -> bool:
    """Whether an amount came, went, or moved by more than `share` of what it was."""
    before, after = amount.before, amount.after
    if before is None or after is None:
        return before is not after
    return after != before if before == 0 else abs(after - before) > share * abs(before)


def notice(indicator: str, corrections: Iterable[Correction], *, before: State, after: State) -> Notice | None:
    """The notice that the corrections of an indicator in one release call for; None where they are immaterial. Without
    a corrected figure it is the plan that was corrected.

    `before` is its status at the release's reference quarter as it would be without them.
    """
    corrected = tuple(corrections)
    large = tuple(c for c in corrected if any(moved(amount) for amount in c.amounts))
    if before is after and not large:
        return None
    return Notice(indicator, large if before is after else corrected, before, after)


def stands_until(issued: date, months: int = NOTICE_MONTHS) -> date:
    """The last day on which a notice of the day `issued` stands on pages."""
    years, month = divmod(issued.month - 1 + months, 12)
    year = issued.year + years
    return date(year, month + 1, min(issued.day, monthrange(year, month + 1)[1]))


def without_amounts(said: Notice) -> Notice:
    """The notice as it stands once the law has forced a figure of it out: that there was a correction, not of what."""
    return replace(said, corrections=tuple(replace(c, amounts=()) for c in said.corrections))
