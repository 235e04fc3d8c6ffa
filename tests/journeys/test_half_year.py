"""Half a year in browsers: from comments to a theme, an entry, its signatures, to being told, and whether it helped."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from app.house import House
from app.models import db
from app.services.loop import entries, entry_readers
from app.services.reach import outbox
from tests.integration.campaign_steps import turn
from tests.journeys import half_year
from tests.journeys.half_year import PROGRAMME, SAID, SUMMER, THEME, WINTER, People, account, served

pytestmark = [pytest.mark.browser, pytest.mark.whole]
EASY = "Lunch at school is too loud."
BETTER_EASY = "It is too loud at lunch at school."
POLISH = "W szkole na obiedzie jest za głośno."
ARABIC = "وقت الغداء في المدرسة صاخب جدًا."


@pytest.fixture
def people(browser: Browser, app: Flask, house: House) -> Iterator[People]:
    house.now.time = SUMMER
    with served(app) as address:
        people = People(browser, address, app, house)
        yield people
        people.leave()


def comments_become_a_theme(desk: Page, house: House) -> None:
    """The analyst makes a theme, ticks two comments and gives it to them; the rest goes the same way."""
    desk.goto(f"/staff/themes/{PROGRAMME}/book")
    desk.locator("#name").fill(THEME)
    desk.locator("main form:has(#name) button").last.click()
    desk.goto(f"/staff/themes/{PROGRAMME}")
    for comment in desk.locator("label.what").filter(has_text=SAID).all()[:2]:
        comment.locator("input").check()
    desk.get_by_role("button", name=re.compile(THEME)).first.click()
    expect(desk.locator("#said, [role=status]").filter(has_text="given to 2").first).to_be_attached()
    half_year.code_the_rest(house)


def write(desk: Page, easy: str, owner: str = "") -> None:
    """The officer fills in what is there to fill in and saves."""
    desk.locator("#you_said_easy").fill(easy)
    if owner:
        desk.locator("#you_said").fill(SAID)
        desk.locator("input[name=picture][value=school]").check()
        desk.locator("#audience").select_option("young-person")
        desk.locator("#heard_on").fill("2026-06-10")
        desk.locator("input[name=indicators][value=belong]").check()
        desk.get_by_label(THEME).check()
        desk.locator("#owner").select_option(label=owner)
        desk.locator("input[name=replies-0-kind][value=we-will]").check()
        desk.locator("#replies-0-text_easy").fill("Your school will have a quiet place.")
        desk.locator("#replies-0-text").fill("Every school will offer a quiet place at lunch.")
        desk.locator("#replies-0-organisation").select_option("scc")
        desk.locator("#replies-0-owner").fill("Head of inclusion")
        desk.locator("#replies-0-date").fill("2026-09-30")
    desk.get_by_role("button", name="Save").click()
    desk.wait_for_url("**/preview")


def press(desk: Page, name: str) -> None:
    desk.get_by_role("button", name=name, exact=True).click()
    expect(desk.get_by_role("status").first).to_be_visible()


def say(phone: Page, decision: str, comment: str = "") -> None:
    phone.goto("/review/")
    phone.locator(".said-words a").first.click()
    phone.locator(f"#decision-{decision}").check()
    phone.locator("#comment").fill(comment)
    phone.get_by_role("button", name="Send my word").click()
    phone.wait_for_url("**/thanks/*")


def translate(desk: Page, entry_id: str, language: str, easy: str) -> None:
    desk.goto(f"/staff/entries/{entry_id}/translations/{language}")
    for box in desk.locator("main textarea").all():
        box.fill(easy)
    for box in desk.locator("main textarea[name=you_said_easy]").all():
        box.fill(easy)
    desk.locator("#state").select_option("live")
    desk.locator("#checked_by").fill("A speaker of it")
    desk.get_by_role("button", name="Save").click()
    desk.wait_for_url("**/translations/")


def with_receipt(phone: Page, code: str) -> None:
    phone.goto(f"/r/?code={code}")
    phone.get_by_role("button", name="Show me").click()


def test_half_a_year(people: People, app: Flask, house: House) -> None:
    with app.app_context():
        code = half_year.a_summer(house)
        comments_become_a_theme(people.desk("analyst", "analyst"), house)
        house.now.move(days=25)
        half_year.close(house, "2026-06")
        officer, owner = people.desk("officer", "officer"), people.desk("owner", "officer")
        address = from_theme_to_entry(people, officer, owner, house)
        those_who_asked_are_told_once(house)
        the_respondent_finds_it(people.phone(), code, address)
        the_promise_falls_late(people.phone(), house, address)
        the_next_wave_shows_whether_it_helped(people.phone(), house, address)


def from_theme_to_entry(people: People, officer: Page, owner: Page, house: House) -> str:
    officer.goto("/staff/entries/new")
    write(officer, EASY, "owner@example.org")
    db.session.rollback()  # what the pages wrote since this session looked last
    entry = entries.listed(house)[0]
    press(officer, "Send it to review")
    young, parents = (people.signer(side, account(house, "officer")) for side in ("sending-voices", "spcf"))
    say(young, "change", "Say first that it is too loud.")
    officer.reload()
    expect(officer.locator("main")).to_contain_text("Say first that it is too loud.")
    officer.goto(f"/staff/entries/{entry.id}")
    write(officer, BETTER_EASY)
    press(officer, "Send it to review")
    say(parents, "agree")
    say(young, "agree")
    owner.goto(f"/staff/entries/{entry.id}/preview")
    press(owner, "Approve it")
    for language, words in (("pl", POLISH), ("ar", ARABIC)):
        translate(officer, entry.id, language, words)
    officer.goto(f"/staff/entries/{entry.id}/preview")
    officer.locator("#sure").check()
    press(officer, "Publish")
    db.session.rollback()
    address = f"/you-said-we-did/{entries.get(house, entry.id).slug}"
    reader = people.phone()
    for language, words in (("en", BETTER_EASY), ("pl", POLISH), ("ar", ARABIC)):
        reader.goto(f"{address}?lang={language}")
        expect(reader.locator("h1")).to_have_text(words)
        assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(reader.locator(".agreed li")).to_have_count(2)
    return address


def those_who_asked_are_told_once(house: House) -> None:
    for _ in range(3):
        turn(house)
        house.now.move(minutes=20)
    assert outbox.count(house) == 10
    assert sum(entry_readers.told_by_quarter().values()) == 10


def the_respondent_finds_it(phone: Page, code: str, address: str) -> None:
    with_receipt(phone, code)
    link = phone.get_by_role("link", name=BETTER_EASY)
    expect(link).to_be_visible()
    expect(phone.locator("main")).to_contain_text("30 people said this in surveys like yours.")
    link.click()
    phone.wait_for_url(f"**{address}?*")


def the_promise_falls_late(phone: Page, house: House, address: str) -> None:
    phone.goto(address)
    expect(phone.get_by_text("This is late")).to_have_count(0)
    half_year.day(house, 2026, 10, 1)
    phone.goto(address)
    expect(phone.get_by_text("This is late")).to_be_visible()
    phone.goto("/you-said-we-did/promises")
    expect(phone.get_by_text("This is late")).to_be_visible()
    expect(phone.locator("#help-title")).to_have_count(0)


def the_next_wave_shows_whether_it_helped(phone: Page, house: House, address: str) -> None:
    phone.goto(address)
    expect(phone.locator(".did-it-help")).to_contain_text("We ask again in the next survey.")
    house.now.time = WINTER
    half_year.speak(house, "2026-12", "5")
    half_year.day(house, 2027, 1, 20)
    half_year.close(house, "2026-12")
    phone.goto(address)
    expect(phone.locator(".did-it-help")).to_contain_text("It is better now.")
