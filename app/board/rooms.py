"""The kinds of pages behind the board's overview: their addresses, their names, and what each has a page for."""

from __future__ import annotations

from dataclasses import dataclass

from app.board import ratings
from app.house import House
from app.languages import N_, name_of


@dataclass(frozen=True, slots=True)
class Room:
    """One kind of page: `id` is its part of the address, `name` an English msgid."""

    id: str
    name: str


DOMAINS = Room("domains", N_("Domains"))
INDICATORS = Room("indicators", N_("Statement by statement"))
AREAS = Room("priority-areas", N_("Priority areas"))
CRITERIA = Room("criteria", N_("Inspectors' criteria"))
FEATURES = Room("features", N_("Features of a system that works"))
JOURNEY = Room("journey", N_("Moments of the journey"))
LOCALITIES = Room("localities", N_("Localities"))
SERVICES = Room("services", N_("Ratings of services"))
EVERY = (DOMAINS, INDICATORS, AREAS, CRITERIA, FEATURES, JOURNEY, LOCALITIES, SERVICES)
ROOMS = {room.id: room for room in EVERY}
MAPPING_OF = {AREAS.id: "priority_areas", CRITERIA.id: "criteria", FEATURES.id: "features"}
"""What of the framework stands behind the rooms to which indicators are mapped."""
MARGIN_OF = {LOCALITIES.id: "locality", JOURNEY.id: "journey-point"}
"""Which margin of a release stands behind the rooms of places."""


def titles(house: House, room: str) -> dict[str, str]:
    """Everything that has a page in this room: id to name, in the order of the partnership's files."""
    framework, partnership = house.framework, house.partnership
    if room == DOMAINS.id:
        return {each.id: name_of(each.name) for each in framework.domains}
    if room == INDICATORS.id:
        return {each.id: name_of(each.meaning) for each in framework.indicators}
    if room in MAPPING_OF:
        return {each.id: name_of(each.title) for each in getattr(framework, MAPPING_OF[room])}
    if room == SERVICES.id:
        return ratings.titles(house)
    places = partnership.localities if room == LOCALITIES.id else partnership.journey_points
    return {place.id: name_of(place.name) for place in places}
