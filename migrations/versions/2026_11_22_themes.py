"""Code books and themes, the workbench, quotes, and the pages "what people told us"."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "themes"
down_revision = "reach_and_return"
branch_labels = None
depends_on = None


def upgrade() -> None:
    make_told_page()
    make_book_version()
    make_coded_wave()
    make_coding_step()
    make_double_set()
    make_pile()
    make_theme()
    make_theme_words()
    make_heard()
    make_coding()
    make_comment_translation()
    make_double_coding()
    make_double_comment()
    make_quote()
    make_suggestion()


def make_told_page() -> None:
    op.create_table(
        "told_page",
        sa.Column("journey_point", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=254), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_by", sa.String(length=254), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(state = 'approved') = (approved_by IS NOT NULL)", name="approved_by_somebody"
        ),
        sa.CheckConstraint("state IN ('draft', 'proposed', 'approved')", name="state"),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> made_by", name="two_people"),
        sa.PrimaryKeyConstraint("journey_point", "version", name="pk_told_page"),
        sqlite_with_rowid=False,
    )


def make_book_version() -> None:
    op.create_table(
        "book_version",
        sa.Column("programme_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("changed_by", sa.String(length=254), nullable=False),
        sa.CheckConstraint(
            "step IN ('added', 'changed', 'moved', 'merged', 'split', 'closed', 'opened')", name="step"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name="fk_book_version_programme_id_programme", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("programme_id", "version", name="pk_book_version"),
        sqlite_with_rowid=False,
    )


def make_coded_wave() -> None:
    op.create_table(
        "coded_wave",
        sa.Column("programme_id", sa.String(length=40), nullable=False),
        sa.Column("wave", sa.String(length=16), nullable=False),
        sa.Column("book_version", sa.Integer(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=False),
        sa.Column("finished_by", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name="fk_coded_wave_programme_id_programme", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("programme_id", "wave", name="pk_coded_wave"),
        sqlite_with_rowid=False,
    )


def make_coding_step() -> None:
    op.create_table(
        "coding_step",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=40), nullable=False),
        sa.Column("coder", sa.String(length=254), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name="fk_coding_step_programme_id_programme", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_coding_step"),
        sa.UniqueConstraint("programme_id", "coder", "number", name="uq_coding_step_programme_id_coder_number"),
    )
    op.create_index("ix_coding_step_made_on", "coding_step", ["made_on"], unique=False)


def make_double_set() -> None:
    op.create_table(
        "double_set",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=40), nullable=False),
        sa.Column("book_version", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=254), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name="fk_double_set_programme_id_programme", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_double_set"),
    )
    op.create_index("ix_double_set_programme_id", "double_set", ["programme_id"], unique=False)


def make_pile() -> None:
    op.create_table(
        "pile",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name="fk_pile_programme_id_programme", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_pile"),
    )
    op.create_index("ix_pile_programme_id", "pile", ["programme_id"], unique=False)


def make_theme() -> None:
    op.create_table(
        "theme",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("parent_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("easy", sa.String(length=200), nullable=False),
        sa.Column("picture", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'merged', 'closed')", name="state"),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.CheckConstraint("length(name) > 0", name="name_not_blank"),
        sa.ForeignKeyConstraint(["parent_id"], ["theme.id"], name="fk_theme_parent_id_theme", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name="fk_theme_programme_id_programme", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_theme"),
        sa.UniqueConstraint("programme_id", "code", name="uq_theme_programme_id_code"),
    )


def make_theme_words() -> None:
    op.create_table(
        "theme_words",
        sa.Column("theme_id", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("easy", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name="fk_theme_words_theme_id_theme", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("theme_id", "language", name="pk_theme_words"),
        sqlite_with_rowid=False,
    )


def make_heard() -> None:
    op.create_table(
        "heard",
        sa.Column("reading_id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("journey_point", sa.String(length=60), nullable=False),
        sa.Column("locality", sa.String(length=60), nullable=False),
        sa.Column("wave", sa.String(length=16), nullable=False),
        sa.Column("voice", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("sentiment", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("pile_id", sa.String(length=32), nullable=True),
        sa.CheckConstraint("audience IN ('young-person', 'parent-carer', 'professional')", name="audience"),
        sa.CheckConstraint(
            "sentiment IN ('positive', 'negative', 'mixed', 'neutral', 'unscored')", name="sentiment"
        ),
        sa.CheckConstraint("state IN ('new', 'coded', 'none')", name="state"),
        sa.CheckConstraint("voice IN ('self', 'proxy', 'group')", name="voice"),
        sa.ForeignKeyConstraint(["pile_id"], ["pile.id"], name="fk_heard_pile_id_pile", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name="fk_heard_programme_id_programme", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"], name="fk_heard_reading_id_reading", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("reading_id", name="pk_heard"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_heard_counted", "heard", ["programme_id", "state", "audience", "sentiment"], unique=False)
    op.create_index(
        "ix_heard_found",
        "heard",
        ["programme_id", "reading_id", "state", "audience", "sentiment", "pile_id"],
        unique=False,
    )
    op.create_index(
        "ix_heard_journey_point", "heard", ["programme_id", "audience", "journey_point", "language", "person"], unique=False
    )
    op.create_index("ix_heard_language", "heard", ["programme_id", "audience", "language", "person"], unique=False)
    op.create_index("ix_heard_locality", "heard", ["programme_id", "audience", "locality", "language", "person"], unique=False)
    op.create_index("ix_heard_pile_id", "heard", ["pile_id"], unique=False)
    op.create_index("ix_heard_wave", "heard", ["programme_id", "audience", "wave", "language", "person"], unique=False)


def make_coding() -> None:
    op.create_table(
        "coding",
        sa.Column("reading_id", sa.String(length=32), nullable=False),
        sa.Column("theme_id", sa.String(length=32), nullable=False),
        sa.Column("coded_by", sa.String(length=254), nullable=False),
        sa.Column("coded_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["heard.reading_id"], name="fk_coding_reading_id_heard", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name="fk_coding_theme_id_theme"),
        sa.PrimaryKeyConstraint("reading_id", "theme_id", name="pk_coding"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_coding_theme", "coding", ["theme_id", "reading_id"], unique=False)


def make_comment_translation() -> None:
    op.create_table(
        "comment_translation",
        sa.Column("reading_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("translated_by", sa.String(length=254), nullable=False),
        sa.Column("translated_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["heard.reading_id"], name="fk_comment_translation_reading_id_heard", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reading_id", name="pk_comment_translation"),
        sqlite_with_rowid=False,
    )


def make_double_coding() -> None:
    op.create_table(
        "double_coding",
        sa.Column("set_id", sa.String(length=32), nullable=False),
        sa.Column("coder", sa.String(length=254), nullable=False),
        sa.Column("reading_id", sa.String(length=32), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["heard.reading_id"], name="fk_double_coding_reading_id_heard", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["double_set.id"], name="fk_double_coding_set_id_double_set", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("set_id", "coder", "reading_id", name="pk_double_coding"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_double_coding_reading", "double_coding", ["reading_id"], unique=False)


def make_double_comment() -> None:
    op.create_table(
        "double_comment",
        sa.Column("set_id", sa.String(length=32), nullable=False),
        sa.Column("reading_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["heard.reading_id"], name="fk_double_comment_reading_id_heard", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["double_set.id"], name="fk_double_comment_set_id_double_set", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("set_id", "reading_id", name="pk_double_comment"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_double_comment_reading", "double_comment", ["reading_id"], unique=False)


def make_quote() -> None:
    op.create_table(
        "quote",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("reading_id", sa.String(length=32), nullable=False),
        sa.Column("theme_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("proposed_by", sa.String(length=254), nullable=False),
        sa.Column("decided_by", sa.String(length=254), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(state = 'proposed') = (decided_by IS NULL)", name="decided_by_somebody"),
        sa.CheckConstraint("audience IN ('young-person', 'parent-carer', 'professional')", name="audience"),
        sa.CheckConstraint("state IN ('proposed', 'approved', 'refused')", name="state"),
        sa.CheckConstraint("length(id) = 32", name="id_length"),
        sa.CheckConstraint("length(text) > 0", name="not_blank"),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["heard.reading_id"], name="fk_quote_reading_id_heard", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name="fk_quote_theme_id_theme"),
        sa.PrimaryKeyConstraint("id", name="pk_quote"),
        sa.UniqueConstraint("reading_id", name="uq_quote_reading_id"),
    )
    op.create_index("ix_quote_theme_id", "quote", ["theme_id"], unique=False)


def make_suggestion() -> None:
    op.create_table(
        "suggestion",
        sa.Column("reading_id", sa.String(length=32), nullable=False),
        sa.Column("theme_id", sa.String(length=32), nullable=False),
        sa.Column("likeness", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.CheckConstraint("likeness >= 0 AND likeness <= 100", name="likeness_range"),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["heard.reading_id"], name="fk_suggestion_reading_id_heard", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name="fk_suggestion_theme_id_theme", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("reading_id", "theme_id", name="pk_suggestion"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_suggestion_theme_likeness", "suggestion", ["theme_id", "likeness"], unique=False)


def downgrade() -> None:
    for table in (
        "suggestion",
        "quote",
        "double_comment",
        "double_coding",
        "comment_translation",
        "coding",
        "heard",
        "theme_words",
        "theme",
        "pile",
        "double_set",
        "coding_step",
        "coded_wave",
        "book_version",
        "told_page",
    ):
        op.drop_table(table)
