"""A facilitator types in sheets of paper in a real browser: with the keyboard alone, and without JavaScript."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.journeys import axe
from tests.journeys.running import Site
from tests.journeys.test_board import sign_in

pytestmark = pytest.mark.browser
DESK = {"width": 1280, "height": 900}
YOUNG = "young-person.general.my-confidence"
FACES, PLAN, ABOUT = "54321n54321543", "123", "323"
SHEET = [*FACES, *PLAN, "Tab", "Tab", "-", *ABOUT, *"24", "ArrowDown", *"1a1", "Enter"]
"""26 questions, the helper and Enter; the two comments are left out and "what help" takes two ticks."""


def pile(survey: str = YOUNG) -> str:
    given = {"code": "", "survey": f"{survey}/1", "on": time.strftime("%Y-%m-%d"), "wave": "", "lang": "en"}
    return f"/staff/keying/sheet?{urlencode(given)}"


@pytest.fixture(scope="module")
def signed_in(browser: Browser, site: Site) -> StorageState:
    """The cookies of a facilitator, whose link can be used once."""
    context = browser.new_context(base_url=site.address)
    sign_in(context.new_page(), site.sign_in_link("facilitator"))
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def desk(phone: Callable[..., Page], signed_in: StorageState) -> Page:
    return phone(size=DESK, storage_state=signed_in)


def press(page: Page, keys: list[str]) -> None:
    """Type as fast as the page takes it."""
    for key in keys:
        page.keyboard.press(key)


def saved(page: Page, number: int) -> None:
    expect(page.get_by_text(f"Sheet {number} of today is saved.")).to_be_visible()


def test_sheet_after_sheet_with_the_keyboard_alone(desk: Page) -> None:
    desk.goto("/staff/keying")
    desk.get_by_label("Survey").focus()
    desk.keyboard.type("How are things for you? (young")
    for _ in range(8):
        if desk.evaluate("document.activeElement.matches('main form button')"):
            break
        desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.locator("h1")).to_have_text("How are things for you?")
    assert not axe.findings(desk)
    seconds = []
    for number in range(1, 6):
        expect(desk.locator("[data-stop]").first.locator("input").first).to_be_focused()
        began = time.monotonic()
        press(desk, SHEET)
        saved(desk, number)
        seconds.append(time.monotonic() - began)
    print(f"{len(SHEET)} keys a sheet, {min(seconds):.1f} to {max(seconds):.1f} s")


def test_a_key_picks_and_goes_on_and_can_be_taken_back(desk: Page) -> None:
    desk.goto(pile())
    press(desk, ["5", "ArrowUp"])
    expect(desk.locator("input[name=belong]:checked")).to_have_value("5")
    press(desk, ["2"])
    expect(desk.locator("input[name=belong]:checked")).to_have_value("2")
    press(desk, ["ArrowUp", "Backspace"])
    expect(desk.locator("input[name=belong]:checked")).to_have_count(0)
    press(desk, ["n"])
    expect(desk.locator("input[name=belong]:checked")).to_have_value("not-sure")
    expect(desk.locator("input[name=friends]").first).to_be_focused()


def test_order_cards_numbers_and_words_by_key(desk: Page) -> None:
    desk.goto(pile("young-person.inclusion.my-school"))
    first = desk.locator("select").first
    first.focus()
    press(desk, ["2", "1"])
    expect(first).to_have_value(first.locator("option").nth(2).get_attribute("value"))
    desk.goto(pile("young-person.transition.moving-on"))
    card = desk.locator("fieldset.question fieldset[data-stop=one]")
    card.first.locator("input").first.focus()
    press(desk, ["1", "3"])
    expect(card.nth(0).locator("input:checked")).to_have_value(
        card.nth(0).locator("input").nth(0).get_attribute("value")
    )
    expect(card.nth(1).locator("input:checked")).to_have_value(
        card.nth(1).locator("input").nth(2).get_attribute("value")
    )
    desk.goto(pile("parent-carer.ehc.the-process"))
    weeks = desk.locator("input[name=weeks]").first
    weeks.focus()
    press(desk, ["2", "3"])
    expect(weeks).to_have_value("23")
    press(desk, ["n"])
    expect(weeks).to_have_value("")


def test_what_should_be_left_out_is_asked_about_and_enter_confirms(desk: Page) -> None:
    desk.goto(pile())
    desk.locator("input[name=plan]").first.focus()
    press(desk, ["2", "4", "Enter"])
    expect(desk.get_by_role("alert")).to_contain_text("Question 16 is answered")
    assert not axe.findings(desk)
    desk.locator("input[name='plan-true']").first.focus()
    press(desk, ["Enter"])
    expect(desk.get_by_text("is saved.").first).to_be_visible()


def test_without_javascript_it_is_a_plain_form(phone: Callable[..., Page], signed_in: StorageState) -> None:
    page = phone(javascript=False, size=DESK, storage_state=signed_in)
    page.goto(pile())
    page.locator("input[name=safe][value='4']").check()
    page.get_by_role("button", name="Save, next sheet").click()
    expect(page.get_by_text("is saved.").first).to_be_visible()
    page.get_by_role("button", name="Take back sheet").click()
    expect(page.get_by_text("is taken back.")).to_be_visible()
