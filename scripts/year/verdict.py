"""Holds what arrived at the doors against what should have, and against what the staff page says. Pure counting."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from scripts.year.doors import Arrived
from scripts.year.story import Year, figures

OF_ALL, OF_ANSWERED = 5, 3
"""Messages that somebody gets who never answers (an invitation, two reminders, two follow-ups), or who does."""
MOST = 2
"""How often the same words may come: reminders and follow-ups have them twice. Copies are told by their reference."""


@dataclass
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
    references = Counter(one.reference for one in arrived)
    twice = [reference for reference, times in references.items() if times > 1]
    verdict.expect(not twice, f"{len(twice)} messages arrived twice")
    check_counts(year, verdict, shown, len(arrived))
    check_each_person(year, verdict)
    verdict.counted |= {
        "people invited": len(year.people),
        "messages that arrived": len(arrived),
        "by e-mail": len(year.mail.arrived),
        "by text message": len(year.notify.arrived),
        "workers killed": year.workers.kills,
        "lines cut by the mail server": year.mail.broken,
        "answers": sum(one.answers for one in year.people.values()),
        "who said stop": sum(one.stopped for one in year.people.values()),
        **{f"staff page: {name}": n for name, n in sorted(shown.items())},
    }
    return verdict


def check_counts(year: Year, verdict: Verdict, shown: dict[str, int], arrived: int) -> None:
    """The staff page counts what arrived; only uncertain ones may or may not have."""
    sent, uncertain = shown.get("sent", 0), shown.get("uncertain", 0)
    verdict.expect(sent <= arrived <= sent + uncertain, f"{arrived} arrived, the page says {sent} and {uncertain}?")
    chances = year.workers.kills + year.mail.broken
    verdict.expect(uncertain <= chances, f"{uncertain} uncertain after {chances} kills and cuts")
    for state in ("waiting", "handing"):
        verdict.expect(not shown.get(state), f"{shown.get(state)} messages are still {state}")


def check_each_person(year: Year, verdict: Verdict) -> None:
    """Nobody who should have been written to was forgotten; nobody who said stop was written to after."""
    missing = 0
    for person in year.people.values():
        if person.never_reached:
            verdict.expect(not person.got, "something arrived at an address that does not exist")
            continue
        steps = Counter(first_words(one) for one in person.got)
        verdict.expect(max(steps.values(), default=0) <= MOST, "a step came too often")
        if person.stopped:
            verdict.expect(len(person.got) == person.got_at_stop, "something arrived after somebody said stop")
        else:
            missing += max(0, (OF_ALL if not person.answers else OF_ANSWERED) - len(person.got))
    uncertain = verdict.counted["uncertain"] = figures(year).get("uncertain", 0)
    verdict.counted["not seen to arrive"] = missing
    verdict.expect(missing <= uncertain, f"{missing} messages did not arrive and only {uncertain} are uncertain")


def first_words(one: Arrived) -> str:
    return one.subject or one.text.partition("http")[0]
