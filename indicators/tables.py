"""The tables, their named constraints and the one list of triggers, for SQLite (STRICT) and PostgreSQL alike.

Plan rows, figures and series are valid over `[from_release, until_release)`; a row without `from_release` is pending.
A published row never changes but for `until_release`, once, from NULL to a number: triggers see to it. Amounts are kept
as integers of a millionth (`Exact`), instants as UTC text, days as ISO text, so that both engines hold the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    inspect,
    text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from indicators.lifecycle import AGREED, OPEN, TRANSITIONS, ReturnState

MILLION = 1_000_000

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Exact(TypeDecorator[Decimal]):
    """A Decimal of at most six places as an integer of millionths: summable, and equal on both engines."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """SQLite's STRICT tables know INTEGER only."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """To millionths. Raises ValueError where `value` has more than six places."""
        if value is None:
            return None
        scaled = value * MILLION
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than six decimal places")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """From millionths."""
        return None if value is None else Decimal(value) / MILLION


def instant_text(value: datetime) -> str:
    """A point in time as it is kept and hashed. Raises ValueError for a naive datetime."""
    if value.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return value.astimezone(UTC).isoformat(timespec="microseconds")


class Instant(TypeDecorator[datetime]):
    """A point in time as UTC ISO text to the microsecond."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To UTC text; a naive datetime is a mistake (ValueError)."""
        return None if value is None else instant_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """From UTC text."""
        return None if value is None else datetime.fromisoformat(value)


class Day(TypeDecorator[date]):
    """A date as ISO text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """To ISO text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """From ISO text."""
        return None if value is None else date.fromisoformat(value)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _flag(name: str) -> tuple[Column[int], CheckConstraint]:
    return Column(name, Integer, nullable=False), CheckConstraint(f"{name} IN (0, 1)", name=f"{name}_is_flag")


def _release() -> ForeignKey:
    """A release's number; checked at commit, since its hash is known only once its rows are in place."""
    return ForeignKey("releases.number", deferrable=True, initially="DEFERRED")


def _validity() -> tuple[Column[int], Column[int]]:
    return (
        Column("from_release", Integer, _release()),
        Column("until_release", Integer, _release()),
    )


store = Table(
    "store",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("salt", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
    CheckConstraint("kind IN ('demonstration', 'real')", name="kind"),
    sqlite_strict=True,
)

accounts = Table(
    "accounts",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("entity", Text, ForeignKey("entities.code")),
    Column("created_at", Instant, nullable=False),
    Column("disabled_at", Instant),
    CheckConstraint("code <> ''", name="code_is_given"),
    CheckConstraint("role IN ('steward', 'planner', 'administrator')", name="role"),
    CheckConstraint("(role = 'steward') = (entity IS NOT NULL)", name="stewards_have_an_entity"),
    sqlite_strict=True,
)

# Every code that was ever released: plan rows come and go with releases, codes stay for ever.
indicators = Table("indicators", metadata, Column("code", Text, primary_key=True), sqlite_strict=True)
entities = Table("entities", metadata, Column("code", Text, primary_key=True), sqlite_strict=True)

files = Table(
    "files",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    CheckConstraint("length(hash) = 64", name="hash_is_sha256"),
    sqlite_strict=True,
)

releases = Table(
    "releases",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("published_at", Instant, nullable=False),
    Column("published_on", Day, nullable=False),
    Column("published_by", Text, ForeignKey("accounts.code"), nullable=False),
    Column("reference", Text, nullable=False),
    Column("announced", Day),
    Column("note", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("audit_head", Text, nullable=False),
    CheckConstraint("number > 0", name="positive"),
    sqlite_strict=True,
)

returns = Table(
    "returns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("job", Text, nullable=False),
    Column("job_version", Text, nullable=False),
    Column("entity", Text, ForeignKey("entities.code"), nullable=False),
    Column("quarter", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("canonical_hash", Text, nullable=False),
    Column("file_hash", Text, ForeignKey("files.hash"), nullable=False),
    Column("file_name", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("received_on", Day, nullable=False),
    Column("loaded_by", Text, ForeignKey("accounts.code"), nullable=False),
    Column("submitted_at", Instant),
    Column("submitted_by", Text, ForeignKey("accounts.code")),
    Column("approved_at", Instant),
    Column("approved_on", Day),
    Column("approved_by", Text, ForeignKey("accounts.code")),
    Column("published_in", Integer, _release()),
    CheckConstraint(f"state IN ({_listed(list(ReturnState))})", name="state"),
    CheckConstraint(
        f"state NOT IN ({_listed(AGREED)}) OR (loaded_by IS NOT NULL AND submitted_by IS NOT NULL"
        " AND approved_by IS NOT NULL AND approved_by <> submitted_by AND approved_by <> loaded_by)",
        name="four_eyes",
    ),
    CheckConstraint("state <> 'submitted' OR submitted_by IS NOT NULL", name="submitted_by_someone"),
    CheckConstraint("state <> 'published' OR published_in IS NOT NULL", name="published_in_a_release"),
    Index(
        "uq_returns_open",
        "job",
        "entity",
        "quarter",
        unique=True,
        sqlite_where=text(f"state IN ({_listed(OPEN)})"),
        postgresql_where=text(f"state IN ({_listed(OPEN)})"),
    ),
    Index("ix_returns_state", "state"),
    sqlite_strict=True,
)

plan_rows = Table(
    "plan_rows",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("return_id", Integer, ForeignKey("returns.id")),
    *_validity(),
    Index("ix_plan_rows_from_release", "from_release"),
    Index("ix_plan_rows_until_release", "until_release"),
    Index(
        "uq_plan_rows_in_force",
        "kind",
        "key",
        unique=True,
        sqlite_where=text("from_release IS NOT NULL AND until_release IS NULL"),
        postgresql_where=text("from_release IS NOT NULL AND until_release IS NULL"),
    ),
    sqlite_strict=True,
)

figures = Table(
    "figures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("return_id", Integer, ForeignKey("returns.id"), nullable=False),
    Column("indicator", Text, ForeignKey("indicators.code"), nullable=False),
    Column("entity", Text, ForeignKey("entities.code"), nullable=False),
    Column("period", Text, nullable=False),
    Column("dimension", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("value", Exact),
    Column("so_far", Exact),
    Column("numerator", Exact),
    Column("denominator", Exact),
    Column("published_value", Exact),
    Column("published_so_far", Exact),
    Column("published_numerator", Exact),
    Column("published_denominator", Exact),
    *_flag("protected"),
    *_flag("nothing_to_report"),
    *_flag("withdrawn"),
    *_flag("late"),
    Column("stage", Text),
    Column("stage_date", Day),
    Column("act", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("evidence_kind", Text, nullable=False),
    Column("evidence_reference", Text, nullable=False),
    Column("evidence_date", Day),
    *_flag("evidence_public"),
    Column("change", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("row_number", Integer, nullable=False),
    Column("column_name", Text, nullable=False),
    Column("raw", Text, nullable=False),
    *_validity(),
    CheckConstraint("nothing_to_report = 0 OR value = 0", name="nothing_to_report_is_zero"),
    CheckConstraint("(change = '') = (reason = '')", name="a_change_has_a_reason"),
    CheckConstraint("change IN ('', 'late data', 'source', 'method', 'correction')", name="change"),
    CheckConstraint("protected = 0 OR published_value IS NULL", name="protected_shows_no_value"),
    Index("ix_figures_return_id", "return_id"),
    Index("ix_figures_from_release", "from_release"),
    Index("ix_figures_until_release", "until_release"),
    Index("ix_figures_indicator_period", "indicator", "period"),
    Index(
        "uq_figures_in_force",
        "indicator",
        "entity",
        "period",
        "dimension",
        "category",
        "step",
        unique=True,
        sqlite_where=text("from_release IS NOT NULL AND until_release IS NULL"),
        postgresql_where=text("from_release IS NOT NULL AND until_release IS NULL"),
    ),
    sqlite_strict=True,
)

progress = Table(
    "progress",
    metadata,
    Column("release", Integer, _release(), primary_key=True, autoincrement=False),
    Column("indicator", Text, ForeignKey("indicators.code"), primary_key=True),
    Column("content", Text, nullable=False),
    sqlite_strict=True,
)

series = Table(
    "series",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("indicator", Text, ForeignKey("indicators.code"), nullable=False),
    Column("content", Text, nullable=False),
    *_validity(),
    Index("ix_series_indicator_from_release", "indicator", "from_release"),
    sqlite_strict=True,
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
    sqlite_strict=True,
)


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
