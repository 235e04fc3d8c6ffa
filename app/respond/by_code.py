"""Coming in by a short code that was typed: from a screen, a poster or a letter. Its survey starts in `entering`."""

from __future__ import annotations

from flask import Response, g, make_response, redirect, render_template, request

from app.guards import respondent
from app.here import house
from app.languages import current_language, translated
from app.respond.blueprint import blueprint
from app.services.asking import entrances
from app.services.errors import NotFound


@blueprint.get("/c/")
@respondent
def by_code() -> Response:
    """The box for a code; a right one leads on, in the language that was chosen here, if any was."""
    typed = request.args.get("code", "").strip()[:200]
    if not typed:
        return code_page("")
    try:
        entrance = entrances.by_collector(house(), typed)
    except NotFound as unknown:
        return code_page(typed, translated(unknown), 422)
    language = current_language().code
    return redirect(f"{entrance.address}?lang={language}" if g.get("language_chosen") else entrance.address, 303)


def code_page(typed: str, error: str = "", status: int = 200) -> Response:
    return make_response(render_template("respond/by_code.html", typed=typed, error=error), status)
