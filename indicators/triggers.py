"""The one list of triggers, by which the database itself keeps what is published: made anew after every migration,
compared with the database when it is checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, inspect

from indicators.lifecycle import TRANSITIONS
from indicators.tables import accounts, audit, figures, files, plan_rows, progress, releases, returns, series, store


@dataclass(frozen=True, slots=True)
class Trigger:
    """Before `event` on `table`, where `condition` holds (OLD and NEW, in SQL that both engines read), refuse."""

    name: str
    table: str
    event: str
    condition: str
    message: str

    def statements(self, dialect: str) -> tuple[str, ...]:
        """What creates the trigger on `sqlite` or `postgresql`."""
        if dialect == "sqlite":
            return (
                f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW WHEN {self.condition} "
                f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END",
            )
        condition = self.condition.replace(" IS NOT ", " IS DISTINCT FROM ").replace(
            " IS DISTINCT FROM NULL", " IS NOT NULL"
        )
        return (
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
            f"RAISE EXCEPTION '{self.message}' USING ERRCODE = '23514'; END IF; "
            f"RETURN {'OLD' if self.event == 'DELETE' else 'NEW'}; END $$",
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        )


def _changed(columns: Sequence[str]) -> str:
    return " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns)


def _frozen_once_published(table: Table) -> tuple[Trigger, ...]:
    """A published row is for ever, but for `until_release` from NULL to a number, once."""
    others = [column.name for column in table.columns if column.name != "until_release"]
    return (
        Trigger(
            f"{table.name}_frozen",
            table.name,
            "UPDATE",
            f"OLD.from_release IS NOT NULL AND (OLD.until_release IS NOT NULL OR {_changed(others)})",
            f"a published row of {table.name} does not change",
        ),
        Trigger(
            f"{table.name}_kept",
            table.name,
            "DELETE",
            "1 = 1",
            f"a row of {table.name} is never deleted",
        ),
        _not_replaced(table),
    )


def _not_replaced(table: Table) -> Trigger:
    """SQLite's INSERT OR REPLACE deletes without asking the triggers on DELETE."""
    same = " AND ".join(f"{column.name} = NEW.{column.name}" for column in table.primary_key)
    exists = f"EXISTS (SELECT 1 FROM {table.name} WHERE {same})"  # noqa: S608  # names of ours
    return Trigger(f"{table.name}_not_replaced", table.name, "INSERT", exists, f"a row of {table.name} stands already")


def _append_only(table: Table) -> tuple[Trigger, ...]:
    message = f"{table.name} only grows"
    return (
        _not_replaced(table),
        Trigger(f"{table.name}_frozen", table.name, "UPDATE", "1 = 1", message),
        Trigger(f"{table.name}_kept", table.name, "DELETE", "1 = 1", message),
    )


def _return_triggers() -> tuple[Trigger, ...]:
    content = ("id", "job", "job_version", "entity", "quarter", "canonical_hash", "file_hash", "file_name", "channel")
    receipt = ("received_at", "received_on", "loaded_by")
    allowed = " OR ".join(f"(OLD.state = '{a}' AND NEW.state = '{b}')" for a, b in TRANSITIONS)
    submission = ("submitted_by", "submitted_at")
    approval = ("approved_by", "approved_at", "approved_on")
    return (
        Trigger(
            "returns_content_frozen",
            "returns",
            "UPDATE",
            _changed(content + receipt),
            "what was received, and who loaded it, does not change",
        ),
        Trigger(
            "returns_submitter_frozen",
            "returns",
            "UPDATE",
            f"(OLD.submitted_by IS NOT NULL OR NEW.state <> 'submitted') AND ({_changed(submission)})",
            "who submitted a return is named when it is submitted, once",
        ),
        Trigger(
            "returns_approver_frozen",
            "returns",
            "UPDATE",
            f"(OLD.approved_by IS NOT NULL OR NEW.state <> 'approved') AND ({_changed(approval)})",
            "who approved a return is named when it is approved, once",
        ),
        Trigger(
            "returns_approver_is_planner",
            "returns",
            "UPDATE",
            "NEW.state = 'approved' AND (SELECT role FROM accounts WHERE code = NEW.approved_by) <> 'planner'",
            "a planner approves",
        ),
        Trigger(
            "returns_transition",
            "returns",
            "UPDATE",
            f"NEW.state <> OLD.state AND NOT ({allowed})",
            "a return does not go from that state to this",
        ),
        Trigger("returns_begin_staged", "returns", "INSERT", "NEW.state <> 'staged'", "a return begins as staged"),
        Trigger("returns_kept", "returns", "DELETE", "1 = 1", "a return is never deleted"),
        _not_replaced(returns),
    )


TRIGGERS: tuple[Trigger, ...] = (
    *_return_triggers(),
    Trigger(
        "figures_only_while_staged",
        "figures",
        "INSERT",
        "(SELECT state FROM returns WHERE id = NEW.return_id) <> 'staged'",
        "figures are added to a staged return only",
    ),
    Trigger(
        "figures_begin_pending",
        "figures",
        "INSERT",
        "NEW.from_release IS NOT NULL",
        "a figure is published by a release, not by being added",
    ),
    Trigger(
        "figures_published_once_approved",
        "figures",
        "UPDATE",
        "OLD.from_release IS NULL AND NEW.from_release IS NOT NULL"
        " AND (SELECT state FROM returns WHERE id = NEW.return_id) <> 'approved'",
        "figures of an approved return are published, no others",
    ),
    Trigger(
        "figures_of_open_return",
        "figures",
        "UPDATE",
        "OLD.from_release IS NULL AND NEW.from_release IS NULL",
        "a pending figure changes only by being published",
    ),
    *_frozen_once_published(figures),
    *_frozen_once_published(plan_rows),
    *_frozen_once_published(series),
    *_append_only(releases),
    *_append_only(progress),
    *_append_only(audit),
    *_append_only(files),
    *_append_only(store),
    Trigger(
        "accounts_frozen",
        "accounts",
        "UPDATE",
        _changed(("code", "role", "entity", "created_at")),
        "what an account may do does not change: disable it and make another",
    ),
    Trigger("accounts_kept", "accounts", "DELETE", "1 = 1", "an account is never deleted"),
    _not_replaced(accounts),
)


def create_triggers(connection: Connection) -> None:
    """Make the database's triggers those of TRIGGERS: drop what is there, create what has its table."""
    drop_triggers(connection)
    present = set(inspect(connection).get_table_names())
    for trigger in TRIGGERS:
        if trigger.table in present:
            for statement in trigger.statements(connection.dialect.name):
                connection.exec_driver_sql(statement)


def drop_triggers(connection: Connection) -> None:
    """Drop every trigger (and, on PostgreSQL, its function) of the tracker's tables."""
    for name, table in _triggers_present(connection):
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql(f"DROP TRIGGER {name} ON {table}")
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name}()")


def _triggers_present(connection: Connection) -> list[tuple[str, str]]:
    if connection.dialect.name == "sqlite":
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
        )
    return [(str(name), str(table)) for name, table in connection.exec_driver_sql(query)]


def trigger_drift(connection: Connection) -> tuple[str, ...]:
    """Names of triggers that are missing, unknown or different from the list."""
    wanted = {trigger.name: trigger for trigger in TRIGGERS}
    present = {name for name, _ in _triggers_present(connection)}
    drift = set(wanted) ^ present
    for name, definition in _definitions(connection).items():
        if name in wanted and definition != _body(wanted[name].statements(connection.dialect.name)[0]):
            drift.add(name)
    return tuple(sorted(drift))


def _definitions(connection: Connection) -> dict[str, str]:
    """The text by which each trigger was created (SQLite), or the body of its function (PostgreSQL)."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        return {str(name): str(sql) for name, sql in connection.exec_driver_sql(query)}
    query = (
        "SELECT proname, prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
        "WHERE n.nspname = current_schema()"
    )
    return {str(name): str(body).strip() for name, body in connection.exec_driver_sql(query)}


def _body(statement: str) -> str:
    """What `_definitions` gives back of a statement: all of it, or what stands between the $$."""
    return statement.split("$$")[1].strip() if "$$" in statement else statement
