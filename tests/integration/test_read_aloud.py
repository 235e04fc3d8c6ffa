"""Reading aloud without a browser: recordings are found, served and offered in their language; use is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app import recordings
from app.house import House
from app.models import db
from app.services.asking import waves
from tests.integration.respond_walker import YOUNG, Walker, first
from tests.recordings import QUESTION, SURVEY, pack_with_audio, record

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack_with_audio(tmp_path_factory.mktemp("audio"), "en", "ar")


@pytest.fixture
def partnership_dir(pack: Path) -> Path:
    return pack


@pytest.fixture
def walker(client: FlaskClient, app: Flask, house: House) -> Walker:
    with app.app_context():
        waves.seed(house)
    return Walker(client)


def was_heard(app: Flask, table: str) -> bool:
    with app.app_context():
        return bool(db.session.execute(text(f"select read_aloud from {table}")).scalar_one())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_recorded_question_plays_without_javascript(walker: Walker, language: str) -> None:
    walker.start(YOUNG, language)
    audio, source = walker.find("audio"), walker.find("audio source")
    assert {"controls", "aria-label"} <= set(audio.attrs)
    assert audio.attrs["preload"] == "none"
    sound = walker.client.get(source.attrs["src"])
    assert sound.data[:4] == b"RIFF"
    assert sound.mimetype == source.attrs["type"]
    assert "immutable" in sound.headers["Cache-Control"]
    assert walker.document.query("[data-read]") == []


def test_a_recording_in_another_language_does_not_stand_in(walker: Walker) -> None:
    walker.start(YOUNG, "pl")
    assert not walker.document.query("audio")


def test_where_nothing_can_be_heard_no_button_is_shown(walker: Walker) -> None:
    """Without JavaScript nobody sees a button; with it the script shows one where the device has a voice."""
    walker.start(YOUNG, "pl")
    assert "hidden" in walker.find("[data-read]").attrs
    assert "hidden" in walker.find("[data-read-all]").attrs


def test_that_something_was_heard_is_kept_to_the_end(walker: Walker, app: Flask) -> None:
    walker.start(YOUNG)
    assert not was_heard(app, "draft")
    walker.send("next", read_aloud="yes")
    assert was_heard(app, "draft")
    walker.send("next", read_aloud="").to_the_end(first).send("finish")
    assert was_heard(app, "response")


def test_nothing_is_noted_of_those_who_read_for_themselves(walker: Walker, app: Flask) -> None:
    walker.start(YOUNG).to_the_end(first).send("finish")
    assert not was_heard(app, "response")


def test_hearing_and_going_back_is_noted_too(walker: Walker, app: Flask) -> None:
    walker.start(YOUNG).send("next").send("back", read_aloud="yes")
    assert was_heard(app, "draft")


def test_who_wants_everything_read_is_noted_where_there_is_a_recording(walker: Walker, app: Flask) -> None:
    walker.client.post("/settings", data={"read": "everything", "whole": "yes"})
    walker.start(YOUNG, "pl").send("next")
    assert not was_heard(app, "draft")
    walker.start(YOUNG, "en")
    assert walker.find("[data-read-all]").attrs["aria-pressed"] == "true"
    walker.send("next")
    assert was_heard(app, "draft")


def test_the_buttons_can_be_switched_off(walker: Walker) -> None:
    walker.client.post("/settings", data={"read": "off", "whole": "yes"})
    walker.start(YOUNG)
    for selector in ("audio", "[data-read]", "[data-read-all]", "[name=read_aloud]", "script[src*='js/read.']"):
        assert not walker.document.query(selector)


def test_the_script_runs_with_questions_only_and_is_fetched_before_them(walker: Walker) -> None:
    start = walker.open(f"{YOUNG}?lang=en")
    assert not start.document.query('script[src*="js/read."]')
    assert start.document.query('link[rel="prefetch"][href*="js/read."]')
    assert walker.start(YOUNG).document.query('script[src*="js/read."]')


def test_what_is_found_in_a_folder(tmp_path: Path) -> None:
    for name in ("en/a.b.c/one.wav", "en/a.b.c/one.mp3", "en/a.b.c/two.txt", "en/three.wav", "ar/a.b.c/one.ogg"):
        record(tmp_path / name)
    found = recordings.find(tmp_path).by_place
    assert {place: [one.type for one in each] for place, each in found.items()} == {
        ("en", "a.b.c", "one"): ["audio/mpeg", "audio/wav"],
        ("ar", "a.b.c", "one"): ["audio/ogg"],
    }
    assert recordings.find(tmp_path / "nothing").by_place == {}


def test_a_name_changes_with_the_recording(tmp_path: Path) -> None:
    file = tmp_path / "en" / SURVEY / f"{QUESTION}.wav"
    record(file)
    [before] = recordings.find(tmp_path).by_place.values()
    record(file, seconds=0.25)
    [after] = recordings.find(tmp_path).by_place.values()
    assert before[0].url != after[0].url
