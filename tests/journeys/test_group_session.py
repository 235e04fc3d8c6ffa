"""A group meets: its phones come in by a typed code, and hands are counted on a screen; with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.journeys import axe, walk
from tests.journeys.running import Site
from tests.journeys.test_board import sign_in

pytestmark = pytest.mark.browser
YOUNG = "young-person.general.my-confidence"
PROJECTOR, TABLET, PHONE = {"width": 1280, "height": 800}, {"width": 768, "height": 1024}, {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def signed_in(browser: Browser, site: Site) -> StorageState:
    """The cookies of somebody who holds sessions, whose link can be used once."""
    context = browser.new_context(base_url=site.address)
    sign_in(context.new_page(), site.sign_in_link("officer"))
    state = context.storage_state()
    context.close()
    return state


def open_session(page: Page, size: int = 12) -> str:
    """Open a session by its form; its code."""
    page.goto("/staff/groups/new")
    page.select_option("#survey", YOUNG)
    page.fill("#size", str(size))
    page.check("input[name=languages][value=ar]")
    page.get_by_role("button", name="Open the session").click()
    return page.url.rsplit("/", 1)[1]


def begin_counting(page: Page, code: str) -> None:
    page.goto(f"/staff/groups/{code}/hands")
    page.get_by_role("button", name="Start counting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Do you feel that you belong at your school or college?")
    page.wait_for_load_state("load")


def box(page: Page, answer: str) -> object:
    return page.get_by_label(answer, exact=True)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_phone_comes_in_by_a_code_that_was_misread(
    phone: Callable[..., Page], signed_in: StorageState, javascript: bool
) -> None:
    code = open_session(phone(storage_state=signed_in))
    person = phone(javascript=javascript)
    person.goto("/?lang=en")
    misread = code.lower().replace("8", "b").replace("5", "s").replace("2", "z").replace("g", "6")
    person.get_by_label("I have a code").fill(f"{misread[:3]} {misread[3:]}")
    person.keyboard.press("Enter")
    expect(person).to_have_url(re.compile(rf"/c/{code}\?lang=en$"))
    walk.button(person, "next").click()
    person.wait_for_url("**/belong?*")
    person.locator("input[name=belong][value='4']").check()
    walk.button(person, "next").click()
    person.wait_for_url("**/friends?*")
    walk.button(person, "stop").click()
    person.wait_for_url("**/stop?*")
    walk.button(person, "finish").click()
    expect(person.locator(".receipt-code")).to_be_visible()


def test_hands_are_counted_with_the_keyboard_alone_and_without_reloading(
    phone: Callable[..., Page], signed_in: StorageState
) -> None:
    page = phone(storage_state=signed_in)
    begin_counting(page, open_session(page))
    page.evaluate("window.stayed = true")
    box(page, "Mostly").focus()
    page.keyboard.press("Tab")
    for _ in range(3):
        page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    assert box(page, "Mostly").input_value() == "2"
    expect(page.locator(".hands output")).to_have_text("2")
    assert page.evaluate("window.stayed")
    box(page, "Not really").focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("11")
    page.keyboard.press("Enter")
    expect(page.locator("#errors")).to_be_focused()
    assert "More hands (13) than people in the room (12)" in page.locator("#errors").inner_text()
    box(page, "Not really").focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Do you have friends to do things with?")
    page.get_by_role("button", name="Back", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("belong")
    assert box(page, "Not really").input_value() == "4"


def test_what_was_counted_is_kept_when_the_tablet_is_closed(
    phone: Callable[..., Page], signed_in: StorageState
) -> None:
    page = phone(storage_state=signed_in)
    code = open_session(page)
    begin_counting(page, code)
    page.get_by_role("button", name="One more: Mostly").click()
    with page.expect_request(lambda request: request.method == "POST"):
        page.evaluate(
            "Object.defineProperty(document, 'visibilityState', {value: 'hidden'});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
    page.wait_for_timeout(500)
    page.goto(f"/staff/groups/{code}/check?lang=en")
    expect(page.locator(".hands-list").first).to_contain_text("Mostly 1")


def test_a_room_is_counted_to_the_end_without_javascript(phone: Callable[..., Page], signed_in: StorageState) -> None:
    page = phone(javascript=False, storage_state=signed_in)
    code = open_session(page)
    begin_counting(page, code)
    for _ in range(2):
        page.get_by_role("button", name="One more: Mostly").click()
    page.get_by_role("button", name="One less: Mostly").click()
    assert box(page, "Mostly").input_value() == "1"
    for _ in range(40):
        if "/check?" in page.url:
            break
        walk.button(page, "next").last.click()
    assert page.locator(".answers dd.soft:not(.change)").count() == 19
    walk.button(page, "finish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    page.goto(f"/staff/groups/{code}")
    expect(page.get_by_text("the answer of a group of 12")).to_be_visible()


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
def test_the_screens_fit_and_axe_finds_nothing(
    phone: Callable[..., Page], signed_in: StorageState, language: str, scheme: str
) -> None:
    page = phone(storage_state=signed_in, color_scheme=scheme)
    code = open_session(page)
    begin_counting(page, code)
    for place in ("screen", "ask/listened", "ask/change", "check"):
        for size in (PROJECTOR, TABLET, PHONE):
            page.set_viewport_size(size)
            page.goto(f"/staff/groups/{code}/{place}?lang={language}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (place, size)
            for target in page.locator(".step:visible, .counter input:visible, main .button:visible").all():
                measured = target.bounding_box()
                assert min(measured["width"], measured["height"]) >= 44, (place, size)
        assert axe.findings(page) == [], place
