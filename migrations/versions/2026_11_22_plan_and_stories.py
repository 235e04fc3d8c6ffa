"""The plan's actions in versions; case studies and events; comments that the yearly report leaves out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "plan_stories"
down_revision = "themes"
branch_labels = None
depends_on = None

PROGRESS = "state IN ('complete', 'on-track', 'behind', 'not-started-behind', 'not-started')"


def upgrade() -> None:
    make_actions()
    make_links()
    make_stories()
    make_left_out()


def make_actions() -> None:
    op.create_table(
        "plan_action",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("organisation", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.CheckConstraint(PROGRESS, name="state"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_action"),
        sa.UniqueConstraint("reference", name="uq_plan_action_reference"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "plan_action_version",
        sa.Column("action_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("changed_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint("way IN ('import', 'keeper')", name="way"),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_action.id"], name="fk_plan_action_version_action_id_plan_action", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["staff.id"], name="fk_plan_action_version_changed_by_staff", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("action_id", "version", name="pk_plan_action_version"),
        sqlite_with_rowid=False,
    )


def make_links() -> None:
    op.create_table(
        "entry_action",
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("action_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_entry_action_entry_id_entry", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_action.id"], name="fk_entry_action_action_id_plan_action", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", "action_id", name="pk_entry_action"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staff_organisation",
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("organisation", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name="fk_staff_organisation_staff_id_staff", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff_organisation"),
        sqlite_with_rowid=False,
    )


def make_stories() -> None:
    op.create_table(
        "story",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_version", sa.Integer(), nullable=True),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("updated_on", sa.Date(), nullable=True),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.CheckConstraint("kind IN ('case-study', 'event')", name="kind"),
        sa.CheckConstraint("state IN ('draft', 'published', 'withdrawn')", name="state"),
        sa.CheckConstraint("public_version IS NULL OR public_version <= version", name="public_version_exists"),
        sa.CheckConstraint(
            "public_version IS NULL OR kind = 'event' OR consent_on IS NOT NULL", name="nothing_without_consent"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_story"),
        sa.UniqueConstraint("slug", name="uq_story_slug"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "story_version",
        sa.Column("story_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("changed_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name="fk_story_version_story_id_story", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["staff.id"], name="fk_story_version_changed_by_staff", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("story_id", "version", name="pk_story_version"),
        sqlite_with_rowid=False,
    )


def make_left_out() -> None:
    op.create_table(
        "left_out",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("limb", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("noted_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.CheckConstraint("reason IN ('vexatious', 'one-person', 'names-somebody', 'not-local-offer')", name="reason"),
        sa.CheckConstraint("limb IN ('content', 'accessibility', 'development')", name="limb"),
        sa.CheckConstraint("comments > 0", name="some"),
        sa.ForeignKeyConstraint(["noted_by"], ["staff.id"], name="fk_left_out_noted_by_staff", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_left_out"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in (
        "left_out",
        "story_version",
        "story",
        "staff_organisation",
        "entry_action",
        "plan_action_version",
        "plan_action",
    ):
        op.drop_table(table)
