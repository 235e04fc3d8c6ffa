"""Plural forms, dates and numbers on real pages are those that the language has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from babel import Locale
from babel.dates import format_date
from flask import Flask
from flask.testing import FlaskClient

from app.house import House
from app.services.asking import waves
from tests.conftest import Clock
from tests.integration.respond_walker import YOUNG, Walker

LANGUAGES = ("en", "ar", "fa", "pl", "ro", "sk", "so", "ur")
FORMS = {
    "ar": {
        0: "حتى يوم آخر تغيير منكم",
        1: "يوم واحد بعد آخر تغيير منكم",
        2: "يومان بعد آخر تغيير منكم",
        3: "3 أيام بعد آخر تغيير منكم",
        11: "11 يومًا بعد آخر تغيير منكم",
        100: "100 يوم بعد آخر تغيير منكم",
    },
    "en": {1: "1 day after your last change", 2: "2 days after your last change"},
}
CASES = [(code, days, words) for code, forms in FORMS.items() for days, words in forms.items()]


@pytest.mark.parametrize(("code", "days", "words"), CASES)
def test_a_page_says_each_number_in_the_form_that_the_language_has(
    app: Flask, client: FlaskClient, house: House, code: str, days: int, words: str
) -> None:
    kept = replace(house.partnership.retention, draft_days=days)
    app.extensions["house"] = replace(house, partnership=replace(house.partnership, retention=kept))
    page = client.get(f"/privacy?lang={code}")
    assert words in [cell.to_text().strip() for cell in page.document.query("td")]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_page_says_a_day_as_the_language_does(
    app: Flask, client: FlaskClient, house: House, clock: Clock, code: str
) -> None:
    with app.app_context():
        waves.seed(house)
    clock.time = datetime(2027, 2, 1, 12)
    page = Walker(client).open(f"{YOUNG}?lang={code}")
    assert page.page.status_code == 410
    opens = next(wave.opens_on for wave in house.partnership.waves if wave.opens_on > date(2027, 2, 1))
    month = Locale.parse(code).months["format"]["wide"][opens.month]
    assert month in page.words()
    assert format_date(opens, "long", Locale.parse("en_GB" if code == "en" else code))[-4:] in page.words()
