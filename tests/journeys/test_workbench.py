"""An analyst codes comments in a real browser with the keyboard alone, and axe finds nothing on the workbench."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.journeys import axe
from tests.journeys.running import Site
from tests.journeys.test_board import sign_in

pytestmark = pytest.mark.browser
DESK = {"width": 1280, "height": 900}
BENCH = "/staff/themes/confidence"


@pytest.fixture(scope="module")
def signed_in(browser: Browser, site: Site) -> StorageState:
    """The cookies of an analyst, whose link can be used once."""
    context = browser.new_context(base_url=site.address)
    sign_in(context.new_page(), site.sign_in_link("analyst"))
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def desk(phone: Callable[..., Page], signed_in: StorageState) -> Page:
    return phone(size=DESK, storage_state=signed_in)


def coded(page: Page, number: int) -> None:
    expect(page.locator('[data-comment][data-state="coded"]')).to_have_count(number)


def test_comments_are_coded_undone_and_found_with_the_keyboard_alone(desk: Page) -> None:
    desk.goto(BENCH)
    rows = desk.locator("[data-comment]")
    expect(rows.first.get_by_role("checkbox")).to_be_focused()
    for key in "xjx2":
        desk.keyboard.press(key)
    coded(desk, 2)
    expect(rows.nth(2).get_by_role("checkbox")).to_be_focused()
    desk.keyboard.press("u")
    coded(desk, 0)
    desk.keyboard.press("t")
    desk.keyboard.type("quiet")
    desk.keyboard.press("Enter")
    coded(desk, 1)
    expect(desk.get_by_role("button", name="Take away: A quiet place")).to_be_visible()
    desk.keyboard.press("0")
    expect(desk.locator('[data-comment][data-state="none"]')).to_have_count(1)
    for key in "uu":
        desk.keyboard.press(key)
        expect(desk.locator("#left")).to_contain_text("as before")
    coded(desk, 0)


def test_the_workbench_on_a_phone_and_a_desk(phone: Callable[..., Page], signed_in: StorageState) -> None:
    for size in (DESK, {"width": 320, "height": 640}):
        page = phone(size=size, storage_state=signed_in)
        page.goto(BENCH)
        assert not axe.findings(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
