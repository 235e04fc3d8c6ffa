"""Remembered receipts, who wants no weekly summary, known shares, a link's language, and words heard elsewhere."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "reach_and_return"
down_revision = "figures_beside"
branch_labels = None
depends_on = None


def upgrade() -> None:
    make_remembered()
    make_digest_stop()
    make_known_share()
    make_collector_language()
    make_group_channel()


def make_remembered() -> None:
    op.create_table(
        "remembered_receipt",
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("back_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_remembered_receipt_contact_id_contact", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contact_id", name="pk_remembered_receipt"),
        sa.UniqueConstraint("back_hash", name="uq_remembered_receipt_back_hash"),
        sqlite_with_rowid=False,
    )


def make_digest_stop() -> None:
    op.create_table(
        "digest_stop",
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_digest_stop_staff_id_staff", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_digest_stop"),
    )


def make_known_share() -> None:
    op.create_table(
        "known_share",
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("attribute", sa.String(length=60), nullable=False),
        sa.Column("group_id", sa.String(length=60), nullable=False),
        sa.Column("permille", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("year", sa.String(length=20), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint("audience IN ('young-person', 'parent-carer', 'professional')", name="audience"),
        sa.CheckConstraint("permille > 0 AND permille <= 1000", name="permille_range"),
        sa.PrimaryKeyConstraint("audience", "attribute", "group_id", name="pk_known_share"),
    )


def make_collector_language() -> None:
    op.create_table(
        "collector_language",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["code"], ["collector.code"], name="fk_collector_language_code_collector", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code", name="pk_collector_language"),
    )


def make_group_channel() -> None:
    op.create_table(
        "group_channel",
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.CheckConstraint("channel IN ('focus-group', 'event', 'letter', 'call')", name="channel"),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["group_answer.id"], name="fk_group_channel_answer_id_group_answer", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("answer_id", name="pk_group_channel"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("group_channel", "collector_language", "known_share", "digest_stop", "remembered_receipt"):
        op.drop_table(table)
