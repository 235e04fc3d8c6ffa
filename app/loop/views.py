"""The pages of this part."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("loop", __name__)
