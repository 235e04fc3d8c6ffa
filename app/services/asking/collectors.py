"""Collectors: the short links and QR codes through which answers arrive, and how many came. Never an answer."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.house import House
from app.models.answering import Response
from app.models.asking import Collector, Wave
from app.models.base import db
from app.models.groups import GroupSession
from app.models.staff import Staff
from app.services import audit
from app.services.errors import N_, Invalid, NotFound
from app.services.transaction import writing

# Typed from a poster or said aloud: nothing that looks like something else, and no vowels, so no code is a word.
ALPHABET = "2345789CDFGHJKMNPRTVWXY"
CODE_LENGTH = 6


@dataclass(frozen=True, slots=True)
class CollectorView:
    """One collector as staff see it. `about` is how many answers came, to the nearest 5."""

    code: str
    survey_id: str
    label: str
    locality: str | None
    journey_point: str | None
    stage: str | None
    wave: str | None
    shared_device: bool
    open: bool
    created_on: date
    created_by: str | None
    about: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What a collector already says of everybody who comes through it; blank or None where it says nothing."""

    label: str = ""
    locality: str | None = None
    journey_point: str | None = None
    stage: str | None = None
    wave: str | None = None
    shared_device: bool = False


def create(
    house: House,
    survey_id: str,
    *,
    label: str = "",
    locality: str | None = None,
    journey_point: str | None = None,
    stage: str | None = None,
    wave: str | None = None,
    shared_device: bool = False,
    actor: str,
) -> str:
    """Make a collector and return its code. `actor` is a staff e-mail address or "command"."""
    with writing():
        return add(house, survey_id, Known(label, locality, journey_point, stage, wave, shared_device), actor)


def add(house: House, survey_id: str, known: Known, actor: str) -> str:
    """Make a collector inside the caller's transaction and return its code."""
    check_places(house, survey_id, known.locality, known.journey_point, known.stage)
    if known.wave and db.session.get(Wave, known.wave) is None:
        raise Invalid(N_("There is no wave %(wave)s."), wave=known.wave)
    code = free_code()
    row = Collector(code=code, survey_id=survey_id, label=known.label.strip()[:200], shared_device=known.shared_device)
    for name in ("locality", "journey_point", "stage", "wave"):
        setattr(row, name, getattr(known, name) or None)
    row.created_on = house.today()
    row.created_by = db.session.scalar(select(Staff.id).where(Staff.email == actor))
    db.session.add(row)
    audit.record(house, actor, "collector-made", code, survey_id)
    return code


def check_places(
    house: House, survey_id: str, locality: str | None, journey_point: str | None, stage: str | None
) -> None:
    """Refuse what this partnership does not have; the message lists what it has."""
    partnership = house.partnership
    known_surveys = sorted(survey.id for survey in partnership.catalogue.surveys)
    points = {point.id: point for point in partnership.journey_points}
    expect(survey_id, known_surveys, N_("There is no survey %(given)s. There are: %(known)s."))
    places = [place.id for place in partnership.localities]
    if locality:
        expect(locality, places, N_("There is no locality %(given)s. There are: %(known)s."))
    if journey_point:
        expect(journey_point, points, N_("There is no journey point %(given)s. There are: %(known)s."))
    if stage:
        point = points.get(journey_point or partnership.catalogue.latest(survey_id).journey_point)
        stages = [place.id for place in point.stages] if point else []
        expect(stage, stages, N_("There is no stage %(given)s at this journey point. There are: %(known)s."))


def check_audience(house: House, survey_id: str, audience: str) -> None:
    """Refuse a survey that is for somebody else."""
    survey = house.partnership.catalogue.latest(survey_id)
    if survey and survey.audience != audience:
        raise Invalid(N_("%(survey)s is for the audience %(audience)s."), survey=survey_id, audience=survey.audience)


def expect(given: str, known: object, message: str) -> None:
    if given not in known:
        raise Invalid(message, given=given, known=", ".join(known) or "-")


def free_code() -> str:
    """A code that no collector has; takes part in the caller's transaction."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        if db.session.get(Collector, code) is None:
            return code


def listed(house: House, created_by: str | None = None) -> list[CollectorView]:
    """All collectors, or one person's own; open ones first, the newest of them first. Group sessions have their own."""
    counts = (
        select(Response.collector_code, func.count().label("n"))
        .where(Response.collector_code.is_not(None))
        .group_by(Response.collector_code)
        .subquery()
    )
    query = (
        select(Collector, counts.c.n, Staff.email)
        .outerjoin(counts, counts.c.collector_code == Collector.code)
        .outerjoin(Staff, Staff.id == Collector.created_by)
        .where(Collector.code.not_in(select(GroupSession.code)))
        .order_by(Collector.open.desc(), Collector.created_on.desc(), Collector.code)
    )
    if created_by is not None:
        query = query.where(Collector.created_by == created_by)
    return [view_of(row, n or 0, email) for row, n, email in db.session.execute(query)]


def get(house: House, code: str, created_by: str | None = None) -> CollectorView:
    """One collector; with `created_by`, only if it is theirs."""
    found = next((row for row in listed(house, created_by) if row.code == code), None)
    if found is None:
        raise NotFound(N_("There is no such link."))
    return found


def set_open(house: House, code: str, is_open: bool, actor: str) -> None:
    """Close a link (people are told kindly) or open it again."""
    with writing():
        row = db.session.get(Collector, code)
        if row is None:
            raise NotFound(N_("There is no such link."))
        row.open = is_open
        audit.record(house, actor, "collector-opened" if is_open else "collector-closed", code)


def view_of(row: Collector, n: int, email: str | None) -> CollectorView:
    fields = ("code", "survey_id", "label", "locality", "journey_point", "stage", "wave", "shared_device", "open")
    values = {name: getattr(row, name) for name in fields}
    return CollectorView(**values, created_on=row.created_on, created_by=email, about=to_five(n))


def to_five(n: int) -> int:
    """To the nearest 5: exact counts of a small link would tell who answered when."""
    return 5 * ((n + 2) // 5)
