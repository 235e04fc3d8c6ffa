"""The part of the application through which people answer. Its pages register here; nothing else lives here."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("respond", __name__)
