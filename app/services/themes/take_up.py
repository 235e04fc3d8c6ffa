"""Bringing read comments into the workbench of their programme. What was read: `readings`; coding them: `coding`."""

from __future__ import annotations

import re
from collections import Counter

from sqlalchemy import Select, exists, func, insert, literal, or_, select, update

from app.house import House
from app.models.answering import Response
from app.models.asking import ProgrammeSurvey
from app.models.base import db
from app.models.groups import GroupAnswer
from app.models.listening import Reading
from app.models.themes import Heard, Quote
from app.services import facts
from app.services.transaction import writing

NAMES = (
    "reading_id",
    "programme_id",
    "language",
    "sentiment",
    "state",
    "person",
    "audience",
    "journey_point",
    "locality",
    "wave",
    "voice",
)
WORD = re.compile(r"\[?\w+\]?")
PLACES = ("audience", "journey_point", "locality", "wave")


def take_up(house: House) -> str:
    """Take up sent comments and notes of groups that are read, and what was read anew since; in words, if any."""
    if not is_work(house):
        return ""
    with writing():
        connection = db.session.connection()
        sources = (of_people(), of_groups())
        done = sum(
            connection.execute(insert(Heard.__table__).from_select(list(NAMES), new)).rowcount for new in sources
        )
        connection.execute(update(Heard).where(*differs()).values(renewed()))
    return f"{done} comments taken up" if done else ""


def is_work(house: House) -> bool:
    """Whether anything was read that the workbench does not know."""
    new = [db.session.scalar(query.limit(1)) is not None for query in (of_people(), of_groups())]
    again = select(Heard.reading_id).join(Reading, Reading.id == Heard.reading_id)
    recent = Reading.read_on >= func.coalesce(select(func.max(Reading.read_on)).scalar_subquery(), house.today())
    found = any(new) or db.session.scalar(again.where(*differs(), recent).limit(1)) is not None
    db.session.rollback()
    return found


def refresh(reading_id: str) -> None:
    """In the transaction of whoever corrects what was read from a comment: the workbench finds it by that too.

    A quote that has words which are masked now is shown no more until somebody approves it again.
    """
    db.session.flush()
    db.session.execute(update(Heard).where(Heard.reading_id == reading_id, *differs()).values(renewed()))
    quote = db.session.scalar(select(Quote).where(Quote.reading_id == reading_id, Quote.state == "approved"))
    if quote is not None and strange_words(db.session.get_one(Reading, reading_id).masked, quote.text):
        quote.state, quote.decided_by, quote.decided_on = "proposed", None, None
        facts.loop_changed()


def strange_words(masked: str, text: str) -> bool:
    """Whether a quote has words, other than masks, that the masked comment has not (so often)."""
    words = Counter(each for each in WORD.findall(text.casefold()) if not each.startswith("["))
    return bool(words - Counter(WORD.findall(masked.casefold())))


def differs() -> tuple:
    changed = or_(Heard.language != Reading.language, Heard.sentiment != Reading.sentiment)
    return Heard.reading_id == Reading.id, changed


def renewed() -> dict:
    return {"language": Reading.language, "sentiment": Reading.sentiment}


def of_people() -> Select:
    """What single people sent and did not replace, if it has a reading of its words as they are."""
    said = (Reading.id, ProgrammeSurvey.programme_id, Reading.language, Reading.sentiment, literal("new"))
    about = (Response.person, *(getattr(Response, name) for name in PLACES), Response.voice)
    query = select(*said, *about).join(Response, Response.id == Reading.response_id)
    query = query.join(ProgrammeSurvey, ProgrammeSurvey.survey_id == Response.survey_id)
    return query.where(Reading.text_hash != "", Response.superseded.is_(False), ~known())


def of_groups() -> Select:
    """What groups said in words, once their count is finished."""
    said = (Reading.id, ProgrammeSurvey.programme_id, Reading.language, Reading.sentiment, literal("new"))
    about = (GroupAnswer.id, *(getattr(GroupAnswer, name) for name in PLACES), literal("group"))
    query = select(*said, *about).join(GroupAnswer, GroupAnswer.id == Reading.group_id)
    query = query.join(ProgrammeSurvey, ProgrammeSurvey.survey_id == GroupAnswer.survey_id)
    return query.where(Reading.text_hash != "", GroupAnswer.expires_on.is_(None), ~known())


def known() -> exists:
    return exists().where(Heard.reading_id == Reading.id)
