"""Which free texts are unread, and keeping what the worker read from them. How one is read: `analysis.comments`.

A text is known by a keyed hash, so that it is read once, however often its draft is saved.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, func, or_, select, update

from app.house import House, random_id
from app.models.answering import Comment, Draft, Response
from app.models.base import db
from app.models.groups import GroupAnswer, GroupNote
from app.models.listening import MaskPlaces, Reading
from app.services.asking.responses import TEXT_KINDS
from app.services.comments import concerns
from app.services.moderation import checks as moderation
from app.services.running import lease
from app.services.themes import take_up

if TYPE_CHECKING:
    from analysis.comments.reading import Reading as Found

Read = Callable[[str], "Found"]
CHUNK = 20
"""Texts read between two writes: a few milliseconds each."""
MOST = 400
"""Sent texts of one look; the next look goes on."""


@dataclass(frozen=True, slots=True)
class Said:
    """One text to read, and where it stands: `place` is the column of its source."""

    place: str
    source: str
    question_id: str
    audience: str
    text: str = field(repr=False)


@dataclass
class Ear:
    """What the worker remembers between two looks: the answers of each draft that it has been through, hashed."""

    drafts: dict[str, int] = field(default_factory=dict)


def look(house: House, holder: str, read: Read, ear: Ear) -> int:
    """Read whatever has no reading of its present text; how many. Writes only while this worker may act."""
    heard, changed = drafts_since(house, ear)
    forget_lost(house, holder, changed)
    waiting = [said for texts in changed.values() for said in texts]
    known = {(row.draft_id, row.question_id): row.text_hash for row in db.session.execute(OF_DRAFTS)}
    waiting = [said for said in waiting if known.get((said.source, said.question_id)) != text_hash(house, said.text)]
    waiting += [*of_groups(house), *of_responses()]
    db.session.rollback()
    done = 0
    for start in range(0, len(waiting), CHUNK):
        chunk = [(said, read(said.text)) for said in waiting[start : start + CHUNK]]
        with lease.acting(house, holder):
            done += sum(keep(house, said, found) for said, found in chunk)
    ear.drafts = heard
    return done


def text_hash(house: House, text: str) -> str:
    return house.keyed_hash("free text", text)


def of_responses() -> Iterator[Said]:
    """Texts that were sent: without a reading, or with one of what its draft said before."""
    mine = (Reading.response_id == Comment.response_id) & (Reading.question_id == Comment.question_id)
    changed = select(Comment).join(Reading, mine).where(Reading.text_hash == "")
    unread = select(Comment).where(~exists().where(mine))
    for query in (changed, unread) if any_unread() else (changed,):
        some = query.limit(MOST).subquery()
        rows = select(some.c.response_id, some.c.question_id, some.c.text, Response.audience)
        for row in db.session.execute(rows.join(Response, Response.id == some.c.response_id)):
            yield Said("response_id", row.response_id, row.question_id, row.audience, row.text)


def any_unread() -> bool:
    """Whether a sent text has no reading: by two counts, since each such reading has its own text."""
    read = select(func.count()).select_from(Reading).where(Reading.response_id.is_not(None))
    return db.session.scalar(select(func.count()).select_from(Comment)) != db.session.scalar(read)


def of_groups(house: House) -> Iterator[Said]:
    """Notes of rooms: those without a reading, and of unfinished counts those that changed."""
    mine = (Reading.group_id == GroupNote.answer_id) & (Reading.question_id == GroupNote.question_id)
    query = (
        select(GroupNote.answer_id, GroupNote.question_id, GroupNote.text, GroupAnswer.audience, Reading.text_hash)
        .join(GroupAnswer, GroupAnswer.id == GroupNote.answer_id)
        .outerjoin(Reading, mine)
        .where(or_(Reading.id.is_(None), GroupAnswer.expires_on.is_not(None)))
    )
    for row in db.session.execute(query):
        if row.text_hash != text_hash(house, row.text):
            yield Said("group_id", row.answer_id, row.question_id, row.audience, row.text)


def drafts_since(house: House, ear: Ear) -> tuple[dict[str, int], dict[str, list[Said]]]:
    """All drafts, hashed, and the texts of those that changed since the last look, whether or not they are left."""
    rows = db.session.execute(select(Draft.id, Draft.survey_id, Draft.survey_version, Draft.answers)).all()
    heard = {row.id: hash(row.answers) for row in rows}
    changed = [row for row in rows if ear.drafts.get(row.id) != heard[row.id]]
    return heard, {row.id: list(texts_of(house, *row)) for row in changed}


OF_DRAFTS = select(Reading.id, Reading.draft_id, Reading.question_id, Reading.text_hash).where(
    Reading.draft_id.is_not(None)
)


def texts_of(house: House, draft_id: str, survey_id: str, version: int, answers: str) -> Iterator[Said]:
    survey = house.partnership.catalogue.get(survey_id, version)
    for name, (state, value) in json.loads(answers).items() if survey else ():
        question = survey.question_by_id.get(name)
        if question and question.kind in TEXT_KINDS and state == "answered" and value:
            yield Said("draft_id", draft_id, name, survey.audience, value)


def keep(house: House, said: Said, found: Found) -> bool:
    """Write down what was read, and queue it if a person must read it. False if the text is gone meanwhile."""
    if not still_there(said):
        return False
    source = getattr(Reading, said.place) == said.source
    row = db.session.scalar(select(Reading).where(source, Reading.question_id == said.question_id))
    known = row is not None
    if row is None:
        row = Reading(id=random_id(), question_id=said.question_id)
        setattr(row, said.place, said.source)
        db.session.add(row)
    row.text_hash, row.read_on = text_hash(house, said.text), house.today()
    for name in ("language", "sentiment", "concern", "category", "masked", "version"):
        setattr(row, name, getattr(found, name))
    spans = json.dumps([[mask.start, mask.end, mask.kind] for mask in found.masks])
    if row.places is None:
        row.places = MaskPlaces(spans=spans)
    row.places.spans = spans
    row.why = json.dumps(found.why, ensure_ascii=False)
    if known:
        moderation.let_go(row.id)
        take_up.refresh(row.id)
    db.session.flush()
    concerns.take_up(house, row, said.audience)
    return True


def still_there(said: Said) -> bool:
    """Whether the source stands, locked for this transaction so that it stays until its reading is there."""
    here = {
        "draft_id": select(Draft.id).where(Draft.id == said.source),
        "response_id": select(Response.id).where(Response.id == said.source),
        "group_id": select(GroupAnswer.id).where(GroupAnswer.id == said.source),
    }
    return db.session.scalar(here[said.place].with_for_update()) is not None


def lift(draft_id: str) -> list[str]:
    """In the caller's transaction, before a draft that is sent is deleted: its readings stay, for a moment nobody's."""
    ids = list(db.session.scalars(select(Reading.id).where(Reading.draft_id == draft_id)))
    if ids:
        db.session.execute(update(Reading).where(Reading.id.in_(ids)).values(draft_id=None))
    return ids


def settle(house: House, ids: list[str], response_id: str) -> None:
    """In the same transaction: they are the response's from now on. What was not sent takes its reading along."""
    if not ids:
        return
    sent = select(Comment.question_id, Comment.text).where(Comment.response_id == response_id)
    texts = {row.question_id: row.text for row in db.session.execute(sent)}
    for row in db.session.scalars(select(Reading).where(Reading.id.in_(ids))).all():
        if row.question_id not in texts:
            db.session.delete(row)
            continue
        row.response_id = response_id
        if row.text_hash != text_hash(house, texts[row.question_id]):
            row.text_hash = ""


def forget_lost(house: House, holder: str, changed: dict[str, list[Said]]) -> None:
    """Delete readings of words that were taken out again, and cases that nobody need read any more."""
    said = {(draft, text.question_id) for draft, texts in changed.items() for text in texts}
    rows = [row for row in db.session.execute(OF_DRAFTS) if row.draft_id in changed]
    lost = [row.id for row in rows if (row.draft_id, row.question_id) not in said]
    note = exists().where(GroupNote.answer_id == Reading.group_id, GroupNote.question_id == Reading.question_id)
    lost += db.session.scalars(select(Reading.id).where(Reading.group_id.is_not(None), ~note))
    if lost or concerns.any_idle():
        with lease.acting(house, holder):
            db.session.execute(delete(Reading).where(Reading.id.in_(lost)))
            concerns.drop_idle()
