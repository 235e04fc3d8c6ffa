"""Words for a newsletter about the newest answers, to copy and send, in each language that is on."""

from __future__ import annotations

from app.here import house
from app.languages import Language, gettext, set_language
from app.loop.words import REPLY_WORDS
from app.outputs import voices
from app.services.loop import entry_search
from app.services.loop.entries import EntryView
from app.services.loop.entry_search import Wish

NEWEST = 5


def text(language: Language, most: int = NEWEST) -> str:
    """The newest answers as plain text, each with its address and, if not translated, its language."""
    set_language(language.code)
    address = f"{house().config.public_url}/you-said-we-did/"
    views = entry_search.find(house(), Wish(), language=language.code).entries[:most]
    parts = [gettext("You said, we did"), gettext("People told us how it is. Here is what happened because of it.")]
    parts += [entry_text(view, f"{address}{view.slug}?lang={language.code}") for view in views]
    parts += [f"{gettext('See all answers')}: {address}?lang={language.code}"]
    return "\n\n".join(parts) + "\n"


def entry_text(view: EntryView, address: str) -> str:
    said = view.content
    lines = [f"{gettext('You said')}: {said.you_said_easy or said.you_said}", *voices.count_lines(view)]
    lines += [f"{gettext('In their own words')}: {quote.text}" for quote in view.quotes]
    lines += [f"{gettext(REPLY_WORDS[reply.kind])}: {reply.text_easy or reply.text}" for reply in said.replies]
    lines += [note] if (note := voices.language_note(view)) else []
    return "\n".join([*lines, address])
