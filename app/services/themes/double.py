"""Two people code the same comments without seeing each other's themes; how far they agree; settling what they do not.

What they say here counts for nothing until somebody settles the set: then it becomes ordinary coding.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from types import SimpleNamespace

from sqlalchemy import func, select

from app.house import House, random_id
from app.models.base import db
from app.models.themes import DoubleCoding, DoubleComment, DoubleSet, Heard, Theme
from app.services import audit
from app.services.errors import N_, Conflict, Invalid, NotFound
from app.services.staff import SignedIn
from app.services.themes import coding
from app.services.themes.book import inside, known_theme, may_code, version
from app.services.transaction import writing

SMALLEST, LARGEST = 10, 500


@dataclass(frozen=True, slots=True)
class SetView:
    """One set: how many comments, and how many each coder is through."""

    id: str
    programme_id: str
    made_on: date
    made_by: str
    book_version: int
    settled_on: date | None
    size: int
    done: dict[str, int] = field(default_factory=dict)

    @property
    def complete(self) -> list[str]:
        """The coders who are through."""
        return sorted(coder for coder, n in self.done.items() if n >= self.size)


@dataclass(frozen=True, slots=True)
class Mine:
    """What one coder has said in a set so far."""

    said: dict[str, tuple[str, ...]]

    def state(self, reading_id: str) -> str:
        themes = self.said.get(reading_id)
        return "new" if themes is None else "coded" if themes else "none"

    def themes(self, reading_id: str) -> tuple[str, ...]:
        return self.said.get(reading_id, ())


def make(house: House, who: SignedIn, programme_id: str, size: int) -> str:
    """A set of comments picked by chance; its id."""
    may_code(who)
    if not SMALLEST <= size <= LARGEST:
        raise Invalid(N_("Choose between %(least)s and %(most)s comments."), least=SMALLEST, most=LARGEST)
    with writing():
        ids = list(db.session.scalars(select(Heard.reading_id).where(Heard.programme_id == programme_id)))
        if len(ids) < size:
            raise Conflict(N_("There are only %(count)s comments."), count=len(ids))
        row = DoubleSet(id=random_id(), programme_id=programme_id, made_on=house.today(), made_by=who.email)
        row.book_version = version(house, programme_id)
        db.session.add(row)
        db.session.flush()
        picked = secrets.SystemRandom().sample(ids, size)
        db.session.add_all(DoubleComment(set_id=row.id, reading_id=each) for each in picked)
        audit.record(house, who.email, "double-coding-made", programme_id)
        return row.id


def listed(house: House, programme_id: str) -> list[SetView]:
    """The sets of a programme, the latest first."""
    rows = db.session.scalars(
        select(DoubleSet).where(DoubleSet.programme_id == programme_id).order_by(DoubleSet.made_on.desc(), DoubleSet.id)
    ).all()
    return [view_of(row) for row in rows]


def get(house: House, set_id: str) -> SetView:
    return view_of(known(set_id))


def view_of(row: DoubleSet) -> SetView:
    size = db.session.scalar(select(func.count()).where(DoubleComment.set_id == row.id)) or 0
    query = select(DoubleCoding.coder, func.count()).where(DoubleCoding.set_id == row.id).group_by(DoubleCoding.coder)
    done = dict(db.session.execute(query).all())
    values = (row.id, row.programme_id, row.made_on, row.made_by, row.book_version, row.settled_on)
    return SetView(*values, size, done)


def known(set_id: str) -> DoubleSet:
    row = db.session.get(DoubleSet, set_id)
    if row is None:
        raise NotFound(N_("There is no such set of comments."))
    return row


# Coding in a set


def of_set(set_id: str) -> SimpleNamespace:
    """`give`, `take` and `none_fits` as `coding` has them, for this set."""
    return SimpleNamespace(
        give=partial(say, set_id, given=True), take=partial(say, set_id, given=False), none_fits=partial(say, set_id)
    )


def say(
    set_id: str,
    house: House,
    who: SignedIn,
    programme_id: str,
    ids: Iterable[str],
    theme_id: str = "",
    given: bool = False,
) -> list[str]:
    """Give these comments a theme, take it away, or (without a theme) say that none fits. Those of the set."""
    may_code(who)
    with writing():
        row = known(set_id)
        if row.settled_on:
            raise Conflict(N_("This set is settled."))
        if theme_id and known_theme(theme_id).programme_id != programme_id:
            raise Invalid(N_("Choose an open theme of this programme."))
        mine = (DoubleComment.set_id == set_id, DoubleComment.reading_id.in_(list(ids)))
        wanted = list(db.session.scalars(select(DoubleComment.reading_id).where(*mine)))
        for reading_id in wanted:
            put(programme_id, set_id, who.email, reading_id, theme_id, given)
    return wanted


def put(programme_id: str, set_id: str, coder: str, reading_id: str, theme_id: str, given: bool) -> None:
    row = db.session.get(DoubleCoding, (set_id, coder, reading_id))
    if row is None:
        row = DoubleCoding(set_id=set_id, coder=coder, reading_id=reading_id, themes="")
        db.session.add(row)
    themes = set(row.themes.split()) - {theme_id} if theme_id else set()
    if given:
        outer = set(coding.above(known_theme(theme_id)))
        themes = themes - outer | (set() if themes & set(inside(programme_id, theme_id)) else {theme_id})
    row.themes = " ".join(sorted(themes))


def mine(house: House, who: SignedIn, set_id: str) -> Mine:
    return Mine(codings(set_id).get(who.email, {}))


def codings(set_id: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """Coder to comment to themes."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in db.session.scalars(select(DoubleCoding).where(DoubleCoding.set_id == set_id)):
        found.setdefault(row.coder, {})[row.reading_id] = tuple(row.themes.split())
    return found


# What comes of it


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha over all themes (sets of them), and for each theme whether it was given at all."""

    coders: tuple[str, ...]
    comments: int
    overall: float | None
    themes: tuple[tuple[str, float | None, int], ...]
    """(theme id, alpha, comments to which anybody gave it)"""
    apart: tuple[tuple[str, dict[str, tuple[str, ...]]], ...]
    """Comments on which they differ, with what each said."""


def agreement(house: House, who: SignedIn, set_id: str) -> Agreement:
    """How far the coders who are through agree. Raises `Conflict` while there are fewer than two."""
    from analysis.agreement import alpha, masi, nominal

    may_code(who)
    view = get(house, set_id)
    if len(view.complete) < 2:
        raise Conflict(N_("Two people must be through before their themes are compared."))
    said = {coder: own for coder, own in codings(set_id).items() if coder in view.complete}
    ids = sorted(next(iter(said.values())))
    units = [[frozenset(own[each]) for own in said.values()] for each in ids]
    used = sorted({theme for unit in units for themes in unit for theme in themes})
    per_theme = []
    for theme in used:
        given = [[theme in themes for themes in unit] for unit in units]
        per_theme.append((theme, alpha(given, nominal), sum(any(unit) for unit in given)))
    apart = [(each, {c: own[each] for c, own in said.items()}) for each in ids]
    differing = tuple((each, own) for each, own in apart if len({frozenset(x) for x in own.values()}) > 1)
    return Agreement(tuple(sorted(said)), len(ids), alpha(units, masi), tuple(per_theme), differing)


def settle(house: House, who: SignedIn, set_id: str, chosen: dict[str, list[str]]) -> int:
    """Make ordinary coding of a set: where coders agree what they said, else the themes chosen; how many comments."""
    found = agreement(house, who, set_id)
    with writing():
        row = known(set_id)
        if row.settled_on:
            raise Conflict(N_("This set is settled."))
        usable = set(db.session.scalars(select(Theme.id).where(Theme.programme_id == row.programme_id)))
        said = codings(set_id)[found.coders[0]]
        final = {each: list(themes) for each, themes in said.items()}
        final |= {each: chosen.get(each, []) for each, _ in found.apart}
        before = coding.present(row.programme_id, final, strict=False)
        for reading_id, *_ in before:
            themes = [each for each in final[reading_id] if each in usable]
            coding.put(house, who, reading_id, themes, "none")
        row.settled_on = house.today()
        audit.record(house, who.email, "double-coding-settled", row.programme_id)
    return len(before)
