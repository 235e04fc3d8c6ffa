"""The pages "what people told us", one for each journey point: made from a closed release, public once approved.

Figures are those of the public release's safe table. Quotes are named by id: one that is taken back is gone at once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Select, func, select

from app.house import House
from app.models.base import db
from app.models.themes import ToldPage
from app.services import audit, facts
from app.services.errors import N_, Conflict, Forbidden, NotFound
from app.services.staff import SignedIn
from app.services.themes import book, published, quotes
from app.services.themes.book import may_code
from app.services.themes.quotes import QuoteView, may_approve
from app.services.transaction import writing
from surveys.model import AUDIENCES

if TYPE_CHECKING:
    from analysis.rows import ThemeRow

MOST_THEMES, MOST_QUOTES = 5, 2
"""Of each audience; of each theme."""
EVERYTHING = "general"
"""The journey point of surveys that are about no single moment: its page shows whole audiences."""


@dataclass(frozen=True, slots=True)
class ToldTheme:
    """One theme of one audience as the page tells it. `words`: its plain sentence in other languages."""

    theme_id: str
    name: str
    easy: str
    picture: str
    words: dict[str, str]
    people: int
    n: int
    share: int | None
    change: int | None
    change_low: int | None
    change_high: int | None
    quotes: tuple[QuoteView, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says: per audience its themes, the most often said first."""

    journey_point: str
    points: tuple[str, ...]
    release: str
    wave: str
    baseline_wave: str | None
    audiences: tuple[tuple[str, tuple[ToldTheme, ...]], ...]
    version: int = 0
    state: str = "draft"
    made_on: date | None = None
    made_by: str = ""
    approved_on: date | None = None


# For everybody


def public(house: House, journey_point: str) -> Told | None:
    """The page that everybody may read, or None."""
    row = db.session.scalar(latest(journey_point).where(ToldPage.state == "approved", ToldPage.withdrawn_on.is_(None)))
    return view_of(house, row) if row else None


def public_points(house: House) -> list[str]:
    """Journey points that have a public page, in the partnership's order."""
    rows = set(
        db.session.scalars(
            select(ToldPage.journey_point).where(ToldPage.state == "approved", ToldPage.withdrawn_on.is_(None))
        )
    )
    return [point.id for point in house.partnership.journey_points if point.id in rows]


# For staff


def newest(house: House, who: SignedIn, journey_point: str) -> Told | None:
    """The latest version, public or not."""
    may_approve(who)
    row = db.session.scalar(latest(journey_point))
    return view_of(house, row) if row else None


def states(house: House) -> dict[str, tuple[str, bool]]:
    """Journey point to the state of its latest version and whether a page of it is public."""
    shown, found = set(public_points(house)), {}
    for row in db.session.execute(select(ToldPage.journey_point, ToldPage.state).order_by(ToldPage.version)):
        found[row.journey_point] = (row.state, row.journey_point in shown)
    return found


def draft(house: House, who: SignedIn, journey_point: str) -> Told:
    """A new version from the latest public release, proposed for approval. Raises `Conflict` if it tells nothing."""
    may_code(who)
    release = published.latest(house, "public")
    found = rows_for(house, release.tables[published.KIND].rows if release else (), journey_point)
    if not found:
        raise Conflict(N_("No public release tells of enough comments about this yet."))
    points = sorted({point for row in found for point in points_of(row, journey_point)})
    content = {"points": points, "release": release.id, "wave": release.wave, "baseline_wave": release.baseline_wave}
    content["audiences"] = [[audience, own] for audience, own in told_rows(house, found, journey_point)]
    with writing():
        number = (db.session.scalar(newest_number(journey_point)) or 0) + 1
        row = ToldPage(journey_point=journey_point, version=number, content=json.dumps(content, ensure_ascii=False))
        row.state, row.made_on, row.made_by = "proposed", house.today(), who.email
        row.synthetic = facts.is_synthetic()
        db.session.add(row)
        audit.record(house, who.email, "told-page-made", f"{journey_point} {number}")
    return view_of(house, db.session.get_one(ToldPage, (journey_point, number)))


def approve(house: House, who: SignedIn, journey_point: str, number: int) -> None:
    """Make a version public. Whoever made it cannot."""
    may_approve(who)
    with writing():
        row = db.session.get(ToldPage, (journey_point, number))
        if row is None:
            raise NotFound(N_("There is no such page yet."))
        if row.version != db.session.scalar(newest_number(journey_point)):
            raise Conflict(N_("There is a newer version of this page. Look at that one."))
        if row.made_by == who.email:
            raise Forbidden(N_("Somebody else must approve a page that you made."))
        row.state, row.approved_by, row.approved_on = "approved", who.email, house.today()
        row.withdrawn_on = None
        facts.loop_changed()
        audit.record(house, who.email, "told-page-approved", f"{journey_point} {number}")


def withdraw(house: House, who: SignedIn, journey_point: str) -> None:
    """Take a public page back, with every earlier version of it."""
    may_approve(who)
    with writing():
        rows = db.session.scalars(latest(journey_point).where(ToldPage.state == "approved"))
        for row in rows.all():
            row.withdrawn_on = row.withdrawn_on or house.today()
        facts.loop_changed()
        audit.record(house, who.email, "told-page-withdrawn", journey_point)


# Parts


def rows_for(house: House, rows: Sequence[ThemeRow], journey_point: str) -> list[ThemeRow]:
    """Those of the group that holds this point; for no single moment also of whole programmes that know no other."""
    found = [row for row in rows if row.group_kind != "total" and journey_point in row.group.split("+")]
    apart = {row.programme for row in rows if row.group_kind != "total"}
    if journey_point == EVERYTHING:
        found += [row for row in rows if row.group_kind == "total" and row.programme not in apart]
    return found


def points_of(row: ThemeRow, journey_point: str) -> list[str]:
    return row.group.split("+") if row.group_kind != "total" else [journey_point]


def told_rows(house: House, rows: list[ThemeRow], journey_point: str) -> list[tuple[str, list[dict]]]:
    """By audience, the themes that most people said, with the words of the code book as it is now. Of a theme with
    others inside it those are told, since they say more."""
    books = {row.programme: {each.code: each for each in book.listed(house, row.programme, True)} for row in rows}
    made = []
    for audience in AUDIENCES:
        own = sorted((row for row in rows if row.audience == audience), key=lambda row: (-row.people, row.name))
        themes = [(row, books[row.programme].get(row.theme)) for row in own]
        around = {theme.parent_id for _, theme in themes if theme is not None}
        inmost = [each for each in themes if each[1] is not None and each[1].id not in around]
        kept = [theme_of(house, *each) for each in inmost[:MOST_THEMES]]
        if kept:
            made.append((audience, kept))
    return made


def theme_of(house: House, row: ThemeRow, theme: book.ThemeView) -> dict:
    figures = {name: getattr(row, name) for name in ("people", "n", "share", "change", "change_low", "change_high")}
    words = {"name": theme.name, "easy": theme.easy or theme.name, "picture": theme.picture, "words": theme.words}
    points = points_of(row, "")
    mine = (each for each in quotes.approved(house, theme.id) if each.audience == row.audience)
    shown = [quote.id for quote in mine if row.group_kind == "total" or quote.journey_point in points]
    return {"theme_id": theme.id, **words, **figures, "quotes": shown[:MOST_QUOTES]}


def view_of(house: House, row: ToldPage) -> Told:
    content = json.loads(row.content)
    ids = [quote for _, own in content["audiences"] for theme in own for quote in theme["quotes"]]
    still = {quote.id: quote for quote in quotes.approved(house, ids=ids)}
    audiences = tuple(
        (
            audience,
            tuple(
                ToldTheme(**{**theme, "quotes": tuple(still[each] for each in theme["quotes"] if each in still)})
                for theme in own
            ),
        )
        for audience, own in content["audiences"]
    )
    about = (row.journey_point, tuple(content["points"]), content["release"], content["wave"], content["baseline_wave"])
    made = (row.version, row.state, row.made_on, row.made_by, row.approved_on)
    return Told(*about, audiences, *made)


def latest(journey_point: str) -> Select:
    return select(ToldPage).where(ToldPage.journey_point == journey_point).order_by(ToldPage.version.desc())


def newest_number(journey_point: str) -> Select:
    return select(func.max(ToldPage.version)).where(ToldPage.journey_point == journey_point)
