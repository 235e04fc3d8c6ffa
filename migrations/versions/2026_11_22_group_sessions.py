"""Group sessions and what a room says together, apart from responses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "groups"
down_revision = "0001"
branch_labels = None
depends_on = None

OF_AN_ANSWER = ("group_note", "group_count", "group_asked")


def upgrade() -> None:
    make_sessions()
    make_group_answers()
    make_what_was_asked()
    make_counts_and_notes()


def make_sessions() -> None:
    op.create_table(
        "group_session",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("languages", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("size >= 1 AND size <= 500", name="size_range"),
        sa.ForeignKeyConstraint(["code"], ["collector.code"], name="fk_group_session_code_collector"),
        sa.PrimaryKeyConstraint("code", name="pk_group_session"),
    )


def make_group_answers() -> None:
    op.create_table(
        "group_answer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("session_code", sa.String(length=12), nullable=False),
        sa.Column("survey_id", sa.String(length=100), nullable=False),
        sa.Column("survey_version", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("wave", sa.String(length=16), nullable=False),
        sa.Column("journey_point", sa.String(length=60), nullable=False),
        sa.Column("stage", sa.String(length=60), nullable=False),
        sa.Column("locality", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("left_out", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.CheckConstraint("audience IN ('young-person', 'parent-carer', 'professional')", name="audience"),
        sa.CheckConstraint("size >= 1 AND size <= 500", name="size_range"),
        sa.ForeignKeyConstraint(
            ["session_code"], ["group_session.code"], name="fk_group_answer_session_code_group_session"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_group_answer"),
        sa.UniqueConstraint("session_code", name="uq_group_answer_session_code"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_group_answer_wave_audience", "group_answer", ["wave", "audience"])
    op.create_index("ix_group_answer_expires_on", "group_answer", ["expires_on"])


def make_what_was_asked() -> None:
    op.create_table(
        "group_asked",
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.Column("question_id", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.CheckConstraint("state IN ('counted', 'noted', 'skipped')", name="state"),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["group_answer.id"], name="fk_group_asked_answer_id_group_answer", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("answer_id", "question_id", name="pk_group_asked"),
        sqlite_with_rowid=False,
    )


def make_counts_and_notes() -> None:
    op.create_table(
        "group_count",
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.Column("question_id", sa.String(length=60), nullable=False),
        sa.Column("option_id", sa.String(length=130), nullable=False),
        sa.Column("hands", sa.Integer(), nullable=False),
        sa.CheckConstraint("hands >= 0 AND hands <= 500", name="hands_range"),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["group_answer.id"], name="fk_group_count_answer_id_group_answer", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("answer_id", "question_id", "option_id", name="pk_group_count"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "group_note",
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.Column("question_id", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("length(text) > 0", name="not_blank"),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["group_answer.id"], name="fk_group_note_answer_id_group_answer", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("answer_id", "question_id", name="pk_group_note"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in (*OF_AN_ANSWER, "group_answer", "group_session"):
        op.drop_table(table)
