"""Words that came outside a survey: notes of a focus group or an event, a letter, a call. Entered by staff as comments.

They are kept like what a room said together: never a response, never in a score. What is read from them: `readings`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Select, delete, func, select

from app.house import House
from app.models.asking import Collector, ProgrammeSurvey, Wave
from app.models.base import db
from app.models.groups import GroupAnswer, GroupChannel, GroupNote, GroupSession
from app.models.staff import Staff
from app.services import audit, facts
from app.services.asking import collectors, entrances, own_words, programmes
from app.services.asking.entrances import quarter_of
from app.services.asking.groups import check_size
from app.services.asking.hands_up import LONGEST_NOTE
from app.services.asking.responses import NOT_STATED
from app.services.errors import N_, Conflict, Forbidden, Invalid, NotFound
from app.services.staff import SignedIn
from app.services.transaction import writing
from surveys.model import Survey
from surveys.question_types.free_text import clean

if TYPE_CHECKING:
    from analysis.disclosure import SafeTable

WAYS = {
    "focus-group": N_("Notes of a focus group"),
    "event": N_("Notes of an event"),
    "letter": N_("A letter or an e-mail"),
    "call": N_("A call"),
}
"""How words come outside a survey, as stands beside them where they are read."""
OUTSIDE = N_("outside a survey")
GENERAL, HANDS = "general", "hands-up"
MOST_POINTS, OLDEST = 40, timedelta(days=730)


@dataclass(frozen=True, slots=True)
class NewNote:
    """What is about to be entered. `key` is the form's own: sent twice, it is stored once."""

    key: str
    way: str
    people: int
    audience: str
    held_on: date
    language: str
    text: str
    journey_point: str = ""
    stage: str = ""
    locality: str = ""


@dataclass(frozen=True, slots=True)
class NoteView:
    """One entry as staff see it: everything but its words. `points` is how many comments it became."""

    id: str
    way: str
    people: int
    audience: str
    journey_point: str
    locality: str
    held_on: date
    language: str
    wave: str
    programme: str
    points: int
    entered_by: str


def enter(house: House, who: SignedIn, new: NewNote) -> int:
    """Store a note as comments, one for each of its points; how many. Raises `Invalid` or `Conflict`."""
    points = checked(house, new)
    survey = nearest(house, new)
    if not own_words.may_write(house, survey):
        raise Conflict(
            N_("Young people's words are taken in once an alert about them is proven to arrive: see “Alerts”.")
        )
    wave = wave_of(house, survey, new.held_on)
    with writing():
        if db.session.get(GroupAnswer, new.key) is None:
            add(house, who, new, survey, wave)
            db.session.flush()
            texts = {f"point-{number:02}": text for number, text in enumerate(points, start=1)}
            here = {"answer_id": new.key, "language": new.language}
            db.session.add(GroupChannel(answer_id=new.key, channel=new.way))
            db.session.add_all(GroupNote(**here, question_id=name, text=text) for name, text in texts.items())
            audit.record(house, who.email, "note-entered", new.key, f"{new.way}, {len(points)} comments")
    return len(points)


def checked(house: House, new: NewNote) -> list[str]:
    """The points of a note that can be stored."""
    check_size(new.people)
    collectors.expect(new.way, WAYS, N_("There is no way %(given)s. There are: %(known)s."))
    if not re.fullmatch("[0-9a-f]{32}", new.key):
        raise Invalid(N_("Load the page again and enter the note once more."))
    if not house.today() - OLDEST <= new.held_on <= house.today():
        raise Invalid(N_("Enter the day on which it was said or written: not in the future, at most two years ago."))
    points = points_of(new.text)
    if not points:
        raise Invalid(N_("Write down what was said."))
    if len(points) > MOST_POINTS or max(map(len, points)) > LONGEST_NOTE:
        most = {"points": MOST_POINTS, "signs": LONGEST_NOTE}
        raise Invalid(N_("Enter at most %(points)s points of at most %(signs)s characters each at a time."), **most)
    return points


def points_of(text: str) -> list[str]:
    """What blank lines part: each is read, masked and coded by itself."""
    return [part.strip() for part in re.split(r"\n\s*\n", clean(text, lines=True)) if part.strip()]


def nearest(house: House, new: NewNote) -> Survey:
    """The survey of this audience that asks about the same moment, else about none: its programme codes the note."""
    mine = [each for each in house.partnership.catalogue.surveys if each.audience == new.audience]
    asked = [each for each in mine if each.voice == "self" and programmes.of_survey(each.id)]
    if not asked:
        raise Invalid(N_("No programme asks this audience, so nobody would code the note. Add a survey to one first."))
    point = new.journey_point or GENERAL
    collectors.check_places(house, asked[0].id, new.locality, point, new.stage)

    def likeness(survey: Survey) -> tuple[bool, ...]:
        here, nowhere = survey.journey_point == point, survey.journey_point == GENERAL
        return here, nowhere, (survey.stage or "") == new.stage, survey.schedule == "wave"

    return max(asked, key=likeness)


def wave_of(house: House, survey: Survey, day: date) -> str:
    """The quarter, or the wave that was open then, or the last one before, or the first one after."""
    if survey.schedule == "touchpoint":
        return quarter_of(day)
    asked = entrances.waves_of(programmes.of_survey(survey.id))
    earlier = select(Wave.id).where(asked, Wave.opens_on <= day).order_by(Wave.opens_on.desc()).limit(1)
    later = select(Wave.id).where(asked, Wave.opens_on > day).order_by(Wave.opens_on).limit(1)
    found = db.session.scalar(earlier) or db.session.scalar(later)
    if found is None:
        raise Conflict(N_("No wave is planned yet. An officer adds one under “Waves”."))
    return found


def add(house: House, who: SignedIn, new: NewNote, survey: Survey, wave: str) -> None:
    """The group that said it, with a code that nobody can answer by. In the caller's transaction."""
    code, places = collectors.free_code(), {"journey_point": new.journey_point or GENERAL, "stage": new.stage or None}
    db.session.add(
        Collector(
            **places,
            code=code,
            survey_id=survey.id,
            label=new.way,
            locality=new.locality or None,
            open=False,
            created_on=house.today(),
            created_by=who.id,
        )
    )
    db.session.flush()
    db.session.add(GroupSession(code=code, languages=new.language, size=new.people, last_day=new.held_on))
    db.session.flush()
    db.session.add(
        GroupAnswer(
            id=new.key,
            session_code=code,
            survey_id=survey.id,
            survey_version=survey.version,
            audience=new.audience,
            wave=wave,
            journey_point=places["journey_point"],
            stage=new.stage,
            locality=new.locality or NOT_STATED,
            language=new.language,
            size=new.people,
            held_on=new.held_on,
            synthetic=facts.is_synthetic(),
        )
    )


def listed(house: House, who: SignedIn) -> list[NoteView]:
    """All notes for an officer, their own for anybody else; the latest day first."""
    names = {each.id: each.name for each in programmes.named(house)}
    order = GroupAnswer.held_on.desc(), GroupAnswer.id
    return [view_of(names, *row) for row in db.session.execute(notes_of(who).order_by(*order))]


def notes_of(who: SignedIn) -> Select:
    points = select(func.count()).where(GroupNote.answer_id == GroupAnswer.id).scalar_subquery()
    query = (
        select(GroupAnswer, GroupChannel.channel, Staff.email, ProgrammeSurvey.programme_id, points)
        .join(GroupChannel, GroupChannel.answer_id == GroupAnswer.id)
        .join(Collector, Collector.code == GroupAnswer.session_code)
        .outerjoin(Staff, Staff.id == Collector.created_by)
        .outerjoin(ProgrammeSurvey, ProgrammeSurvey.survey_id == GroupAnswer.survey_id)
    )
    return query if who.may("officer") else query.where(Collector.created_by == who.id)


def view_of(
    programme_names: dict[str, str], row: GroupAnswer, way: str, email: str | None, programme: str | None, points: int
) -> NoteView:
    names = ("id", "audience", "journey_point", "locality", "held_on", "language", "wave")
    about = {"way": way, "people": row.size, "points": points, "entered_by": email or ""}
    about["programme"] = programme_names.get(programme or "", "")
    return NoteView(**{name: getattr(row, name) for name in names}, **about)


def remove(house: House, who: SignedIn, note_id: str) -> None:
    """Delete a note with everything that was read from it. Officers and whoever entered it may."""
    with writing():
        found = db.session.execute(notes_of(who).where(GroupAnswer.id == note_id)).first()
        if found is None:
            raise NotFound(N_("There is no such note."))
        code = found[0].session_code
        db.session.execute(delete(GroupAnswer).where(GroupAnswer.id == note_id))
        db.session.execute(delete(GroupSession).where(GroupSession.code == code))
        db.session.execute(delete(Collector).where(Collector.code == code))
        audit.record(house, who.email, "note-deleted", note_id)


def way_of(answer_id: str | None) -> str:
    """How a note came, in English; blank for what a session of ours heard."""
    row = db.session.get(GroupChannel, answer_id) if answer_id else None
    return WAYS[row.channel] if row else ""


def people_behind(house: House, who: SignedIn) -> SafeTable:
    """How many people stand behind words that came outside surveys, by quarter, audience and way."""
    from analysis.notes import notes_table

    if not who.may("officer", "facilitator"):
        raise Forbidden(N_("Only officers and facilitators see how many people notes speak for."))
    k, version = house.partnership.thresholds.board, house.framework.version
    return notes_table(counted(), k, N_("People behind notes and group answers"), version)


def counted(first: date = date.min, last: date = date.max) -> dict[str, dict[tuple[str, str], int]]:
    """Exact numbers of people by quarter, then by audience and way; they go into a safe table and nowhere else."""
    query = (
        select(GroupAnswer.held_on, GroupAnswer.audience, GroupChannel.channel, GroupAnswer.size)
        .outerjoin(GroupChannel, GroupChannel.answer_id == GroupAnswer.id)
        .where(GroupAnswer.expires_on.is_(None), GroupAnswer.held_on.between(first, last))
        .order_by(GroupAnswer.held_on, GroupAnswer.audience)
    )
    found: dict[str, dict[tuple[str, str], int]] = {}
    for day, audience, way, size in db.session.execute(query):
        quarter, part = found.setdefault(quarter_of(day), {}), (audience, way or HANDS)
        quarter[part] = quarter.get(part, 0) + size
    return found
