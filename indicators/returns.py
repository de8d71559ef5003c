"""Writes: the life of a return after its arrival (`indicators.arrivals`) and before its publication
(`indicators.releases`).

A return states everything that one entity reports for one quarter under one job, or a change of the plan. Every
function runs inside `Store.write()`, raises RuleRefused, and leaves one audit entry for what it changed. Whoever says
the `version` that they saw is refused where somebody else was faster.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from indicators import audit, queries, tables, warned
from indicators.accounts import acting
from indicators.lifecycle import ReturnState, can_pass
from indicators.periods import Quarter
from indicators.policy import Act
from indicators.rules import RuleRefused

CHANNEL = "command_line"
# The note of a withdrawal that a later load of the key brings with it.
REPLACED = "replaced by a later load"
# What the record says of a return as it arrives.
RECORDED = (
    "job", "job_version", "parser_version", "entity", "quarter", "canonical_hash", "file_hash", "file_kept",
    "file_name", "problems", "change", "reason", "channel", "received_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter that covers a return: its number, the number of the file it opened, its date, and who signed off the
    return for the entity. What is not known is empty."""

    number: str = ""
    file_number: str = ""
    dated: date | None = None
    signed_off_by: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a steward keeps: proof of what was received and when, the same for the same content sent again.

    A plan change has neither entity nor quarter; `figures` are then its rows. `rows` are those of registers that a
    return brings, `warnings` what its approver has to confirm.
    """

    return_id: int
    version: int
    reference: str
    entity: str
    quarter: Quarter | None
    job: str
    state: ReturnState
    file_hash: str
    canonical_hash: str
    received_at: datetime
    submitted_at: datetime | None
    letter: Letter
    figures: int
    repeated: bool
    rows: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """One return in a list. Entity and quarter are empty for a plan change and where a refused file does not say them;
    `problems` is how many a refused one has."""

    return_id: int
    version: int
    entity: str
    quarter: str
    job: str
    state: ReturnState
    received_at: datetime
    file_name: str
    problems: str
    loaded_by: str
    submitted_by: str | None
    letter: Letter
    approved_by: str | None
    published_in: int | None


def submit(
    session: Session,
    return_id: int,
    *,
    who: str,
    now: datetime,
    letter: Letter | None = None,
    version: int | None = None,
) -> Receipt:
    """Hand a staged return over to the planners, with its covering letter; sent again, it gives the same receipt."""
    row = row_of(session, return_id)
    act = Act.CHANGE_PLAN if row.job == tables.PLAN_JOB else Act.SUBMIT
    acting(session, who, act, entity=row.entity)
    covering = letter or Letter()
    if row.state == ReturnState.SUBMITTED and row.submitted_by == who and covering in (Letter(), letter_of(row)):
        return receipt_of(session, row, repeated=True)
    _check_passing(session, row, ReturnState.SUBMITTED, version)
    pass_on(
        session, row, ReturnState.SUBMITTED, who=who, now=now,
        values={
            "submitted_by": who, "submitted_at": now, "letter_number": covering.number,
            "letter_file_number": covering.file_number, "letter_date": covering.dated,
            "signed_off_by": covering.signed_off_by,
        },
        letter=asdict(covering),
    )  # fmt: skip
    return receipt_of(session, row_of(session, return_id), repeated=False)


def approve(
    session: Session,
    return_id: int,
    *,
    who: str,
    now: datetime,
    note: str = "",
    confirm: bool = False,
    version: int | None = None,
) -> None:
    """Agree with a submitted return; neither who loaded it nor who submitted it can. The approval also makes public
    the evidence that its rows propose as public. What is unusual in it has to be confirmed (`confirm`)."""
    row = row_of(session, return_id)
    acting(session, who, Act.APPROVE)
    _check_passing(session, row, ReturnState.APPROVED, version)
    acting(session, who, Act.APPROVE, did={"submitted": row.submitted_by, "loaded": row.loaded_by})
    warnings = len(warned.read(row.warnings))
    if warnings and not confirm:
        raise RuleRefused("warnings_unconfirmed", number=return_id, count=warnings)
    today = now.astimezone(queries.zone(session)).date()
    told: dict[str, Any] = {"confirmed": warnings} if warnings else {}
    pass_on(
        session, row, ReturnState.APPROVED, who=who, now=now, note=note,
        values={"approved_by": who, "approved_at": now, "approved_on": today}, **told,
    )  # fmt: skip


def give_back(
    session: Session, return_id: int, *, who: str, now: datetime, note: str, version: int | None = None
) -> None:
    """Return a submitted or approved return with remarks; the entity loads a better one."""
    row = row_of(session, return_id)
    acting(session, who, Act.GIVE_BACK)
    _check_note(note)
    _check_passing(session, row, ReturnState.RETURNED, version)
    pass_on(session, row, ReturnState.RETURNED, who=who, now=now, note=note)


def withdraw(
    session: Session, return_id: int, *, who: str, now: datetime, note: str, version: int | None = None
) -> None:
    """Take back a return that is staged or was given back. What is published is withdrawn by a later return."""
    row = row_of(session, return_id)
    act = Act.CHANGE_PLAN if row.job == tables.PLAN_JOB else Act.WITHDRAW
    acting(session, who, act, entity=row.entity)
    _check_note(note)
    if row.state == ReturnState.PUBLISHED:
        raise RuleRefused("published_return", number=return_id)
    _check_passing(session, row, ReturnState.WITHDRAWN, version)
    pass_on(session, row, ReturnState.WITHDRAWN, who=who, now=now, note=note)


def listing(session: Session, state: ReturnState | None = None) -> tuple[ReturnLine, ...]:
    """Every return, or those in `state`, oldest first."""
    query = select(tables.returns).order_by(tables.returns.c.id)
    if state is not None:
        query = query.where(tables.returns.c.state == state)
    return tuple(
        ReturnLine(
            r.id, r.version, r.entity or "", r.quarter or "", r.job, ReturnState(r.state), r.received_at, r.file_name,
            r.problems, r.loaded_by, r.submitted_by, letter_of(r), r.approved_by, r.published_in,
        )
        for r in session.execute(query)
    )  # fmt: skip


def row_of(session: Session, return_id: int) -> Row[Any]:
    """The row of a return. Raises RuleRefused where there is none."""
    row = session.execute(select(tables.returns).where(tables.returns.c.id == return_id)).one_or_none()
    if row is None:
        raise RuleRefused("unknown_return", number=return_id)
    return row


def pass_on(
    session: Session,
    row: Row[Any],
    after: ReturnState,
    *,
    who: str,
    now: datetime,
    values: dict[str, Any] | None = None,
    **detail: object,
) -> None:
    """Take a return (a row of `returns`) to the state `after`, set `values` with it, and record it with `detail`."""
    c = tables.returns.c
    changed = session.execute(
        update(tables.returns)
        .where(c.id == row.id, c.version == row.version)
        .values(state=after, version=row.version + 1, **values or {})
        .returning(c.id)
    )
    if changed.one_or_none() is None:
        raise _changed_meanwhile(session, row_of(session, row.id), seen=row.version)
    audit.record(
        session, at=now, actor=who, action=f"return.{after}", subject=str(row.id), channel=CHANNEL,
        canonical_hash=row.canonical_hash, **detail,
    )  # fmt: skip


def receipt_of(session: Session, row: Row[Any], *, repeated: bool) -> Receipt:
    """The receipt of a return that could be read, from its row."""
    of_plan = row.job == tables.PLAN_JOB
    figures, rows = (
        session.execute(select(func.count()).where(table.c.return_id == row.id)).scalar_one()
        for table in (tables.figures, tables.plan_rows)
    )
    key = tables.PLAN_JOB if of_plan else f"{row.entity}-{row.quarter}"
    return Receipt(
        return_id=row.id,
        version=row.version,
        reference=f"{key}-{row.id:06d}-{row.canonical_hash[:12]}",
        entity=row.entity or "",
        quarter=Quarter.parse(row.quarter) if row.quarter else None,
        job=row.job,
        state=ReturnState(row.state),
        file_hash=row.file_hash,
        canonical_hash=row.canonical_hash,
        received_at=row.received_at,
        submitted_at=row.submitted_at,
        letter=letter_of(row),
        figures=rows if of_plan else figures,
        repeated=repeated,
        rows=0 if of_plan else rows,
        warnings=len(warned.read(row.warnings)),
    )


def letter_of(row: Row[Any]) -> Letter:
    """The covering letter of a return, from its row."""
    return Letter(row.letter_number, row.letter_file_number, row.letter_date, row.signed_off_by)


def _check_note(note: str) -> None:
    if not note.strip():
        raise RuleRefused("no_note")


def _check_passing(session: Session, row: Row[Any], after: ReturnState, version: int | None) -> None:
    """Raises RuleRefused where the return is not as it was seen, or does not go to `after` from where it stands."""
    if version is not None and version != row.version:
        raise _changed_meanwhile(session, row, seen=version)
    if not can_pass(ReturnState(row.state), after):
        needed = tuple(before for before in ReturnState if can_pass(before, after))
        raise RuleRefused("wrong_state", number=row.id, state=ReturnState(row.state), needed=needed)


def _changed_meanwhile(session: Session, row: Row[Any], *, seen: int) -> RuleRefused:
    """Both versions of a return: the one that was seen, and the one that somebody made of it since."""
    c = tables.audit.c
    query = select(tables.audit).where(c.subject == str(row.id), c.action.startswith("return.")).order_by(c.seq)
    steps = session.execute(query).all()
    before, last = steps[max(1, min(seen, len(steps))) - 1], steps[-1]
    return RuleRefused(
        "changed_meanwhile",
        number=row.id,
        seen=seen,
        before=ReturnState(before.action.removeprefix("return.")),
        version=row.version,
        state=ReturnState(row.state),
        by=last.actor,
        at=last.at,
    )
