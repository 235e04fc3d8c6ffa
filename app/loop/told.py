"""The public pages "what people told us": one for each journey point, and a list. Made in `comments.telling`."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.guards import public
from app.here import house
from app.languages import N_, format_number, gettext, keep_language
from app.page_cache import for_everyone
from app.services.errors import NotFound
from app.services.loop import entry_search
from app.services.loop.entry_search import Wish
from app.services.themes import told
from app.services.themes.told import ToldTheme

blueprint = Blueprint("told", __name__, url_prefix="/what-people-told-us")
blueprint.url_defaults(keep_language)
MOST_ANSWERS = 3


@blueprint.add_app_template_global
def told_change(theme: ToldTheme) -> str:
    """What changed since the first time, in plain words with its interval; blank where that cannot be said."""
    if theme.change_low is None or theme.change_high is None:
        return ""
    fewer, more = max(0, -theme.change_low), max(0, theme.change_high)
    if theme.change_low > 0:
        message = N_("More people say it than before: between %(low)s and %(high)s more of every 100.")
        return gettext(message, low=format_number(theme.change_low), high=format_number(theme.change_high))
    if theme.change_high < 0:
        message = N_("Fewer people say it than before: between %(low)s and %(high)s fewer of every 100.")
        return gettext(message, low=format_number(-theme.change_high), high=format_number(-theme.change_low))
    message = N_("We can't be sure if that changed: between %(fewer)s fewer and %(more)s more of every 100.")
    return gettext(message, fewer=format_number(fewer), more=format_number(more))


@blueprint.get("/")
@public
@for_everyone
def listed() -> str:
    return render_template("told/list.html", points=told.public_points(house()))


@blueprint.get("/<point>")
@public
@for_everyone
def page(point: str) -> str:
    found = told.public(house(), point)
    if found is None:
        raise NotFound(N_("We have not written about this yet. See what people told us about other things."))
    answers = entry_search.find(house(), Wish(journey_point=point), 1).entries[:MOST_ANSWERS]
    return render_template("told/page.html", told=found, answers=answers)
