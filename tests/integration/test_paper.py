"""A survey on paper: everything that the screen asks, in every language, in a sound PDF made of our own files."""

from __future__ import annotations

import html as markup
import re
import time
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pdfua
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from flask import Flask

from app.config import ROOT
from app.here import house as house_here
from app.house import House
from app.languages import languages, say, set_language
from app.paper import pdf
from app.paper.pdf import PrintError, Shelf
from app.paper.typeset import shelf, survey_sheet
from app.services.asking import collectors, entrances
from surveys import carried
from tests.integration.staff_sign_in import signed_in

pytestmark = pytest.mark.whole

YOUNG = "young-person.general.my-confidence"
CARDS = "young-person.transition.moving-on"
Sheet = Callable[..., str]


@pytest.fixture
def sheet_of(app: Flask) -> Sheet:
    """The HTML of a survey's sheet in a language."""

    def made(survey_id: str, language: str = "en", known: frozenset[str] = frozenset()) -> str:
        with app.test_request_context("/"):
            set_language(language)
            return survey_sheet(entrances.by_survey(house_here(), survey_id), known)

    return made


def words(sheet: str) -> str:
    """What a reader of the sheet reads, in order."""
    body = re.sub(r"<style>.*?</style>", " ", sheet, flags=re.DOTALL)
    return " ".join(markup.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def check_wording(app: Flask, survey_id: str, language: str) -> None:
    """Every question and option of a survey stands on its sheet, as the screen words it."""
    with app.test_request_context("/"):
        set_language(language)
        entrance = entrances.by_survey(house_here(), survey_id)
        found = words(survey_sheet(entrance))
        for question in entrance.survey.questions:
            texts = [carried.worded(entrance.survey, question, {}, say), say(question.help) if question.help else ""]
            texts += [say(option.label) for option in question.options if not option.label.isdigit()]
            missing = [text for text in texts if " ".join(text.split()) not in found]
            assert not missing, (survey_id, language, question.id, missing)


def test_every_question_and_answer_of_every_survey_stands_on_its_sheet(app: Flask, house: House) -> None:
    with app.app_context():
        offered = [each.code for each in languages().offered()]
    for survey in house.partnership.catalogue.surveys:
        for language in offered:
            check_wording(app, survey.id, language)


def test_a_condition_is_said_with_the_numbers_that_stand_on_the_sheet(sheet_of: Sheet) -> None:
    assert "Only if you ticked “Yes” at question 15. If not, go on to question 18." in words(sheet_of(YOUNG))
    therapy = words(sheet_of("parent-carer.therapy.our-therapy"))
    assert re.search(r"Only if you did not tick “[^”]+” at question \d+\.", therapy)
    contributing = words(sheet_of("parent-carer.ehc.the-process"))
    assert re.search(r"Only if you ticked “[^”]+”, “[^”]+”,? or “[^”]+” at question", contributing)


def test_what_a_link_knows_is_not_asked_and_the_numbers_close_up(sheet_of: Sheet) -> None:
    plain, known = words(sheet_of(YOUNG)), words(sheet_of(YOUNG, known=frozenset(["locality"])))
    assert "Which part of the city do you live in?" in plain
    assert "Which part of the city do you live in?" not in known
    assert "22 Which part of the city" in plain
    assert "22 Where do you learn or work?" in known


def test_it_says_who_sees_it_whom_to_call_and_how_to_give_it_back(sheet_of: Sheet, house: House) -> None:
    found = words(sheet_of(YOUNG))
    for text in ("You can skip any question.", "Who sees what I say?", "0800 1111", "Please don't write your name"):
        assert text in found
    for sentence in house.partnership.paper.give_back:
        assert sentence in found


def test_what_makes_sense_on_a_screen_only_is_left_out(sheet_of: Sheet) -> None:
    assert "Tap the face" not in words(sheet_of("young-person.general.my-day"))


def test_no_text_of_a_language_is_on_another_ones_sheet(sheet_of: Sheet) -> None:
    arabic = words(sheet_of(YOUNG, "ar"))
    assert not re.search(r"(?i)\b(the|you|question|tick|sheet)\b", arabic)


@pytest.fixture
def press(app: Flask) -> Callable[[str], Path]:
    def made(html: str) -> Path:
        with app.app_context():
            return shelf().make(html)

    return made


@pytest.mark.printing
@pytest.mark.parametrize(("survey_id", "language"), [(YOUNG, "en"), (CARDS, "ur")])
def test_the_pdf_is_sound_tagged_and_in_its_language(sheet_of: Sheet, press: Callable, survey_id: str, language: str):
    made = press(sheet_of(survey_id, language))
    report = pdfua.validate(str(made))
    assert [finding.message for finding in report.findings] == []
    with pikepdf.open(made) as tagged:
        assert str(tagged.Root.Lang) == language
        assert tagged.Root.MarkInfo.Marked
    document = pypdfium2.PdfDocument(made)
    assert document.get_metadata_value("Title") == title_of(survey_id, sheet_of(survey_id, language))
    assert len(list(document.get_toc())) > 20
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842)


def title_of(survey_id: str, html: str) -> str:
    return markup.unescape(re.search(r"<title>(.*?)</title>", html)[1])


@pytest.mark.printing
def test_the_square_on_the_sheet_opens_the_survey(sheet_of: Sheet, press: Callable) -> None:
    page = pypdfium2.PdfDocument(press(sheet_of("parent-carer.general.pulse", "ar")))[0]
    codes = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    assert [code.text for code in codes] == ["http://localhost/s/parent-carer.general.pulse"]


@pytest.mark.printing
@pytest.mark.parametrize(
    "address", ["https://example.org/picture.svg", "file:///etc/passwd", "asset:../../../etc/hosts", "asset:none.svg"]
)
def test_nothing_but_our_own_files_is_ever_used(app: Flask, press: Callable, address: str) -> None:
    page = (
        f'<html lang="en"><title>A page</title><body><h1>A page</h1><img alt="a picture" src="{address}"></body></html>'
    )
    with pytest.raises(PrintError):
        press(page)


@pytest.mark.printing
def test_a_picture_that_stands_in_the_page_is_used(press: Callable) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    source = f"data:image/svg+xml;base64,{b64encode(drawing).decode()}"
    assert press(f'<html lang="en"><title>T</title><body><h1>T</h1><img alt="a square" src="{source}"></body></html>')


@pytest.mark.printing
def test_a_page_asks_once_waits_and_then_opens(app: Flask) -> None:
    client, address = app.test_client(), "/s/parent-carer.general.pulse/paper.pdf?lang=pl"
    first = client.get(address)
    assert first.status_code == 202
    assert first.headers["Refresh"] == "3"
    opened = until_made(client, address)
    assert opened.mimetype == "application/pdf"
    assert opened.data.startswith(b"%PDF-1.7")
    assert opened.headers["Content-Language"] == "pl"


def until_made(client: object, address: str) -> object:
    for _ in range(120):
        page = client.get(address)
        if page.status_code != 202:
            return page
        time.sleep(0.25)
    raise AssertionError("the sheet was never ready")


def test_a_sheet_that_cannot_be_made_says_so_kindly_and_the_rest_works(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "FONTS", ROOT / "nowhere")
    monkeypatch.setattr(Shelf, "press", lambda *_: fail())
    client, address = app.test_client(), "/s/parent-carer.general.pulse/paper.pdf?lang=en"
    page = until_made(client, address)
    assert page.status_code == 503
    assert "You can answer on this website instead" in page.text
    assert client.get("/s/parent-carer.general.pulse?lang=en").status_code == 200


def fail() -> None:
    raise PrintError(pdf.INSTALL)


def test_few_are_made_at_the_same_time(tmp_path: Path) -> None:
    crowded = Shelf(tmp_path, tmp_path)
    for number in range(pdf.AT_ONCE):
        crowded.begin(f"page {number}")
    assert crowded.order("page 0") is True
    assert crowded.order("another page") is False


@pytest.mark.printing
def test_a_link_has_its_own_sheet_for_those_who_may_see_the_link(app: Flask, house: House) -> None:
    with app.app_context():
        code = collectors.create(house, "parent-carer.general.pulse", actor="command")
    officer = signed_in(app, house, "officer")
    assert until_made(officer, f"/staff/collectors/{code}/paper.pdf?lang=en").mimetype == "application/pdf"
    other = signed_in(app, house, "facilitator")
    assert other.get(f"/staff/collectors/{code}/paper.pdf?lang=en").status_code == 404


def test_the_start_page_offers_it(app: Flask) -> None:
    page = app.test_client().get("/s/parent-carer.general.pulse?lang=so")
    assert 'href="/s/parent-carer.general.pulse/paper.pdf?lang=so"' in page.text
