"""What the command line says to a person: results in, lines of text out. Pure; in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from dashboard.sentences import Sentence
from dashboard.terminal_record import differences, instant
from dashboard.texts import Texts
from indicators.faults import Fault
from indicators.lifecycle import OPEN, ReturnState
from indicators.periods import Quarter
from indicators.policy import Role
from indicators.quality import Coverage, Finding, Share
from indicators.results import Overview, Release
from indicators.returns import Receipt
from indicators.rules import Coded

# The fact of a refusal that is a list of figures, which follows its sentence.
DIFFERENCES = "differences"
# The facts of a fault that are codes themselves, worded as `fault_<fact>.<code>`.
WORDED = ("thing", "part", "point")


def status(overview: Overview, texts: Texts) -> Iterator[str]:
    """A line an indicator: code, state, what was obtained, reports received of those due."""
    if overview.release.demonstration:
        yield texts("demonstration.word")
    for line in overview.indicators:
        stands = line.progress
        obtained = texts.range(stands.obtained) if stands.obtained else texts("cli.no_figures")
        coverage = texts("cli.coverage", reported=stands.reported, due=stands.reports_due)
        yield f"{line.indicator.code:<14} {texts(f'state.{stands.state}'):<36} {obtained:<28} {coverage}"


def releases(published: Sequence[Release], texts: Texts) -> Iterator[str]:
    """A line a release: number, date, reference quarter, the beginning of its hash, its note."""
    for release in published:
        quarter = texts.quarter(release.reference)
        yield f"{release.number:>4}  {release.published_on}  {quarter}  {release.hash[:16]}  {release.note}"


def receipt(given: Receipt, texts: Texts, *, loaded_by: str = "") -> str:
    """A receipt as one paragraph; one that repeats an earlier one says so, of a plan change with who loaded it."""
    if given.quarter is None:
        return texts(
            "cli.plan_receipt_again" if given.repeated else "cli.plan_receipt",
            who=loaded_by,
            at=instant(given.received_at),
            reference=given.reference,
            number=given.return_id,
            count=given.figures,
            state=texts(f"return_state.{given.state}"),
        )
    said = texts(
        "cli.receipt_again" if given.repeated else "cli.receipt",
        reference=given.reference,
        number=given.return_id,
        entity=given.entity,
        quarter=given.quarter,
        count=given.figures,
        hash=given.file_hash,
        at=instant(given.received_at),
        state=texts(f"return_state.{given.state}"),
    )
    rows = texts("cli.receipt_rows", count=given.rows) if given.rows else ""
    number, count = given.return_id, given.warnings
    warned = texts("cli.receipt_warnings", number=number, count=count) if count else ""
    return " ".join(part for part in (said, rows, warned) if part)


def quality(coverage: Coverage, findings: Sequence[Finding], texts: Texts) -> Iterator[str]:
    """How much of the plan is loaded, then what it leaves open."""
    for field in fields(coverage):
        share = getattr(coverage, field.name)
        if isinstance(share, Share):
            total = texts("cli.unknown_total") if share.total is None else share.total
            yield texts(f"cli.coverage_{field.name}", known=share.count, total=total)
    held = [
        texts("cli.coverage_register", kind=texts(f"plan_kind.{kind}"), count=n) for kind, n in coverage.registers if n
    ]
    if held:
        yield texts("cli.coverage_registers", listed="; ".join(held))
    for finding in findings:
        yield f"· {finding.sentence(texts.lang)}"


def fault(found: Fault, texts: Texts) -> str:
    """What verification found, and where."""
    facts: dict[str, Any] = dict(found.facts)
    worded = {name: Sentence(f"fault_{name}.{facts[name]}", found.facts) for name in WORDED if name in facts}
    return texts(f"fault.{found.code}", **facts | worded)


def refusal(refused: Coded, texts: Texts) -> str:
    """Why what was asked cannot or may not be done."""
    facts = {name: _fact(value, texts) for name, value in refused.facts.items() if name != DIFFERENCES}
    said = texts(f"{refused.family}.{refused.code}", **facts)
    shown = refused.facts.get(DIFFERENCES, ())
    return "\n".join([said, *differences(shown, texts)]) if isinstance(shown, tuple) else said


def _fact(value: object, texts: Texts) -> Any:
    if isinstance(value, tuple) and all(isinstance(item, ReturnState) for item in value):
        # Where a step may start; that what is published ends by a release is nothing that can be asked for.
        return ", ".join(texts("cli.quoted", words=_fact(state, texts)) for state in value if state in OPEN)
    if isinstance(value, ReturnState):
        return texts(f"return_state.{value}")
    if isinstance(value, Fault):
        return fault(value, texts)
    if isinstance(value, Role):
        return texts(f"role.{value}")
    if isinstance(value, tuple):
        return texts.listed(_fact(item, texts) for item in value)
    if isinstance(value, datetime):
        return instant(value)
    return value if isinstance(value, int | Quarter) else str(value)
