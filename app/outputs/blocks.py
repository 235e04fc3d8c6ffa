"""Blocks that several reports are made of: what was said and answered, promises, measures, how much came in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from babel.lists import format_list

from app.here import house, is_synthetic
from app.languages import (
    N_,
    current_language,
    format_date,
    format_number,
    gettext,
    name_of,
)
from app.loop.words import AUDIENCE_WORDS, PROGRESS_WORDS, REPLY_WORDS, STANDING_WORDS
from app.outputs import voices
from app.outputs.document import Block, Bullets, Document, Grid, Heading, Paragraph, Words
from app.services.loop.entries import EntryView
from app.services.loop.loop_measures import Measures, PromiseView
from app.services.reports import spans
from app.services.reports.figures import Volume
from app.services.reports.spans import Span

PICTURES = {"we-did": "done", "we-will": "clock", "we-cannot": "cannot"}
CHANNEL_WORDS = {
    "web": N_("On this website"),
    "group": N_("In a group"),
    "paper": N_("On paper"),
    "keyed": N_("On paper, typed in"),
    "import": N_("Collected elsewhere"),
}


def document(name: str, title: str, blocks: Iterable[Block], easy: bool = False) -> Document:
    language = current_language()
    return Document(name, title, language.code, language.direction, tuple(blocks), easy, is_synthetic())


def answered(span: Span) -> list[EntryView]:
    """What was published within the span, in the language of the page where it is translated."""
    return spans.answered(house(), span, current_language().code)


def promised(span: Span) -> list[PromiseView]:
    return spans.promised(house(), span, current_language().code)


def heading(text: str, level: int = 2, language: str = "") -> Heading:
    return Heading(level, Words(text, language))


def paragraph(text: str, lead: str = "", picture: str = "", language: str = "") -> Paragraph:
    return Paragraph(Words(text, language), lead, picture)


def organisation(organisation_id: str) -> str:
    found = (place.name for place in house().partnership.organisations if place.id == organisation_id)
    return name_of(next(found, organisation_id))


def apart(text: str) -> str:
    """A name that may run the other way than the page: what follows it stays where it belongs."""
    return f"{text}\u200f" if current_language().direction == "rtl" else text


def entry_blocks(view: EntryView, easy: bool = False) -> Iterator[Block]:
    """What was said as a heading, who said it, and each answer with who gives it and when."""
    said = view.content
    yield heading(said.you_said_easy or said.you_said, 3, said.language)
    who = f"{gettext(AUDIENCE_WORDS[said.audience])}, {format_date(view.published_on)}"
    yield paragraph(who, picture=said.picture if easy else "")
    if not easy and said.you_said not in ("", said.you_said_easy):
        yield paragraph(said.you_said, language=said.language)
    yield from voices_of(view)
    for reply in said.replies:
        lead, picture = gettext(REPLY_WORDS[reply.kind]), PICTURES[reply.kind] if easy else ""
        yield paragraph(reply.text_easy if easy else reply.text, lead, picture, said.language)
        if reply.instead and not easy:
            yield paragraph(reply.instead, gettext("What we offer instead"), language=said.language)
        if not easy:
            yield paragraph(f"{apart(organisation(reply.organisation))}, {format_date(reply.date)}")


def voices_of(view: EntryView) -> Iterator[Paragraph]:
    """That it is not in this language, how many people said it, and words of some who allowed that."""
    if note := voices.language_note(view):
        yield paragraph(note)
    for line in voices.count_lines(view):
        yield paragraph(line)
    for quote, code in voices.quoted(view):
        yield paragraph(quote.text, gettext("In their own words"), language=code)


def said_list(views: Iterable[EntryView]) -> Block:
    """What was said, each with how many said it and in whose words."""
    rows = []
    for view in views:
        said = view.content
        own = next(iter(voices.quoted(view)), None)
        words = Words(own[0].text, own[1]) if own else Words("–")
        heard = Words(said.you_said_easy or said.you_said, said.language)
        counts = " ".join(filter(None, [*voices.count_lines(view), voices.language_note(view)]))
        rows.append((heard, Words(counts or "–"), words))
    heads = ("What was said", "How many said it", "In their own words")
    return Grid("What was said and answered", heads, tuple(rows)) if rows else paragraph("Nothing was answered.")


def answers_grid(views: Iterable[EntryView]) -> Grid:
    kinds = Counter(reply.kind for view in views for reply in view.content.replies)
    names = {"we-did": "We did", "we-will": "We will", "we-cannot": "We can't, because"}
    rows = tuple((Words(name), Words(str(kinds[kind]))) for kind, name in names.items())
    return Grid("Answers that were published, by kind", ("Kind", "Answers"), rows)


def refusals(views: Iterable[EntryView], easy: bool = False) -> Bullets | None:
    """What could not be done, and why; with what is offered instead."""
    items = []
    for view in views:
        for reply in (each for each in view.content.replies if each.kind == "we-cannot"):
            text = reply.text_easy if easy else f"{reply.text} {reply.instead}".strip()
            items.append(paragraph(text, language=view.content.language, picture="cannot" if easy else ""))
    return Bullets(tuple(items)) if items else None


def promise_grid(made: Iterable[PromiseView], caption: str) -> Grid | None:
    rows = tuple(
        (
            Words(each.reply.text_easy or each.reply.text, each.entry.content.language),
            Words(organisation(each.reply.organisation)),
            Words(format_date(each.reply.date)),
            Words(gettext(STANDING_WORDS[each.standing])),
        )
        for each in made
    )
    heads = (gettext("Promise"), gettext("Who"), gettext("By when"), gettext("How it stands"))
    return Grid(caption, heads, rows) if rows else None


def volume_grid(found: Iterable[Volume], names: Mapping[str, str], caption: str, counted: str = "") -> Grid | None:
    """Groups that stand together are named together; too few to say a number are said so. `counted`: not answers."""
    rows = []
    for volume in found:
        labels = [gettext(names.get(group, group)) for group in volume.groups]
        who = format_list(labels, locale=current_language().locale)
        rows.append((Words(who), Words(about(volume.about))))
    return Grid(caption, (gettext("Who"), counted or gettext("Answers")), tuple(rows)) if rows else None


def about(number: int | None) -> str:
    if number is None:
        fewest = house().partnership.thresholds.public
        return gettext("fewer than %(number)s", number=format_number(fewest))
    return gettext("about %(number)s", number=format_number(number))


def measure_lines(found: Measures) -> Iterator[tuple[str, str]]:
    """The measures of the loop, each with its value as a reader may see it."""
    yield gettext("Answers published"), format_number(found.entries)
    if found.days_to_answer is not None:
        yield gettext("Days from what was said to the answer (the middle one)"), format_number(found.days_to_answer)
    if found.days_to_done is not None:
        label = gettext("Days from what was said to something done (the middle one)")
        yield label, format_number(found.days_to_done)
    if found.kept_in_time is not None:
        yield gettext("Promises kept in time, of those that were due"), percent(found.kept_in_time)
    yield gettext("Promises that are late now"), format_number(found.promises["late"])
    if found.signed_by_all is not None:
        yield gettext("Answers that every side agreed to"), percent(found.signed_by_all)
    if found.helped:
        numbers = {"number": format_number(found.helped["better"]), "total": format_number(found.helped.total())}
        value = gettext("%(number)s of %(total)s that were asked about again", **numbers)
        yield gettext("Answers after which things got better"), value
    if found.verdicts:
        yield gettext("Readers who say: this answers what I said"), percent(found.verdicts["yes"])


def measure_grid(found: Measures, caption: str) -> Grid:
    rows = tuple((Words(name), Words(value)) for name, value in measure_lines(found))
    return Grid(caption, (gettext("Measure"), gettext("Now")), rows)


def percent(share: int) -> str:
    from babel.numbers import format_percent

    return format_percent(share / 100, locale=current_language().locale)


def progress_words(state: str) -> str:
    return gettext(PROGRESS_WORDS[state])
