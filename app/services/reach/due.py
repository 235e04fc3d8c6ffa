"""What is due to whom today: invitations, reminders, follow-ups of the campaigns that send. Sending is `messages`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, insert, select, update
from sqlalchemy.orm import aliased

from app.house import House, random_id
from app.models.base import db
from app.models.reach import Campaign, Contact, Invitation, ListEntry, Message
from app.services.asking import entrances
from app.services.asking.entrances import Entrance
from app.services.asking.participation import later
from app.services.loop import entry_readers, entry_topics
from app.services.reach import contacts, invitations, messages
from app.services.reach.campaigns import door, fitting, numbers
from app.services.reach.contacts import end_of_month
from app.services.running.tasks import Claimed

AT_ONCE = 500


def is_work(house: House) -> bool:
    """Whether any campaign sends, or anybody left an address."""
    sends = select(Campaign.id).where(Campaign.state == "sending").limit(1)
    return db.session.scalar(sends) is not None or contacts.is_work()


def plan_due(house: House, task: Claimed) -> str:
    """The task: invite, remind and follow up, for every campaign that sends; what it put into the queue."""
    added = 0
    for campaign_id in db.session.scalars(select(Campaign.id).where(Campaign.state == "sending")).all():
        added += plan_one(house, task, campaign_id)
    contacts.write_batch(house, task)
    added += tell_contacts(house, task)
    return f"{added} messages are due" if added else ""


def plan_one(house: House, task: Claimed, campaign_id: str) -> int:
    row = db.session.get_one(Campaign, campaign_id, populate_existing=True)
    if row.starts_on > house.today():
        return 0
    invite(house, task, row)
    invitations.note_finished(house, task, campaign_id)
    is_open = door(house, row).wave is not None
    added = queue(house, task, campaign_id, "invitation", "invitation", never_invited(campaign_id)) if is_open else 0
    if is_open:
        before = 0
        for number, days in enumerate(numbers(row.reminders), start=1):
            who, before = to_remind(house, campaign_id, number, days - before), days
            added += queue(house, task, campaign_id, "reminder", f"reminder-{number}", who)
        added += follow_up(house, task, row)
    return added


def invite(house: House, task: Claimed, row: Campaign) -> None:
    """Make an invitation of each fitting entry that has none yet, in chunks, each whole."""
    if row.list_id is None or row.invited:
        return
    survey, campaign_id, language = house.partnership.catalogue.latest(row.survey_id), row.id, row.language
    invited = exists().where(Invitation.campaign_id == campaign_id, Invitation.address_hash == ListEntry.address_hash)
    left = fitting(row.list_id, survey).where(~invited).limit(AT_ONCE)
    while entries := db.session.scalars(left).all():
        rows = [invitation_of(house, campaign_id, entry, language) for entry in entries]
        with task.writing():
            db.session.connection().execute(insert(Invitation.__table__), rows)
            task.note_progress(0, 0)
    with task.writing():
        mine = select(func.count()).select_from(Invitation).where(Invitation.campaign_id == campaign_id)
        total = db.session.scalar(mine)
        db.session.execute(update(Campaign).where(Campaign.id == campaign_id).values(invited=total))


def invitation_of(house: House, campaign_id: str, entry: ListEntry, language: str) -> dict[str, object]:
    invitation_id = random_id()
    return {
        "id": invitation_id,
        "campaign_id": campaign_id,
        "sealed": entry.sealed,
        "address_hash": entry.address_hash,
        "medium": entry.medium,
        "language": entry.language or language,
        **invitations.new_hashes(house, invitation_id),
        "round": 0,
        "finished": False,
        "stopped": "",
    }


def reachable(campaign_id: str) -> Select:
    """(id, medium) of the invitations that may still get messages."""
    open_ones = (Invitation.campaign_id == campaign_id, Invitation.stopped == "")
    return select(Invitation.id, Invitation.medium).where(*open_ones)


def has_message(step: str, *more: object) -> object:
    message = aliased(Message)
    conditions = [message.owner == Invitation.id, message.step == step]
    return exists().where(and_(*conditions, *(condition(message) for condition in more)))


def never_invited(campaign_id: str) -> Select:
    return reachable(campaign_id).where(Invitation.round == 0, ~has_message("invitation"))


def to_remind(house: House, campaign_id: str, number: int, days: int) -> Select:
    """Those who got the message before it so many days ago, have not finished as far as is noted, in the first round.

    Counted from the message before, so that two never come at once after a worker was away.
    """
    sent_before = house.now() - timedelta(days=days)

    def got(message: type[Message]) -> object:
        return and_(message.state.in_(("sent", "uncertain")), message.set_at <= sent_before)

    due = reachable(campaign_id).where(Invitation.round == 0, Invitation.finished.is_(False))
    last = "invitation" if number == 1 else f"reminder-{number - 1}"
    return due.where(has_message(last, got), ~has_message(f"reminder-{number}"))


def follow_up(house: House, task: Claimed, row: Campaign) -> int:
    """Begin a later round for everyone who may be written to, once its month has come."""
    months = [after for after in numbers(row.follow_ups) if later(row.starts_on, after) <= house.today()]
    if not months:
        return 0
    campaign_id, after, added = row.id, months[-1], 0
    behind = reachable(campaign_id).where(Invitation.round < after).limit(AT_ONCE)
    while due := db.session.execute(behind).all():
        with task.writing():
            for invitation_id, medium in due:
                begin_round(house, invitation_id, after)
                messages.add(house, "follow-up", invitation_id, f"follow-up-{after}", medium)
            task.note_progress(added + len(due), 0)
        added += len(due)
    return added


def begin_round(house: House, invitation_id: str, months: int) -> None:
    token = invitations.token_of(house, invitation_id, months)
    values = {"round": months, "finished": False, "token_hash": invitations.hash_of(house, "invitation", token)}
    db.session.execute(update(Invitation).where(Invitation.id == invitation_id).values(**values))


def queue(house: House, task: Claimed, campaign_id: str, kind: str, step: str, who: Select) -> int:
    """Put one message per person into the queue, in chunks, each whole."""
    added = 0
    while due := db.session.execute(who.limit(AT_ONCE)).all():
        with task.writing():
            if db.session.get_one(Campaign, campaign_id, populate_existing=True).state != "sending":
                return added
            for invitation_id, medium in due:
                messages.add(house, kind, invitation_id, step, medium)
            task.note_progress(added + len(due), 0)
        added += len(due)
    return added


def tell_contacts(house: House, task: Claimed) -> int:
    """Tell each contact once in a later wave that it is open, and once ever that an entry answers their survey."""
    added = 0
    for survey_id in db.session.scalars(select(Contact.survey_id).distinct()).all():
        survey = house.partnership.catalogue.latest(survey_id)
        if survey is None:
            continue
        mine, wave = Contact.survey_id == survey_id, entrances.opening(house, Entrance(survey)).wave
        if wave and survey.schedule == "wave":
            who = select(Contact).where(mine, Contact.follow_up, Contact.wave != wave)
            added += tell(house, task, "next-survey", f"next-survey-{wave}", who)
        answers = entry_topics.led_to(house, survey.id, survey.audience, survey.journey_point)
        if answers:
            since = end_of_month(later(max(view.published_on for view in answers), contacts.KEPT_MONTHS))
            wants = select(Contact).where(mine, Contact.news, left_by(since))
            added += tell(house, task, "news", "news", wants, [view.id for view in answers])
    return added


def left_by(end: date) -> ColumnElement[bool]:
    """Contacts left in the month of a publication or before: its end tells the month in which they were left."""
    return Contact.expires_on <= end


def tell(house: House, task: Claimed, kind: str, step: str, who: Select, entry_ids: Iterable[str] = ()) -> int:
    """Put one message per contact into the queue, and count of which entries they are told."""
    told = exists().where(Message.owner == Contact.id, Message.step == step)
    added, left = 0, who.where(~told).limit(AT_ONCE)
    while due := [(row.id, row.medium) for row in db.session.scalars(left).all()]:
        with task.writing():
            for contact_id, medium in due:
                messages.add(house, kind, contact_id, step, medium)
            entry_readers.count_told(house, entry_ids, "message", len(due))
        added += len(due)
    return added
