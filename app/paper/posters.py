"""What makes a link known: posters, slips to tear off, words for a message or a newsletter; each in one language."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, render_template

from app.here import house
from app.languages import Language, languages, ngettext, say
from app.paper.typeset import door_of
from app.services.asking.entrances import Entrance
from surveys.model import Survey

PRINTS = ("poster-A4", "poster-A5", "slips")
GSM = 160, 153
UNICODE = 70, 67
"""Letters of a message that goes as one, and of each part of a longer one; fewer beyond Western European letters."""
WESTERN = "latin-1"


@dataclass(frozen=True, slots=True)
class Words:
    """What to paste, in one language. `parts` is as how many text messages the short one is sent."""

    language: Language
    message: str
    newsletter: str
    parts: int


def print_of(entrance: Entrance, what: str) -> str:
    """The HTML of one of `PRINTS` for a link, in the language of the page."""
    survey = entrance.survey
    g.audience, g.survey_id = survey.audience, survey.id
    template = "paper/strips.html" if what == "slips" else "paper/poster.html"
    return render_template(
        template,
        survey=survey,
        door=door_of(entrance),
        size=what.removeprefix("poster-"),
        reasons=reasons(survey),
        offered=languages().offered(survey.id),
    )


def reasons(survey: Survey) -> list[tuple[str, str]]:
    """A picture and a sentence each: whom it is for, how long it takes, who sees it, that no name is asked."""
    minutes = ngettext("about %(num)s minute", "about %(num)s minutes", survey.minutes)
    found = [("person", say(text)) for text in survey.intro[:1]] + [("clock", minutes)]
    found += [("eyes", say(text)) for text in survey.who_sees[:1]]
    return found + [("lock", say(text)) for text in survey.anonymous[:1]]


def words(entrance: Entrance, language: Language) -> Words:
    """What to send round. The same sentences as on the survey's first page, so that nothing new is promised."""
    survey, address = entrance.survey, f"{house().config.public_url}{entrance.address}"

    def in_language(text: str) -> str:
        return language.survey_text(text, survey.audience)

    opening = [text for text in survey.intro if text not in house().partnership.paper.leave_out]
    said = [*opening[:4], *survey.who_sees[:1], *survey.anonymous[:1]]
    message = f"{in_language(survey.title)} {address}"
    newsletter = "\n".join([in_language(survey.title), " ".join(map(in_language, said)), address])
    return Words(language, message, newsletter, parts_of(message))


def parts_of(message: str) -> int:
    whole, part = GSM if is_western(message) else UNICODE
    return 1 if len(message) <= whole else -(-len(message) // part)


def is_western(message: str) -> bool:
    try:
        message.encode(WESTERN)
    except UnicodeEncodeError:
        return False
    return True
