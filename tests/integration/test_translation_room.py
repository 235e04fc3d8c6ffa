"""Staff see how far each translation is, which English changed, who checked a survey, and fetch the files."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from app import catalogue_work, coverage, languages
from app.house import House
from surveys.partnership_file import load_partnership
from tests import applications
from tests.conftest import WESTMERE, AuditedClient, Clock, opened, settings
from tests.integration.staff_sign_in import signed_in

pytestmark = pytest.mark.whole

ROOM = "/staff/translations"
CHILDREN = "young-person.general.how-is-it"
PARENTS = "parent-carer.general.your-view"


@pytest.mark.parametrize("role", ["officer", "administrator"])
def test_each_language_is_listed_with_its_share(app: Flask, house: House, role: str) -> None:
    page = signed_in(app, house, role).get(ROOM)
    rows = {row.query_one("a").to_text(): row.to_text() for row in page.document.query("tbody tr") if row.query("a")}
    assert len(rows) == len(house.partnership.languages) - 1
    assert all("100%" in row and f"{len(house.partnership.catalogue.surveys)} /" in row for row in rows.values())


def test_who_checked_a_surveys_wording_is_said(westmere: AuditedClient) -> None:
    house = westmere.application.extensions["house"]
    page = signed_in(westmere.application, house, "officer").get(ROOM)
    assert "Westmere Families, 2031" in page.text


def test_a_language_page_lists_every_part(app: Flask, house: House) -> None:
    page = signed_in(app, house, "officer").get(f"{ROOM}/ar")
    assert all(survey.id in page.text for survey in house.partnership.catalogue.surveys)
    assert signed_in(app, house, "administrator").get(f"{ROOM}/xx").status_code == 404


@pytest.mark.parametrize("domain", coverage.DOMAINS)
def test_the_file_for_translators_has_everything_with_its_place(app: Flask, house: House, domain: str) -> None:
    answer = signed_in(app, house, "officer").get(f"{ROOM}/pl/{domain}.po")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{domain}.pl.po"'
    found = read_po(io.BytesIO(answer.data))
    assert found.num_plurals == 3
    texts = [message for message in found if message.id]
    assert texts
    assert domain == "messages" or all(message.context and message.auto_comments for message in texts)


@pytest.fixture
def changed(tmp_path: Path, database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The second partnership, after a word of one of its surveys was changed and `scripts/translations update` ran."""
    shutil.copytree(WESTMERE, tmp_path / "pack")
    shutil.copytree(languages.TRANSLATIONS_DIR, tmp_path / "translations")
    for module in (languages, coverage, catalogue_work):
        monkeypatch.setattr(module, "TRANSLATIONS_DIR", tmp_path / "translations")
    file = tmp_path / "pack" / "definitions" / f"{CHILDREN}.v1.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("Who hears you?", "Who hears you now?"), encoding="utf-8")
    work = catalogue_work.Work(tmp_path / "pack", ("surveys",))
    assert "pl surveys: 97 messages, 1 to translate, file changed" in list(catalogue_work.update(work))
    config = settings(tmp_path, database_url, tmp_path / "pack")
    house = replace(opened(WESTMERE), config=config, now=clock, partnership=load_partnership(tmp_path / "pack"))
    yield from applications.closing(applications.fresh(house, AuditedClient))


def test_a_change_of_the_english_takes_that_survey_out_of_that_language_and_staff_see_which(changed: Flask) -> None:
    known = changed.extensions["languages"]
    assert [language.code for language in known.offered(CHILDREN)] == ["en", *languages.pseudo_languages.CODES]
    assert "pl" in [language.code for language in known.offered(PARENTS)]
    assert known.by_code["pl"].status_of(CHILDREN) == "in progress"
    page = signed_in(changed, changed.extensions["house"], "officer").get(f"{ROOM}/pl")
    assert "Who hears you now?" in page.document.query_one("main").to_text()
    [row] = [row.to_text() for row in page.document.query("tbody tr") if CHILDREN in row.to_text()]
    assert "In progress" in row
    assert "100%" not in row


def test_a_survey_in_progress_is_not_begun_in_that_language(changed: Flask) -> None:
    client = changed.test_client()
    assert 'lang="pl"' not in client.get(f"/s/{CHILDREN}?lang=pl").text.partition("<main")[2]
