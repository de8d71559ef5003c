"""Received and refused files, plan changes as returns, covering letters, the calendar, lines of releases, notices,
marks of evidence, tombstones."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from migrations import set_aside

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The facts that are not the same after going up: returns gain columns only.
changes_facts: dict[str, str] = {}

OPEN = "state IN ('staged', 'submitted', 'returned', 'approved')"
STATES = "'staged', 'submitted', 'returned', 'approved', 'published', 'superseded', 'withdrawn'"
CHANGES = "('', 'late data', 'source', 'method', 'correction')"
NEW_TABLES = (
    "erased_lines", "tombstones", "marks", "notices", "release_contents", "release_lines", "announcements",
)
NEW_COLUMNS = {
    "parser_version": "",
    "problems": "",
    "change": "",
    "reason": "",
    "letter_number": "",
    "letter_file_number": "",
    "letter_date": None,
    "signed_off_by": "",
}
NEW_CHECKS = {
    "keyed_once_read": "state IN ('received', 'refused') OR (canonical_hash IS NOT NULL"
    " AND (job = 'plan' OR (entity IS NOT NULL AND quarter IS NOT NULL)))",
    "refused_for_problems": "(state = 'refused') = (problems <> '') OR state = 'received'",
    "a_change_has_a_reason": "(change = '') = (reason = '')",
    "change": f"change IN {CHANGES}",
}
OLD_COLUMNS = (
    "id", "job", "job_version", "entity", "quarter", "state", "version", "canonical_hash", "file_hash", "file_name",
    "channel", "received_at", "received_on", "loaded_by", "submitted_at", "submitted_by", "approved_at", "approved_on",
    "approved_by", "published_in",
)
ERASED_SAYS_NOTHING = (
    "erased = 0 OR (value IS NULL AND so_far IS NULL AND numerator IS NULL AND denominator IS NULL"
    " AND published_value IS NULL AND published_so_far IS NULL AND published_numerator IS NULL"
    " AND published_denominator IS NULL AND stage IS NULL AND stage_date IS NULL AND evidence_date IS NULL"
    " AND act = '' AND note = '' AND evidence_kind = '' AND evidence_reference = '' AND reason = '' AND raw = '{}')"
)


def upgrade() -> None:
    connection = op.get_bind()
    _new_tables()
    op.create_index("ix_audit_subject", "audit", ["subject"])
    op.execute(
        "ALTER TABLE releases ADD COLUMN format INTEGER NOT NULL DEFAULT 1"
        " CONSTRAINT ck_releases_format CHECK (format IN (1, 2))"
    )
    op.execute(
        "ALTER TABLE plan_rows ADD COLUMN removed INTEGER NOT NULL DEFAULT 0"
        " CONSTRAINT ck_plan_rows_removed_is_flag CHECK (removed IN (0, 1))"
    )
    op.execute(
        "ALTER TABLE figures ADD COLUMN erased INTEGER NOT NULL DEFAULT 0"
        " CONSTRAINT ck_figures_erased_is_flag CHECK (erased IN (0, 1))"
        f" CONSTRAINT ck_figures_erased_says_nothing CHECK ({ERASED_SAYS_NOTHING})"
    )
    if connection.dialect.name == "sqlite":
        _rebuild_returns(newer=True)
    else:
        _alter_returns_up()
    _open_plan_index()
    if not set_aside.bring_back(connection, revision):
        _count_contents(connection)


def downgrade() -> None:
    connection = op.get_bind()
    for table in NEW_TABLES:
        set_aside.keep_rows(connection, revision, table)
    set_aside.keep_columns(connection, revision, "releases", "number", {"format": 1})
    set_aside.keep_columns(connection, revision, "figures", "id", {"erased": 0})
    set_aside.keep_rows(connection, revision, "plan_rows", "removed = 1 OR (from_release IS NULL)")
    set_aside.keep_columns(connection, revision, "plan_rows", "id", {"return_id": None})
    connection.exec_driver_sql("UPDATE plan_rows SET return_id = NULL WHERE return_id IS NOT NULL")
    set_aside.keep_columns(connection, revision, "returns", "id", NEW_COLUMNS)
    unread = "state IN ('received', 'refused') OR job = 'plan' OR file_hash NOT IN (SELECT hash FROM files)"
    set_aside.keep_rows(connection, revision, "returns", unread)
    for table in NEW_TABLES:
        op.drop_table(table)
    op.drop_index("ix_audit_subject", table_name="audit")
    op.drop_index("uq_returns_open_plan", table_name="returns")
    if connection.dialect.name == "sqlite":
        _rebuild_returns(newer=False)
    else:
        _alter_returns_down()
    op.execute("ALTER TABLE figures DROP COLUMN erased")
    op.execute("ALTER TABLE plan_rows DROP COLUMN removed")
    op.execute("ALTER TABLE releases DROP COLUMN format")


def _release(name: str, table: str, *, nullable: bool = False) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    return (
        sa.Column(name, sa.Integer(), autoincrement=False, nullable=nullable),
        sa.ForeignKeyConstraint(
            [name], ["releases.number"], name=f"fk_{table}_{name}_releases", initially="DEFERRED", deferrable=True
        ),
    )


def _new_tables() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.code"], name="fk_announcements_made_by_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_announcements"),
        sqlite_strict=True,
    )
    op.create_index("ix_announcements_reference", "announcements", ["reference"])
    op.create_table(
        "release_lines",
        *_release("release", "release_lines"),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_release_lines_hash_is_sha256")),
        sa.PrimaryKeyConstraint("release", "key", name="pk_release_lines"),
        sqlite_strict=True,
    )
    op.create_table(
        "release_contents",
        *_release("release", "release_contents"),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("release", name="pk_release_contents"),
        sqlite_strict=True,
    )
    op.create_table(
        "notices",
        *_release("release", "notices"),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["indicator"], ["indicators.code"], name="fk_notices_indicator_indicators"),
        sa.PrimaryKeyConstraint("release", "indicator", name="pk_notices"),
        sqlite_strict=True,
    )
    op.create_table(
        "marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("figure_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("document_hash", sa.Text(), nullable=False),
        sa.Column("document_name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        *_release("from_release", "marks", nullable=True),
        sa.CheckConstraint("mark IN ('public', 'verified', 'document')", name=op.f("ck_marks_mark")),
        sa.CheckConstraint("(mark = 'document') = (document_hash <> '')", name=op.f("ck_marks_a_document_has_a_hash")),
        sa.ForeignKeyConstraint(["figure_id"], ["figures.id"], name="fk_marks_figure_id_figures"),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.code"], name="fk_marks_made_by_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_marks"),
        sqlite_strict=True,
    )
    op.create_index("ix_marks_figure_id", "marks", ["figure_id"])
    op.create_index("ix_marks_from_release", "marks", ["from_release"])
    op.create_table(
        "tombstones",
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("indicator", "entity", "period", "dimension", "category", "step", "ground", "erased_on")
        ),
        sa.Column("erased_at", sa.Text(), nullable=False),
        sa.Column("erased_by", sa.Text(), nullable=False),
        sa.Column("agreed_by", sa.Text(), nullable=False),
        sa.CheckConstraint("ground <> ''", name=op.f("ck_tombstones_ground_is_given")),
        sa.CheckConstraint("erased_by <> agreed_by", name=op.f("ck_tombstones_four_eyes")),
        sa.ForeignKeyConstraint(["erased_by"], ["accounts.code"], name="fk_tombstones_erased_by_accounts"),
        sa.ForeignKeyConstraint(["agreed_by"], ["accounts.code"], name="fk_tombstones_agreed_by_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_tombstones"),
        sqlite_strict=True,
    )
    op.create_index("ix_tombstones_indicator", "tombstones", ["indicator"])
    op.create_table(
        "erased_lines",
        *_release("release", "erased_lines"),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("tombstone", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tombstone"], ["tombstones.id"], name="fk_erased_lines_tombstone_tombstones"),
        sa.PrimaryKeyConstraint("release", "key", name="pk_erased_lines"),
        sqlite_strict=True,
    )


def _count_contents(connection: sa.Connection) -> None:
    """What the releases that are there brought."""
    numbers = connection.exec_driver_sql("SELECT number FROM releases ORDER BY number").scalars().all()
    seen: set[tuple[str, str]] = set()
    for number in numbers:
        rows = connection.execute(
            sa.text("SELECT entity, period, change, withdrawn FROM figures WHERE from_release = :number"),
            {"number": number},
        ).all()
        first = {(row.entity, row.period) for row in rows} - seen
        seen |= first
        content = {
            "added": sum(1 for row in rows if not row.change and not row.withdrawn),
            "changed": sum(1 for row in rows if row.change and not row.withdrawn),
            "withdrawn": sum(1 for row in rows if row.withdrawn),
            "reported": [list(pair) for pair in sorted(first)],
        }
        connection.execute(
            sa.text("INSERT INTO release_contents (release, content) VALUES (:number, :content)"),
            {
                "number": number,
                "content": json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
            },
        )


def _open_plan_index() -> None:
    where = sa.text(f"job = 'plan' AND {OPEN}")
    op.create_index(
        "uq_returns_open_plan", "returns", ["job"], unique=True, sqlite_where=where, postgresql_where=where
    )


def _alter_returns_up() -> None:
    op.drop_constraint(op.f("ck_returns_state"), "returns", type_="check")
    op.create_check_constraint(op.f("ck_returns_state"), "returns", f"state IN ('received', 'refused', {STATES})")
    op.drop_constraint("fk_returns_file_hash_files", "returns", type_="foreignkey")
    for name in ("entity", "quarter", "canonical_hash"):
        op.alter_column("returns", name, existing_type=sa.Text(), nullable=True)
    for name, default in NEW_COLUMNS.items():
        op.add_column(
            "returns", sa.Column(name, sa.Text(), nullable=default is None, server_default=default)
        )
    for name, condition in NEW_CHECKS.items():
        op.create_check_constraint(op.f(f"ck_returns_{name}"), "returns", condition)


def _alter_returns_down() -> None:
    for name in NEW_COLUMNS:
        op.drop_column("returns", name)
    op.drop_constraint(op.f("ck_returns_keyed_once_read"), "returns", type_="check")
    op.drop_constraint(op.f("ck_returns_state"), "returns", type_="check")
    op.create_check_constraint(op.f("ck_returns_state"), "returns", f"state IN ({STATES})")
    for name in ("entity", "quarter", "canonical_hash"):
        op.alter_column("returns", name, existing_type=sa.Text(), nullable=False)
    op.create_foreign_key("fk_returns_file_hash_files", "returns", "files", ["file_hash"], ["hash"])


def _rebuild_returns(*, newer: bool) -> None:
    """SQLite alters no constraint: the table is made anew and its rows copied."""
    op.drop_index("ix_returns_state", table_name="returns")
    op.drop_index("uq_returns_open", table_name="returns")
    op.create_table("returns_new", *_returns(newer=newer), sqlite_strict=True)
    columns = ", ".join(OLD_COLUMNS)
    op.execute(f"INSERT INTO returns_new ({columns}) SELECT {columns} FROM returns")  # noqa: S608
    op.drop_table("returns")
    op.rename_table("returns_new", "returns")
    op.create_index("ix_returns_state", "returns", ["state"])
    op.create_index(
        "uq_returns_open", "returns", ["job", "entity", "quarter"], unique=True, sqlite_where=sa.text(OPEN)
    )


def _returns(*, newer: bool) -> list[sa.schema.SchemaItem]:
    optional = {"submitted_at", "submitted_by", "approved_at", "approved_on", "approved_by", "published_in"}
    if newer:
        optional |= {"entity", "quarter", "canonical_hash"}
    integers = {"id", "version", "published_in"}
    items: list[sa.schema.SchemaItem] = [
        sa.Column(name, sa.Integer() if name in integers else sa.Text(), nullable=name in optional)
        for name in OLD_COLUMNS
    ]
    if newer:
        items += [
            sa.Column(name, sa.Text(), nullable=default is None, server_default=default)
            for name, default in NEW_COLUMNS.items()
        ]
    states = f"'received', 'refused', {STATES}" if newer else STATES
    checks = {
        "state": f"state IN ({states})",
        "four_eyes": "state NOT IN ('approved', 'published', 'superseded') OR (loaded_by IS NOT NULL"
        " AND submitted_by IS NOT NULL AND approved_by IS NOT NULL AND approved_by <> submitted_by"
        " AND approved_by <> loaded_by)",
        "submitted_by_someone": "state <> 'submitted' OR submitted_by IS NOT NULL",
        "published_in_a_release": "state <> 'published' OR published_in IS NOT NULL",
        **(NEW_CHECKS if newer else {}),
    }
    items += [sa.CheckConstraint(condition, name=op.f(f"ck_returns_{name}")) for name, condition in checks.items()]
    items += [
        sa.ForeignKeyConstraint([name], [target], name=f"fk_returns_{name}_{target.split('.')[0]}")
        for name, target in (
            ("entity", "entities.code"),
            ("loaded_by", "accounts.code"),
            ("submitted_by", "accounts.code"),
            ("approved_by", "accounts.code"),
            *(() if newer else (("file_hash", "files.hash"),)),
        )
    ]
    items.append(
        sa.ForeignKeyConstraint(
            ["published_in"], ["releases.number"], name="fk_returns_published_in_releases",
            initially="DEFERRED", deferrable=True,
        )
    )
    items.append(sa.PrimaryKeyConstraint("id", name="pk_returns"))
    return items
