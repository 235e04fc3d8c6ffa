"""Programmes, plans and counts of collectors, campaigns with their invitations, contacts and messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "reach"
down_revision = "0002_tasks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    make_asking()
    make_campaigns()
    make_messages()
    make_contacts()


def make_asking() -> None:
    op.create_table(
        "programme",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.CheckConstraint("kind IN ('waves', 'touchpoint')", name="kind"),
        sa.PrimaryKeyConstraint("id", name="pk_programme"),
    )
    op.create_table(
        "programme_survey",
        sa.Column("survey_id", sa.String(length=100), nullable=False),
        sa.Column("programme_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name="fk_programme_survey_programme_id_programme", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", name="pk_programme_survey"),
    )
    op.create_table(
        "programme_wave",
        sa.Column("programme_id", sa.String(length=40), nullable=False),
        sa.Column("wave_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name="fk_programme_wave_programme_id_programme", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name="fk_programme_wave_wave_id_wave", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("programme_id", "wave_id", name="pk_programme_wave"),
    )
    op.create_table(
        "collector_plan",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("shared_by", sa.String(length=200), nullable=False),
        sa.Column("sharer_kind", sa.String(length=20), nullable=False),
        sa.CheckConstraint("closes_on IS NULL OR opens_on IS NULL OR closes_on >= opens_on", name="dates_in_order"),
        sa.CheckConstraint("target IS NULL OR target > 0", name="target_positive"),
        sa.ForeignKeyConstraint(
            ["code"], ["collector.code"], name="fk_collector_plan_code_collector", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code", name="pk_collector_plan"),
    )
    op.create_table(
        "collector_count",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code"], ["collector.code"], name="fk_collector_count_code_collector", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code", "what", name="pk_collector_count"),
    )


def make_campaigns() -> None:
    op.create_table(
        "address_list",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name="fk_address_list_made_by_staff", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_address_list"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_address_list_expires_on", "address_list", ["expires_on"])
    op.create_table(
        "list_entry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("list_id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("medium", sa.String(length=8), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("journey_point", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.CheckConstraint("audience IN ('young-person', 'parent-carer', 'professional')", name="audience"),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.CheckConstraint("medium IN ('email', 'sms')", name="medium"),
        sa.ForeignKeyConstraint(
            ["list_id"], ["address_list.id"], name="fk_list_entry_list_id_address_list", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_list_entry"),
        sa.UniqueConstraint("list_id", "address_hash", name="uq_list_entry_list_id_address_hash"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "campaign",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("list_id", sa.String(length=32), nullable=True),
        sa.Column("survey_id", sa.String(length=100), nullable=False),
        sa.Column("wave", sa.String(length=16), nullable=True),
        sa.Column("collector_code", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("reminders", sa.String(length=20), nullable=False),
        sa.Column("follow_ups", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("tested", sa.Boolean(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.CheckConstraint("state IN ('draft', 'sending', 'stopped', 'over')", name="state"),
        sa.ForeignKeyConstraint(["collector_code"], ["collector.code"], name="fk_campaign_collector_code_collector"),
        sa.ForeignKeyConstraint(
            ["list_id"], ["address_list.id"], name="fk_campaign_list_id_address_list", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name="fk_campaign_made_by_staff", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["wave"], ["wave.id"], name="fk_campaign_wave_wave"),
        sa.PrimaryKeyConstraint("id", name="pk_campaign"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_campaign_expires_on", "campaign", ["expires_on"])
    op.create_table(
        "invitation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("campaign_id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("medium", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("stop_hash", sa.String(length=64), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.Column("stopped", sa.String(length=12), nullable=False),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.CheckConstraint("medium IN ('email', 'sms')", name="medium"),
        sa.CheckConstraint("stopped IN ('', 'asked', 'unreachable')", name="stopped"),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name="fk_invitation_campaign_id_campaign", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("campaign_id", "address_hash", name="uq_invitation_campaign_id_address_hash"),
        sa.UniqueConstraint("stop_hash", name="uq_invitation_stop_hash"),
        sa.UniqueConstraint("token_hash", name="uq_invitation_token_hash"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_invitation_address_hash", "invitation", ["address_hash"])


def make_messages() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("medium", sa.String(length=8), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.CheckConstraint("medium IN ('email', 'sms')", name="medium"),
        sa.CheckConstraint("state IN ('waiting', 'handing', 'sent', 'refused', 'uncertain', 'dropped')", name="state"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("owner", "step", name="uq_message_owner_step"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_message_state_next_try_at", "message", ["state", "next_try_at"])
    op.create_table(
        "outbox_message",
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("medium", sa.String(length=8), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(reference) = 32", name="reference_length"),
        sa.PrimaryKeyConstraint("reference", name="pk_outbox_message"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_outbox_message_made_at", "outbox_message", ["made_at"])
    op.create_table(
        "stopped_address",
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("address_hash", name="pk_stopped_address"),
        sqlite_with_rowid=False,
    )


def make_contacts() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("medium", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("survey_id", sa.String(length=100), nullable=False),
        sa.Column("wave", sa.String(length=16), nullable=False),
        sa.Column("follow_up", sa.Boolean(), nullable=False),
        sa.Column("news", sa.Boolean(), nullable=False),
        sa.Column("stop_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.CheckConstraint("medium IN ('email', 'sms')", name="medium"),
        sa.PrimaryKeyConstraint("id", name="pk_contact"),
        sa.UniqueConstraint("stop_hash", name="uq_contact_stop_hash"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_contact_address_hash", "contact", ["address_hash"])
    op.create_index("ix_contact_expires_on", "contact", ["expires_on"])
    op.create_table(
        "contact_pool",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_contact_pool"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "alert_check",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_alert_check_staff_id_staff", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_alert_check"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for name in (
        "alert_check",
        "contact_pool",
        "contact",
        "stopped_address",
        "outbox_message",
        "message",
        "invitation",
        "campaign",
        "list_entry",
        "address_list",
        "collector_count",
        "collector_plan",
        "programme_wave",
        "programme_survey",
        "programme",
    ):
        op.drop_table(name)
