"""Writes: what becomes of a file as it arrives: a staged return, whole, or a refusal on the record.

Every function runs inside `Store.write()`, raises RuleRefused, and leaves one audit entry for every state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.orm import Session

from indicators import audit, bulk, canonical, queries, seals, tables, warned
from indicators.accounts import acting
from indicators.drafts import FigureDraft, ReturnDraft, differs
from indicators.lifecycle import FIRST, OPEN, ReturnState
from indicators.periods import Quarter
from indicators.policy import Act
from indicators.registers import REGISTER_KINDS
from indicators.returns import CHANNEL, RECORDED, REPLACED, Receipt, pass_on, receipt_of, row_of
from indicators.rules import RuleRefused

# What a draft calls as its column is called, and what is told of a row of each table as it is staged.
_SAME_NAME = (
    "indicator", "dimension", "category", "step", "value", "so_far", "numerator", "denominator", "stage", "stage_date",
    "act", "note", "evidence_kind", "evidence_reference", "evidence_date", "change", "reason", "sheet",
)  # fmt: skip
FIGURE_COLUMNS = (
    *_SAME_NAME, "return_id", "entity", "period", "row_number", "column_name", "nothing_to_report", "withdrawn",
    "evidence_public", "raw", "protected", "late", "erased",
)  # fmt: skip
PLAN_COLUMNS = ("kind", "key", "content", "return_id", "removed")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was refused: what is kept of it. `problems` counts them by code; entity and quarter are None where
    the file does not say them in a form that can be read. Neither the bytes nor any cell is kept."""

    job: str
    job_version: str
    parser_version: str
    entity: str | None
    quarter: Quarter | None
    file_name: str
    file_hash: str
    problems: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure on which two returns of one key differ; None where one of them does not have it."""

    indicator: str
    quarter: Quarter
    dimension: str
    category: str
    step: str
    before: FigureDraft | None
    after: FigureDraft | None


def stage(session: Session, draft: ReturnDraft, *, who: str, now: datetime, replacing: int | None = None) -> Receipt:
    """Hold `draft` as a staged return, whole, and give its receipt.

    The same content as the key's open or published return gives that return's receipt. An open return that says
    something else is replaced where it is only staged or was given back, and stands in the way once submitted. What
    somebody else staged meanwhile is replaced only by who says its number (`replacing`): nobody overwrites unseen.
    """
    acting(session, who, Act.LOAD, entity=draft.entity)
    _check_entity(session, draft.entity)
    _check_registers(draft)
    _check_not_forced_out(session, draft)
    for row in _current_of_key(session, draft):
        if row.canonical_hash == draft.canonical_hash:
            return receipt_of(session, row, repeated=True)
        _make_way(session, row, draft, who=who, now=now, replacing=replacing)
    if draft.kept:
        keep_file(session, draft.file_hash, draft.file_content)
    row = _receive(
        session,
        who=who,
        now=now,
        job=draft.job,
        job_version=draft.job_version,
        parser_version=draft.parser_version,
        entity=draft.entity,
        quarter=str(draft.quarter),
        canonical_hash=draft.canonical_hash,
        file_hash=draft.file_hash,
        file_kept=int(draft.kept),
        file_name=draft.file_name,
        warnings=warned.written(draft.warnings),
        change=draft.change,
        reason=draft.reason,
    )
    bulk.insert_rows(session, tables.figures, FIGURE_COLUMNS, (_figure(f, row.id, draft.entity) for f in draft.figures))
    registers = ({"kind": r.kind, "key": r.key, "content": r.content} for r in draft.registers)
    bulk.insert_rows(session, tables.plan_rows, PLAN_COLUMNS, _pending(registers, row.id))
    counted: dict[str, Any] = {"registers": len(draft.registers), "warnings": len(draft.warnings)}
    told = {name: count for name, count in counted.items() if count}
    rows = seals.rows_hash(session, row)
    pass_on(session, row, ReturnState.STAGED, who=who, now=now, figures=len(draft.figures), rows=rows, **told)
    return receipt_of(session, row_of(session, row.id), repeated=False)


def stage_plan_change(
    session: Session, rows: list[dict[str, Any]], *, content: bytes, change: str, reason: str, who: str, now: datetime
) -> Receipt:
    """Hold rows of a changed plan as a staged return of the job `plan`; one may be open at a time.

    `rows` are of `plan_rows` without return and validity, `content` is the whole new plan in canonical form.
    """
    digest = canonical.sha256(content)
    c = tables.returns.c
    pending = select(tables.returns).where(c.job == tables.PLAN_JOB, c.state.in_(OPEN))
    for row in session.execute(pending).all():
        if row.canonical_hash == digest:
            return receipt_of(session, row, repeated=True)
        if row.state not in (ReturnState.STAGED, ReturnState.RETURNED):
            raise RuleRefused("open_plan_change", number=row.id, state=ReturnState(row.state))
        pass_on(session, row, ReturnState.WITHDRAWN, who=who, now=now, note=REPLACED)
    keep_file(session, digest, content)
    row = _receive(
        session,
        who=who,
        now=now,
        job=tables.PLAN_JOB,
        job_version="1",
        parser_version="",
        canonical_hash=digest,
        file_hash=digest,
        file_name="plan.jsonl",
        change=change,
        reason=reason,
    )
    bulk.insert_rows(session, tables.plan_rows, PLAN_COLUMNS, _pending(rows, row.id))
    pass_on(session, row, ReturnState.STAGED, who=who, now=now, rows=seals.rows_hash(session, row))
    return receipt_of(session, row_of(session, row.id), repeated=False)


def refuse(session: Session, refusal: Refusal, *, who: str, now: datetime) -> int:
    """Put a refused file on the record and give its number; the same file refused again, in the same way, has one."""
    acting(session, who, Act.LOAD)
    known = refusal.entity is not None and queries.known_entity(session, refusal.entity)
    problems = canonical.dumps(dict(refusal.problems))
    c = tables.returns.c
    same = (c.job == refusal.job, c.file_hash == refusal.file_hash, c.loaded_by == who, c.problems == problems)
    again: int | None = (
        session.execute(select(c.id).where(c.state == ReturnState.REFUSED, *same).order_by(c.id)).scalars().first()
    )
    if again is not None:
        return again
    row = _receive(
        session,
        who=who,
        now=now,
        job=refusal.job,
        job_version=refusal.job_version,
        parser_version=refusal.parser_version,
        entity=refusal.entity if known else None,
        quarter=str(refusal.quarter) if refusal.quarter else None,
        file_hash=refusal.file_hash,
        file_kept=0,
        file_name=refusal.file_name,
        problems=problems,
    )
    pass_on(session, row, ReturnState.REFUSED, who=who, now=now, problems=dict(refusal.problems))
    number: int = row.id
    return number


def is_current(session: Session, draft: ReturnDraft) -> bool:
    """Whether the key's open or published return says just what `draft` says: then staging it changes nothing."""
    return any(row.canonical_hash == draft.canonical_hash for row in _current_of_key(session, draft))


def _check_entity(session: Session, entity: str) -> None:
    if not queries.known_entity(session, entity):
        raise RuleRefused("unknown_entity", entity=entity)


def _check_registers(draft: ReturnDraft) -> None:
    """A job brings rows of registers, each once; targets and indicators come with a change of the plan."""
    seen = set()
    for row in draft.registers:
        if row.kind not in REGISTER_KINDS or (row.kind, row.key) in seen:
            raise ValueError(f"{draft.job} cannot bring the row {row.kind} {row.key}, or brings it twice")
        seen.add((row.kind, row.key))


def _check_not_forced_out(session: Session, draft: ReturnDraft) -> None:
    """What the law forced out does not come back by being left in a file."""
    c = tables.tombstones.c
    of = select(*(c[name] for name in tables.FIGURE_KEY)).where(c.entity == draft.entity)
    gone = {tuple(row) for row in session.execute(of)}
    for figure in draft.figures if gone else ():
        key = (figure.indicator, draft.entity, str(figure.quarter), figure.dimension, figure.category, figure.step)
        if key in gone and not figure.withdrawn and not figure.change:
            raise RuleRefused("forced_out", indicator=figure.indicator, quarter=figure.quarter)


def _current_of_key(session: Session, draft: ReturnDraft) -> list[Row[Any]]:
    """The key's open return, if any, then its published one."""
    c = tables.returns.c
    wanted = (*OPEN, ReturnState.PUBLISHED)
    query = select(tables.returns).where(
        c.job == draft.job, c.entity == draft.entity, c.quarter == str(draft.quarter), c.state.in_(wanted)
    )
    return sorted(session.execute(query), key=lambda row: row.state == ReturnState.PUBLISHED)


def _make_way(
    session: Session, row: Row[Any], draft: ReturnDraft, *, who: str, now: datetime, replacing: int | None
) -> None:
    state = ReturnState(row.state)
    facts = {"entity": draft.entity, "quarter": draft.quarter, "number": row.id}
    if state is ReturnState.APPROVED:
        raise RuleRefused("approved_return", **facts)
    if state is ReturnState.SUBMITTED:
        raise RuleRefused("open_return", state=state, **facts)
    if state is ReturnState.STAGED and row.loaded_by != who and replacing != row.id:
        differences = tuple(_differences(session, row, draft))
        raise RuleRefused("staged_meanwhile", by=row.loaded_by, at=row.received_at, differences=differences, **facts)
    if state in (ReturnState.STAGED, ReturnState.RETURNED):
        pass_on(session, row, ReturnState.WITHDRAWN, who=who, now=now, note=REPLACED)


def _differences(session: Session, row: Row[Any], draft: ReturnDraft) -> list[Difference]:
    """Where a staged return and a draft of the same key differ, in the order of their figures."""
    c = tables.figures.c
    staged = session.execute(select(tables.figures).where(c.return_id == row.id).order_by(c.id))
    before = {_key(figure): figure for figure in map(queries.exact_figure, staged)}
    after = {_key(figure): figure for figure in draft.figures}
    found = []
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        if old is None or new is None or differs(old, new):
            found.append(Difference(*key, old, new))
    return found


def _key(figure: FigureDraft) -> tuple[str, Quarter, str, str, str]:
    return (figure.indicator, figure.quarter, figure.dimension, figure.category, figure.step)


def keep_file(session: Session, digest: str, content: bytes) -> bool:
    """Keep a file under its hash, once; False where the law forced it out, and it stays out."""
    known = select(func.length(tables.files.c.content)).where(tables.files.c.hash == digest)
    length = session.execute(known).scalar()
    if length is None:
        session.execute(insert(tables.files).values(hash=digest, content=content))
    return length is None or length == len(content)


def _receive(session: Session, *, who: str, now: datetime, **values: Any) -> Row[Any]:
    """A new return in its first state, on the record."""
    blank = {
        "problems": "", "warnings": "", "change": "", "reason": "", "file_kept": 1, "letter_number": "",
        "letter_file_number": "", "signed_off_by": "",
    }  # fmt: skip
    inserted = session.execute(
        insert(tables.returns)
        .values(
            **blank | values,
            state=FIRST,
            version=1,
            channel=CHANNEL,
            received_at=now,
            received_on=now.astimezone(queries.zone(session)).date(),
            loaded_by=who,
        )
        .returning(tables.returns.c.id)
    )
    number = inserted.scalar_one()
    row = row_of(session, number)
    told = {name: getattr(row, name) for name in RECORDED}
    audit.record(session, at=now, actor=who, action=f"return.{FIRST}", subject=str(number), **told)
    return row


def _figure(figure: FigureDraft, return_id: int, entity: str) -> dict[str, object]:
    return {
        **{name: getattr(figure, name) for name in _SAME_NAME},
        "return_id": return_id,
        "entity": entity,
        "period": str(figure.quarter),
        "row_number": figure.row,
        "column_name": figure.column,
        "nothing_to_report": int(figure.nothing),
        "withdrawn": int(figure.withdrawn),
        "evidence_public": int(figure.evidence_public),
        "raw": canonical.dumps(dict(figure.raw)),
        "protected": 0,
        "late": 0,
        "erased": 0,
    }


def _pending(rows: Iterable[Mapping[str, object]], return_id: int) -> Iterator[dict[str, object]]:
    return ({"removed": 0} | dict(row) | {"return_id": return_id} for row in rows)
