"""The board's pages and downloads: closed releases, and nothing that is not in one."""

from __future__ import annotations

from flask import Blueprint, Response, g, render_template, request

from app.board import (
    closings,
    comparison,
    crossings,
    opinions,
    outside,
    packs,
    pictures,
    self_evaluation_pages,
    told,
    topic_pages,
)
from app.board.chart import score_text
from app.board.pictures import picture
from app.board.rooms import ROOMS
from app.board.words import TIER_WORDS, VERDICT_WORDS, ltr
from app.downloads import FORMATS
from app.guards import BOARD_READERS, allow, current_staff
from app.here import house
from app.languages import current_language, keep_language, set_language
from app.services.scoring import exports, rebuilding, releases

blueprint = Blueprint("board", __name__)
blueprint.register_blueprint(closings.blueprint)
blueprint.register_blueprint(crossings.blueprint)
blueprint.register_blueprint(topic_pages.blueprint)
blueprint.register_blueprint(opinions.blueprint)
blueprint.register_blueprint(outside.blueprint)
blueprint.register_blueprint(self_evaluation_pages.blueprint)
blueprint.url_defaults(keep_language)
blueprint.add_app_template_global(score_text)
blueprint.add_app_template_global(ltr)
Page = str | Response
NEWEST = 4
"""So many answers stand on the overview; the others are one tap away."""


@blueprint.before_request
def speak() -> None:
    """English unless the address asks for another language: not what the browser prefers."""
    set_language(request.args.get("lang", "en"))
    g.language_chosen = "lang" in request.args


@blueprint.get("/board/")
@allow(*BOARD_READERS)
def latest() -> Page:
    release = releases.latest("board")
    return board_page(release) if release else render_template("board/empty.html")


@blueprint.get("/board/releases")
@allow(*BOARD_READERS)
def listed() -> Page:
    return render_template("board/releases.html", releases=releases.listed("board"), formats=FORMATS)


@blueprint.get("/board/releases/<release_id>")
@allow(*BOARD_READERS)
def release(release_id: str) -> Page:
    return board_page(releases.get(release_id), release_id)


@blueprint.get("/board/releases/<release_id>.<any(csv, xlsx, json, sav, pdf):extension>")
@blueprint.get("/board/releases/<release_id>.csv-metadata.json", defaults={"extension": "csv-metadata.json"})
@allow(*BOARD_READERS)
def download(release_id: str, extension: str) -> Page:
    """One file; that it was taken is in the audit trail. The board pack takes seconds, so the worker makes it."""
    if extension == "pdf":
        return packs.pack(release_id, packs.FULL)
    file = exports.download(house(), release_id, extension, current_staff().email)
    response = Response(file.content, mimetype=file.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=file.filename)
    return response


@blueprint.get("/board/releases/<release_id>/easy-read.pdf")
@allow(*BOARD_READERS)
def easy_pack(release_id: str) -> Page:
    """The board pack in easy read."""
    return packs.pack(release_id, packs.EASY)


def board_page(shown: releases.ReleaseView, pinned: str | None = None) -> str:
    figures = topic_pages.figures_of(shown)
    mirrored = current_language().direction == "rtl"
    panels = [(panel, picture(figures, f"levels.{panel.audience}", mirrored)) for panel in figures.panels()]
    return render_template(
        "board/release.html",
        release=shown,
        figures=figures,
        panels=panels,
        views=next(iter(pictures.shown(figures, ["views.headline"], mirrored)), None),
        trend=next(iter(pictures.shown(figures, ["trend.index.index"], mirrored)), None),
        gaps=comparison.gaps(figures, "index", "index"),
        answers=told.newest(house(), NEWEST),
        made_again=rebuilding.last_check(shown.id),
        wrote=told.most_said(figures),
        rooms=ROOMS,
        settings=figures.framework.settings,
        references=house().partnership.references,
        formats=FORMATS,
        verdicts=VERDICT_WORDS,
        tiers=TIER_WORDS,
        said=request.args.get("said", ""),
        **topic_pages.links(pinned),
    )
