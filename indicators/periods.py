"""Quarters of the calendar year, the working cadence of the tracker. Pure: no clock, no store.

A quarter is written `2026-Q3` in code, files and addresses; Spanish pages write `2026-T3` (see `dashboard.texts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_WRITTEN = re.compile(r"([0-9]{4})-Q([1-4])")


class NotAQuarter(ValueError):
    """The text is not a quarter written as `2026-Q3`."""


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """One quarter of a calendar year; ordered in time."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1900 <= self.year <= 9999 and 1 <= self.number <= 4):
            raise NotAQuarter(f"{self.year}-Q{self.number}")

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read `2026-Q3`, nothing else. Raises NotAQuarter."""
        match = _WRITTEN.fullmatch(text)
        if not match:
            raise NotAQuarter(text)
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter that holds `day`."""
        return cls(day.year, (day.month + 2) // 3)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    def __add__(self, quarters: int) -> Quarter:
        index = self.index + quarters
        return Quarter(index // 4, index % 4 + 1)

    def __sub__(self, other: Quarter) -> int:
        """Quarters from `other` to this one."""
        return self.index - other.index

    @property
    def index(self) -> int:
        """Quarters since year 0: consecutive quarters differ by one."""
        return self.year * 4 + self.number - 1

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        return date(self.year, 3 * self.number, 30 if self.number in (2, 3) else 31)

    def ends_at(self, zone: ZoneInfo) -> datetime:
        """The first instant after the quarter in `zone`: from then on it has ended."""
        return datetime.combine(self.end + timedelta(days=1), time.min, tzinfo=zone)


def quarters(first: Quarter, last: Quarter) -> Iterator[Quarter]:
    """`first` to `last`, both included; empty where `last` comes before `first`."""
    for index in range(first.index, last.index + 1):
        yield Quarter(index // 4, index % 4 + 1)
