"""What a job is: a name, a version, the columns of its file, and the rule that judges a table. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from etl.cells import Table
from etl.columns import Column, Words
from etl.files.readers import MAX_BYTES
from etl.lists.listing import Listing
from etl.problems import Problem
from etl.values import Numbers
from indicators.assembly import PlanRow
from indicators.drafts import FigureDraft, InForce
from indicators.periods import Quarter
from indicators.plan import Plan

MAX_COUNTED_BYTES = 256 * 1024 * 1024
Published = Callable[[str], Sequence[InForce]]
"""The figures in force of an entity, of every job: exact, withdrawals among them."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a file is judged against. `now` carries its time zone, `numbers` is how the file is declared to write
    them, `registers` holds the content of each row of the plan's registers in force by kind and key."""

    plan: Plan
    published: Published
    now: datetime
    numbers: Numbers = Numbers.ES_PE
    registers: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """A table's verdict: its problems in order, and, where every row could be read, the figures with their canonical
    hash (a rule may still refuse them; without such rows the hash is empty). `warnings` refuse nothing: whoever
    approves the return confirms them. `registers` are the rows of registers that say something new, `change` and
    `reason` why those that change do."""

    problems: tuple[Problem, ...]
    entity: str = ""
    quarter: Quarter | None = None
    figures: tuple[FigureDraft, ...] = ()
    canonical_hash: str = ""
    warnings: tuple[Problem, ...] = ()
    registers: tuple[PlanRow, ...] = ()
    change: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One way in. A new `version` means that the same file may be read differently: it is part of the identity.

    With a `listing` its file is a list of events that is counted as it is read, and `judge` takes what it counts to, or
    an aggregate of the same form. The rows of a job of `persons` are about people: its files are never kept.
    """

    name: str
    version: str
    title: Words
    meaning: Words
    sheet: str
    columns: tuple[Column, ...]
    judge: Callable[[Table, Case], Judged]
    listing: Listing | None = None
    persons: bool = False

    @property
    def max_bytes(self) -> int:
        """How large its file may be: one that is kept must be small, one that is only counted may be a long list."""
        return MAX_COUNTED_BYTES if self.persons else MAX_BYTES

    @property
    def names(self) -> tuple[str, ...]:
        """The names in its header."""
        return tuple(column.name for column in self.columns)

    @property
    def needed(self) -> tuple[str, ...]:
        """The names that its header cannot do without."""
        return tuple(column.name for column in self.columns if not column.optional_header)
