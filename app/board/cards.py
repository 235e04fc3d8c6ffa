"""The card of a metric: what it is, what it serves, where it comes from, who answers for it. No figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.board.words import AUDIENCE_WORDS
from app.house import House
from surveys.model import AUDIENCES

if TYPE_CHECKING:
    from analysis.framework import Domain, Framework, Indicator


@dataclass(frozen=True, slots=True)
class Card:
    """One metric in words. `mapped` are (room, id, title) of what it is evidence for; `asked` is
    (audience's words, question) in each audience's own wording; `facts` are headings with what stands under them."""

    id: str
    name: str
    definition: str
    mapped: tuple[tuple[str, str, str], ...]
    asked: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]


NOT_SAID = "The framework file does not say."
FACTS = {
    "source": "Source",
    "owner": "Who answers for it",
    "updated": "How often it is renewed",
    "quality": "Standard of data quality",
    "accessibility": "Accessibility",
    "data_protection": "Basis in data protection law",
}
MAPPED = {"criteria": "criteria", "priority_areas": "priority-areas", "features": "features"}


def index_card(house: House) -> Card:
    domains = house.framework.domains
    names = ", ".join(each.name for each in domains)
    weights = {each.weight for each in domains}
    how = "the mean" if len(weights) == 1 else "the weighted mean"
    definition = f"Of each person {how} of their domain scores ({names}), 0 to 100; the score is the mean over people."
    return Card("index", "Confidence Index", definition, (), (), facts(house.framework))


def domain_card(house: House, domain: Domain) -> Card:
    own = [each for each in house.framework.anchors if each.domain == domain.id]
    items = "; ".join(each.meaning for each in own)
    definition = (
        f"{domain.question} Of each person the mean of what they answered to these statements, if they answered at "
        f"least half of those that were asked and apply: {items}. The score is the mean over people."
    )
    return Card(domain.id, domain.name, definition, mappings(house.framework, own), (), facts(house.framework))


def service_card(house: House, question: str) -> Card:
    definition = (
        "The share of those who rated who chose each answer, to the nearest 5 per cent, from 30 people on. “I do not "
        "use it” and “not sure” do not count as ratings. It has no points and is no part of any score."
    )
    return Card("rating", question, definition, (), (), facts(house.framework))


def indicator_card(house: House, indicator: Indicator) -> Card:
    definition = (
        "The mean over people of the points of their answers, 0 to 100. “Not sure”, “prefer not to say” and skipped "
        "do not count."
    )
    own = mappings(house.framework, [indicator])
    asked = tuple(wordings(house, indicator.id))
    return Card(indicator.id, indicator.meaning, definition, own, asked, facts(house.framework, indicator.owner))


def mappings(framework: Framework, indicators: list[Indicator]) -> tuple[tuple[str, str, str], ...]:
    """Everything that these indicators are evidence for, once."""
    found: dict[tuple[str, str, str], None] = {}
    for mapping, room in MAPPED.items():
        titles = {each.id: each.title for each in getattr(framework, mapping)}
        targets = {target for each in indicators for target in getattr(each, mapping)}
        found |= {(room, target, title): None for target, title in titles.items() if target in targets}
    return tuple(found)


def facts(framework: Framework, owner: str = "") -> tuple[tuple[str, str], ...]:
    """What the framework file says of all its metrics, and of this one's owner."""
    said = {key: getattr(framework.about, key) for key in FACTS} | ({"owner": owner} if owner else {})
    return tuple((name, said[key] or NOT_SAID) for key, name in FACTS.items())


def wordings(house: House, indicator_id: str) -> Iterator[tuple[str, str]]:
    """How each audience is asked in the surveys that make the headline; what is the same is said once."""
    headline = house.framework.settings.headline_schedule
    for audience in AUDIENCES:
        own = [each for each in house.partnership.catalogue.surveys if each.audience == audience]
        texts = [
            question.text
            for survey in own
            if survey.schedule == headline and survey.voice == "self"
            for question in survey.questions
            if question.indicator == indicator_id
        ]
        yield from ((AUDIENCE_WORDS[audience], text) for text in dict.fromkeys(texts))


def every(house: House) -> list[Card]:
    """The cards of the index, the domains and all indicators, in the order of the tables."""
    framework = house.framework
    domains = [domain_card(house, each) for each in framework.domains]
    return [index_card(house), *domains, *(indicator_card(house, each) for each in framework.indicators)]
