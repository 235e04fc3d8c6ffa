"""The page on which a person chooses how all pages look and sound. What can be chosen is in `app.look`."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request

from app import look
from app.guards import public
from app.here import house
from app.languages import current_language
from app.respond.visit import whole_form
from app.services.asking import entrances
from app.services.errors import NotFound

blueprint = Blueprint("settings", __name__)


@blueprint.get("/settings")
@public
def page() -> Response:
    back = local_address(request.args.get("next", ""))
    shown = render_template(
        "pages/settings.html",
        settings=look.SETTINGS,
        chosen=look.look(),
        back=back,
        saved=request.args.get("saved") == "yes",
        shared=look.look().shared or on_shared_device(back),
    )
    return make_response(shown)


@blueprint.post("/settings")
@public
def choose() -> Response:
    """Keep what was chosen, and go back to the page from which the person came, or stay to see more."""
    form = whole_form()
    back = local_address(request.args.get("next", ""))
    action = form.get("action", "save")
    stay = f"{look.SETTINGS_PAGE}?{urlencode({'lang': current_language().code, 'next': back, 'saved': 'yes'})}"
    if action == "reset":
        return look.forget(redirect(stay, 303), house().config)
    was = look.look()
    wanted = look.Look(was.chosen, was.shared or on_shared_device(back)).changed(form)
    answer = redirect(stay if action == "try" else in_this_language(back), 303)
    return look.keep(answer, house().config, wanted)


def local_address(text: str) -> str:
    """An address of this site and none else; the home page for anything that could lead away, or here again."""
    clean = text.isprintable() and "\\" not in text and text.startswith("/") and not text.startswith("//")
    if not clean or urlsplit(text).path.startswith((look.SETTINGS_PAGE, "/static/")):
        return "/"
    return text


def in_this_language(address: str) -> str:
    """The address with the language of this page, which may have been changed here."""
    path, _, query = address.partition("#")[0].partition("?")
    others = [(name, value) for name, value in parse_qsl(query) if name != "lang"]
    return f"{path}?{urlencode([*others, ('lang', current_language().code)])}"


def on_shared_device(address: str) -> bool:
    """Whether the person came from a survey on a device that others use too."""
    parts = urlsplit(address).path.split("/")
    if len(parts) < 3 or parts[1] != "c":
        return False
    try:
        return entrances.by_collector(house(), parts[2]).shared
    except NotFound:
        return False
