"""The accounts of a store, and the check that every write begins with: who it is, and whether the policy allows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from indicators import audit, policy, queries, tables
from indicators.policy import Account, Act, Role
from indicators.rules import RuleRefused

_CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


def is_code(text: str) -> bool:
    """Whether `text` has the form of an account's code."""
    return _CODE.fullmatch(text) is not None


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


def acting(
    session: Session, who: str, act: Act, *, entity: str | None = None, did: Mapping[str, str | None] | None = None
) -> Account:
    """The account that acts, where `indicators.policy` lets it. Raises RuleRefused where it is unknown or may not."""
    account = find(session, who)
    if account is None:
        raise RuleRefused("unknown_account", who=who)
    policy.check(account, act, entity=entity, did=did)
    return account


def add(session: Session, account: Account, *, now: datetime, by: str) -> None:
    """Make an account, as an administrator; the first of a store is an administrator and makes itself.

    Raises RuleRefused where `by` may not, the code is taken or none, or the entity is unknown or out of place.
    """
    if everyone(session):
        acting(session, by, Act.KEEP_ACCOUNTS)
    elif account.role is not Role.ADMINISTRATOR or by != account.code:
        raise RuleRefused("first_account")
    if not is_code(account.code):
        raise RuleRefused("account_code", who=account.code)
    if find(session, account.code):
        raise RuleRefused("account_exists", who=account.code)
    if (account.role is Role.STEWARD) != (account.entity is not None):
        raise RuleRefused("entity_of_stewards")
    if account.entity is not None and not queries.known_entity(session, account.entity):
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


def disable(session: Session, code: str, *, now: datetime, by: str) -> None:
    """Take an account out of use, for good. Raises RuleRefused where it is the last administrator, or out of use."""
    acting(session, by, Act.KEEP_ACCOUNTS)
    account = find(session, code)
    if account is None or account.disabled:
        raise RuleRefused("unknown_account" if account is None else "disabled_account", who=code)
    others = [a for a in everyone(session) if a.role is Role.ADMINISTRATOR and not a.disabled and a.code != code]
    if account.role is Role.ADMINISTRATOR and not others:
        raise RuleRefused("last_administrator", who=code)
    session.execute(update(tables.accounts).where(tables.accounts.c.code == code).values(disabled_at=now))
    audit.record(session, at=now, actor=by, action="account.disabled", subject=code)
