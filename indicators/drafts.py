"""What a job hands over to be staged: one return with its figures, read and checked but not yet stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.assembly import PlanRow
from indicators.periods import Quarter
from indicators.plan import Stage


@dataclass(frozen=True, slots=True)
class FigureDraft:
    """One figure of a return. `change` and `reason` are set where it revises a published one, `withdrawn` where it
    takes one back. `sheet`, `row` and `column` say where its value stands in the file, `raw` what its cells held."""

    indicator: str
    quarter: Quarter
    dimension: str = ""
    category: str = ""
    value: Decimal | None = None
    nothing: bool = False
    so_far: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    stage: Stage | None = None
    stage_date: date | None = None
    act: str = ""
    step: str = ""
    note: str = ""
    evidence_kind: str = ""
    evidence_reference: str = ""
    evidence_date: date | None = None
    evidence_public: bool = False
    change: str = ""
    reason: str = ""
    withdrawn: bool = False
    sheet: str = ""
    row: int = 0
    column: str = ""
    raw: tuple[tuple[str, str], ...] = ()

    @property
    def done(self) -> bool:
        """Whether it says that a step of a programme was done."""
        return bool(self.step) and not self.nothing and not self.withdrawn


# What a figure says. Class and reason say why it changed, the rest where it was read: neither is content.
CONTENT = (
    "value", "so_far", "numerator", "denominator", "nothing", "withdrawn", "stage", "stage_date", "act", "note",
    "evidence_kind", "evidence_reference", "evidence_date", "evidence_public",
)  # fmt: skip


def differs(before: FigureDraft, after: FigureDraft) -> bool:
    """Whether `after` says anything else than `before` of the same figure: then a class and a reason are due."""
    return any(getattr(before, name) != getattr(after, name) for name in CONTENT)


@dataclass(frozen=True, slots=True)
class InForce:
    """A figure in force, exact as it was reported, with the release that brought it and the job of the return that it
    came in. It may be a withdrawal."""

    figure: FigureDraft
    release: int
    job: str = ""


@dataclass(frozen=True, slots=True)
class Warned:
    """Something about a file that may be right and is not usual: a second person confirms it before it is published.
    `code` is of the catalogue of problems, `es` and `en` what was said of it then."""

    code: str
    es: str
    en: str


@dataclass(frozen=True, slots=True)
class ReturnDraft:
    """Everything that `entity` reports for `quarter` under `job`. `canonical_hash` is the identity of the content,
    `file_hash` that of the bytes it came in, `parser_version` that of the code that read them.

    `registers` are the rows of the plan's registers that it states; `change` and `reason` say why those that differ
    from the ones in force do. What is unusual stands in `warnings`. Of a file about persons only the hash is kept
    (`kept` is False, `file_content` empty).
    """

    job: str
    job_version: str
    entity: str
    quarter: Quarter
    figures: tuple[FigureDraft, ...]
    canonical_hash: str
    file_name: str
    file_hash: str
    file_content: bytes
    parser_version: str = ""
    registers: tuple[PlanRow, ...] = ()
    change: str = ""
    reason: str = ""
    warnings: tuple[Warned, ...] = ()
    kept: bool = True
