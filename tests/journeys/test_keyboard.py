"""Nothing but a keyboard: whole participations with ordering and sorting, the settings, and where the focus is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys import measures
from tests.journeys.places import Place

pytestmark = pytest.mark.browser

ZOOMED = {"width": 320, "height": 256}
"""A screen of 1280 by 1024 at 400%."""
STOPS = 120
LOOKED_AT = (
    "faces-5",
    "ranking",
    "cards",
    "several",
    "mistake among several",
    "home",
    "settings",
    "check",
    "start with ways",
)


def tab_to(page: Page, wanted: Callable[[dict], bool], each: Callable[[dict], None] = lambda _: None) -> None:
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        focus = measures.focus(page)
        assert focus["wrong"] == [], page.url
        each(focus)
        if wanted(focus):
            return
    raise AssertionError(f"the keyboard does not get there on {page.url}")


def is_forward(focus: dict) -> bool:
    return focus.get("kind") == "BUTTON" and focus["name"] == "action" and focus["value"] in ("next", "finish")


def answer_and_go_on(page: Page) -> None:
    """Choose in every group that the keyboard comes to, write into every box, and press the button that goes on."""
    done: set[str] = set()

    def take(focus: dict) -> None:
        if focus["kind"] == "INPUT" and focus["type"] in ("radio", "checkbox") and focus["name"] not in done:
            done.add(focus["name"])
            # The last group of a question says "I am not sure" and would take the others away.
            if focus["type"] == "radio" and not page.evaluate("() => document.activeElement.checked"):
                page.keyboard.press("Space")
        elif focus["kind"] == "TEXTAREA" or focus["type"] == "text":
            page.keyboard.type("3")

    tab_to(page, is_forward, take)
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: address != before)


@pytest.mark.parametrize(
    ("survey", "language"),
    [
        ("young-person.inclusion.my-school", "en"),
        ("young-person.transition.moving-on", "ar"),
        ("young-person.general.my-day", "ur"),
    ],
)
def test_a_whole_participation(phone: Callable[..., Page], survey: str, language: str) -> None:
    """With what is put in order, and with cards; to the receipt and off the device, in both directions of writing."""
    page = phone(size=ZOOMED)
    page.goto(f"/s/{survey}?lang={language}")
    for _ in range(40):
        if "/receipt" in page.url:
            break
        answer_and_go_on(page)
    assert "/receipt" in page.url
    tab_to(page, lambda focus: focus.get("kind") == "BUTTON" and focus["type"] == "submit")
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: address != before)
    assert not [cookie for cookie in page.context.cookies() if cookie["name"] == "ticket"]


def test_settings(phone: Callable[..., Page]) -> None:
    page = phone(size=ZOOMED)
    page.goto("/settings?lang=en")
    tab_to(page, lambda focus: focus.get("name") == "text")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, lambda focus: focus.get("kind") == "BUTTON" and focus["value"] == "save")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "settings" not in address)
    assert page.locator("html").get_attribute("class") == "text-150"


@pytest.mark.parametrize("language", ["en", "ur"])
def test_focus_is_never_hidden(phone: Callable[..., Page], places: list[Place], language: str) -> None:
    """At 400% zoom each stop of the keyboard is drawn, on the screen and not covered; the skip link comes first."""
    page = phone(size=ZOOMED)
    for place in [place for place in places if place.name.startswith(LOOKED_AT)]:
        place.go(page, language)
        measures.open_everything(page)
        page.evaluate("() => document.activeElement.blur()")
        seen: set[str] = set()
        for _ in range(STOPS):
            page.keyboard.press("Tab")
            focus = measures.focus(page)
            if not focus["what"] or focus["what"] in seen:
                break
            assert focus["wrong"] == [], place.name
            seen.add(focus["what"])
        assert len(seen) >= 5, place.name
