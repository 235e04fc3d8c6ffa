"""Merging and splitting themes: what carries them moves along, and the book's history says so."""

from __future__ import annotations

from sqlalchemy import delete, insert, select, update

from app.house import House
from app.models.base import db
from app.models.themes import Coding, Quote, Suggestion, Theme
from app.services.errors import N_, Invalid
from app.services.staff import SignedIn
from app.services.themes import book
from app.services.themes.book import ThemeText, ThemeView
from app.services.transaction import writing


def merge(house: House, who: SignedIn, theme_id: str, into_id: str) -> ThemeView:
    """All comments of one theme carry another from now on; the first stays in the history and takes no more."""
    book.may_code(who)
    with writing():
        source, target = book.known_theme(theme_id), book.known_theme(into_id)
        if source.programme_id != target.programme_id or not source.state == target.state == "open":
            raise Invalid(N_("Choose an open theme of the same programme."))
        if into_id in book.inside(source.programme_id, theme_id):
            raise Invalid(N_("A theme cannot be merged into itself or into what is inside it."))
        moving = [row.id for row in db.session.scalars(select(Theme).where(Theme.parent_id == theme_id))]
        for each in moving:
            levels = book.height(source.programme_id, each)
            book.known_theme(each).parent_id = book.parent_of(source.programme_id, into_id, levels)
        move_comments(theme_id, into_id, set(book.inside(source.programme_id, into_id)) - {into_id})
        db.session.execute(update(Quote).where(Quote.theme_id == theme_id).values(theme_id=into_id))
        db.session.execute(delete(Suggestion).where(Suggestion.theme_id == theme_id))
        source.state = "merged"
        book.keep_version(house, who, source.programme_id, "merged", [source.name, target.name])
    return book.get(house, into_id)


def move_comments(theme_id: str, into_id: str, inner: set[str]) -> None:
    """In the caller's transaction. A comment that has the other theme, or one inside it, is not given it again."""
    having = select(Coding.reading_id).where(Coding.theme_id.in_({into_id, *inner}))
    moved = select(Coding.reading_id, db.literal(into_id), Coding.coded_by, Coding.coded_on).where(
        Coding.theme_id == theme_id, Coding.reading_id.not_in(having)
    )
    names = ["reading_id", "theme_id", "coded_by", "coded_on"]
    db.session.execute(insert(Coding.__table__).from_select(names, moved))
    db.session.execute(delete(Coding).where(Coding.theme_id == theme_id))


def split(house: House, who: SignedIn, theme_id: str, names: list[str]) -> list[ThemeView]:
    """New themes inside this one. Its comments keep it until somebody gives each the new one that fits."""
    book.may_code(who)
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    if len(wanted) < 2:
        raise Invalid(N_("Name at least two themes to split it into."))
    for name in wanted:
        book.check(house, who, ThemeText(name))
    with writing():
        row = book.known_theme(theme_id)
        made = [book.make(house, row.programme_id, ThemeText(name), theme_id).id for name in wanted]
        book.keep_version(house, who, row.programme_id, "split", [row.name, *wanted])
    return [book.get(house, each) for each in made]
