"""How a register job is declared: which rows of the plan's registers a row of its file says. Pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Register:
    """The rows of one register. `cells` are the columns of the file by the column of the register that each fills.

    `only` is the column of the file, and its code, that marks the rows of this register where a file has several.
    `fixed` cells are the same in every row, `beside` are those that hold where another one is filled: the basis of an
    English text that the steward wrote is ours.
    """

    kind: str
    cells: Mapping[str, str]
    only: tuple[str, str] | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, tuple[str, str]] = field(default_factory=dict)
