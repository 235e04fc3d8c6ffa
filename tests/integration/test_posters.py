"""What makes a link known: posters and slips whose square opens it, pictures, and words to paste in each language."""

from __future__ import annotations

import io
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pdfua
import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from PIL import Image

from app.house import House
from app.languages import languages, set_language
from app.paper import posters
from app.paper.posters import parts_of, print_of, words
from app.paper.typeset import shelf
from app.services.asking import collectors, entrances
from tests.integration.staff_sign_in import signed_in

LONGEST = "parent-carer.diagnosis.waiting-and-after"


@pytest.fixture
def code(app: Flask, house: House) -> str:
    with app.app_context():
        return collectors.create(house, LONGEST, actor="command")


def made(app: Flask, house: House, code: str, what: str, language: str) -> Path:
    with app.test_request_context("/"):
        set_language(language)
        return shelf().make(print_of(entrances.by_collector(house, code), what))


@pytest.mark.printing
@pytest.mark.parametrize("language", ["en", "ar", "ur"])
@pytest.mark.parametrize("what", posters.PRINTS)
def test_the_square_opens_the_link_and_the_file_is_sound(
    app: Flask, house: House, code: str, what: str, language: str
) -> None:
    file = made(app, house, code, what, language)
    assert [finding.message for finding in pdfua.validate(str(file)).findings] == []
    document = pypdfium2.PdfDocument(file)
    assert len(document) == 1
    assert round(document[0].get_size()[0]) == (420 if what == "poster-A5" else 595)
    found = [read.text for read in zxingcpp.read_barcodes(document[0].render(scale=2).to_pil())]
    assert found == [f"http://localhost/c/{code}"] * (14 if what == "slips" else 1)


@pytest.mark.printing
def test_a_long_address_still_fits_on_one_small_page(app: Flask, house: House, code: str) -> None:
    far = replace(house, config=replace(house.config, public_url="https://haveyoursay.a-very-long-county.example.org"))
    app.extensions["house"] = far
    document = pypdfium2.PdfDocument(made(app, far, code, "poster-A5", "ur"))
    assert len(document) == 1
    assert f"haveyoursay.a-very-long-county.example.org/c/{code}" in document[0].get_textpage().get_text_range()


def test_the_picture_of_a_link_is_read_back(app: Flask, house: House, code: str) -> None:
    """The SVG is the very one on the posters, where it is read."""
    officer = signed_in(app, house, "officer")
    picture = officer.get(f"/staff/collectors/{code}.png")
    assert picture.mimetype == "image/png"
    [read] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.data)).convert("L"))
    assert read.text == f"http://localhost/c/{code}"
    drawn = officer.get(f"/staff/collectors/{code}.svg")
    assert drawn.mimetype == "image/svg+xml"
    with app.test_request_context("/"):
        assert b64encode(drawn.data).decode() in print_of(entrances.by_collector(house, code), "poster-A4")


def test_the_page_to_share_has_everything_in_each_language(app: Flask, house: House, code: str) -> None:
    page = signed_in(app, house, "officer").get(f"/staff/collectors/{code}/share")
    assert page.status_code == 200
    with app.app_context():
        offered = languages().offered()
    for language in offered:
        for what in posters.PRINTS:
            assert f"/staff/collectors/{code}/{what}.pdf?lang={language.code}" in page.text
    assert page.text.count(f"http://localhost/c/{code}") >= 2 * len(offered)
    assert signed_in(app, house, "facilitator").get(f"/staff/collectors/{code}/share").status_code == 404


def test_words_are_those_of_the_survey_in_that_language(app: Flask, house: House, code: str) -> None:
    with app.app_context():
        entrance = entrances.by_collector(house, code)
        polish, english = (words(entrance, languages().by_code[name]) for name in ("pl", "en"))
    assert entrance.survey.title in english.message
    assert entrance.survey.title not in polish.message
    assert "We do not ask for your name." in english.newsletter
    assert english.parts == 1


def test_the_length_of_a_message_is_counted_as_phones_do() -> None:
    assert [parts_of("a" * 160), parts_of("a" * 161), parts_of("ř" * 70), parts_of("ř" * 71)] == [1, 2, 1, 2]
