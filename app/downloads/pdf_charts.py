"""The pictures of the board pack: one SVG for a measure or an audience, with its own colours, as a data address."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from flask import render_template

from app.board.chart import draw, score_text
from app.board.figures import Line, Panel


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and the words for who cannot see it."""

    address: str
    words: str


def printable(text: str) -> str:
    """Without the two signs that the fonts of the press do not have."""
    return text.replace("\N{LESS-THAN OR EQUAL TO}5", "5 or less").replace("\N{MINUS SIGN}", "-")


def picture(panel: Panel) -> Picture:
    svg = printable(render_template("downloads/chart.svg", chart=draw(panel), title=panel.name))
    said = ". ".join(words_of(line) for line in panel.lines)
    return Picture(f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}", f"{panel.name}. {said}.")


def words_of(line: Line) -> str:
    before = f"{score_text(line.before.score)} at the baseline, " if line.before else ""
    low, high = score_text(line.now.ci_low), score_text(line.now.ci_high)
    return f"{line.name}: {before}{score_text(line.now.score)} now, likely between {low} and {high}"
