"""What the system refuses to do, as one exception with a code; the catalogues word each as `rule.<code>`."""

from __future__ import annotations


class RuleRefused(Exception):
    """A rule forbids what was asked. `code` names the rule, `facts` what a sentence about it needs."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.facts.items())])
