"""The pages of rated services: the shares of the release, in words, picture and table, and what is not shown."""

from __future__ import annotations

import pytest
from flask import Flask

from app.board import packs
from app.house import House
from app.services.asking.imports import import_responses
from app.services.scoring import releases
from tests.integration.board_tables import text
from tests.integration.made_up import PARENT, csv_bytes, people
from tests.integration.staff_sign_in import signed_in

pytestmark = pytest.mark.whole

WORDS = ("excellent", "good", "good", "poor")


@pytest.fixture
def reader(app: Flask, house: House) -> object:
    """A board reader's browser, with two waves in which parents rated health services; few rated social care."""
    with app.app_context():
        for wave, start in (("2025-12", 0), ("2026-06", 1000)):
            rows = people(40, start=start, wave=wave)
            rated = [{**row, "rate-health": WORDS[number % 4 if start else 3]} for number, row in enumerate(rows)]
            rated[0]["rate-social-care"] = "poor"
            import_responses(house, PARENT, csv_bytes(rated))
            releases.close(house, wave, "board", "command")
    return signed_in(app, house, "board-reader")


def test_each_rated_service_has_a_page_from_the_safe_table(reader: object) -> None:
    overview = reader.get("/board/")
    assert 'href="/board/services"' in overview.text
    listed = reader.get("/board/services")
    assert "About 50% of parents and carers who use it say “Good” (very likely between 35% and 65%)" in listed.text
    page = reader.get("/board/services/rate-health")
    assert "How are the health services for your child?" in text(page.document.query("h1")[0])
    assert page.text.count("very likely between") >= 1
    assert "About 40 people rated" in page.text
    [waves] = [table for table in page.document.query("table") if "Per cent who gave" in text(table)]
    assert text(waves).split("Poor")[1].split() == ["95%", "25%"]
    assert "Standard of data quality" in page.text
    drawn = reader.get("/board/releases/2026-06-board-1/pictures/shares.rate-health.parent-carer.svg")
    assert (drawn.status_code, drawn.mimetype) == (200, "image/svg+xml")
    assert "Good: 50%, likely 35% to 65%." in drawn.text


def test_a_service_that_few_rated_says_so_and_shows_nothing(reader: object) -> None:
    page = reader.get("/board/services/rate-social-care")
    assert "too few people rated it" in page.text
    assert not page.document.query("table")
    pictures = "/board/releases/2026-06-board-1/pictures/shares"
    for path in (".rate-social-care.parent-carer", ".rate-health", ".rate-health.nobody", ".listened.a.b", ""):
        assert reader.get(f"{pictures}{path}.svg").status_code == 404, path
    assert reader.get("/board/services/listened").status_code == 404


def test_the_board_pack_has_the_ratings_too(app: Flask, reader: object) -> None:
    with app.test_request_context("/"):
        page = packs.page_of("2026-06-board-1", packs.FULL).html
    assert "<td>Good</td><td><strong>50%</strong> <small>35% to 65%</small></td><td>40</td>" in page
    assert "How are the social care services" not in page
