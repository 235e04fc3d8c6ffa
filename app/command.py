"""What an operator's command runs in: the house with its database, without web pages, and errors as one line each."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app.config import ConfigError, from_environment
from app.factory import flask_settings, open_house, set_up_storage
from app.house import House
from app.services.errors import ServiceError
from surveys.findings import DefinitionErrors

Work = Callable[[House, argparse.Namespace], None]


def run(work: Work, args: argparse.Namespace) -> int:
    """Do the work of one command; returns its exit code. What went wrong is on stderr, one line each."""
    try:
        house = open_house(from_environment())
        with database(house).app_context():
            work(house, args)
    except (ConfigError, DefinitionErrors, ServiceError, OSError, SQLAlchemyError) as error:
        for line in lines_of(error):
            sys.stderr.write(f"{line}\n")
        return 1
    return 0


def database(house: House) -> Flask:
    """An application that has the database and nothing to show."""
    app = Flask("app", static_folder=None, instance_path=str(house.config.data_dir))
    app.config.update(flask_settings(house.config))
    app.extensions["house"] = house
    set_up_storage(app)
    return app


def lines_of(error: Exception) -> list[str]:
    """Each thing that is wrong in one line: findings and a file's problems each have their own."""
    if isinstance(error, SQLAlchemyError):
        cause = getattr(error, "orig", None) or error
        return [f"The database refused: {' '.join(str(cause).split())}. Was it made by scripts/start?"]
    lines = [str(each) for each in getattr(error, "problems", ())] + str(error).splitlines()
    return [" ".join(line.split()) for line in lines]
