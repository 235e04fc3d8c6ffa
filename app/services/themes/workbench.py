"""Finding comments to code: masked, narrowed, page by page, each with as little about its writer as may be seen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from sqlalchemy import Select, func, or_, select

from app.house import House
from app.models.base import db
from app.models.listening import SENTIMENTS, Reading
from app.models.themes import CODED_STATES, Coding, CommentTranslation, DoubleComment, Heard, Pile, Suggestion
from app.services.errors import N_, NotFound
from app.services.staff import SignedIn
from app.services.themes.book import may_code
from app.services.themes.sight import ATTRIBUTES, USUAL, Together, Writer, narrowed, together, writer_of
from surveys.model import AUDIENCES

PAGE = 25
COUNTED = 1000
"""More matches than this are not counted: "more than 1,000"."""
LONGEST_WORDS = 80


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader looks for. `beside` is the attribute that is shown; `after` the last comment of the page before."""

    words: str = ""
    audience: str = ""
    journey_point: str = ""
    locality: str = ""
    wave: str = ""
    language: str = ""
    sentiment: str = ""
    state: str = ""
    theme: str = ""
    pile: str = ""
    suggested: str = ""
    beside: str = ""
    after: str = ""

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Wish:
        """From an address; what no choice offers is left out."""
        given = {each.name: values.get(each.name, "").strip()[:LONGEST_WORDS] for each in fields(cls)}
        choices = {"audience": AUDIENCES, "sentiment": SENTIMENTS, "state": CODED_STATES, "beside": ATTRIBUTES}
        wrong = [name for name, known in choices.items() if given[name] not in known]
        return cls(**{**given, **dict.fromkeys(wrong, "")})

    @property
    def attributes(self) -> dict[str, str]:
        """Those of a writer that it narrows by."""
        return {name: getattr(self, name) for name in ATTRIBUTES if getattr(self, name)}

    @property
    def shown(self) -> str:
        """The attribute that stands beside each comment: the one that it narrows by, if it does."""
        return next(iter(self.attributes), self.beside or ATTRIBUTES[0])

    def given(self, **more: str) -> dict[str, str]:
        """For an address: what is asked for, with changes."""
        changed = replace(self, **more)
        return {each.name: getattr(changed, each.name) for each in fields(changed) if getattr(changed, each.name)}


@dataclass(frozen=True, slots=True)
class Suggested:
    """A theme that a comment might carry, and the words that it shares with those that do."""

    theme_id: str
    likeness: int
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """One comment as the workbench shows it: its masked words, never others."""

    id: str
    text: str
    language: str
    sentiment: str
    why: str
    state: str
    writer: Writer
    themes: tuple[str, ...] = ()
    suggestions: tuple[Suggested, ...] = ()
    translation: str = ""
    together: Together | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of comments, how many there are in all (`COUNTED` + 1: more than that), and whether more follow."""

    cards: tuple[Card, ...]
    total: int
    more: bool


def find(house: House, who: SignedIn, programme_id: str, wish: Wish, set_id: str = "") -> Found:
    """The next page of comments that fit the wish. Raises `Invalid` for one that would point at few people."""
    may_code(who)
    query = matching(house, programme_id, wish, set_id)
    page = query.where(Heard.reading_id > wish.after) if wish.after else query
    rows = db.session.scalars(page.order_by(Heard.reading_id).limit(PAGE + 1)).all()
    total = len(rows)
    if wish.after or total > PAGE:
        some = query.with_only_columns(Heard.reading_id).limit(COUNTED + 1).subquery()
        total = db.session.scalar(select(func.count()).select_from(some)) or 0
    return Found(cards_of(house, rows[:PAGE], wish.shown, blind=bool(set_id)), total, len(rows) > PAGE)


def matching(house: House, programme_id: str, wish: Wish, set_id: str) -> Select:
    query = select(Heard).where(*narrowed(house, programme_id, wish.audience, wish.attributes))
    for name in ("sentiment", "state"):
        if getattr(wish, name):
            query = query.where(getattr(Heard, name) == getattr(wish, name))
    if wish.pile:
        query = query.where(Heard.pile_id == wish.pile)
    if wish.theme:
        query = query.where(Heard.reading_id.in_(select(Coding.reading_id).where(Coding.theme_id == wish.theme)))
    if wish.suggested:
        mine = select(Suggestion.reading_id).where(Suggestion.theme_id == wish.suggested)
        query = query.where(Heard.reading_id.in_(mine))
    if set_id:
        query = query.where(
            Heard.reading_id.in_(select(DoubleComment.reading_id).where(DoubleComment.set_id == set_id))
        )
    return query.where(Heard.reading_id.in_(having(wish.words))) if wish.words else query


def having(words: str) -> Select:
    """Readings whose masked text holds every one of these words, in small letters or with a capital."""
    query = select(Reading.id).where(Reading.draft_id.is_(None))
    for word in words.split():
        ways = {word, word.lower(), word.capitalize(), word.upper()}
        query = query.where(or_(*(Reading.masked.contains(each, autoescape=True) for each in sorted(ways))))
    return query


def cards_of(house: House, rows: list[Heard], attribute: str, blind: bool = False) -> tuple[Card, ...]:
    ids = [row.reading_id for row in rows]
    readings = {row.id: row for row in db.session.scalars(select(Reading).where(Reading.id.in_(ids)))}
    themes = {} if blind else themes_of(ids)
    suggestions = {} if blind else suggestions_of(ids)
    query = select(CommentTranslation).where(CommentTranslation.reading_id.in_(ids))
    translations = {row.reading_id: row.text for row in db.session.scalars(query)}
    writers, groups = writers_of(house, rows, attribute), together(house, rows)
    return tuple(
        Card(
            id=row.reading_id,
            text=readings[row.reading_id].masked,
            language=readings[row.reading_id].language,
            sentiment=readings[row.reading_id].sentiment,
            why=str(json.loads(readings[row.reading_id].why or "{}").get("sentiment", "")),
            state=row.state,
            writer=writers[row.reading_id],
            themes=themes.get(row.reading_id, ()),
            suggestions=suggestions.get(row.reading_id, ()) if row.state == "new" else (),
            translation=translations.get(row.reading_id, ""),
            together=groups.get(row.reading_id),
        )
        for row in rows
    )


def writers_of(house: House, rows: list[Heard], attribute: str) -> dict[str, Writer]:
    """What is seen of each; those who share all of it are looked up once."""
    known: dict[tuple[str, ...], Writer] = {}
    found = {}
    for row in rows:
        key = (row.audience, "" if row.language in USUAL else row.language, getattr(row, attribute))
        if key not in known:
            known[key] = writer_of(house, row, attribute)
        found[row.reading_id] = known[key]
    return found


def cards(house: House, who: SignedIn, programme_id: str, ids: list[str]) -> tuple[Card, ...]:
    """These comments, those of them that are there."""
    may_code(who)
    own = (Heard.programme_id == programme_id, Heard.reading_id.in_(ids))
    return cards_of(house, list(db.session.scalars(select(Heard).where(*own))), ATTRIBUTES[0])


def card(house: House, who: SignedIn, programme_id: str, reading_id: str, attribute: str = "") -> Card:
    """One comment. Raises `NotFound`."""
    may_code(who)
    row = db.session.get(Heard, reading_id)
    if row is None or row.programme_id != programme_id:
        raise NotFound(N_("There is no such comment, or its writer took it back."))
    return cards_of(house, [row], attribute or ATTRIBUTES[0])[0]


def themes_of(ids: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in db.session.execute(select(Coding.reading_id, Coding.theme_id).where(Coding.reading_id.in_(ids))):
        found[row.reading_id] = (*found.get(row.reading_id, ()), row.theme_id)
    return found


def suggestions_of(ids: list[str]) -> dict[str, tuple[Suggested, ...]]:
    query = select(Suggestion).where(Suggestion.reading_id.in_(ids)).order_by(Suggestion.likeness.desc())
    found: dict[str, tuple[Suggested, ...]] = {}
    for row in db.session.scalars(query):
        mine = Suggested(row.theme_id, row.likeness, row.words)
        found[row.reading_id] = (*found.get(row.reading_id, ()), mine)
    return found


# Counts beside the list


def progress(house: House, programme_id: str) -> dict[str, int]:
    """How many comments of a programme are new, coded, or fit no theme."""
    query = select(Heard.state, func.count()).where(Heard.programme_id == programme_id).group_by(Heard.state)
    return {**dict.fromkeys(CODED_STATES, 0), **dict(db.session.execute(query).all())}


def sizes(house: House, theme_ids: list[str]) -> dict[str, int]:
    """How many comments carry each theme itself, those inside it not counted."""
    query = select(Coding.theme_id, func.count()).where(Coding.theme_id.in_(theme_ids)).group_by(Coding.theme_id)
    return dict(db.session.execute(query).all())


def piles(house: House, programme_id: str) -> list[Pile]:
    """The last first grouping, the largest pile first."""
    query = select(Pile).where(Pile.programme_id == programme_id).order_by(Pile.size.desc(), Pile.words)
    return list(db.session.scalars(query))


def choices(house: House, programme_id: str) -> dict[str, list[str]]:
    """What a reader may narrow by: the values of each attribute. Whether enough people share one is found out then."""
    places = {
        "journey_point": [each.id for each in house.partnership.journey_points],
        "locality": [each.id for each in house.partnership.localities],
    }
    for name in ("wave", "language"):
        values = select(getattr(Heard, name)).where(Heard.programme_id == programme_id).distinct()
        places[name] = sorted(db.session.scalars(values))
    return places
