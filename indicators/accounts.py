"""Who may act in a store: accounts with a role, and the checks that every write begins with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from indicators import audit, tables
from indicators.rules import RuleRefused

_CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


class Role(StrEnum):
    """What an account may do: report for its entity, judge and publish, or keep accounts."""

    STEWARD = "steward"
    PLANNER = "planner"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Account:
    """An account; `entity` is set for stewards only."""

    code: str
    name: str
    role: Role
    entity: str | None
    disabled: bool


def find(session: Session, code: str) -> Account | None:
    """The account `code`, or None."""
    row = session.execute(select(tables.accounts).where(tables.accounts.c.code == code)).one_or_none()
    return _account(row) if row is not None else None


def _account(row: Row[Any]) -> Account:
    return Account(row.code, row.name, Role(row.role), row.entity, row.disabled_at is not None)


def everyone(session: Session) -> tuple[Account, ...]:
    """Every account, by code."""
    rows = session.execute(select(tables.accounts)).all()
    return tuple(sorted((_account(row) for row in rows), key=lambda account: account.code))


def acting(session: Session, who: str, *allowed: Role) -> Account:
    """The account that acts. Raises RuleRefused where it is unknown, disabled or in none of the roles `allowed`."""
    account = find(session, who)
    if account is None:
        raise RuleRefused("unknown_account", who=who)
    if account.disabled:
        raise RuleRefused("disabled_account", who=who)
    if account.role not in allowed:
        raise RuleRefused("wrong_role", who=who, role=account.role, needed=allowed)
    return account


def check_reports_for(account: Account, entity: str) -> None:
    """Raises RuleRefused where a steward acts for another entity than their own."""
    if account.role is Role.STEWARD and account.entity != entity:
        raise RuleRefused("other_entity", who=account.code, own=account.entity, entity=entity)


def add(session: Session, account: Account, *, now: datetime, by: str) -> None:
    """Make an account, as an administrator; the first of a store is an administrator and makes itself.

    Raises RuleRefused where `by` may not, the code is taken or none, or the entity is unknown or out of place.
    """
    if everyone(session):
        acting(session, by, Role.ADMINISTRATOR)
    elif account.role is not Role.ADMINISTRATOR or by != account.code:
        raise RuleRefused("first_account")
    if not _CODE.fullmatch(account.code):
        raise RuleRefused("account_code", who=account.code)
    if find(session, account.code):
        raise RuleRefused("account_exists", who=account.code)
    if (account.role is Role.STEWARD) != (account.entity is not None):
        raise RuleRefused("entity_of_stewards")
    known = select(tables.entities).where(tables.entities.c.code == account.entity)
    if account.entity is not None and session.execute(known).one_or_none() is None:
        raise RuleRefused("unknown_entity", entity=account.entity)
    session.execute(
        insert(tables.accounts).values(
            code=account.code, name=account.name, role=account.role, entity=account.entity, created_at=now
        )
    )
    audit.record(
        session,
        at=now,
        actor=by,
        action="account.added",
        subject=account.code,
        role=account.role,
        entity=account.entity,
    )
