"""What made-up people write, by audience and theme, and the code book that sorts it. Text only."""

from __future__ import annotations

from app.services.themes.book import ThemeText

SAID: dict[str, dict[str, tuple[str, ...]]] = {
    "young-person": {
        "Being listened to": (
            "My teacher listens to me now.",
            "Nobody asked me what I want.",
            "Please ask me before you change my plan.",
            "I was at my meeting but they talked over me.",
            "The lady at the meeting listened and wrote down my words.",
            "I want to be asked, not only my mum.",
        ),
        "Being told what happens": (
            "I want someone to tell me what happens next.",
            "Nobody told me who my new teacher is.",
            "They told me the plan in words I know.",
            "I don't know what my plan says.",
        ),
        "A quiet place": (
            "Lunch is too loud. A quiet room would help.",
            "The dining hall is so loud that my ears hurt.",
            "There is a quiet room now and I like it.",
            "I have nowhere to go when it gets loud.",
        ),
        "Friends": ("I like my group on Tuesdays.", "I want a club where I can make friends."),
    },
    "parent-carer": {
        "Waiting": (
            "We waited for months and nobody told us why.",
            "Still waiting for the assessment after a year.",
            "The wait for speech therapy was far too long.",
            "Thank you for the advice while we wait.",
            "We have been on the list for two years without a word.",
        ),
        "Being told what happens": (
            "The new contact person rings back. That helps a lot.",
            "We only find out what happens next if we ring and ask.",
            "Nobody answers the phone and nobody calls back.",
            "Now somebody writes to us at every step. Thank you.",
            "I have sent six e-mails and had no answer.",
        ),
        "Telling our story once": (
            "I had to tell our story four times this year.",
            "Every new person asks the same questions again.",
            "I wish they would read the notes before we come.",
        ),
        "The plan": ("The meeting was good, but the plan came late.", "The plan describes my son well."),
    },
    "professional": {
        "Working together": (
            "Working with the health team has become easier.",
            "Joint meetings with social care work well now.",
            "We never hear back from the other service.",
            "I do not know what becomes of my advice.",
        ),
        "Time": (
            "More time to listen to the child, please.",
            "There are too few of us for the number of requests.",
            "Caseloads are too high to write a good report.",
        ),
        "Forms and deadlines": (
            "Reports arrive after the date by which we need them.",
            "One shared form would save hours each week.",
            "We fill in the same facts in three systems.",
        ),
    },
}
"""Longest lists are said most often: each sentence is as likely as any other."""
BOOK: tuple[tuple[str, str, ThemeText], ...] = (
    (
        "",
        "Being heard",
        ThemeText(
            "Being heard",
            "Whether people are asked, listened to and told. Not: what was decided.",
            "Ask us, and tell us what happens.",
            "listen",
        ),
    ),
    (
        "Being heard",
        "Being listened to",
        ThemeText("Being listened to", "Asked before a decision, present, believed.", "Listen to us.", "talk"),
    ),
    (
        "Being heard",
        "Being told what happens",
        ThemeText(
            "Being told what happens",
            "News, call-backs, words that one understands.",
            "Tell us what comes next.",
            "informed",
        ),
    ),
    ("", "Waiting", ThemeText("Waiting", "How long, and help meanwhile.", "We wait too long.", "waiting")),
    (
        "",
        "A quiet place",
        ThemeText("A quiet place", "Noise, crowds, rooms.", "It is too loud. We need a quiet place.", "school"),
    ),
    (
        "",
        "Telling our story once",
        ThemeText(
            "Telling our story once", "Repeating facts to new people.", "We tell our story again and again.", "again"
        ),
    ),
    ("", "Friends", ThemeText("Friends", "Groups, clubs, belonging.", "We want friends and clubs.", "friends")),
    (
        "",
        "The plan",
        ThemeText("The plan", "What it says, when it comes.", "Our plan should be right and on time.", "plan"),
    ),
    (
        "",
        "Working together",
        ThemeText("Working together", "Between services.", "Services should work together.", "together"),
    ),
    ("", "Time", ThemeText("Time", "Caseloads, staff.", "We need more time.", "clock")),
    (
        "",
        "Forms and deadlines",
        ThemeText("Forms and deadlines", "Forms, systems, dates.", "Fewer forms, and reports on time.", "write"),
    ),
)
"""(theme it is inside of, name, words), outer ones first."""


def sentences(audience: str) -> tuple[str, ...]:
    return tuple(sentence for own in SAID[audience].values() for sentence in own)


def theme_of(text: str) -> str:
    """The name of the theme that a sentence is about; blank for none."""
    found = (theme for own in SAID.values() for theme, said in own.items() if text in said)
    return next(found, "")
