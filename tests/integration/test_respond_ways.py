"""Back, change, skip, stop, resume, a shared device: ways through a survey that are not straight on."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.models import db
from app.models.answering import Answer, Draft, Receipt, Response
from app.services.asking import collectors, waves
from tests.integration.respond_walker import PARENT, YOUNG, Walker, first

pytestmark = pytest.mark.whole


@pytest.fixture(autouse=True)
def open_wave(house, context):
    waves.seed(house)


@pytest.fixture
def walker(client):
    return Walker(client).start(YOUNG)


def count(model):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def answers():
    db.session.rollback()
    return {row.question_id: (row.state, row.value) for row in db.session.scalars(select(Answer))}


def test_back_shows_what_was_answered(walker):
    walker.send("next", belong="4").send("back")
    assert walker.place == "belong"
    assert walker.form()["belong"] == ["4"]


def test_back_keeps_what_is_typed(walker):
    walker.send("next", belong="4").send("back", friends="2").send("next")
    assert walker.place == "friends"
    assert walker.form()["friends"] == ["2"]


def test_back_from_an_unanswered_page_leaves_it_unanswered(walker, client):
    walker.send("next", belong="4").send("back")
    assert Walker(client).open(f"{YOUNG}?lang=en").find("a.button-primary").attrs["href"].startswith(f"{YOUNG}/friends")


def test_back_from_the_first_page_leads_to_the_start(walker):
    assert walker.send("back").path.startswith(f"{YOUNG}?lang=en")


def test_back_forgives_what_is_wrong(walker):
    walker.send("next", belong="4").send("back", friends="nonsense")
    assert (walker.page.status_code, walker.place) == (200, "belong")


def test_a_changed_answer_is_the_one_that_counts(walker):
    walker.to_the_end(first)
    change = next(link for link in walker.document.query(".change a") if "/belong?" in link.attrs["href"])
    walker.open(change.attrs["href"]).send("next", belong="5")
    assert walker.place == "finish"
    walker.send("finish")
    assert answers()["belong"] == ("answered", '"5"')


def test_what_depended_on_a_changed_answer_is_asked_again(client):
    walker = Walker(client).start(PARENT)
    walker.to_the_end(lambda name, options: "yes" if "yes" in options else options[0])
    asked = set(walker.seen)
    walker.open(f"{PARENT}/plan?lang=en&from=check").send("next", plan="no")
    assert walker.place == "finish"
    assert "plan-true" in asked
    walker.open(f"{PARENT}/plan?lang=en&from=check").send("next", plan="yes")
    assert walker.place == "plan-true"
    assert "plan-true" not in walker.form()


def test_skip_takes_an_answer_back(walker):
    walker.send("next", belong="4").send("back").send("skip", belong="4").to_the_end(first)
    walker.send("finish")
    assert answers()["belong"] == ("skipped", None)


def test_not_sure_is_kept_as_such(walker):
    walker.send("next", belong="not-sure").to_the_end(first).send("finish")
    assert answers()["belong"] == ("not-sure", None)


def test_resume_opens_at_the_first_unanswered_page(walker, client):
    walker.send("next", belong="4").send("next", friends="3")
    again = Walker(client).open(YOUNG)
    assert "Carry on where you stopped" in again.words()
    again.open(again.find(".carry-on a.button-primary").attrs["href"])
    assert again.place == "safe"


def test_resume_in_another_language(walker, client):
    walker.send("next", belong="4")
    again = Walker(client).open(f"{YOUNG}?lang=pl")
    again.open(again.find("a.button-primary").attrs["href"])
    assert again.place == "friends"
    assert again.find("html").attrs["lang"] == "pl"
    again.send("next", friends="3")
    assert db.session.scalar(select(Draft.language)) == "pl"


def test_starting_again_deletes_what_was_said(walker, client):
    walker.send("next", belong="4")
    Walker(client).start(YOUNG)
    assert count(Draft) == 1
    assert db.session.scalar(select(Draft.answers)) == "{}"


def test_stop_and_send(walker):
    walker.send("next", belong="4").send("stop", friends="2")
    assert walker.place == "stop"
    walker.send("finish")
    assert walker.place == "receipt"
    assert (answers()["belong"][0], answers()["friends"][0], answers()["safe"][0]) == (
        "answered",
        "answered",
        "skipped",
    )


def test_stop_and_keep(walker, client):
    walker.send("next", belong="4").send("stop").send("keep")
    assert "keep" in walker.heading
    assert "16 December 2026" in walker.words()
    assert count(Draft) == 1
    assert "Carry on" in Walker(client).open(YOUNG).words()


def test_stop_and_delete(walker, client):
    walker.send("next", belong="4").send("stop").send("discard")
    assert "Nothing is kept" in walker.heading
    assert (count(Draft), count(Response)) == (0, 0)
    assert "Carry on" not in Walker(client).open(YOUNG).words()


def test_stop_and_go_back(walker):
    walker.send("next", belong="4").send("stop").send("back")
    assert walker.place == "friends"


def test_a_double_tap_sends_once(walker, client):
    walker.to_the_end(first)
    form, address = walker.form() | {"action": "finish"}, walker.path
    places = [client.post(address, data=form).headers["Location"] for _ in range(3)]
    assert places == [f"{YOUNG}/receipt?lang=en"] * 3
    assert (count(Response), count(Receipt)) == (1, 1)
    codes = {Walker(client).open(place).receipt_code() for place in places}
    assert len(codes) == 1


def test_the_way_back_after_sending_ends_at_the_receipt(walker, client):
    walker.to_the_end(first).send("finish")
    assert Walker(client).open(f"{YOUNG}/belong?lang=en").place == "receipt"


def test_who_has_sent_is_told_so_and_may_start_again(walker, client):
    walker.to_the_end(first).send("finish")
    again = Walker(client).open(f"{YOUNG}?lang=en")
    assert "sent answers from this device already" in again.words()
    assert again.send("next").place == "belong"


def test_the_receipt_leaves_the_device_when_asked(walker, client):
    walker.to_the_end(first).send("finish").send("done")
    assert client.get(f"{YOUNG}/receipt?lang=en").status_code == 410


@pytest.fixture
def shared(client, house):
    code = collectors.create(house, YOUNG[3:], shared_device=True, actor="command")
    return Walker(client).start(f"/c/{code}")


def test_a_shared_device_forgets_with_the_browser_and_offers_no_resume(shared, client):
    shared.send("next", belong="4")
    again = Walker(client).open(shared.path.split("/belong")[0].rsplit("/", 1)[0])
    assert "Carry on" not in again.words()
    answer = client.post(again.path + "?lang=en", data={"action": "next", "whole": "yes"})
    assert "Max-Age" not in answer.headers["Set-Cookie"]
    assert "Expires" not in answer.headers["Set-Cookie"]
    assert count(Draft) == 1


def test_a_shared_device_keeps_nothing_for_later(shared):
    shared.send("next", belong="4").send("stop")
    assert 'value="keep"' not in shared.page.text


def test_the_next_person_finds_nothing(shared, client):
    address = shared.path.rsplit("/", 1)[0]
    shared.to_the_end(first).send("finish")
    code = shared.receipt_code()
    token = shared.form()["token"]
    answer = client.post(f"{address}/receipt", data={"action": "done", "token": token, "whole": "yes"})
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    assert "Clear-Site-Data" in answer.headers
    assert client.get_cookie("ticket", path=address) is None
    for place in ("/receipt", "/belong", "/finish", "/stop"):
        page = client.get(f"{address}{place}?lang=en")
        assert page.status_code == 410
        assert code not in page.text
