"""What a page's own script may rely on: saving while it is open, where to go next; twice or late does no harm."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.models import db
from app.models.answering import Draft, Response
from app.services.asking import collectors, participation, waves
from tests.integration.respond_walker import PULSE, YOUNG, Walker, first, second

pytestmark = [pytest.mark.usefixtures("both_engines"), pytest.mark.whole]

SCRIPT = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def open_wave(house, context):
    waves.seed(house)


@pytest.fixture
def walker(client):
    return Walker(client).start(PULSE)


def by_script(walker, action, **values):
    """What the script of the page on the screen gets for its form."""
    form = walker.form() | {name.replace("__", "-"): value for name, value in values.items()} | {"action": action}
    return walker.client.post(walker.target(), data=form, headers=SCRIPT)


def held(client, house, address=PULSE):
    """What the draft holds, by question."""
    ticket = client.get_cookie("ticket", path=address).value
    db.session.rollback()
    return participation.load(house, ticket).answers


def answer_of(walker):
    [(name, options)] = walker.offered().items()
    return name, options


def test_an_open_page_is_saved_and_shown_again(walker, client, house):
    name, options = answer_of(walker)
    answer = by_script(walker, "save", **{name: options[1]})
    assert answer.json["whole"] is True
    assert held(client, house)[name].value == options[1]
    again = Walker(client).open(walker.path)
    assert again.form()[name] == [options[1]]
    assert again.form()["as_seen"] == answer.json["mark"]


def test_what_is_blank_is_not_an_answer_yet(walker, client, house):
    assert by_script(walker, "save").json["whole"] is True
    assert held(client, house) == {}
    assert Walker(client).open(f"{PULSE}?lang=en").find(".button-primary").attrs["href"].startswith(walker.path)


def test_an_answer_that_cannot_be_used_is_not_called_saved(client, house):
    walker = Walker(client).start(YOUNG).to_the_end(first)
    page = next(name for name in walker.seen if Walker(client).open(f"{YOUNG}/{name}?lang=en").texts())
    box = Walker(client).open(f"{YOUNG}/{page}?lang=en")
    answer = by_script(box, "save", **{box.texts()[0]: "x" * 5000})
    assert answer.json["whole"] is False
    assert "x" not in str(held(client, house, YOUNG)[box.texts()[0]].value)


def test_thinking_aloud_about_an_earlier_answer_does_not_drop_later_ones(client, house):
    """Some questions hang on an answer: they go when the person presses "next", not while they are trying things."""
    yes = Walker(client).start(YOUNG).to_the_end(lambda name, options: "yes" if "yes" in options else options[0])
    before = held(client, house, YOUNG)
    page = yes.open(f"{YOUNG}/plan?lang=en&from=check")
    assert by_script(page, "save", plan="no").json["whole"] is False
    assert held(client, house, YOUNG) == before
    page.send("next", plan="no")
    assert "plan-true" not in held(client, house, YOUNG)


def test_a_script_is_told_where_to_go_and_everybody_else_is_sent_there(walker, client):
    name, options = answer_of(walker)
    told = by_script(walker, "next", **{name: options[0]})
    assert told.status_code == 200
    assert "Location" not in told.headers
    assert told.json["to"] == walker.send("next", **{name: options[0]}).path


def test_the_cookie_comes_with_the_first_tap_of_a_script(client):
    start = Walker(client).open(f"{PULSE}?lang=en")
    begun = by_script(start, "next")
    assert client.get_cookie("ticket", path=PULSE) is not None
    assert Walker(client).open(begun.json["to"]).page.status_code == 200


def test_what_comes_late_undoes_nothing(walker, client, house):
    """The first sending hangs in the network; the person sends something else; then the first arrives."""
    name, options = answer_of(walker)
    late = walker.form() | {"action": "next", name: options[0]}
    target = walker.target()
    walker.send("next", **{name: options[1]})
    assert client.post(target, data=late, headers=SCRIPT).status_code == 409
    assert client.post(target, data=late).status_code == 409
    assert held(client, house)[name].value == options[1]


def test_somebody_whose_page_was_older_sees_what_they_sent_and_sends_it_again(walker, client, house):
    name, options = answer_of(walker)
    old, target = walker.form() | {"action": "next", name: options[0]}, walker.target()
    walker.send("next", **{name: options[1]})
    again = walker.arrive(client.post(target, data=old), target)
    assert "saved from two places at once" in again.words()
    assert again.form()[name] == [options[0]]
    again.send("next")
    assert held(client, house)[name].value == options[0]


@pytest.mark.parametrize("action", ["next", "save", "skip"])
def test_the_same_once_more_is_harmless(walker, action):
    name, options = answer_of(walker)
    answers = [by_script(walker, action, **{name: options[0]}) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1


def test_sent_twice_counts_once_and_leads_to_the_same_receipt(walker):
    walker.to_the_end(second)
    answers = [by_script(walker, "finish") for _ in range(3)]
    assert {answer.json["to"].partition("?")[0] for answer in answers} == {f"{PULSE}/receipt"}
    assert db.session.scalar(select(func.count()).select_from(Response)) == 1
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0


def test_a_page_that_is_saved_after_it_was_sent_changes_nothing(walker, client):
    name, options = answer_of(walker)
    target, form = walker.target(), walker.form() | {"action": "save", name: options[0]}
    walker.to_the_end(second)
    walker.send("finish")
    assert "/receipt" in client.post(target, data=form, headers=SCRIPT).json["to"]
    assert db.session.scalar(select(func.count()).select_from(Response)) == 1


def test_deleting_twice_says_that_it_is_deleted(walker, client):
    walker.send("stop")
    target, form = walker.target(), walker.form() | {"action": "discard"}
    ticket = client.get_cookie("ticket", path=PULSE).value
    client.post(target, data=form)
    client.set_cookie("ticket", ticket, path=PULSE)  # the first answer never reached the device
    assert "Nothing is kept" in walker.arrive(client.post(target, data=form), target).heading


def test_next_person_twice_comes_to_the_start(client, house):
    door = f"/c/{collectors.create(house, PULSE[3:], shared_device=True, actor='command')}"
    walker = Walker(client).start(door).to_the_end(first).send("finish")
    target, form = walker.target(), walker.form() | {"action": "done"}
    answers = [client.post(target, data=form) for _ in range(2)]
    assert {answer.headers["Location"] for answer in answers} == {door}
    assert answers[0].headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_shared_device_is_never_offered_to_keep_answers(client, house):
    door = f"/c/{collectors.create(house, PULSE[3:], shared_device=True, actor='command')}"
    shared, own = Walker(client).start(door), Walker(client).start(PULSE)
    assert "data-keep" in own.page.text
    assert "data-keep" not in shared.page.text
    assert "data-until" not in shared.page.text


def test_another_visits_page_is_not_saved(walker, client):
    name, options = answer_of(walker)
    form = walker.form() | {"action": "save", name: options[0], "token": "0" * 32}
    assert client.post(walker.target(), data=form, headers=SCRIPT).status_code == 409


def test_the_browser_offers_nothing_that_the_last_person_typed(client):
    """Every form of a participation, and every box to type in, says so."""
    walker = Walker(client).open(f"{YOUNG}?lang=en")
    while walker.place != "receipt":
        for form in walker.document.named("form"):
            assert form.attrs["autocomplete"] == "off", walker.path
        for name in walker.texts():
            assert walker.find(f"[name={name}]").attrs.get("autocomplete") == "off", walker.path
        values = {name: options[0] for name, options in walker.offered().items()}
        walker.post(walker.form() | values | {"action": "finish" if walker.place == "finish" else "next"})


def test_whoever_stops_is_told_until_when_it_is_kept(walker, house):
    days = house.partnership.retention.draft_days
    walker.send("stop")
    assert "We keep it for you until" in walker.words()
    assert str((house.today() + timedelta(days=days)).day) in walker.words()
