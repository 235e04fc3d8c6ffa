"""The staff page "Who is missing": who answered beside who is known to be there, and the file of known shares."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app.account.language import speak_english
from app.guards import allow, current_staff
from app.here import house
from app.languages import gettext, languages, ngettext
from app.loop.words import AUDIENCE_WORDS
from app.reach.programmes import SHARERS
from app.services.errors import Invalid, NotFound
from app.services.reach import known_shares
from app.services.reach import who_is_missing as verbs

blueprint = Blueprint("missing", __name__, url_prefix="/staff/who-is-missing")
blueprint.before_request(speak_english)
Page = str | Response | tuple[str, int]
LARGEST = 1024 * 1024
START = "known_shares.csv"


@blueprint.get("")
@allow("officer")
def page() -> Page:
    return shown()


@blueprint.post("")
@allow("officer")
def upload() -> Page:
    """A file of known shares in place of what was there."""
    sent = request.files.get("file")
    if not sent or not sent.filename:
        return shown(gettext("Choose a CSV file.")), 422
    try:
        count = known_shares.replace_all(house(), sent.read(LARGEST), current_staff().email)
    except Invalid as wrong:
        return shown(gettext(wrong.message, **wrong.params)), 422
    flash(ngettext("%(num)s known share is stored.", "%(num)s known shares are stored.", count))
    return redirect(url_for("missing.page"))


@blueprint.get("/start.csv")
@allow("officer")
def start() -> Response:
    """The facts that the partnership's folder has to begin with, or the bare columns."""
    file = house().config.partnership_dir / START
    content = file.read_text(encoding="utf-8") if file.is_file() else ",".join(known_shares.COLUMNS) + "\n"
    response = Response(content, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{START}"'
    return response


def shown(error: str = "") -> str:
    audiences = verbs.audiences(house())
    audience = request.args.get("audience", audiences[0])
    if audience not in audiences:
        raise NotFound(gettext("There is no such audience."))
    waves = verbs.waves_of(house(), audience)
    wave = request.args.get("wave") or (waves[0] if waves else "")
    return render_template(
        "campaigns/missing.html",
        audiences=audiences,
        audience=audience,
        audience_words=AUDIENCE_WORDS,
        waves=waves,
        wave=wave,
        k=house().partnership.thresholds.board,
        turnout=verbs.turnout_of(house(), audience, wave),
        sharers=SHARERS,
        language_names={language.code: language.name for language in languages().offered()},
        errors=[("file", error)] if error else [],
    )
