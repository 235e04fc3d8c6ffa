"""The made-up actions of the plan, case study, event and comments left out in the example data. Text and one verb."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.house import House
from app.services.asking.entrances import quarter_of
from app.services.examples.demo_entries import days, organisation, point
from app.services.loop import entries
from app.services.plan import actions
from app.services.plan.texts import ActionText, Milestone
from app.services.staff import SignedIn
from app.services.stories import left_out, stories
from app.services.stories.texts import StoryText
from app.services.transaction import writing

ACTIONS = (
    (
        "1.1",
        0,
        "complete",
        "Give every family one named contact who writes at each step.",
        "Each family has one person.",
    ),
    ("1.2", 0, "on-track", "Show families online where their assessment is.", "See online what comes next."),
    ("2.1", 1, "behind", "Hire more speech and language therapists.", "More people who help with talking."),
    ("2.2", 2, "on-track", "Run an advice line for families who wait.", "Ring us for help while you wait."),
    (
        "3.1",
        3,
        "not-started-behind",
        "Train a lead for inclusion in every school.",
        "Every school has someone who helps.",
    ),
    ("3.2", 3, "not-started", "Offer a quiet place at lunch in every school.", "A quiet place at lunch."),
)
NOTES = {
    "complete": "Done. Families tell us that they know whom to ask.",
    "on-track": "The first families use it. We ask them what to make better.",
    "behind": "Too few people applied. We now train people ourselves.",
    "not-started-behind": "The money came late. It starts next quarter.",
    "not-started": "",
}


def load(house: House, writer: SignedIn) -> None:
    with writing():
        for content in example_actions(house):
            actions.add(house, content, writer)
    for view, references in zip(
        entries.published(house), (["3.1"], ["3.2"], ["2.1", "2.2"], ["1.1", "1.2"]), strict=False
    ):
        actions.link(house, view.id, references, writer)
    for content in (case_study(house), event(house)):
        made = stories.create(house, content, writer)
        stories.publish(house, made.id, made.version, writer)
    left_out.note(house, "content", "one-person", 3, writer)


def example_actions(house: House) -> Iterator[ActionText]:
    for reference, place, state, title, easy in ACTIONS:
        steps = (
            Milestone(days(house, -60), "A first group tries it.", state in ("complete", "on-track")),
            Milestone(days(house, 120), "Everyone has it.", state == "complete"),
        )
        yield ActionText(
            reference=reference,
            title=title,
            title_easy=easy,
            organisation=organisation(house, place),
            state=state,
            owner="Head of SEND",
            milestones=steps,
            note=NOTES[state],
            quarter=quarter_of(house.today()),
        )


def case_study(house: House) -> StoryText:
    return StoryText(
        kind="case-study",
        title="From five phone calls to one named contact",
        title_easy="One person to ask",
        picture="phone",
        heard="A parent told us that they rang five offices before anyone knew where their child's plan was.",
        heard_easy="A parent rang five offices. Nobody knew about the plan.",
        changed="The family now has one named contact. She wrote at every step, and the plan came in time.",
        changed_easy="Now they have one person to ask. The plan came in time.",
        told_by="A parent",
        audience="parent-carer",
        journey_point=point(house, "ehc"),
        consent_on=house.today() - timedelta(days=20),
        consent_by="The parent, for the family",
        consent_kept="Example folder, form 1",
    )


def event(house: House) -> StoryText:
    return StoryText(
        kind="event",
        title="Planning quiet places together",
        title_easy="We planned quiet places",
        picture="meeting",
        heard="Young people showed on a map where school is too loud, and what a quiet place needs.",
        heard_easy="You showed us where school is too loud.",
        changed="Their list is now the rule for every new quiet place.",
        changed_easy="Your list is now our rule for quiet places.",
        audience="young-person",
        journey_point=point(house, "inclusion"),
        held_on=house.today() - timedelta(days=30),
        place="Town hall",
        people=34,
    )
