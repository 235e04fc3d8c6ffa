"""What people reach from a message: their own link into a survey, and the one tap that stops all messages."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request

from app.guards import respondent
from app.here import house
from app.respond.visit import keep_ticket
from app.services.reach import invitations

blueprint = Blueprint("reach", __name__)


@blueprint.get("/i/<token>")
@respondent
def open_link(token: str) -> Response:
    """The token becomes a cookie, so that it stands in no later address."""
    invited = invitations.enter(house(), token, request.remote_addr or "")
    address = f"/c/{invited.code}"
    language = request.args.get("lang") or invited.language
    return keep_ticket(redirect(f"{address}?lang={language[:20]}", 303), invited.ticket, address, shared=False)


@blueprint.get("/stop/<token>")
@respondent
def ask_to_stop(token: str) -> Response:
    """A page with one button: opening it changes nothing, because mail programs open links by themselves."""
    return make_response(render_template("reach/stop.html", done=False))


@blueprint.post("/stop/<token>")
@respondent
def stop(token: str) -> Response:
    """From the button, or a mail program's own "unsubscribe" (RFC 8058). Whether the link was known is not told."""
    invitations.stop(house(), token, request.remote_addr or "")
    return make_response(render_template("reach/stop.html", done=True))
