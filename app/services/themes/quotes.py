"""Words that people allowed to be shown: proposed from a masked comment, approved by a person, and translations.

Nothing is quoted without its writer's leave, and nothing of a group that too few people belong to.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Select, select

from app.house import House, random_id
from app.models.answering import Answer
from app.models.base import db
from app.models.listening import Reading
from app.models.themes import CommentTranslation, Heard, Quote, Theme
from app.services import audit, facts
from app.services.errors import N_, Conflict, Forbidden, Invalid, NotFound
from app.services.staff import SignedIn
from app.services.themes.book import known_theme, may_code
from app.services.themes.sight import enough, same_tongue
from app.services.themes.take_up import strange_words
from app.services.transaction import writing

LEAVE, YES = "quote", json.dumps("yes")
"""The question by which people allow that their words are shown, and the answer that does."""
LONGEST, LONGEST_TRANSLATION = 300, 4000


@dataclass(frozen=True, slots=True)
class QuoteView:
    """One quote as pages show it: masked words, their language, and whose audience."""

    id: str
    reading_id: str
    theme_id: str
    theme: str
    text: str
    language: str
    audience: str
    journey_point: str
    state: str
    proposed_by: str = ""


def may_be_quoted(house: House, reading_id: str) -> bool:
    """Whether the writer gave leave, and enough people share what is said of them beside a quote."""
    row = db.session.get(Heard, reading_id)
    return row is not None and has_leave(reading_id) and is_large_enough(house, row)


def has_leave(reading_id: str) -> bool:
    said = select(Answer.value).join(Reading, Reading.response_id == Answer.response_id)
    allowed = said.where(Reading.id == reading_id, Answer.question_id == LEAVE, Answer.state == "answered")
    return db.session.scalar(allowed) == YES


def is_large_enough(house: House, row: Heard) -> bool:
    """The public page shows audience, journey point and the language of the words."""
    same = (Heard.audience == row.audience, Heard.journey_point == row.journey_point, same_tongue(row.language))
    return enough((Heard.programme_id == row.programme_id, *same), house.partnership.thresholds.public)


def propose(house: House, who: SignedIn, programme_id: str, reading_id: str, theme_id: str, text: str) -> str:
    """Put words of a comment forward: they may be cut and masked further, and nothing is put in. The quote's id."""
    may_code(who)
    with writing():
        row = heard_in(programme_id, reading_id)
        if not has_leave(reading_id):
            raise Forbidden(N_("The writer did not allow that these words are shown."))
        if not is_large_enough(house, row):
            raise Conflict(N_("Too few people share what a quote tells of its writer, so it cannot be shown."))
        if known_theme(theme_id).programme_id != programme_id:
            raise Invalid(N_("Choose an open theme of this programme."))
        text = checked(db.session.get_one(Reading, reading_id).masked, text)
        quote = db.session.scalar(select(Quote).where(Quote.reading_id == reading_id))
        if quote is None:
            quote = Quote(id=random_id(), reading_id=reading_id)
            db.session.add(quote)
        if quote.state == "approved":
            facts.loop_changed()
        quote.theme_id, quote.text, quote.language, quote.audience = theme_id, text, row.language, row.audience
        quote.state, quote.proposed_by, quote.decided_by, quote.decided_on = "proposed", who.email, None, None
        audit.record(house, who.email, "quote-proposed", quote.id)
        return quote.id


def checked(masked: str, text: str) -> str:
    """The words of a quote, if all of them are words of the masked comment or masks."""
    text = " ".join(text.split())
    if not 0 < len(text) <= LONGEST:
        raise Invalid(N_("A quote has between 1 and %(most)s letters."), most=LONGEST)
    if strange_words(masked, text):
        raise Invalid(N_("Only leave words out, or put a mask such as [NAME] in their place. Add none."))
    return text


def decide(house: House, who: SignedIn, quote_id: str, approved: bool) -> None:
    """Approve a quote, or refuse it, also later: then it is gone from every page at once."""
    may_approve(who)
    with writing():
        quote = db.session.get(Quote, quote_id)
        if quote is None:
            raise NotFound(N_("There is no such quote, or its writer took it back."))
        row = db.session.get_one(Heard, quote.reading_id)
        if approved:
            checked(db.session.get_one(Reading, quote.reading_id).masked, quote.text)
        if approved and not (has_leave(quote.reading_id) and is_large_enough(house, row)):
            raise Conflict(N_("Too few people share what a quote tells of its writer, so it cannot be shown."))
        quote.state, quote.decided_by = "approved" if approved else "refused", who.email
        quote.decided_on = house.today()
        facts.loop_changed()
        audit.record(house, who.email, f"quote-{quote.state}", quote.id)


def may_approve(who: SignedIn) -> None:
    if not who.may("analyst", "officer"):
        raise Forbidden(N_("Only analysts and engagement officers approve what is shown."))


# Reading


def approved(
    house: House, theme_id: str = "", journey_point: str = "", ids: list[str] | None = None
) -> list[QuoteView]:
    """Quotes that may be shown, those approved first first: of a theme, of a journey point, or those of these ids."""
    query = everything().where(Quote.state == "approved")
    query = query.where(Quote.theme_id == theme_id) if theme_id else query
    query = query.where(Heard.journey_point == journey_point) if journey_point else query
    query = query.where(Quote.id.in_(ids)) if ids is not None else query
    return [view_of(*row) for row in db.session.execute(query)]


def listed(house: House, who: SignedIn, programme_id: str) -> list[QuoteView]:
    """Every quote of a programme, those that wait first."""
    may_approve(who)
    rows = db.session.execute(everything().where(Heard.programme_id == programme_id)).all()
    return sorted((view_of(*row) for row in rows), key=lambda each: (each.state != "proposed", each.state, each.theme))


def of_comment(house: House, who: SignedIn, reading_id: str) -> QuoteView | None:
    may_code(who)
    row = db.session.execute(everything().where(Quote.reading_id == reading_id)).first()
    return view_of(*row) if row else None


def everything() -> Select:
    query = select(Quote, Heard.journey_point, Theme.name).join(Heard, Heard.reading_id == Quote.reading_id)
    query = query.join(Theme, Theme.id == Quote.theme_id)
    return query.order_by(Theme.name, Quote.decided_on, Quote.text, Quote.id)


def view_of(row: Quote, journey_point: str, theme: str) -> QuoteView:
    about = (row.id, row.reading_id, row.theme_id, theme, row.text, row.language, row.audience)
    return QuoteView(*about, journey_point, row.state, row.proposed_by)


def heard_in(programme_id: str, reading_id: str) -> Heard:
    row = db.session.get(Heard, reading_id)
    if row is None or row.programme_id != programme_id:
        raise NotFound(N_("There is no such comment, or its writer took it back."))
    return row


# Translations


def translate(house: House, who: SignedIn, programme_id: str, reading_id: str, text: str) -> None:
    """Keep what a masked comment says in the staff's language; blank: none."""
    may_code(who)
    with writing():
        heard_in(programme_id, reading_id)
        row = db.session.get(CommentTranslation, reading_id)
        if len(text) > LONGEST_TRANSLATION:
            raise Invalid(N_("A translation has at most %(most)s letters."), most=LONGEST_TRANSLATION)
        if not text.strip():
            if row is not None:
                db.session.delete(row)
            return
        if row is None:
            row = CommentTranslation(reading_id=reading_id)
            db.session.add(row)
        row.text, row.translated_by, row.translated_on = text.strip(), who.email, house.today()
