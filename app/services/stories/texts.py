"""What a case study or an event says, as one version, and when it is fit to be public. Stores nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import date

from app.house import House
from app.models.stories import STORY_KINDS
from app.services.errors import N_, Invalid

DAYS = ("held_on", "consent_on")
GIVES_AWAY = {"PHONE", "EMAIL", "POSTCODE", "ADDRESS", "LINK", "NUMBER", "DATE"}
"""What no public story may hold. Names are told too, but only a person can say whether a word is one."""


@dataclass(frozen=True, slots=True)
class StoryText:
    """What a story says, as one version. `told_by` is a role such as "a parent", never a name.

    `people` is how many took part in an event, roughly; blank in a case study. `consent_by` says whose consent it is,
    `consent_kept` where it is kept; both are for staff only.
    """

    kind: str
    title: str
    title_easy: str = ""
    picture: str = ""
    heard: str = ""
    heard_easy: str = ""
    changed: str = ""
    changed_easy: str = ""
    told_by: str = ""
    audience: str = ""
    journey_point: str = "general"
    language: str = "en"
    held_on: date | None = None
    place: str = ""
    people: int | None = None
    consent_on: date | None = None
    consent_by: str = ""
    consent_kept: str = ""

    def stored(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=date.isoformat)

    @classmethod
    def from_stored(cls, text: str) -> StoryText:
        data = json.loads(text)
        return cls(**{**data, **{day: date.fromisoformat(data[day]) if data.get(day) else None for day in DAYS}})

    @property
    def public_texts(self) -> tuple[str, ...]:
        own = (self.title, self.title_easy, self.heard, self.heard_easy, self.changed, self.changed_easy)
        return (*own, self.told_by, self.place)


def tidy(content: StoryText) -> StoryText:
    texts = {item.name: getattr(content, item.name) for item in fields(StoryText)}
    return replace(content, **{name: text.strip() for name, text in texts.items() if isinstance(text, str)})


def check(house: House, content: StoryText) -> None:
    """What no story may be, draft or not."""
    if content.kind not in STORY_KINDS:
        raise Invalid(N_("Choose whether it is a case study or an event."))
    if not content.title:
        raise Invalid(N_("Give it a title."))
    if content.journey_point not in {point.id for point in house.partnership.journey_points}:
        raise Invalid(N_("Choose a part of the journey from the list."))
    if content.consent_on and content.consent_on > house.today():
        raise Invalid(N_("The day of the consent is in the future."))


def check_publishable(content: StoryText) -> None:
    if problems := missing_for_publication(content):
        raise Invalid(problems[0])
    if found := [word for kind, word in gives_away(content) if kind in GIVES_AWAY]:
        raise Invalid(N_("Take out what could give somebody away: %(words)s."), words=", ".join(found))


def missing_for_publication(content: StoryText) -> list[str]:
    """English msgids of what is still to do before everyone can read it."""
    study = content.kind == "case-study"
    problems = (
        (not content.title_easy, N_("Give the title in easy read too.")),
        (not content.picture, N_("Choose a picture that helps to understand it.")),
        (not content.heard or not content.heard_easy, N_("Write what was heard, in full and in easy read.")),
        (not content.changed or not content.changed_easy, N_("Write what changed, in full and in easy read.")),
        (study and not content.told_by, N_("Say who tells it, as a role: “a parent”, never a name.")),
        (
            study and not (content.consent_on and content.consent_by and content.consent_kept),
            N_("Record the consent: who gave it, when, and where it is kept. Without it nothing is published."),
        ),
        (not study and content.held_on is None, N_("Say on which day the event was.")),
    )
    return [message for wrong, message in problems if wrong]


def gives_away(content: StoryText) -> Iterator[tuple[str, str]]:
    """(kind, words) of all that would be masked in a comment: what the one who publishes must look at."""
    from analysis.comments import privacy

    for text in content.public_texts:
        for mask in privacy.find(text):
            yield mask.kind, text[mask.start : mask.end]
