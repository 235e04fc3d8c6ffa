"""The waves in which people are asked: seeded from the partnership, then kept by officers. No answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, select

from app.house import House
from app.models.answering import Response
from app.models.asking import Collector, Wave
from app.models.base import db
from app.models.groups import GroupAnswer
from app.models.releases import Release
from app.services import audit
from app.services.errors import N_, Conflict, Invalid, NotFound
from app.services.transaction import writing


@dataclass(frozen=True, slots=True)
class WaveView:
    """One wave as staff see it, both dates included. `fixed`: answers hang on it. `closed`: a release does."""

    id: str
    opens_on: date
    closes_on: date
    fixed: bool = False
    closed: bool = False

    def is_open(self, today: date) -> bool:
        return self.opens_on <= today <= self.closes_on


def seed(house: House) -> int:
    """Add the partnership's planned waves that are not there yet; returns how many. Officers' changes stay."""
    with writing():
        there = set(db.session.scalars(select(Wave.id)))
        planned = [wave for wave in house.partnership.waves if wave.id not in there]
        db.session.add_all(Wave(id=wave.id, opens_on=wave.opens_on, closes_on=wave.closes_on) for wave in planned)
    return len(planned)


def listed(house: House) -> list[WaveView]:
    """All waves, the latest first."""
    answered = exists().where(Response.wave == Wave.id)
    released = exists().where(Release.wave == Wave.id)
    rows = db.session.execute(select(Wave, answered, released).order_by(Wave.opens_on.desc(), Wave.id.desc()))
    return [WaveView(wave.id, wave.opens_on, wave.closes_on, fixed, closed) for wave, fixed, closed in rows]


def get(house: House, wave_id: str) -> WaveView:
    found = next((wave for wave in listed(house) if wave.id == wave_id), None)
    if found is None:
        raise NotFound(N_("There is no wave %(wave)s."), wave=wave_id)
    return found


def open_today(house: House) -> WaveView | None:
    """The wave that is open today; dates never overlap, so there is one at most."""
    today = house.today()
    row = db.session.scalar(
        select(Wave).where(Wave.opens_on <= today, Wave.closes_on >= today).order_by(Wave.opens_on.desc()).limit(1)
    )
    return WaveView(row.id, row.opens_on, row.closes_on) if row else None


def add(house: House, wave_id: str, opens_on: date, closes_on: date, actor: str) -> None:
    """Plan another wave, named by its month."""
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", wave_id):
        raise Invalid(N_("Name the wave by its month, like 2027-06."))
    with writing():
        if db.session.get(Wave, wave_id):
            raise Conflict(N_("There is a wave %(wave)s already. Change its dates instead."), wave=wave_id)
        check_dates(wave_id, opens_on, closes_on)
        db.session.add(Wave(id=wave_id, opens_on=opens_on, closes_on=closes_on))
        audit.record(house, actor, "wave-added", wave_id, f"{opens_on} to {closes_on}")


def change(house: House, wave_id: str, opens_on: date, closes_on: date, actor: str) -> None:
    """Change dates. A wave with a release keeps both; one with answers keeps every day on which an answer came."""
    before = get(house, wave_id)
    if before.closed:
        raise Conflict(N_("The wave %(wave)s has a release, so its dates stay as they are."), wave=wave_id)
    with writing():
        check_dates(wave_id, opens_on, closes_on)
        first, last = answered_days(wave_id)
        if first and (opens_on > max(first, before.opens_on) or closes_on < min(last, before.closes_on)):
            raise Conflict(N_("Answers came on days that would fall outside the wave. Choose dates that keep them in."))
        row = db.session.get(Wave, wave_id)
        row.opens_on, row.closes_on = opens_on, closes_on
        audit.record(house, actor, "wave-changed", wave_id, f"{opens_on} to {closes_on}")


def remove(house: House, wave_id: str, actor: str) -> None:
    """Take back a wave in which nothing happened yet."""
    view = get(house, wave_id)
    with writing():
        linked, counted = exists().where(Collector.wave == wave_id), exists().where(GroupAnswer.wave == wave_id)
        used = db.session.scalar(select(linked | counted))
        if view.fixed or view.closed or used:
            raise Conflict(N_("The wave %(wave)s has answers, links or a release, so it stays."), wave=wave_id)
        db.session.delete(db.session.get(Wave, wave_id))
        audit.record(house, actor, "wave-removed", wave_id)


def check_dates(wave_id: str, opens_on: date, closes_on: date) -> None:
    if closes_on < opens_on:
        raise Invalid(N_("The last day cannot be before the first day."))
    clash = db.session.scalar(
        select(Wave.id).where(Wave.id != wave_id, Wave.opens_on <= closes_on, Wave.closes_on >= opens_on).limit(1)
    )
    if clash:
        raise Conflict(N_("These dates overlap with the wave %(wave)s. Only one wave is open at a time."), wave=clash)


def answered_days(wave_id: str) -> tuple[date | None, date | None]:
    dates = select(func.min(Response.submitted_on), func.max(Response.submitted_on)).where(Response.wave == wave_id)
    first, last = db.session.execute(dates).one()
    return first, last
