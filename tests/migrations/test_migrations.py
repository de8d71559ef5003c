"""Every revision goes up, down and up on both engines, and leaves no drift."""

from __future__ import annotations

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from indicators.store import Store, open_store
from indicators.triggers import Trigger
from migrations.run import VERSIONS, current, downgrade, drift, head, upgrade
from tests.conftest import Engine

# Named by their files, oldest first, so that a revision that is not in the line of the others is found out.
REVISIONS = sorted(path.name.split("_")[0] for path in VERSIONS.glob("[0-9]*.py"))


def test_the_revisions_stand_in_one_line() -> None:
    scripts = ScriptDirectory(str(VERSIONS.parent))
    assert scripts.get_heads() == [head()]
    assert [script.revision for script in scripts.walk_revisions()][::-1] == REVISIONS


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_empty_database_goes_up_down_and_up(engine: Engine, revision: str) -> None:
    store = open_store(engine.fresh())
    assert current(store) is None
    for _ in range(2):
        upgrade(store, revision)
        assert current(store) == revision
        upgrade(store)
        assert (current(store), drift(store)) == (head(), ())
        downgrade(store, revision)
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
