"""The doors to a survey: an open link or a collector's code, and whether it is open now. No drafts, no answers."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select

from app.house import House
from app.models.asking import (
    Collector,
    CollectorLanguage,
    CollectorPlan,
    Programme,
    ProgrammeSurvey,
    ProgrammeWave,
    Wave,
)
from app.models.base import db
from app.models.groups import GroupSession
from app.services.errors import N_, NotFound
from surveys.model import Survey

COLLECTOR, WAVE, GROUP = Collector.__table__, Wave.__table__, GroupSession.__table__
PLAN, SPOKEN = CollectorPlan.__table__, CollectorLanguage.__table__
OF_GROUP, OF_PLAN = (GROUP.c.last_day, GROUP.c.languages), (PLAN.c.opens_on, PLAN.c.closes_on)
DOOR = select(COLLECTOR, *OF_GROUP, *OF_PLAN, SPOKEN.c.language.label("opens_in")).select_from(
    COLLECTOR.outerjoin(GROUP, GROUP.c.code == COLLECTOR.c.code)
    .outerjoin(PLAN, PLAN.c.code == COLLECTOR.c.code)
    .outerjoin(SPOKEN, SPOKEN.c.code == COLLECTOR.c.code)
)
LOOKS_LIKE = str.maketrans("01ABEILOQSUZ6", "D748FJJDD5V2G")
TELLS = ("locality", "journey_point", "stage")
"""What a collector may already say of everyone who comes through it, so that nobody is asked again."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """One door: `/s/<survey id>` without a collector, `/c/<code>` with one.

    `language` is that of a link which opens in one, or of a group session in one only: nobody is asked for it first.
    """

    survey: Survey
    code: str | None = None
    wave: str | None = None
    shared: bool = False
    closed: bool = False
    language: str = ""
    opens_on: date | None = None
    closes_on: date | None = None

    @property
    def address(self) -> str:
        return f"/c/{self.code}" if self.code else f"/s/{self.survey.id}"


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a door is open today. If so, `wave` is what an answer counts in; if not, the nearest dates are said."""

    wave: str | None = None
    opens_on: date | None = None
    closed_on: date | None = None


def by_survey(house: House, survey_id: str) -> Entrance:
    survey = house.partnership.catalogue.latest(survey_id)
    if survey is None or not survey.open_link:
        raise NotFound(N_("There is no survey at this address. Check it letter by letter."))
    return Entrance(survey)


def by_collector(house: House, code: str) -> Entrance:
    """The door of a collector, however its code was typed."""
    row = db.session.execute(DOOR.where(COLLECTOR.c.code == plain_code(code))).mappings().first()
    survey = house.partnership.catalogue.latest(row["survey_id"]) if row else None
    if row is None or survey is None:
        raise NotFound(N_("We do not know this code. Check it letter by letter."))
    over = row["last_day"] is not None and row["last_day"] < house.today()
    of_group = row["languages"] if row["languages"] and " " not in row["languages"] else ""
    language = row["opens_in"] or of_group
    closed, days = not row["open"] or over, (row["opens_on"], row["closes_on"])
    return Entrance(survey, row["code"], row["wave"], row["shared_device"], closed, language, *days)


def plain_code(typed: str) -> str:
    """As it is stored: capitals, without what people type around it, and with what a letter was taken for.

    Codes have none of the letters in `LOOKS_LIKE`, so whoever types one of them meant another.
    """
    code = unicodedata.normalize("NFKC", typed).upper().rpartition("/C/")[2].partition("?")[0]
    figures = (str(unicodedata.digit(sign, sign)) for sign in code)
    return "".join(sign for sign in figures if sign.isalnum()).translate(LOOKS_LIKE)


def opening(house: House, entrance: Entrance) -> Opening:
    """The wave of an answer given today, or when the door was or will be open."""
    today = house.today()
    if entrance.closed:
        return Opening()
    if entrance.opens_on and today < entrance.opens_on:
        return Opening(opens_on=entrance.opens_on)
    if entrance.closes_on and today > entrance.closes_on:
        return Opening(closed_on=entrance.closes_on)
    programme = db.session.execute(programme_of(entrance.survey.id)).first()
    if programme is not None and not programme.open:
        return Opening()
    if entrance.wave:
        return within(db.session.execute(select(WAVE).where(WAVE.c.id == entrance.wave)).first(), today)
    if entrance.survey.schedule == "touchpoint":
        return Opening(wave=quarter_of(today))
    return wave_opening(today, waves_of(programme.id) if programme else WAVE.c.id.is_not(None))


def wave_on(survey_id: str, day: date) -> str | None:
    """The wave in which this survey was asked on a day; None if it was not."""
    programme = db.session.execute(programme_of(survey_id)).first()
    return wave_opening(day, waves_of(programme.id) if programme else WAVE.c.id.is_not(None)).wave


def programme_of(survey_id: str) -> Select:
    mine = ProgrammeSurvey.programme_id == Programme.id
    return (
        select(Programme.id, Programme.open).join(ProgrammeSurvey, mine).where(ProgrammeSurvey.survey_id == survey_id)
    )


def waves_of(programme_id: str) -> ColumnElement[bool]:
    """The waves in which a programme is asked: those that it names, or all if it names none."""
    named = select(ProgrammeWave.wave_id).where(ProgrammeWave.programme_id == programme_id)
    return or_(WAVE.c.id.in_(named), ~named.exists())


def wave_opening(today: date, asked: ColumnElement[bool]) -> Opening:
    """The wave that is open today; else when the next one opens and the last one closed."""
    still = select(WAVE).where(asked, WAVE.c.closes_on >= today).order_by(WAVE.c.opens_on).limit(1)
    coming = db.session.execute(still).first()
    if coming is not None and coming.opens_on <= today:
        return Opening(wave=coming.id)
    past = select(WAVE.c.closes_on).where(asked, WAVE.c.closes_on < today).order_by(WAVE.c.closes_on.desc()).limit(1)
    return Opening(opens_on=coming.opens_on if coming else None, closed_on=db.session.scalar(past))


def within(wave: object, today: date) -> Opening:
    if wave is None:
        return Opening()
    if today < wave.opens_on:
        return Opening(opens_on=wave.opens_on)
    return Opening(wave=wave.id) if today <= wave.closes_on else Opening(closed_on=wave.closes_on)


def quarter_of(day: date) -> str:
    return f"{day.year}-q{(day.month + 2) // 3}"


def last_day_of(wave: str) -> date | None:
    """When a wave or quarter closes."""
    year, _, part = wave.partition("-")
    if part.startswith("q"):
        quarter = int(part[1:])
        return date(int(year), 3 * quarter, 31 if quarter in (1, 4) else 30)
    return db.session.scalar(select(WAVE.c.closes_on).where(WAVE.c.id == wave))


def known_of(house: House, code: str) -> frozenset[str]:
    """The attributes that a collector says of everyone who comes through it, so that they are not asked."""
    row = db.session.execute(select(COLLECTOR).where(COLLECTOR.c.code == plain_code(code))).mappings().first()
    return frozenset(name.replace("_", "-") for name in TELLS if row is not None and row[name])
