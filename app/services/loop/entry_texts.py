"""What an entry of "You said, we did" says, as one version, and when it is fit to be kept and read. Stores nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from app.house import House, random_id
from app.models.loop import REPLY_KINDS
from app.services.errors import N_, Invalid

LIMBS = ("content", "accessibility", "development")
"""What a comment is about by regulation 56(2) of the SEND Regulations 2014: the local offer's content, how easy it is
to reach and use, or how it was made with families."""
EXEMPTIONS = ("vexatious", "single-case")
"""Why a comment is left out of what is published (regulation 56): it only wants to annoy, or it is about one person."""

LISTS = ("indicators", "localities", "themes", "quotes", "priority_areas", "criteria")
"""Fields that hold several ids."""
MOST_QUOTES = 2


@dataclass(frozen=True, slots=True)
class ReplyText:
    """One answer. `date` is when it was done ("we-did"), is due ("we-will") or was decided ("we-cannot").

    `key` stays with a promise through all versions; `owner` is a role, never a person's name.
    """

    kind: str
    text: str
    organisation: str
    date: date
    text_easy: str = ""
    instead: str = ""
    owner: str = ""
    evidence: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The rows of closed releases on which an entry rests, as those releases show them. Empty without one.

    `rows` are of its indicators; `themes` say how many said its themes, each with the release and wave it comes from.
    """

    release: str = ""
    wave: str = ""
    tier: str = ""
    rows: tuple[dict[str, Any], ...] = ()
    themes: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class EntryText:
    """What an entry says, as one version. `language` is the one in which it was written.

    No `localities` means everywhere. `themes` are "programme/code", `quotes` ids of approved words of people,
    `priority_areas` and `criteria` ids of the framework. One with an `exemption` is left out: never public.
    """

    you_said: str
    you_said_easy: str = ""
    picture: str = ""
    audience: str = ""
    journey_point: str = "general"
    language: str = "en"
    replies: tuple[ReplyText, ...] = field(default_factory=tuple)
    heard_on: date | None = None
    indicators: tuple[str, ...] = ()
    limb: str = ""
    snapshot: Snapshot = Snapshot()
    localities: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    exemption: str = ""
    exemption_note: str = ""
    quotes: tuple[str, ...] = ()
    priority_areas: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()

    def stored(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=date.isoformat)

    @classmethod
    def from_stored(cls, text: str) -> EntryText:
        data = json.loads(text)
        shot = data.pop("snapshot", {})
        heard_on = data.pop("heard_on", None)
        replies = tuple(ReplyText(**{**row, "date": date.fromisoformat(row["date"])}) for row in data.pop("replies"))
        return cls(
            **{**data, **{key: tuple(data.get(key, ())) for key in LISTS}},
            replies=replies,
            heard_on=date.fromisoformat(heard_on) if heard_on else None,
            snapshot=Snapshot(**{**shot, **{key: tuple(shot.get(key, ())) for key in ("rows", "themes")}}),
        )


def tidy(content: EntryText) -> EntryText:
    """Without stray blanks; every answer with a key of its own; what is only for refusals nowhere else."""
    texts = {key: getattr(content, key).strip() for key in ("you_said", "you_said_easy", "exemption_note")}
    return replace(content, **texts, replies=tuple(tidy_reply(reply) for reply in content.replies))


def tidy_reply(reply: ReplyText) -> ReplyText:
    texts = {key: getattr(reply, key).strip() for key in ("text", "text_easy", "owner", "evidence")}
    instead = reply.instead.strip() if reply.kind == "we-cannot" else ""
    return replace(reply, **texts, instead=instead, key=reply.key or random_id())


def check(house: House, content: EntryText) -> None:
    """What no entry may be, draft or not."""
    points = {point.id for point in house.partnership.journey_points}
    if not content.you_said.strip():
        raise Invalid(N_("Write what was said."))
    if content.journey_point not in points:
        raise Invalid(N_("Choose a part of the journey from the list."))
    if content.limb and content.limb not in LIMBS:
        raise Invalid(N_("Choose what the comment is about from the list."))
    if set(content.indicators) - {indicator.id for indicator in house.framework.indicators}:
        raise Invalid(N_("Choose indicators from the list."))
    if set(content.localities) - {place.id for place in house.partnership.localities}:
        raise Invalid(N_("Choose localities from the list."))
    check_framework(house, content)
    check_quotes(content)
    if content.exemption and (content.exemption not in EXEMPTIONS or not content.exemption_note.strip()):
        raise Invalid(N_("Choose from the list why it is left out, and note the reason in your own words."))
    check_replies(house, content.replies)


def check_framework(house: House, content: EntryText) -> None:
    if set(content.priority_areas) - {each.id for each in house.framework.priority_areas}:
        raise Invalid(N_("Choose priority areas from the list."))
    if set(content.criteria) - {each.id for each in house.framework.criteria}:
        raise Invalid(N_("Choose criteria from the list."))


def check_quotes(content: EntryText) -> None:
    if len(content.quotes) > MOST_QUOTES:
        raise Invalid(N_("Choose at most %(most)s quotes."), most=MOST_QUOTES)
    if content.quotes and content.localities:
        raise Invalid(N_("Words of people cannot stand beside a place: it would tell where their writer lives."))


def check_replies(house: House, replies: Iterable[ReplyText]) -> None:
    organisations = {place.id for place in house.partnership.organisations}
    for reply in replies:
        if reply.kind not in REPLY_KINDS or not reply.text.strip():
            raise Invalid(N_("Every answer needs its kind and its text."))
        if reply.organisation not in organisations:
            raise Invalid(N_("Choose an organisation from the list for every answer."))


def check_publishable(content: EntryText) -> None:
    """What the public page needs to be whole for everybody."""
    if problems := missing_for_publication(content):
        raise Invalid(problems[0])


def missing_for_publication(content: EntryText) -> list[str]:
    """English msgids of what is still to do before everyone can read it."""
    replies = content.replies
    problems = (
        (bool(content.exemption), N_("This comment is left out. It is counted in the yearly report and never public.")),
        (not content.you_said_easy.strip(), N_("Say it in easy read too, in one short sentence.")),
        (not content.picture, N_("Choose a picture that helps to understand it.")),
        (not replies, N_("Give at least one answer: we did, we will, or we can't, because.")),
        (any(not reply.text_easy.strip() for reply in replies), N_("Give every answer in easy read too.")),
        (
            any(reply.kind == "we-cannot" and not reply.instead.strip() for reply in replies),
            N_("Where you can't do it, say what you offer instead."),
        ),
        (
            any(reply.kind == "we-will" and not reply.owner.strip() for reply in replies),
            N_("Name the role that keeps each promise, for example “Head of inclusion”."),
        ),
    )
    return [message for wrong, message in problems if wrong]
