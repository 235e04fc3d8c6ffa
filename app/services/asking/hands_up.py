"""What a room says together: hands counted question by question, saved as they are, then finished as one group answer.

It never becomes a response: no score and no number of answers of any release knows of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import delete, select

from app.house import House, random_id
from app.models.base import db
from app.models.groups import GroupAnswer, GroupAsked, GroupCount, GroupNote
from app.services import audit, facts
from app.services.asking import entrances, groups, own_words
from app.services.asking.entrances import TELLS
from app.services.asking.groups import SessionView
from app.services.asking.responses import NOT_STATED
from app.services.errors import N_, Conflict, Invalid, NotFound
from app.services.staff import SignedIn
from app.services.transaction import writing
from surveys import words
from surveys.model import Page, Question, Survey
from surveys.tallies import asked_of_a_room, pages_for_a_room, question_of, too_many

LONGEST_NOTE = 2000
OF_A_QUESTION = (GroupCount, GroupNote, GroupAsked)
OVER = N_("This group session has ended.")
NOTHING = N_("No hands are being counted in this session.")
TOO_SMALL = N_("More hands than that were counted at a question. Change the count there first.")


@dataclass(frozen=True, slots=True)
class Said:
    """What a room said to one question: hands by row, and a note with the language of the page it was written on."""

    state: str
    hands: Mapping[str, int] = field(default_factory=dict)
    note: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class HandsUp:
    """The count of one room as it was read; `asked` has the questions that are done with."""

    id: str
    survey: Survey
    wave: str
    size: int
    language: str
    held_on: date
    left_out: frozenset[str]
    known: frozenset[str]
    finished: bool
    asked: Mapping[str, Said]
    notes: bool = True
    """Whether what the room says may be written down now."""

    @property
    def pages(self) -> tuple[Page, ...]:
        return pages_for_a_room(self.survey, self.left_out, self.known)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of the pages, in order."""
        return tuple(question_of(self.survey, page) for page in self.pages)

    @property
    def first_open(self) -> Page | None:
        """Where to carry on: the first page that was neither counted nor skipped."""
        return next((page for page in self.pages if question_of(self.survey, page).id not in self.asked), None)

    @property
    def said(self) -> dict[str, Said]:
        """What the room really said to the questions that are asked of it."""
        found = {question.id: self.asked.get(question.id) for question in self.questions}
        return {name: one for name, one in found.items() if one and one.state != "skipped"}


def known_of(session: SessionView) -> frozenset[str]:
    """The attributes that the session already says of everybody."""
    return frozenset(name.replace("_", "-") for name in TELLS if getattr(session, name))


def load(house: House, session: SessionView, writes: bool = False) -> HandsUp | None:
    """The count of a session; None if there is none, or if an unfinished one is past its date.

    `writes`: with every box for words, for a note that comes from a page that was open when they were switched off.
    """
    row = db.session.scalar(select(GroupAnswer).where(GroupAnswer.session_code == session.code))
    survey = house.partnership.catalogue.get(row.survey_id, row.survey_version) if row else None
    if row is None or survey is None or (row.expires_on and row.expires_on < house.today()):
        return None
    asked, notes = said_of(row.id), writes or own_words.may_write(house, survey)
    return HandsUp(
        id=row.id,
        survey=survey if notes else words.without_boxes(survey, {name for name in asked if asked[name].note}),
        notes=notes,
        wave=row.wave,
        size=row.size,
        language=row.language,
        held_on=row.held_on,
        left_out=frozenset(row.left_out.split()),
        known=known_of(session),
        finished=row.expires_on is None,
        asked=asked,
    )


def said_of(answer_id: str) -> dict[str, Said]:
    hands: dict[str, dict[str, int]] = {}
    for row in db.session.scalars(select(GroupCount).where(GroupCount.answer_id == answer_id)):
        hands.setdefault(row.question_id, {})[row.option_id] = row.hands
    noted = db.session.scalars(select(GroupNote).where(GroupNote.answer_id == answer_id))
    notes = {row.question_id: (row.text, row.language) for row in noted}
    asked = db.session.scalars(select(GroupAsked).where(GroupAsked.answer_id == answer_id))
    return {
        row.question_id: Said(row.state, hands.get(row.question_id, {}), *notes.get(row.question_id, ("", "")))
        for row in asked
    }


def begin(house: House, who: SignedIn, code: str, size: int, left_out: Set[str], language: str) -> None:
    """Start to count hands. A room's conditions fall away; the facilitator says which questions are left out."""
    session = groups.own(house, who, code)
    entrance = entrances.by_collector(house, code)
    wave = entrances.opening(house, entrance).wave
    if not session.is_open or wave is None:
        raise Conflict(N_("This survey is not open now, so nothing can be counted."))
    groups.check_size(size)
    kept_out = checked(entrance.survey, left_out, known_of(session))
    row = GroupAnswer(
        id=random_id(),
        session_code=code,
        survey_id=entrance.survey.id,
        survey_version=entrance.survey.version,
        audience=entrance.survey.audience,
        wave=wave,
        journey_point=session.journey_point or entrance.survey.journey_point,
        stage=session.stage or entrance.survey.stage or "",
        locality=session.locality or NOT_STATED,
        language=language,
        size=size,
        held_on=house.today(),
        left_out=kept_out,
        expires_on=kept_until(house),
    )
    with writing():
        if load(house, session) is not None:
            raise Conflict(N_("Hands are being counted in this session already."))
        remove_rows(code)
        row.synthetic = facts.is_synthetic()
        db.session.add(row)


def checked(survey: Survey, left_out: Set[str], known: frozenset[str]) -> str:
    """The ids of the questions to leave out, as they are kept. Raises `Invalid` if nothing would be asked."""
    asked = [question.id for question in asked_of_a_room(survey, known)]
    if left_out >= set(asked):
        raise Invalid(N_("Choose at least one question to ask."))
    return " ".join(name for name in asked if name in left_out)


def kept_until(house: House) -> date:
    return house.today() + timedelta(days=house.partnership.retention.draft_days)


def change(house: House, who: SignedIn, code: str, size: int, left_out: Set[str]) -> None:
    """Change how many people are in the room, or which questions are asked, while the count is not finished."""
    session = groups.own(house, who, code)
    groups.check_size(size)
    with writing():
        was = unfinished(house, session)
        for question in was.questions:
            said = was.asked.get(question.id)
            if said and question.id not in left_out and too_many(question, said.hands, size):
                raise Invalid(TOO_SMALL)
        row = db.session.get(GroupAnswer, was.id)
        row.size, row.left_out = size, checked(was.survey, left_out, was.known)
        row.expires_on = kept_until(house)


def unfinished(house: House, session: SessionView, writes: bool = False) -> HandsUp:
    """The count that can still be changed. Raises `NotFound` or `Conflict`."""
    found = load(house, session, writes)
    if found is None:
        raise NotFound(NOTHING)
    if found.finished:
        raise Conflict(N_("This count is finished. Take it back to change it."))
    return found


def save(
    house: House, who: SignedIn, code: str, question: Question, hands: Mapping[str, int], note: str, language: str
) -> None:
    """Keep what the room said to one question, in place of what was kept before. Nothing at all counts as skipped."""
    session = groups.own(house, who, code)
    counted = dict(hands) if any(hands.values()) else {}
    state = "counted" if counted else "noted" if note else "skipped"
    with writing():
        was = unfinished(house, session)
        if too_many(question, hands, was.size):
            raise Invalid(N_("More hands were counted than people are in the room."))
        here = {"answer_id": was.id, "question_id": question.id}
        for table in OF_A_QUESTION:
            db.session.execute(delete(table).where(table.answer_id == was.id, table.question_id == question.id))
        db.session.add(GroupAsked(**here, state=state))
        db.session.add_all(GroupCount(**here, option_id=key, hands=number) for key, number in counted.items())
        if note:
            db.session.add(GroupNote(**here, language=language, text=note[:LONGEST_NOTE]))
        db.session.get(GroupAnswer, was.id).expires_on = kept_until(house)


def finish(house: House, who: SignedIn, code: str, language: str) -> None:
    """Store the count as one group answer. What was asked and then left out goes. Twice is as once."""
    session = groups.own(house, who, code)
    with writing():
        found = load(house, session)
        if found is not None and found.finished:
            return
        was = unfinished(house, session)
        if not was.said:
            raise Conflict(N_("Nothing was counted yet. Count hands or write a note at one question first."))
        names = [question.id for question in was.questions]
        for table in OF_A_QUESTION:
            db.session.execute(delete(table).where(table.answer_id == was.id, table.question_id.not_in(names)))
        row = db.session.get(GroupAnswer, was.id)
        row.language, row.held_on, row.expires_on = language, house.today(), None
        audit.record(house, who.email, "group-answer-finished", code, row.survey_id)


def undo(house: House, who: SignedIn, code: str) -> None:
    """Take a finished count back to change it, while the session is open."""
    session = groups.own(house, who, code)
    if not session.is_open:
        raise Conflict(OVER)
    with writing():
        found = load(house, session)
        if found is None or not found.finished:
            raise NotFound(NOTHING)
        db.session.get(GroupAnswer, found.id).expires_on = kept_until(house)
        audit.record(house, who.email, "group-answer-taken-back", code)


def drop(house: House, who: SignedIn, code: str) -> None:
    """Throw away a count that is not finished, with its notes."""
    session = groups.own(house, who, code)
    with writing():
        unfinished(house, session)
        remove_rows(code)
        audit.record(house, who.email, "group-answer-thrown-away", code)


def remove_rows(code: str) -> None:
    """Delete the unfinished count of a session; what hangs on it goes with it."""
    left = GroupAnswer.session_code == code, GroupAnswer.expires_on.is_not(None)
    db.session.execute(delete(GroupAnswer).where(*left))
