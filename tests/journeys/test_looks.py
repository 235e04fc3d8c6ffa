"""Every page holds when the text is twice as big on the smallest phone, and looks as was chosen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import walk

pytestmark = pytest.mark.browser

SMALL = {"width": 320, "height": 640}
PUBLIC = ("/", "/settings", "/your-device", "/accessibility", "/privacy", "/how-it-works", "/you-said-we-did/", "/r/")
SURVEYS = ("/s/young-person.general.my-confidence", "/s/professional.general.our-confidence")
OUTSIDE = """
() => [...document.querySelectorAll("main *, header *, footer *")]
  .filter((e) => e.checkVisibility() && !e.closest(".visually-hidden, .table-wrap"))
  .map((e) => [e, e.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.left < -1 || box.right > innerWidth + 1))
  .map(([e]) => e)
  .map((e) => `${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 30)}`)
"""


def dressed(page: Page, look: str) -> Page:
    page.goto("/healthz")
    page.context.add_cookies([{"name": "look", "value": look, "url": page.url}])
    return page


def check(page: Page) -> None:
    page.wait_for_load_state()
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide: {page.evaluate(OUTSIDE)}"
    assert not page.evaluate(OUTSIDE), page.url


@pytest.mark.parametrize("look", ["text-200", "text-200.font-reading.spacing-wide"])
@pytest.mark.parametrize("language", ["en", "ar", "pl"])
def test_twice_as_big_on_the_smallest_phone(phone: Callable[..., Page], language: str, look: str) -> None:
    page = dressed(phone(size=SMALL), look)
    for path in PUBLIC:
        page.goto(f"{path}?lang={language}")
        check(page)
    for survey in SURVEYS[: 1 if "." in look else 2]:
        for _ in walk.pages(page, f"{survey}?lang={language}"):
            check(page)


def test_forced_colours_win_over_what_was_chosen(phone: Callable[..., Page]) -> None:
    page = dressed(phone(forced_colors="active"), "colours-calm")
    page.goto("/settings?lang=en")
    system = page.evaluate(
        "() => { document.body.style.background = 'Canvas'; return getComputedStyle(document.body).backgroundColor }"
    )
    page.reload()
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == system


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_choosing_with_a_phone(phone: Callable[..., Page], javascript: bool) -> None:
    """From a question to the settings and back: the same question, looking as chosen.

    With JavaScript an answer that was not sent yet is kept on the way.
    """
    page = phone(javascript)
    page.goto(f"{SURVEYS[0]}?lang=en")
    walk.press(walk.button(page, "next"))
    here = page.url
    walk.choose_something(page)
    page.get_by_role("link", name="How this page looks").click()
    page.get_by_role("radio", name="Much bigger").check()
    page.get_by_role("radio", name="Calm").check()
    page.get_by_role("button", name="Save and go back").click()
    assert page.url == here
    expect(page.locator("html")).to_have_class("text-150 colours-calm")
    expect(page.locator("main input:checked")).to_have_count(1 if javascript else 0)
