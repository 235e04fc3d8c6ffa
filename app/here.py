"""What views and templates ask of the running application. Services are given their `House` as an argument instead."""

from __future__ import annotations

import time

from flask import current_app, g

from app.house import House
from app.services import facts

RECHECK = 5.0


def house() -> House:
    return current_app.extensions["house"]


def is_synthetic() -> bool:
    """Whether all data here are made up."""
    if "synthetic" not in g:
        g.synthetic = synthetic_lately()
    return g.synthetic


def synthetic_lately() -> bool:
    """A yes is for good; a no is asked of the database again after `RECHECK` seconds."""
    known, asked = current_app.extensions.get("synthetic", (False, -RECHECK))
    if not known and time.monotonic() - asked >= RECHECK:
        known = facts.is_synthetic()
        current_app.extensions["synthetic"] = known, time.monotonic()
    return known
