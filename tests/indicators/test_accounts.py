"""Who may act."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from indicators import accounts
from indicators.accounts import Account, Role
from indicators.rules import RuleRefused
from indicators.store import Store
from tests.stores import MONDAY, PLANNER, STEWARD, with_plan


@pytest.mark.parametrize(
    ("account", "code"),
    [
        (Account(STEWARD, "", Role.STEWARD, "MIN", disabled=False), "account_exists"),
        (Account("nora", "", Role.STEWARD, None, disabled=False), "entity_of_stewards"),
        (Account("nora", "", Role.PLANNER, "MIN", disabled=False), "entity_of_stewards"),
        (Account("nora", "", Role.STEWARD, "XXX", disabled=False), "unknown_entity"),
    ],
)
def test_an_account_that_does_not_fit_is_refused(store: Store, account: Account, code: str) -> None:
    with_plan(store)
    with pytest.raises(RuleRefused, match=code), store.write() as session:
        accounts.add(session, account, now=MONDAY, by=PLANNER)


def test_a_steward_without_an_entity_is_refused_by_the_database(store: Store) -> None:
    with_plan(store)
    with pytest.raises(IntegrityError), store.write() as session:
        session.execute(text("UPDATE accounts SET entity = NULL WHERE role = 'steward'"))


def test_a_disabled_account_does_not_act(store: Store) -> None:
    with_plan(store)
    with store.write() as session:
        session.execute(text("UPDATE accounts SET disabled_at = '2024-02-05' WHERE code = :code"), {"code": STEWARD})
    with pytest.raises(RuleRefused, match="disabled_account"), store.read() as session:
        accounts.acting(session, STEWARD, Role.STEWARD)


def test_everyone_is_listed_by_code(store: Store) -> None:
    with_plan(store)
    with store.read() as session:
        assert [account.code for account in accounts.everyone(session)] == ["paula", "pedro", "sara", "saul"]
