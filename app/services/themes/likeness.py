"""The worker's part of the workbench: suggestions from coded comments, and a first grouping of those not coded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from app.house import House, random_id
from app.models.asking import Programme
from app.models.base import db
from app.models.jobs import Task
from app.models.listening import Reading
from app.models.themes import Coding, Heard, Pile, Suggestion, Theme
from app.services.errors import N_, Conflict, NotFound
from app.services.running import tasks
from app.services.running.tasks import Claimed, TaskView
from app.services.staff import SignedIn
from app.services.themes.book import may_code

SUGGEST, GROUP = "suggest-themes", "group-comments"
KINDS = (SUGGEST, GROUP)
AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Row:
    """A comment as this module needs it."""

    id: str
    language: str
    state: str
    text: str


def ask(house: House, who: SignedIn, programme_id: str, kind: str) -> str:
    """Ask the worker for it; the task's id. Raises `Conflict` while one of the same kind waits or runs."""
    may_code(who)
    if kind not in KINDS or db.session.get(Programme, programme_id) is None:
        raise NotFound(N_("There is no such programme."))
    last = latest(house, programme_id).get(kind)
    if last and last.state in ("waiting", "running"):
        raise Conflict(N_("The computer is at it already."))
    return tasks.enqueue(house, kind, {"programme": programme_id})


def latest(house: House, programme_id: str) -> dict[str, TaskView]:
    """The last task of each kind for this programme."""
    rows = db.session.scalars(select(Task).where(Task.kind.in_(KINDS)).order_by(Task.made_at))
    views = (tasks.view_of(row) for row in rows)
    return {view.kind: view for view in views if view.payload.get("programme") == programme_id}


# In the worker


def suggest(house: House, task: Claimed) -> str:
    """Compare what is not coded with what is, language by language; replaces the last suggestions."""
    from analysis.comments.themes import likely

    programme_id = task.payload["programme"]
    carried, found = themes_by_comment(programme_id), []
    languages = list(by_language(programme_id))
    db.session.rollback()
    for done, (language, rows) in enumerate(languages):
        task.progress(done, len(languages) + 1)
        mine = {place: carried.get(row.id, []) for place, row in enumerate(rows) if row.state != "new"}
        for each in likely([row.text for row in rows], mine, language):
            about = {"likeness": round(100 * each.likeness), "words": ", ".join(each.words)[:200]}
            found.append({"reading_id": rows[each.place].id, "theme_id": each.theme, **about})
    with task.writing():
        own = select(Theme.id).where(Theme.programme_id == programme_id)
        db.session.execute(delete(Suggestion).where(Suggestion.theme_id.in_(own)))
    for start in range(0, len(found), AT_ONCE):
        with task.writing():
            put_suggestions(found[start : start + AT_ONCE])
            task.note_progress(start, len(found))
    return f"{len(found)} suggestions"


def put_suggestions(rows: list[dict[str, object]]) -> None:
    """Those whose comment and theme are still there."""
    ids = {row["reading_id"] for row in rows}
    here = set(db.session.scalars(select(Heard.reading_id).where(Heard.reading_id.in_(ids))))
    usable = set(db.session.scalars(select(Theme.id).where(Theme.state == "open")))
    kept = [row for row in rows if row["reading_id"] in here and row["theme_id"] in usable]
    if kept:
        db.session.execute(insert(Suggestion), kept)


def group(house: House, task: Claimed) -> str:
    """Put comments without a theme together by shared words, language by language; replaces the last grouping."""
    from analysis.comments.themes import together

    programme_id, made = task.payload["programme"], 0
    languages = list(by_language(programme_id, only_new=True))
    db.session.rollback()
    with task.writing():
        db.session.execute(delete(Pile).where(Pile.programme_id == programme_id))
    for done, (language, rows) in enumerate(languages):
        task.progress(done, len(languages) + 1)
        for pile in together([row.text for row in rows], language):
            with task.writing():
                put_pile(house, programme_id, language, pile.words, [rows[place].id for place in pile.places])
            made += 1
    return f"{made} piles"


def put_pile(house: House, programme_id: str, language: str, words: tuple[str, ...], ids: list[str]) -> None:
    about = {"programme_id": programme_id, "language": language, "made_on": house.today()}
    row = Pile(id=random_id(), words=", ".join(words)[:200], size=len(ids), **about)
    db.session.add(row)
    db.session.flush()
    for start in range(0, len(ids), AT_ONCE):
        some = Heard.reading_id.in_(ids[start : start + AT_ONCE])
        db.session.execute(update(Heard).where(some).values(pile_id=row.id))


def by_language(programme_id: str, only_new: bool = False) -> Iterator[tuple[str, list[Row]]]:
    """The programme's comments, masked, in one order on every engine."""
    columns = (Heard.reading_id, Reading.language, Heard.state, Reading.masked)
    query = select(*columns).join(Reading, Reading.id == Heard.reading_id).where(Heard.programme_id == programme_id)
    if only_new:
        query = query.where(Heard.state == "new")
    found: dict[str, list[Row]] = defaultdict(list)
    for row in db.session.execute(query.order_by(Heard.reading_id)):
        found[row.language].append(Row(*row))
    yield from sorted(found.items())


def themes_by_comment(programme_id: str) -> dict[str, list[str]]:
    query = select(Coding.reading_id, Coding.theme_id).join(Theme, Theme.id == Coding.theme_id)
    found: dict[str, list[str]] = defaultdict(list)
    for reading_id, theme_id in db.session.execute(query.where(Theme.programme_id == programme_id)):
        found[reading_id].append(theme_id)
    return found
