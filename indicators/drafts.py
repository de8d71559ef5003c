"""What a job hands over to be staged: one return with its figures, read and checked but not yet stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

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


@dataclass(frozen=True, slots=True)
class ReturnDraft:
    """Everything that `entity` reports for `quarter` under `job`. `canonical_hash` is the identity of the content,
    `file_hash` that of the bytes it came in."""

    job: str
    job_version: str
    entity: str
    quarter: Quarter
    figures: tuple[FigureDraft, ...]
    canonical_hash: str
    file_name: str
    file_hash: str
    file_content: bytes
