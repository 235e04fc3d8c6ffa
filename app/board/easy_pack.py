"""The easy-read edition of the board pack: short sentences with pictures, the same figures. In English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import url_for

from app.board.chart import score_text
from app.board.comparison import gaps
from app.here import house
from app.languages import name_of
from app.outputs.blocks import document, heading, paragraph
from app.outputs.document import Block, Document, Square

if TYPE_CHECKING:
    from app.board.figures import Figures, Line
    from app.outputs.document import Paragraph
    from app.services.scoring.releases import ReleaseView

PICTURES = {"young-person": "friends", "parent-carer": "parents", "professional": "teacher"}
OF_DOMAIN = {"experience": "listen", "inclusion": "join-in", "support": "help", "belief": "trust"}
"""Pictures of the domains that ship; another partnership's domain has a star."""
MOVED = {
    "better": ("better", "That is better than at the start. Then it was {before}."),
    "worse": ("worried", "That is worse than at the start. Then it was {before}."),
    "small-better": ("better", "That is a little better than at the start. Then it was {before}."),
    "small-worse": ("worried", "That is a little worse than at the start. Then it was {before}."),
    "no-clear-change": ("not-sure", "At the start it was {before}. We can't say if it changed."),
    "too-few": ("not-sure", "Too few people answered to say if it changed."),
}
FIRST = ("calendar", "This is the start. Next time we can compare.")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November")


def easy_pack(figures: Figures, release: ReleaseView) -> Document:
    title = f"How sure are people? Easy read, {month(release.wave)}"
    return document(f"{release.id}-easy-read", title, blocks(figures, release), easy=True)


def month(wave: str) -> str:
    """ "June 2026" of a wave that is named by its month."""
    year, _, number = wave.partition("-")
    return f"{(*MONTHS, 'December')[int(number) - 1]} {year}" if number.isdigit() else wave


def blocks(figures: Figures, release: ReleaseView) -> Iterator[Block]:
    yield from opening(release)
    for panel in figures.panels():
        yield heading(panel.name)
        if panel.index:
            yield said(f"All in all: {score(panel.index)} of 100.", PICTURES[panel.audience])
            yield moved(panel.index)
        else:
            yield said("Too few people answered everything to say a score.", PICTURES[panel.audience])
    for domain in figures.framework.domains:
        yield from of_domain(figures, domain.id, name_of(domain.name), name_of(domain.question))
    yield from differences(figures)
    yield from closing(release)


def said(text: str, picture: str = "") -> Paragraph:
    return paragraph(text, picture=picture)


def opening(release: ReleaseView) -> Iterator[Block]:
    yield said("We asked people how the help for children and young people works.", "ask")
    yield said(
        "We asked children and young people. We asked parents and carers. We asked people who work with them.", "team"
    )
    yield said("From the answers we make a score. It goes from 0 to 100.", "chart")
    yield said("0 is very bad. 100 is very good.", "star")
    if release.baseline_wave:
        yield said(f"The start was {month(release.baseline_wave)}. We compare with the start.", "calendar")


def of_domain(figures: Figures, domain: str, name: str, question: str) -> Iterator[Block]:
    lines = [(panel, line) for panel in figures.panels() for line in panel.lines if line.measure == domain]
    if not lines:
        return
    yield heading(name)
    yield said(question, OF_DOMAIN.get(domain, "star"))
    for panel, line in lines:
        yield paragraph(f"{score(line)} of 100.", panel.name, PICTURES[panel.audience])
        yield moved(line)


def moved(line: Line) -> Paragraph:
    """What became of it since the start; of a cell without a word nothing but the two scores is said."""
    key = line.verdict
    if key == "small-change":
        key = "small-better" if (line.now.change or 0) > 0 else "small-worse"
    picture, words = MOVED.get(key, FIRST)
    return said(words.format(before=score_text(line.before.score) if line.before else ""), picture)


def score(line: Line) -> str:
    """In words where it stands for everything beyond it."""
    return {95: "95 or more", 5: "5 or less"}.get(line.now.score, str(line.now.score))


def differences(figures: Figures) -> Iterator[Block]:
    """Only what is clear: whose index lies higher."""
    clear = [gap for gap in gaps(figures, "index", "index") if gap.clear]
    if clear:
        yield heading("Who sees it differently")
    for gap in clear:
        names = [figures.audience_name(each) for each in (gap.row.audience, gap.row.other)]
        high, low = names if gap.row.gap > 0 else names[::-1]
        yield said(f"{high} have a higher score than {low[0].lower()}{low[1:]}.", "eyes")


def closing(release: ReleaseView) -> Iterator[Block]:
    yield heading("What we don't know")
    yield said("Not everybody answered. Others may feel something else.", "not-sure")
    yield said("The true score can be a bit higher or lower.", "chart")
    yield said(f"We show no group of fewer than {release.table.k} people. So nobody can be found.", "lock")
    yield heading("What comes next")
    yield said("The board reads these scores. Then it says what it will do.", "meeting")
    yield said("You find what was done on our website.", "computer")
    address = f"{house().config.public_url}{url_for('loop.answers')}"
    yield Square(address, "You said, we did: a picture that a phone can read")
