"""How a page looks: chosen on one page, kept in one cookie, applied to every page, gone from a shared device."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.house import House
from app.look import COOKIE
from app.services.asking import collectors, waves
from tests.integration.respond_walker import WORK, YOUNG, Walker, first

PAGES = ("/", "/privacy", "/accessibility", "/you-said-we-did/", "/r/", "/nowhere", YOUNG, f"{YOUNG}?lang=en")


@pytest.fixture
def walker(client: FlaskClient, app: Flask, house: House) -> Walker:
    with app.app_context():
        waves.seed(house)
    return Walker(client)


def choose(walker: Walker, back: str = "/privacy", action: str = "save", **chosen: str) -> TestResponse:
    walker.open(f"/settings?lang=en&next={back}")
    return walker.client.post(walker.target(), data=walker.form() | chosen | {"action": action})


def cookies(response: TestResponse) -> list[str]:
    return [line for line in response.headers.getlist("Set-Cookie") if line.startswith(f"{COOKIE}=")]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_link_at_the_same_place(walker: Walker, path: str) -> None:
    link = walker.open(path).find("header .look-link")
    assert link.attrs["href"].startswith("/settings?lang=")
    assert walker.client.get(link.attrs["href"]).status_code == 200


def test_staff_pages_have_none(walker: Walker) -> None:
    assert "look-link" not in walker.open("/staff/").page.text


def test_nothing_is_kept_until_somebody_chooses(walker: Walker) -> None:
    walker.open("/settings?lang=en")
    assert not cookies(walker.page)
    assert not cookies(choose(walker))
    assert 'class="' not in walker.open("/").page.text.partition("<head>")[0]
    assert "settings." not in walker.page.text


def test_a_choice_is_kept_for_a_year_and_applied_by_the_server(walker: Walker) -> None:
    answer = choose(walker, text="150", colours="dark", read="off")
    assert answer.location == "/privacy?lang=en"
    [cookie] = cookies(answer)
    assert cookie.startswith(f"{COOKIE}=text-150.colours-dark.read-off;")
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Max-Age=31536000", "Path=/"))
    for path in PAGES:
        assert walker.open(path).find("html").attrs["class"] == "text-150 colours-dark read-off"
    walker.open("/settings?lang=en")
    assert "checked" in walker.find('input[name="text"][value="150"]').attrs


def test_a_choice_can_be_looked_at_before_going_back(walker: Walker) -> None:
    walker.open("/settings?lang=ar&next=/r/")
    walker.send("try", spacing="wide")
    assert walker.find("html").attrs["class"] == "spacing-wide"
    assert walker.find('[role="status"]')
    walker.send("save")
    assert walker.path == "/r/?lang=ar"


def test_everything_goes_back_to_normal(walker: Walker) -> None:
    choose(walker, font="reading")
    answer = choose(walker, action="reset")
    assert "Max-Age=0" in cookies(answer)[0]
    assert "class" not in walker.open("/").find("html").attrs


def test_choosing_the_first_of_everything_forgets_the_cookie(walker: Walker) -> None:
    choose(walker, pictures="off")
    assert "Max-Age=0" in cookies(choose(walker, pictures="on"))[0]


@pytest.mark.parametrize(
    "address",
    ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)", "/%0Aa", "", "/settings?next=/"],
)
def test_the_way_back_leads_nowhere_else(walker: Walker, address: str) -> None:
    assert choose(walker, back=address, text="125").location == "/?lang=en"


def test_a_receipt_code_does_not_travel(walker: Walker) -> None:
    assert "AAAA" not in walker.open("/r/?code=AAAA-BBBB").find(".look-link").attrs["href"]


def test_the_way_back_leads_to_the_same_question(walker: Walker) -> None:
    walker.start(YOUNG)
    question = walker.path.partition("?")[0]
    walker.open(walker.find(".look-link").attrs["href"])
    walker.send("save", text="200")
    assert walker.path.partition("?")[0] == question


def test_what_was_chosen_on_a_page_can_be_saved_on_the_way_to_the_settings(walker: Walker) -> None:
    walker.start(YOUNG)
    name, options = next(iter(walker.offered().items()))
    here = walker.path.partition("?")[0]
    walker.send("look", **{name: options[0]})
    assert walker.path.startswith("/settings?")
    walker.send("save", text="150")
    assert walker.path.partition("?")[0] == here
    assert walker.form()[name] == [options[0]]


def test_a_form_of_another_site_changes_nothing(walker: Walker) -> None:
    answer = walker.client.post(
        "/settings", data={"text": "200", "whole": "yes"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 400
    assert not cookies(answer)


def shared_door(app: Flask, house: House, shared: bool) -> str:
    with app.app_context():
        survey_id = YOUNG.removeprefix("/s/")
        return f"/c/{collectors.create(house, survey_id, shared_device=shared, actor='command')}"


def test_a_shared_device_keeps_it_for_the_session_and_forgets_it_at_the_end(
    walker: Walker, app: Flask, house: House
) -> None:
    door = shared_door(app, house, shared=True)
    [cookie] = cookies(choose(walker, back=door, text="150"))
    assert "Max-Age" not in cookie
    assert "Expires" not in cookie
    [cookie] = cookies(choose(walker, back="/privacy", text="200"))
    assert "Max-Age" not in cookie
    walker.start(door).to_the_end(first).send("finish")
    assert walker.find("html").attrs["class"] == "text-200"
    walker.send("done")
    assert "class" not in walker.find("html").attrs


def test_stopping_on_a_shared_device_forgets_it_too(walker: Walker, app: Flask, house: House) -> None:
    door = shared_door(app, house, shared=True)
    choose(walker, back=door, colours="calm")
    walker.start(door).send("stop").send("discard")
    assert "class" not in walker.find("html").attrs


def test_ones_own_device_remembers(walker: Walker, app: Flask, house: House) -> None:
    door = shared_door(app, house, shared=False)
    choose(walker, back=door, colours="calm")
    walker.start(door).to_the_end(first).send("finish").send("done")
    assert walker.find("html").attrs["class"] == "colours-calm"


def test_one_question_on_each_page(walker: Walker) -> None:
    """A survey with groups is walked one question at a time, to the same end, and back to groups in the middle."""
    walker.start(WORK)
    assert len(walker.document.query("main .question")) > 1
    choose(walker, steps="one")
    walker.start(WORK)
    for _ in range(3):
        assert len(walker.document.query("main .question")) == 1
        walker.send("skip")
    apart = walker.path
    choose(walker, steps="groups")
    walker.open(apart)
    assert len(walker.document.query("main .question")) > 1
    choose(walker, steps="one")
    walker.open(apart).to_the_end(first).send("finish")
    assert walker.receipt_code()
