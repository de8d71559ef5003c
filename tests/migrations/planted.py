"""Revisions of the tests' own, planted behind the newest real one."""

from __future__ import annotations

import shutil
from pathlib import Path
from textwrap import indent

from migrations.run import VERSIONS, head

PLANTED = "9999"
MODULE = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None
changes_facts = {declared!r}


def upgrade():
{upgrade}


def downgrade():
{downgrade}
"""


def planted(folder: Path, *, upgrade: str, downgrade: str = "pass", declared: dict[str, str] | None = None) -> Path:
    """A folder with the real revisions and one more."""
    versions = folder / "versions"
    shutil.copytree(VERSIONS, versions, ignore=shutil.ignore_patterns("__pycache__"))
    module = MODULE.format(
        revision=PLANTED,
        before=head(),
        declared=declared or {},
        upgrade=indent(upgrade, "    "),
        downgrade=indent(downgrade, "    "),
    )
    (versions / "9999_planted.py").write_text(module, encoding="utf-8")
    return versions
