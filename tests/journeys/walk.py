"""Walking a survey in a browser as a person does, by roles and names only."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Locator, Page


def button(page: Page, action: str) -> Locator:
    return page.locator(f"main form button[name=action][value={action}]")


def choose_something(page: Page) -> None:
    """The first choice of every question of the page, a number, or a few words."""
    for group in page.locator("main fieldset").all():
        choices = group.locator("input[type=radio], input[type=checkbox]")
        if choices.count():
            choices.first.check(force=True)
    for number in page.locator("main input[inputmode=numeric], main input[type=number]").all():
        number.fill("3")
    for text in page.locator("main textarea, main input[type=text]:not([inputmode=numeric])").all():
        text.fill("The people here listen.")


def pages(page: Page, start: str) -> Iterator[str]:
    """Walk from the start page to the receipt; yields the kind of each page while it is on the screen."""
    page.goto(start)
    yield "start"
    button(page, "next").click()
    for _ in range(60):
        if page.url.split("?")[0].endswith("/receipt"):
            yield "receipt"
            return
        if button(page, "finish").count():
            yield "finish"
            button(page, "finish").click()
            continue
        choose_something(page)
        yield kinds(page)
        button(page, "next").click()
    raise AssertionError(f"no receipt after 60 pages; stopped at {page.url}")


def kinds(page: Page) -> str:
    """What kinds of question the page shows, from its partials' marks."""
    found = page.locator("main [data-kind]").evaluate_all("nodes => nodes.map(node => node.dataset.kind)")
    return "+".join(sorted(set(found))) or "statement"
