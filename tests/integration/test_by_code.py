"""The box for a short code: forgiving about how it is typed, kind about an unknown one, in the reader's language."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.house import House
from app.services.asking import collectors, waves
from app.services.asking.entrances import plain_code

MISTAKEN = {
    "D": "DO0Q",
    "7": "71",
    "4": "4A",
    "8": "8B",
    "F": "FE",
    "J": "JIL",
    "5": "5S",
    "V": "VU",
    "2": "2Z",
    "G": "G6",
}
"""What people read where a code has the first letter of each."""


@pytest.fixture
def code(app: Flask, house: House) -> str:
    with app.app_context():
        waves.seed(house)
        return collectors.create(house, "young-person.general.my-confidence", actor="command")


@given(st.data())
def test_a_code_is_understood_however_it_is_read_and_typed(data: st.DataObject) -> None:
    letters = st.sampled_from(collectors.ALPHABET)
    meant = data.draw(st.lists(letters, min_size=6, max_size=6))
    read = [data.draw(st.sampled_from(MISTAKEN.get(letter, letter))) for letter in meant]
    typed = "".join(data.draw(st.sampled_from((sign, sign.lower(), f" {sign}", f"{sign}-"))) for sign in read)
    assert plain_code(typed) == plain_code(f" http://localhost/c/{typed}?lang=ar") == "".join(meant)


def test_figures_of_another_script_are_the_same_figures() -> None:
    assert plain_code("٧KX٢PD") == plain_code("۷kx۲pd") == "7KX2PD"


def test_the_box_leads_to_the_survey_and_keeps_a_chosen_language(client: FlaskClient, code: str) -> None:
    assert client.get(f"/c/?code={code.lower()}").location == f"/c/{code}"
    assert client.get(f"/c/?code=%20{code[:3]}%20{code[3:]}&lang=ar").location == f"/c/{code}?lang=ar"


def test_the_home_page_has_the_box(client: FlaskClient) -> None:
    form = client.get("/?lang=ar").document.query_one("form.code-door")
    assert form.attrs["action"] == "/c/"
    assert form.query("input[name=code]")
    assert form.query_one("input[name=lang]").attrs["value"] == "ar"


@pytest.mark.parametrize("language", ["en", "ar", "pl"])
def test_an_unknown_code_is_said_kindly_and_stays_in_the_box(client: FlaskClient, language: str) -> None:
    page = client.get(f"/c/?code=777-777&lang={language}")
    assert page.status_code == 422
    assert page.document.query_one("html").attrs["lang"] == language
    assert page.document.query_one("#code").attrs["value"] == "777-777"
    assert client.get(f"/c/?lang={language}").status_code == 200


def test_what_was_typed_is_shown_as_text(client: FlaskClient) -> None:
    page = client.get('/c/?code="><script>alert(1)</script>')
    assert "<script>alert" not in page.text
