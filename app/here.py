"""What views and templates ask of the running application. Services are given their `House` as an argument instead."""

from __future__ import annotations

from flask import current_app, g

from app.house import House
from app.services import facts


def house() -> House:
    return current_app.extensions["house"]


def is_synthetic() -> bool:
    """Whether all data here are made up; asked of the database once a request."""
    if "synthetic" not in g:
        g.synthetic = facts.is_synthetic()
    return g.synthetic
