"""The made-up people of a scripted year: what they get, whether they answer, come back with a receipt, or say stop."""

from __future__ import annotations

import csv
import io
import random
import re
from dataclasses import dataclass, field

from app.house import House
from app.services.asking import entrances, participation, receipts
from app.services.asking.entrances import Entrance
from app.services.errors import NotFound
from app.services.reach import invitations
from scripts.year.doors import Arrived
from surveys.answers import SKIPPED

SURVEY = "parent-carer.general.our-confidence"
LINK = re.compile(r"https?://[^\s/]+/i/([\w-]{22})")
STOP = re.compile(r"https?://[^\s/]+/stop/([\w-]{22})")


@dataclass
class Person:
    """One address of the list, and all that came to it, in order. `sent_in`: the wave of each answer, and if linked."""

    address: str
    got: list[Arrived] = field(default_factory=list)
    answers: int = 0
    sent_in: list[tuple[str, bool]] = field(default_factory=list)
    receipt: str = ""
    stopped: bool = False
    got_at_stop: int = 0

    @property
    def never_reached(self) -> bool:
        return self.address.startswith("bounce") or self.address.endswith("99")

    @property
    def comes_back(self) -> bool:
        """Whether what is sent there is taken first and comes back later."""
        return self.address.endswith("77")

    def link(self) -> str | None:
        found = LINK.search(self.got[-1].text) if self.got else None
        return found[1] if found else None


def crowd(count: int) -> dict[str, Person]:
    """So many people: two thirds by e-mail, the others by phone; some wrong, at once or later, some servers busy."""
    made = {}
    for number in range(count):
        if number % 30 == 8:
            address = f"+447701{number % 10000:04}77"
        elif number % 3 == 2:
            address = f"+447700{900000 + number:06}"
        else:
            kind = "bounce" if number % 40 == 0 else "busy" if number % 40 == 1 else "person"
            address = f"{kind}{number}@example.org"
        made[address] = Person(address)
    return made


def list_of(people: dict[str, Person], luck: random.Random) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["email", "phone", "audience", "language"])
    for address in people:
        pair = ("", address.replace("+44", "0")) if address.startswith("+") else (address, "")
        writer.writerow([*pair, "parent-carer", luck.choice(["", "ar", "ur", "pl", "so"])])
    return text.getvalue().encode()


def answer(house: House, person: Person) -> None:
    """Open the link that came last and send a survey, as the pages do.

    Where a follow-up was lost with a kill, the link of the round before has ended: that person is told so.
    """
    try:
        invited = invitations.enter(house, person.link(), person.address)
    except NotFound:
        return
    entrance = entrances.by_collector(house, invited.code)
    if receipts.of_ticket(house, invited.ticket):
        return
    send(house, person, entrance, invited.ticket)


def come_back(house: House, person: Person) -> None:
    """With the receipt of last time, as the page `/r/` does: the follow-up is the same person's."""
    found = receipts.find(house, person.receipt)
    survey = house.partnership.catalogue.latest(found.survey_id)
    send(house, person, Entrance(survey), "", found.person)


def send(house: House, person: Person, entrance: Entrance, old_ticket: str, who: str | None = None) -> None:
    wave = entrances.opening(house, entrance).wave
    ticket = participation.begin(house, entrance, wave, "en", who, old_ticket)
    draft, survey = participation.load(house, ticket), entrance.survey
    asked = [question for page in survey.pages for question in page.questions]
    participation.save(house, draft, dict.fromkeys(asked, SKIPPED), "en")
    participation.submit(house, ticket, "en")
    person.receipt = receipts.grouped(receipts.of_ticket(house, ticket)[0])
    person.answers += 1
    person.sent_in.append((wave, who is not None))


def say_stop(house: House, person: Person) -> None:
    invitations.stop(house, STOP.search(person.got[-1].text)[1], person.address)
    person.stopped, person.got_at_stop = True, len(person.got)
