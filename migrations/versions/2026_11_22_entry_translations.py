"""What entries say in other languages, version by version, and who was reminded of a promise."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "entry_translations"
down_revision = "plan_stories"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entry_translation",
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("checked_by", sa.String(length=120), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("changed_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint("state IN ('in progress', 'draft', 'checked', 'live')", name="state"),
        sa.CheckConstraint("state NOT IN ('checked', 'live') OR checked_by <> ''", name="checked_by_somebody"),
        sa.ForeignKeyConstraint(["changed_by"], ["staff.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry_id", "version", "language"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("entry_translation")
