"""The yearly report for everyone: each limb of regulation 56, what could not be done and why, what was left out."""

from __future__ import annotations

from collections.abc import Iterator

from app.here import house
from app.languages import N_, gettext, ngettext
from app.loop.words import AUDIENCE_WORDS, LIMB_WORDS
from app.outputs.blocks import (
    about,
    answered,
    document,
    entry_blocks,
    heading,
    organisation,
    paragraph,
    promise_grid,
    promised,
    refusals,
    volume_grid,
)
from app.outputs.document import Block, Bullets, Document, Square
from app.services.loop.entries import EntryView
from app.services.loop.entry_texts import LIMBS
from app.services.reports import figures, spans
from app.services.reports.spans import Span

EXEMPTION_WORDS = {
    "vexatious": N_("They were meant to hurt or to annoy."),
    "one-person": N_("They were about one person only. Those people got an answer of their own."),
    "names-somebody": N_("They named somebody, and made no sense without the name."),
    "not-local-offer": N_("They were about something else."),
}


def annual(year: str, easy: bool = False) -> Document:
    """The report of a year, in the language of the page. Raises `NotFound` for a year that has not begun."""
    span = spans.year(house(), year)
    title = gettext("You said, we did: the year %(year)s", year=year)
    name = f"you-said-we-did-{year}{'-easy-read' if easy else ''}"
    return document(name, title, whole(span, easy), easy)


def whole(span: Span, easy: bool) -> Iterator[Block]:
    views = answered(span)
    yield from opening(span, views, easy)
    for limb in LIMBS:
        yield heading(gettext(LIMB_WORDS[limb]))
        own = [view for view in views if view.content.limb == limb]
        yield from said(own, easy)
    others = [view for view in views if view.content.limb not in LIMBS]
    if others:
        yield heading(gettext("Other things that people told us"))
        yield from said(others, easy)
    yield heading(gettext("What we could not do, and why"))
    yield refusals(views, easy) or paragraph(gettext("There was nothing that we had to refuse."))
    yield heading(gettext("What we promised"))
    grid = promise_grid(promised(span), gettext("Promises, by when, and how they stand"))
    yield grid or paragraph(gettext("Nothing is promised yet."))
    yield from left_out(span)
    yield from closing()


def opening(span: Span, views: list[EntryView], easy: bool) -> Iterator[Block]:
    yield paragraph(
        gettext("People told us how it is. Here is what happened because of it."), picture="listen" if easy else ""
    )
    yield paragraph(gettext("Nobody can be recognised in this report."), picture="lock" if easy else "")
    if not easy:
        law = gettext(
            "The law asks for this report once a year: the Special Educational Needs and Disability Regulations 2014, "
            "regulation 56."
        )
        yield paragraph(law)
    yield paragraph(
        ngettext("We answered %(num)s thing that was said.", "We answered %(num)s things that were said.", len(views)),
        picture="talk" if easy else "",
    )
    grid = volume_grid(
        figures.by_audience(house(), span.first, span.last), AUDIENCE_WORDS, gettext("Who answered our questions")
    )
    if grid:
        yield heading(gettext("Who told us"))
        yield grid


def said(views: list[EntryView], easy: bool) -> Iterator[Block]:
    if not views:
        yield paragraph(gettext("We published no answer about this in this year."))
    for view in views:
        yield from entry_blocks(view, easy)


def left_out(span: Span) -> Iterator[Block]:
    """What was left out, by what it was about and why; small numbers are not told."""
    yield heading(gettext("Comments that are not in this report"))
    rows = figures.left_out_of_year(house(), span.first.year)
    if not rows:
        yield paragraph(gettext("We left no comment out."))
        return
    yield paragraph(gettext("The law lets us leave some comments out. We say how many, and why."))
    items = []
    for limb, reason, number in rows:
        lead = f"{gettext(LIMB_WORDS[limb])} ({about(number)})"
        items.append(paragraph(gettext(EXEMPTION_WORDS[reason]), lead))
    yield Bullets(tuple(items))


def closing() -> Iterator[Block]:
    yield heading(gettext("Who agreed to these answers"))
    yield paragraph(gettext("Each of these agreed to every answer before it was public:"))
    sides = house().partnership.sign_off.must_agree
    yield Bullets(tuple(paragraph(organisation(side)) for side in sides))
    address = f"{house().config.public_url}/you-said-we-did/"
    yield Square(address, gettext("A square picture that opens all answers on a phone: %(address)s", address=address))
