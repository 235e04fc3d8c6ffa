"""The staff page on which the channel of alerts is proven: send a test alert, and say that it arrived."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for

from app.account.language import speak_english
from app.guards import allow, current_staff
from app.here import house
from app.languages import gettext
from app.reach import rounds
from app.services.comments import alerts as verbs

blueprint = Blueprint("alerts", __name__, url_prefix="/staff/alerts")
blueprint.before_request(speak_english)


@blueprint.get("")
@allow("safeguarding", "administrator")
def state() -> str:
    kept = verbs.kept_for(house(), current_staff().email)
    return render_template("campaigns/alerts.html", state=verbs.state(house()), kept=kept)


@blueprint.post("")
@allow("safeguarding", "administrator")
def send_test() -> Response:
    who = current_staff()
    verbs.send_test(house(), who.id, who.email)
    rounds.ask_for_sending(house())
    flash(gettext("A test alert is on its way to %(email)s. Open its link.", email=who.email))
    return redirect(url_for("alerts.state"))


@blueprint.get("/<token>")
@allow("safeguarding", "administrator")
def arrived(token: str) -> str:
    """Asks before it counts: mail programs open links by themselves."""
    return render_template("campaigns/arrived.html", token=token)


@blueprint.post("/<token>")
@allow("safeguarding", "administrator")
def confirm(token: str) -> Response:
    who = current_staff()
    verbs.confirm(house(), token, who.id, who.email)
    if verbs.proven(house()):
        flash(gettext("Thank you. Alerts count as proven now."))
    else:
        flash(gettext("Thank you. It arrived here, but alerts do not count as proven yet. This page says why."))
    return redirect(url_for("alerts.state"))
