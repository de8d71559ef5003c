"""Every revision goes up, down and up on both engines, and leaves no drift."""

from __future__ import annotations

from sqlalchemy import text

from indicators.store import Store, open_store
from indicators.triggers import Trigger
from migrations.run import current, downgrade, drift, head, upgrade
from tests.conftest import Engine


def test_an_empty_database_goes_up_down_and_up(engine: Engine) -> None:
    store = open_store(engine.fresh())
    assert current(store) is None
    for _ in range(2):
        upgrade(store)
        assert current(store) == head()
        assert drift(store) == ()
        downgrade(store, "base")
        assert current(store) is None
    store.close()


def test_upgrading_a_store_at_the_newest_revision_changes_nothing(store: Store) -> None:
    upgrade(store)
    assert drift(store) == ()


def test_a_missing_and_a_changed_trigger_are_drift(store: Store) -> None:
    changed = Trigger("audit_kept", "audit", "DELETE", "1 = 2", "another text")
    with store.write() as session:
        connection = session.connection()
        on_table = " ON audit" if connection.dialect.name == "postgresql" else ""
        for name in ("audit_kept", "audit_frozen"):
            session.execute(text(f"DROP TRIGGER {name}{on_table}"))
            if on_table:
                session.execute(text(f"DROP FUNCTION {name}()"))
        for statement in changed.statements(connection.dialect.name):
            session.connection().exec_driver_sql(statement)
    assert drift(store) == ("trigger audit_frozen", "trigger audit_kept")


def test_a_column_that_the_code_does_not_know_is_drift(store: Store) -> None:
    with store.write() as session:
        session.execute(text("ALTER TABLE accounts ADD COLUMN nickname TEXT"))
    assert any("nickname" in difference for difference in drift(store))


def test_the_settings_of_both_engines_are_read_back(store: Store) -> None:
    store.check_settings()
    with store.read() as session:
        names = {row[0] for row in session.execute(text("SELECT kind FROM store"))}
    assert names == set()
