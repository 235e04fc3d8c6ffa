"""Every survey is taken in every way, without JavaScript, in the languages that run from left to right."""

from __future__ import annotations

import pytest
from flask import Flask

from app.house import House
from tests.integration.campaign import SURVEYS, Campaign

pytestmark = pytest.mark.whole
LANGUAGES = ("en", "pl", "ro", "sk", "so", "en-XA")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("survey", SURVEYS)
def test_every_way_to_the_receipt(app: Flask, house: House, survey: str, language: str) -> None:
    Campaign(app, house, survey, language).run()
