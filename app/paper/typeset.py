"""The HTML of each thing that is printed, in the language of the page. Making a PDF of it is `app.paper.pdf`'s work."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from flask import current_app, g, render_template

from app.collect.pictures import qr_svg
from app.here import house
from app.languages import say
from app.paper.pdf import Shelf
from app.paper.sheet import blocks
from app.respond.entering import helpers_of
from app.services.asking import own_words
from app.services.asking.entrances import Entrance
from surveys.flow import NOTHING_KNOWN


@dataclass(frozen=True, slots=True)
class Door:
    """Where the same survey is answered on a phone: its address and the QR picture of it, as a data address."""

    address: str
    picture: str


def shelf() -> Shelf:
    return Shelf(house().config.data_dir / "paper", current_app.extensions["assets"].folder)


def printed_picture(name: str) -> str:
    """A picture's address as the press knows it. Its name holds its hash, so that a new picture makes a new PDF."""
    return "asset:" + current_app.extensions["assets"].hashed[f"pictures/{name}.svg"]


def left_to_right(text: str) -> str:
    """A number, a code or an address as every language reads it. The press knows no `bdi`, only the signs for it."""
    return f"\u2066{text}\u2069"


def printed_address(address: str) -> str:
    """An address as people copy it by hand."""
    return left_to_right(address.removeprefix("https://").removeprefix("http://"))


def door_of(entrance: Entrance) -> Door:
    address = f"{house().config.public_url}{entrance.address}"
    return Door(address, "data:image/svg+xml;base64," + b64encode(qr_svg(address)).decode())


def survey_sheet(entrance: Entrance, known: frozenset[str] = NOTHING_KNOWN) -> str:
    """The survey behind a door as a sheet to fill in, without what the door's collector knows already."""
    survey = entrance.survey
    g.audience, g.survey_id = survey.audience, survey.id
    return render_template(
        "paper/sheet.html",
        survey=survey,
        code=entrance.code,
        door=door_of(entrance),
        website=house().config.public_url,
        blocks=blocks(survey, known, own_words.left_out(house(), survey)),
        who_sees=[say(text) for text in survey.who_sees],
        helpers=helpers_of(survey),
        help_lines=house().partnership.help_for(survey.audience),
    )
