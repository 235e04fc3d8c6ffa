"""Code books and coding: nested, merged, split, undone, with history; and what a reader sees of who wrote."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select

from app.house import House, random_id
from app.models.answering import Response
from app.models.base import db
from app.models.listening import Reading
from app.models.themes import Coding, Heard, Quote
from app.services.errors import Conflict, Forbidden, Invalid
from app.services.staff import SignedIn
from app.services.themes import book, coding, double, quotes, reshape, sight, take_up, workbench
from app.services.themes.book import ThemeText
from app.services.themes.workbench import Wish
from app.services.transaction import writing
from tests.integration.heard_people import PROGRAMME, comments, someone, wrote

pytestmark = [pytest.mark.usefixtures("context"), pytest.mark.whole]


@pytest.fixture
def who(house: House) -> SignedIn:
    return someone(house)


@pytest.fixture
def heard(house: House, who: SignedIn) -> list[str]:
    """Twelve comments."""
    wrote(house, [f"We wait, number {n}" for n in range(12)], locality="A")
    return comments()


def add(house: House, who: SignedIn, name: str, inside: str | None = None) -> str:
    return book.add(house, who, PROGRAMME, ThemeText(name), inside).id


def carried() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in db.session.scalars(select(Coding)):
        found.setdefault(row.theme_id, set()).add(row.reading_id)
    return found


def states() -> dict[str, int]:
    return dict(db.session.execute(select(Heard.state, func.count()).group_by(Heard.state)).all())


def test_a_theme_is_given_to_many_at_once_and_taken_back(house: House, who: SignedIn, heard: list[str]) -> None:
    wait = add(house, who, "Waiting")
    assert coding.give(house, who, PROGRAMME, heard[:5], wait) == heard[:5]
    coding.none_fits(house, who, PROGRAMME, heard[5:7])
    assert states() == {"coded": 5, "none": 2, "new": 5}
    coding.undo(house, who, PROGRAMME)
    coding.undo(house, who, PROGRAMME)
    assert (states(), carried()) == ({"new": 12}, {})
    with pytest.raises(Conflict):
        coding.undo(house, who, PROGRAMME)


def test_undoing_leaves_what_a_second_coder_said(house: House, who: SignedIn, heard: list[str]) -> None:
    other = someone(house, email="other@example.org")
    outer = add(house, who, "Being heard")
    inner, wait = add(house, who, "Being told", outer), add(house, who, "Waiting")
    coding.give(house, who, PROGRAMME, heard[:4], outer)
    coding.give(house, other, PROGRAMME, heard[:1], inner)
    coding.give(house, other, PROGRAMME, heard[1:2], wait)
    coding.give(house, other, PROGRAMME, heard[2:3], outer)
    coding.none_fits(house, other, PROGRAMME, heard[3:4])
    assert coding.undo(house, who, PROGRAMME) == heard[:4]
    assert carried() == {inner: {heard[0]}, wait: {heard[1]}, outer: {heard[2]}}
    assert states() == {"coded": 3, "none": 1, "new": 8}
    with pytest.raises(Conflict):
        coding.undo(house, who, PROGRAMME)


def test_undoing_gives_back_what_was_a_second_coders(house: House, who: SignedIn, heard: list[str]) -> None:
    other = someone(house, email="other@example.org")
    wait = add(house, who, "Waiting")
    coding.give(house, other, PROGRAMME, heard[:2], wait)
    coding.take(house, who, PROGRAMME, heard[:1], wait)
    coding.none_fits(house, who, PROGRAMME, heard[1:2])
    assert carried() == {}
    for _ in range(2):
        coding.undo(house, who, PROGRAMME)
    assert carried() == {wait: set(heard[:2])}
    assert set(db.session.scalars(select(Coding.coded_by))) == {"other@example.org"}


def test_the_inner_theme_says_more(house: House, who: SignedIn, heard: list[str]) -> None:
    outer = add(house, who, "Being heard")
    inner = add(house, who, "Being told", outer)
    coding.give(house, who, PROGRAMME, heard[:2], outer)
    coding.give(house, who, PROGRAMME, heard[:1], inner)
    assert coding.give(house, who, PROGRAMME, heard[:1], outer) == []
    assert carried() == {inner: {heard[0]}, outer: {heard[1]}}


def test_merging_moves_comments_and_keeps_history(house: House, who: SignedIn, heard: list[str]) -> None:
    one, two = add(house, who, "Waiting"), add(house, who, "Queues")
    coding.give(house, who, PROGRAMME, heard[:4], one)
    coding.give(house, who, PROGRAMME, heard[3:6], two)
    reshape.merge(house, who, two, one)
    assert carried() == {one: set(heard[:6])}
    assert [theme.name for theme in book.listed(house, PROGRAMME)] == ["Waiting"]
    steps = [(step.step, step.themes) for step in book.history(house, PROGRAMME)]
    assert steps[0] == ("merged", ("Queues", "Waiting"))
    assert [theme.name for theme in book.at_version(house, PROGRAMME, 2)] == ["Waiting", "Queues"]
    with pytest.raises(Invalid):
        coding.give(house, who, PROGRAMME, heard[:1], two)


def test_a_split_theme_keeps_its_comments_until_each_is_given_a_new_one(
    house: House, who: SignedIn, heard: list[str]
) -> None:
    wait = add(house, who, "Waiting")
    coding.give(house, who, PROGRAMME, heard, wait)
    first, second = reshape.split(house, who, wait, ["For a place", "For an answer"])
    coding.give(house, who, PROGRAMME, heard[:3], first.id)
    assert carried() == {wait: set(heard[3:]), first.id: set(heard[:3])}
    assert book.history(house, PROGRAMME)[0].step == "split"
    assert second.parent_id == wait


def test_a_theme_cannot_be_inside_itself_nor_too_deep(house: House, who: SignedIn, heard: list[str]) -> None:
    one = add(house, who, "One")
    two = add(house, who, "Two", one)
    three = add(house, who, "Three", two)
    for move in ((one, three), (one, one)):
        with pytest.raises(Invalid):
            book.move(house, who, *move)
    with pytest.raises(Invalid):
        add(house, who, "Four", three)
    with pytest.raises(Conflict):
        add(house, who, "one ")


def test_only_analysts_see_and_code_comments(house: House, heard: list[str]) -> None:
    officer = someone(house, "officer")
    with pytest.raises(Forbidden):
        workbench.find(house, officer, PROGRAMME, Wish())
    with pytest.raises(Forbidden):
        coding.none_fits(house, officer, PROGRAMME, heard[:1])


def test_whoever_takes_their_answers_back_takes_everything_along(house: House, who: SignedIn, heard: list[str]) -> None:
    coding.give(house, who, PROGRAMME, heard, add(house, who, "Waiting"))
    with writing():
        mine = db.session.get_one(Reading, heard[0]).response_id
        db.session.execute(delete(Response).where(Response.id == mine))
    assert heard[0] not in comments()
    assert db.session.scalar(select(func.count()).select_from(Coding)) == 11
    with pytest.raises(Conflict):
        coding.undo(house, someone(house, email="other@example.org"), PROGRAMME)
    coding.undo(house, who, PROGRAMME)
    assert states() == {"new": 11}


def test_search_finds_masked_words_and_never_the_original(house: House, who: SignedIn) -> None:
    wrote(house, ["Zoltan is kind", "We wait", "Nothing else"])
    found = [workbench.find(house, who, PROGRAMME, Wish(words=words)) for words in ("zoltan", "KIND", "[NAME]", "% we")]
    assert [each.total for each in found] == [0, 1, 1, 0]
    assert "Zoltan" not in str(found)


# What is seen of a writer


def test_one_thing_beside_the_audience_and_only_of_enough_people(house: House, who: SignedIn) -> None:
    wrote(house, [f"We wait {n}" for n in range(12)], locality="A")
    wrote(house, ["Alone in B"], start=50, locality="B")
    found = workbench.find(house, who, PROGRAMME, Wish(beside="locality"))
    by_text = {card.text: card.writer for card in found.cards}
    assert (by_text["We wait 1"].audience, by_text["We wait 1"].value) == ("parent-carer", "A")
    assert (by_text["Alone in B"].audience, by_text["Alone in B"].value) == ("parent-carer", "")
    with pytest.raises(Invalid):
        workbench.find(house, who, PROGRAMME, Wish(locality="B"))
    with pytest.raises(Invalid):
        workbench.find(house, who, PROGRAMME, Wish(locality="A", wave="2025-12"))


def test_a_language_that_few_write_hides_the_rest(house: House, who: SignedIn) -> None:
    wrote(house, [f"We wait {n}" for n in range(12)] + ["Czekamy"], locality="A")
    found = workbench.find(house, who, PROGRAMME, Wish(beside="locality"))
    assert next(card.writer for card in found.cards if card.text == "Czekamy").audience == ""
    narrowed = workbench.find(house, who, PROGRAMME, Wish(locality="A"))
    assert "Czekamy" not in {card.text for card in narrowed.cards}


WRITERS = st.lists(
    st.tuples(
        st.integers(0, 30),
        st.sampled_from(("young-person", "parent-carer")),
        st.sampled_from("AB"),
        st.sampled_from(("2025-12", "2026-06")),
        st.sampled_from(("en", "und", "pl")),
    ),
    min_size=1,
    max_size=60,
)
WISHES = st.builds(
    Wish,
    audience=st.sampled_from(("", "young-person", "parent-carer")),
    locality=st.sampled_from(("", "A", "B")),
    wave=st.sampled_from(("", "", "2025-12")),
    language=st.sampled_from(("", "", "pl", "en")),
    beside=st.sampled_from(sight.ATTRIBUTES),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WRITERS, WISHES)
def test_whatever_is_asked_k_people_share_all_that_is_seen(
    house: House, who: SignedIn, heard: list[str], writers: list[tuple], wish: Wish
) -> None:
    put(writers)
    if len(wish.attributes) > 1:
        with pytest.raises(Invalid):
            workbench.find(house, who, PROGRAMME, wish)
        return
    try:
        cards = workbench.find(house, who, PROGRAMME, wish).cards
    except Invalid:
        return
    rows = list(db.session.scalars(select(Heard)))
    for card in cards:
        seen = {card.writer.attribute: card.writer.value} if card.writer.value else {}
        seen |= {"audience": card.writer.audience or wish.audience, **wish.attributes}
        seen = {name: value for name, value in seen.items() if value}
        assert len(seen.keys() - {"audience"}) <= 1
        alike = [row for row in rows if all(getattr(row, name) == value for name, value in seen.items())]
        tongue = db.session.get_one(Heard, card.id).language
        same = [row for row in alike if (row.language in sight.USUAL) == (tongue in sight.USUAL)]
        if seen:
            assert len({row.person for row in same}) >= sight.least(house)


def put(writers: list[tuple]) -> None:
    """These and no others, on readings that are there already."""
    with writing():
        db.session.execute(delete(Heard))
        db.session.execute(delete(Reading).where(Reading.draft_id.is_(None), Reading.response_id.is_(None)))
        for number, audience, locality, wave, language in writers:
            about = {"audience": audience, "locality": locality, "wave": wave, "language": language}
            reading = random_id()
            texts = {"question_id": "x", "text_hash": "x", "masked": "words", "why": "{}", "version": "t"}
            read = {"language": language, "sentiment": "neutral", "concern": "none", "category": ""}
            day = db.session.scalar(select(Response.submitted_on).limit(1))
            db.session.execute(insert(Reading).values(id=reading, **texts, **read, read_on=day))
            own = {"reading_id": reading, "programme_id": PROGRAMME, "person": f"{number:032}", "voice": "self"}
            db.session.execute(
                insert(Heard).values(**own, **about, journey_point="general", sentiment="neutral", state="new")
            )


# Two coders


def test_two_coders_are_compared_and_settled(house: House, who: SignedIn, heard: list[str]) -> None:
    other = someone(house, email="other@example.org")
    wait, loud = add(house, who, "Waiting"), add(house, who, "Noise")
    set_id = double.make(house, who, PROGRAMME, 10)
    mine = workbench.find(house, who, PROGRAMME, Wish(), set_id)
    ids = [card.id for card in mine.cards]
    for coder, themes in ((who, [wait] * 5 + [loud] * 5), (other, [wait] * 5 + [loud] * 4 + [wait])):
        verbs = double.of_set(set_id)
        for reading_id, theme in zip(ids, themes, strict=True):
            verbs.give(house, coder, PROGRAMME, [reading_id], theme)
    found = double.agreement(house, who, set_id)
    assert found.overall == pytest.approx(1 - 0.1 / (2 * 11 * 9 / (20 * 19)))
    assert [reading_id for reading_id, _ in found.apart] == [ids[9]]
    assert carried() == {}
    double.settle(house, who, set_id, {ids[9]: [loud]})
    assert carried() == {wait: set(ids[:5]), loud: set(ids[5:])}
    with pytest.raises(Conflict):
        double.settle(house, who, set_id, {})


def test_alone_there_is_nothing_to_compare(house: House, who: SignedIn, heard: list[str]) -> None:
    set_id = double.make(house, who, PROGRAMME, 10)
    with pytest.raises(Conflict):
        double.agreement(house, who, set_id)


# Quotes


def test_no_quote_without_leave_enough_people_and_the_words_themselves(house: House, who: SignedIn) -> None:
    wrote(house, [f"We wait {n} for Zoltan" for n in range(21)], quote="yes", journey_point="general")
    wrote(house, ["No leave"], start=40, quote="no", journey_point="general")
    wait = add(house, who, "Waiting")
    [refused], allowed = comments("No leave"), comments("We wait")
    with pytest.raises(Forbidden):
        quotes.propose(house, who, PROGRAMME, refused, wait, "No leave")
    for words in ("We wait for him", "Zoltan", ""):
        with pytest.raises(Invalid):
            quotes.propose(house, who, PROGRAMME, allowed[0], wait, words)
    made = quotes.propose(house, who, PROGRAMME, allowed[0], wait, "We wait for [NAME]")
    assert quotes.approved(house) == []
    quotes.decide(house, someone(house, "officer"), made, True)
    assert [quote.text for quote in quotes.approved(house, wait)] == ["We wait for [NAME]"]
    quotes.decide(house, who, made, False)
    assert quotes.approved(house) == []


def test_a_quote_whose_words_are_masked_later_waits_again(house: House, who: SignedIn) -> None:
    wrote(house, [f"We wait {n} for Ajax" for n in range(21)], quote="yes")
    one = comments("for Ajax")[0]
    made = quotes.propose(house, who, PROGRAMME, one, add(house, who, "Waiting"), "for Ajax")
    quotes.decide(house, who, made, True)
    with writing():
        row = db.session.get_one(Reading, one)
        row.masked, row.sentiment = row.masked.replace("Ajax", "[NAME]"), "positive"
        take_up.refresh(one)
    assert quotes.approved(house) == []
    assert db.session.get_one(Heard, one).sentiment == "positive"
    with pytest.raises(Invalid):
        quotes.decide(house, who, made, True)


def test_nobody_of_a_small_group_is_quoted(house: House, who: SignedIn) -> None:
    wrote(house, [f"We wait {n}" for n in range(19)], quote="yes")
    with pytest.raises(Conflict):
        quotes.propose(house, who, PROGRAMME, comments()[0], add(house, who, "Waiting"), "We wait")
    assert db.session.scalar(select(func.count()).select_from(Quote)) == 0
