"""The board's pages: one closed release in words, picture and tables, its downloads, and the page before the first."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.board.chart import WIDTH, draw, score_text
from app.board.figures import Figures
from app.downloads import FORMATS
from app.house import House
from app.models import db
from app.models.record import AuditEvent
from app.services.asking import waves
from app.services.scoring import releases
from tests.contracts.leftovers import leftovers, vocabulary
from tests.integration.board_examples import example_release, table
from tests.integration.staff_sign_in import post, signed_in

pytestmark = pytest.mark.whole

READERS = ("board-reader", "analyst", "officer", "administrator")


def with_release(app: Flask, house: House, **about: object) -> str:
    with app.app_context():
        return example_release(house, **about)


def text_of(page: str) -> str:
    main = page.partition("<main")[2].partition("</main>")[0]
    main = re.sub(r"</?bdi[^>]*>", "", main)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.mark.parametrize("role", READERS)
def test_before_the_first_release_the_page_says_what_comes_first(app: Flask, house: House, role: str) -> None:
    client = signed_in(app, house, role)
    text = client.get("/board/").text
    assert "No scores yet" in text
    assert ("/staff/releases" in text.partition("<main")[2]) == (role in ("analyst", "officer"))
    assert "No release is closed yet" in client.get("/board/releases").text


def test_the_page_says_in_words_what_the_picture_shows(app: Flask, house: House) -> None:
    with_release(app, house)
    text = text_of(signed_in(app, house, "board-reader").get("/board/").text)
    assert "Confidence is better than at the baseline for: Parents and carers." in text
    assert "Confidence is worse than at the baseline for: Professionals." in text
    assert "No clear change for: Children and young people." in text
    assert "Wave 2026-06, compared with the baseline 2025-12. Closed on 3 July 2026." in text
    assert "Better by 12. The true change could be anywhere from 7 to 17 better." in text


def test_each_audience_has_a_picture_with_title_description_and_marks(app: Flask, house: House) -> None:
    with_release(app, house)
    source = signed_in(app, house, "board-reader").get("/board/").text
    pictures = re.findall(r'<svg class="chart"[^>]*role="img".*?</svg>', source, re.DOTALL)
    assert len(pictures) == 5
    for picture in pictures[:3]:
        assert re.search(r"<title [^>]*>Scores of .+</title>", picture)
        assert "at the baseline" in re.search(r"<desc [^>]*>(.*?)</desc>", picture, re.DOTALL)[1]
        assert len(re.findall(r'class="now"', picture)) == len(re.findall(r'class="before"', picture)) == 5
        assert picture.count('fill="url(#hatch-') == 5


def test_every_shown_number_stands_in_the_table_too(app: Flask, house: House) -> None:
    with_release(app, house)
    source = signed_in(app, house, "board-reader").get("/board/").text
    headline = source[source.index("The same figures as a table") : source.index("Published figures to hold against")]
    for row in table(house, "2026-06", "2025-12").select(group_kind="total", measure_kind="domain"):
        assert f"<strong>{row.score}</strong>" in headline
        assert f"{row.ci_low} to {row.ci_high}" in headline


def test_margins_name_merged_groups_and_carry_no_verdicts(app: Flask, house: House) -> None:
    with_release(app, house)
    part = signed_in(app, house, "board-reader").get("/board/localities").text.partition("<main")[2]
    assert "Locality A and Locality C" in part
    assert "Not stated" in part
    assert not re.search(r"\b(Better|Worse|No clear change)\b", part)


def test_published_figures_stand_apart_with_year_and_source(app: Flask, house: House) -> None:
    with_release(app, house)
    text = text_of(signed_in(app, house, "board-reader").get("/board/").text)
    part = text[text.index("Published figures to hold against") :]
    for reference in house.partnership.references[:5]:
        assert reference.label in part
        assert reference.year in part


def test_a_first_release_is_called_the_baseline_and_shows_no_change(app: Flask, house: House) -> None:
    with_release(app, house, wave="2025-12", baseline=None)
    source = signed_in(app, house, "board-reader").get("/board/").text
    assert "This is the baseline, where we start" in source
    assert 'class="before"' not in source
    assert '<th scope="col" class="number">Change</th>' not in source


def test_ends_are_shown_as_ends_and_marks_stay_in_the_picture(app: Flask, house: House) -> None:
    assert [score_text(score) for score in (5, 6, 94, 95, None)] == ["≤5", "6", "94", "95+", "–"]
    with app.test_request_context():
        panels = Figures(table(house, "2026-06", "2025-12", 12), house.framework, house.partnership).panels()
    for row in (row for panel in panels for row in draw(panel).rows):
        for mark in (row.now, row.before):
            assert 0 <= mark.left <= mark.x <= mark.left + mark.width <= WIDTH


def test_the_picture_is_mirrored_from_right_to_left(app: Flask, house: House) -> None:
    with app.test_request_context():
        panel = Figures(table(house, "2026-06", "2025-12"), house.framework, house.partnership).panels()[1]
        plain, mirrored = draw(panel), draw(panel, mirrored=True)
    assert plain.ticks[0][1] < plain.ticks[-1][1]
    assert mirrored.ticks[0][1] > mirrored.ticks[-1][1]
    for one, other in zip(plain.rows, mirrored.rows, strict=True):
        assert one.now.x == pytest.approx(WIDTH - other.now.x, abs=0.2)


@pytest.mark.parametrize("language", ["ar", "pl", "en-XA", "ar-XB"])
def test_the_page_is_whole_in_other_languages(app: Flask, house: House, language: str) -> None:
    with_release(app, house)
    page = signed_in(app, house, "board-reader").get(f"/board/?lang={language}")
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "pdf"])
def test_a_download_has_its_type_and_leaves_a_line_in_the_trail(app: Flask, house: House, name: str) -> None:
    release = with_release(app, house)
    client = signed_in(app, house, "board-reader")
    made = FORMATS[name]
    answer = client.get(f"/board/releases/{release}.{made.extension}")
    assert answer.status_code == 200
    assert answer.mimetype == made.media_type.partition(";")[0]
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.data
    with app.app_context():
        events = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "release-exported")).all()
    assert [(event.actor, event.subject) for event in events] == [("board-reader@example.org", release)]


def test_unknown_releases_and_formats_are_not_found(app: Flask, house: House) -> None:
    client = signed_in(app, house, "board-reader")
    for path in ("/board/releases/none", "/board/releases/none.csv", "/board/releases/none.exe"):
        assert client.get(path).status_code == 404


def test_closing_a_release_asks_first_and_is_refused_with_the_reason(app: Flask, house: House) -> None:
    with app.app_context():
        waves.seed(house)
    analyst = signed_in(app, house, "analyst")
    page = post(analyst, "/staff/releases", wave="2026-06", tier="board")
    assert "cannot be changed or taken back" in page.text
    refused = post(analyst, "/staff/releases", wave="2026-06", tier="board", confirmed="yes")
    assert refused.status_code == 422
    assert 'class="error-summary"' in refused.text
    still_open = post(analyst, "/staff/releases", wave="2026-12", tier="public")
    assert "The wave is still open." in still_open.text
    future = post(analyst, "/staff/releases", wave="2027-06", tier="board", confirmed="yes")
    assert future.status_code == 422


def test_an_officer_sees_releases_and_closes_none(app: Flask, house: House) -> None:
    with_release(app, house)
    officer = signed_in(app, house, "officer")
    text = officer.get("/staff/releases").text
    assert "2026-06-board-1" in text
    assert "Close a release" not in text
    assert post(officer, "/staff/releases", wave="2026-06", tier="board").status_code == 403


def test_a_release_that_was_altered_is_not_shown(app: Flask, house: House) -> None:
    release = with_release(app, house)
    with app.app_context():
        row = db.session.get(releases.Release, release)
        row.content = row.content.replace("48", "84")
        db.session.commit()
    assert signed_in(app, house, "board-reader").get("/board/").status_code == 409


@pytest.mark.parametrize("language", ["ar", "pl"])
def test_the_page_never_mixes_languages(app: Flask, house: House, language: str) -> None:
    release = with_release(app, house)
    client = signed_in(app, house, "board-reader")
    joined = {f"و{word}" for word in vocabulary(language)}  # "and" is written as one with the word after it
    for path in ("/board/", "/board/releases", f"/board/releases/{release}"):
        page = client.get(f"{path}?lang={language}")
        assert leftovers(page.document, frozenset({*FORMATS, *joined, "board", "csvw"})) == []
        assert f"/board/releases/{release}?lang={language}" in page.text or path != "/board/releases"


def test_the_browser_does_not_choose_the_language_and_a_link_keeps_it(app: Flask, house: House) -> None:
    with_release(app, house)
    client = signed_in(app, house, "board-reader")
    assert '<html lang="en"' in client.get("/board/", headers={"Accept-Language": "ar"}).text
    assert 'href="/board/releases?lang=ar"' in client.get("/board/?lang=ar").text
    assert 'href="/board/releases"' in client.get("/board/").text
