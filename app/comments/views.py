"""Comments as people wrote them, for the safeguarding role. Themes and masked comments are not here."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from app.account.language import speak_english
from app.guards import allow, current_staff
from app.here import house
from app.services.comments import free_text
from surveys.model import AUDIENCES

blueprint = Blueprint("comments", __name__, url_prefix="/staff")
blueprint.before_request(speak_english)


@blueprint.get("/comments")
@allow("safeguarding")
def originals() -> str:
    page = max(request.args.get("page", 1, int), 1)
    audience = request.args.get("audience", "")
    audience = audience if audience in AUDIENCES else ""
    found = free_text.read_originals(house(), current_staff(), audience, page)
    return render_template("comments/originals.html", found=found, page=page, audience=audience, audiences=AUDIENCES)
