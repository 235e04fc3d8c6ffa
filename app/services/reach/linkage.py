"""How many of those who answer have answered an earlier wave as the same person: a figure for staff, to 5 per cent.

Of fewer than `FEWEST` answers nothing is said: then the share would tell of a handful of people.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import aliased

from app.house import House
from app.models.answering import Response
from app.models.base import db
from app.services.asking import collectors
from app.services.asking.programmes import ProgrammeView

FEWEST = 100


@dataclass(frozen=True, slots=True)
class Linkage:
    """One wave or quarter of a programme: about how many people answered, and how many per cent of them before too.

    `percent` is None where too few answered, and in the first wave, where nobody can have.
    """

    wave: str
    about: int
    percent: int | None


def of_programme(house: House, programme: ProgrammeView) -> list[Linkage]:
    """Each wave or quarter with answers, the newest first."""
    earlier = aliased(Response)
    mine = (Response.survey_id.in_(programme.surveys), Response.superseded.is_(False), Response.voice == "self")
    before = select(earlier.id).where(
        earlier.person == Response.person, earlier.survey_id.in_(programme.surveys), earlier.wave < Response.wave
    )
    answered = dict(counted(*mine))
    linked = dict(counted(*mine, before.exists()))
    first = min(answered, default="")
    found = []
    for wave in sorted(answered, reverse=True):
        n = answered[wave]
        told = n >= FEWEST and wave != first
        found.append(Linkage(wave, collectors.to_five(n), to_five_percent(linked.get(wave, 0), n) if told else None))
    return found


def counted(*conditions: object) -> list[tuple[str, int]]:
    """(wave, people) of the responses that fit."""
    query = select(Response.wave, func.count(distinct(Response.person))).where(*conditions).group_by(Response.wave)
    return [(wave, n) for wave, n in db.session.execute(query)]


def to_five_percent(part: int, whole: int) -> int:
    """Per cent to the nearest 5; halves go up."""
    return 5 * ((200 * part + 5 * whole) // (10 * whole))
