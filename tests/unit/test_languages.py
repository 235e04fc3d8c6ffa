"""Which language a request gets, where its texts come from, and how its dates and numbers are written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask, g, render_template_string

from app import languages
from app.languages import Languages, current_language, gettext, ngettext, pgettext, set_language
from app.pseudo_languages import disguised
from tests.conftest import SHIPPED_PARTNERSHIP, opened

TABLE = """
[en]
name = "English"
locale = "en-GB"
direction = "ltr"
plural = "nplurals=2; plural=(n != 1);"
messages = "live"
surveys = "live"

[pl]
name = "Polski"
direction = "ltr"
plural = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
messages = "live"
surveys = "draft"

[pl.survey_status]
"b" = "in progress"
"c" = "live"
"""
HEADER = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n"
"""
MESSAGES = """
msgid "Next"
msgstr "Dalej"

msgid "Saved on %(day)s"
msgstr "Zapisano %(day)s"

msgid "%(num)s minute"
msgid_plural "%(num)s minutes"
msgstr[0] "%(num)s minuta"
msgstr[1] "%(num)s minuty"
msgstr[2] "%(num)s minut"

msgctxt "month"
msgid "May"
msgstr "maj"

#, fuzzy
msgid "Guessed"
msgstr "Zgadnięte"
"""
SURVEYS = """
msgctxt "young-person"
msgid "Yes"
msgstr "Tak!"

msgid "Yes"
msgstr "Tak"
"""


def write(folder: Path, domain: str, text: str) -> Path:
    path = folder / "pl" / "LC_MESSAGES" / f"{domain}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + text, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "translations"
    write(folder, "messages", MESSAGES)
    write(folder, "surveys", SURVEYS)
    (folder / "languages.toml").write_text(TABLE, encoding="utf-8")
    return folder


def load(folder: Path, **changes: object) -> Languages:
    partnership = replace(
        opened(SHIPPED_PARTNERSHIP).partnership, folder=folder.parent / "pack", languages=("en", "pl")
    )
    return Languages.load(folder, replace(partnership, **changes))


@pytest.fixture
def app(folder: Path) -> Iterator[Flask]:
    app = Flask("languages")
    app.extensions["languages"] = load(folder)
    languages.give_functions(app)
    return app


def chosen(app: Flask, path: str = "/", **headers: str) -> str:
    with app.test_request_context(path, headers=headers):
        return current_language().code


def test_the_address_comes_before_the_browser_and_english_comes_last(app: Flask) -> None:
    assert chosen(app) == "en"
    assert chosen(app, **{"Accept-Language": "pl-PL,pl;q=0.8"}) == "pl"
    assert chosen(app, "/?lang=en", **{"Accept-Language": "pl"}) == "en"
    assert chosen(app, "/?lang=klingon", **{"Accept-Language": "pl"}) == "pl"
    assert chosen(app, "/?lang=") == "en"


def test_a_view_can_decide(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert set_language("pl").name == "Polski"
        assert current_language().code == "pl"
        assert set_language("../../etc").code == "en"


def test_texts_with_values_plurals_and_senses(app: Flask) -> None:
    with app.test_request_context("/?lang=pl"):
        assert gettext("Next") == "Dalej"
        assert gettext("Saved on %(day)s", day="3 maja") == "Zapisano 3 maja"
        assert [ngettext("%(num)s minute", "%(num)s minutes", n) for n in (1, 2, 5, 22)] == [
            "1 minuta",
            "2 minuty",
            "5 minut",
            "22 minuty",
        ]
        assert pgettext("month", "May") == "maj"
        assert gettext("Not there") == "Not there"
        assert gettext("100% sure") == "100% sure"


def test_a_guessed_translation_is_not_shown(app: Flask) -> None:
    with app.test_request_context("/?lang=pl"):
        assert gettext("Guessed") == "Guessed"


def test_templates_escape_values_and_keep_the_text(app: Flask) -> None:
    with app.test_request_context("/?lang=pl"):
        page = render_template_string("{{ _('Saved on %(day)s', day='<b>') }} {{ language.code }}")
        assert page == "Zapisano &lt;b&gt; pl"


def test_a_survey_text_is_worded_for_its_audience(app: Flask) -> None:
    with app.test_request_context("/?lang=pl"):
        g.audience = "young-person"
        assert languages.say("Yes") == "Tak!"
        g.audience = "professional"
        assert languages.say("Yes") == "Tak"
        assert languages.name_of("Yes") == "Tak"


def test_dates_and_numbers(app: Flask) -> None:
    day = date(2026, 6, 3)
    with app.test_request_context("/"):
        assert (languages.format_date(day), languages.format_number(12345)) == ("3 June 2026", "12,345")
    with app.test_request_context("/?lang=pl"):
        assert (languages.format_date(day), languages.format_number(12345)) == ("3 czerwca 2026", "12\xa0345")


def test_links_keep_the_page_and_its_other_values(app: Flask) -> None:
    with app.test_request_context("/r/?code=A%26B&lang=pl"):
        links = {language.code: address for language, address in languages.language_links()}
    assert links == {"en": "/r/?code=A%26B&lang=en", "pl": "/r/?code=A%26B&lang=pl"}


def test_what_is_not_ready_is_not_offered(folder: Path) -> None:
    def codes(known: Languages, survey: str | None = None) -> list[str]:
        return [language.code for language in known.offered(survey)]

    drafts, checked = load(folder, show_draft=True), load(folder, show_draft=False)
    assert codes(drafts) == codes(checked) == ["en", "pl"]
    assert [codes(drafts, survey) for survey in "abc"] == [["en", "pl"], ["en"], ["en", "pl"]]
    assert [codes(checked, survey) for survey in "abc"] == [["en"], ["en"], ["en", "pl"]]
    assert codes(load(folder, languages=("en",))) == ["en"]
    assert drafts.by_code["pl"].is_draft("a")
    assert not drafts.by_code["pl"].is_draft()


def test_a_partnerships_own_words_come_first(folder: Path) -> None:
    write(folder.parent / "pack" / "translations", "messages", '\nmsgid "Next"\nmsgstr "Następne"\n')
    polish = load(folder).by_code["pl"].messages
    assert polish.gettext("Next") == "Następne"
    assert polish.gettext("Saved on %(day)s") == "Zapisano %(day)s"


def test_an_edited_catalogue_wins_over_an_older_compiled_one(folder: Path) -> None:
    path = folder / "pl" / "LC_MESSAGES" / "messages.po"
    path.with_suffix(".mo").write_bytes(languages.pseudo_languages.compiled(path, 0))
    path.write_text(HEADER + '\nmsgid "Next"\nmsgstr "Dalej!"\n', encoding="utf-8")
    os.utime(path.with_suffix(".mo"), (1, 1))
    assert load(folder).by_code["pl"].messages.gettext("Next") == "Dalej!"
    path.unlink()
    assert load(folder).by_code["pl"].messages.gettext("Next") == "Dalej"


def test_a_made_up_language_keeps_places_and_markup_and_is_longer() -> None:
    text = "Saved on <b>%(day)s</b> &amp; more, 100%%"
    for code in ("en-XA", "ar-XB"):
        made = disguised(code, text)
        for kept in ("<b>%(day)s</b>", "&amp;", "100%%"):
            assert kept in made
        assert "Saved" not in made
    assert len(disguised("en-XA", "confidence")) == 14
