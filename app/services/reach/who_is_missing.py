"""Who is missing among those who answer, and which links are lacking. Only coarse shares leave this module."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from analysis import turnout
from analysis.disclosure import SafeTable
from analysis.rows import TurnoutRow
from analysis.turnout import Counted
from app.house import House
from app.models.answering import Answer, Response
from app.models.asking import SHARER_KINDS, Collector, CollectorLanguage, CollectorPlan
from app.models.base import db
from app.services.asking.responses import NOT_STATED
from app.services.reach import known_shares
from app.services.reach.known_shares import ALL, Share
from surveys.model import Survey

LOCALITY = "locality"
TITLE = "Who answered beside who is there"
Shares = Mapping[str, list[Share]]
ONCE = (Response.superseded.is_(False), Response.voice != "group")


@dataclass(frozen=True, slots=True)
class Said:
    """How many people said each group of an attribute, exactly; for the safe table alone."""

    groups: Mapping[str, int]
    people: int
    until: date


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: what is known of its groups, and the lines of the safe table. Not `asked`: no survey asks it.

    `everybody` is the line of all who said it, None while they are too few; `until` the day up to which they count.
    """

    id: str
    name: str
    asked: bool
    known: tuple[Share, ...]
    everybody: TurnoutRow | None
    rows: tuple[TurnoutRow, ...]
    fit: int | None
    until: date | None
    names: dict[str, str]

    @property
    def sources(self) -> list[str]:
        """Each source of the known shares once, with its year."""
        return list(dict.fromkeys(f"{share.source} {share.year}".strip() for share in self.known if share.source))

    @property
    def missing(self) -> list[str]:
        return [self.names.get(row.group, row.group) for row in self.rows if row.verdict]


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
    said = {name: count(house, audience, wave, name) for name in shares}
    table = safe(house, audience, wave, shares, said)
    attributes = tuple(attribute_of(house, table, name, shares[name], said[name]) for name in shares)
    answered = people_of(house, audience, wave)
    percent = turnout.response(answered, everybody) if everybody else None
    return Turnout(attributes, lacking(house, audience, attributes), everybody, percent)


def safe(house: House, audience: str, wave: str, shares: Shares, said: Mapping[str, Said]) -> SafeTable:
    counted = [
        Counted(name, {share.group: share.permille for share in shares[name]}, said[name].groups, said[name].people)
        for name in shares
    ]
    k, version = house.partnership.thresholds.board, house.framework.version
    return turnout.turnout_table(audience, wave, counted, k, TITLE, version)


def attribute_of(house: House, table: SafeTable, attribute: str, known: list[Share], said: Said) -> Attribute:
    audience = known[0].audience
    surveys = [survey for survey in house.partnership.catalogue.surveys if survey.audience == audience]
    question = next((one for survey in surveys for one in survey.questions if one.id == attribute), None)
    names = {option.id: option.label for option in question.options} if question else {}
    if attribute == LOCALITY:
        names = {place.id: place.name for place in house.partnership.localities}
    lines = table.select(attribute=attribute)
    return Attribute(
        id=attribute,
        name=attribute.replace("-", " ").capitalize(),
        asked=question is not None or attribute == LOCALITY,
        known=tuple(known),
        everybody=lines[0] if lines else None,
        rows=lines[1:],
        fit=turnout.fit(lines) if lines else None,
        until=said.until if lines else None,
        names=names,
    )


def count(house: House, audience: str, wave: str, attribute: str) -> Said:
    """Distinct people by group, and how many said any, up to the last day on which the table moved on."""
    mine = (Response.audience == audience, Response.wave == wave, *ONCE)
    who = (Response.person, Response.submitted_on)
    if attribute == LOCALITY:
        query = select(*who, Response.locality).where(*mine, Response.locality != NOT_STATED)
        said = [(person, day, (value,)) for person, day, value in db.session.execute(query)]
    else:
        answer = (Answer.response_id == Response.id, Answer.question_id == attribute, Answer.state == "answered")
        query = select(*who, Answer.value).join(Answer, answer[0]).where(*mine, *answer[1:])
        said = [(person, day, values_in(value)) for person, day, value in db.session.execute(query) if value]
    until = settled(house, ((person, day) for person, day, _ in said))
    groups: dict[str, set[str]] = defaultdict(set)
    for person, day, values in said:
        for value in values if day <= until else ():
            groups[value].add(person)
    people = {person for person, day, _ in said if day <= until}
    return Said({group: len(own) for group, own in groups.items()}, len(people), until)


def settled(house: House, days: Iterable[tuple[str, date]]) -> date:
    """Up to which day people count: see `turnout.last_step`."""
    first: dict[str, date] = {}
    for person, day in days:
        first[person] = min(day, first.get(person, day))
    return turnout.last_step(first.values(), house.today(), house.partnership.thresholds.board)


def people_of(house: House, audience: str, wave: str) -> int:
    """How many different people answered, up to such a day."""
    mine = (Response.audience == audience, Response.wave == wave, *ONCE)
    found = [tuple(row) for row in db.session.execute(select(Response.person, Response.submitted_on).where(*mine))]
    until = settled(house, found)
    return len({person for person, day in found if day <= until})


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
    wanted = {row.group for one in attributes if one.id == "home-language" for row in one.rows if row.verdict}
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
