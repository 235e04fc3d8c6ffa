"""What groups said, read back: for staff with what must stay hidden left out, and as plain data for release tables.

Who may see what: the facilitator who counts sees exact hands until the session ends. After that everybody sees the
same: nothing of a group below the board's threshold, and hands to the nearest 5 of a larger one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from app.house import House
from app.models.asking import Collector
from app.models.base import db
from app.models.groups import GroupAnswer, GroupNote, GroupSession
from app.services import audit
from app.services.asking import groups, hands_up
from app.services.asking.collectors import to_five
from app.services.asking.hands_up import HandsUp, Said
from app.services.errors import N_, NotFound
from app.services.staff import SignedIn
from app.services.transaction import writing

VOICE = "group"


@dataclass(frozen=True, slots=True)
class Shown:
    """A group answer as one member of staff may see it: `exact`, or rounded, or with `asked` left empty as too few."""

    answer: HandsUp
    exact: bool
    too_few: bool
    asked: dict[str, Said]


def shown(house: House, who: SignedIn, code: str) -> Shown:
    """What a finished count may show to this person. Seeing hands is in the audit trail."""
    session = groups.get(house, who, code)
    answer = hands_up.load(house, session)
    if answer is None or not answer.finished:
        raise NotFound(N_("Nothing was counted and finished in this session."))
    exact = session.is_open and session.owner == who.id
    too_few = not exact and answer.size < house.partnership.thresholds.board
    if not too_few:
        with writing():
            audit.record(house, who.email, "group-answer-viewed", code)
    asked = {} if too_few else {name: one if exact else rounded(one) for name, one in answer.said.items()}
    return Shown(answer, exact, too_few, asked)


def rounded(one: Said) -> Said:
    """Hands to the nearest 5, without the note: like every comment, that is for those who read comments."""
    return Said(one.state, {key: to_five(hands) for key, hands in one.hands.items()})


@dataclass(frozen=True, slots=True)
class GroupQuestion:
    """What one group said to one question: `state` is counted, noted or skipped; `hands` are (row, exact number)."""

    question_id: str
    state: str
    hands: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class GroupAnswerData:
    """One finished group answer as plain data, exact. Whoever shows it takes it through disclosure control first.

    It is one group of `size` people, of whom any number may have raised no hand: never `size` responses.
    """

    id: str
    survey_id: str
    survey_version: int
    audience: str
    wave: str
    journey_point: str
    stage: str
    locality: str
    language: str
    size: int
    held_on: date
    synthetic: bool
    questions: tuple[GroupQuestion, ...]


def group_answers(
    house: House, wave: str | None = None, audience: str | None = None, survey_id: str | None = None
) -> list[GroupAnswerData]:
    """Every group answer that can no longer change, narrowed as asked: finished, and its session is over."""
    over = or_(Collector.open.is_(False), GroupSession.last_day < house.today())
    query = (
        select(GroupAnswer)
        .join(GroupSession, GroupSession.code == GroupAnswer.session_code)
        .join(Collector, Collector.code == GroupSession.code)
        .where(GroupAnswer.expires_on.is_(None), over, GroupSession.code.not_in(groups.HEARD_ELSEWHERE))
        .order_by(GroupAnswer.held_on, GroupAnswer.id)
    )
    for column, wanted in ((GroupAnswer.wave, wave), (GroupAnswer.audience, audience)):
        query = query if wanted is None else query.where(column == wanted)
    if survey_id is not None:
        query = query.where(GroupAnswer.survey_id == survey_id)
    return [data_of(row) for row in db.session.scalars(query)]


def data_of(row: GroupAnswer) -> GroupAnswerData:
    names = ("id", "survey_id", "survey_version", "audience", "wave", "journey_point", "stage", "locality")
    names += ("language", "size", "held_on", "synthetic")
    questions = tuple(
        GroupQuestion(name, said.state, tuple(sorted(said.hands.items())))
        for name, said in sorted(hands_up.said_of(row.id).items())
    )
    return GroupAnswerData(**{name: getattr(row, name) for name in names}, questions=questions)


@dataclass(frozen=True, slots=True)
class GroupComment:
    """One note of a finished count, as its facilitator wrote it down. Only the safeguarding role may read it so."""

    answer_id: str
    question_id: str
    survey_id: str
    survey_version: int
    audience: str
    wave: str
    journey_point: str
    locality: str
    held_on: date
    language: str
    text: str
    voice: str = VOICE


def group_comments(house: House) -> list[GroupComment]:
    """The notes of all finished counts, the newest first. Whoever shows one checks the role and writes the log."""
    query = (
        select(GroupNote, GroupAnswer)
        .join(GroupAnswer, GroupAnswer.id == GroupNote.answer_id)
        .where(GroupAnswer.expires_on.is_(None))
        .order_by(GroupAnswer.held_on.desc(), GroupNote.answer_id, GroupNote.question_id)
    )
    return [comment_of(note, answer) for note, answer in db.session.execute(query)]


def comment_of(note: GroupNote, answer: GroupAnswer) -> GroupComment:
    names = ("survey_id", "survey_version", "audience", "wave", "journey_point", "locality", "held_on")
    about = {name: getattr(answer, name) for name in names}
    return GroupComment(note.answer_id, note.question_id, **about, language=note.language, text=note.text)
