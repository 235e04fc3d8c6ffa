"""Figures from elsewhere that stand beside releases, and what readers think of the board's pictures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "figures_beside"
down_revision = "readings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    make_figures()
    make_opinions()


def make_figures() -> None:
    op.create_table(
        "figure",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("rhythm", sa.String(length=12), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("better", sa.String(length=8), nullable=True),
        sa.Column("target", sa.String(length=20), nullable=True),
        sa.Column("priority_area", sa.String(length=20), nullable=False),
        sa.Column("journey_point", sa.String(length=40), nullable=False),
        sa.Column("criteria", sa.String(length=200), nullable=False),
        sa.CheckConstraint("rhythm IN ('monthly', 'reference')", name="rhythm"),
        sa.CheckConstraint("unit IN ('percent', 'count', 'weeks', 'days', 'people', 'score')", name="unit"),
        sa.CheckConstraint("better IN ('higher', 'lower')", name="better"),
        sa.CheckConstraint("length(source) > 0 AND length(owner) > 0", name="source_and_owner"),
        sa.PrimaryKeyConstraint("id", name="pk_figure"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "figure_value",
        sa.Column("figure_id", sa.String(length=60), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=20), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("brought_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["figure_id"], ["figure.id"], name="fk_figure_value_figure_id_figure", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("figure_id", "period", name="pk_figure_value"),
        sqlite_with_rowid=False,
    )


def make_opinions() -> None:
    op.create_table(
        "picture_verdict",
        sa.Column("picture", sa.String(length=100), nullable=False),
        sa.Column("quarter", sa.String(length=8), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("verdict IN ('yes', 'partly', 'no')", name="verdict"),
        sa.PrimaryKeyConstraint("picture", "quarter", "verdict", name="pk_picture_verdict"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "picture_words",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("picture", sa.String(length=100), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.PrimaryKeyConstraint("id", name="pk_picture_words"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_picture_words_month", "picture_words", ["month"])


def downgrade() -> None:
    for table in ("picture_words", "picture_verdict", "figure_value", "figure"):
        op.drop_table(table)
