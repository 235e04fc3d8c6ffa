"""What one page behind the overview shows of a release: a measure, what measures are mapped to, or a place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.mapping import mapped
from app.board import cards, pictures, told
from app.board.cards import Card
from app.board.comparison import Gap, gaps
from app.board.figures import Figures, Line
from app.board.pictures import Picture
from app.board.ratings import Rated, ratings
from app.board.rooms import AREAS, CRITERIA, DOMAINS, JOURNEY, MAPPING_OF, MARGIN_OF, ROOMS, SERVICES, Room, titles
from app.house import House
from app.services.errors import N_, NotFound
from app.services.scoring import outside_figures
from surveys.model import AUDIENCES

if TYPE_CHECKING:
    from analysis.framework import Indicator
    from app.services.scoring.releases import ReleaseView


AREA_OR_CRITERION = {AREAS.id: "priority_area", CRITERIA.id: "criterion"}
"""The rooms to which figures from services belong, and how they name them."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One indicator on a page: the three views of it, each a line or None."""

    id: str
    name: str
    lines: tuple[Line | None, ...]
    gap: Gap | None


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One audience in one place: the group in which it is shown, index and domains, and its picture.

    `group` is None where the release shows nothing of the place for this audience.
    """

    audience: str
    group: str | None
    group_name: str
    lines: tuple[Line, ...]
    picture: Picture | None


@dataclass(frozen=True)
class Topic:
    """Everything of one page. Parts that a kind of page does not have are empty."""

    room: Room
    id: str
    title: str
    about: str = ""
    lines: tuple[Line, ...] = ()
    gaps: tuple[Gap, ...] = ()
    pictures: tuple[Picture, ...] = ()
    statements: tuple[Statement, ...] = ()
    places: tuple[PlaceView, ...] = ()
    moments: tuple[Any, ...] = ()
    """Rows of surveys about one moment of the journey."""
    observed: tuple[Any, ...] = ()
    cards: tuple[Card, ...] = ()
    answers: tuple[told.Answer, ...] = ()
    themes: list[Any] | None = None
    """What people wrote about; None where the release tells of no themes."""
    references: tuple[Any, ...] = ()
    operations: tuple[outside_figures.Outside, ...] = ()
    """What services count themselves about it."""
    ratings: tuple[Rated, ...] = ()
    """What is said of a service."""
    siblings: dict[str, str] = field(default_factory=dict)

    @property
    def has_figures(self) -> bool:
        return bool(self.lines or self.ratings or any(any(each.lines) for each in self.statements) or self.places_shown)

    @property
    def places_shown(self) -> list[PlaceView]:
        return [each for each in self.places if each.group]


def topic(house: House, figures: Figures, release: ReleaseView, room: str, topic_id: str) -> Topic:
    """The page of one thing in one room. Raises `NotFound`."""
    names = titles(house, room)
    if topic_id not in names:
        raise NotFound(N_("The board has no page of this name."))
    known = {"room": ROOMS[room], "id": topic_id, "title": names[topic_id], "siblings": names}
    if room == SERVICES.id:
        return of_service(house, figures, release, known)
    if room in MARGIN_OF:
        return of_place(house, figures, known)
    if room in MAPPING_OF:
        return of_mapping(house, figures, known)
    return of_measure(house, figures, known)


def in_short(house: House, figures: Figures, room: str) -> Iterator[Topic]:
    """What the list of a room says of each thing in it: domains with their scores, mappings with their statements."""
    framework = figures.framework
    for each, title in titles(house, room).items():
        known = {"room": ROOMS[room], "id": each, "title": title}
        if room == DOMAINS.id:
            lines = tuple(line for _, line in pictures.views_of(figures, "domain", each))
            yield Topic(**known, about=framework.domain_by_id[each].question, lines=lines)
        elif room == SERVICES.id:
            yield Topic(**known, ratings=ratings(house, figures, each))
        elif room in MAPPING_OF:
            yield Topic(**known, statements=tuple(statements(figures, mapped(framework, MAPPING_OF[room], each))))
        else:
            yield Topic(**known)


def of_measure(house: House, figures: Figures, known: dict[str, Any]) -> Topic:
    """A domain with its statements, or one indicator."""
    domain = known["room"] is DOMAINS
    kind, measure = ("domain", known["id"]) if domain else ("indicator", known["id"])
    drawn = [f"audiences.{kind}.{measure}", f"trend.{kind}.{measure}"]
    own = [each for each in house.framework.indicators if each.domain == measure] if domain else []
    about = house.framework.domain_by_id[measure].question if domain else ""
    parts = {} if domain else beside(figures, measure)
    answers = told.answers(house, [each.id for each in own] or [measure])
    return Topic(
        **known,
        about=about,
        lines=tuple(line for _, line in pictures.views_of(figures, kind, measure)),
        gaps=tuple(gaps(figures, kind, measure)),
        pictures=tuple(pictures.shown(figures, [*drawn, *([f"views.domains.{measure}"] if domain else [])])),
        statements=tuple(statements(figures, own)),
        cards=(card_of(house, kind, measure),),
        answers=tuple(answers),
        themes=told.themes(figures, answers),
        **parts,
    )


def beside(figures: Figures, indicator: str) -> dict[str, tuple[Any, ...]]:
    """What the tables beside the headline say of one indicator."""
    tables = {"moments": figures.tables.get("journey"), "observed": figures.tables.get("observed")}
    key = ("indicator", indicator)
    return {name: table.by_measure.get(key, ()) if table else () for name, table in tables.items()}


def card_of(house: House, kind: str, measure: str) -> Card:
    if kind == "domain":
        return cards.domain_card(house, house.framework.domain_by_id[measure])
    return cards.indicator_card(house, house.framework.indicator_by_id[measure])


def of_mapping(house: House, figures: Figures, known: dict[str, Any]) -> Topic:
    """A priority area, a criterion or a feature: the statements that are evidence for it, and no score of its own."""
    room, target = known["room"], known["id"]
    own = mapped(house.framework, MAPPING_OF[room.id], target)
    references = told.published_figures(house, priority_area=target) if room is AREAS else ()
    answers = told.answers(house, [each.id for each in own], named=target)
    return Topic(
        **known,
        pictures=tuple(pictures.shown(figures, [f"views.{room.id}.{target}"])),
        statements=tuple(statements(figures, own)),
        cards=tuple(cards.indicator_card(house, each) for each in own),
        answers=tuple(answers),
        themes=told.themes(figures, answers),
        references=tuple(references),
        operations=tuple(
            of_services(house, **({AREA_OR_CRITERION[room.id]: target} if room.id in AREA_OR_CRITERION else {}))
        ),
    )


def of_service(house: House, figures: Figures, release: ReleaseView, known: dict[str, Any]) -> Topic:
    """A service that people rate, from the release's table of ratings alone."""
    said = ratings(house, figures, known["id"], release)
    drawn = pictures.shown(figures, [f"shares.{known['id']}.{each.audience}" for each in said])
    return Topic(**known, ratings=said, pictures=tuple(drawn), cards=(cards.service_card(house, known["title"]),))


def of_services(house: House, **place: str) -> list[outside_figures.Outside]:
    return outside_figures.about(outside_figures.everything(house), **place) if place else []


def statements(figures: Figures, indicators: list[Indicator] | tuple[Indicator, ...]) -> Iterator[Statement]:
    """The three views of each indicator, also of those that nobody's answers are shown for."""
    for each in indicators:
        name = pictures.measure_name(figures, "indicator", each.id)
        lines = tuple(figures.line(name, who, "total", "all", "indicator", each.id) for who in AUDIENCES)
        widest = next(iter(gaps(figures, "indicator", each.id)), None)
        yield Statement(each.id, name, lines, widest)


def of_place(house: House, figures: Figures, known: dict[str, Any]) -> Topic:
    """A locality or a moment of the journey, in the group in which the release shows it."""
    room, place = known["room"], known["id"]
    journey = room is JOURNEY
    table = figures.tables.get("journey") if journey else None
    moments = table.select(journey_point=place) if table else ()
    own = sorted({row.measure for row in moments if row.measure_kind == "indicator"})
    return Topic(
        **known,
        places=tuple(place_views(figures, MARGIN_OF[room.id], place)),
        moments=tuple(row for row in moments),
        cards=tuple(card_of(house, "indicator", each) for each in own if each in house.framework.indicator_by_id),
        answers=tuple(told.answers(house, journey_point=place) if journey else told.answers(house, locality=place)),
        themes=told.themes(figures, point=place) if journey else [],
        references=tuple(told.published_figures(house, journey_point=place) if journey else ()),
        operations=tuple(of_services(house, journey_point=place) if journey else ()),
    )


def place_views(figures: Figures, group_kind: str, place: str) -> Iterator[PlaceView]:
    for audience in AUDIENCES:
        group = figures.group_with(audience, group_kind, place)
        if group is None:
            yield PlaceView(audience, None, "", (), None)
            continue
        found = [figures.line(name, audience, group_kind, group, *each) for *each, name in figures.measures]
        drawn = pictures.shown(figures, [f"levels.{audience}.{group_kind}.{group}"])
        lines = tuple(line for line in found if line)
        yield PlaceView(audience, group, figures.group_name(group_kind, group), lines, drawn[0] if drawn else None)
