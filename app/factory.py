"""Puts the application together: settings, storage, parts, templates, middleware. No page and no rule of its own."""

from __future__ import annotations

from importlib import import_module

from flask import Flask
from flask_migrate import Migrate

from analysis.framework import read_framework
from app import assets, errors, first_sight, guards, here, languages, look, middleware, recordings
from app.config import ROOT, Config, from_environment
from app.house import House
from app.models import db
from app.storage import engine_options, prepare_sqlite
from surveys.partnership_file import load_partnership

PARTS = (
    "app.pages.views",
    "app.pages.settings",
    "app.pages.health",
    "app.respond.views",
    "app.loop.feeds",
    "app.loop.views",
    "app.loop.measured",
    "app.loop.live",
    "app.loop.editor",
    "app.loop.review",
    "app.outputs.views",
    "app.outputs.staff",
    "app.plan.views",
    "app.plan.staff",
    "app.stories.views",
    "app.stories.staff",
    "app.account.views",
    "app.collect.views",
    "app.groups.desk",
    "app.groups.room",
    "app.groups.notes",
    "app.paper.views",
    "app.keying.views",
    "app.comments.views",
    "app.comments.concerns",
    "app.comments.moderation",
    "app.comments.workbench",
    "app.comments.telling",
    "app.loop.told",
    "app.board.views",
    "app.reach.views",
    "app.reach.campaigns",
    "app.reach.programmes",
    "app.reach.missing",
    "app.reach.alerting",
    "app.api.views",
)
MAX_BODY = 256 * 1024
"""Bytes of one form. The longest survey page is far below; a longer one gets a page that says so."""


def open_house(config: Config) -> House:
    """Read the partnership's folder and its framework. Raises `DefinitionErrors` with every finding."""
    partnership = load_partnership(config.partnership_dir)
    earlier = tuple(read_framework(data, name) for name, data in partnership.earlier_frameworks.items())
    return House(config, partnership, read_framework(partnership.framework), earlier_frameworks=earlier)


def create_app(config: Config | None = None, house: House | None = None) -> Flask:
    """One application. Given a `House` (with its clock, in tests) it uses that, else it opens one from the settings."""
    house = house or open_house(config or from_environment())
    app = Flask("app", static_folder=None, instance_path=str(house.config.data_dir))
    app.extensions["house"] = house
    app.config.update(flask_settings(house.config))
    set_up_storage(app)
    set_up_templates(app, house)
    errors.install(app)
    for part in PARTS:
        app.register_blueprint(import_module(part).blueprint)
    guards.check_guards(app)
    middleware.install(app, house.config)
    return app


def flask_settings(config: Config) -> dict[str, object]:
    return {
        "SECRET_KEY": config.secret_key,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(config.database_url),
        "MAX_CONTENT_LENGTH": MAX_BODY,
        "MAX_FORM_MEMORY_SIZE": MAX_BODY,
        "MAX_FORM_PARTS": 500,
        "SESSION_COOKIE_NAME": "visit",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.secure_cookies,
    }


def set_up_storage(app: Flask) -> None:
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"))
    with app.app_context():
        prepare_sqlite(db.engine)


def set_up_templates(app: Flask, house: House) -> None:
    """Autoescape is Flask's default for .html and stays on. `asset` and `picture` give hashed addresses."""
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    built = assets.build(assets.sources(house.config))
    app.extensions["assets"] = built
    app.jinja_env.globals.update(
        asset=built.url, picture=built.picture, partnership=house.partnership, is_synthetic=here.is_synthetic
    )
    first_sight.install(app)
    languages.install(app, house)
    look.install(app)
    recordings.install(app, house.config.partnership_dir)
