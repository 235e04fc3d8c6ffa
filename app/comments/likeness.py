"""Asking the worker for suggestions and for a first grouping; it shows how far it is. The work: `services.themes`."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, url_for

from app.guards import allow, current_staff
from app.here import house
from app.house import House
from app.languages import gettext
from app.services.running.tasks import Work
from app.services.themes import likeness, take_up

blueprint = Blueprint("likeness", __name__)


@blueprint.post('/<programme_id>/ask/<any("suggest-themes", "group-comments"):kind>')
@allow("analyst")
def ask(programme_id: str, kind: str) -> Response:
    likeness.ask(house(), current_staff(), programme_id, kind)
    flash(gettext("The computer looks for words that comments share. This page shows how far it is."))
    return redirect(url_for("themes.code", programme_id=programme_id), 303)


TASKS: dict[str, Work] = {likeness.SUGGEST: likeness.suggest, likeness.GROUP: likeness.group}


def take_up_new(house: House) -> str:
    """By the clock: comments that were read become comments to code."""
    return take_up.take_up(house)
