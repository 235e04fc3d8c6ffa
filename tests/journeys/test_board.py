"""An officer signs in, sees the scores, downloads them, and publishes what was done; a parent reads it on a phone."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import axe

pytestmark = pytest.mark.browser
DESK = {"width": 1280, "height": 900}
PASSWORD = "a long enough phrase for a test"


def sign_in(page: Page, link: str) -> None:
    """Use a one-time link and set a password if asked to."""
    page.goto(link)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    for field in page.locator("main input[type=password]").all():
        field.fill(PASSWORD)
    if page.locator("main input[type=password]").count():
        page.locator("main form button[type=submit], main form button:not([type])").first.click()
    expect(page.locator("main h1")).to_be_visible()


def test_a_board_reader_sees_the_scores_and_takes_them_away(phone: Callable[..., Page], site) -> None:
    page = phone(size=DESK)
    sign_in(page, site.sign_in_link("board-reader"))
    page.goto("/board/")
    expect(page.locator("main svg[role=img]").first).to_be_visible()
    expect(page.locator("main > .table-wrap table").first).to_be_visible()
    assert not axe.findings(page)
    link = page.locator("main a[href$='.csv']").first.get_attribute("href")
    answer = page.request.get(link)
    rows = list(csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig"))))
    assert {row["audience"] for row in rows} == {"young-person", "parent-carer", "professional"}
    assert {row["group_kind"] for row in rows} >= {"total", "locality"}


def test_a_board_reader_taps_through_to_a_criterion_and_says_what_a_picture_lacks(
    phone: Callable[..., Page], site
) -> None:
    page = phone()
    sign_in(page, site.sign_in_link("board-reader"))
    page.goto("/board/")
    page.get_by_role("link", name="Inspectors' criteria").click()
    page.get_by_role("link", name="57b").first.click()
    page.locator("details.metric summary").first.click()
    page.locator("details.as-table summary").first.click()
    page.locator("details.opinion summary").first.click()
    assert not axe.findings(page)
    assert not page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")
    page.get_by_label("What would make it clearer?").first.fill("Say what 40 means")
    page.get_by_role("button", name="Partly").first.click()
    expect(page.get_by_role("status").first).to_contain_text("Thank you")
    page.goto("/board/monthly")
    assert not axe.findings(page)


@pytest.mark.parametrize("size", [{"width": 360, "height": 740}, DESK], ids=["phone", "desk"])
def test_the_board_reads_well_in_every_size(phone: Callable[..., Page], site, size: dict[str, int]) -> None:
    page = phone(size=size)
    page.goto("/you-said-we-did/?lang=ar")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert not axe.findings(page)
    page.locator("main a[href*='/you-said-we-did/']").first.click()
    expect(page.locator("main h1")).to_be_visible()
    assert not axe.findings(page)


@pytest.mark.parametrize("language", ["en", "ar", "pl"])
@pytest.mark.parametrize(
    "path", ["/", "/how-it-works", "/privacy", "/accessibility", "/r/", "/you-said-we-did/", "/staff/"]
)
def test_public_pages_have_nothing_for_axe_to_find(phone: Callable[..., Page], path: str, language: str) -> None:
    page = phone()
    page.goto(f"{path}?lang={language}")
    assert not axe.findings(page)
    assert not page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")
