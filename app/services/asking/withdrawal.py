"""Taking one's answers back with the receipt: deleted at once, for good. Closed releases stay as they are."""

from __future__ import annotations

from sqlalchemy import delete, select

from app.house import House
from app.models.answering import Response
from app.models.base import db
from app.services import audit, facts
from app.services.asking import receipts
from app.services.errors import N_, NotFound
from app.services.transaction import writing


def withdraw(house: House, typed: str) -> None:
    """Delete the answers that this receipt stands for, and earlier ones that they took the place of.

    With them go comments, scores and the receipt itself. Raises `Invalid` for a code that is not known.
    """
    with writing():
        found = receipts.find(house, typed)
        row = db.session.get(Response, found.response_id)
        if row is None:
            raise NotFound(N_("These answers are deleted already."))
        same = (Response.person, Response.survey_id, Response.wave, Response.stage)
        own = select(Response.id).where(*(column == getattr(row, column.key) for column in same))
        db.session.execute(delete(Response).where(Response.id.in_(own)))
        facts.loop_changed()  # a quote may be gone with them
        audit.record(house, "respondent", "answers-withdrawn", found.survey_id)
