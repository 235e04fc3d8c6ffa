"""A site whose clock a test moves, and what people do on it outside the pages that the half-year is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from threading import Thread

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from app.house import House
from app.models import db
from app.models.listening import Reading
from app.models.themes import Heard
from app.services import staff
from app.services.asking import entrances, participation, programmes, receipts, waves
from app.services.asking.entrances import Entrance
from app.services.asking.imports import import_responses
from app.services.asking.participation import Manner
from app.services.examples import demo_themes
from app.services.loop import reviews
from app.services.reach import contacts
from app.services.scoring import releases
from app.services.staff import SignedIn
from app.services.themes import book, coding, take_up
from tests.integration.made_up import YOUNG, csv_bytes, person
from tests.journeys.places import spoken
from tests.journeys.test_board import sign_in

SUMMER, WINTER = datetime(2026, 6, 10, 12, 0), datetime(2026, 12, 1, 12, 0)
SAID = "It is too loud at lunch. There is no quiet place."
OTHER = "More trips with my class would be good."
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
THEME, PROGRAMME = "A quiet place", "confidence"


class Silent(WSGIRequestHandler):
    def log(self, *_args: object) -> None:
        """Nothing on the screen of the tests."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application of this test at an address, until the block ends."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()


class People:
    """Browsers of those who take part: staff at desks, everyone else with a phone."""

    def __init__(self, browser: Browser, address: str, app: Flask, house: House) -> None:
        self.browser, self.address, self.app, self.house = browser, address, app, house
        self.contexts: list[BrowserContext] = []

    def phone(self, language: str = "en") -> Page:
        return self.somebody(PHONE, language)

    def somebody(self, size: dict[str, int], language: str = "en") -> Page:
        context = self.browser.new_context(
            base_url=self.address, viewport=size, locale=language, service_workers="block"
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        return context.new_page()

    def desk(self, name: str, role: str) -> Page:
        """A member of staff who has just signed in."""
        page = self.somebody(DESK)
        with self.app.app_context():
            link = staff.add(self.house, f"{name}@example.org", [role])
        sign_in(page, link[link.index("/staff/link/") :])
        return page

    def signer(self, side: str, actor: SignedIn) -> Page:
        """Somebody of a side, on a phone, who has opened the link that was sent to them."""
        with self.app.app_context():
            _person, token = reviews.invite(self.house, side, "Sam", f"{side}@example.org", actor)
        page = self.phone()
        page.goto(f"/review/{token}/open")
        page.locator("main form button").click()
        return page

    def leave(self) -> None:
        for context in self.contexts:
            context.close()


def account(house: House, name: str) -> SignedIn:
    return next(each for each in staff.listed(house) if each.email == f"{name}@example.org")


def speak(house: House, wave: str, option: str, loud: int = 30, others: int = 25) -> None:
    """Young people answer a wave: so many say that it is loud, so many something else."""
    said = [SAID] * loud + [OTHER] * others
    rows = [person(number, option, wave=wave, change=words) for number, words in enumerate(said)]
    import_responses(house, YOUNG, csv_bytes([{**row, "row_id": f"{wave} {row['row_id']}"} for row in rows]))


def answered(house: House) -> str:
    """Somebody answers the whole survey and keeps the receipt; its code."""
    survey = house.partnership.catalogue.latest(YOUNG)
    entrance = Entrance(survey)
    ticket = participation.begin(house, entrance, entrances.opening(house, entrance).wave, "en", manner=Manner("plain"))
    participation.save(house, participation.load(house, ticket), spoken(survey), "en")
    participation.submit(house, ticket, "en")
    return receipts.of_ticket(house, ticket)[0]


def leave_addresses(house: House, count: int = 10) -> None:
    for number in range(count):
        contacts.leave(house, f"young{number}@example.org", YOUNG, "en", follow_up=False, news=True)


def a_summer(house: House) -> str:
    """What happened before: the wave is open, thirty said it, one keeps a receipt, ten left an address; its code."""
    waves.seed(house)
    programmes.seed(house)
    speak(house, "2026-06", "2")
    code = answered(house)
    leave_addresses(house)
    demo_themes.read_all(house)
    take_up.take_up(house)
    return code


def close(house: House, wave: str) -> None:
    releases.close(house, wave, "public", "analyst@example.org")


def code_the_rest(house: House) -> None:
    """The analyst goes through the other comments in the same way, and says that the wave is coded."""
    analyst = account(house, "analyst")
    theme = next(each for each in book.listed(house, PROGRAMME) if each.name == THEME)
    left = select(Heard.reading_id).join(Reading, Reading.id == Heard.reading_id).where(Heard.state == "new")
    is_loud = Reading.masked == SAID
    coding.give(house, analyst, PROGRAMME, db.session.scalars(left.where(is_loud)).all(), theme.id)
    coding.none_fits(house, analyst, PROGRAMME, db.session.scalars(left.where(~is_loud)).all())
    coding.finish_wave(house, analyst, PROGRAMME, "2026-06")


def day(house: House, year: int, month: int, number: int) -> None:
    house.now.time = replace_day(house.now.time, date(year, month, number))


def replace_day(time: datetime, wanted: date) -> datetime:
    return datetime.combine(wanted, time.time())
