"""Giving themes to comments, many at once, and taking the last steps back. Which comments: `workbench`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from app.house import House, random_id
from app.models.base import db
from app.models.themes import CodedWave, Coding, CodingStep, Heard, Theme
from app.services import audit
from app.services.errors import N_, Conflict, Invalid, NotFound
from app.services.staff import SignedIn
from app.services.themes.book import inside, known_theme, may_code, version
from app.services.transaction import writing

MOST_AT_ONCE = 200
STEPS_KEPT, DAYS_KEPT = 50, 7
"""Steps that one person can take back, and how long."""
Before = list[tuple[str, str, list[str]]]
"""(comment, its state, its themes) before a step."""
Givers = dict[str, str]
"""Theme to who gave it."""
Change = tuple[str, str, Givers, str, list[str]]
"""(comment, its state, its themes and who gave each, the state and the themes after) of a step."""


def give(house: House, who: SignedIn, programme_id: str, ids: Iterable[str], theme_id: str) -> list[str]:
    """These comments carry the theme from now on; the comments that were changed.

    A theme inside another says more: with the inner one given, the outer one goes; with the inner one there, the outer
    one is not given.
    """
    may_code(who)
    with writing():
        theme = known_theme(theme_id)
        if theme.programme_id != programme_id or theme.state != "open":
            raise Invalid(N_("Choose an open theme of this programme."))
        outer, inner = set(above(theme)), set(inside(programme_id, theme_id))
        before = present(programme_id, ids)
        wanted = [each for each in before if not inner & set(each[2])]
        after = [[each for each in themes if each not in outer] + [theme_id] for _, _, themes in wanted]
        changed = change(house, who, programme_id, wanted, after)
        stands = {"coded_by": who.email, "coded_on": house.today()}
        given = (Coding.theme_id == theme_id, Coding.reading_id.in_([each[0] for each in before]))
        db.session.execute(update(Coding).where(*given).values(stands))
    return changed


def take(house: House, who: SignedIn, programme_id: str, ids: Iterable[str], theme_id: str) -> list[str]:
    """These comments do not carry the theme any more; those that were changed."""
    may_code(who)
    with writing():
        wanted = [each for each in present(programme_id, ids) if theme_id in each[2]]
        after = [[each for each in themes if each != theme_id] for _, _, themes in wanted]
        return change(house, who, programme_id, wanted, after)


def none_fits(house: House, who: SignedIn, programme_id: str, ids: Iterable[str]) -> list[str]:
    """Somebody looked at these comments, and no theme fits; those that were changed."""
    may_code(who)
    with writing():
        wanted = [each for each in present(programme_id, ids) if each[1] != "none"]
        return change(house, who, programme_id, wanted, [[] for _ in wanted], "none")


def undo(house: House, who: SignedIn, programme_id: str) -> list[str]:
    """Take back one's own last step; the comments that it was about. What somebody else said of them since, or gave
    them before, stays or comes back. Raises `Conflict` if there is no step."""
    may_code(who)
    with writing():
        mine = (CodingStep.programme_id == programme_id, CodingStep.coder == who.email)
        step = db.session.scalar(select(CodingStep).where(*mine).order_by(CodingStep.number.desc()).limit(1))
        if step is None:
            raise Conflict(N_("There is nothing to take back."))
        changes: list[Change] = json.loads(step.before)
        ids = [each[0] for each in changes]
        states = {reading_id: state for reading_id, state, _ in present(programme_id, ids, strict=False)}
        carried, usable = given_by(ids), set(db.session.scalars(select(Theme.id).where(Theme.state != "merged")))
        for each in changes:
            if each[0] in states:
                put_back(house, who, each, states[each[0]], carried.get(each[0], {}), usable)
        db.session.delete(step)
    return [each for each in ids if each in states]


def finish_wave(house: House, who: SignedIn, programme_id: str, wave: str) -> None:
    """Say that a wave's comments are coded as far as they will be: its next release tells of themes."""
    may_code(who)
    with writing():
        if not db.session.scalar(select(Heard.reading_id).where(*of_wave(programme_id, wave)).limit(1)):
            raise NotFound(N_("There are no comments of this wave."))
        coded = select(Heard.reading_id).where(*of_wave(programme_id, wave), Heard.state == "coded").limit(1)
        if not db.session.scalar(coded):
            raise Conflict(N_("No comment of this wave carries a theme yet."))
        about = {"book_version": version(house, programme_id), "finished_on": house.today(), "finished_by": who.email}
        db.session.merge(CodedWave(programme_id=programme_id, wave=wave, **about))
        audit.record(house, who.email, "coding-finished", f"{programme_id} {wave}")


def waves(house: House, programme_id: str) -> list[tuple[str, dict[str, int], bool]]:
    """Each wave with its comments by state, and whether its coding is finished; the latest first."""
    query = select(Heard.wave, Heard.state, func.count()).where(Heard.programme_id == programme_id)
    found: dict[str, dict[str, int]] = {}
    for wave, state, n in db.session.execute(query.group_by(Heard.wave, Heard.state)):
        found.setdefault(wave, {})[state] = n
    done = set(db.session.scalars(select(CodedWave.wave).where(CodedWave.programme_id == programme_id)))
    return [(wave, found[wave], wave in done) for wave in sorted(found, reverse=True)]


def of_wave(programme_id: str, wave: str) -> tuple:
    return Heard.programme_id == programme_id, Heard.wave == wave


# Inside a caller's transaction


def present(programme_id: str, ids: Iterable[str], strict: bool = True) -> Before:
    """How these comments are. Raises `Invalid` for none, too many, or one that is not of the programme."""
    wanted = list(dict.fromkeys(ids))
    if strict and not 0 < len(wanted) <= MOST_AT_ONCE:
        raise Invalid(N_("Choose between 1 and %(most)s comments."), most=MOST_AT_ONCE)
    own = (Heard.programme_id == programme_id, Heard.reading_id.in_(wanted))
    states = dict(db.session.execute(select(Heard.reading_id, Heard.state).where(*own)).all())
    if strict and len(states) < len(wanted):
        raise NotFound(N_("There is no such comment, or its writer took it back."))
    themes: dict[str, list[str]] = {}
    query = select(Coding.reading_id, Coding.theme_id).where(Coding.reading_id.in_(states))
    for reading_id, theme_id in db.session.execute(query):
        themes.setdefault(reading_id, []).append(theme_id)
    return [(each, states[each], themes.get(each, [])) for each in wanted if each in states]


def given_by(ids: Iterable[str]) -> dict[str, Givers]:
    """Comment to its themes and who gave each."""
    found: dict[str, Givers] = {}
    query = select(Coding.reading_id, Coding.theme_id, Coding.coded_by).where(Coding.reading_id.in_(ids))
    for reading_id, theme_id, coder in db.session.execute(query):
        found.setdefault(reading_id, {})[theme_id] = coder
    return found


def change(
    house: House, who: SignedIn, programme_id: str, before: Before, after: list[list[str]], state: str = ""
) -> list[str]:
    """One step that can be taken back: each comment carries its new themes; those comments."""
    ids = [reading_id for reading_id, *_ in before]
    if not ids:
        return []
    had = given_by(ids)
    steps = [
        (each, was, had.get(each, {}), "coded" if themes else state or "new", themes)
        for (each, was, _), themes in zip(before, after, strict=True)
    ]
    keep_step(house, who, programme_id, steps)
    for reading_id, themes in zip(ids, after, strict=True):
        put(house, who, reading_id, themes, state)
    return ids


def put(
    house: House, who: SignedIn, reading_id: str, themes: Iterable[str], state: str = "", givers: Givers | None = None
) -> None:
    """A comment carries exactly these themes. Who gave one that it has already stays, unless `givers` names another."""
    wanted = dict.fromkeys(themes)
    had = given_by([reading_id]).get(reading_id, {})
    stay = {each for each in wanted if each in had and (givers is None or givers[each] == had[each])}
    if had.keys() - stay:
        gone = (Coding.reading_id == reading_id, Coding.theme_id.in_(had.keys() - stay))
        db.session.execute(delete(Coding).where(*gone))
    about = {"reading_id": reading_id, "coded_on": house.today()}
    coder = givers or dict.fromkeys(wanted, who.email)
    new = [{**about, "theme_id": each, "coded_by": coder[each]} for each in wanted if each not in stay]
    if new:
        db.session.execute(insert(Coding), new)
    now = "coded" if wanted else state or "new"
    db.session.execute(update(Heard).where(Heard.reading_id == reading_id).values(state=now))


def put_back(house: House, who: SignedIn, step: Change, state: str, now: Givers, usable: set[str]) -> None:
    """Take out of a comment what this step did, and leave what others did."""
    reading_id, old_state, had, new_state, became = step
    mine = {each for each in became if now.get(each) == who.email}
    kept = {each: coder for each, coder in now.items() if each not in mine or each in had}
    kept |= {each: had[each] for each in mine & had.keys()}
    lost = [each for each in had if each in usable and each not in became and each not in now]
    kept |= {each: had[each] for each in lost if not inner_ones(each) & kept.keys()}
    theirs = state == "none" != new_state
    put(house, who, reading_id, kept, "none" if theirs or old_state == "none" else "", kept)


def inner_ones(theme_id: str) -> set[str]:
    return set(inside(known_theme(theme_id).programme_id, theme_id)) - {theme_id}


def keep_step(house: House, who: SignedIn, programme_id: str, changes: list[Change]) -> None:
    """So that it can be taken back; the oldest of many steps is forgotten."""
    mine = (CodingStep.programme_id == programme_id, CodingStep.coder == who.email)
    number = (db.session.scalar(select(func.max(CodingStep.number)).where(*mine)) or 0) + 1
    about = {"programme_id": programme_id, "coder": who.email, "made_on": house.today()}
    db.session.add(CodingStep(id=random_id(), number=number, before=json.dumps(changes), **about))
    db.session.execute(delete(CodingStep).where(*mine, CodingStep.number <= number - STEPS_KEPT))


def above(theme: Theme) -> Iterable[str]:
    """The themes that a theme is inside of."""
    parent = theme.parent_id
    while parent:
        yield parent
        parent = known_theme(parent).parent_id


def old_steps(house: House) -> ColumnElement[bool]:
    """Which steps nobody needs any more."""
    return CodingStep.made_on < house.today() - timedelta(days=DAYS_KEPT)
