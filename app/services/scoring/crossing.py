"""The analysts' table of localities by journey points: reads what a release keeps, and writes down who looked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.house import House
from app.models.base import db
from app.models.releases import Release
from app.services import audit, trail
from app.services.errors import N_, NotFound
from app.services.scoring.held import inside_of
from app.services.staff import SignedIn
from app.services.transaction import writing

if TYPE_CHECKING:
    from analysis.crossing import CrossRow

ACTION = "cross-table-viewed"


@dataclass(frozen=True, slots=True)
class Crossed:
    """One table: of one release, audience and measure. `rows` are those of its localities, each by journey point."""

    release: str
    audience: str
    measure: tuple[str, str]
    points: tuple[str, ...]
    rows: tuple[tuple[str, tuple[CrossRow, ...]], ...]


def kept(release: Release) -> list[CrossRow]:
    from analysis.crossing import read

    return read(inside_of(release).crossed)


def offered() -> list[tuple[str, str, str, str]]:
    """(release, audience, measure kind, measure) of each table that there is, the latest wave first."""
    query = select(Release).where(Release.tier == "board").order_by(Release.wave.desc(), Release.number.desc())
    rows = ((row.id, each) for row in db.session.scalars(query) for each in kept(row))
    return list(dict.fromkeys((release, each.audience, each.measure_kind, each.measure) for release, each in rows))


def view(house: House, who: SignedIn, release: str, audience: str, measure_kind: str, measure: str) -> Crossed:
    """One table, and that this person looked at it. Raises `NotFound` if there is none."""
    row = db.session.get(Release, release)
    wanted = (audience, measure_kind, measure)
    found = [each for each in kept(row) if (each.audience, each.measure_kind, each.measure) == wanted] if row else []
    if not found:
        raise NotFound(N_("There is no such table: somebody could be picked out in it, or nobody answered."))
    with writing():
        audit.record(house, who.email, ACTION, release, " ".join(wanted))
    points = tuple(dict.fromkeys(each.journey_point for each in found))
    places = dict.fromkeys(each.locality for each in found)
    rows = tuple((place, tuple(each for each in found if each.locality == place)) for place in places)
    return Crossed(release, audience, (measure_kind, measure), points, rows)


def log(house: House) -> tuple[trail.TrailEvent, ...]:
    """Who looked at which table when, the latest first."""
    return trail.read(house, ACTION).events
