"""What the languages promise: complete, in step with the English, right in their plurals, and never mixed on a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from gettext import c2py

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import catalogues, language_table
from app.catalogue_work import DOMAINS, Work, check
from app.house import House
from app.languages import SOURCE, STATUSES, TRANSLATIONS_DIR, Languages
from app.pseudo_languages import CODES
from app.services.asking import waves
from app.services.loop.entry_texts import EntryText, ReplyText
from tests.conftest import Clock
from tests.contracts.leftovers import leftovers
from tests.integration.entry_steps import made_public
from tests.integration.respond_walker import SURVEYS, Walker
from tests.page_audit import Document

TABLE = language_table.read(TRANSLATIONS_DIR)
TRANSLATED = tuple(language_table.translated_rows(TABLE))
EVERY = (*TRANSLATED, *CODES)
EXPLAINED = ("/how-it-works", "/privacy", "/accessibility", "/your-device", "/settings", "/languages", "/credits")
PUBLIC = ("/", *EXPLAINED, "/you-said-we-did/", "/r/", "/c/")
TAGS = ("zero", "one", "two", "few", "many", "other")


@lru_cache
def work() -> Work:
    return Work(None)


@lru_cache
def findings() -> tuple[str, ...]:
    return tuple(str(finding) for finding in check(work()))


# --- catalogues ---


def test_every_text_is_translated_and_in_step_with_the_english() -> None:
    """Missing, changed since, leftover, or with other places for values: run `scripts/translations update`."""
    assert findings() == ()


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_new_text_is_found_missing_and_a_gone_one_left_over(domain: str) -> None:
    code, row, _, path = next(one for one in work().each() if one[2] == domain)
    catalogue = catalogues.read_catalogue(path, code, row["plural"])
    template = Catalog()
    for message in list(work().templates[domain])[2:]:
        template.add(message.id, context=message.context)
    template.add("A sentence that nobody has translated.")
    found = list(catalogues.check(domain, catalogue, template))
    assert "A sentence that nobody has translated." in {each.text for each in found if each.kind == "missing"}
    assert "leftover" in {each.kind for each in found}


def test_places_for_values_must_be_the_same() -> None:
    template, catalogue = Catalog(), Catalog(locale="pl")
    for message in ("Wait %(minutes)s minutes", "<b>Now</b>"):
        template.add(message)
        catalogue.add(message, "Teraz")
    catalogue.mime_headers = [("Plural-Forms", TABLE["pl"]["plural"])]
    many = ("%(num)s day for %(name)s", "%(num)s days for %(name)s")
    template.add(many)
    catalogue.add(many, ("dzień: %(name)s", "%(num)s dni: %(name)s", "%(num)s dni"))
    found = [finding.text for finding in catalogues.check("pl", catalogue, template)]
    assert found == ["Wait %(minutes)s minutes", "<b>Now</b>", many[0]]


def test_update_empties_new_texts_and_marks_changed_ones(tmp_path: object) -> None:
    path = tmp_path / "messages.po"
    plural, template = TABLE["pl"]["plural"], Catalog()
    template.add("You can stop at any time.")
    catalogue = catalogues.updated(path, "pl", plural, template)
    catalogue["You can stop at any time."].string = "Możesz przestać w każdej chwili."
    catalogues.write_catalogue(path, catalogue, plural)
    changed = Catalog()
    changed.add("You can stop at any time you like.")
    changed.add("Something quite different")
    after = catalogues.updated(path, "pl", plural, changed)
    assert after["You can stop at any time you like."].fuzzy
    assert not after["Something quite different"].string
    row = {"messages": "live"}
    language_table.send_back(row, "messages", after, ())
    assert row["messages"] == "in progress"
    assert catalogues.write_catalogue(path, after, plural)
    assert not catalogues.write_catalogue(path, after, plural)


def test_a_survey_with_an_untranslated_text_goes_back_alone() -> None:
    catalogue = Catalog(locale="pl")
    catalogue.add("New question?", auto_comments=["parent-carer.general.pulse, q1, question"], context="parent-carer")
    row = {"surveys": "live"}
    surveys = ("parent-carer.general.pulse", "young-person.general.my-confidence")
    language_table.send_back(row, "surveys", catalogue, surveys)
    assert row == {"surveys": "live", "survey_status": {"parent-carer.general.pulse": "in progress"}}


def test_the_table_is_whole_and_writing_it_changes_nothing(tmp_path: object) -> None:
    for row in TABLE.values():
        assert {"name", "direction", "plural", "messages", "surveys"} <= set(row)
        assert {row["messages"], row["surveys"], *row.get("survey_status", {}).values()} <= set(STATUSES)
    text = (TRANSLATIONS_DIR / "languages.toml").read_text(encoding="utf-8")
    (tmp_path / "languages.toml").write_text(text, encoding="utf-8")
    language_table.write(tmp_path, TABLE)
    assert (tmp_path / "languages.toml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("code", TABLE)
def test_plural_forms_are_those_of_cldr(code: str) -> None:
    header = TABLE[code]["plural"]
    count, rule = int(header.split(";")[0].partition("=")[2]), c2py(header.split("plural=")[1].rstrip(";"))
    cldr = Locale.parse(code).plural_form
    whole_numbers = [tag for tag in TAGS if any(cldr(n) == tag for n in range(1001))]
    assert count == len(whole_numbers)
    assert all(whole_numbers[rule(n)] == cldr(n) for n in range(1001))


def test_arabic_uses_all_six_forms(app: Flask) -> None:
    arabic = app.extensions["languages"].by_code["ar"].messages
    said = [
        arabic.ngettext("%(num)s day after your last change", "%(num)s days after your last change", n)
        for n in (0, 1, 2, 3, 11, 100)
    ]
    assert len(set(said)) == 6
    assert ["%(num)s" in form for form in said] == [False, False, False, True, True, True]


# --- pages ---


def test_the_languages_that_the_partnership_switched_on_are_shown(house: House) -> None:
    known = Languages.load(TRANSLATIONS_DIR, house.partnership)
    for survey in (None, *(survey.id for survey in house.partnership.catalogue.surveys)):
        assert [language.code for language in known.offered(survey)] == list(house.partnership.languages)


@dataclass
class LanguageWalker(Walker):
    """Collects the words on its way that are not in the language of their page."""

    language: str = ""

    def arrive(self, response: TestResponse, address: str) -> Walker:
        super().arrive(response, address)
        self.look()
        return self

    def look(self) -> None:
        found = leftovers(self.document)
        assert not found, f"{self.path} in {self.language}: {found}"
        assert f'<html lang="{self.language}"' in self.page.text, self.path


@pytest.fixture
def ready(app: Flask, house: House) -> str:
    """Waves, and one public entry of every kind of reply, written in English; its address."""
    kinds = (("we-did", ""), ("we-will", ""), ("we-cannot", "Something else."))
    replies = tuple(
        ReplyText(kind, "At length.", "scc", date(2026, 6, 3), "Short.", instead, "Head") for kind, instead in kinds
    )
    with app.app_context():
        waves.seed(house)
        content = EntryText("Long words.", "Short words.", "talk", "young-person", "ehc", "en", replies)
        return f"/you-said-we-did/{made_public(house, content).slug}"


@pytest.mark.whole
@pytest.mark.parametrize("language", EVERY)
def test_public_pages_never_mix_languages(client: FlaskClient, ready: str, language: str) -> None:
    walker = LanguageWalker(client, language=language)
    for page in (*PUBLIC, ready, "/nowhere", "/you-said-we-did/nothing", "/s/no.such.survey", "/c/NOSUCH"):
        walker.open(f"{page}?lang={language}")
    assert walker.seen


@pytest.mark.parametrize("language", EVERY)
def test_what_goes_wrong_is_said_in_the_language(client: FlaskClient, ready: str, clock: Clock, language: str) -> None:
    walker = LanguageWalker(client, language=language).start(SURVEYS[0], language)
    wrong = dict.fromkeys(walker.offered(), "no-such-option")
    walker.post(walker.form() | wrong | {"action": "next"})
    assert walker.page.status_code == 422
    clock.time = datetime(2027, 2, 1, 12)
    walker.open(f"{SURVEYS[1]}?lang={language}")
    assert walker.page.status_code == 410


PLACES = (
    "<p>{}</p>",
    "<p>12 <b>{}</b></p>",
    "<ul><li>12<br>{}</li></ul>",
    "<img src='/a.svg' alt='{}'>",
    "<button aria-label='{}'></button>",
    "<p data-saved='{}'></p>",
    "<p data-not-thought-of-yet='{}'></p>",
    "<a href='#' title='{}'>12</a>",
    "<input placeholder='{}'>",
    "<input type='submit' value='{}'>",
    "<optgroup label='{}'></optgroup>",
    "<svg role='img' aria-label='{}'></svg>",
    "<svg><title>{}</title></svg>",
    "<meta name='description' content='{}'>",
    "<table><caption>{}</caption></table>",
    "<p aria-description='{}'></p>",
)
WORDS = ("Leftover", "Skip this", "Going well", "You said 3 things", "Not sure")


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("place", PLACES)
def test_a_text_of_another_language_is_found_wherever_it_stands(place: str, words: str) -> None:
    for code in ("pl", "en-XA"):
        page = f'<!doctype html><html lang="{code}" dir="ltr"><title></title><p></p>{place.format(words)}'
        assert leftovers(Document(page)) == [words]


@pytest.mark.parametrize("code", [code for code in EVERY if code != SOURCE])
@pytest.mark.parametrize("planted", ["Next", "Stop reading", "Saved", "Privacy"])
def test_a_text_that_lost_its_translation_is_found_on_a_real_page(
    client: FlaskClient, app: Flask, ready: str, monkeypatch: pytest.MonkeyPatch, code: str, planted: str
) -> None:
    page = Walker(client).start(SURVEYS[0], code)
    assert leftovers(page.document) == []
    monkeypatch.delitem(app.extensions["languages"].by_code[code].messages._catalog, planted)
    page.open(page.path)
    assert planted in leftovers(page.document)


@pytest.mark.parametrize("code", [code for code in EVERY if code != SOURCE])
def test_a_question_that_lost_its_translation_is_found_on_its_page(
    client: FlaskClient, app: Flask, house: House, ready: str, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    catalogue = app.extensions["languages"].by_code[code].surveys
    english = next(iter(house.partnership.catalogue.latest(SURVEYS[3][3:]).questions)).text
    for key in [key for key in catalogue._catalog if key in (english, f"parent-carer\x04{english}")]:
        monkeypatch.delitem(catalogue._catalog, key)
    assert english in leftovers(Walker(client).start(SURVEYS[3], code).document)


def test_what_a_person_wrote_in_their_language_is_not_looked_at() -> None:
    page = '<!doctype html><html lang="pl" dir="ltr"><title>Pomiń</title><p>Dalej <i lang="en">Fine</i> <bdi>Name</bdi>'
    assert leftovers(Document(page)) == []
