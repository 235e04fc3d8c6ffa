"""A real server started as the README says, and a real Chromium at the size of a phone, for the journeys."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.places import Opener, Place
from tests.journeys.running import Site, chromium, running

PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def places(site: Site) -> list[Place]:
    """A page of each kind, and of each kind of question in each way of answering."""
    return Opener(site.data_dir).each_kind()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Makes a page in a fresh browser profile; `javascript` on or off, dark or light, any size."""
    contexts: list[BrowserContext] = []

    def make(javascript: bool = True, size: dict[str, int] = PHONE, **options: object) -> Page:
        context = browser.new_context(
            base_url=site.address, viewport=size, java_script_enabled=javascript, service_workers="block", **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("requestfailed", lambda request: print("failed:", request.method, request.url, request.failure))
        return page

    yield make
    for context in contexts:
        context.close()
