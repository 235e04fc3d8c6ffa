"""The self-evaluation pack as a page and as a Word document."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from app.board import self_evaluation, self_evaluation_docx
from app.board.english import in_english
from app.board.topic_pages import figures_of, house_of, links
from app.board.words import AUDIENCE_WORDS, VERDICT_WORDS
from app.guards import BOARD_READERS, allow, current_staff
from app.here import house
from app.services.errors import N_, NotFound
from app.services.scoring import exports, releases

blueprint = Blueprint("self_evaluation", __name__, url_prefix="/board/self-evaluation")
blueprint.before_request(in_english)
Page = str | Response
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pack_of(year: int) -> self_evaluation.Pack:
    """The pack of a year, from the latest release that was closed by its end. Raises `NotFound`."""
    closed = (each for each in releases.listed("board") if each.closed_on.year <= year)
    release = next(closed, None) if year <= house().today().year else None
    if release is None:
        raise NotFound(N_("No release was closed by the end of that year."))
    return self_evaluation.pack(house_of(release), figures_of(release), release, year)


def title_of(pack: self_evaluation.Pack) -> str:
    return f"Self-evaluation {pack.year}: what people say, by inspectors' criterion"


@blueprint.get("")
@blueprint.get("/<int:year>")
@allow(*BOARD_READERS)
def page(year: int | None = None) -> Page:
    pack = pack_of(year or house().today().year)
    years = sorted({each.closed_on.year for each in releases.listed("board")} | {house().today().year}, reverse=True)
    return render_template(
        "board/topics/self_evaluation.html",
        pack=pack,
        title=title_of(pack),
        release=pack.release,
        figures=pack.figures,
        years=years,
        loop_lines=self_evaluation_docx.loop_lines(pack),
        verdicts=VERDICT_WORDS,
        audience_words=AUDIENCE_WORDS,
        **links(None),
    )


@blueprint.get("/<int:year>.docx")
@allow(*BOARD_READERS)
def document(year: int) -> Page:
    """The same to work on in Word; that it was taken is in the audit trail."""
    pack = pack_of(year)
    content = self_evaluation_docx.write(pack, title_of(pack), house().partnership.name, pack.release.synthetic)
    exports.note_taken(house(), current_staff().email, pack.release.id, f"self-evaluation {year}, docx")
    response = Response(content, mimetype=DOCX)
    mark = "example-data-" if pack.release.synthetic else ""
    response.headers.set("Content-Disposition", "attachment", filename=f"self-evaluation-{mark}{year}.docx")
    return response
