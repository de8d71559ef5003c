"""The tables and their named constraints, for SQLite (STRICT) and PostgreSQL alike.

Plan rows, figures and series are valid over `[from_release, until_release)`; a row without `from_release` is pending.
A published row never changes but for `until_release`, once, from NULL to a number: `indicators.triggers` see to it.
Amounts are kept as integers of a millionth (`Exact`), instants as UTC text, days as ISO text, so that both engines
hold the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from indicators.lifecycle import AGREED, OPEN, ReturnState

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
