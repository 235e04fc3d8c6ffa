"""The weekly summary by e-mail to each member of staff: what waits for their roles. Counts only, no text and no name.

One per person and week, whatever is killed: the message's step is the week. Who wants none says so with one tap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import func, select

from app import channels
from app.house import House
from app.models.answering import Response
from app.models.base import db
from app.models.jobs import Task
from app.models.listening import ConcernCase
from app.models.reach import Campaign, DigestStop, Message
from app.models.releases import Release
from app.models.staff import Staff
from app.services import audit
from app.services.asking import collectors, waves
from app.services.loop import loop_measures
from app.services.reach import invitations, messages
from app.services.transaction import writing

LAST_WEEKDAY = 2
"""Wednesday: if nothing ran on Monday, it still goes out; later the week is nearly over."""
Lines = Callable[[House], Iterator[str]]


def write(house: House) -> str:
    """The daily job: on the first days of a week, one summary for each person for whom anything waits."""
    today = house.today()
    if today.weekday() > LAST_WEEKDAY:
        return ""
    year, week, _day = today.isocalendar()
    step, written = f"digest-{year}-w{week:02}", 0
    said = {role: list(lines(house)) for role, lines in FOR.items()}
    for person in people(step):
        roles = {row.role for row in person.roles}
        lines = list(dict.fromkeys(line for role, lines in said.items() if role in roles for line in lines))
        if lines:
            with writing():
                messages.add(house, "digest", person.id, step, "email", letter(house, person, lines))
            written += 1
    return f"{written} summaries" if written else ""


def people(step: str) -> list[Staff]:
    """Active staff who want a summary and have none of this week yet."""
    stopped = select(DigestStop.staff_id)
    told = select(Message.owner).where(Message.step == step)
    query = select(Staff).where(Staff.active, Staff.id.not_in(stopped), Staff.id.not_in(told)).order_by(Staff.id)
    return list(db.session.scalars(query))


def letter(house: House, person: Staff, lines: list[str]) -> dict[str, str]:
    """The content of the message, as `messages.add` takes it."""
    stop_url = f"{house.config.public_url}/stop/{invitations.stop_token_of(house, person.id)}?lang=en"
    text = "\n".join(
        [
            "What waits for you this week:",
            "",
            *(f"- {line}" for line in lines),
            "",
            f"Open your desk: {house.config.public_url}/staff/",
            "",
            f"No more weekly summaries? Open this and tap once: {stop_url}",
            "",
        ]
    )
    return {
        "address": person.email,
        "subject": f"{house.partnership.title}: your week",
        "text": text,
        "stop_url": stop_url,
    }


def for_officers(house: House) -> Iterator[str]:
    wave = waves.open_today(house)
    if wave:
        n = db.session.scalar(select(func.count()).select_from(Response).where(Response.wave == wave.id))
        yield f"The wave {wave.id} is open until {wave.closes_on}: about {collectors.to_five(n)} answers so far."
    sending = db.session.scalar(select(func.count()).select_from(Campaign).where(Campaign.state == "sending"))
    if sending:
        states = messages.counts(house)
        yield f"Campaigns that send: {sending}. Messages waiting: {states.get('waiting', 0)}."
        yield from uncertain(states)
    late = sum(promise.standing == "late" for promise in loop_measures.promises(house))
    if late:
        yield f"Promises that are late: {late}. Say at Promises how they stand."


def uncertain(states: dict[str, int]) -> Iterator[str]:
    if states.get("uncertain"):
        yield f"Messages that were cut off and wait for your decision: {states['uncertain']}."


def for_safeguarding(house: House) -> Iterator[str]:
    n = db.session.scalar(select(func.count()).select_from(ConcernCase).where(ConcernCase.decision.is_(None)))
    if n:
        yield f"Comments that a person must read: {n}."


def for_administrators(house: House) -> Iterator[str]:
    failed = db.session.scalar(select(func.count()).select_from(Task).where(Task.state == "failed"))
    if failed:
        yield f"Tasks that failed: {failed}. See What runs."
    if not channels.CHANNELS[channels.name_for(house, "email")].leaves:
        yield "No mail server is set: nothing leaves, and no alert reaches anybody."


def for_readers(house: House) -> Iterator[str]:
    lately = house.today().toordinal() - 7
    closed = db.session.scalars(select(Release.closed_on).where(Release.tier == "board"))
    n = sum(day.toordinal() >= lately for day in closed)
    if n:
        yield "A new release of the confidence scores is on the board's page."


FOR: dict[str, Lines] = {
    "officer": for_officers,
    "safeguarding": for_safeguarding,
    "administrator": for_administrators,
    "board-reader": for_readers,
}


def is_wanted(staff_id: str) -> bool:
    return db.session.get(DigestStop, staff_id) is None


def want(house: House, staff_id: str, email: str, wanted: bool) -> None:
    """Stop the summaries of one person, or begin them again."""
    with writing():
        row = db.session.get(DigestStop, staff_id)
        if wanted and row:
            db.session.delete(row)
        elif not wanted and row is None:
            db.session.add(DigestStop(staff_id=staff_id))
        audit.record(house, email, "digest-wanted" if wanted else "digest-stopped")


def stop_by_link(house: House, stop_hash: str) -> bool:
    """The one tap in the message: whose link it is follows from the keys. False if it is nobody's."""
    for person in db.session.scalars(select(Staff)).all():
        if invitations.hash_of(house, "stop", invitations.stop_token_of(house, person.id)) == stop_hash:
            want(house, person.id, person.email, wanted=False)
            return True
    return False
