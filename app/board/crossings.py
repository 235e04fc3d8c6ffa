"""The analysts' screen: localities by journey points of a wave, and who looked at which table."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from app.account.language import speak_english
from app.guards import allow, current_staff
from app.here import house
from app.services import crossing
from app.services.export_words import names_of

blueprint = Blueprint("crossings", __name__, url_prefix="/staff/tables")
blueprint.before_request(speak_english)


@blueprint.get("")
@allow("analyst")
def listed() -> str:
    """The tables that there are, and the log; with an address that names one, that table, on screen only."""
    asked = request.args.get("table", "").split("/")
    shown = crossing.view(house(), current_staff(), *asked) if len(asked) == 4 else None
    return render_template(
        "account/crossings.html", shown=shown, offered=crossing.offered(), log=crossing.log(house()), named=named
    )


def named(column: str, value: str) -> str:
    names = names_of(house())
    return ", ".join(names.get((column, each), each) for each in value.split("+"))
