"""Makes an instance ready to serve: folder, translations, database, waves, first administrator, example data."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

from flask import Flask
from flask_migrate import upgrade

from app.config import ROOT, Config
from app.here import house
from app.services import staff
from app.services.asking import programmes, waves

RESTRICTED = 0o077


class NotReadyError(Exception):
    """Why the instance cannot be made ready; one line for the person who started it."""


def files(config: Config) -> None:
    """The data folder, readable by its owner only, and the machine form of the translations."""
    os.umask(RESTRICTED)
    config.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    command = [sys.executable, str(ROOT / "scripts" / "translations"), "compile"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotReadyError(f"The translations could not be built: {done.stderr.strip()}")


def database(app: Flask) -> None:
    """All tables as this version knows them, and the waves that the partnership planned."""
    with app.app_context():
        upgrade()
        waves.seed(house())
        programmes.seed(house())


def example_data(app: Flask) -> Iterator[str]:
    """Load the example data and say how to look at them. Never beside what people really said: `Conflict`."""
    from app.services.examples import demo

    with app.app_context():
        yield from demo.load(house()).lines()


def first_administrator(app: Flask) -> Iterator[str]:
    with app.app_context():
        link = staff.first_administrator_link(house())
    if link:
        yield f"No administrator has signed in yet. This link does it once: {link}"
