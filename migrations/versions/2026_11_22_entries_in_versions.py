"""Entries are kept in versions, signed by both sides, and their promises are followed."""

from __future__ import annotations

import json
import secrets

import sqlalchemy as sa
from alembic import op

revision = "entry_versions"
down_revision = "keying"
branch_labels = None
depends_on = None

OWN = ("you_said", "you_said_easy", "picture", "audience", "journey_point", "language")
OF_REPLY = ("kind", "text", "text_easy", "instead", "organisation")


def upgrade() -> None:
    entries, replies = read("entry"), read("reply")
    op.drop_table("reply")
    op.drop_table("entry")
    make_entries()
    make_signing()
    make_following()
    store(entries, replies)


def read(table: str) -> list[dict]:
    return [dict(row) for row in op.get_bind().execute(sa.text(f"SELECT * FROM {table}")).mappings()]


def make_entries() -> None:
    op.create_table(
        "entry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_version", sa.Integer(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("updated_on", sa.Date(), nullable=True),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=True),
        sa.Column("approved_by", sa.String(length=32), nullable=True),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'in-review', 'signed', 'approved', 'published', 'withdrawn')", name="state"
        ),
        sa.CheckConstraint("public_version IS NULL OR public_version <= version", name="public_version_exists"),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name="fk_entry_owner_id_staff", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["approved_by"], ["staff.id"], name="fk_entry_approved_by_staff", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sa.UniqueConstraint("slug", name="uq_entry_slug"),
    )
    op.create_index("ix_entry_public", "entry", ["public_version", "published_on"])
    op.create_table(
        "entry_version",
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("changed_by", sa.String(length=32), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_entry_version_entry_id_entry", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["staff.id"], name="fk_entry_version_changed_by_staff", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("entry_id", "version", name="pk_entry_version"),
        sqlite_with_rowid=False,
    )


def make_signing() -> None:
    op.create_table(
        "review_link",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("side", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_by", sa.String(length=254), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.CheckConstraint("length(token_hash) = 64", name="token_length"),
        sa.PrimaryKeyConstraint("id", name="pk_review_link"),
        sa.UniqueConstraint("token_hash", name="uq_review_link_token_hash"),
    )
    op.create_index("ix_review_link_expires_on", "review_link", ["expires_on"])
    op.create_table(
        "signature",
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=60), nullable=False),
        sa.Column("link_id", sa.String(length=32), nullable=False),
        sa.Column("decision", sa.String(length=8), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.CheckConstraint("decision IN ('agree', 'change', 'no')", name="decision"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_signature_entry_id_entry", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["link_id"], ["review_link.id"], name="fk_signature_link_id_review_link"),
        sa.PrimaryKeyConstraint("entry_id", "version", "side", name="pk_signature"),
        sa.UniqueConstraint("entry_id", "version", "link_id", name="uq_signature_one_side_each"),
        sqlite_with_rowid=False,
    )


def make_following() -> None:
    op.create_table(
        "promise_note",
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("reply", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("noted_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "state IN ('complete', 'on-track', 'behind', 'not-started-behind', 'not-started')", name="state"
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_promise_note_entry_id_entry", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["noted_by"], ["staff.id"], name="fk_promise_note_noted_by_staff", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("entry_id", "reply", "number", name="pk_promise_note"),
        sqlite_with_rowid=False,
    )
    for table, column, allowed in (
        ("entry_verdict", "verdict", "'yes', 'partly', 'no'"),
        ("entry_told", "way", "'receipt', 'message'"),
    ):
        op.create_table(
            table,
            sa.Column("entry_id", sa.String(length=32), nullable=False),
            sa.Column("quarter", sa.String(length=8), nullable=False),
            sa.Column(column, sa.String(length=8 if column == "verdict" else 12), nullable=False),
            sa.Column("times", sa.Integer(), nullable=False),
            sa.CheckConstraint(f"{column} IN ({allowed})", name=column),
            sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=f"fk_{table}_entry_id_entry", ondelete="CASCADE"),
            sa.PrimaryKeyConstraint("entry_id", "quarter", column, name=f"pk_{table}"),
            sqlite_with_rowid=False,
        )


def store(entries: list[dict], replies: list[dict]) -> None:
    """What was published before there were versions stays public as version 1."""
    for row in entries:
        own = sorted((reply for reply in replies if reply["entry_id"] == row["id"]), key=lambda each: each["position"])
        answers = [
            {key: reply[key] for key in OF_REPLY} | {"date": str(reply["date"]), "key": secrets.token_hex(16)}
            for reply in own
        ]
        content = {key: row[key] for key in OWN} | {"replies": answers}
        is_public = row["state"] == "published"
        new = {key: row[key] for key in ("id", "slug", "published_on", "changed_on", "synthetic")}
        new |= {"state": row["state"], "version": 1, "public_version": 1 if is_public else None}
        op.get_bind().execute(
            sa.text(
                "INSERT INTO entry (id, slug, state, version, public_version, published_on, changed_on, synthetic) "
                "VALUES (:id, :slug, :state, :version, :public_version, :published_on, :changed_on, :synthetic)"
            ),
            new,
        )
        op.get_bind().execute(
            sa.text(
                "INSERT INTO entry_version (entry_id, version, content, changed_on, changed_by, published_on) "
                "VALUES (:id, 1, :content, :changed_on, :by, :published_on)"
            ),
            {**new, "content": json.dumps(content, ensure_ascii=False, sort_keys=True), "by": row["written_by"]},
        )


def downgrade() -> None:
    """Back to one version of each entry: the public one, else the latest."""
    entries, versions = read("entry"), read("entry_version")
    for table in ("entry_told", "entry_verdict", "promise_note", "signature", "review_link", "entry_version", "entry"):
        op.drop_table(table)
    make_first_entries()
    for row in entries:
        wanted = row["public_version"] or row["version"]
        found = next(each for each in versions if (each["entry_id"], each["version"]) == (row["id"], wanted))
        content = json.loads(found["content"])
        state = "published" if row["public_version"] else "withdrawn" if row["published_on"] else "draft"
        new = {key: row[key] for key in ("id", "slug", "published_on", "changed_on", "synthetic")}
        new |= {key: content.get(key, "") for key in OWN} | {"state": state, "by": found["changed_by"]}
        op.get_bind().execute(
            sa.text(
                "INSERT INTO entry (id, slug, state, language, you_said, you_said_easy, picture, audience, "
                "journey_point, published_on, changed_on, written_by, version, synthetic) VALUES (:id, :slug, :state, "
                ":language, :you_said, :you_said_easy, :picture, :audience, :journey_point, :published_on, "
                ":changed_on, :by, 1, :synthetic)"
            ),
            new,
        )
        for position, reply in enumerate(content["replies"]):
            op.get_bind().execute(
                sa.text(
                    "INSERT INTO reply (entry_id, position, kind, text, text_easy, instead, organisation, date) "
                    "VALUES (:entry_id, :position, :kind, :text, :text_easy, :instead, :organisation, :date)"
                ),
                {key: reply.get(key, "") for key in OF_REPLY}
                | {"entry_id": row["id"], "position": position, "date": reply["date"]},
            )


def make_first_entries() -> None:
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
