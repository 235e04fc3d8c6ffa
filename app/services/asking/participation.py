"""One person's way through a survey, from the first page to the receipt. A draft is known by its ticket alone.

Each page costs one SELECT by primary key, for young people a second one of a few rows (whether their words would reach
somebody), and one short write; nothing here reads a stored response.
"""

from __future__ import annotations

import calendar
import json
import secrets
import zlib
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import RowMapping, bindparam, delete, select, update

from app.house import House
from app.models.answering import Draft
from app.models.asking import Collector
from app.models.base import db
from app.models.groups import GroupSession
from app.services.asking import entrances, own_words, receipts, responses
from app.services.asking.entrances import TELLS, Entrance
from app.services.comments import readings
from app.services.errors import N_, Conflict
from app.services.reach import invitations
from app.services.transaction import writing
from surveys import flow, words
from surveys.answers import Answer, Answers
from surveys.model import Survey
from surveys.ways import PLAIN, in_way

DRAFT, COLLECTOR, GROUP = Draft.__table__, Collector.__table__, GroupSession.__table__
LOADED = (
    select(DRAFT, *(COLLECTOR.c[name] for name in TELLS), GROUP.c.code.is_not(None).label("in_group"))
    .select_from(
        DRAFT.outerjoin(COLLECTOR, COLLECTOR.c.code == DRAFT.c.collector_code).outerjoin(
            GROUP, GROUP.c.code == DRAFT.c.collector_code
        )
    )
    .where(DRAFT.c.id == bindparam("draft_id"))
)
SAVED = (
    update(DRAFT)
    .where(DRAFT.c.id == bindparam("draft_id"), DRAFT.c.answers == bindparam("before"))
    .values(
        answers=bindparam("after"),
        expires_on=bindparam("until"),
        language=bindparam("spoken"),
        read_aloud=bindparam("aloud"),
    )
)
TRIES = 5
BUSY = N_("This page was saved from two places at once. Look at your answer and send it again.")


class Outdated(Conflict):
    """Something newer is saved for these questions. `mark` is what it is known by."""

    def __init__(self, mark: str) -> None:
        super().__init__(BUSY)
        self.mark = mark


@dataclass(frozen=True, slots=True)
class Seen:
    """What a sender knows to be saved for some questions, so that what comes late does not undo what is newer."""

    mark: str
    questions: tuple[str, ...]

    def check(self, saved: Answers, given: Answers) -> None:
        """Raises `Outdated` unless it is still so, or what is given is saved already."""
        mark = mark_of(saved, self.questions)
        if mark != self.mark and any(saved.get(name) != answer for name, answer in given.items()):
            raise Outdated(mark)


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody wants to answer: one of the survey's ways, and who helps them."""

    presentation: str = PLAIN
    helper: str = "none"


AS_USUAL = Manner()


@dataclass(frozen=True)
class Participation:
    """A draft as it was read. `stored` is the text of its answers in the database, which a save must find unchanged."""

    id: str
    survey: Survey
    answers: Answers
    stored: str
    language: str
    wave: str
    shared: bool
    expires_on: date
    collector_code: str | None = None
    person: str | None = None
    tells: tuple[tuple[str, str], ...] = ()
    manner: tuple[tuple[str, object], ...] = ()
    in_group: bool = False

    @property
    def way(self) -> str:
        """The presentation that was chosen."""
        return str(dict(self.manner).get("presentation", PLAIN))

    @property
    def address(self) -> str:
        return f"/c/{self.collector_code}" if self.collector_code else f"/s/{self.survey.id}"

    @property
    def known(self) -> frozenset[str]:
        """The attributes that the collector already says, so that they are not asked."""
        return frozenset(name.replace("_", "-") for name, _ in self.tells)


def begin(
    house: House,
    entrance: Entrance,
    wave: str,
    language: str,
    person: str | None = None,
    old_ticket: str = "",
    manner: Manner = AS_USUAL,
) -> str:
    """Start a draft and return its ticket: a new one, or that of the person's own link.

    A draft of the old ticket goes: what it said was not sent.
    """
    ticket = old_ticket if invitations.is_invited(house, old_ticket) else secrets.token_urlsafe(24)
    row = {
        "id": draft_id(house, ticket),
        "survey_id": entrance.survey.id,
        "survey_version": entrance.survey.version,
        "language": language,
        "presentation": manner.presentation,
        "helper": manner.helper,
        "collector_code": entrance.code,
        "wave": wave,
        "shared_device": entrance.shared,
        "person": person,
        "expires_on": kept_until(house),
    }
    with writing():
        if old_ticket:
            db.session.execute(delete(DRAFT).where(DRAFT.c.id == draft_id(house, old_ticket)))
        db.session.execute(DRAFT.insert(), row)
    return ticket


def draft_id(house: House, ticket: str) -> str:
    return house.keyed_hash("ticket", ticket)


def kept_until(house: House) -> date:
    return house.today() + timedelta(days=house.partnership.retention.draft_days)


def load(house: House, ticket: str) -> Participation | None:
    """The draft of a ticket; None if there is none (never was, sent, deleted, or past its date)."""
    row = db.session.execute(LOADED, {"draft_id": draft_id(house, ticket)}).mappings().first()
    if row is None or row["expires_on"] < house.today():
        return None
    survey = house.partnership.catalogue.get(row["survey_id"], row["survey_version"])
    if survey is None:
        return None
    survey = in_way(survey, row["presentation"])
    written = words.written(survey, answers_of(row["answers"]))
    return participation_of(row, own_words.as_asked(house, survey, written))


def participation_of(row: RowMapping, survey: Survey) -> Participation:
    return Participation(
        id=row["id"],
        survey=survey,
        answers=answers_of(row["answers"]),
        stored=row["answers"],
        language=row["language"],
        wave=row["wave"],
        shared=row["shared_device"],
        expires_on=row["expires_on"],
        collector_code=row["collector_code"],
        person=row["person"],
        tells=tuple((name, row[name]) for name in TELLS if row[name]),
        manner=tuple((name, row[name]) for name in ("presentation", "helper", "read_aloud")),
        in_group=bool(row["in_group"]),
    )


def with_boxes(house: House, was: Participation) -> Participation:
    """The same with every box for words, for what comes from a page that was open when they were switched off."""
    survey = house.partnership.catalogue.get(was.survey.id, was.survey.version)
    return replace(was, survey=in_way(survey, was.way))


def answers_of(text: str) -> Answers:
    return {question: Answer(*said) for question, said in json.loads(text).items()}


def text_of(answers: Answers) -> str:
    spread = {question: [said.state, said.value] for question, said in answers.items()}
    return json.dumps(spread, ensure_ascii=False, separators=(",", ":"))


def mark_of(answers: Answers, questions: tuple[str, ...]) -> str:
    """What the saved answers to these questions are known by: short, and another one when they change."""
    text = text_of({name: answers[name] for name in questions if name in answers})
    return f"{zlib.crc32(text.encode()):08x}"


def save(
    house: House, was: Participation, given: Answers, language: str, heard: bool = False, seen: Seen | None = None
) -> Participation:
    """Keep the answers of one page, durably, and that a page was read aloud, if one was.

    What somebody saved meanwhile from another window stays. With `seen`, raises `Outdated` where it is no longer so.
    """
    until = kept_until(house)
    for _ in range(TRIES):
        if seen is not None:
            seen.check(was.answers, given)
        answers = flow.answer_page(was.survey, was.answers, given, was.known)
        now = replace(was, answers=answers, stored=text_of(answers), language=language, expires_on=until)
        now = replace(now, manner=with_hearing(was.manner, heard))
        if now == was:
            return was
        values = {"draft_id": was.id, "before": was.stored, "after": now.stored, "until": until, "spoken": language}
        values["aloud"] = dict(now.manner)["read_aloud"]
        with writing():
            if db.session.execute(SAVED, values).rowcount:
                return now
            row = db.session.execute(LOADED, {"draft_id": was.id}).mappings().first()
        if row is None:
            break
        was = participation_of(row, was.survey)
    raise Conflict(BUSY)


def with_hearing(manner: tuple[tuple[str, object], ...], heard: bool) -> tuple[tuple[str, object], ...]:
    """Once something was read aloud, the answers stay marked so."""
    return tuple((name, value or heard) if name == "read_aloud" else (name, value) for name, value in manner)


def discard(was: Participation) -> None:
    """Delete everything that was said, for good."""
    with writing():
        db.session.execute(delete(DRAFT).where(DRAFT.c.id == was.id))


def submit(house: House, ticket: str, language: str) -> bool:
    """Turn the draft into a response with its receipt, and delete the draft, all at once.

    False if it was sent before: a second tap finds the same receipt.
    """
    with writing():
        was = load(house, ticket)
        read = readings.lift(was.id) if was else []
        if was is None or not db.session.execute(delete(DRAFT).where(DRAFT.c.id == was.id)).rowcount:
            return False
        [response_id] = responses.store(house, [new_response(house, was, language)])
        readings.settle(house, read, response_id)
        receipts.issue(house, ticket, response_id, receipt_until(house, was.wave))
    return True


def new_response(house: House, was: Participation, language: str) -> responses.NewResponse:
    return responses.NewResponse(
        survey=was.survey,
        answers=was.answers,
        known=was.known,
        wave=was.wave,
        submitted_on=house.today(),
        language=language,
        channel="group" if was.in_group else "web",
        voice=was.survey.voice,
        collector_code=was.collector_code,
        person=was.person,
        **dict(was.tells),
        **dict(was.manner),
    )


def receipt_until(house: House, wave: str) -> date:
    """The last day of a receipt: some months after its wave closes."""
    return later(entrances.last_day_of(wave) or house.today(), house.partnership.retention.receipt_months)


def later(day: date, months: int) -> date:
    """The same day of a later month, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
