"""What a limit of the law leaves to a company of so many workers: arithmetic on `Limit`. Pure."""

from __future__ import annotations

from typing import NamedTuple

from indicators.register_codes import LimitUnit
from indicators.registers import Limit

# By its code: a share of the workers, not of what they are paid.
_OF_WORKERS = "_personal"
_HUNDRED = 100


class Places(NamedTuple):
    """Companies of `first` to `last` workers have room for `room` of those whom the limit is about."""

    first: int
    last: int
    room: int


def is_of_workers(limit: Limit) -> bool:
    """Whether it limits a share of a company's workers."""
    return limit.unit is LimitUnit.PERCENT and limit.code.endswith(_OF_WORKERS)


def places(limit: Limit, workers: int) -> int:
    """How many whole persons the share is, of `workers`. Raises ValueError for a limit that is not of workers."""
    if not is_of_workers(limit):
        raise ValueError(limit.code)
    return int(limit.value * workers // _HUNDRED)


def smallest_companies(limit: Limit, steps: int = 4) -> tuple[Places, ...]:
    """The first `steps` sizes of company between which the number of places changes, from one worker on. Empty where it
    never does. Raises ValueError for a limit that is not of workers."""
    if not is_of_workers(limit):
        raise ValueError(limit.code)
    if limit.value <= 0:
        return ()
    found: list[Places] = []
    first = 1
    while len(found) < steps:
        last, room = first, places(limit, first)
        while places(limit, last + 1) == room:
            last += 1
        found.append(Places(first, last, room))
        first = last + 1
    return tuple(found)
