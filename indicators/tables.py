"""The tables and their named constraints, for SQLite (STRICT) and PostgreSQL alike.

Plan rows, figures and series are valid over `[from_release, until_release)`; a row without `from_release` is pending.
A published row never changes but for `until_release`, once, from NULL to a number: `indicators.triggers` see to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

from indicators.column_types import Day, Exact, Instant
from indicators.lifecycle import AGREED, OPEN, UNREAD, ReturnState

# A plan change is a return too: of this job, of no entity and no quarter.
PLAN_JOB = "plan"
CHANGES = ("", "late data", "source", "method", "correction")
# What makes two rows versions of one figure.
FIGURE_KEY = ("indicator", "entity", "period", "dimension", "category", "step")
MARKS = ("public", "verified", "document")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


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
    # 1: the hash of the canonical text; 2: the hash of the hashes of its lines, which `release_lines` keeps.
    Column("format", Integer, nullable=False),
    CheckConstraint("number > 0", name="positive"),
    CheckConstraint("format IN (1, 2)", name="format"),
    sqlite_strict=True,
)

# What was announced of a release, before it came; a later row for the same quarter says why it changed.
announcements = Table(
    "announcements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", Text, ForeignKey("accounts.code"), nullable=False),
    Index("ix_announcements_reference", "reference"),
    sqlite_strict=True,
)

release_lines = Table(
    "release_lines",
    metadata,
    Column("release", Integer, _release(), primary_key=True, autoincrement=False),
    Column("key", Text, primary_key=True),
    Column("hash", Text, nullable=False),
    CheckConstraint("length(hash) = 64", name="hash_is_sha256"),
    sqlite_strict=True,
)

returns = Table(
    "returns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("job", Text, nullable=False),
    Column("job_version", Text, nullable=False),
    Column("parser_version", Text, nullable=False),
    Column("entity", Text, ForeignKey("entities.code")),
    Column("quarter", Text),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("canonical_hash", Text),
    # Of the bytes received. `files` keeps them where `file_kept` is 1, but for those that the law forces out since: not
    # those of a refused file, nor of one about persons, who are counted and forgotten.
    Column("file_hash", Text, nullable=False),
    *_flag("file_kept"),
    Column("file_name", Text, nullable=False),
    Column("problems", Text, nullable=False),
    # What a second person has to confirm: a list of {code, es, en} as JSON, or nothing.
    Column("warnings", Text, nullable=False),
    Column("change", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("received_on", Day, nullable=False),
    Column("loaded_by", Text, ForeignKey("accounts.code"), nullable=False),
    Column("submitted_at", Instant),
    Column("submitted_by", Text, ForeignKey("accounts.code")),
    Column("letter_number", Text, nullable=False),
    Column("letter_file_number", Text, nullable=False),
    Column("letter_date", Day),
    Column("signed_off_by", Text, nullable=False),
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
    CheckConstraint(
        f"state IN ({_listed(UNREAD)}) OR (canonical_hash IS NOT NULL"
        f" AND (job = '{PLAN_JOB}' OR (entity IS NOT NULL AND quarter IS NOT NULL)))",
        name="keyed_once_read",
    ),
    CheckConstraint("(state = 'refused') = (problems <> '') OR state = 'received'", name="refused_for_problems"),
    CheckConstraint("(change = '') = (reason = '')", name="a_change_has_a_reason"),
    CheckConstraint(f"change IN ({_listed(CHANGES)})", name="change"),
    Index(
        "uq_returns_open",
        "job",
        "entity",
        "quarter",
        unique=True,
        sqlite_where=text(f"state IN ({_listed(OPEN)})"),
        postgresql_where=text(f"state IN ({_listed(OPEN)})"),
    ),
    Index(
        "uq_returns_open_plan",
        "job",
        unique=True,
        sqlite_where=text(f"job = '{PLAN_JOB}' AND state IN ({_listed(OPEN)})"),
        postgresql_where=text(f"job = '{PLAN_JOB}' AND state IN ({_listed(OPEN)})"),
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
    *_flag("removed"),
    *_validity(),
    Index("ix_plan_rows_from_release", "from_release"),
    Index("ix_plan_rows_until_release", "until_release"),
    Index("ix_plan_rows_return_id", "return_id"),
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
    *_flag("erased"),
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
    CheckConstraint(f"change IN ({_listed(CHANGES)})", name="change"),
    CheckConstraint(
        "erased = 0 OR (value IS NULL AND so_far IS NULL AND numerator IS NULL AND denominator IS NULL"
        " AND published_value IS NULL AND published_so_far IS NULL AND published_numerator IS NULL"
        " AND published_denominator IS NULL AND stage IS NULL AND stage_date IS NULL AND evidence_date IS NULL"
        " AND act = '' AND note = '' AND evidence_kind = '' AND evidence_reference = '' AND reason = ''"
        " AND raw = '{}')",
        name="erased_says_nothing",
    ),
    CheckConstraint("protected = 0 OR published_value IS NULL", name="protected_shows_no_value"),
    Index("ix_figures_return_id", "return_id"),
    Index("ix_figures_from_release", "from_release"),
    Index("ix_figures_until_release", "until_release"),
    Index("ix_figures_indicator_period", "indicator", "period"),
    Index(
        "uq_figures_in_force",
        *FIGURE_KEY,
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

# What a release brought, counted once, so that its page does not count figures.
release_contents = Table(
    "release_contents",
    metadata,
    Column("release", Integer, _release(), primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False),
    sqlite_strict=True,
)

# Corrections that would change a reader's conclusion, one row an indicator and release.
notices = Table(
    "notices",
    metadata,
    Column("release", Integer, _release(), primary_key=True, autoincrement=False),
    Column("indicator", Text, ForeignKey("indicators.code"), primary_key=True),
    Column("content", Text, nullable=False),
    sqlite_strict=True,
)

# What a second person, or the entity, said of a figure's evidence; seen from the release that published it.
marks = Table(
    "marks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("figure_id", Integer, ForeignKey("figures.id"), nullable=False),
    Column("mark", Text, nullable=False),
    Column("document_hash", Text, nullable=False),
    Column("document_name", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", Text, ForeignKey("accounts.code"), nullable=False),
    Column("from_release", Integer, _release()),
    CheckConstraint(f"mark IN ({_listed(MARKS)})", name="mark"),
    CheckConstraint("(mark = 'document') = (document_hash <> '')", name="a_document_has_a_hash"),
    Index("ix_marks_figure_id", "figure_id"),
    Index("ix_marks_from_release", "from_release"),
    sqlite_strict=True,
)

# A figure that the law forces out: what it was of, by which ground and when; never what it said.
tombstones = Table(
    "tombstones",
    metadata,
    Column("id", Integer, primary_key=True),
    *(Column(name, Text, nullable=False) for name in FIGURE_KEY),
    Column("ground", Text, nullable=False),
    Column("erased_on", Day, nullable=False),
    Column("erased_at", Instant, nullable=False),
    Column("erased_by", Text, ForeignKey("accounts.code"), nullable=False),
    Column("agreed_by", Text, ForeignKey("accounts.code"), nullable=False),
    CheckConstraint("ground <> ''", name="ground_is_given"),
    CheckConstraint("erased_by <> agreed_by", name="four_eyes"),
    Index("ix_tombstones_indicator", "indicator"),
    sqlite_strict=True,
)

# The lines of releases that stand as a tombstone: their hashes stay in `release_lines`.
erased_lines = Table(
    "erased_lines",
    metadata,
    Column("release", Integer, _release(), primary_key=True, autoincrement=False),
    Column("key", Text, primary_key=True),
    Column("tombstone", Integer, ForeignKey("tombstones.id"), nullable=False),
    sqlite_strict=True,
)

# What the schedule of sources did: one row a run of a source. While `finished_at` is empty the source is held, until
# `expires_at`; `detail` says, as JSON, why a run failed.
fetches = Table(
    "fetches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("outcome", Text, nullable=False),
    Column("detail", Text, nullable=False),
    CheckConstraint("source <> ''", name="source_is_named"),
    CheckConstraint("(finished_at IS NULL) = (outcome = '')", name="an_end_has_an_outcome"),
    Index("ix_fetches_source", "source", "id"),
    Index(
        "uq_fetches_running",
        "source",
        unique=True,
        sqlite_where=text("finished_at IS NULL"),
        postgresql_where=text("finished_at IS NULL"),
    ),
    sqlite_strict=True,
)

# The files that a run read, and what was made of each: `address` is a hash of where it stood, `etag` and
# `last_modified` what a server said of it, so that it is not read again unchanged.
fetched = Table(
    "fetched",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fetch_id", Integer, ForeignKey("fetches.id"), nullable=False),
    Column("job", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("file_hash", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("return_id", Integer, ForeignKey("returns.id")),
    CheckConstraint("length(file_hash) = 64", name="file_hash_is_sha256"),
    Index("ix_fetched_fetch_id", "fetch_id"),
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
    # The steps of one return are read without reading the whole record.
    Index("ix_audit_subject", "subject"),
    sqlite_strict=True,
)
