"""What the pages say, as data: a key of the catalogue and its operands. Pure; `texts` puts it into words.

Nothing here knows a language. A sentence made once is said the same way by the page, the chart and every export.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.periods import Quarter
from indicators.plan import Stage
from indicators.progress import Range
from indicators.words import Text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to be worded: `key` of the catalogue, operands by name, `count` where the words follow a number."""

    key: str
    operands: tuple[tuple[str, Operand], ...] = ()
    count: int | None = None

    def operand(self, name: str) -> Operand | None:
        """The operand called `name`, or None."""
        return dict(self.operands).get(name)


def sentence(key: str, /, *, count: int | None = None, **operands: Operand) -> Sentence:
    """A sentence from keywords; `count` chooses singular or plural and is an operand of that name as well."""
    named = tuple(operands.items())
    return Sentence(key, named if count is None else (*named, ("count", count)), count)


# A tuple of sentences is said as a list: "a, b y c".
Operand = Decimal | int | str | date | Quarter | Range | Stage | Text | Sentence | tuple[Sentence, ...]
