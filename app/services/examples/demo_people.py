"""Made-up people and what they answer, the same for the same seed. Stores nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.house import House
from app.services.asking.responses import TEXT_KINDS, NewResponse
from app.services.examples.demo_comments import sentences
from surveys.answers import SKIPPED, Answer, Answers
from surveys.model import Question, Survey

LEVELS = {"experience": 43, "inclusion": 58, "support": 46, "belief": 31}
"""Where the story starts, in points by domain; a domain that is not here starts at 45."""
HIGHER = {"young-person": 5, "parent-carer": -5, "professional": 14}
CHANGES: dict[str, dict[str, int]] = {
    "young-person": {"listened": 9, "informed": 5, "friends": 3, "getting-better": 6},
    "parent-carer": {"informed": 19, "listened": 14, "clear": 12, "efficient": 7, "trust": 8, "plan-happens": 6},
    "professional": {"together": 6, "efficient": -13, "right-time": -7, "clear": 3},
}
"""What is different in the second wave, in points by indicator: families are told more, professionals are stretched."""
SPREAD, NOISE = 17, 20
LINKED, RETURNING = 0.6, 0.65
NOT_SURE, SKIPS, NO_PLACE = 0.05, 0.04, 0.05
COMMENTING = 0.35


@dataclass(frozen=True, slots=True)
class Someone:
    """A made-up person. `outlook` is how many points they differ from others; `key` is None for the unlinked."""

    audience: str
    outlook: float
    locality: str | None
    key: str | None


class Crowd:
    """Everybody who answers, wave after wave."""

    def __init__(self, house: House, seed: int = 2025) -> None:
        self.house = house
        self.chance = random.Random(seed)
        self.known: dict[str, list[Someone]] = {}
        """Survey id to those of its last wave who can come back."""

    def wave(
        self, survey: Survey, wave: str, days: tuple[date, date], size: int, change: float
    ) -> Iterator[NewResponse]:
        """The responses to one survey in one wave; `change` is how much of the story's changes has happened."""
        back = [one for one in self.known.get(survey.id, []) if self.chance.random() < RETURNING][:size]
        everyone = back + [self.somebody(survey, wave, number) for number in range(size - len(back))]
        self.known[survey.id] = [one for one in everyone if one.key]
        span = (days[1] - days[0]).days
        for one in everyone:
            day = days[0] + timedelta(days=int(span * self.chance.random()))
            yield self.response(survey, one, wave, day, change)

    def somebody(self, survey: Survey, wave: str, number: int) -> Someone:
        places = [place.id for place in self.house.partnership.localities]
        weights = [len(places) + 2 - position for position in range(len(places))]
        told = places and self.chance.random() > NO_PLACE
        locality = self.chance.choices(places, weights)[0] if told else None
        name = f"example {survey.id} {wave} {number}"
        key = self.house.keyed_hash("person", name)[:32] if self.chance.random() < LINKED else None
        return Someone(survey.audience, self.chance.gauss(0, SPREAD), locality, key)

    def response(self, survey: Survey, one: Someone, wave: str, day: date, change: float) -> NewResponse:
        languages = self.house.partnership.languages
        return NewResponse(
            survey=survey,
            answers=self.answers(survey, one, change),
            known=frozenset(),
            wave=wave,
            submitted_on=day,
            language=self.chance.choices(languages, [20, *[1] * (len(languages) - 1)])[0],
            presentation="plain" if survey.audience == "professional" else self.chance.choice(("plain", "easy-read")),
            voice=survey.voice,
            helper="parent" if survey.audience == "young-person" and self.chance.random() < 0.2 else "none",
            person=one.key,
        )

    def answers(self, survey: Survey, one: Someone, change: float) -> Answers:
        return {
            question.id: self.answer(question, one, change)
            for question in survey.questions
            if question.kind != "statement"
        }

    def answer(self, question: Question, one: Someone, change: float) -> Answer:
        if question.attribute == "locality":
            return Answer("answered", one.locality) if one.locality else SKIPPED
        if question.kind in TEXT_KINDS:
            texts = sentences(one.audience)
            return Answer("answered", self.chance.choice(texts)) if self.chance.random() < COMMENTING else SKIPPED
        missing = [option.missing for option in question.options if option.missing]
        lot = self.chance.random()
        if lot < SKIPS or (missing and lot < SKIPS + NOT_SURE):
            return SKIPPED if lot < SKIPS else Answer(self.chance.choice(missing))
        if question.kind == "number":
            return Answer("answered", self.chance.randint(question.minimum or 0, min(question.maximum or 40, 40)))
        return self.chosen(question, one, change)

    def chosen(self, question: Question, one: Someone, change: float) -> Answer:
        real = [option for option in question.options if not option.missing]
        scored = {option.id: option.points for option in real if option.points is not None}
        pick = self.nearest(scored, self.level(question, one, change)) if scored else self.chance.choice(real).id
        if question.kind == "several":
            return Answer("answered", [pick])
        return Answer("answered", int(pick) if question.kind == "scale-0-10" else pick)

    def level(self, question: Question, one: Someone, change: float) -> float:
        """How many points this person would give, before the steps of the scale."""
        indicator = self.house.framework.indicator_by_id.get(question.indicator or "")
        start = LEVELS.get(indicator.domain if indicator else "", 45) + HIGHER[one.audience]
        moved = change * CHANGES[one.audience].get(question.indicator or "", 0)
        return start + moved + self.place(one.locality) + one.outlook + self.chance.gauss(0, NOISE)

    def place(self, locality: str | None) -> int:
        """Places differ: the first is a little better off, the last a little worse."""
        places = [place.id for place in self.house.partnership.localities]
        return 4 - 8 * places.index(locality) // max(len(places) - 1, 1) if locality else 0

    @staticmethod
    def nearest(scored: Mapping[str, int], level: float) -> str:
        options: Sequence[tuple[str, int]] = sorted(scored.items(), key=lambda option: option[1])
        return min(options, key=lambda option: abs(option[1] - level))[0]
