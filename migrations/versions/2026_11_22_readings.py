"""What was read from each free text, and the queue of those that a person must read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "readings"
down_revision = "feed_keys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    make_readings()
    make_cases()


def make_readings() -> None:
    op.create_table(
        "reading",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("draft_id", sa.String(length=64), nullable=True),
        sa.Column("response_id", sa.String(length=32), nullable=True),
        sa.Column("group_id", sa.String(length=32), nullable=True),
        sa.Column("question_id", sa.String(length=60), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("sentiment", sa.String(length=12), nullable=False),
        sa.Column("concern", sa.String(length=8), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("masked", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.CheckConstraint("sentiment IN ('positive', 'negative', 'mixed', 'neutral', 'unscored')", name="sentiment"),
        sa.CheckConstraint("concern IN ('none', 'check', 'urgent')", name="concern"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_reading_draft_id_draft", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group_answer.id"], name="fk_reading_group_id_group_answer", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["response_id", "question_id"],
            ["comment.response_id", "comment.question_id"],
            name="fk_reading_response_id_question_id_comment",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reading"),
        sa.UniqueConstraint("draft_id", "question_id", name="uq_reading_draft_id_question_id"),
        sa.UniqueConstraint("response_id", "question_id", name="uq_reading_response_id_question_id"),
        sa.UniqueConstraint("group_id", "question_id", name="uq_reading_group_id_question_id"),
        sqlite_with_rowid=False,
    )


def make_cases() -> None:
    op.create_table(
        "concern_case",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("reading_id", sa.String(length=32), nullable=True),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("queued_at", sa.DateTime(), nullable=False),
        sa.Column("alerts", sa.Integer(), nullable=False),
        sa.Column("alerted_at", sa.DateTime(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("opened_by", sa.String(length=254), nullable=True),
        sa.Column("decision", sa.String(length=12), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=254), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.CheckConstraint("audience IN ('young-person', 'parent-carer', 'professional')", name="audience"),
        sa.CheckConstraint("kind IN ('urgent', 'foreign', 'check', 'rest')", name="kind"),
        sa.CheckConstraint("decision IN ('none', 'acted', 'passed-on')", name="decision"),
        sa.CheckConstraint("(decision IS NULL) = (expires_on IS NULL)", name="decided_ends"),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["reading.id"], name="fk_concern_case_reading_id_reading", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_concern_case"),
        sa.UniqueConstraint("reading_id", name="uq_concern_case_reading_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_concern_case_decision_queued_at", "concern_case", ["decision", "queued_at"])
    op.create_index("ix_concern_case_expires_on", "concern_case", ["expires_on"])


def downgrade() -> None:
    op.drop_table("concern_case")
    op.drop_table("reading")
