"""Pages about the plan, stories, measures and what people told us are kept, and show each change to the next reader.

Also to the next reader of another process that has the same database: there once it asks again, within a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import delete

from app import page_cache
from app.house import House
from app.models import db
from app.models.listening import Reading
from app.page_cache import PageCache
from app.services import facts
from app.services.loop import entry_life
from app.services.plan import actions
from app.services.stories import left_out, stories
from app.services.themes import book, quotes, told
from app.services.transaction import writing
from tests import applications
from tests.conftest import AuditedClient
from tests.integration.entry_steps import made_public, person
from tests.integration.heard_people import PROGRAMME, comments, someone
from tests.integration.test_loop import STORY
from tests.integration.test_plan import brought_in
from tests.integration.test_stories import EVENT, STUDY, published
from tests.integration.test_told import BASELINE, close, coded

TOLD = "/what-people-told-us/general?lang=en"


@dataclass
class Reader:
    """Somebody who reads pages of one process without any cookie."""

    app: Flask
    cache: PageCache
    elsewhere: bool = False

    def read(self, address: str) -> str:
        """The page, as a process gives it out that asks the database again now and then."""
        if self.elsewhere:
            self.cache.asked -= page_cache.RECHECK
            self.cache.heard = facts.changes_here()  # it hears of no change of another process
        answer = self.app.test_client().get(address)
        return answer.text if answer.status_code == 200 else str(answer.status_code)


def reader(app: Flask, elsewhere: bool = False) -> Reader:
    layer = app.wsgi_app
    while not isinstance(layer, PageCache):
        layer = layer.application
    layer.pages.clear()
    return Reader(app, layer, elsewhere)


@pytest.fixture
def readers(app: Flask, house: House) -> Iterator[tuple[Reader, Reader]]:
    """One of the process that changes things, one of another application on the same database."""
    other = applications.fresh(house, AuditedClient)
    yield reader(app), reader(other, elsewhere=True)
    for _ in applications.closing(other):
        pass


@contextmanager
def changes(readers: tuple[Reader, Reader], address: str) -> Iterator[list[str]]:
    """What is done inside is seen by the next reader of each process; the pages before it came from what was kept."""
    before = [each.read(address) for each in readers]
    assert before == [each.read(address) for each in readers]
    if before[0] != "404":
        assert all(any(key[0] == address.split("?")[0] for key in each.cache.pages) for each in readers)
    after: list[str] = []
    yield after
    db.session.remove()
    after += [each.read(address) for each in readers]
    assert after[0] == after[1]
    assert after[0] != before[0]


@pytest.mark.whole
@pytest.mark.usefixtures("context")
def test_the_plan_and_the_charter(house: House, readers: tuple[Reader, Reader]) -> None:
    officer = person(house, "writer@example.org")
    with changes(readers, "/plan/?lang=en") as page:
        brought_in(house)
    assert "One person to ask" in page[0]
    with changes(readers, "/plan/1.2?lang=en") as page:
        view = actions.get(house, "1.2")
        actions.tell(house, "1.2", view.version, ("on-track", "First plans came.", ()), officer)
    assert "First plans came." in page[0]
    with changes(readers, "/plan/?state=complete&lang=en"):
        view = actions.get(house, "1.2")
        actions.tell(house, "1.2", view.version, ("complete", "All came.", ()), officer)
    with changes(readers, "/plan/1.2?lang=en") as page:
        entry = made_public(house, STORY)
        actions.link(house, entry.id, ["1.2"], officer)
    assert STORY.you_said_easy in page[0]
    for address in ("/charter?lang=en", "/you-said-we-did/measures?lang=en", "/you-said-we-did/take-away?lang=en"):
        with changes(readers, address):
            entry_life.withdraw(house, entry.id, entry.version, officer)
        entry_life.publish(house, entry.id, entry.version, officer)
    year = f"/you-said-we-did/year/{house.today().year}?lang=en"
    with changes(readers, year) as page:
        left_out.note(house, "content", "vexatious", 30, officer)
    assert "about 30" in page[0]


@pytest.mark.whole
@pytest.mark.usefixtures("context")
def test_stories_and_events(house: House, readers: tuple[Reader, Reader]) -> None:
    officer = person(house, "writer@example.org")
    with changes(readers, "/stories/?lang=en") as page:
        study = published(house, STUDY)
    assert STUDY.title_easy in page[0]
    with changes(readers, "/stories/?kind=event&lang=en"):
        published(house, EVENT)
    with changes(readers, f"/stories/{study.slug}?lang=en") as page:
        stories.withdraw(house, study.id, study.version, officer)
    assert page == ["404", "404"]


@pytest.mark.whole
@pytest.mark.usefixtures("context")
def test_what_people_told_us_and_its_quotes(house: House, readers: tuple[Reader, Reader]) -> None:
    coded(house, BASELINE, 60, 40)
    close(house, BASELINE)
    who, officer = someone(house), someone(house, "officer")
    [theme] = book.listed(house, PROGRAMME)
    first, second = comments("We wait")[:2]
    for each in (first, second):
        quotes.decide(house, officer, quotes.propose(house, who, PROGRAMME, each, theme.id, "We wait"), True)
    page = told.draft(house, who, "general")
    with changes(readers, TOLD):
        told.approve(house, officer, "general", page.version)
    with changes(readers, TOLD):
        quote = quotes.propose(house, who, PROGRAMME, first, theme.id, "We wait")
    with changes(readers, TOLD):
        quotes.decide(house, officer, quote, True)
    with changes(readers, TOLD), writing():
        db.session.execute(delete(Reading).where(Reading.id == second))  # whichever way its words went
        readers[0].cache.asked -= page_cache.RECHECK
    with changes(readers, "/what-people-told-us/?lang=en"):
        told.withdraw(house, officer, "general")
