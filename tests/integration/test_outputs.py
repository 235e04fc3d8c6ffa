"""Reports, posters and words to send on: the same in each format, in each language, with all that the law asks for."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

import docx
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from app.house import House
from app.languages import languages, set_language
from app.outputs import docx_file, drawing, making, newsletter, posters
from app.outputs.document import Grid, Heading, Paragraph, Words
from app.outputs.staff_reports import KINDS
from app.services.errors import NotFound
from app.services.loop import entries
from app.services.reports import spans
from app.services.running import lease, tasks
from app.services.stories import left_out
from tests.integration.board_examples import example_release
from tests.integration.entry_steps import made_public, person
from tests.integration.staff_sign_in import signed_in
from tests.integration.test_loop import REPLY, STORY
from tests.integration.test_loop_public import PROMISE
from tests.integration.test_plan import brought_in
from tests.integration.test_stories import EVENT, STUDY, published

pytestmark = pytest.mark.whole

REFUSAL = replace(
    REPLY, kind="we-cannot", text="The money is not there.", text_easy="No money.", instead="A phone line."
)
ABOUT_OFFER = replace(
    STORY, you_said_easy="The website is hard to read.", limb="accessibility", replies=(REFUSAL, PROMISE)
)
YEAR = {"kind": "annual", "period": "2026", "language": "en", "edition": "full"}


@pytest.fixture
def filled(app: Flask, house: House) -> None:
    """Two entries, the plan, a story of each kind, and comments left out."""
    with app.app_context():
        made_public(house, STORY)
        made_public(house, ABOUT_OFFER)
        brought_in(house)
        published(house, STUDY)
        published(house, EVENT)
        left_out.note(house, "content", "one-person", 3, person(house, "writer@example.org"))


def texts(report: making.Document) -> Iterator[str]:
    for block in report.blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.words.text
        for item in getattr(block, "items", ()):
            yield f"{item.lead} {item.words.text}"
        for row in getattr(block, "rows", ()):
            yield " | ".join(cell.text for cell in row)


def test_the_yearly_report_has_each_limb_what_was_refused_and_why_and_what_was_left_out(
    app: Flask, filled: None
) -> None:
    with app.test_request_context("/"):
        report = making.built(YEAR)
    heads = [block.words.text for block in report.blocks if isinstance(block, Heading) and block.level == 2]
    for limb in ("What the local offer contains", "How easy it is to find and use", "How it was made with families"):
        assert limb in heads
    found = list(texts(report))
    under = found[found.index("How easy it is to find and use") :]
    assert "The website is hard to read." in under[: under.index("How it was made with families")]
    assert "The money is not there. A phone line." in "\n".join(found)
    assert any("Schools too." in text or "Soon." in text for text in found)
    assert any("about one person only" in text and "fewer than 20" in text for text in found)


@pytest.mark.parametrize("edition", ["", "/easy-read"])
def test_the_report_is_a_page_in_every_language_and_edition(client: FlaskClient, filled: None, edition: str) -> None:
    for language in ("en", "ar", "ur", "so", "sk", "pl", "ro", "fa"):
        page = client.get(f"/you-said-we-did/year/2026{edition}?lang={language}")
        assert page.status_code == 200
        assert page.document.named("html")[0].attrs["lang"] == language
        assert ("/easy-read.pdf" in page.text) == bool(edition)


def test_years_that_were_not_yet_are_not_there(client: FlaskClient) -> None:
    for year in ("2027", "1999", "20266", "no"):
        assert client.get(f"/you-said-we-did/year/{year}").status_code == 404


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_word_file_has_real_headings_a_table_head_alternative_texts_and_its_language(
    client: FlaskClient, filled: None, language: str
) -> None:
    file = client.get(f"/you-said-we-did/year/2026.docx?lang={language}")
    assert file.mimetype == docx_file.MEDIA_TYPE
    made = docx.Document(io.BytesIO(file.data))
    assert made.core_properties.language == language
    levels = [int(each.style.name[-1]) for each in made.paragraphs if each.style.name.startswith("Heading")]
    assert levels[0] == 1
    assert set(levels) == {1, 2, 3}
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    xml = made.element.xml
    assert 'w:tblHeader w:val="true"' in xml
    assert xml.count(" descr=") == xml.count("<pic:pic") == 1
    assert ("<w:bidi/>" in xml) == (language == "ar")
    assert "The website is hard to read." in "\n".join(each.text for each in made.paragraphs)
    defaults = made.styles.element.xml
    assert f'w:val="{language}"' in defaults


@pytest.mark.parametrize("kind", KINDS)
def test_each_report_is_one_click_for_those_who_may(
    app: Flask, house: House, filled: None, client: FlaskClient, kind: str
) -> None:
    with app.app_context():
        example_release(house)
    reader = signed_in(app, house, "board-reader")
    span = KINDS[kind].example
    listed = reader.get("/staff/reports/").text
    assert f"/staff/reports/{kind}/" in listed
    page = reader.get(f"/staff/reports/{kind}/{span if kind != 'co-production' else '2026-11'}")
    assert page.status_code == 200
    assert "How well" in page.text
    file = reader.get(f"/staff/reports/{kind}/{'2026-11' if kind == 'co-production' else span}.docx")
    assert docx.Document(io.BytesIO(file.data)).paragraphs
    assert client.get(f"/staff/reports/{kind}/{span}").status_code == 302
    assert reader.get(f"/staff/reports/{kind}/2031-q1").status_code == 404


def test_spans_are_whole_and_never_in_the_future(house: House) -> None:
    assert spans.quarter(house, "2026-q1").last == date(2026, 3, 31)
    assert (spans.eighteen_months(house, "2026-11").first, spans.eighteen_months(house, "2026-11").last) == (
        date(2025, 6, 1),
        date(2026, 11, 30),
    )
    for wrong in ("2026-13", "2026-12", "x"):
        with pytest.raises(NotFound):
            spans.eighteen_months(house, wrong)
    with pytest.raises(NotFound):
        spans.quarter(house, "2027-q1")


def test_the_newsletter_has_the_newest_answers_in_each_language(app: Flask, house: House, filled: None) -> None:
    page = signed_in(app, house, "officer").get("/staff/reports/newsletter")
    for language in ("en", "ur", "pl"):
        assert f"http://localhost/you-said-we-did/?lang={language}" in page.text
    with app.test_request_context("/"):
        words = newsletter.text(languages().by_code["pl"])
    assert ABOUT_OFFER.you_said_easy in words
    assert signed_in(app, house, "board-reader").get("/staff/reports/newsletter").status_code == 403


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_topic_is_a_picture_whose_square_opens_it(client: FlaskClient, filled: None, language: str) -> None:
    picture = client.get(f"/you-said-we-did/topic/general.png?lang={language}")
    drawn = Image.open(io.BytesIO(picture.data)).convert("RGB")
    assert drawn.size == (drawing.WIDTH, drawing.HEIGHT)
    [read] = zxingcpp.read_barcodes(drawn)
    assert read.text == "http://localhost/you-said-we-did/?journey_point=general"
    assert client.get("/you-said-we-did/topic/nowhere.png").status_code == 404
    assert "topic/general.png" in client.get("/you-said-we-did/take-away").text


@pytest.mark.printing
def test_a_pdf_is_asked_for_once_made_by_the_worker_kept_and_then_there(
    app: Flask, house: House, client: FlaskClient, filled: None
) -> None:
    address = "/you-said-we-did/year/2026/easy-read.pdf?lang=ur"
    first = client.get(address)
    assert (first.status_code, first.headers["Refresh"], first.headers["Cache-Control"]) == (202, "3", "no-store")
    assert client.get(address).status_code == 202
    with app.app_context():
        assert len(tasks.listed(house, ("waiting",))) == 1
        lease.beat(house, "me")
        assert tasks.run_due(house, "me", making.TASKS) == 1
        [done] = tasks.listed(house, ("done",))
        assert done.total == 2  # steps that follow at once are not all shown
    there = client.get(address)
    assert (there.status_code, there.mimetype) == (200, "application/pdf")
    for pdf in (house.config.data_dir / "paper").glob("*.pdf"):
        pdf.unlink()
    kept = client.get(address)
    assert (kept.status_code, kept.data[:5]) == (200, b"%PDF-")


def test_a_poster_has_the_entry_and_its_square(app: Flask, house: House, filled: None) -> None:
    with app.test_request_context("/"):
        set_language("pl")
        view = entries.published(house)[0]
        html = posters.poster(view, "A4")
    assert view.content.you_said_easy in html
    assert 'lang="en"' in html


def test_blocks_of_another_language_are_marked(app: Flask, filled: None) -> None:
    with app.test_request_context("/"):
        report = making.built({**YEAR, "language": "fa"})
        assert making.words_of(Words("x", "en"), report) == "en"
        assert making.words_of(Words("x"), report) == ""
    assert any(isinstance(block, Grid) for block in report.blocks)
