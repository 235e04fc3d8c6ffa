"""Each way of answering in a real browser: what axe finds, what a phone downloads, what a tap or a key does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys import axe, walk

pytestmark = pytest.mark.browser
SMALL = {"width": 320, "height": 640}
MY_DAY = "/s/young-person.general.my-day"
SCHOOL = "/s/young-person.inclusion.my-school"
MOVING = "/s/young-person.transition.moving-on"
WAITING = "/s/young-person.diagnosis.while-i-wait"


def begin(page: Page, survey: str, way: str, language: str = "en") -> None:
    page.goto(f"{survey}?lang={language}")
    page.locator(f"input[name=presentation][value={way}]").check()
    walk.press(walk.button(page, "next"))


def skip_to(page: Page, place: str) -> None:
    for _ in range(20):
        if f"/{place}?" in page.url:
            return
        skip = walk.button(page, "skip")
        walk.press(skip if skip.count() else walk.button(page, "next"))
    raise AssertionError(f"no page {place}; stopped at {page.url}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("survey", "way", "place"),
    [
        (MY_DAY, "pictures", "friends"),
        (MY_DAY, "cards", "friends"),
        (SCHOOL, "easy-read", "would-help-stay"),
        (MOVING, "plain", "going"),
    ],
)
def test_every_way_fits_a_small_phone_and_axe_finds_nothing(
    phone: Callable[..., Page], survey: str, way: str, place: str, scheme: str
) -> None:
    page = phone(size=SMALL, color_scheme=scheme)
    begin(page, survey, way)
    skip_to(page, place)
    assert axe.findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for choice in page.locator("main .choice").all():
        box = choice.bounding_box()
        assert min(box["width"], box["height"]) >= 44, choice.inner_text()


@pytest.mark.parametrize("survey", [SCHOOL, MOVING, WAITING])
def test_easy_read_stays_light(phone: Callable[..., Page], survey: str) -> None:
    page, received = phone(), {"bytes": 0}
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on(
        "Network.loadingFinished", lambda event: received.update(bytes=received["bytes"] + event["encodedDataLength"])
    )
    page.goto(f"{survey}?lang=en")
    page.wait_for_load_state("networkidle")
    assert received["bytes"] <= 35_000
    page.locator("input[name=presentation][value=easy-read]").check()
    walk.press(walk.button(page, "next"))
    while "/finish?" not in page.url:
        page.wait_for_load_state("networkidle")
        received["bytes"] = 0
        skip = walk.button(page, "skip")
        walk.press(skip if skip.count() else walk.button(page, "next"))
        page.wait_for_load_state("networkidle")
        assert received["bytes"] <= 8_000, page.url


def placed(page: Page) -> dict[str, str]:
    """Which thing stands at which place."""
    held = page.locator(".place :checked").all()
    return {box.get_attribute("name").rpartition(".")[2]: box.get_attribute("value") for box in held}


def test_a_thing_has_one_place_and_a_second_tap_takes_it_away(phone: Callable[..., Page]) -> None:
    page = phone()
    begin(page, SCHOOL, "plain")
    skip_to(page, "would-help-stay")
    page.get_by_role("radio", name="A quiet place: 1").check()
    page.get_by_role("radio", name="Help in lessons: 2").check()
    page.get_by_role("radio", name="A quiet place: 3").check()
    assert placed(page) == {"2": "lessons", "3": "quiet-place"}
    page.get_by_role("radio", name="Help in lessons: 2").click()
    assert placed(page) == {"3": "quiet-place"}
    page.get_by_role("checkbox", name="I am not sure").check()
    assert placed(page) == {}


def test_places_are_given_by_keyboard(phone: Callable[..., Page]) -> None:
    page = phone()
    begin(page, SCHOOL, "plain")
    skip_to(page, "would-help-stay")
    page.get_by_role("radio", name="A quiet place: 1").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert placed(page) == {"1": "breaks"}


def test_places_are_kept_without_javascript(phone: Callable[..., Page]) -> None:
    page = phone(javascript=False)
    begin(page, SCHOOL, "plain")
    skip_to(page, "would-help-stay")
    page.get_by_role("radio", name="Help in lessons: 1").check()
    page.get_by_role("radio", name="A quiet place: 2").check()
    walk.press(walk.button(page, "next"))
    walk.press(walk.button(page, "back"))
    assert placed(page) == {"1": "lessons", "2": "quiet-place"}
