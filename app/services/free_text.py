"""Comments as they were written, for the safeguarding role alone; each one shown is logged. No masking, no themes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.house import House
from app.models.answering import Comment, Response
from app.models.base import db
from app.services import audit
from app.services.errors import N_, Forbidden
from app.services.staff import SignedIn
from app.services.transaction import writing

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Original:
    """One comment as written. `question` is the English wording; `language` the code of the survey's language."""

    text: str
    language: str
    audience: str
    survey: str
    question: str
    submitted_on: date
    wave: str


@dataclass(frozen=True, slots=True)
class OriginalsPage:
    """Some comments, newest date first, how many there are in all, and whether older ones follow."""

    originals: tuple[Original, ...]
    total: int
    more: bool


def read_originals(house: House, who: SignedIn, audience: str = "", page: int = 1) -> OriginalsPage:
    """One page of originals. The log names every comment shown, and is written before anything is returned."""
    if not who.may("safeguarding"):
        raise Forbidden(N_("Only the safeguarding lead may read comments as they were written."))
    query = select(Comment, Response).join(Response, Response.id == Comment.response_id)
    if audience:
        query = query.where(Response.audience == audience)
    newest = query.order_by(Response.submitted_on.desc(), Comment.response_id, Comment.question_id)
    with writing():
        total = db.session.scalar(select(func.count()).select_from(query.subquery()))
        rows = db.session.execute(newest.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
        for comment, _response in rows:
            audit.record(house, who.email, "original-viewed", f"{comment.response_id}/{comment.question_id}")
        originals = tuple(original_of(house, comment, response) for comment, response in rows)
    return OriginalsPage(originals, total, total > page * PAGE_SIZE)


def original_of(house: House, comment: Comment, response: Response) -> Original:
    survey = house.partnership.catalogue.get(response.survey_id, response.survey_version)
    question = survey.question_by_id.get(comment.question_id) if survey else None
    return Original(
        text=comment.text,
        language=comment.language,
        audience=response.audience,
        survey=survey.title if survey else response.survey_id,
        question=question.text if question else comment.question_id,
        submitted_on=response.submitted_on,
        wave=response.wave,
    )
