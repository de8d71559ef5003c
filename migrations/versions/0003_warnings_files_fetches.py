"""Warnings that a second person confirms, files that are not kept, runs of sources; rows of a return by an index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations import set_aside

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# The facts that are not the same after going up: returns gain columns only.
changes_facts: dict[str, str] = {}

NEW_COLUMNS = {"warnings": "", "file_kept": 1}
# A file that was never kept has a row of its own in older stores, as one that the law forced out has: empty.
NOT_KEPT = (
    "SELECT DISTINCT file_hash FROM returns WHERE file_kept = 0 AND state NOT IN ('received', 'refused')"
    " AND file_hash NOT IN (SELECT hash FROM files) ORDER BY file_hash"
)


def upgrade() -> None:
    connection = op.get_bind()
    op.execute("ALTER TABLE returns ADD COLUMN warnings TEXT NOT NULL DEFAULT ''")
    op.execute(
        "ALTER TABLE returns ADD COLUMN file_kept INTEGER NOT NULL DEFAULT 1"
        " CONSTRAINT ck_returns_file_kept_is_flag CHECK (file_kept IN (0, 1))"
    )
    op.execute("UPDATE returns SET file_kept = 0 WHERE state IN ('received', 'refused')")
    op.create_index("ix_plan_rows_return_id", "plan_rows", ["return_id"])
    _fetches()
    set_aside.bring_back(connection, revision)


def downgrade() -> None:
    connection = op.get_bind()
    set_aside.keep_rows(connection, revision, "fetched")
    set_aside.keep_rows(connection, revision, "fetches")
    hashes = connection.exec_driver_sql(NOT_KEPT).scalars().all()
    set_aside.stand_in(connection, revision, "files", "hash", [{"hash": h, "content": b""} for h in hashes])
    set_aside.keep_columns(connection, revision, "returns", "id", NEW_COLUMNS)
    op.drop_table("fetched")
    op.drop_table("fetches")
    op.drop_index("ix_plan_rows_return_id", table_name="plan_rows")
    op.execute("ALTER TABLE returns DROP COLUMN file_kept")
    op.execute("ALTER TABLE returns DROP COLUMN warnings")


def _fetches() -> None:
    op.create_table(
        "fetches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.CheckConstraint("source <> ''", name=op.f("ck_fetches_source_is_named")),
        sa.CheckConstraint("(finished_at IS NULL) = (outcome = '')", name=op.f("ck_fetches_an_end_has_an_outcome")),
        sa.PrimaryKeyConstraint("id", name="pk_fetches"),
        sqlite_strict=True,
    )
    op.create_index("ix_fetches_source", "fetches", ["source", "id"])
    running = sa.text("finished_at IS NULL")
    op.create_index(
        "uq_fetches_running", "fetches", ["source"], unique=True, sqlite_where=running, postgresql_where=running
    )
    op.create_table(
        "fetched",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fetch_id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("job", "address", "etag", "last_modified", "file_hash", "outcome")
        ),
        sa.Column("return_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(file_hash) = 64", name=op.f("ck_fetched_file_hash_is_sha256")),
        sa.ForeignKeyConstraint(["fetch_id"], ["fetches.id"], name="fk_fetched_fetch_id_fetches"),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name="fk_fetched_return_id_returns"),
        sa.PrimaryKeyConstraint("id", name="pk_fetched"),
        sqlite_strict=True,
    )
    op.create_index("ix_fetched_fetch_id", "fetched", ["fetch_id"])
