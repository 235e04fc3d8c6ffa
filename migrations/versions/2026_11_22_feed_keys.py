"""Keys of programs that read the feed, as keyed hashes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "feed_keys"
down_revision = "reach"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("client", sa.String(length=80), nullable=False),
        sa.Column("made_by", sa.String(length=254), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.PrimaryKeyConstraint("id", name="pk_api_key"),
        sa.UniqueConstraint("key_hash", name="uq_api_key_key_hash"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("api_key")
