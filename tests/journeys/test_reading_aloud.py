"""Reading aloud in a real browser: order, marking, stopping, and no button that does nothing.

The browser of the tests has no voice, so a stand-in speaks: it notes what it is given and what is marked meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from app.factory import create_app
from app.house import House
from app.services.asking import waves
from tests import engines
from tests.conftest import opened, settings
from tests.journeys import axe, walk
from tests.recordings import pack_with_audio

pytestmark = pytest.mark.browser

START = "/s/young-person.general.my-confidence"
VOICE = """
(() => {
  const heard = (window.heard = []);
  let timer;
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const voices = [{ name: "stand-in", lang: "LANGUAGE", localService: LOCAL, default: true }];
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices,
    cancel() { clearTimeout(timer); window.cancelled = (window.cancelled || 0) + 1; },
    speak(one) {
      one.onstart();
      const marked = [...document.querySelectorAll(".reading")].map((part) => part.innerText.trim());
      heard.push({ text: one.text, lang: one.lang, marked });
      timer = setTimeout(() => one.onend(), PACE);
    },
  } });
})();
"""
QUIET = "Object.defineProperty(window, 'speechSynthesis', { value: { getVoices: () => [], cancel() {} } });"


def voice(language: str, local: bool = True, pace: int = 5) -> str:
    return VOICE.replace("LANGUAGE", language).replace("LOCAL", str(local).lower()).replace("PACE", str(pace))


def first_question(page: Page, language: str = "en", site: str = "") -> None:
    page.goto(f"{site}{START}?lang={language}")
    walk.press(walk.button(page, "next"))
    page.wait_for_url("**/belong*")


def words_of(page: Page) -> list[str]:
    """The question, its help, and each option, as they stand on the page."""
    parts = page.locator("main .question").locator(".asking, .hint, .choice")
    return [text.strip() for text in parts.all_inner_texts()]


@pytest.mark.parametrize(("language", "spoken"), [("en", "en-GB"), ("ar", "ar_EG"), ("pl", "pl-PL")])
def test_the_question_then_each_option_is_read_and_marked(
    phone: Callable[..., Page], language: str, spoken: str
) -> None:
    page = phone()
    page.add_init_script(voice(spoken))
    first_question(page, language)
    button = page.locator("[data-read]")
    label = button.inner_text()
    button.click()
    expected = words_of(page)
    page.wait_for_function("count => window.heard.length === count", arg=len(expected))
    expect(button).to_have_text(label)
    heard = page.evaluate("window.heard")
    assert [one["text"] for one in heard] == expected
    assert [one["marked"] for one in heard] == [[text] for text in expected]
    assert {one["lang"] for one in heard} == {spoken}
    assert page.locator(".reading").count() == 0
    assert page.locator("[name=read_aloud]").input_value() == "yes"
    assert not axe.findings(page)


def test_no_voice_no_button(phone: Callable[..., Page]) -> None:
    """Not without a voice, not with one for another language, and not with one that is on somebody's server."""
    for script in (QUIET, voice("de-DE"), voice("en-GB", local=False)):
        page = phone()
        page.add_init_script(script)
        first_question(page)
        expect(page.locator("[data-read]")).to_be_hidden()
        expect(page.locator("[data-read-all]")).to_be_hidden()


def test_no_button_without_javascript(phone: Callable[..., Page]) -> None:
    page = phone(javascript=False)
    first_question(page)
    expect(page.locator("[data-read]")).to_be_hidden()


def test_a_second_tap_stops(phone: Callable[..., Page]) -> None:
    page = phone()
    page.add_init_script(voice("en-GB", pace=60_000))
    first_question(page)
    button = page.locator("[data-read]")
    button.click()
    expect(button).to_have_text("Stop reading")
    expect(page.locator(".reading")).to_have_count(1)
    button.click()
    expect(button).to_have_text("Read aloud")
    expect(page.locator(".reading")).to_have_count(0)
    assert len(page.evaluate("window.heard")) == 1


def test_everything_is_read_on_every_page_until_it_is_switched_off(phone: Callable[..., Page]) -> None:
    page = phone()
    page.add_init_script(voice("en-GB"))
    first_question(page)
    switch = page.get_by_role("button", name="Read everything to me")
    with page.expect_response("**/settings*"):
        switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    [kept] = [cookie for cookie in page.context.cookies() if cookie["name"] == "look"]
    assert kept["value"] == "read-everything"
    walk.press(walk.button(page, "skip"))
    page.wait_for_url(lambda address: "belong" not in address)
    page.wait_for_function("count => window.heard.length === count", arg=len(words_of(page)))
    with page.expect_response("**/settings*"):
        switch.click()
    walk.press(walk.button(page, "skip"))
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("window.heard") == []


def test_leaving_the_page_stops_the_voice(phone: Callable[..., Page]) -> None:
    page = phone()
    page.add_init_script(voice("en-GB", pace=60_000))
    first_question(page)
    page.locator("[data-read]").click()
    before = page.evaluate("window.cancelled")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.evaluate("window.cancelled") == before + 1
    expect(page.locator(".reading")).to_have_count(0)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, template_file: Path) -> Iterator[str]:
    """A site whose first question is recorded in English; its address."""
    folder = tmp_path_factory.mktemp("recorded")
    pack = pack_with_audio(folder, "en")
    found = opened(pack)
    house = House(settings(folder, engines.copy(template_file, folder), pack), found.partnership, found.framework)
    app = create_app(house=house)
    with app.app_context():
        waves.seed(house)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_recording_plays_and_is_noted(phone: Callable[..., Page], recorded: str) -> None:
    page = phone()
    page.add_init_script(voice("en-GB"))
    first_question(page, site=recorded)
    expect(page.locator("main .question").first.locator("[data-read]")).to_have_count(0)
    audio = page.locator("audio")
    assert audio.evaluate("audio => audio.readyState") == 0
    with page.expect_response("**/settings*"):
        page.get_by_role("button", name="Read everything to me").click()
    page.wait_for_function("() => document.querySelector('audio').ended")
    assert page.locator("[name=read_aloud]").input_value() == "yes"
    assert page.evaluate("window.heard") == []
