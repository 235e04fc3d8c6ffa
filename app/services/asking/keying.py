"""Typing in what people ticked on paper. A sheet becomes a response like any other; it can be taken back for a day.

For two weeks it is known which answers a sheet became, so that it can be undone and checked; then nobody can tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, exists, func, select

from app.house import House, random_id
from app.models.answering import Response
from app.models.asking import Wave
from app.models.base import db
from app.models.keying import KeyedSerial, KeyedSheet
from app.models.releases import ReleaseMember
from app.services import audit
from app.services.asking import collectors, entrances, responses
from app.services.errors import N_, Conflict, Invalid, NotFound
from app.services.staff import SignedIn
from app.services.transaction import writing
from surveys import flow
from surveys.answers import Answers
from surveys.model import Survey
from surveys.ways import EASY_READ, PLAIN, ways

SHEET, RESPONSE = KeyedSheet.__table__, Response.__table__
KEPT_DAYS = 14
"""For so long it is known which answers a sheet became."""
SERIAL_DAYS = 365
LATE_DAYS = 31
"""A sheet counts in a wave if it was filled in so many days after the last one, or before."""
CHECK_EVERY = 10


@dataclass(frozen=True)
class Pile:
    """What is the same for all sheets of a pile: survey and version, where they came from, day and language."""

    survey: Survey
    wave: str
    on: date
    language: str
    code: str | None = None
    tells: tuple[tuple[str, str], ...] = ()

    @property
    def known(self) -> frozenset[str]:
        """What the link says of everyone, so that the sheet did not ask it."""
        return frozenset(name.replace("_", "-") for name, _ in self.tells)


@dataclass(frozen=True, slots=True)
class Keyed:
    """A sheet that was stored: its number among today's of this person, and what was left out of it."""

    number: int
    off_path: int

    @property
    def to_check(self) -> bool:
        return self.number % CHECK_EVERY == 0


def pile(house: House, who: SignedIn, given: Mapping[str, str]) -> Pile:
    """The pile that `survey` ("id/version"), `code`, `wave`, `on` (a date) and `lang` describe. Raises `Invalid`."""
    name, _, version = given.get("survey", "").rpartition("/")
    link = None
    if given.get("code"):
        own = None if who.may("officer") else who.id
        link = collectors.get(house, entrances.plain_code(given["code"]), own)
        name = link.survey_id
        version = version if given.get("survey", "").startswith(f"{name}/") else ""
    survey = house.partnership.catalogue.get(name, int(version)) if version.isdigit() else None
    survey = survey or (house.partnership.catalogue.latest(name) if link else None)
    if survey is None:
        raise Invalid(N_("Choose the survey that is printed on the sheets, or their link."))
    on = day_of(house, given.get("on", ""))
    by_hand = given.get("wave", "") if survey.schedule == "wave" else ""
    wave = wave_of(house, survey, on, (link and link.wave) or by_hand)
    tells = tuple((each, getattr(link, each)) for each in entrances.TELLS if link and getattr(link, each))
    return Pile(survey, wave, on, given.get("lang") or "en", link and link.code, tells)


def day_of(house: House, text: str) -> date:
    """The day on the sheets. Raises `Invalid`."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        raise Invalid(N_("Enter the day on which the sheets were filled in.")) from None
    if not house.today() - timedelta(days=SERIAL_DAYS) <= on <= house.today():
        raise Invalid(N_("The day on the sheets is today or earlier, at most a year ago."))
    return on


def wave_of(house: House, survey: Survey, on: date, wave: str) -> str:
    """What the answers count in: the wave that was chosen, or that of the day."""
    if survey.schedule == "touchpoint" and not wave:
        return entrances.quarter_of(on)
    if not wave:
        found = entrances.wave_on(survey.id, on)
        if found is None:
            raise Invalid(N_("No wave was open on that day. Choose the wave that the sheets were given out for."))
        return found
    row = db.session.get(Wave, wave)
    if row is None or not row.opens_on <= on <= row.closes_on + timedelta(days=LATE_DAYS):
        raise Invalid(N_("That day is not in the wave %(wave)s, nor in the month after it."), wave=wave)
    return wave


def off_path(of: Pile, answers: Answers) -> list[str]:
    """The questions that were answered although an earlier answer says to leave them out."""
    asked = flow.on_path(of.survey, answers, of.known)
    return [name for name, answer in answers.items() if answer.state != "skipped" and name not in asked]


def key(house: House, who: SignedIn, of: Pile, answers: Answers, helper: str = "none", serial: str = "") -> Keyed:
    """Store one sheet. Raises `Conflict` if its number was typed in before, `Invalid` if nothing is on it."""
    given = [answer for answer in flow.on_path(of.survey, answers, of.known).values() if answer.state != "skipped"]
    if not given:
        raise Invalid(N_("Nothing is ticked on this sheet. Put it aside: a blank sheet is not typed in."))
    with writing():
        number = 1 + (db.session.scalar(select(func.max(SHEET.c.number)).where(*of_today(house, who))) or 0)
        if number == 1:
            audit.record(house, who.email, "keying-started", of.code or of.survey.id, of.wave)
        serial_hash = new_serial(house, of, serial)
        [response_id] = responses.store(house, [response_of(house, of, answers, helper)])
        row = KeyedSheet(id=random_id(), response_id=response_id, keyed_by=who.id, keyed_on=house.today())
        row.number, row.answers, row.off_path = number, len(given), len(off_path(of, answers))
        row.serial_hash, row.expires_on = serial_hash, house.today() + timedelta(days=KEPT_DAYS)
        db.session.add(row)
    return Keyed(number, row.off_path)


def response_of(house: House, of: Pile, answers: Answers, helper: str) -> responses.NewResponse:
    """Paper is answered in easy read, where the survey has that; and always by hand of somebody else."""
    return responses.NewResponse(
        survey=of.survey,
        answers=answers,
        known=of.known,
        wave=of.wave,
        submitted_on=of.on,
        language=of.language,
        presentation=EASY_READ if EASY_READ in ways(of.survey) else PLAIN,
        channel="keyed",
        helper=helper,
        voice=of.survey.voice,
        collector_code=of.code,
        **dict(of.tells),
    )


def new_serial(house: House, of: Pile, serial: str) -> str | None:
    """Remember the number of a sheet, as a hash. Part of the caller's transaction. Raises `Conflict`."""
    plain = "".join(serial.split()).upper()
    if not plain:
        return None
    hashed = house.keyed_hash("sheet", f"{of.survey.id}\n{of.wave}\n{of.code or ''}\n{plain}")
    if db.session.get(KeyedSerial, hashed):
        raise Conflict(N_("The sheet number %(serial)s was typed in already. Nothing was stored twice."), serial=serial)
    db.session.add(KeyedSerial(serial_hash=hashed, expires_on=house.today() + timedelta(days=SERIAL_DAYS)))
    db.session.flush()
    return hashed


def of_today(house: House, who: SignedIn) -> tuple[object, ...]:
    return SHEET.c.keyed_by == who.id, SHEET.c.keyed_on == house.today()


def count_today(house: House, who: SignedIn) -> int:
    return db.session.scalar(select(func.count()).select_from(SHEET).where(*of_today(house, who)))


def undo_last(house: House, who: SignedIn) -> int:
    """Take back the last sheet that this person typed in today; its number. Raises `NotFound` or `Conflict`."""
    with writing():
        last = select(KeyedSheet).where(*of_today(house, who)).order_by(SHEET.c.number.desc()).limit(1)
        row = db.session.scalar(last)
        if row is None:
            raise NotFound(N_("You have typed in no sheet today that could be taken back."))
        number, serial = row.number, row.serial_hash
        forget(row)
        if serial:
            db.session.execute(delete(KeyedSerial).where(KeyedSerial.serial_hash == serial))
        audit.record(house, who.email, "sheet-undone")
    return number


def forget(row: KeyedSheet) -> None:
    """Delete a sheet and what it became. Part of the caller's transaction."""
    if db.session.scalar(select(exists().where(ReleaseMember.response_id == row.response_id))):
        raise Conflict(N_("This sheet is counted in a closed release already, so it stays as it is."))
    response_id = row.response_id
    db.session.delete(row)
    db.session.flush()
    db.session.execute(delete(Response).where(Response.id == response_id))
