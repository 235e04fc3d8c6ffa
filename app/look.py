"""How the pages look and sound for one person: what can be chosen, and the one small cookie that keeps it. No pages.

Nothing is kept until somebody chooses. `install` gives the templates `look()` and `look_address()`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlencode

from flask import Flask, Response, g, request

from app.config import Config
from app.languages import current_language
from app.services.errors import N_

COOKIE = "look"
A_YEAR = 365 * 24 * 3600
SETTINGS_PAGE = "/settings"
SHARED = "shared"
"""In the cookie of a shared device: it is not kept longer than the browser's session, however often it is changed."""
DROPPED = ("code", "lang")
"""Not carried to the settings page: a receipt's code stays where it was typed, and the language may change there."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way of a setting; `note` says more about it."""

    id: str
    words: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be chosen. The first choice is how pages are for everyone who chose nothing."""

    name: str
    question: str
    choices: tuple[Choice, ...]

    @property
    def default(self) -> str:
        return self.choices[0].id


SETTINGS = (
    Setting(
        "text",
        N_("How big is the text?"),
        (
            Choice("100", N_("Normal text")),
            Choice("125", N_("A bit bigger")),
            Choice("150", N_("Much bigger")),
            Choice("200", N_("Twice as big")),
        ),
    ),
    Setting(
        "colours",
        N_("Which colours?"),
        (
            Choice("device", N_("Same as my device")),
            Choice("light", N_("Light")),
            Choice("dark", N_("Dark")),
            Choice("strong", N_("Strong contrast")),
            Choice("calm", N_("Calm")),
        ),
    ),
    Setting(
        "font",
        N_("Which letters?"),
        (
            Choice("system", N_("The letters of my device")),
            Choice("reading", N_("Letters that are easy to tell apart"), N_("For languages in Latin letters.")),
        ),
    ),
    Setting(
        "spacing",
        N_("How much space is around words and lines?"),
        (Choice("normal", N_("Normal space")), Choice("wide", N_("More space"))),
    ),
    Setting(
        "pictures",
        N_("Do you want pictures?"),
        (Choice("on", N_("Show pictures")), Choice("off", N_("No pictures"))),
    ),
    Setting(
        "steps",
        N_("How many questions at once?"),
        (
            Choice("groups", N_("As the survey has them")),
            Choice("one", N_("One question on each page")),
        ),
    ),
    Setting(
        "read",
        N_("Shall we read the questions to you?"),
        (
            Choice("button", N_("When I tap a button")),
            Choice("everything", N_("Read everything to me")),
            Choice("off", N_("No, hide the buttons")),
        ),
    ),
)
KNOWN = {f"{setting.name}-{choice.id}" for setting in SETTINGS for choice in setting.choices[1:]}


@dataclass(frozen=True, slots=True)
class Look:
    """What one person chose, by the name of the setting; what is not in it is as for everyone."""

    chosen: Mapping[str, str] = field(default_factory=dict)
    shared: bool = False

    def of(self, name: str) -> str:
        return self.chosen.get(name) or next(setting.default for setting in SETTINGS if setting.name == name)

    @property
    def classes(self) -> str:
        """For the html element: "text-150 colours-dark"."""
        return " ".join(f"{name}-{choice}" for name, choice in self.chosen.items())

    def changed(self, given: Mapping[str, str]) -> Look:
        """With the settings of a form; what it does not name, or names wrongly, stays."""
        chosen = {}
        for setting in SETTINGS:
            wanted = given.get(setting.name)
            valid = any(choice.id == wanted for choice in setting.choices)
            choice = wanted if valid else self.of(setting.name)
            if choice != setting.default:
                chosen[setting.name] = choice
        return Look(chosen, self.shared)

    @property
    def cookie(self) -> str:
        return ".".join(([SHARED] if self.shared else []) + self.classes.split())


@lru_cache(maxsize=512)
def read_cookie(text: str) -> Look:
    """What a cookie says; whatever it says that we do not know is left out."""
    words = text[:300].split(".")
    chosen = dict(word.split("-", 1) for word in words if word in KNOWN)
    return Look(chosen, SHARED in words)


def look() -> Look:
    """The look of this request."""
    if "look" not in g:
        g.look = read_cookie(request.cookies.get(COOKIE, ""))
    return g.look


def keep(response: Response, config: Config, wanted: Look) -> Response:
    """Give the device its cookie: for a year, or on a shared device until the browser is closed."""
    if not wanted.chosen:
        return forget(response, config)
    response.set_cookie(
        COOKIE,
        wanted.cookie,
        path="/",
        max_age=None if wanted.shared else A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=config.secure_cookies,
    )
    return response


def forget(response: Response, config: Config) -> Response:
    """Pages look as for everyone again. A device that has no such cookie is not told about one."""
    if COOKIE in request.cookies:
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="Lax", secure=config.secure_cookies)
    return response


def look_address() -> str:
    """The settings page, in the language of this one and with the way back here."""
    if request.path == SETTINGS_PAGE:
        return request.full_path
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in DROPPED]
    here = f"{request.path}?{urlencode(kept)}" if kept else request.path
    return f"{SETTINGS_PAGE}?{urlencode({'lang': current_language().code, 'next': here})}"


def install(app: Flask) -> None:
    """Give the templates what they ask about the look."""
    app.jinja_env.globals.update(look=look, look_address=look_address)
