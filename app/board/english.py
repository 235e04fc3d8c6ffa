"""The language of the board's pages that are in English only; links on them stay without one, as short as they are."""

from __future__ import annotations

from flask import g

from app.account.language import speak_english
from app.languages import SOURCE, current_language


def in_english() -> None:
    """For `Blueprint.before_request`, after the one of the board's blueprint."""
    speak_english()
    g.language_chosen = current_language().code != SOURCE
