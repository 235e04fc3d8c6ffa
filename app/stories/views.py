"""The public pages of case studies and events. Writing them is `staff`."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from app.guards import public
from app.here import house
from app.languages import N_, keep_language
from app.models.stories import STORY_KINDS
from app.outputs.blocks import about
from app.page_cache import for_everyone
from app.services.errors import NotFound
from app.services.reports import figures
from app.services.stories import stories

blueprint = Blueprint("stories", __name__, url_prefix="/stories")
blueprint.url_defaults(keep_language)
KIND_WORDS = {"case-study": N_("What changed for one of us"), "event": N_("What we did together")}
blueprint.app_context_processor(lambda: {"story_words": KIND_WORDS})


@blueprint.get("/")
@public
@for_everyone
def listed() -> str:
    """All public stories, or those of one kind."""
    kind = request.args.get("kind", "")
    kind = kind if kind in STORY_KINDS else ""
    return render_template("stories/list.html", stories=stories.published(house(), kind), kind=kind)


@blueprint.get("/<slug>")
@public
@for_everyone
def story(slug: str) -> str:
    try:
        view = stories.get_published(house(), slug)
    except NotFound:
        raise NotFound(N_("We cannot find this page")) from None
    number = figures.people(house(), view.content.people)
    people = about(number) if number else ""
    address = f"{house().config.public_url}/stories/{slug}"
    return render_template("stories/story.html", view=view, content=view.content, people=people, address=address)
