"""Walking a survey in a browser as a person does, by roles and names only."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from playwright.sync_api import Locator, Page

from app.config import SHIPPED_PARTNERSHIP
from surveys.catalogue import Catalogue
from surveys.partnership_file import load_partnership


def button(page: Page, action: str) -> Locator:
    return page.locator(f"main form button[name=action][value={action}]")


def press(target: Locator) -> None:
    """Tap it, and wait until another page is there: with JavaScript the tap is sent before the page goes."""
    page = target.page
    before = page.url
    target.click()
    page.wait_for_url(lambda address: address != before)


def choose_something(page: Page) -> None:
    """The first choice of every question of the page, a number, or a few words."""
    for number in page.locator("main input[inputmode=numeric]").all():
        number.fill("3")
    for group in page.locator("main fieldset:not(:has(input[inputmode=numeric]))").all():
        choices = group.locator("input[type=radio], input[type=checkbox]")
        if choices.count():
            choices.first.check(force=True)
    for text in page.locator("main textarea, main input[type=text]:not([inputmode=numeric])").all():
        text.fill("The people here listen.")


def pages(page: Page, start: str) -> Iterator[str]:
    """Walk from the start page to the receipt; yields the kind of each page while it is on the screen."""
    page.goto(start)
    yield "start"
    press(button(page, "next"))
    for _ in range(60):
        *_, survey, last = page.url.split("?")[0].split("/")
        if last == "receipt":
            yield "receipt"
            return
        if last == "finish":
            yield "finish"
            press(button(page, "finish"))
            continue
        choose_something(page)
        yield kinds(survey, last)
        press(button(page, "next"))
    raise AssertionError(f"no receipt after 60 pages; stopped at {page.url}")


@cache
def catalogue() -> Catalogue:
    return load_partnership(SHIPPED_PARTNERSHIP).catalogue


def kinds(survey_id: str, page_id: str) -> str:
    """What kinds of question a page has, such as "faces-5" or "number+several"."""
    survey = catalogue().latest(survey_id)
    asked = survey.page_by_id[page_id].questions
    return "+".join(sorted({survey.question_by_id[name].kind for name in asked}))
