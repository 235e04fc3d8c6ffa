"""The safeguarding queue and the check of a reading with the keyboard alone, on a desk and on a phone's width."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from app.command import database
from app.config import from_environment
from app.factory import open_house
from app.services import staff
from app.services.asking import entrances, participation
from surveys.answers import Answer
from tests.journeys.running import Site

pytestmark = pytest.mark.browser
SURVEY, WORDS = "young-person.general.my-day", "Someone hurts me at night and I am scared to go home"
SIZES = ({"width": 1280, "height": 800}, {"width": 360, "height": 740})
FOCUSED = "(e => [e.tagName, e.name, e.value, e.innerText].join(' '))(document.activeElement)"
IS_SEEN = """(() => { const box = document.activeElement.getBoundingClientRect();
  return box.width > 0 && box.bottom > 0 && box.top < innerHeight; })()"""


def somebody_writes(site: Site) -> str:
    """A draft that is left; returns a sign-in link of a safeguarding lead of this test alone."""
    house = open_house(from_environment({"DATA_DIR": str(site.data_dir), "PUBLIC_URL": site.address}))
    with database(house).app_context():
        entrance = entrances.by_survey(house, SURVEY)
        wave = entrances.opening(house, entrance).wave
        draft = participation.load(house, participation.begin(house, entrance, wave, "en"))
        participation.save(house, draft, {"tell-us": Answer("answered", WORDS)}, "en")
        return staff.add(house, "keys@example.org", ["safeguarding"])


def tab_to(page: Page, wanted: str, most: int = 80) -> None:
    """Press Tab until something with these words has the focus; it must be on the screen then."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted in page.evaluate(FOCUSED):
            assert page.evaluate(IS_SEEN), f"{wanted} has the focus and cannot be seen"
            return
    raise AssertionError(f"{wanted!r} was not reached; at {page.evaluate(FOCUSED)!r}")


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_case_is_read_decided_and_its_masks_corrected_without_a_mouse(site: Site, phone: Callable[..., Page]) -> None:
    page = phone(size=SIZES[0])
    page.goto(somebody_writes(site))
    tab_to(page, "BUTTON")
    enter(page)
    page.goto("/staff/concerns?kind=urgent")
    page.wait_for_function("document.body.innerText.includes('nobody yet') || (location.reload(), false)", polling=2000)
    for size in SIZES:
        page.set_viewport_size(size)
        page.goto("/staff/concerns")
        tab_to(page, "Read the next one" if size == SIZES[0] else "A   Urgent ·")
        enter(page)
        assert page.locator("blockquote").inner_text() == WORDS
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        tab_to(page, "Correct what the software read")
        enter(page)
        tab_to(page, "INPUT hide")
        before = page.locator("input[name=hide]:checked").count()
        page.keyboard.press("Space")
        assert page.locator("input[name=hide]:checked").count() == before + 1
        tab_to(page, "BUTTON", 120)
        enter(page)
        assert page.get_by_text("corrected").first.is_visible()
        tab_to(page, "Undo", 120)
        enter(page)
        assert page.get_by_text("Undone: this is as it was").is_visible()
    page.goto("/staff/concerns?kind=urgent")
    tab_to(page, "A   Urgent ·")
    enter(page)
    tab_to(page, "INPUT decision")
    page.keyboard.press("ArrowDown")
    tab_to(page, "TEXTAREA note")
    page.keyboard.type("The duty team has it")
    tab_to(page, "Keep, read the next")
    enter(page)
    assert page.get_by_text("Your decision is kept").is_visible()
