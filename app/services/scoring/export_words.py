"""English words for the ids that tables hold, so that nobody has to read an id in a file. Words of pages are theirs."""

from __future__ import annotations

from collections.abc import Iterator

from app.house import House
from surveys.model import Survey
from surveys.question_types.cards import PILES

Names = dict[tuple[str, str], str]
"""(column, id) to words; an answer's id has its question in front: `rate-health/good`."""
AUDIENCES = {"young-person": "Young people", "parent-carer": "Parents and carers", "professional": "Professionals"}
FIXED: dict[str, dict[str, str]] = {
    "audience": {**AUDIENCES, "all": "Everybody together"},
    "other": AUDIENCES,
    "group": {"all": "Everybody", "not-stated": "Not stated"},
    "group_kind": {"total": "Everybody", "locality": "Locality", "journey-point": "Part of the journey"},
    "measure": {"index": "Confidence Index"},
    "measure_kind": {"index": "Confidence Index", "domain": "Domain", "indicator": "Statement"},
    "option": {"not-sure": "Not sure", "prefer-not": "Rather not say", "not-applicable": "Does not apply"},
    "voice": {"proxy": "Somebody else, about a child", "self": "The person", "group": "A group together"},
    "verdict": {
        "better": "Better",
        "worse": "Worse",
        "small-change": "A small change",
        "no-clear-change": "No clear change",
        "too-few": "Too few to say",
        "higher": "Higher",
        "lower": "Lower",
        "small-gap": "A small gap",
        "no-clear-gap": "No clear gap",
    },
}


def names_of(house: House) -> Names:
    """English words for the ids in a table, by column and id."""
    partnership, framework = house.partnership, house.framework
    names = {(column, each): words for column, own in FIXED.items() for each, words in own.items()}
    names |= {("group", place.id): place.name for place in (*partnership.localities, *partnership.journey_points)}
    names |= {("journey_point", place.id): place.name for place in partnership.journey_points}
    for each in (*house.earlier_frameworks, framework):
        names |= {("measure", domain.id): domain.name for domain in each.domains}
        names |= {("measure", indicator.id): indicator.meaning for indicator in each.indicators}
    for survey in partnership.catalogue.surveys:
        names |= dict(words_of(survey))
    return names


def words_of(survey: Survey) -> Iterator[tuple[tuple[str, str], str]]:
    """Its title, its questions and their answers. A card in a pile reads "card: pile"."""
    yield ("survey", survey.id), survey.title
    for question in survey.questions:
        yield ("question", question.id), question.text
        for option in question.options:
            yield ("option", f"{question.id}/{option.id}"), option.label
            for pile in PILES if question.kind == "cards" else ():
                yield ("option", f"{question.id}/{option.id}:{pile.id}"), f"{option.label}: {pile.label}"
