"""What the system cannot or will not do, as exceptions with a code; the catalogues word each as `<family>.<code>`."""

from __future__ import annotations

from typing import ClassVar


class Coded(Exception):
    """Something that people are told: `code` names it within its `family`, `facts` are what the sentence needs."""

    family: ClassVar[str]

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.facts.items())])


class RuleRefused(Coded):
    """A rule forbids what was asked."""

    family = "rule"
