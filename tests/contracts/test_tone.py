"""What the tone promises: young people are asked informally on every part of their page, everyone else politely."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from flask import Flask, g
from flask.testing import FlaskClient

from app import catalogues, language_table
from app.house import House
from app.languages import TRANSLATIONS_DIR, gettext, ngettext
from app.services.asking import waves
from app.tone import INFORMAL
from tests.integration.respond_walker import PARENT, YOUNG, Walker

TABLE = language_table.read(TRANSLATIONS_DIR)
TWO_TONES = ("ar", "ro", "sk")
PLURAL = TABLE["sk"]["plural"]
STOP = "You want to stop."
DAYS = ("You have %(num)s day", "You have %(num)s days")


@lru_cache
def shipped(code: str) -> Catalog:
    path = catalogues.catalogue_path(TRANSLATIONS_DIR, code, "messages")
    return catalogues.read_catalogue(path, code, TABLE[code]["plural"])


def pairs(code: str) -> list[tuple[str, str]]:
    """(polite, informal) of every message that has both and no places for values."""
    variants = catalogues.informal_variants(shipped(code))
    plain = [one for one in variants if not catalogues.PLACE.search(one.id)]
    return [(shipped(code).get(one.id).string, one.string) for one in plain]


@pytest.fixture
def open_surveys(app: Flask, house: House) -> None:
    with app.app_context():
        waves.seed(house)


def words_on_the_way(client: FlaskClient, survey: str, code: str) -> set[str]:
    """Every line of the start, a question, a wrong answer and the way out."""
    walker = Walker(client).open(f"{survey}?lang={code}")
    said = lines(walker)
    said |= lines(walker.start(survey, code))
    wrong = dict.fromkeys(walker.offered(), "no-such-option")
    said |= lines(walker.post(walker.form() | wrong | {"action": "next"}))
    return said | lines(walker.start(survey, code).send("stop"))


def lines(walker: Walker) -> set[str]:
    return {line.strip() for line in walker.document.query_one("main").to_text(separator="\n").splitlines()}


@pytest.mark.parametrize("code", TWO_TONES)
def test_a_young_persons_pages_say_the_informal_you_and_a_parents_pages_the_polite_one(
    client: FlaskClient, open_surveys: None, code: str
) -> None:
    polite, informal = ({pair[side] for pair in pairs(code)} for side in (0, 1))
    young, parent = (words_on_the_way(client, survey, code) for survey in (YOUNG, PARENT))
    assert len(young & informal) > 3
    assert young & polite == set()
    assert len(parent & polite) > 3
    assert parent & informal == set()


def test_polish_says_the_informal_you_to_everyone_who_uses_the_buttons(app: Flask) -> None:
    with app.test_request_context("/?lang=pl"):
        for g.audience in (INFORMAL, "parent-carer", ""):
            assert gettext("How do you want to answer?") == "Jak chcesz odpowiadać?"


def test_the_tone_is_that_of_the_survey(app: Flask) -> None:
    with app.test_request_context("/?lang=sk"):
        for audience, said in (
            (INFORMAL, "Chceš prestať"),
            ("professional", "Chcete prestať"),
            (None, "Chcete prestať"),
        ):
            g.audience = audience
            assert gettext("You want to stop") == said
        g.audience = INFORMAL
        assert gettext("Next") == "Ďalej"
        assert gettext("Not there") == "Not there"
        assert ngettext("%(num)s minute", "%(num)s minutes", 2) == "2 minutes"


# --- how the catalogues keep the second wordings ---


def template(*messages: str | tuple[str, str]) -> Catalog:
    made = Catalog()
    for message in messages:
        made.add(message)
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A catalogue with two messages in both tones."""
    catalogue = Catalog(locale="sk")
    catalogue.mime_headers = [("Plural-Forms", PLURAL)]
    catalogue.add(STOP, "Chcete prestať.")
    catalogue.add(STOP, "Chceš prestať.", context=INFORMAL)
    catalogue.add(DAYS, ("Máte %(num)s deň", "Máte %(num)s dni", "Máte %(num)s dní"))
    catalogue.add(DAYS, ("Máš %(num)s deň", "Máš %(num)s dni", "Máš %(num)s dní"), context=INFORMAL)
    catalogues.write_catalogue(tmp_path / "messages.po", catalogue, PLURAL)
    return tmp_path / "messages.po"


def informal(catalogue: Catalog, message: str | tuple[str, str]) -> Message | None:
    return catalogue.get(message, INFORMAL)


def test_update_keeps_the_wordings_for_young_people(path: Path) -> None:
    after = catalogues.updated(path, "sk", PLURAL, template(STOP, DAYS))
    assert informal(after, STOP).string == "Chceš prestať."
    assert informal(after, DAYS).string[2] == "Máš %(num)s dní"
    assert not catalogues.write_catalogue(path, after, PLURAL)
    assert list(catalogues.check("sk", after, template(STOP, DAYS))) == []


def test_a_change_of_the_english_sends_both_wordings_back(path: Path) -> None:
    new = template("You want to stop now.", DAYS)
    catalogues.write_catalogue(path, catalogues.updated(path, "sk", PLURAL, new), PLURAL)
    after = catalogues.updated(path, "sk", PLURAL, new)
    assert informal(after, STOP) is None
    assert informal(after, "You want to stop now.").string == "Chceš prestať."
    after["You want to stop now."].flags.discard("fuzzy")
    after["You want to stop now."].previous_id = []
    row = {"messages": "live"}
    language_table.send_back(row, "messages", after, ())
    assert row["messages"] == "in progress"
    assert [each.kind for each in catalogues.check("sk", after, new)] == [
        "English changed, check the wording for young people"
    ]


def test_a_wording_whose_english_is_gone_is_found_and_taken_out(path: Path) -> None:
    new = template(DAYS)
    found = list(catalogues.check("sk", catalogues.read_catalogue(path, "sk", PLURAL), new))
    assert [(each.kind, each.text) for each in found] == [("leftover", STOP)] * 2
    after = catalogues.updated(path, "sk", PLURAL, new)
    assert informal(after, STOP) is None
    assert informal(after, DAYS)


def test_a_wording_must_have_the_same_places_for_values(path: Path) -> None:
    catalogue = catalogues.read_catalogue(path, "sk", PLURAL)
    informal(catalogue, STOP).string = "Chceš prestať, %(name)s."
    found = [each.kind for each in catalogues.check("sk", catalogue, template(STOP, DAYS))]
    assert found == ["placeholders or markup differ"]


@pytest.mark.parametrize("code", TWO_TONES)
def test_a_second_wording_is_kept_only_where_it_differs(code: str) -> None:
    assert pairs(code)
    assert all(polite != said for polite, said in pairs(code))
