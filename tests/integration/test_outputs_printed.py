"""Each kind of thing that is printed is a sound tagged PDF on the sheets that it should take, and its square reads."""

from __future__ import annotations

from dataclasses import replace

import pdfua
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from flask import Flask

from app.house import House
from app.languages import set_language
from app.outputs import making, posters
from app.paper.typeset import shelf
from app.services.loop import entries
from tests.integration.entry_steps import made_public
from tests.integration.test_loop import REPLY, STORY
from tests.integration.test_loop_public import PROMISE
from tests.integration.test_plan import brought_in
from tests.integration.test_stories import EVENT, published

pytestmark = [pytest.mark.printing, pytest.mark.whole]
LONG = "Nobody rings back when they say so, and we wait and ask and wait again. "
REFUSAL = replace(REPLY, kind="we-cannot", instead="A phone line.", text_easy=LONG * 3)
FULL = replace(STORY, you_said_easy=LONG * 2, replies=(replace(REPLY, text_easy=LONG * 2), PROMISE, REFUSAL))
ALL, ONE = (
    "http://localhost/you-said-we-did/",
    "http://localhost/you-said-we-did/we-tell-the-same-story-again-and-again",
)
TOPIC = f"{ALL}?journey_point=general"


def html_of(house: House, what: str) -> str:
    short = next(view for view in entries.published(house) if view.content.you_said_easy == STORY.you_said_easy)
    long = next(view for view in entries.published(house) if view.content.you_said_easy != STORY.you_said_easy)
    made = {
        "poster-A4": lambda: posters.poster(short, "A4"),
        "poster-A5": lambda: posters.poster(short, "A5"),
        "long-A4": lambda: posters.poster(long, "A4"),
        "topic": lambda: posters.one_page(posters.topic("general")),
    }
    return made[what]()


@pytest.fixture
def filled(app: Flask, house: House) -> None:
    with app.app_context():
        made_public(house, STORY)
        made_public(house, FULL)
        brought_in(house)
        published(house, EVENT)


def check(html: str, language: str) -> tuple[int, list[str]]:
    """How many pages the PDF has, and what its squares say; it is sound and in its language."""
    made = shelf().make(html)
    assert [finding.message for finding in pdfua.validate(str(made)).findings] == []
    with pikepdf.open(made) as tagged:
        assert str(tagged.Root.Lang) == language
    document = pypdfium2.PdfDocument(made)
    squares = [read.text for page in document for read in zxingcpp.read_barcodes(page.render(scale=2).to_pil())]
    return len(document), squares


@pytest.mark.parametrize(
    ("what", "language", "square"),
    [("poster-A4", "ur", ONE), ("poster-A5", "ar", ONE), ("topic", "ur", TOPIC), ("long-A4", "ar", None)],
)
def test_posters_and_topics_take_one_sheet(
    app: Flask, house: House, filled: None, what: str, language: str, square: str | None
) -> None:
    with app.test_request_context("/"):
        set_language(language)
        pages, squares = check(html_of(house, what), language)
    assert pages == 1
    assert len(squares) == 1
    assert square in (None, *squares)


@pytest.mark.parametrize(
    ("kind", "period", "language", "edition"),
    [
        ("annual", "2026", "en", "full"),
        ("annual", "2026", "ur", "easy"),
        ("effectiveness", "2026", "en", "full"),
        ("engagement", "2026-q4", "en", "full"),
        ("co-production", "2026-11", "en", "full"),
        ("board-paper", "2026-q4", "en", "full"),
    ],
)
def test_reports_are_sound(app: Flask, filled: None, kind: str, period: str, language: str, edition: str) -> None:
    with app.test_request_context("/"):
        asked = {"kind": kind, "period": period, "language": language, "edition": edition}
        pages, squares = check(making.printed_html(making.built(asked)), language)
    assert pages > 1
    assert squares == ([ALL] if kind == "annual" else [])
