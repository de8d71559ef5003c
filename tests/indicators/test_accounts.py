"""Who may act."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from indicators import accounts
from indicators.policy import Account, Act, Role
from indicators.rules import RuleRefused
from indicators.store import Store
from tests.stores import ADMINISTRATOR, MONDAY, OTHER_STEWARD, PLANNER, STEWARD, with_plan


@pytest.mark.parametrize(
    ("account", "code"),
    [
        (Account(STEWARD, "", Role.STEWARD, "MIN", disabled=False), "account_exists"),
        (Account("nora", "", Role.STEWARD, None, disabled=False), "entity_of_stewards"),
        (Account("nora", "", Role.PLANNER, "MIN", disabled=False), "entity_of_stewards"),
        (Account("nora", "", Role.STEWARD, "XXX", disabled=False), "unknown_entity"),
        (Account("", "", Role.PLANNER, None, disabled=False), "account_code"),
        (Account("Nora P.", "", Role.PLANNER, None, disabled=False), "account_code"),
    ],
)
def test_an_account_that_does_not_fit_is_refused(store: Store, account: Account, code: str) -> None:
    with_plan(store)
    with pytest.raises(RuleRefused, match=code), store.write() as session:
        accounts.add(session, account, now=MONDAY, by=ADMINISTRATOR)


def test_a_steward_without_an_entity_is_refused_by_the_database(store: Store) -> None:
    with_plan(store)
    with pytest.raises(IntegrityError), store.write() as session:
        session.execute(text("UPDATE accounts SET entity = NULL WHERE role = 'steward'"))


def test_a_disabled_account_does_not_act(store: Store) -> None:
    with_plan(store)
    with store.write() as session:
        session.execute(text("UPDATE accounts SET disabled_at = '2024-02-05' WHERE code = :code"), {"code": STEWARD})
    with pytest.raises(RuleRefused, match="disabled_account"), store.read() as session:
        accounts.acting(session, STEWARD, Act.LOAD)


def test_everyone_is_listed_by_code(store: Store) -> None:
    with_plan(store)
    with store.read() as session:
        assert [account.code for account in accounts.everyone(session)] == ["ada", "paula", "pedro", "sara", "saul"]


@pytest.mark.parametrize(
    ("by", "code"), [(STEWARD, "wrong_role"), (PLANNER, "wrong_role"), ("nadie", "unknown_account")]
)
def test_only_an_administrator_makes_accounts(store: Store, by: str, code: str) -> None:
    with_plan(store)
    with pytest.raises(RuleRefused, match=code), store.write() as session:
        accounts.add(session, Account("otra", "", Role.PLANNER, None, disabled=False), now=MONDAY, by=by)


@pytest.mark.parametrize(("role", "by"), [(Role.PLANNER, "ana"), (Role.ADMINISTRATOR, "otra")])
def test_the_first_account_is_an_administrator_that_makes_itself(store: Store, role: Role, by: str) -> None:
    with pytest.raises(RuleRefused, match="first_account"), store.write() as session:
        accounts.add(session, Account("ana", "", role, None, disabled=False), now=MONDAY, by=by)


@pytest.mark.parametrize("change", ["role = 'planner', entity = NULL", "entity = 'MIN'", "code = 'x'"])
def test_what_an_account_may_do_does_not_change(store: Store, change: str) -> None:
    with_plan(store)
    statement = text(f"UPDATE accounts SET {change} WHERE code = :code")
    with pytest.raises(IntegrityError), store.write() as session:
        session.execute(statement, {"code": OTHER_STEWARD})
