"""Who is missing among those who answer, and which links are lacking. Only coarse shares leave this module."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import distinct, func, select

from analysis import turnout
from analysis.turnout import Comparison
from app.house import House
from app.models.answering import Answer, Response
from app.models.asking import SHARER_KINDS, Collector, CollectorLanguage, CollectorPlan
from app.models.base import db
from app.services import known_shares
from app.services.known_shares import ALL, Share
from surveys.model import Survey

LOCALITY = "locality"
ONCE = (Response.superseded.is_(False), Response.voice != "group")


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: what is known of its groups, and who answered. `asked` is False where no survey asks it."""

    id: str
    name: str
    asked: bool
    known: tuple[Share, ...]
    compared: Comparison
    names: dict[str, str]

    @property
    def missing(self) -> list[str]:
        return [self.names.get(row.group, row.group) for row in self.compared.rows if row.missing]


@dataclass(frozen=True, slots=True)
class Lacking:
    """What no open link of an audience has: places without one, kinds of sharers, languages of missing groups."""

    localities: tuple[str, ...]
    sharers: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turnout:
    """One audience in one wave. `response` is per cent of all who could be asked, where that is known."""

    attributes: tuple[Attribute, ...]
    lacking: Lacking
    known_people: int | None
    response: int | None


def waves_of(house: House, audience: str) -> list[str]:
    """Waves and quarters in which this audience answered, the newest first."""
    query = select(Response.wave).where(Response.audience == audience, *ONCE).distinct()
    return sorted(db.session.scalars(query), reverse=True)


def turnout_of(house: House, audience: str, wave: str) -> Turnout:
    """Everything that the page shows of one audience and wave."""
    shares = known_shares.of_audience(house, audience)
    everybody = next((one.people for one in shares.pop(ALL, []) if one.people), None)
    attributes = tuple(compared(house, audience, wave, name, known) for name, known in shares.items())
    mine = (Response.audience == audience, Response.wave == wave, *ONCE)
    people = db.session.scalar(select(func.count(distinct(Response.person))).where(*mine))
    percent = turnout.response(people, everybody) if everybody else None
    return Turnout(attributes, lacking(house, audience, attributes), everybody, percent)


def compared(house: House, audience: str, wave: str, attribute: str, known: list[Share]) -> Attribute:
    surveys = [survey for survey in house.partnership.catalogue.surveys if survey.audience == audience]
    question = next((one for survey in surveys for one in survey.questions if one.id == attribute), None)
    counts, people = count(audience, wave, attribute)
    permille = {share.group: share.permille for share in known}
    found = turnout.compare(permille, counts, people, house.partnership.thresholds.board)
    names = {option.id: option.label for option in question.options} if question else {}
    if attribute == LOCALITY:
        names = {place.id: place.name for place in house.partnership.localities}
    asked = question is not None or attribute == LOCALITY
    return Attribute(attribute, attribute.replace("-", " ").capitalize(), asked, tuple(known), found, names)


def count(audience: str, wave: str, attribute: str) -> tuple[dict[str, int], int]:
    """Distinct people by group, and how many said any group."""
    mine = (Response.audience == audience, Response.wave == wave, *ONCE)
    if attribute == LOCALITY:
        query = select(Response.person, Response.locality).where(*mine, Response.locality != "not-stated")
        said = [(person, (value,)) for person, value in db.session.execute(query)]
    else:
        answer = (Answer.response_id == Response.id, Answer.question_id == attribute, Answer.state == "answered")
        query = select(Response.person, Answer.value).join(Answer, answer[0]).where(*mine, *answer[1:])
        said = [(person, values_in(value)) for person, value in db.session.execute(query) if value]
    groups: dict[str, set[str]] = defaultdict(set)
    for person, values in said:
        for value in values:
            groups[value].add(person)
    return {group: len(people) for group, people in groups.items()}, len({person for person, _ in said})


def values_in(text: str) -> tuple[str, ...]:
    value = json.loads(text)
    return tuple(value) if isinstance(value, list) else (str(value),)


def lacking(house: House, audience: str, attributes: tuple[Attribute, ...]) -> Lacking:
    """What the open links of this audience do not cover."""
    surveys = [survey.id for survey in house.partnership.catalogue.surveys if survey.audience == audience]
    plan, language = CollectorPlan.code == Collector.code, CollectorLanguage.code == Collector.code
    query = (
        select(Collector.locality, CollectorPlan.sharer_kind, CollectorLanguage.language)
        .outerjoin(CollectorPlan, plan)
        .outerjoin(CollectorLanguage, language)
        .where(Collector.open, Collector.survey_id.in_(surveys))
    )
    rows = db.session.execute(query).all()
    localities, sharers, languages = ({row[place] for row in rows if row[place]} for place in range(3))
    wanted = {row.group for one in attributes if one.id == "home-language" for row in one.compared.rows if row.missing}
    spoken = set(house.partnership.languages)
    return Lacking(
        tuple(place.name for place in house.partnership.localities if place.id not in localities),
        tuple(kind for kind in SHARER_KINDS if kind not in sharers and kind != "other"),
        tuple(sorted((wanted & spoken) - languages)),
    )


def audiences(house: House) -> list[str]:
    """Those for whom there is a survey, in the partnership's order."""
    known: list[Survey] = list(house.partnership.catalogue.surveys)
    return list(dict.fromkeys(survey.audience for survey in known))
