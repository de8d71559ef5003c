"""The one list of triggers, by which the database itself keeps what is published: made anew after every migration,
compared with the database when it is checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, inspect

from indicators import tables
from indicators.lifecycle import FIRST, TRANSITIONS
from indicators.tables import FIGURE_KEY, figures, files, marks, notices, plan_rows, progress, returns, series


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


# What the law can force out of a figure; what it was of, and where it stood, stays.
_ERASED = frozenset(
    ("value", "so_far", "numerator", "denominator", "published_value", "published_so_far", "published_numerator",
     "published_denominator", "protected", "nothing_to_report", "erased", "stage", "stage_date", "act", "note",
     "evidence_kind", "evidence_reference", "evidence_date", "evidence_public", "change", "reason", "raw")
)  # fmt: skip
_SAME_FIGURE = " AND ".join(f"t.{name} = OLD.{name}" for name in FIGURE_KEY)
_ERASING = {
    "figures": "OLD.erased = 0 AND NEW.erased = 1 AND NOT ("
    + _changed([column.name for column in figures.columns if column.name not in _ERASED])
    + f") AND EXISTS (SELECT 1 FROM tombstones t WHERE {_SAME_FIGURE})",
    "series": f"NOT ({_changed([column.name for column in series.columns if column.name != 'content'])})"
    " AND EXISTS (SELECT 1 FROM tombstones t WHERE t.indicator = OLD.indicator)",
    "progress": f"NOT ({_changed(['release', 'indicator'])}) AND EXISTS (SELECT 1 FROM erased_lines e"
    " WHERE e.release = OLD.release AND e.key = 'progress|' || OLD.indicator)",
    "notices": f"NOT ({_changed(['release', 'indicator'])}) AND EXISTS (SELECT 1 FROM erased_lines e"
    " WHERE e.release = OLD.release AND e.key = 'notice|' || OLD.indicator)",
    "files": "NEW.hash = OLD.hash AND length(NEW.content) = 0 AND (EXISTS (SELECT 1 FROM figures f"
    " JOIN returns r ON r.id = f.return_id WHERE r.file_hash = OLD.hash AND f.erased = 1)"
    " OR EXISTS (SELECT 1 FROM marks m JOIN figures f ON f.id = m.figure_id"
    " WHERE m.document_hash = OLD.hash AND f.erased = 1))",
}


def _unless_erasing(table: Table, condition: str) -> str:
    """`condition`, but for what a tombstone in the same transaction allows."""
    return f"({condition}) AND NOT ({_ERASING[table.name]})" if table.name in _ERASING else condition


def _frozen_once_published(table: Table) -> tuple[Trigger, ...]:
    """A published row is for ever, but for `until_release` from NULL to a number, once."""
    others = [column.name for column in table.columns if column.name != "until_release"]
    condition = f"OLD.from_release IS NOT NULL AND (OLD.until_release IS NOT NULL OR {_changed(others)})"
    return (
        Trigger(
            f"{table.name}_frozen",
            table.name,
            "UPDATE",
            _unless_erasing(table, condition),
            f"a published row of {table.name} does not change",
        ),
        _kept(table),
        _not_replaced(table),
    )


def _kept(table: Table) -> Trigger:
    return Trigger(f"{table.name}_kept", table.name, "DELETE", "1 = 1", f"a row of {table.name} is never deleted")


def _not_replaced(table: Table) -> Trigger:
    """SQLite's INSERT OR REPLACE deletes without asking the triggers on DELETE."""
    same = " AND ".join(f"{column.name} = NEW.{column.name}" for column in table.primary_key)
    exists = f"EXISTS (SELECT 1 FROM {table.name} WHERE {same})"
    return Trigger(f"{table.name}_not_replaced", table.name, "INSERT", exists, f"a row of {table.name} stands already")


def _append_only(table: Table) -> tuple[Trigger, ...]:
    message = f"{table.name} only grows"
    return (
        _not_replaced(table),
        Trigger(f"{table.name}_frozen", table.name, "UPDATE", _unless_erasing(table, "1 = 1"), message),
        _kept(table),
    )


def _published_with_its_return(table: Table) -> tuple[Trigger, ...]:
    """Rows of a return come with it, wait, and are published once it is approved."""
    of_return = "(SELECT state FROM returns WHERE id = NEW.return_id)"
    pending = "OLD.from_release IS NULL AND NEW.from_release IS NULL"
    return (
        Trigger(
            f"{table.name}_only_while_received",
            table.name,
            "INSERT",
            f"NEW.return_id IS NOT NULL AND {of_return} <> '{FIRST}'",
            f"{table.name} are added to a return as it is received, not later",
        ),
        Trigger(
            f"{table.name}_published_once_approved",
            table.name,
            "UPDATE",
            f"OLD.from_release IS NULL AND NEW.from_release IS NOT NULL AND {of_return} <> 'approved'",
            f"{table.name} of an approved return are published, no others",
        ),
        Trigger(
            f"{table.name}_of_open_return",
            table.name,
            "UPDATE",
            _unless_erasing(table, pending),
            f"a pending row of {table.name} changes only by being published",
        ),
    )


def _return_triggers() -> tuple[Trigger, ...]:
    content = (
        "id", "job", "job_version", "parser_version", "entity", "quarter", "canonical_hash", "file_hash", "file_kept",
        "file_name", "problems", "change", "reason", "channel",
    )  # fmt: skip
    receipt = ("received_at", "received_on", "loaded_by")
    allowed = " OR ".join(f"(OLD.state = '{step.before}' AND NEW.state = '{step.after}')" for step in TRANSITIONS)
    letter = ("letter_number", "letter_file_number", "letter_date", "signed_off_by")
    submission = ("submitted_by", "submitted_at", *letter)
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
            "returns_warnings_frozen",
            "returns",
            "UPDATE",
            f"({_changed(['warnings'])}) AND NOT EXISTS"
            " (SELECT 1 FROM figures f WHERE f.return_id = OLD.id AND f.erased = 1)",
            "what was unusual of a file stays said, but for what the law forces out",
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
        Trigger(
            "returns_begin_received", "returns", "INSERT", f"NEW.state <> '{FIRST}'", "a return begins as received"
        ),
        _kept(returns),
        _not_replaced(returns),
    )


def _mark_triggers() -> tuple[Trigger, ...]:
    others = _changed([column.name for column in marks.columns if column.name != "from_release"])
    kept = _changed([c.name for c in marks.columns if c.name not in ("note", "document_name")])
    erasing = (
        f"NOT ({kept}) AND NEW.note = '' AND NEW.document_name = ''"
        " AND EXISTS (SELECT 1 FROM figures f WHERE f.id = OLD.figure_id AND f.erased = 1)"
    )
    who = "SELECT 1 FROM figures f JOIN returns r ON r.id = f.return_id WHERE f.id = NEW.figure_id"
    return (
        Trigger(
            "marks_frozen",
            "marks",
            "UPDATE",
            f"(OLD.from_release IS NOT NULL OR {others}) AND NOT ({erasing})",
            "a mark changes only by being published, once",
        ),
        Trigger(
            "marks_begin_pending",
            "marks",
            "INSERT",
            "NEW.from_release IS NOT NULL",
            "a mark is published by a release, not by being added",
        ),
        Trigger(
            "marks_by_a_second_person",
            "marks",
            "INSERT",
            f"NEW.mark <> 'document' AND EXISTS ({who} AND NEW.made_by IN (r.loaded_by, r.submitted_by))",
            "who loaded or submitted a figure does not judge its evidence",
        ),
        _kept(marks),
        _not_replaced(marks),
    )


TRIGGERS: tuple[Trigger, ...] = (
    *_return_triggers(),
    *_mark_triggers(),
    *_published_with_its_return(figures),
    *_published_with_its_return(plan_rows),
    Trigger(
        "figures_begin_pending",
        "figures",
        "INSERT",
        "NEW.from_release IS NOT NULL",
        "a figure is published by a release, not by being added",
    ),
    Trigger(
        "plan_rows_begin_pending",
        "plan_rows",
        "INSERT",
        "(NEW.from_release IS NOT NULL OR NEW.return_id IS NULL) AND EXISTS (SELECT 1 FROM releases)",
        "after release 1 a plan row comes with a plan change and waits for its release",
    ),
    *_frozen_once_published(figures),
    *_frozen_once_published(plan_rows),
    *_frozen_once_published(series),
    *_append_only(tables.releases),
    *_append_only(tables.release_lines),
    *_append_only(tables.release_contents),
    *_append_only(tables.announcements),
    *_append_only(tables.tombstones),
    *_append_only(tables.erased_lines),
    *_append_only(tables.entities),
    *_append_only(tables.indicators),
    Trigger(
        "fetches_frozen",
        "fetches",
        "UPDATE",
        "OLD.finished_at IS NOT NULL OR " + _changed(("id", "source", "started_at")),
        "a run of a source ends once",
    ),
    _kept(tables.fetches),
    _not_replaced(tables.fetches),
    *_append_only(tables.fetched),
    *_append_only(notices),
    *_append_only(progress),
    *_append_only(tables.audit),
    *_append_only(files),
    *_append_only(tables.store),
    Trigger(
        "accounts_frozen",
        "accounts",
        "UPDATE",
        "OLD.disabled_at IS NOT NULL OR " + _changed(("code", "role", "entity", "created_at")),
        "what an account may do does not change: disable it and make another",
    ),
    _kept(tables.accounts),
    _not_replaced(tables.accounts),
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
    return tuple(sorted(drift | _asleep(connection, wanted)))


def _asleep(connection: Connection, wanted: Mapping[str, Trigger]) -> set[str]:
    """Triggers of a server that are switched off, or made to fire at another time than listed."""
    if connection.dialect.name == "sqlite":
        return set()
    query = (
        "SELECT t.tgname, t.tgenabled, pg_get_triggerdef(t.oid, true) FROM pg_trigger t"
        " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
    )
    return {
        str(name)
        for name, enabled, definition in connection.exec_driver_sql(query)
        if name in wanted and (enabled != "O" or definition != wanted[name].statements("postgresql")[1])
    }


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
