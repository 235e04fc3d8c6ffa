"""Campaigns: which survey goes to which list, and how far it is. What is due to whom is `due`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select, update

from app.house import House, random_id
from app.models.asking import Wave
from app.models.base import db
from app.models.reach import AddressList, Campaign, Invitation, ListEntry, Message
from app.models.staff import Staff
from app.services import audit
from app.services.asking import collectors, entrances
from app.services.asking.entrances import Entrance, Opening
from app.services.asking.participation import later
from app.services.errors import N_, Conflict, Invalid, NotFound
from app.services.transaction import writing

MOST_REMINDERS = 2
KEPT_MONTHS = 3
"""Months that invitations are kept after the last message was due."""
FOLLOW_UP_MONTHS = (6, 12, 18)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a campaign is to be. `reminders`: days after the invitation; `follow_ups`: months after the start."""

    name: str
    list_id: str
    survey_id: str
    wave: str | None = None
    language: str = "en"
    reminders: tuple[int, ...] = ()
    follow_ups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignView:
    """One campaign as staff see it. Counts of messages are exact; `finished` is to the nearest 5."""

    id: str
    name: str
    survey_id: str
    wave: str | None
    language: str
    reminders: tuple[int, ...]
    follow_ups: tuple[int, ...]
    state: str
    tested: bool
    invited: int
    starts_on: date | None
    made_on: date
    list_id: str | None
    collector_code: str


def create(house: House, plan: Plan, actor: str) -> str:
    """Make a campaign that sends nothing yet; its id. Its answers come through a collector of its own."""
    check(house, plan)
    survey = house.partnership.catalogue.latest(plan.survey_id)
    code = collectors.create(
        house, plan.survey_id, label=plan.name, wave=plan.wave, journey_point=survey.journey_point, actor=actor
    )
    campaign_id, last = random_id(), max(plan.follow_ups, default=0) + KEPT_MONTHS
    with writing():
        row = Campaign(id=campaign_id, name=plan.name.strip()[:200], list_id=plan.list_id, survey_id=plan.survey_id)
        row.wave, row.collector_code, row.language = plan.wave or None, code, plan.language
        row.reminders, row.follow_ups = ",".join(map(str, plan.reminders)), ",".join(map(str, plan.follow_ups))
        row.made_on, row.expires_on = house.today(), later(house.today(), last)
        row.made_by = db.session.scalar(select(Staff.id).where(Staff.email == actor))
        db.session.add(row)
        audit.record(house, actor, "campaign-made", campaign_id, plan.survey_id)
    return campaign_id


def check(house: House, plan: Plan) -> None:
    survey = house.partnership.catalogue.latest(plan.survey_id)
    chosen = db.session.get(AddressList, plan.list_id)
    if not plan.name.strip():
        raise Invalid(N_("Give the campaign a name."))
    if survey is None or chosen is None or not chosen.ready:
        raise Invalid(N_("Choose a survey and a list that is stored."))
    if plan.wave and db.session.get(Wave, plan.wave) is None:
        raise Invalid(N_("There is no wave %(wave)s."), wave=plan.wave)
    if len(plan.reminders) > MOST_REMINDERS or list(plan.reminders) != sorted(set(plan.reminders)):
        raise Invalid(N_("At most two reminders, the second later than the first."))
    if any(days < 2 for days in plan.reminders):
        raise Invalid(N_("Leave at least two days before a reminder."))
    if set(plan.follow_ups) - set(FOLLOW_UP_MONTHS):
        raise Invalid(N_("Follow-ups go out after 6, 12 or 18 months."))
    if not db.session.scalar(select(func.count()).select_from(fitting(plan.list_id, survey).subquery())):
        raise Invalid(N_("Nobody in this list is of this survey's audience and moment."))


def fitting(list_id: str, survey: object) -> Select:
    """The entries of a list to whom a survey may go: its audience, and its moment unless either is general."""
    query = select(ListEntry).where(ListEntry.list_id == list_id, ListEntry.audience == survey.audience)
    if survey.journey_point == "general":
        return query
    return query.where(or_(ListEntry.journey_point == "", ListEntry.journey_point == survey.journey_point))


def size(house: House, campaign: CampaignView) -> int:
    """To how many people it goes or went."""
    if campaign.state != "draft":
        return campaign.invited
    survey = house.partnership.catalogue.latest(campaign.survey_id)
    return db.session.scalar(select(func.count()).select_from(fitting(campaign.list_id, survey).subquery()))


def confirm(house: House, campaign_id: str, actor: str, starts_on: date | None = None) -> None:
    """From now on it sends by itself. Refused until it was tested and while its survey neither is nor will be open."""
    with writing():
        row = db.session.get(Campaign, campaign_id, with_for_update=True)
        if row is None:
            raise NotFound(N_("There is no such campaign."))
        if row.state != "draft":
            raise Conflict(N_("This campaign was confirmed before."))
        if not row.tested:
            raise Conflict(N_("Send the test message to yourself first, and open its link."))
        opening = door(house, row)
        if opening.wave is None and opening.opens_on is None:
            raise Conflict(N_("The survey is closed, and no later wave is planned."))
        row.state, row.starts_on = "sending", max(starts_on or house.today(), opening.opens_on or house.today())
        last = max(numbers(row.follow_ups), default=0) + KEPT_MONTHS
        row.expires_on = later(row.starts_on, last)
        audit.record(house, actor, "campaign-confirmed", campaign_id, f"from {row.starts_on}")


def mark_tested(campaign_id: str) -> None:
    """In the caller's transaction."""
    db.session.execute(update(Campaign).where(Campaign.id == campaign_id).values(tested=True))


def stop(house: House, campaign_id: str, actor: str) -> None:
    """Send nothing more of it. What waits is dropped; links that people have still work."""
    with writing():
        row = db.session.get(Campaign, campaign_id, with_for_update=True)
        if row is None:
            raise NotFound(N_("There is no such campaign."))
        if row.state != "sending":
            raise Conflict(N_("This campaign does not send."))
        row.state = "stopped"
        mine = select(Invitation.id).where(Invitation.campaign_id == campaign_id)
        waiting = (Message.state == "waiting", Message.owner.in_(mine))
        db.session.execute(update(Message).where(*waiting).values(state="dropped", detail="the campaign was stopped"))
        audit.record(house, actor, "campaign-stopped", campaign_id)


def entrance(house: House, row: Campaign | CampaignView) -> Entrance:
    return entrances.by_collector(house, row.collector_code)


def door(house: House, row: Campaign) -> Opening:
    """Whether its survey is open today."""
    return entrances.opening(house, entrance(house, row))


def numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(",") if part)


def listed(house: House) -> list[CampaignView]:
    """All campaigns, the newest first."""
    rows = db.session.scalars(select(Campaign).order_by(Campaign.made_on.desc(), Campaign.id))
    return [view_of(row) for row in rows]


def view_of(row: Campaign) -> CampaignView:
    names = ("id", "name", "survey_id", "wave", "language", "state", "tested", "invited", "starts_on", "made_on")
    values = {name: getattr(row, name) for name in (*names, "list_id", "collector_code")}
    return CampaignView(**values, reminders=numbers(row.reminders), follow_ups=numbers(row.follow_ups))


def get(house: House, campaign_id: str) -> CampaignView:
    row = db.session.get(Campaign, campaign_id)
    if row is None:
        raise NotFound(N_("There is no such campaign."))
    return view_of(row)


def progress(house: House, campaign_id: str) -> dict[tuple[str, str], int]:
    """How many messages of it are in which state, by (step, state)."""
    query = (
        select(Message.step, Message.state, func.count())
        .join(Invitation, Invitation.id == Message.owner)
        .where(Invitation.campaign_id == campaign_id)
        .group_by(Message.step, Message.state)
        .order_by(Message.step, Message.state)
    )
    return {(step, state): n for step, state, n in db.session.execute(query)}


def noted(house: House, campaign_id: str) -> dict[str, int]:
    """People by what is noted of them: finished and still to answer (to 5), asked to stop, not reachable."""
    query = select(Invitation.finished, Invitation.stopped, func.count())
    rows = db.session.execute(
        query.where(Invitation.campaign_id == campaign_id).group_by(Invitation.finished, Invitation.stopped)
    )
    found = {"finished": 0, "unreachable": 0}
    for finished, stopped, n in rows:
        found["finished"] += n if finished else 0
        found["unreachable"] += n if stopped == "unreachable" else 0
    return found | {"finished": collectors.to_five(found["finished"])}
