"""What a release keeps beside its main table: other tables, versions of surveys, exact figures that stay inside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "release_figures"
down_revision = "entry_versions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "release_figures",
        sa.Column("release_id", sa.String(length=40), nullable=False),
        sa.Column("beside", sa.Text(), nullable=False),
        sa.Column("survey_versions", sa.Text(), nullable=False),
        sa.Column("inside", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name="fk_release_figures_release_id_release", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("release_id", name="pk_release_figures"),
    )


def downgrade() -> None:
    op.drop_table("release_figures")
