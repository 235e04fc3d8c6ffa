"""Public entries by topic: a part of the journey, a locality, or what one receipt's survey was about. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from app.house import House
from app.services.asking import programmes
from app.services.asking.receipts import Found
from app.services.errors import N_, NotFound
from app.services.loop import entry_search
from app.services.loop.entries import EntryView

JOURNEY, PLACE = "journey", "place"


@dataclass(frozen=True, slots=True)
class Topic:
    """One part of the journey or one locality; `name` is the partnership's, `answers` how many entries it has."""

    kind: str
    id: str
    name: str
    answers: int = 0


def topics(house: House) -> list[Topic]:
    """Those with an answer, in the partnership's order. A locality's are those that name it."""
    counted = [Topic(each.kind, each.id, each.name, len(entries_of(house, each, ""))) for each in known(house)]
    return [each for each in counted if each.answers]


def known(house: House) -> list[Topic]:
    points = [Topic(JOURNEY, point.id, point.name) for point in house.partnership.journey_points]
    return [*points, *(Topic(PLACE, place.id, place.name) for place in house.partnership.localities)]


def get(house: House, kind: str, topic_id: str) -> Topic:
    found = next((each for each in known(house) if (each.kind, each.id) == (kind, topic_id)), None)
    if found is None:
        raise NotFound(N_("There is no such topic."))
    return found


def entries_of(house: House, topic: Topic, language: str) -> list[EntryView]:
    """The entries about a topic, the newest first, in this language where it has such a translation."""
    views = entry_search.all_public(house, language)
    if topic.kind == JOURNEY:
        return [view for view in views if view.content.journey_point == topic.id]
    return [view for view in views if topic.id in view.content.localities]


def answers_to(house: House, found: Found, language: str) -> list[EntryView]:
    """What a receipt's survey led to: those about its part of the journey first, then those of its wave or later."""
    fitting = led_to(house, found.survey_id, found.audience, found.journey_point, language)
    return sorted(fitting, key=lambda view: (view.content.journey_point != found.journey_point, before(view, found)))


def led_to(house: House, survey_id: str, audience: str, journey_point: str, language: str = "") -> list[EntryView]:
    """The entries for a survey's audience about its part of the journey, or about a theme of its programme."""
    programme = programmes.of_survey(survey_id)

    def fits(view: EntryView) -> bool:
        content = view.content
        themed = bool(programme) and any(theme.startswith(f"{programme}/") for theme in content.themes)
        return content.audience in (audience, "") and (themed or content.journey_point == journey_point)

    return [view for view in entry_search.all_public(house, language) if fits(view)]


def before(view: EntryView, found: Found) -> bool:
    """Whether it answers something that was said before the receipt's wave."""
    return bool(view.content.heard_on and found.wave) and f"{view.content.heard_on:%Y-%m}" < found.wave[:7]
