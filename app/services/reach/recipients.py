"""Who a message of the queue is for, and where its links lead: an invitation's or a contact's owner."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.house import House
from app.models.base import db
from app.models.reach import Campaign, Contact, Invitation
from app.services.asking import entrances
from app.services.asking.entrances import Entrance
from app.services.reach import addresses, invitations, remembered
from surveys.model import Survey


@dataclass(frozen=True, slots=True)
class Recipient:
    """`path` is where the link leads; `until` the last day of the survey, if it has one.

    `remembered`: the link knows their receipt.
    """

    address: str = field(repr=False)
    language: str
    path: str = field(repr=False)
    stop_token: str = field(repr=False)
    survey: Survey | None
    until: date | None = None
    remembered: bool = False


def find(house: House, kind: str, owner: str) -> Recipient | None:
    """Whom a message goes to; None if they are gone, have asked to stop, or need not be reminded any more."""
    if kind in ("next-survey", "news"):
        contact = db.session.get(Contact, owner)
        return of_contact(house, kind, contact) if contact else None
    row = db.session.get(Invitation, owner)
    if row is None or row.stopped or (kind == "reminder" and row.finished):
        return None
    return of_invitation(house, row, db.session.get_one(Campaign, row.campaign_id))


def of_invitation(house: House, row: Invitation, campaign: Campaign) -> Recipient | None:
    if campaign.state == "stopped":
        return None
    door = entrances.by_collector(house, campaign.collector_code)
    token = invitations.token_of(house, row.id, row.round)
    return Recipient(
        address=addresses.unseal(house, row.sealed),
        language=row.language,
        path=f"/i/{token}",
        stop_token=invitations.stop_token_of(house, row.id),
        survey=door.survey,
        until=last_day(house, door),
    )


def of_contact(house: House, kind: str, row: Contact) -> Recipient | None:
    survey = house.partnership.catalogue.latest(row.survey_id)
    token = remembered.token_for(house, row.id) if kind == "next-survey" else ""
    to_survey = f"/back/{token}" if token else "/r/"
    return Recipient(
        address=addresses.unseal(house, row.sealed),
        language=row.language,
        path=f"{to_survey}?lang={row.language}" if kind == "next-survey" else news_path(row.language, survey),
        remembered=bool(token),
        stop_token=invitations.stop_token_of(house, row.id),
        survey=survey,
        until=last_day(house, Entrance(survey)) if survey else None,
    )


def news_path(language: str, survey: Survey | None) -> str:
    """The public answers for the survey's audience."""
    audience = f"&audience={survey.audience}" if survey else ""
    return f"/you-said-we-did/?lang={language}{audience}"


def last_day(house: House, door: Entrance) -> date | None:
    """The last day of the wave that is open; a touchpoint has none that anybody need hurry for."""
    wave = entrances.opening(house, door).wave
    if wave is None or door.survey.schedule == "touchpoint":
        return None
    return entrances.last_day_of(wave)
