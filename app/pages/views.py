"""The public pages that say what this is: home, how it works, privacy, accessibility, devices, languages, credits."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, g, render_template, url_for

from app.guards import public
from app.here import house
from app.languages import N_, Language, current_language, keep_language, languages
from app.services.asking import entrances
from app.services.asking.entrances import Entrance, Opening
from app.services.loop import entry_search
from surveys.model import AUDIENCES, Survey

blueprint = Blueprint("pages", __name__)
blueprint.url_defaults(keep_language)

LATEST = 3
DOORS = {
    "young-person": (N_("I am a child or young person"), "person"),
    "parent-carer": (N_("I am a parent or carer"), "parents"),
    "professional": (N_("I work with children and young people"), "teacher"),
}


@dataclass(frozen=True, slots=True)
class Door:
    """One survey on the home page. `language` is that of its title: English where the reader's is not ready."""

    survey: Survey
    opening: Opening
    language: Language

    @property
    def title(self) -> str:
        return self.language.survey_text(self.survey.title, self.survey.audience)

    @property
    def url(self) -> str:
        """The survey in the language that the reader chose; its language page if nothing was chosen yet."""
        chosen = f"?lang={self.language.code}" if g.get("language_chosen") else ""
        return f"/s/{self.survey.id}{chosen}"


def doors() -> dict[str, list[Door]]:
    """Surveys with an open link, by audience in the order of `AUDIENCES`; open ones first, the wave's before all."""
    found: dict[str, list[Door]] = {audience: [] for audience in AUDIENCES}
    for survey in house().partnership.catalogue.surveys:
        if survey.open_link:
            found[survey.audience].append(door(survey))
    return {audience: sorted(list_, key=rank) for audience, list_ in found.items() if list_}


def rank(one: Door) -> tuple[bool, bool]:
    return one.opening.wave is None, one.survey.schedule != "wave"


def door(survey: Survey) -> Door:
    ready = current_language() in languages().offered(survey.id)
    language = current_language() if ready else languages().by_code["en"]
    return Door(survey, entrances.opening(house(), Entrance(survey)), language)


@blueprint.get("/")
@public
def home() -> str:
    latest = entry_search.all_public(house(), current_language().code)[:LATEST]
    return render_template("pages/home.html", doors=doors(), door_words=DOORS, entries=latest)


@blueprint.get("/how-it-works")
@public
def how_it_works() -> str:
    return render_template("pages/how_it_works.html", thresholds=house().partnership.thresholds)


@blueprint.get("/privacy")
@public
def privacy() -> str:
    return render_template("pages/privacy.html", retention=house().partnership.retention)


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    return render_template("pages/accessibility.html")


@blueprint.get("/your-device")
@public
def your_device() -> str:
    return render_template("pages/your_device.html")


@blueprint.get("/languages")
@public
def all_languages() -> str:
    """Every language on offer, each leading to the home page in it."""
    links = [(language, url_for(".home", lang=language.code)) for language in languages().offered()]
    return render_template("pages/languages.html", links=links)


@blueprint.get("/credits")
@public
def credits_() -> str:
    return render_template("pages/credits.html")
