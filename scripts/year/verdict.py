"""Holds what arrived at the doors against what should have, and against what the staff page says. Pure counting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from scripts.year.doors import Arrived
from scripts.year.people import Person
from scripts.year.story import OFFICER, Year, figures, states_of

OF_ALL, OF_ANSWERED = 5, 3
"""Messages that somebody gets who never answers (an invitation, two reminders, two follow-ups), or who does."""
MOST = 2
"""How often the same words may come: reminders and follow-ups have them twice. Copies are told by their reference."""
UNTIL_KNOWN = 2
"""Messages to a number from which they come back, before that is known."""
FEWEST_LINKED = 100


@dataclass(slots=True)
class Verdict:
    """`wrong` is empty if all is well. `counted` are figures for the report."""

    wrong: list[str] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)

    def expect(self, holds: bool, what: str) -> None:
        if not holds:
            self.wrong.append(what)


def judge(year: Year) -> Verdict:
    verdict, shown = Verdict(), figures(year)
    arrived = [*year.mail.arrived, *year.notify.arrived]
    people = list(year.people.values())
    verdict.counted = {
        "people invited": len(people),
        "messages that arrived": len(arrived),
        "by e-mail": len(year.mail.arrived),
        "by text message": len(year.notify.arrived),
        "weekly summaries to staff": sum(one.address == OFFICER for one in arrived),
        "came back days later": len(year.notify.failed),
        "workers killed": year.workers.kills,
        "lines cut by the mail server": year.mail.broken,
        "answers": sum(one.answers for one in people),
        "of them follow-ups linked by receipt": sum(linked for one in people for _, linked in one.sent_in),
        "who said stop": sum(one.stopped for one in people),
    }
    check_counts(year, verdict, shown, arrived)
    check_each_message(year, verdict, arrived)
    check_each_person(verdict, people, shown.get("uncertain", 0))
    check_linkage(verdict, people, shown)
    verdict.counted |= {f"staff page: {name}": n for name, n in sorted(shown.items())}
    return verdict


def check_counts(year: Year, verdict: Verdict, shown: dict[str, int], arrived: list[Arrived]) -> None:
    """The staff page counts what arrived and stayed; only uncertain ones may or may not have."""
    stayed, sent, unsure = len(arrived) - len(year.notify.failed), shown.get("sent", 0), shown.get("uncertain", 0)
    verdict.expect(sent <= stayed <= sent + unsure, f"{stayed} arrived and stayed, the page says {sent} and {unsure}?")
    chances = year.workers.kills + year.mail.broken
    verdict.expect(unsure <= chances, f"{unsure} uncertain after {chances} kills and cuts")
    verdict.expect(year.kills == 0, f"{year.kills} workers were not killed")
    for state in ("waiting", "handing"):
        verdict.expect(not shown.get(state), f"{shown.get(state)} messages are still {state}")


def check_each_message(year: Year, verdict: Verdict, arrived: list[Arrived]) -> None:
    """By its reference, each is at one door once and "sent" in the database, or uncertain, or came back."""
    times, states = Counter(one.reference for one in arrived), states_of(year)
    verdict.expect(max(times.values(), default=0) <= 1, f"{sum(n > 1 for n in times.values())} messages arrived twice")
    sent = {reference for reference, state in states.items() if state == "sent"}
    unsure = {reference for reference, state in states.items() if state == "uncertain"}
    failed = set(year.notify.failed)
    verdict.expect(sent <= set(times), f"{len(sent - set(times))} count as sent and arrived nowhere")
    verdict.expect(set(times) <= sent | unsure | failed, f"{len(set(times) - sent - unsure - failed)} arrived unknown")
    verdict.expect(not sent & failed, f"{len(sent & failed)} came back and still count as sent")
    verdict.counted["uncertain"] = len(unsure)
    verdict.counted["uncertain, and arrived"] = len(unsure & set(times))


def check_each_person(verdict: Verdict, people: Iterable[Person], uncertain: int) -> None:
    """Nobody who should have been written to was forgotten; nobody who said stop was written to after."""
    missing = 0
    for person in people:
        if person.never_reached:
            verdict.expect(not person.got, "something arrived at an address that does not exist")
            continue
        if person.comes_back:
            verdict.expect(1 <= len(person.got) <= UNTIL_KNOWN, f"{len(person.got)} went to where all comes back")
            continue
        steps = Counter(first_words(one) for one in person.got)
        verdict.expect(max(steps.values(), default=0) <= MOST, "a step came too often")
        if person.stopped:
            verdict.expect(len(person.got) == person.got_at_stop, "something arrived after somebody said stop")
        else:
            missing += max(0, (OF_ALL if not person.answers else OF_ANSWERED) - len(person.got))
    verdict.counted["not seen to arrive"] = missing
    verdict.expect(missing <= uncertain, f"{missing} messages did not arrive and only {uncertain} are uncertain")


def check_linkage(verdict: Verdict, people: Iterable[Person], shown: dict[str, int]) -> None:
    """The share of those who came back, as the programme's page shows it, from what the people did."""
    sent = [one for person in people for one in person.sent_in]
    answered, linked = Counter(wave for wave, _ in sent), Counter(wave for wave, is_linked in sent if is_linked)
    for wave in sorted(answered)[1:]:
        name, exact = f"came back in {wave}, %", 100 * linked[wave] / answered[wave]
        if answered[wave] < FEWEST_LINKED:
            verdict.expect(name not in shown, f"{wave}: a share of {answered[wave]} is shown")
        else:
            verdict.expect(abs(shown.get(name, -99) - exact) <= 2.5, f"{wave}: {exact:.1f}% came back")


def first_words(one: Arrived) -> str:
    return one.subject or one.text.partition("http")[0]
