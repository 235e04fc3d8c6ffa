"""Typing a sheet in a second time, by another person, and what was different. A comment's words are never shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.house import House
from app.models.answering import Answer, Comment, Response
from app.models.base import db
from app.models.keying import KeyedSheet
from app.models.staff import Staff
from app.services import audit
from app.services.asking import entrances, keying, responses
from app.services.asking.keying import CHECK_EVERY, Pile
from app.services.errors import N_, NotFound
from app.services.staff import SignedIn
from app.services.transaction import writing
from surveys import flow
from surveys.answers import SKIPPED, Answers


@dataclass(frozen=True, slots=True)
class ToCheck:
    """A sheet that waits for a second person: whose it is and which of that day, so that the paper can be found."""

    id: str
    survey_id: str
    keyed_by: str
    keyed_on: date
    number: int


@dataclass(frozen=True, slots=True)
class Quality:
    """Of the last two weeks: how many sheets were checked, how many answers they have, how many of these differed."""

    sheets: int
    answers: int
    differences: int


def waiting(who: SignedIn) -> list[ToCheck]:
    """Every tenth sheet of the others that nobody checked yet."""
    query = (
        select(KeyedSheet, Response.survey_id, Staff.email)
        .join(Response, Response.id == KeyedSheet.response_id)
        .outerjoin(Staff, Staff.id == KeyedSheet.keyed_by)
        .where(KeyedSheet.number % CHECK_EVERY == 0, KeyedSheet.checked_on.is_(None), KeyedSheet.keyed_by != who.id)
        .order_by(KeyedSheet.keyed_on, Staff.email, KeyedSheet.number)
    )
    rows = db.session.execute(query)
    return [ToCheck(row.id, survey, email or "", row.keyed_on, row.number) for row, survey, email in rows]


def quality() -> Quality:
    rows = db.session.scalars(select(KeyedSheet).where(KeyedSheet.checked_on.is_not(None))).all()
    return Quality(len(rows), sum(row.answers for row in rows), sum(row.differences or 0 for row in rows))


def sheet_of(who: SignedIn, sheet_id: str) -> KeyedSheet:
    """One of those that wait for this person. Raises `NotFound`."""
    if sheet_id not in {each.id for each in waiting(who)}:
        raise NotFound(N_("This sheet does not wait for a check by you."))
    return db.session.get_one(KeyedSheet, sheet_id)


def pile_of(house: House, who: SignedIn, sheet_id: str) -> Pile:
    """The pile that the sheet came from, as it was stored."""
    row = db.session.get_one(Response, sheet_of(who, sheet_id).response_id)
    survey = house.partnership.catalogue.get(row.survey_id, row.survey_version)
    known = entrances.known_of(house, row.collector_code) if row.collector_code else frozenset()
    tells = tuple((name, getattr(row, name)) for name in entrances.TELLS if name.replace("_", "-") in known)
    return Pile(survey, row.wave, row.submitted_on, row.language, row.collector_code, tells)


def differences(who: SignedIn, sheet_id: str, of: Pile, again: Answers) -> list[tuple[str, object, object]]:
    """(question id, first answer, second answer) where they differ; of a comment, only that it does (None, None)."""
    response_id = sheet_of(who, sheet_id).response_id
    rows = db.session.scalars(select(Answer).where(Answer.response_id == response_id))
    first = {row.question_id: responses.stored_answer(row.state, row.value) for row in rows}
    comments = db.session.scalars(select(Comment).where(Comment.response_id == response_id))
    texts = {row.question_id: row.text for row in comments}
    found = []
    for name, answer in flow.on_path(of.survey, again, of.known).items():
        if of.survey.question_by_id[name].kind in responses.TEXT_KINDS:
            if same_words(texts.get(name, "")) != same_words(answer.value or ""):
                found.append((name, None, None))
        elif first.get(name, SKIPPED) != answer:
            found.append((name, first.get(name, SKIPPED), answer))
    return found


def same_words(text: str) -> str:
    """Spaces and capitals do not count when handwriting is typed twice."""
    return " ".join(text.split()).casefold()


def checked(house: House, who: SignedIn, sheet_id: str, different: int) -> None:
    """The first typing stays; remember what the check found."""
    with writing():
        row = sheet_of(who, sheet_id)
        row.checked_by, row.checked_on, row.differences = who.id, house.today(), different
        audit.record(house, who.email, "sheet-checked", detail=f"{different} differences, first kept")


def replace(house: House, who: SignedIn, sheet_id: str, again: Answers, different: int) -> None:
    """Put the second typing in the place of the first."""
    of = pile_of(house, who, sheet_id)
    with writing():
        row = sheet_of(who, sheet_id)
        helper = db.session.get_one(Response, row.response_id).helper
        kept = {name: getattr(row, name) for name in ("keyed_by", "keyed_on", "number", "serial_hash", "expires_on")}
        keying.forget(row)
        [response_id] = responses.store(house, [keying.response_of(house, of, again, helper)])
        given = [answer for answer in flow.on_path(of.survey, again, of.known).values() if answer.state != "skipped"]
        new = KeyedSheet(id=sheet_id, response_id=response_id, answers=len(given), **kept)
        new.off_path = len(keying.off_path(of, again))
        new.checked_by, new.checked_on, new.differences = who.id, house.today(), different
        db.session.add(new)
        audit.record(house, who.email, "sheet-checked", detail=f"{different} differences, second taken")
