"""The public pages of "You said, we did". Writing entries is the editor's; what they say is the service's."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.guards import public
from app.here import house
from app.languages import current_language, keep_language, languages
from app.loop.words import ENTRY_WORDS
from app.services import entries, entry_life

blueprint = Blueprint("loop", __name__)
blueprint.url_defaults(keep_language)
blueprint.app_context_processor(lambda: ENTRY_WORDS)
blueprint.add_app_template_global(lambda: house().today(), "today")


@blueprint.add_app_template_global
def written_in(code: str) -> dict[str, str]:
    """How to mark up text that a person wrote in this language: its code, its direction, its name for this reader."""
    known = languages().by_code.get(code)
    name = current_language().locale.languages.get(code, code)
    return {"code": code, "direction": known.direction if known else "auto", "name": name}


@blueprint.get("/you-said-we-did/")
@public
def answers() -> str:
    return render_template("loop/list.html", entries=entries.published(house()))


@blueprint.get("/you-said-we-did/<slug>")
@public
def answer(slug: str) -> str:
    entry = entries.get_published(house(), slug)
    address = f"{house().config.public_url}/you-said-we-did/{entry.slug}"
    sides = entry_life.sides(house(), entry.id, entry.public_version)
    agreed = [side for side in sides if side.decision == "agree"]
    return render_template("loop/entry.html", entry=entry, content=entry.content, address=address, agreed=agreed)
