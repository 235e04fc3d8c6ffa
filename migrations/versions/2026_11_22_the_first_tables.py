"""The first tables, and the triggers that make the audit table append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = {
    "sqlite": [
        "CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, "
        "'audit_event is append-only'); END",
        "CREATE TRIGGER audit_event_no_replace BEFORE INSERT ON audit_event WHEN EXISTS (SELECT 1 FROM "
        "audit_event WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END",
        "CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event WHEN OLD.at > datetime('now', "
        "'-6 years') BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'DELETE' THEN IF OLD.at <= (now() AT TIME ZONE 'utc') - interval '6 years' THEN "
        "RETURN OLD; END IF; END IF; RAISE EXCEPTION 'audit_event is append-only'; END $$",
        "CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW "
        "EXECUTE FUNCTION refuse_audit_change()",
        "CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT "
        "EXECUTE FUNCTION refuse_audit_change()",
    ],
}


def upgrade() -> None:
    make_staff()
    make_signing_in()
    make_asking()
    make_drafts()
    make_responses()
    make_answers()
    make_scores_and_receipts()
    make_releases()
    make_entries()
    make_the_record()
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(sa.DDL(statement.replace("%", "%%")))


def make_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("email", name="uq_staff_email"),
    )
    op.create_table(
        "staff_role",
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "role IN ('administrator', 'officer', 'facilitator', 'analyst', 'board-reader', 'reviewer', 'safeguarding', 'dpo')",
            name="role",
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_role_staff_id_staff", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("staff_id", "role", name="pk_staff_role"),
    )


def make_signing_in() -> None:
    op.create_table(
        "sign_in_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_sign_in_link_staff_id_staff", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sign_in_link"),
    )
    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_session_staff_id_staff", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_staff_session"),
    )
    op.create_table(
        "throttle",
        sa.Column("bucket", sa.String(length=64), nullable=False),
        sa.Column("window", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", "window", name="pk_throttle"),
    )


def make_asking() -> None:
    op.create_table(
        "wave",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.CheckConstraint("closes_on >= opens_on", name="dates_in_order"),
        sa.PrimaryKeyConstraint("id", name="pk_wave"),
    )
    op.create_table(
        "collector",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("survey_id", sa.String(length=100), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("locality", sa.String(length=60), nullable=True),
        sa.Column("journey_point", sa.String(length=60), nullable=True),
        sa.Column("stage", sa.String(length=60), nullable=True),
        sa.Column("wave", sa.String(length=16), nullable=True),
        sa.Column("shared_device", sa.Boolean(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("created_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["staff.id"], name="fk_collector_created_by_staff", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["wave"], ["wave.id"], name="fk_collector_wave_wave"),
        sa.PrimaryKeyConstraint("code", name="pk_collector"),
    )


def make_drafts() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("survey_id", sa.String(length=100), nullable=False),
        sa.Column("survey_version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("presentation", sa.String(length=12), nullable=False),
        sa.Column("helper", sa.String(length=12), nullable=False),
        sa.Column("read_aloud", sa.Boolean(), nullable=False),
        sa.Column("collector_code", sa.String(length=12), nullable=True),
        sa.Column("wave", sa.String(length=16), nullable=False),
        sa.Column("shared_device", sa.Boolean(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.CheckConstraint("helper IN ('none', 'parent', 'teacher', 'other')", name="helper"),
        sa.CheckConstraint("presentation IN ('plain', 'easy-read', 'pictures', 'cards')", name="presentation"),
        sa.CheckConstraint("length(id) = 64", name="id_length"),
        sa.ForeignKeyConstraint(["collector_code"], ["collector.code"], name="fk_draft_collector_code_collector"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_draft_expires_on", "draft", ["expires_on"])


def make_responses() -> None:
    op.create_table(
        "response",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("survey_id", sa.String(length=100), nullable=False),
        sa.Column("survey_version", sa.Integer(), nullable=False),
        sa.Column("framework_version", sa.String(length=20), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("wave", sa.String(length=16), nullable=False),
        sa.Column("journey_point", sa.String(length=60), nullable=False),
        sa.Column("stage", sa.String(length=60), nullable=False),
        sa.Column("locality", sa.String(length=60), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("presentation", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("helper", sa.String(length=12), nullable=False),
        sa.Column("voice", sa.String(length=12), nullable=False),
        sa.Column("read_aloud", sa.Boolean(), nullable=False),
        sa.Column("collector_code", sa.String(length=12), nullable=True),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.CheckConstraint("audience IN ('young-person', 'parent-carer', 'professional')", name="audience"),
        sa.CheckConstraint("channel IN ('web', 'group', 'paper', 'keyed', 'import')", name="channel"),
        sa.CheckConstraint("helper IN ('none', 'parent', 'teacher', 'other')", name="helper"),
        sa.CheckConstraint("presentation IN ('plain', 'easy-read', 'pictures', 'cards')", name="presentation"),
        sa.CheckConstraint("voice IN ('self', 'proxy', 'group')", name="voice"),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.CheckConstraint("length(person) = 32", name="person_length"),
        sa.ForeignKeyConstraint(["collector_code"], ["collector.code"], name="fk_response_collector_code_collector"),
        sa.PrimaryKeyConstraint("id", name="pk_response"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_response_person", "response", ["person"])
    op.create_index("ix_response_wave_audience", "response", ["wave", "audience"])


def make_answers() -> None:
    op.create_table(
        "answer",
        sa.Column("response_id", sa.String(length=32), nullable=False),
        sa.Column("question_id", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.CheckConstraint("state = 'answered' OR (value IS NULL AND points IS NULL)", name="missing_has_no_value"),
        sa.CheckConstraint(
            "state IN ('answered', 'skipped', 'not-sure', 'prefer-not', 'not-applicable')", name="state"
        ),
        sa.CheckConstraint("points IS NULL OR (points >= 0 AND points <= 100)", name="points_range"),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name="fk_answer_response_id_response", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response_id", "question_id", name="pk_answer"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "comment",
        sa.Column("response_id", sa.String(length=32), nullable=False),
        sa.Column("question_id", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("length(text) > 0", name="not_blank"),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name="fk_comment_response_id_response", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response_id", "question_id", name="pk_comment"),
        sqlite_with_rowid=False,
    )


def make_scores_and_receipts() -> None:
    op.create_table(
        "score",
        sa.Column("response_id", sa.String(length=32), nullable=False),
        sa.Column("measure_kind", sa.String(length=12), nullable=False),
        sa.Column("measure", sa.String(length=60), nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("measure_kind IN ('index', 'domain', 'indicator')", name="measure_kind"),
        sa.CheckConstraint("units >= 0 AND units <= 504000", name="units_range"),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name="fk_score_response_id_response", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response_id", "measure_kind", "measure", name="pk_score"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "receipt",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("response_id", sa.String(length=32), nullable=False),
        sa.Column("ticket_hash", sa.String(length=64), nullable=True),
        sa.Column("draw", sa.Integer(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(code_hash) = 64", name="hash_length"),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name="fk_receipt_response_id_response", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code_hash", name="pk_receipt"),
        sa.UniqueConstraint("response_id", name="uq_receipt_response_id"),
        sa.UniqueConstraint("ticket_hash", name="uq_receipt_ticket_hash"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_receipt_expires_on", "receipt", ["expires_on"])
    op.create_table(
        "imported_row",
        sa.Column("row_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("row_hash", name="pk_imported_row"),
        sqlite_with_rowid=False,
    )


def make_releases() -> None:
    op.create_table(
        "release",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("wave", sa.String(length=16), nullable=False),
        sa.Column("tier", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("closed_by", sa.String(length=254), nullable=False),
        sa.Column("baseline_wave", sa.String(length=16), nullable=True),
        sa.Column("framework_version", sa.String(length=20), nullable=False),
        sa.Column("software_version", sa.String(length=40), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.CheckConstraint("tier IN ('public', 'board')", name="tier"),
        sa.ForeignKeyConstraint(["wave"], ["wave.id"], name="fk_release_wave_wave"),
        sa.PrimaryKeyConstraint("id", name="pk_release"),
    )
    op.create_index("ix_release_wave", "release", ["wave"])
    op.create_table(
        "release_member",
        sa.Column("release_id", sa.String(length=40), nullable=False),
        sa.Column("response_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name="fk_release_member_release_id_release", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name="fk_release_member_response_id_response", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("release_id", "response_id", name="pk_release_member"),
        sqlite_with_rowid=False,
    )


def make_entries() -> None:
    op.create_table(
        "entry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("you_said", sa.Text(), nullable=False),
        sa.Column("you_said_easy", sa.Text(), nullable=False),
        sa.Column("picture", sa.String(length=60), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("journey_point", sa.String(length=60), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("written_by", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'published', 'withdrawn')", name="state"),
        sa.ForeignKeyConstraint(["written_by"], ["staff.id"], name="fk_entry_written_by_staff", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sa.UniqueConstraint("slug", name="uq_entry_slug"),
    )
    op.create_table(
        "reply",
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_easy", sa.Text(), nullable=False),
        sa.Column("instead", sa.Text(), nullable=False),
        sa.Column("organisation", sa.String(length=60), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.CheckConstraint("kind IN ('we-did', 'we-will', 'we-cannot')", name="kind"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_reply_entry_id_entry", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry_id", "position", name="pk_reply"),
    )


def make_the_record() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(length=254), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_event"),
    )
    op.create_index("ix_audit_event_at", "audit_event", ["at"])
    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )
    op.create_table(
        "job_run",
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.CheckConstraint("outcome IN ('running', 'done', 'failed')", name="outcome"),
        sa.PrimaryKeyConstraint("job", "slot", name="pk_job_run"),
    )


def downgrade() -> None:
    op.drop_table("job_run")
    op.drop_table("lease")
    op.drop_table("setting")
    op.drop_table("audit_event")
    op.drop_table("reply")
    op.drop_table("entry")
    op.drop_table("release_member")
    op.drop_table("release")
    op.drop_table("imported_row")
    op.drop_table("receipt")
    op.drop_table("score")
    op.drop_table("comment")
    op.drop_table("answer")
    op.drop_table("response")
    op.drop_table("draft")
    op.drop_table("collector")
    op.drop_table("wave")
    op.drop_table("throttle")
    op.drop_table("staff_session")
    op.drop_table("sign_in_link")
    op.drop_table("staff_role")
    op.drop_table("staff")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_change")
