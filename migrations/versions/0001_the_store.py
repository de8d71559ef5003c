"""The store: accounts, returns, plan rows and figures valid by release, releases, summaries, the record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

# Millionths; SQLite's STRICT tables know INTEGER only.
EXACT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_hash")),
        sqlite_strict=True,
    )
    op.create_table(
        "entities",
        sa.Column("code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_entities")),
        sqlite_strict=True,
    )
    op.create_table(
        "files",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_files_hash_is_sha256")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_files")),
        sqlite_strict=True,
    )
    op.create_table(
        "indicators",
        sa.Column("code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_indicators")),
        sqlite_strict=True,
    )
    op.create_table(
        "store",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('demonstration', 'real')", name=op.f("ck_store_kind")),
        sa.CheckConstraint("id = 1", name=op.f("ck_store_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store")),
        sqlite_strict=True,
    )
    op.create_table(
        "accounts",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=True),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("disabled_at", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(role = 'steward') = (entity IS NOT NULL)", name=op.f("ck_accounts_stewards_have_an_entity")
        ),
        sa.CheckConstraint("code <> ''", name=op.f("ck_accounts_code_is_given")),
        sa.CheckConstraint("role IN ('steward', 'planner', 'administrator')", name=op.f("ck_accounts_role")),
        sa.ForeignKeyConstraint(["entity"], ["entities.code"], name=op.f("fk_accounts_entity_entities")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_accounts")),
        sqlite_strict=True,
    )
    op.create_table(
        "releases",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("published_at", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Text(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("announced", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("audit_head", sa.Text(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_releases_positive")),
        sa.ForeignKeyConstraint(["published_by"], ["accounts.code"], name=op.f("fk_releases_published_by_accounts")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_releases")),
        sqlite_strict=True,
    )
    op.create_table(
        "progress",
        sa.Column("release", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["indicator"], ["indicators.code"], name=op.f("fk_progress_indicator_indicators")),
        sa.ForeignKeyConstraint(
            ["release"],
            ["releases.number"],
            name=op.f("fk_progress_release_releases"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("release", "indicator", name=op.f("pk_progress")),
        sqlite_strict=True,
    )
    op.create_table(
        "returns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("job_version", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("canonical_hash", sa.Text(), nullable=False),
        sa.Column("file_hash", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Text(), nullable=False),
        sa.Column("loaded_by", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.Text(), nullable=True),
        sa.Column("submitted_by", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.Text(), nullable=True),
        sa.Column("approved_on", sa.Text(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("published_in", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state <> 'published' OR published_in IS NOT NULL", name=op.f("ck_returns_published_in_a_release")
        ),
        sa.CheckConstraint(
            "state <> 'submitted' OR submitted_by IS NOT NULL", name=op.f("ck_returns_submitted_by_someone")
        ),
        sa.CheckConstraint(
            "state IN ('staged', 'submitted', 'returned', 'approved', 'published', 'superseded', 'withdrawn')",
            name=op.f("ck_returns_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'published', 'superseded') OR (loaded_by IS NOT NULL AND submitted_by IS NOT NULL AND approved_by IS NOT NULL AND approved_by <> submitted_by AND approved_by <> loaded_by)",
            name=op.f("ck_returns_four_eyes"),
        ),
        sa.ForeignKeyConstraint(["approved_by"], ["accounts.code"], name=op.f("fk_returns_approved_by_accounts")),
        sa.ForeignKeyConstraint(["entity"], ["entities.code"], name=op.f("fk_returns_entity_entities")),
        sa.ForeignKeyConstraint(["file_hash"], ["files.hash"], name=op.f("fk_returns_file_hash_files")),
        sa.ForeignKeyConstraint(["loaded_by"], ["accounts.code"], name=op.f("fk_returns_loaded_by_accounts")),
        sa.ForeignKeyConstraint(
            ["published_in"],
            ["releases.number"],
            name=op.f("fk_returns_published_in_releases"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["submitted_by"], ["accounts.code"], name=op.f("fk_returns_submitted_by_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returns")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("returns", schema=None) as batch_op:
        batch_op.create_index("ix_returns_state", ["state"], unique=False)
        batch_op.create_index(
            "uq_returns_open",
            ["job", "entity", "quarter"],
            unique=True,
            sqlite_where=sa.text("state IN ('staged', 'submitted', 'returned', 'approved')"),
            postgresql_where=sa.text("state IN ('staged', 'submitted', 'returned', 'approved')"),
        )

    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("from_release", sa.Integer(), nullable=True),
        sa.Column("until_release", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["from_release"],
            ["releases.number"],
            name=op.f("fk_series_from_release_releases"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["indicator"], ["indicators.code"], name=op.f("fk_series_indicator_indicators")),
        sa.ForeignKeyConstraint(
            ["until_release"],
            ["releases.number"],
            name=op.f("fk_series_until_release_releases"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.create_index("ix_series_indicator_from_release", ["indicator", "from_release"], unique=False)

    op.create_table(
        "figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("value", EXACT, nullable=True),
        sa.Column("so_far", EXACT, nullable=True),
        sa.Column("numerator", EXACT, nullable=True),
        sa.Column("denominator", EXACT, nullable=True),
        sa.Column("published_value", EXACT, nullable=True),
        sa.Column("published_so_far", EXACT, nullable=True),
        sa.Column("published_numerator", EXACT, nullable=True),
        sa.Column("published_denominator", EXACT, nullable=True),
        sa.Column("protected", sa.Integer(), nullable=False),
        sa.Column("nothing_to_report", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("stage_date", sa.Text(), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("evidence_kind", sa.Text(), nullable=False),
        sa.Column("evidence_reference", sa.Text(), nullable=False),
        sa.Column("evidence_date", sa.Text(), nullable=True),
        sa.Column("evidence_public", sa.Integer(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("column_name", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("from_release", sa.Integer(), nullable=True),
        sa.Column("until_release", sa.Integer(), nullable=True),
        sa.CheckConstraint("(change = '') = (reason = '')", name=op.f("ck_figures_a_change_has_a_reason")),
        sa.CheckConstraint(
            "change IN ('', 'late data', 'source', 'method', 'correction')", name=op.f("ck_figures_change")
        ),
        sa.CheckConstraint("evidence_public IN (0, 1)", name=op.f("ck_figures_evidence_public_is_flag")),
        sa.CheckConstraint("late IN (0, 1)", name=op.f("ck_figures_late_is_flag")),
        sa.CheckConstraint("nothing_to_report = 0 OR value = 0", name=op.f("ck_figures_nothing_to_report_is_zero")),
        sa.CheckConstraint("nothing_to_report IN (0, 1)", name=op.f("ck_figures_nothing_to_report_is_flag")),
        sa.CheckConstraint(
            "protected = 0 OR published_value IS NULL", name=op.f("ck_figures_protected_shows_no_value")
        ),
        sa.CheckConstraint("protected IN (0, 1)", name=op.f("ck_figures_protected_is_flag")),
        sa.CheckConstraint("withdrawn IN (0, 1)", name=op.f("ck_figures_withdrawn_is_flag")),
        sa.ForeignKeyConstraint(["entity"], ["entities.code"], name=op.f("fk_figures_entity_entities")),
        sa.ForeignKeyConstraint(
            ["from_release"],
            ["releases.number"],
            name=op.f("fk_figures_from_release_releases"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["indicator"], ["indicators.code"], name=op.f("fk_figures_indicator_indicators")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_figures_return_id_returns")),
        sa.ForeignKeyConstraint(
            ["until_release"],
            ["releases.number"],
            name=op.f("fk_figures_until_release_releases"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figures")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("figures", schema=None) as batch_op:
        batch_op.create_index("ix_figures_from_release", ["from_release"], unique=False)
        batch_op.create_index("ix_figures_indicator_period", ["indicator", "period"], unique=False)
        batch_op.create_index("ix_figures_return_id", ["return_id"], unique=False)
        batch_op.create_index("ix_figures_until_release", ["until_release"], unique=False)
        batch_op.create_index(
            "uq_figures_in_force",
            ["indicator", "entity", "period", "dimension", "category", "step"],
            unique=True,
            sqlite_where=sa.text("from_release IS NOT NULL AND until_release IS NULL"),
            postgresql_where=sa.text("from_release IS NOT NULL AND until_release IS NULL"),
        )

    op.create_table(
        "plan_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=True),
        sa.Column("from_release", sa.Integer(), nullable=True),
        sa.Column("until_release", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["from_release"],
            ["releases.number"],
            name=op.f("fk_plan_rows_from_release_releases"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_plan_rows_return_id_returns")),
        sa.ForeignKeyConstraint(
            ["until_release"],
            ["releases.number"],
            name=op.f("fk_plan_rows_until_release_releases"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_rows")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("plan_rows", schema=None) as batch_op:
        batch_op.create_index("ix_plan_rows_from_release", ["from_release"], unique=False)
        batch_op.create_index("ix_plan_rows_until_release", ["until_release"], unique=False)
        batch_op.create_index(
            "uq_plan_rows_in_force",
            ["kind", "key"],
            unique=True,
            sqlite_where=sa.text("from_release IS NOT NULL AND until_release IS NULL"),
            postgresql_where=sa.text("from_release IS NOT NULL AND until_release IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("plan_rows", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_plan_rows_in_force",
            sqlite_where=sa.text("from_release IS NOT NULL AND until_release IS NULL"),
            postgresql_where=sa.text("from_release IS NOT NULL AND until_release IS NULL"),
        )
        batch_op.drop_index("ix_plan_rows_until_release")
        batch_op.drop_index("ix_plan_rows_from_release")

    op.drop_table("plan_rows")
    with op.batch_alter_table("figures", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_figures_in_force",
            sqlite_where=sa.text("from_release IS NOT NULL AND until_release IS NULL"),
            postgresql_where=sa.text("from_release IS NOT NULL AND until_release IS NULL"),
        )
        batch_op.drop_index("ix_figures_until_release")
        batch_op.drop_index("ix_figures_return_id")
        batch_op.drop_index("ix_figures_indicator_period")
        batch_op.drop_index("ix_figures_from_release")

    op.drop_table("figures")
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.drop_index("ix_series_indicator_from_release")

    op.drop_table("series")
    with op.batch_alter_table("returns", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_returns_open",
            sqlite_where=sa.text("state IN ('staged', 'submitted', 'returned', 'approved')"),
            postgresql_where=sa.text("state IN ('staged', 'submitted', 'returned', 'approved')"),
        )
        batch_op.drop_index("ix_returns_state")

    op.drop_table("returns")
    op.drop_table("progress")
    op.drop_table("releases")
    op.drop_table("accounts")
    op.drop_table("store")
    op.drop_table("indicators")
    op.drop_table("files")
    op.drop_table("entities")
    op.drop_table("audit")
