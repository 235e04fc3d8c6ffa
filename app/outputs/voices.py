"""What stands beside an entry wherever it leaves the site: how many said it, their words, in which language it is."""

from __future__ import annotations

from collections.abc import Iterator

from app.languages import current_language, format_number, gettext, languages
from app.loop.words import AUDIENCE_WORDS
from app.services.loop import entry_voices
from app.services.loop.entries import EntryView
from app.services.themes.quotes import QuoteView

UNKNOWN = "und"


def count_lines(view: EntryView) -> list[str]:
    """How many said it, as the release showed it on which the entry rests; by audience where it is about several."""
    found = entry_voices.counts(view.content)
    lines = []
    for count in found:
        numbers = {"people": format_number(count.people), "all": format_number(count.n)}
        text = gettext("About %(people)s of %(all)s said this.", **numbers)
        lines.append(f"{gettext(AUDIENCE_WORDS[count.audience])}: {text}" if len(found) > 1 else text)
    return lines


def quoted(view: EntryView) -> Iterator[tuple[QuoteView, str]]:
    """Each quote that may be shown today, and the code of the language that its words are marked with."""
    for quote in view.quotes:
        yield quote, "en" if quote.language == UNKNOWN else quote.language


def language_note(view: EntryView) -> str:
    """That the entry is not in the language of the page, or that nobody checked its translation; else blank."""
    code = view.content.language
    if code == current_language().code:
        unchecked = gettext("This answer was translated. A person who speaks this language has not checked it yet.")
        return unchecked if view.translated == "draft" else ""
    known = languages().by_code.get(code)
    name = current_language().locale.languages.get(code, known.name if known else code)
    return gettext("Written in %(language)s", language=name)
