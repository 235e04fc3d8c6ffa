"""Sheets of paper that were typed in: for two weeks which answers they became, and which numbers were typed before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "keying"
down_revision = "groups"
branch_labels = None
depends_on = None


def upgrade() -> None:
    make_serials()
    make_sheets()


def make_serials() -> None:
    op.create_table(
        "keyed_serial",
        sa.Column("serial_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(serial_hash) = 64", name="hash_length"),
        sa.PrimaryKeyConstraint("serial_hash", name="pk_keyed_serial"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_keyed_serial_expires_on", "keyed_serial", ["expires_on"])


def make_sheets() -> None:
    op.create_table(
        "keyed_sheet",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("response_id", sa.String(length=32), nullable=False),
        sa.Column("keyed_by", sa.String(length=32), nullable=True),
        sa.Column("keyed_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("off_path", sa.Integer(), nullable=False),
        sa.Column("serial_hash", sa.String(length=64), nullable=True),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("checked_by", sa.String(length=32), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("differences", sa.Integer(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.CheckConstraint("number >= 1", name="number_from_1"),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name="fk_keyed_sheet_response_id_response", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["keyed_by"], ["staff.id"], name="fk_keyed_sheet_keyed_by_staff", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["staff.id"], name="fk_keyed_sheet_checked_by_staff", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["serial_hash"], ["keyed_serial.serial_hash"], name="fk_keyed_sheet_serial_hash_keyed_serial"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_keyed_sheet"),
        sa.UniqueConstraint("response_id", name="uq_keyed_sheet_response_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_keyed_sheet_expires_on", "keyed_sheet", ["expires_on"])


def downgrade() -> None:
    op.drop_table("keyed_sheet")
    op.drop_table("keyed_serial")
