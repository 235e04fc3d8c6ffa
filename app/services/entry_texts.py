"""What an entry of "You said, we did" says, and when it is fit to be kept and to be read. Nothing is stored here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.house import House
from app.models.loop import REPLY_KINDS
from app.services.errors import N_, Invalid


@dataclass(frozen=True, slots=True)
class ReplyText:
    """One answer. `date` is when it was done ("we-did"), is due ("we-will") or was decided ("we-cannot")."""

    kind: str
    text: str
    organisation: str
    date: date
    text_easy: str = ""
    instead: str = ""

    def is_late(self, today: date) -> bool:
        return self.kind == "we-will" and self.date < today


@dataclass(frozen=True, slots=True)
class EntryText:
    """What an entry says, as one version. `language` is the one in which it was written."""

    you_said: str
    you_said_easy: str = ""
    picture: str = ""
    audience: str = ""
    journey_point: str = "general"
    language: str = "en"
    replies: tuple[ReplyText, ...] = field(default_factory=tuple)


def check(house: House, content: EntryText) -> None:
    """What no entry may be, draft or not."""
    points = {point.id for point in house.partnership.journey_points}
    if not content.you_said.strip():
        raise Invalid(N_("Write what was said."))
    if content.journey_point not in points:
        raise Invalid(N_("Choose a part of the journey from the list."))
    for reply in content.replies:
        if reply.kind not in REPLY_KINDS or not reply.text.strip():
            raise Invalid(N_("Every answer needs its kind and its text."))
        if reply.organisation not in {place.id for place in house.partnership.organisations}:
            raise Invalid(N_("Choose an organisation from the list for every answer."))


def check_publishable(content: EntryText) -> None:
    """What the public page needs to be whole for everybody."""
    if problems := missing_for_publication(content):
        raise Invalid(problems[0])


def missing_for_publication(content: EntryText) -> list[str]:
    """English msgids of what is still to do before everyone can read it."""
    problems = []
    if not content.you_said_easy.strip():
        problems.append(N_("Say it in easy read too, in one short sentence."))
    if not content.picture:
        problems.append(N_("Choose a picture that helps to understand it."))
    if not content.replies:
        problems.append(N_("Give at least one answer: we did, we will, or we can't, because."))
    if any(not reply.text_easy.strip() for reply in content.replies):
        problems.append(N_("Give every answer in easy read too."))
    if any(reply.kind == "we-cannot" and not reply.instead.strip() for reply in content.replies):
        problems.append(N_("Where you can't do it, say what you offer instead."))
    return problems
