"""The improvement plan's actions with their history, which entries rest on them, and for whom staff keep them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import NO_ROWID, Base, RandomId, is_random_id, one_of
from app.models.loop import PROGRESS


class PlanAction(Base):
    """One action of the plan, found by its reference. `version` is the latest of its versions, which everyone reads."""

    __tablename__ = "plan_action"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    organisation: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(default=1)
    changed_on: Mapped[date]
    __table_args__ = (is_random_id("id"), one_of("state", PROGRESS, "state"), NO_ROWID)


class PlanActionVersion(Base):
    """What an action said at one time, as JSON of `app.services.plan.texts.ActionText`. `way` is import or keeper."""

    __tablename__ = "plan_action_version"
    action_id: Mapped[str] = mapped_column(ForeignKey("plan_action.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    way: Mapped[str] = mapped_column(String(8))
    changed_on: Mapped[date]
    changed_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    __table_args__ = (one_of("way", ("import", "keeper"), "way"), NO_ROWID)


class EntryAction(Base):
    """That an entry of "You said, we did" rests on an action of the plan."""

    __tablename__ = "entry_action"
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    action_id: Mapped[str] = mapped_column(ForeignKey("plan_action.id", ondelete="CASCADE"), primary_key=True)
    __table_args__ = (NO_ROWID,)


class StaffOrganisation(Base):
    """The organisation for which a member of staff keeps the plan's actions; without one, they keep those of all."""

    __tablename__ = "staff_organisation"
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    organisation: Mapped[str] = mapped_column(String(60))
    __table_args__ = (NO_ROWID,)
