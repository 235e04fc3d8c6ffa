"""The code book of a programme: its themes, nested, and every version of it. Which comment carries which: `coding`."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date

from sqlalchemy import func, select

from app.house import House, random_id
from app.models.asking import Programme
from app.models.base import db
from app.models.themes import BookVersion, Theme, ThemeWords
from app.services import audit
from app.services.errors import N_, Conflict, Forbidden, Invalid, NotFound
from app.services.staff import SignedIn
from app.services.transaction import writing

DEEPEST = 3
"""Levels of nesting: a person must be able to keep the book in mind."""
LONGEST_NAME, LONGEST_EASY, MOST = 120, 200, 200
INDENT = "\u2014 "


@dataclass(frozen=True, slots=True)
class ThemeView:
    """One theme. `easy` is its plain sentence for the public pages, `words` the same in other languages."""

    id: str
    programme_id: str
    code: str
    name: str
    about: str = ""
    easy: str = ""
    picture: str = ""
    parent_id: str | None = None
    state: str = "open"
    depth: int = 0
    words: dict[str, str] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class ThemeText:
    """What a person writes about a theme."""

    name: str
    about: str = ""
    easy: str = ""
    picture: str = ""
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BookChange:
    """One step of a code book's history: the version it made, what was done, to which themes (named as then)."""

    version: int
    step: str
    themes: tuple[str, ...]
    changed_on: date
    changed_by: str


# Reading


def listed(house: House, programme_id: str, every: bool = False) -> list[ThemeView]:
    """The themes of a programme as a tree read from top to bottom: open ones, or every one that there ever was."""
    rows = db.session.scalars(
        select(Theme).where(Theme.programme_id == programme_id).order_by(Theme.position, Theme.code)
    ).all()
    words = words_of(programme_id)
    known = {row.id for row in rows}
    children: dict[str | None, list[Theme]] = {}
    for row in rows:
        children.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    found = [view_of(row, depth, words.get(row.id, {})) for row, depth in walked(children, None, 0)]
    return found if every else [theme for theme in found if theme.is_open]


def walked(children: dict[str | None, list[Theme]], parent: str | None, depth: int) -> Iterable[tuple[Theme, int]]:
    for row in children.get(parent, ()):
        yield row, depth
        yield from walked(children, row.id, depth + 1)


def get(house: House, theme_id: str) -> ThemeView:
    row = known_theme(theme_id)
    return next(each for each in listed(house, row.programme_id, every=True) if each.id == row.id)


def version(house: House, programme_id: str) -> int:
    """How many changes the book has seen; 0 for an empty one."""
    return db.session.scalar(select(func.max(BookVersion.version)).where(BookVersion.programme_id == programme_id)) or 0


def history(house: House, programme_id: str, limit: int = 100) -> list[BookChange]:
    """What was done to the book, the latest step first."""
    rows = db.session.scalars(
        select(BookVersion)
        .where(BookVersion.programme_id == programme_id)
        .order_by(BookVersion.version.desc())
        .limit(limit)
    )
    return [
        BookChange(row.version, row.step, tuple(json.loads(row.detail)), row.changed_on, row.changed_by) for row in rows
    ]


def at_version(house: House, programme_id: str, number: int) -> list[ThemeView]:
    """The open themes of the book as they were."""
    row = db.session.get(BookVersion, (programme_id, number))
    if row is None:
        raise NotFound(N_("There is no such version of this code book."))
    return [ThemeView(**each) for each in json.loads(row.content)]


# Writing


def add(house: House, who: SignedIn, programme_id: str, text: ThemeText, parent_id: str | None = None) -> ThemeView:
    """A new theme, perhaps inside another."""
    check(house, who, text)
    with writing():
        row = make(house, programme_id, text, parent_id)
        keep_version(house, who, programme_id, "added", [row.name])
    return get(house, row.id)


def change(house: House, who: SignedIn, theme_id: str, text: ThemeText) -> ThemeView:
    """Other words for the same theme; what it is called in files stays."""
    check(house, who, text)
    with writing():
        row = known_theme(theme_id)
        before = row.name
        fill(row, text)
        put_words(row.id, text.words)
        names = [row.name] if row.name == before else [before, row.name]
        keep_version(house, who, row.programme_id, "changed", names)
    return get(house, theme_id)


def move(house: House, who: SignedIn, theme_id: str, parent_id: str | None) -> ThemeView:
    """Put a theme, with what is inside it, into another one or to the top."""
    may_code(who)
    with writing():
        row = known_theme(theme_id)
        if parent_id in inside(row.programme_id, theme_id):
            raise Invalid(N_("A theme cannot be inside itself."))
        row.parent_id = parent_of(row.programme_id, parent_id, height(row.programme_id, theme_id))
        row.position = next_position(row.programme_id)
        keep_version(house, who, row.programme_id, "moved", [row.name])
    return get(house, theme_id)


def set_open(house: House, who: SignedIn, theme_id: str, is_open: bool) -> None:
    """Close a theme, so that no further comment gets it; comments that carry it keep it. Or open it again."""
    may_code(who)
    with writing():
        row = known_theme(theme_id)
        if row.state == "merged":
            raise Conflict(N_("This theme was merged into another one."))
        if not is_open and any(known_theme(each).state == "open" for each in inside(row.programme_id, theme_id)[1:]):
            raise Conflict(N_("Close or move the themes inside it first."))
        row.state = "open" if is_open else "closed"
        keep_version(house, who, row.programme_id, "opened" if is_open else "closed", [row.name])


# Inside a caller's transaction


def make(house: House, programme_id: str, text: ThemeText, parent_id: str | None) -> Theme:
    if db.session.get(Programme, programme_id) is None:
        raise NotFound(N_("There is no such programme."))
    names = db.session.execute(select(Theme.name, Theme.code, Theme.state).where(Theme.programme_id == programme_id))
    taken = list(names)
    if len(taken) >= MOST:
        raise Conflict(N_("A code book holds at most %(most)s themes."), most=MOST)
    if any(name.casefold() == text.name.strip().casefold() and state == "open" for name, _, state in taken):
        raise Conflict(N_("There is a theme of this name already."))
    row = Theme(id=random_id(), programme_id=programme_id, code=free_code(text.name, {code for _, code, _ in taken}))
    row.parent_id, row.position = parent_of(programme_id, parent_id, 1), next_position(programme_id)
    fill(row, text)
    db.session.add(row)
    db.session.flush()
    put_words(row.id, text.words)
    return row


def keep_version(house: House, who: SignedIn, programme_id: str, step: str, names: list[str]) -> None:
    """Write down the book as it is after a change."""
    db.session.flush()
    content = json.dumps([asdict(each) for each in listed(house, programme_id)], ensure_ascii=False)
    number = version(house, programme_id) + 1
    detail = json.dumps(names, ensure_ascii=False)
    about = {"changed_on": house.today(), "changed_by": who.email}
    row = BookVersion(programme_id=programme_id, version=number, step=step, detail=detail, content=content, **about)
    db.session.add(row)
    audit.record(house, who.email, f"theme-{step}", programme_id, f"version {number}")


def fill(row: Theme, text: ThemeText) -> None:
    row.name, row.about = text.name.strip(), text.about.strip()
    row.easy, row.picture = text.easy.strip(), text.picture


def put_words(theme_id: str, words: dict[str, str]) -> None:
    for language, easy in words.items():
        row = db.session.get(ThemeWords, (theme_id, language))
        if not easy.strip():
            if row is not None:
                db.session.delete(row)
        elif row is None:
            db.session.add(ThemeWords(theme_id=theme_id, language=language, easy=easy.strip()[:LONGEST_EASY]))
        else:
            row.easy = easy.strip()[:LONGEST_EASY]


def next_position(programme_id: str) -> int:
    return (db.session.scalar(select(func.max(Theme.position)).where(Theme.programme_id == programme_id)) or 0) + 1


def parent_of(programme_id: str, parent_id: str | None, levels: int) -> str | None:
    """The parent, if something of so many levels fits into it."""
    depth, above = 0, parent_id
    while above:
        row = known_theme(above)
        if row.programme_id != programme_id or row.state != "open":
            raise Invalid(N_("Choose an open theme of the same programme."))
        depth, above = depth + 1, row.parent_id
    if depth + levels > DEEPEST:
        raise Invalid(N_("Themes can be nested %(most)s deep at most."), most=DEEPEST)
    return parent_id or None


def inside(programme_id: str, theme_id: str) -> list[str]:
    """The theme and all that are inside it."""
    rows = db.session.execute(select(Theme.id, Theme.parent_id).where(Theme.programme_id == programme_id)).all()
    found = [theme_id]
    for each in found:
        found += [row.id for row in rows if row.parent_id == each]
    return found


def height(programme_id: str, theme_id: str) -> int:
    """How many levels a theme has, itself included."""
    below = db.session.scalars(select(Theme.id).where(Theme.parent_id == theme_id)).all()
    return 1 + max((height(programme_id, each) for each in below), default=0)


def known_theme(theme_id: str) -> Theme:
    row = db.session.get(Theme, theme_id)
    if row is None:
        raise NotFound(N_("There is no such theme."))
    return row


# Small parts


def may_code(who: SignedIn) -> None:
    if not who.may("analyst"):
        raise Forbidden(N_("Only analysts work with themes."))


def check(house: House, who: SignedIn, text: ThemeText) -> None:
    may_code(who)
    if not text.name.strip() or len(text.name) > LONGEST_NAME:
        raise Invalid(N_("Give the theme a name of at most %(most)s letters."), most=LONGEST_NAME)
    if len(text.easy) > LONGEST_EASY:
        raise Invalid(N_("The plain sentence has at most %(most)s letters."), most=LONGEST_EASY)


def free_code(name: str, taken: set[str]) -> str:
    """What the theme is called in files: from its name, and never given twice."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    start = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-") or "theme"
    numbered = (f"{start}-{number}" for number in range(2, MOST + 2))
    return start if start not in taken else next(code for code in numbered if code not in taken)


def words_of(programme_id: str) -> dict[str, dict[str, str]]:
    query = select(ThemeWords).join(Theme, Theme.id == ThemeWords.theme_id).where(Theme.programme_id == programme_id)
    found: dict[str, dict[str, str]] = {}
    for row in db.session.scalars(query):
        found.setdefault(row.theme_id, {})[row.language] = row.easy
    return found


def view_of(row: Theme, depth: int, words: dict[str, str]) -> ThemeView:
    names = ("id", "programme_id", "code", "name", "about", "easy", "picture", "parent_id", "state")
    return ThemeView(**{name: getattr(row, name) for name in names}, depth=depth, words=words)
