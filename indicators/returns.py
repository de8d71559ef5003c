"""Writes: the life of a return up to its approval. Publication is in `indicators.releases`.

A return states everything that one entity reports for one quarter under one job. Every function runs inside
`Store.write()`, raises RuleRefused, and leaves one audit entry for what it changed.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from indicators import audit, canonical, queries, tables
from indicators.accounts import Role, acting, check_reports_for
from indicators.drafts import FigureDraft, ReturnDraft
from indicators.lifecycle import OPEN, ReturnState, can_pass
from indicators.periods import Quarter
from indicators.rules import RuleRefused

CHANNEL = "command_line"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a steward keeps: proof of what was received and when, the same for the same content sent again."""

    return_id: int
    reference: str
    entity: str
    quarter: Quarter
    job: str
    state: ReturnState
    file_hash: str
    canonical_hash: str
    received_at: datetime
    figures: int
    repeated: bool


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """One return in a list."""

    return_id: int
    entity: str
    quarter: str
    job: str
    state: ReturnState
    received_at: datetime
    loaded_by: str
    submitted_by: str | None
    approved_by: str | None
    published_in: int | None


def stage(session: Session, draft: ReturnDraft, *, who: str, now: datetime) -> Receipt:
    """Hold `draft` as a staged return, whole, and give its receipt.

    The same content as the key's open or published return gives that return's receipt. An open return that says
    something else is replaced where it is only staged or was given back, and stands in the way once submitted.
    """
    account = acting(session, who, Role.STEWARD, Role.PLANNER)
    check_reports_for(account, draft.entity)
    _check_entity(session, draft.entity)
    for row in _current_of_key(session, draft):
        if row.canonical_hash == draft.canonical_hash:
            return _receipt(session, row, repeated=True)
        _make_way(session, row, draft, who=who, now=now)
    return_id = _insert(session, draft, who=who, now=now)
    audit.record(
        session,
        at=now,
        actor=who,
        action="return.staged",
        subject=str(return_id),
        entity=draft.entity,
        quarter=draft.quarter,
        job=draft.job,
        canonical_hash=draft.canonical_hash,
        file_hash=draft.file_hash,
        figures=len(draft.figures),
        channel=CHANNEL,
    )
    return _receipt(session, _row(session, return_id), repeated=False)


def is_current(session: Session, draft: ReturnDraft) -> bool:
    """Whether the key's open or published return says just what `draft` says: then staging it changes nothing."""
    return any(row.canonical_hash == draft.canonical_hash for row in _current_of_key(session, draft))


def submit(session: Session, return_id: int, *, who: str, now: datetime) -> None:
    """Hand a staged return over to the planners."""
    account = acting(session, who, Role.STEWARD, Role.PLANNER)
    row = _passing(session, return_id, ReturnState.SUBMITTED)
    check_reports_for(account, row.entity)
    pass_on(session, row, ReturnState.SUBMITTED, who=who, now=now, submitted_by=who, submitted_at=now)


def approve(session: Session, return_id: int, *, who: str, now: datetime, note: str = "") -> None:
    """Agree with a submitted return; neither who loaded it nor who submitted it can. The approval also makes public
    the evidence that its rows propose as public."""
    acting(session, who, Role.PLANNER)
    row = _passing(session, return_id, ReturnState.APPROVED)
    for did, name in (("submitted", row.submitted_by), ("loaded", row.loaded_by)):
        if name == who:
            raise RuleRefused("own_approval", who=who, did=did, number=return_id)
    today = now.astimezone(queries.zone(session)).date()
    pass_on(
        session, row, ReturnState.APPROVED, who=who, now=now, note=note, approved_by=who, approved_at=now,
        approved_on=today,
    )  # fmt: skip


def give_back(session: Session, return_id: int, *, who: str, now: datetime, note: str) -> None:
    """Return a submitted or approved return with remarks; the entity loads a better one."""
    acting(session, who, Role.PLANNER)
    row = _passing(session, return_id, ReturnState.RETURNED)
    pass_on(session, row, ReturnState.RETURNED, who=who, now=now, note=note)


def listing(session: Session, state: ReturnState | None = None) -> tuple[ReturnLine, ...]:
    """Every return, or those in `state`, oldest first."""
    query = select(tables.returns).order_by(tables.returns.c.id)
    if state is not None:
        query = query.where(tables.returns.c.state == state)
    return tuple(
        ReturnLine(
            r.id, r.entity, r.quarter, r.job, ReturnState(r.state), r.received_at, r.loaded_by, r.submitted_by,
            r.approved_by, r.published_in,
        )
        for r in session.execute(query)
    )  # fmt: skip


def _check_entity(session: Session, entity: str) -> None:
    if session.execute(select(tables.entities).where(tables.entities.c.code == entity)).one_or_none() is None:
        raise RuleRefused("unknown_entity", entity=entity)


def _current_of_key(session: Session, draft: ReturnDraft) -> list[Row[Any]]:
    """The key's open return, if any, then its published one."""
    c = tables.returns.c
    wanted = (*OPEN, ReturnState.PUBLISHED)
    query = select(tables.returns).where(
        c.job == draft.job, c.entity == draft.entity, c.quarter == str(draft.quarter), c.state.in_(wanted)
    )
    return sorted(session.execute(query), key=lambda row: row.state == ReturnState.PUBLISHED)


def _make_way(session: Session, row: Row[Any], draft: ReturnDraft, *, who: str, now: datetime) -> None:
    state = ReturnState(row.state)
    facts = {"entity": draft.entity, "quarter": draft.quarter, "number": row.id}
    if state is ReturnState.APPROVED:
        raise RuleRefused("approved_return", **facts)
    if state is ReturnState.SUBMITTED:
        raise RuleRefused("open_return", state=state, **facts)
    if state in (ReturnState.STAGED, ReturnState.RETURNED):
        pass_on(session, row, ReturnState.WITHDRAWN, who=who, now=now, note="replaced by a later load")


def _insert(session: Session, draft: ReturnDraft, *, who: str, now: datetime) -> int:
    known = select(tables.files.c.hash).where(tables.files.c.hash == draft.file_hash)
    if session.execute(known).one_or_none() is None:
        session.execute(insert(tables.files).values(hash=draft.file_hash, content=draft.file_content))
    inserted = session.execute(
        insert(tables.returns)
        .values(
            job=draft.job,
            job_version=draft.job_version,
            entity=draft.entity,
            quarter=str(draft.quarter),
            state=ReturnState.STAGED,
            version=1,
            canonical_hash=draft.canonical_hash,
            file_hash=draft.file_hash,
            file_name=draft.file_name,
            channel=CHANNEL,
            received_at=now,
            received_on=now.astimezone(queries.zone(session)).date(),
            loaded_by=who,
        )
        .returning(tables.returns.c.id)
    )
    return_id: int = inserted.scalar_one()
    if draft.figures:
        session.execute(insert(tables.figures), [_figure(figure, return_id, draft) for figure in draft.figures])
    return return_id


def _figure(figure: FigureDraft, return_id: int, draft: ReturnDraft) -> dict[str, object]:
    values = asdict(figure)
    for ours, theirs in (("row", "row_number"), ("column", "column_name"), ("nothing", "nothing_to_report")):
        values[theirs] = values.pop(ours)
    values["period"] = str(figure.quarter)
    del values["quarter"]
    values["raw"] = canonical.dumps(dict(figure.raw))
    for flag in ("nothing_to_report", "withdrawn", "evidence_public"):
        values[flag] = int(values[flag])
    return values | {"return_id": return_id, "entity": draft.entity, "protected": 0, "late": 0}


def _row(session: Session, return_id: int) -> Row[Any]:
    row = session.execute(select(tables.returns).where(tables.returns.c.id == return_id)).one_or_none()
    if row is None:
        raise RuleRefused("unknown_return", number=return_id)
    return row


def _passing(session: Session, return_id: int, after: ReturnState) -> Row[Any]:
    """The return, where its state allows to go to `after`."""
    row = _row(session, return_id)
    if not can_pass(ReturnState(row.state), after):
        needed = tuple(before for before in ReturnState if can_pass(before, after))
        raise RuleRefused("wrong_state", number=return_id, state=ReturnState(row.state), needed=needed)
    return row


def pass_on(
    session: Session, row: Row[Any], after: ReturnState, *, who: str, now: datetime, note: str = "", **values: object
) -> None:
    """Take a return (a row of `returns`) to the state `after`, set `values` with it, and record it."""
    session.execute(
        update(tables.returns)
        .where(tables.returns.c.id == row.id)
        .values(state=after, version=row.version + 1, **values)
    )
    audit.record(
        session, at=now, actor=who, action=f"return.{after}", subject=str(row.id), note=note, channel=CHANNEL,
        canonical_hash=row.canonical_hash,
    )  # fmt: skip


def _receipt(session: Session, row: Row[Any], *, repeated: bool) -> Receipt:
    counted = select(func.count()).where(tables.figures.c.return_id == row.id)
    return Receipt(
        return_id=row.id,
        reference=f"{row.entity}-{row.quarter}-{row.id:06d}-{row.canonical_hash[:12]}",
        entity=row.entity,
        quarter=Quarter.parse(row.quarter),
        job=row.job,
        state=ReturnState(row.state),
        file_hash=row.file_hash,
        canonical_hash=row.canonical_hash,
        received_at=row.received_at,
        figures=session.execute(counted).scalar_one(),
        repeated=repeated,
    )
