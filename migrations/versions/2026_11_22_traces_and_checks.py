"""Traces by two people, what people said of readings, and where in a text something is masked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "traces_and_checks"
down_revision = "entry_translations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mask_places",
        sa.Column("reading_id", sa.String(length=32), nullable=False),
        sa.Column("spans", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["reading.id"], name="fk_mask_places_reading_id_reading", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reading_id", name="pk_mask_places"),
        sqlite_with_rowid=False,
    )
    make_traces()
    make_checks()
    make_indexes()


def make_indexes() -> None:
    """So that the queue answers at once, however much waits."""
    op.drop_index("ix_concern_case_decision_queued_at", "concern_case")
    for names in (["decision", "kind", "queued_at"], ["decision", "kind", "opened_at", "queued_at"]):
        op.create_index(f"ix_concern_case_{'_'.join(names)}", "concern_case", names)
    op.create_index("ix_audit_event_subject", "audit_event", ["subject"])


def make_traces() -> None:
    op.create_table(
        "trace",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("asked_by", sa.String(length=254), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("agreed_by", sa.String(length=254), nullable=True),
        sa.Column("agreed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by", sa.String(length=254), nullable=True),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.CheckConstraint("agreed_by IS NULL OR agreed_by <> asked_by", name="two_people"),
        sa.CheckConstraint("(agreed_by IS NULL) = (agreed_at IS NULL)", name="agreed_whole"),
        sa.CheckConstraint("length(reason) > 0", name="has_reason"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["concern_case.id"], name="fk_trace_case_id_concern_case", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_trace"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_trace_case_id", "trace", ["case_id"])
    op.create_index("ix_trace_expires_on", "trace", ["expires_on"])


def make_checks() -> None:
    op.create_table(
        "label_check",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("reading_id", sa.String(length=32), nullable=True),
        sa.Column("checked_by", sa.String(length=254), nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=False),
        sa.Column("sampled", sa.Boolean(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("found_language", sa.String(length=20), nullable=False),
        sa.Column("said_language", sa.String(length=20), nullable=False),
        sa.Column("found_sentiment", sa.String(length=12), nullable=False),
        sa.Column("said_sentiment", sa.String(length=12), nullable=False),
        sa.Column("found_concern", sa.String(length=8), nullable=False),
        sa.Column("said_concern", sa.String(length=8), nullable=False),
        sa.Column("found_masks", sa.Text(), nullable=False),
        sa.Column("masks_right", sa.Integer(), nullable=False),
        sa.Column("masks_wrong", sa.Integer(), nullable=False),
        sa.Column("masks_missed", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("replaced", sa.Boolean(), nullable=False),
        sa.Column("undone_by", sa.String(length=254), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.CheckConstraint(
            "said_sentiment IN ('positive', 'negative', 'mixed', 'neutral', 'unscored')", name="said_sentiment"
        ),
        sa.CheckConstraint("said_concern IN ('none', 'check', 'urgent')", name="said_concern"),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["reading.id"], name="fk_label_check_reading_id_reading", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_label_check"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_label_check_reading_id", "label_check", ["reading_id"])
    op.create_index("ix_label_check_checked_at", "label_check", ["checked_at"])
    op.create_index("ix_label_check_expires_on", "label_check", ["expires_on"])


def downgrade() -> None:
    op.drop_index("ix_audit_event_subject", "audit_event")
    op.drop_index("ix_concern_case_decision_kind_opened_at_queued_at", "concern_case")
    op.drop_index("ix_concern_case_decision_kind_queued_at", "concern_case")
    op.create_index("ix_concern_case_decision_queued_at", "concern_case", ["decision", "queued_at"])
    op.drop_table("label_check")
    op.drop_table("trace")
    op.drop_table("mask_places")
