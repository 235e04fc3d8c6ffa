"""Urgent messages to staff, and whether their channel is proven: somebody confirmed that a test alert arrived.

Others ask `proven(house)` before they rely on it, and `alert(...)` to send one.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, select

from app import channels
from app.house import House, random_id
from app.models.base import db
from app.models.reach import AlertCheck
from app.models.staff import Staff, StaffRole
from app.services import audit, facts
from app.services.errors import N_, Conflict, NotFound
from app.services.reach import messages, outbox
from app.services.transaction import writing

CHECK_DAYS = 7
RECIPIENTS = ("safeguarding",)
UNKNOWN = N_("This link was used before or is too old. Send a new test alert.")


@dataclass(frozen=True, slots=True)
class State:
    """How alerts stand: by which channel they leave, when it was proven last, how many people get them.

    `practice`: nothing leaves, but all data are made up, so that the whole way can be tried with the outbox.
    """

    channel: str
    leaves: bool
    practice: bool
    confirmed_on: date | None
    recipients: int

    @property
    def proven(self) -> bool:
        return (self.leaves or self.practice) and self.confirmed_on is not None and self.recipients > 0


def state(house: House) -> State:
    name = channels.name_for(house, "email")
    leaves = channels.CHANNELS[name].leaves
    confirmed = (
        select(AlertCheck.confirmed_on)
        .where(AlertCheck.channel == channels.fingerprint(house), AlertCheck.confirmed_on.is_not(None))
        .order_by(AlertCheck.confirmed_on.desc())
        .limit(1)
    )
    practice = not leaves and facts.is_synthetic()
    return State(name, leaves, practice, db.session.scalar(confirmed), len(people(RECIPIENTS)))


def proven(house: House) -> bool:
    """Whether an alert that is sent now reaches somebody, as far as a person has confirmed it for these settings."""
    if not channels.CHANNELS[channels.name_for(house, "email")].leaves and not facts.is_synthetic():
        return False
    confirmed = exists().where(AlertCheck.channel == channels.fingerprint(house), AlertCheck.confirmed_on.is_not(None))
    lead = exists().where(Staff.active, StaffRole.staff_id == Staff.id, StaffRole.role.in_(RECIPIENTS))
    return bool(db.session.scalar(select(confirmed & lead)))


def kept_for(house: House, email: str) -> outbox.Kept | None:
    """The newest message to this person that stayed here, where nothing leaves; to try the way with made-up data."""
    if not state(house).practice:
        return None
    return next((kept for kept in outbox.listed(house) if kept.address == email), None)


def people(roles: tuple[str, ...]) -> list[tuple[str, str]]:
    """(id, e-mail address) of the active members of staff with one of these roles."""
    query = select(Staff.id, Staff.email).join(StaffRole, StaffRole.staff_id == Staff.id)
    rows = db.session.execute(query.where(Staff.active, StaffRole.role.in_(roles)).distinct().order_by(Staff.email))
    return [(row.id, row.email) for row in rows]


def alert(
    house: House,
    subject: str,
    text: str,
    roles: tuple[str, ...] = RECIPIENTS,
    also: tuple[str, ...] = (),
    but: str = "",
) -> int:
    """Write to everyone with one of these roles but `but`, and to `also`, in the caller's transaction; to how many.

    No comment in it, ever.
    """
    found = [(owner, email) for owner, email in people(roles) if email != but]
    known = {email.lower() for _, email in found}
    found += [(random_id(), email) for email in also if email.lower() not in known]
    for owner, email in found:
        content = {"address": email, "subject": subject, "text": text}
        messages.add(house, "alert", owner, f"alert-{random_id()}", "email", content)
    return len(found)


def send_test(house: House, staff_id: str, email: str) -> None:
    """Send a test alert with a link that this person opens to say that it arrived."""
    token = secrets.token_urlsafe(24)
    link = f"{house.config.public_url}/staff/alerts/{token}"
    text = (
        "This is a test. If a comment ever worries us, an alert like this one comes to you.\n\n"
        f"Open this link to say that it has arrived:\n{link}\n"
    )
    with writing():
        row = AlertCheck(token_hash=token_hash(house, token), staff_id=staff_id, channel=channels.fingerprint(house))
        row.expires_at = house.now() + timedelta(days=CHECK_DAYS)
        db.session.add(row)
        content = {"address": email, "subject": f"{house.partnership.title}: test alert", "text": text}
        messages.add(house, "alert", staff_id, f"alert-{random_id()}", "email", content)
        audit.record(house, email, "alert-test-sent", channels.name_for(house, "email"))


def confirm(house: House, token: str, staff_id: str, email: str) -> None:
    """The person to whom the test went says that it arrived."""
    with writing():
        row = db.session.get(AlertCheck, token_hash(house, token), with_for_update=True)
        if row is None or row.staff_id != staff_id or row.confirmed_on or row.expires_at <= house.now():
            raise NotFound(UNKNOWN)
        if row.channel != channels.fingerprint(house):
            raise Conflict(N_("The settings of messages were changed since. Send a new test alert."))
        row.confirmed_on = house.today()
        audit.record(house, email, "alert-channel-proven", channels.name_for(house, "email"))


def token_hash(house: House, token: str) -> str:
    return house.keyed_hash("alert check", token)
