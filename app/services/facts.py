"""What this database knows about itself: whether its data are made up, what state public pages are in. No answers."""

from __future__ import annotations

from sqlalchemy import func, select

from app.house import random_id
from app.models.answering import Response
from app.models.base import db
from app.models.record import Setting
from app.models.themes import Quote

SYNTHETIC = "synthetic"
LOOP = "loop-revision"
HERE = {"changes": 0}
"""How often this process changed what is public: it need not wait to see its own changes."""
APPROVED = select(func.count()).select_from(Quote).where(Quote.state == "approved").scalar_subquery()
CHANGED = select(Setting.value).where(Setting.key == LOOP).scalar_subquery()
REVISION = select(CHANGED, APPROVED)
IS_SYNTHETIC = select(Setting.value).where(Setting.key == SYNTHETIC)


def is_synthetic() -> bool:
    """Whether everything in this database is example data; then every page says so."""
    return db.session.scalar(IS_SYNTHETIC) == "yes"


def mark_synthetic() -> None:
    """Mark the database as example data for good, inside the caller's transaction."""
    db.session.merge(Setting(key=SYNTHETIC, value="yes"))


def has_real_responses() -> bool:
    """Whether anybody's own answers are stored here."""
    return db.session.scalar(select(Response.id).where(Response.synthetic.is_(False)).limit(1)) is not None


def loop_revision() -> str:
    """A word that is another one after each change of what is public: answers, what people told us, stories, the plan.

    Quotes are counted in it: one goes with its comment, whichever way that is deleted.
    """
    changed, quotes = db.session.execute(REVISION).one()
    return f"{changed or ''}.{quotes}"


def loop_changed() -> None:
    """Say that something public changed, inside the caller's transaction."""
    HERE["changes"] += 1
    db.session.merge(Setting(key=LOOP, value=random_id()))


def changes_here() -> int:
    return HERE["changes"]
