"""A person with JavaScript whose network comes and goes: what they see, what is sent, and what stays on the phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from app.command import database
from app.config import from_environment
from app.factory import open_house
from app.services.asking import collectors
from tests.journeys import axe, walk
from tests.journeys.conftest import Site

pytestmark = pytest.mark.browser

SURVEY = "parent-carer.general.pulse"
START = f"/s/{SURVEY}?lang=en"
WAITING = "No network. Keep this page open. We try again."


@pytest.fixture
def page(phone: Callable[..., Page]) -> Page:
    """The first page of questions, with all that was posted since in `page.posted`."""
    return begun(phone(), START)


def begun(page: Page, start: str) -> Page:
    page.goto(start)
    walk.press(walk.button(page, "next"))
    page.posted = []
    page.on("request", lambda one: page.posted.append(one.post_data or "") if one.method == "POST" else None)
    return page


def state(page: Page):
    return page.locator("[role=status]")


def choice(page: Page, number: int):
    return page.locator("main input[type=radio]").nth(number)


def stored(page: Page) -> str:
    return page.evaluate("() => JSON.stringify(localStorage)")


def actions(page: Page) -> list[str]:
    return [part.removeprefix("action=") for body in page.posted for part in body.split("&") if "action=" in part]


def test_an_answer_is_saved_while_the_page_is_open(page: Page) -> None:
    choice(page, 2).check(force=True)
    expect(state(page)).to_have_text("Saved")
    expect(state(page)).to_have_attribute("aria-busy", "false")
    assert actions(page) == ["save"]
    page.reload()
    expect(choice(page, 2)).to_be_checked()


def test_changing_ones_mind_twice_sends_nothing_again(page: Page) -> None:
    choice(page, 2).check(force=True)
    expect(state(page)).to_have_text("Saved")
    choice(page, 1).check(force=True)
    choice(page, 2).check(force=True)
    page.wait_for_timeout(1_600)
    assert actions(page) == ["save"]


def test_two_taps_send_once_and_nothing_was_saved_beside_it(page: Page) -> None:
    choice(page, 1).check(force=True)
    before = page.url
    walk.button(page, "next").dblclick()
    page.wait_for_url(lambda address: address != before)
    assert actions(page) == ["next"]


def test_without_a_network_the_page_stays_and_goes_on_by_itself(page: Page) -> None:
    before = page.url
    choice(page, 1).check(force=True)
    page.context.set_offline(True)
    walk.button(page, "next").click()
    expect(state(page)).to_have_text(WAITING)
    choice(page, 3).check(force=True)
    page.context.set_offline(False)
    page.wait_for_url(lambda address: address != before)
    page.goto(before)
    expect(choice(page, 3)).to_be_checked()


def test_try_again_is_a_button(page: Page) -> None:
    before = page.url
    page.route("**/s/**", lambda route: route.fulfill(status=503))
    walk.button(page, "skip").click()
    expect(state(page)).to_have_text(WAITING)
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    page.wait_for_url(lambda address: address != before)


def test_an_answer_that_was_lost_on_the_way_back_is_sent_again_and_counts_once(page: Page) -> None:
    """The server has it, and the phone does not know."""
    before, lost = page.url, []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/s/**", lose)
    choice(page, 1).check(force=True)
    walk.button(page, "next").click()
    page.wait_for_url(lambda address: address != before)
    assert lost == [200]
    assert set(actions(page)) == {"next"}


def test_a_link_waits_until_the_page_is_saved(page: Page) -> None:
    before = page.url
    choice(page, 2).check(force=True)
    walk.press(page.locator("footer").get_by_role("link", name="Privacy"))
    assert actions(page) == ["save"]
    page.goto(before)
    expect(choice(page, 2)).to_be_checked()


def test_what_the_server_refuses_is_shown_by_the_server(page: Page) -> None:
    page.context.clear_cookies()
    walk.button(page, "next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We cannot find your answers on this device")


def test_a_mistake_is_shown_by_the_server(phone: Callable[..., Page]) -> None:
    page = phone()
    for kind in walk.pages(page, "/s/young-person.general.my-confidence?lang=en"):
        if "text" in kind:
            page.locator("main textarea, main input[type=text]").first.fill("x" * 5000)
            walk.button(page, "next").click()
            expect(page.locator("#errors")).to_be_focused()
            return


@pytest.fixture
def kept(page: Page) -> Page:
    """Somebody without a network who wants the phone to keep the page."""
    choice(page, 2).check(force=True)
    page.context.set_offline(True)
    walk.button(page, "next").click()
    assert stored(page) == "{}"
    page.get_by_role("button", name="Keep my answers on this phone").click()
    expect(state(page)).to_contain_text("kept on this phone")
    return page


def test_what_the_phone_keeps_is_sent_once_when_the_link_is_opened_again(kept: Page) -> None:
    context, before = kept.context, kept.url
    assert "action=next" in stored(kept)
    kept.close()
    context.set_offline(False)
    page, posted = context.new_page(), []
    page.on("request", lambda one: posted.append(one.url) if one.method == "POST" else None)
    page.goto(START)
    page.wait_for_url(lambda address: f"{SURVEY}/" in address and address != before)
    assert len(posted) == 1
    assert "body" not in stored(page)
    page.goto(before)
    expect(choice(page, 2)).to_be_checked()


def test_the_phone_keeps_it_no_longer_after_one_more_tap(kept: Page) -> None:
    kept.get_by_role("button", name="Keep my answers on this phone").click()
    assert stored(kept) == "{}"
    expect(state(kept)).to_have_text(WAITING)


def test_nothing_stays_on_the_phone_after_the_end(kept: Page) -> None:
    before = kept.url
    kept.context.set_offline(False)
    kept.wait_for_url(lambda address: address != before)
    assert "until" in stored(kept)
    for _ in range(20):
        if "/receipt" in kept.url:
            break
        walk.press(walk.button(kept, "finish" if kept.url.split("?")[0].endswith("/finish") else "next"))
    assert stored(kept) == "{}"


def test_the_last_tap_survives_a_phone_that_is_switched_off(kept: Page) -> None:
    context, before = kept.context, kept.url
    context.set_offline(False)
    kept.wait_for_url(lambda address: address != before)
    while not kept.url.split("?")[0].endswith("/finish"):
        walk.press(walk.button(kept, "next"))
    context.set_offline(True)
    walk.button(kept, "finish").click()
    expect(state(kept)).to_contain_text("kept on this phone")
    kept.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(START)
    page.wait_for_url("**/receipt*")
    assert stored(page) == "{}"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_on_a_page_that_waits(phone: Callable[..., Page], language: str) -> None:
    page = begun(phone(), f"/s/{SURVEY}?lang={language}")
    page.context.set_offline(True)
    walk.button(page, "next").click()
    expect(page.locator("[data-keep]")).to_be_visible()
    page.locator("[data-keep]").click()
    assert not axe.findings(page)
    for target in page.locator(".keeping button").all():
        assert target.bounding_box()["height"] >= 44


@pytest.fixture(scope="module")
def shared(site: Site) -> Iterator[str]:
    """The way in of a tablet that many people use."""
    house = open_house(from_environment({"DATA_DIR": str(site.data_dir)}))
    with database(house).app_context():
        yield f"/c/{collectors.create(house, SURVEY, shared_device=True, actor='command')}"


def test_back_after_next_person_shows_nothing_of_the_last_person(phone: Callable[..., Page], shared: str) -> None:
    page = begun(phone(), f"{shared}?lang=en")
    first = page.url
    choice(page, 3).check(force=True)
    walk.press(walk.button(page, "next"))
    while not page.url.split("?")[0].endswith("/finish"):
        walk.press(walk.button(page, "next"))
    walk.press(walk.button(page, "finish"))
    code = page.locator(".receipt-code").inner_text()
    walk.press(page.get_by_role("button", name="We are done, next person"))
    for _ in range(4):
        page.go_back()
        page.wait_for_load_state()
        assert code not in page.content()
        assert page.locator("input:checked:not([name=presentation], [name=helper])").count() == 0
    page.goto(first)
    expect(page.get_by_role("heading", level=1)).to_have_text("We cannot find your answers on this device")
    assert stored(page) == "{}"
    assert page.context.cookies() == []


def test_a_shared_device_keeps_nothing_without_a_network_either(phone: Callable[..., Page], shared: str) -> None:
    page = begun(phone(), f"{shared}?lang=en")
    choice(page, 3).check(force=True)
    page.context.set_offline(True)
    walk.button(page, "next").click()
    expect(state(page)).to_have_text(WAITING)
    assert page.locator("[data-keep]").count() == 0
    assert stored(page) == "{}"
