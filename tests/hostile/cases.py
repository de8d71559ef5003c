"""What a case is: a class of the table, a file made on the spot, the job it is given to, and the right outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from etl.values import Numbers
from tests.hostile.files import ENTITY, ROWS
from tests.hostile.world import steward

Make = Callable[[], bytes]


class Verdict(StrEnum):
    """What may become of a file. `KNOWN`: it is loaded already. `FORBIDDEN`: a rule refuses whoever sends it."""

    ACCEPTED = "accepted"
    WARNED = "warned"
    REFUSED = "refused"
    KNOWN = "known"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Right:
    """The right outcome. `codes` are among those told; `at` is the row, and the column or letter where that matters,
    of one of them. `gives` is what an accepted file says, by figure or register row and what is asked of it."""

    verdict: Verdict
    codes: frozenset[str] = frozenset()
    at: tuple[int, str] | None = None
    gives: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile file. `row` is its class, `secrets` is what of it may be said and kept nowhere; `heavy` files are
    big or slow, and tried in `make hostile` alone."""

    row: int
    what: str
    make: Make
    right: Right
    job: str = "quarterly_return"
    file_name: str = "archivo.csv"
    who: str = ""
    numbers: Numbers = Numbers.ES_PE
    secrets: tuple[str, ...] = ()
    heavy: bool = False

    @property
    def account(self) -> str:
        """Who sends it: the steward of the job's entity unless the case says otherwise."""
        return self.who or steward(ENTITY[self.job])

    def __str__(self) -> str:
        return f"{self.row}: {self.what} ({self.job})"


def accepted(**gives: str) -> Right:
    """Taken as it is, with these values: a figure is written `a` for 1.1.p7.a, `k_t1` for 1.1.p7.k.t1."""
    return Right(Verdict.ACCEPTED, gives=_named(gives))


def warned(*codes: str, **gives: str) -> Right:
    """Taken, and a second person has to confirm it."""
    return Right(Verdict.WARNED, frozenset(codes), gives=_named(gives))


def refused(*codes: str, at: tuple[int, str] | None = None) -> Right:
    """Not taken, with these problems among those told."""
    return Right(Verdict.REFUSED, frozenset(codes), at)


def known(**gives: str) -> Right:
    """Already there: the receipt of the first time comes back."""
    return Right(Verdict.KNOWN, gives=_named(gives))


def forbidden(code: str) -> Right:
    """The checks may pass; loading is refused by this rule."""
    return Right(Verdict.FORBIDDEN, frozenset({code}))


def _named(gives: Mapping[str, str]) -> dict[str, str]:
    return {f"1.1.p7.{name.replace('__', '#').replace('_', '.')}": value for name, value in gives.items()}


# What a sound file of each job gives.
SOUND: Mapping[str, Right] = {
    "quarterly_return": accepted(a="12"),
    "migrants_trained": accepted(k="2", k_t1="3", k_t2="2"),
    "companies_trained": accepted(l="2"),
    "booklets_issued": accepted(m="150", m_t1="2"),
    "letters_sent": accepted(n="2", n_t1="1"),
    "reports_completed": accepted(o="in_review"),
    "recommendations": Right(Verdict.ACCEPTED, gives={"DP-2023-1": "recommendations", "DP-2023-1/1": "events"}),
    "recognitions": accepted(q="1"),
    "statements": Right(Verdict.ACCEPTED, gives={"dicho_2023": "statements"}),
}
LISTS = ("migrants_trained", "companies_trained", "booklets_issued", "letters_sent")
EVERY = tuple(ROWS)
