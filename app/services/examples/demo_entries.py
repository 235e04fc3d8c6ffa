"""The made-up entries of "You said, we did" in the example data. Text only."""

from __future__ import annotations

from datetime import date, timedelta

from app.house import House
from app.services.loop.entry_texts import EntryText, ReplyText


def example_entries(house: House) -> tuple[EntryText, ...]:
    """Four entries, the oldest first, with the partnership's own organisations and journey points."""
    return (
        told_what_happens(house),
        help_while_waiting(house),
        quiet_rooms(house),
        one_story(house),
    )


def organisation(house: House, position: int) -> str:
    places = house.partnership.organisations
    return places[position % len(places)].id


def point(house: House, wanted: str) -> str:
    """The journey point if this partnership has it, else the first one."""
    known = [each.id for each in house.partnership.journey_points]
    return wanted if wanted in known else known[0]


def indicators(house: House, *wanted: str) -> tuple[str, ...]:
    """Those of the wanted indicators that this partnership's framework has."""
    known = {indicator.id for indicator in house.framework.indicators}
    return tuple(each for each in wanted if each in known)


def days(house: House, number: int) -> date:
    return house.today() + timedelta(days=number)


def told_what_happens(house: House) -> EntryText:
    return EntryText(
        heard_on=days(house, -200),
        you_said="Nobody tells us what happens next. We only find out if we ring and ask.",
        you_said_easy="Nobody tells us what happens next.",
        picture="informed",
        limb="accessibility",
        indicators=indicators(house, "informed"),
        audience="parent-carer",
        journey_point=point(house, "ehc"),
        replies=(
            ReplyText(
                kind="we-did",
                text="Each family now has one named contact, who writes at every step and says what comes next.",
                text_easy="You now have one person. They tell you what comes next.",
                organisation=organisation(house, 0),
                date=days(house, -60),
            ),
            ReplyText(
                kind="we-will",
                owner="Head of SEND",
                text="You will be able to see online where your assessment is, with the date of the next step.",
                text_easy="Soon you can see online what comes next.",
                organisation=organisation(house, 0),
                date=days(house, 120),
            ),
        ),
    )


def help_while_waiting(house: House) -> EntryText:
    return EntryText(
        heard_on=days(house, -200),
        you_said="Waiting lists for therapy are too long, and nobody helps us while we wait.",
        you_said_easy="We wait too long for therapy.",
        picture="waiting",
        limb="content",
        indicators=indicators(house, "while-waiting", "right-time"),
        audience="parent-carer",
        journey_point=point(house, "therapy"),
        replies=(
            ReplyText(
                kind="we-did",
                text="There is an advice line on 2 afternoons a week for families who wait. No referral is needed.",
                text_easy="You can ring for advice while you wait.",
                organisation=organisation(house, 2),
                date=days(house, -35),
            ),
            ReplyText(
                kind="we-cannot",
                text="We can't see every child within 6 weeks, because there are too few trained therapists to hire.",
                text_easy="We can't see everyone fast. There are too few therapists.",
                instead="Schools get training and a plan for the first weeks. So help starts before the first visit.",
                organisation=organisation(house, 1),
                date=days(house, -35),
            ),
        ),
    )


def quiet_rooms(house: House) -> EntryText:
    return EntryText(
        heard_on=days(house, -200),
        you_said="School is too loud at lunch. I have nowhere to go.",
        you_said_easy="School is too loud at lunch.",
        picture="school",
        indicators=indicators(house, "belong"),
        audience="young-person",
        journey_point=point(house, "inclusion"),
        replies=(
            ReplyText(
                kind="we-will",
                owner="Head of SEND",
                text="Every secondary school will offer a quiet place at lunch. Pupils help to choose it.",
                text_easy="Your school will have a quiet place at lunch.",
                organisation=organisation(house, 3),
                date=days(house, 90),
            ),
        ),
    )


def one_story(house: House) -> EntryText:
    return EntryText(
        heard_on=days(house, -200),
        you_said="We have to tell our story again and again, to each new person.",
        you_said_easy="We tell our story again and again.",
        picture="again",
        indicators=indicators(house, "tell-once"),
        journey_point=point(house, "general"),
        replies=(
            ReplyText(
                kind="we-did",
                text="A one-page profile, written by the young person and family, now goes with every referral.",
                text_easy="You write one page about you. It goes to each new person.",
                organisation=organisation(house, 1),
                date=days(house, -14),
            ),
        ),
    )
