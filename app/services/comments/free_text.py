"""Comments as they were written, for the safeguarding role alone; each one shown is logged. No masking, no themes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, Select, func, literal, select, union_all

from app.house import House
from app.models.answering import Comment, Response
from app.models.base import db
from app.models.groups import GroupAnswer, GroupNote
from app.services import audit
from app.services.asking import notes
from app.services.errors import N_, Forbidden
from app.services.staff import SignedIn
from app.services.transaction import writing

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Original:
    """One comment as written. `question` is the English wording; `voice` is "group" for what a room said together."""

    text: str
    language: str
    audience: str
    survey: str
    question: str
    submitted_on: date
    wave: str
    voice: str = "self"


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
    written = union_all(of_people(), of_groups()).subquery()
    query = select(written).where(written.c.audience == audience) if audience else select(written)
    newest = query.order_by(written.c.submitted_on.desc(), written.c.number, written.c.question_id)
    with writing():
        total = db.session.scalar(select(func.count()).select_from(query.subquery()))
        rows = db.session.execute(newest.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
        for row in rows:
            audit.record(house, who.email, "original-viewed", f"{row.number}/{row.question_id}")
    return OriginalsPage(tuple(original_of(house, row) for row in rows), total, total > page * PAGE_SIZE)


def of_people() -> Select:
    """What single people wrote, with the survey and day of their response."""
    about = (Response.audience, Response.survey_id, Response.survey_version, Response.submitted_on, Response.wave)
    said = (Comment.response_id.label("number"), Comment.question_id, Comment.language, Comment.text)
    return select(*said, *about, Response.voice).join(Response, Response.id == Comment.response_id)


def of_groups() -> Select:
    """What groups said in words, as their facilitators wrote it down, once their count is finished."""
    day = GroupAnswer.held_on.label("submitted_on")
    about = (GroupAnswer.audience, GroupAnswer.survey_id, GroupAnswer.survey_version, day, GroupAnswer.wave)
    said = (GroupNote.answer_id.label("number"), GroupNote.question_id, GroupNote.language, GroupNote.text)
    query = select(*said, *about, literal("group").label("voice"))
    return query.join(GroupAnswer, GroupAnswer.id == GroupNote.answer_id).where(GroupAnswer.expires_on.is_(None))


def original_of(house: House, row: Row) -> Original:
    survey = house.partnership.catalogue.get(row.survey_id, row.survey_version)
    question = survey.question_by_id.get(row.question_id) if survey else None
    way = "" if question else notes.way_of(row.number)
    return Original(
        text=row.text,
        language=row.language,
        audience=row.audience,
        survey=notes.OUTSIDE if way else survey.title if survey else row.survey_id,
        question=question.text if question else way or row.question_id,
        submitted_on=row.submitted_on,
        wave=row.wave,
        voice=row.voice,
    )
