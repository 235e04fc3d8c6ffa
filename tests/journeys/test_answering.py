"""A person with a phone answers surveys to the end, from right to left and left to right, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import walk

pytestmark = pytest.mark.browser

SURVEYS = (
    "young-person.general.my-confidence",
    "parent-carer.general.our-confidence",
    "professional.general.our-confidence",
    "parent-carer.general.pulse",
)
DIRECTION = {"ar": "rtl", "pl": "ltr"}


@pytest.mark.parametrize(("language", "javascript"), [("ar", True), ("pl", False)], ids=["ar-javascript", "pl-plain"])
@pytest.mark.parametrize("survey", SURVEYS)
def test_everyone_gets_to_the_receipt(phone: Callable[..., Page], survey: str, language: str, javascript: bool) -> None:
    """Every page is in the language and direction that was chosen first, and fits a phone.

    What else holds on each page, in each language, is in `every_page`; the walks of all surveys go by HTTP.
    """
    page = phone(javascript)
    for kind in walk.pages(page, f"/s/{survey}?lang={language}"):
        html = page.locator("html")
        assert (html.get_attribute("lang"), html.get_attribute("dir")) == (language, DIRECTION[language])
        assert not sideways(page), f"{kind} at {page.url} is wider than the phone"
    expect(page.locator("main h1")).to_be_visible()
    assert page.url.partition("?")[0].endswith("/receipt")


def sideways(page: Page) -> bool:
    """Whether the page can be scrolled sideways."""
    return page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_faces_run_right_to_left_in_arabic(phone: Callable[..., Page]) -> None:
    """The same first face is at the left in English and at the right in Arabic."""
    wide = {"width": 900, "height": 900}
    first, last = {}, {}
    for language in ("en", "ar"):
        page = phone(size=wide)
        for kind in walk.pages(page, f"/s/{SURVEYS[0]}?lang={language}"):
            if kind == "faces-5":
                faces = page.locator("main fieldset input[type=radio]")
                first[language] = faces.nth(0).bounding_box()["x"]
                last[language] = faces.nth(4).bounding_box()["x"]
                break
    assert first["en"] < last["en"]
    assert first["ar"] > last["ar"]


def test_nothing_but_the_keyboard(phone: Callable[..., Page]) -> None:
    """Tab, space, arrow keys and Enter lead through a whole survey; focus is always somewhere that can be seen."""
    page = phone()
    page.goto("/s/parent-carer.general.pulse?lang=en")
    for _ in range(12):
        if "/receipt" in page.url:
            break
        press_through(page)
    assert "/receipt" in page.url


def press_through(page: Page) -> None:
    """Tab to the first choice of the page and take it, then on to the button that goes forward, and press it."""
    chosen = False
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const e = document.activeElement; return [e.tagName, e.type || '', e.value || '', e.name || ''] }"
        )
        if focused[0] == "INPUT" and focused[1] in ("radio", "checkbox") and not chosen:
            page.keyboard.press("Space")
            chosen = True
        if focused[0] == "BUTTON" and focused[3] == "action" and focused[2] in ("next", "finish"):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"the keyboard found no way on from {page.url}")


def test_back_shows_what_was_answered_and_the_device_carries_on(phone: Callable[..., Page]) -> None:
    page = phone()
    steps = walk.pages(page, f"/s/{SURVEYS[0]}?lang=en")
    while next(steps) != "faces-5":
        pass
    chosen, here = page.locator("main input[type=radio]:checked").get_attribute("value"), page.url
    next(steps)
    page.go_back()
    page.goto(here)
    assert page.locator("main input[type=radio]:checked").get_attribute("value") == chosen
    page.goto(f"/s/{SURVEYS[0]}")
    expect(
        page.get_by_role("link", name="Carry on").or_(page.get_by_role("button", name="Carry on")).first
    ).to_be_visible()


def test_a_respondents_browser_talks_to_no_other_host_and_keeps_one_cookie(phone: Callable[..., Page], site) -> None:
    page, asked = phone(), set()
    page.on("request", lambda request: asked.add(request.url.split("/")[2]))
    for _ in walk.pages(page, "/s/parent-carer.general.pulse?lang=pl"):
        pass
    assert asked == {site.address.removeprefix("http://")}
    assert len(page.context.cookies()) == 1
