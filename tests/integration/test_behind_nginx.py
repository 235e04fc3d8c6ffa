"""The example for nginx in the docs, really started: it keeps public pages a moment, and nothing of anybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.house import House
from app.services.loop import entries, entry_life
from tests import proxying
from tests.integration.entry_steps import made_public, person
from tests.integration.test_loop import STORY
from tests.serving import gunicorn

pytestmark = [pytest.mark.nginx, pytest.mark.whole]
LIST, ENGLISH = "/you-said-we-did/", {"Accept_Language": "en"}


@pytest.fixture
def entry(app: Flask, house: House) -> entries.EntryView:
    with app.app_context():
        return made_public(house, STORY)


@pytest.fixture
def port(tmp_path: Path, entry: entries.EntryView) -> Iterator[int]:
    served = {"TRUSTED_PROXIES": "1", "PUBLIC_URL": "https://localhost", "WEB_WORKERS": "2"}
    with gunicorn(tmp_path, **served) as behind, proxying.nginx(tmp_path, behind) as port:
        yield port


def test_public_pages_are_kept_for_readers_and_changes_are_seen(
    app: Flask, house: House, tmp_path: Path, port: int, entry: entries.EntryView
) -> None:
    def ask(path: str = LIST, **headers: str) -> tuple[str | None, int, str]:
        answer, text = proxying.ask(tmp_path, port, path, **{**ENGLISH, **headers})
        return answer.getheader("X-Kept"), answer.status, text

    assert STORY.you_said_easy in ask()[2]
    assert proxying.until(lambda: ask()[0] == "HIT")
    assert 'lang="ar"' in ask(Accept_Language="ar")[2]
    assert 'lang="en"' in ask()[2]
    for cookie in ("look=text-150", "staff=anything"):
        kept, status, _text = ask(Cookie=cookie)
        assert (kept, status) == ("BYPASS", 200)
    assert "text-150" in ask(Cookie="look=text-150")[2]
    assert "text-150" not in ask()[2]
    for private in ("/", "/r/", "/staff/"):
        assert ask(private)[0] is None
    assert "https://localhost/you-said-we-did/" in ask(f"{LIST}feed.atom")[2]
    with app.app_context():
        entry_life.withdraw(house, entry.id, 1, person(house, "writer@example.org"))
    assert proxying.until(lambda: STORY.you_said_easy not in ask()[2])
    assert proxying.until(lambda: ask(f"{LIST}{entry.slug}")[1] == 404)
