"""The pages behind the board's overview, of the latest release or of a named one, and their pictures as files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from app.board import cards, pictures, quality, versions
from app.board.english import in_english
from app.board.figures import Figures
from app.board.rooms import MARGIN_OF, ROOMS, titles
from app.board.topic import in_short, topic
from app.board.words import AUDIENCE_WORDS, VERDICT_WORDS
from app.guards import BOARD_READERS, allow, current_staff
from app.here import house
from app.house import House
from app.languages import N_
from app.services.errors import NotFound
from app.services.scoring import releases
from app.services.scoring.releases import ReleaseView

blueprint = Blueprint("topics", __name__)
blueprint.before_request(in_english)
Page = str | Response
ROOM = f"<any({', '.join(repr(room) for room in ROOMS)}):room>"
TEMPLATES = {"domains": "measure", "indicators": "measure", "services": "service", **dict.fromkeys(MARGIN_OF, "place")}


@blueprint.app_template_global()
def measure_text(figures: Figures, row: Any) -> str:
    """What a row of a table beside the headline measures, in words."""
    return pictures.measure_name(figures, row.measure_kind, row.measure)


def house_of(release: ReleaseView) -> House:
    """The house under the version of the framework that the release was made under, if its file is kept."""
    return house().made_under(release.framework_version)


def figures_of(release: ReleaseView) -> Figures:
    own = house_of(release)
    return Figures(release.table, own.framework, own.partnership, release.tables)


def links(pinned: str | None) -> dict[str, Callable[..., str]]:
    """How a page names its neighbours: those of the same release if its own address names one, else of the latest."""
    kept = {"release_id": pinned} if pinned else {}
    return {
        "topic_url": lambda room, topic_id: url_for("board.topics.one", room=room, topic_id=topic_id, **kept),
        "room_url": lambda room: url_for("board.topics.listed", room=room, **kept),
        "versions_url": lambda: url_for("board.topics.side_by_side", **kept),
        "quality_url": lambda: url_for("board.topics.how_good", **kept),
        "overview_url": lambda: url_for("board.release", **kept) if kept else url_for("board.latest"),
    }


def release_of(release_id: str | None) -> ReleaseView:
    """The release that the address names, or the latest one. Raises `NotFound` before the first."""
    found = releases.get(release_id) if release_id else releases.latest("board")
    if found is None:
        raise NotFound(N_("No release is closed yet, so there is nothing to show here."))
    return found


@blueprint.get(f"/board/{ROOM}")
@blueprint.get(f"/board/releases/<release_id>/{ROOM}")
@allow(*BOARD_READERS)
def listed(room: str, release_id: str | None = None) -> Page:
    """Everything that has a page in one room, with its figures in short."""
    release = release_of(release_id)
    own, figures = house_of(release), figures_of(release)
    margin = MARGIN_OF.get(room)
    return render_template(
        "board/topics/room.html",
        release=release,
        pinned=release_id,
        figures=figures,
        room=ROOMS[room],
        names=titles(own, room),
        topics=[] if margin else list(in_short(own, figures, room)),
        margins=list(figures.margins(margin)) if margin else [],
        verdicts=VERDICT_WORDS,
        **links(release_id),
    )


@blueprint.get(f"/board/{ROOM}/<topic_id>")
@blueprint.get(f"/board/releases/<release_id>/{ROOM}/<topic_id>")
@allow(*BOARD_READERS)
def one(room: str, topic_id: str, release_id: str | None = None) -> Page:
    """One page: what the release, the entries and others say of one thing."""
    release = release_of(release_id)
    own, figures = house_of(release), figures_of(release)
    return render_template(
        f"board/topics/{TEMPLATES.get(room, 'mapping')}.html",
        release=release,
        pinned=release_id,
        figures=figures,
        topic=topic(own, figures, release, room, topic_id),
        settings=own.framework.settings,
        verdicts=VERDICT_WORDS,
        audience_words=AUDIENCE_WORDS,
        surveys={each.id: each.title for each in house().partnership.catalogue.surveys},
        said=request.args.get("said", ""),
        **links(release_id),
    )


@blueprint.get("/board/releases/<release_id>/pictures/<name>.svg")
@allow(*BOARD_READERS)
def picture_file(release_id: str, name: str) -> Page:
    """One picture to take away: it carries its own colours, its title and its description."""
    release = releases.get(release_id)
    made = pictures.picture(figures_of(release), name)
    response = Response(render_template("board/svg/file.html", picture=made, release=release), mimetype="image/svg+xml")
    response.headers.set("Content-Disposition", "attachment", filename=f"{release.id}-{made.id}.svg")
    return response


@blueprint.get("/board/framework-versions")
@blueprint.get("/board/releases/<release_id>/framework-versions")
@allow(*BOARD_READERS)
def side_by_side(release_id: str | None = None) -> Page:
    """Scores under two versions of the framework, if the release knows more than one."""
    release = release_of(release_id)
    figures = figures_of(release)
    return render_template(
        "board/topics/versions.html",
        release=release,
        pinned=release_id,
        columns=versions.columns(figures),
        beside=list(versions.beside(house(), figures)),
        differences=versions.differences(house(), figures),
        **links(release_id),
    )


@blueprint.get("/board/data-quality")
@blueprint.get("/board/releases/<release_id>/data-quality")
@allow(*BOARD_READERS)
def how_good(release_id: str | None = None) -> Page:
    """How completely people answered, whether statements hang together, and who came back."""
    release = release_of(release_id)
    figures = figures_of(release)
    analyst = current_staff().may("analyst")
    return render_template(
        "board/topics/quality.html",
        release=release,
        pinned=release_id,
        figures=figures,
        answered=quality.table(figures),
        reliabilities=list(quality.reliabilities(figures)),
        coming_back=quality.coming_back(figures),
        drop_outs=list(quality.drop_outs(figures, release)) if analyst else [],
        **links(release_id),
    )


@blueprint.get("/board/metrics")
@allow(*BOARD_READERS)
def metrics() -> Page:
    """The card of every metric on one page: the specification of this dashboard."""
    return render_template(
        "board/topics/metrics.html", cards=cards.every(house()), framework=house().framework, **links(None)
    )
