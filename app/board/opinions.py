"""What readers think of the board's pictures: the form beneath each, and the page on which it is read."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request

from app.board.english import in_english
from app.board.pictures import MAKERS
from app.guards import BOARD_READERS, allow
from app.here import house
from app.models.loop import VERDICTS
from app.services.errors import N_, NotFound, ServiceError
from app.services.scoring import picture_opinions

blueprint = Blueprint("opinions", __name__)
Page = str | Response
HERE = "/board/"


@blueprint.post("/board/pictures/<name>/opinion")
@allow(*BOARD_READERS)
def give(name: str) -> Response:
    """Count one reader's word, and keep what they wrote; nothing says who it was. Back to the picture."""
    if name.partition(".")[0] not in (*MAKERS, "months"):
        raise NotFound(N_("There is no such picture in this release."))
    if request.form.get("verdict") not in VERDICTS:
        raise ServiceError(N_("Choose yes, partly or no."))
    picture_opinions.give(house(), name, request.form.get("verdict", ""), request.form.get("words", ""))
    back = request.form.get("back", "")
    back = back if back.startswith(HERE) and "//" not in back else HERE
    mark = name.replace(".", "-").replace("+", "-")
    language = request.form.get("lang", "")
    asked = f"&lang={language}" if language.isascii() and language.replace("-", "").isalpha() else ""
    return redirect(f"{back}?said={mark}{asked}#picture-{mark}", 303)


@blueprint.get("/board/opinions")
@allow("analyst", "officer", "administrator")
def read() -> Page:
    """What was said of each picture, for those who make them better."""
    in_english()
    return render_template("board/topics/opinions.html", opinions=picture_opinions.listed(house()))
