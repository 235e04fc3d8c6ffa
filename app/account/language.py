"""The language of staff rooms: one for all of them, whatever the browser prefers."""

from __future__ import annotations

from flask import request

from app.languages import set_language
from app.pseudo_languages import CODES


def speak_english() -> None:
    """For `Blueprint.before_request`. The made-up languages show in tests what was not marked, and right to left."""
    asked = request.args.get("lang")
    set_language(asked if asked in CODES else "en")
