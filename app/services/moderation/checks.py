"""What people say of readings: right, or corrected. Kept with who and when, counted, and undone on request.

A correction changes the reading, so that everybody works with what a person said. Who may not see originals may hide
more and raise a concern, never the other way round. No word of a text is kept here, and none is logged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, or_, select, update

from app.house import House, random_id
from app.models.answering import Response
from app.models.base import db
from app.models.groups import GroupAnswer
from app.models.listening import CONCERNS, SENTIMENTS, LabelCheck, Reading
from app.services import audit
from app.services.comments import concern_queue, concerns
from app.services.errors import N_, Conflict, Forbidden, Invalid, NotFound
from app.services.moderation import spans
from app.services.moderation.spans import Piece, Span
from app.services.staff import SignedIn
from app.services.themes import take_up
from app.services.transaction import writing

CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*|und")
LATEST = 20


@dataclass(frozen=True, slots=True)
class Labels:
    """Everything that a person may correct of one reading."""

    language: str
    sentiment: str
    concern: str
    masks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One reading as this person may see it: as written (`original`), or masked. `mark` names this very state of it."""

    id: str
    audience: str
    original: bool
    pieces: tuple[Piece, ...] = field(repr=False)
    labels: Labels
    mark: str
    checks: tuple[CheckView, ...]


@dataclass(frozen=True, slots=True)
class CheckView:
    """What one person said of one reading; `changed` names what they corrected. The time is UTC."""

    id: str
    reading_id: str
    by: str
    at: datetime
    changed: tuple[str, ...]
    undone_by: str
    may_undo: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What a person sent: the numbers of the hidden words, more words to hide, of which kind; and the labels."""

    hidden: AbstractSet[int]
    kind: str
    typed: str
    language: str
    sentiment: str
    concern: str


def refuse_others(who: SignedIn) -> None:
    if not who.may("safeguarding", "analyst"):
        raise Forbidden(N_("Only analysts and people with the safeguarding role may correct readings."))


def sheet(house: House, who: SignedIn, reading_id: str) -> Sheet:
    """One reading to check. That somebody saw it as written is in the audit trail before it is returned."""
    refuse_others(who)
    with writing():
        row, text, audience = reading_of(house, who, reading_id)
        labels, original = labels_of(row), who.may("safeguarding")
        if original:
            audit.record(house, who.email, "original-viewed", f"reading {row.id}")
        return Sheet(
            id=row.id,
            audience=audience,
            original=original,
            pieces=tuple(spans.pieces(text, list(labels.masks), original)),
            labels=labels,
            mark=mark_of(house, row),
            checks=tuple(view_of(check, who) for check in checks_of(row.id)),
        )


def reading_of(house: House, who: SignedIn, reading_id: str) -> tuple[Reading, str, str]:
    """(reading, text, audience). Analysts work with what was sent, not with what somebody is still writing."""
    row = db.session.get(Reading, reading_id, with_for_update=True)
    gone = NotFound(N_("This comment is not here any more. Its writer may have taken it back or changed it."))
    if row is None or not (who.may("safeguarding") or is_sent(row)):
        raise gone
    text = concern_queue.text_of(row)[1]
    if text is None or row.text_hash == "":
        raise gone
    if row.places is None:
        raise Conflict(N_("This comment was read by an old version. It can be corrected once it was read again."))
    return row, text, concern_queue.audience_of(house, row)


def is_sent(row: Reading) -> bool:
    if row.response_id:
        return True
    finished = select(GroupAnswer.id).where(GroupAnswer.id == row.group_id, GroupAnswer.expires_on.is_(None))
    return row.group_id is not None and db.session.scalar(finished) is not None


def labels_of(row: Reading) -> Labels:
    return Labels(row.language, row.sentiment, row.concern, masks_of(row.places and row.places.spans))


def masks_of(text: str | None) -> tuple[Span, ...]:
    return tuple(Span(*mask) for mask in json.loads(text or "[]"))


def mark_of(house: House, row: Reading) -> str:
    state = (row.text_hash, row.language, row.sentiment, row.concern, row.places and row.places.spans)
    return house.keyed_hash("moderation", "\n".join(map(str, state)))[:16]


def keep(house: House, who: SignedIn, reading_id: str, mark: str, said: Said, sampled: bool = False) -> None:
    """Keep what a person said of a reading, and change it to that. Nothing changed means: it was right."""
    refuse_others(who)
    with writing():
        row, text, audience = reading_of(house, who, reading_id)
        if mark != mark_of(house, row):
            raise Conflict(N_("Somebody changed this meanwhile. Load the page again, then correct it."))
        before = labels_of(row)
        after = corrected(who, text, before, said)
        first = db.session.scalar(live(row.id).order_by(LabelCheck.checked_at).limit(1))
        found = found_of(first) if first else before
        db.session.execute(update(LabelCheck).where(LabelCheck.reading_id == row.id).values(replaced=True))
        check = check_of(house, who, found, before, after)
        check.reading_id, check.sampled = row.id, sampled
        db.session.add(check)
        apply(row, text, after)
        audit.record(house, who.email, "comment-checked", f"reading {row.id}", " ".join(differences(before, after)))
        if CONCERNS.index(after.concern) > CONCERNS.index(before.concern):
            concerns.take_up(house, row, audience)


def corrected(who: SignedIn, text: str, before: Labels, said: Said) -> Labels:
    """The labels that a person means. Raises `Invalid`."""
    if said.sentiment not in SENTIMENTS or said.concern not in CONCERNS or said.kind not in spans.KINDS:
        raise Invalid(N_("Choose one of the answers that are offered."))
    if not CODE.fullmatch(said.language):
        raise Invalid(N_("Write the language as a code of two or three letters, such as en, pl or ur; und if unclear."))
    old, hidden = list(before.masks), set(said.hidden)
    if not who.may("safeguarding"):
        if CONCERNS.index(said.concern) < CONCERNS.index(before.concern):
            raise Invalid(N_("Only the safeguarding lead may lower a concern."))
        hidden |= {number for span in old for number in spans.numbers(spans.words_of(text), span)}
    masks = spans.with_typed(text, spans.changed(text, old, hidden, said.kind), said.typed, said.kind)
    if said.typed.strip() and masks == spans.changed(text, old, hidden, said.kind):
        raise Invalid(N_("These words do not stand in the comment, or are hidden already."))
    return Labels(said.language, said.sentiment, said.concern, tuple(masks))


def check_of(house: House, who: SignedIn, found: Labels, before: Labels, after: Labels) -> LabelCheck:
    right, wrong, missed = spans.compared(found.masks, after.masks)
    return LabelCheck(
        id=random_id(),
        checked_by=who.email,
        checked_at=house.now(),
        whole=who.may("safeguarding"),
        found_language=found.language,
        said_language=after.language,
        found_sentiment=found.sentiment,
        said_sentiment=after.sentiment,
        found_concern=found.concern,
        said_concern=after.concern,
        found_masks=json_of(found.masks),
        masks_right=right,
        masks_wrong=wrong,
        masks_missed=missed,
        before=as_json(before),
        after=as_json(after),
        replaced=False,
        expires_on=house.today() + timedelta(days=366 * house.partnership.retention.audit_years),
    )


def apply(row: Reading, text: str, labels: Labels) -> None:
    row.language, row.sentiment, row.concern = labels.language, labels.sentiment, labels.concern
    row.places.spans, row.masked = json_of(labels.masks), spans.masked(text, labels.masks)
    take_up.refresh(row.id)


def undo(house: House, who: SignedIn, check_id: str) -> str:
    """Take back the latest check of a reading; returns the reading's id. What it brought to the queue stays there."""
    refuse_others(who)
    with writing():
        check = db.session.get(LabelCheck, check_id, with_for_update=True)
        if check is None or check.reading_id is None:
            raise NotFound(N_("There is nothing to undo: the comment was changed or taken back."))
        if check.undone_by or check.replaced:
            raise Conflict(N_("Only the latest correction of a comment can be undone."))
        if not (who.may("safeguarding") or check.checked_by == who.email):
            raise Forbidden(N_("You can undo your own corrections. The safeguarding lead can undo others."))
        row, text, _ = reading_of(house, who, check.reading_id)
        before = labels_in(check.before)
        if not who.may("safeguarding"):
            before = replace(before, concern=max(before.concern, row.concern, key=CONCERNS.index))
        apply(row, text, before)
        check.undone_by = who.email
        earlier = db.session.scalar(live(row.id).order_by(LabelCheck.checked_at.desc()).limit(1))
        if earlier:
            earlier.replaced = False
        audit.record(house, who.email, "check-undone", f"reading {row.id}")
        return row.id


def let_go(reading_id: str) -> None:
    """In the caller's transaction, when a text is another one: what was said of the old one counts, no more."""
    mine = update(LabelCheck).where(LabelCheck.reading_id == reading_id)
    db.session.execute(mine.values(reading_id=None))


def live(reading_id: str) -> Select:
    return select(LabelCheck).where(LabelCheck.reading_id == reading_id, LabelCheck.undone_by.is_(None))


def checks_of(reading_id: str) -> list[LabelCheck]:
    newest = select(LabelCheck).where(LabelCheck.reading_id == reading_id).order_by(LabelCheck.checked_at.desc())
    return list(db.session.scalars(newest.order_by(LabelCheck.id)))


def latest(house: House, who: SignedIn) -> list[CheckView]:
    """What was said last, of all readings."""
    refuse_others(who)
    newest = select(LabelCheck).where(LabelCheck.reading_id.is_not(None)).order_by(LabelCheck.checked_at.desc())
    return [view_of(row, who) for row in db.session.scalars(newest.order_by(LabelCheck.id).limit(LATEST))]


def view_of(row: LabelCheck, who: SignedIn) -> CheckView:
    rights = who.may("safeguarding") or row.checked_by == who.email
    may_undo = rights and not row.undone_by and not row.replaced and row.reading_id is not None
    changed = tuple(differences(labels_in(row.before), labels_in(row.after)))
    return CheckView(
        row.id, row.reading_id or "", row.checked_by, row.checked_at, changed, row.undone_by or "", may_undo
    )


def drawn(house: House, who: SignedIn) -> str | None:
    """A reading of what was sent that nobody has checked, drawn at random; None if there is none."""
    refuse_others(who)
    group = exists().where(GroupAnswer.id == Reading.group_id, GroupAnswer.expires_on.is_(None))
    counted = exists().where(Response.id == Reading.response_id, Response.superseded.is_(False))
    unchecked = ~exists().where(LabelCheck.reading_id == Reading.id, LabelCheck.undone_by.is_(None))
    query = select(Reading.id).where(or_(counted, group), unchecked, Reading.places.has(), Reading.text_hash != "")
    start = random_id()
    after = db.session.scalar(query.where(Reading.id >= start).order_by(Reading.id).limit(1))
    return after or db.session.scalar(query.order_by(Reading.id).limit(1))


def differences(before: Labels, after: Labels) -> list[str]:
    """The names of what differs: no value, since the audit trail holds no answer."""
    names = ("language", "sentiment", "concern", "masks")
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def json_of(masks: tuple[Span, ...]) -> str:
    return json.dumps([[span.start, span.end, span.kind] for span in masks])


def as_json(labels: Labels) -> str:
    plain = {name: getattr(labels, name) for name in ("language", "sentiment", "concern")}
    return json.dumps(plain | {"masks": json.loads(json_of(labels.masks))})


def labels_in(text: str) -> Labels:
    plain = json.loads(text)
    return Labels(plain["language"], plain["sentiment"], plain["concern"], tuple(Span(*one) for one in plain["masks"]))


def found_of(check: LabelCheck) -> Labels:
    return Labels(check.found_language, check.found_sentiment, check.found_concern, masks_of(check.found_masks))
