"""The self-evaluation pack as a Word document: headings, tables with a heading row, nothing that is not on its page."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from app.board.pictures import level_text
from app.board.self_evaluation import Evidence, Pack
from app.board.words import AUDIENCE_WORDS
from app.loop.words import REPLY_WORDS, STANDING_WORDS
from surveys.model import AUDIENCES

if TYPE_CHECKING:
    from docx.document import Document

NO_EVIDENCE = "The platform holds no evidence about this criterion. Other sources are needed."
NO_THEMES = "The release tells of no themes: comments were not put into themes yet, or too few people wrote the same."
CAVEAT = (
    "Scores run from 0 to 100; in brackets is where the true score very likely is (95% interval). Small groups are "
    "left out or shown together. People chose to answer: the figures describe those who did."
)


def write(pack: Pack, title: str, partnership: str, synthetic: bool) -> bytes:
    """The whole document. Takes a second or two."""
    import docx

    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.language, properties.author = title, "en-GB", partnership
    document.add_heading(title, level=0)
    if synthetic:
        document.add_paragraph("Example data. These figures are made up and say nothing about anybody.")
    document.add_paragraph(f"{partnership}. Release {pack.release.id}, closed on {pack.release.closed_on:%d %B %Y}.")
    document.add_paragraph(CAVEAT)
    add_engagement(document, pack)
    if "themes" not in pack.figures.tables:
        document.add_paragraph(NO_THEMES)
    for number, own in pack.paragraphs:
        document.add_heading(f"Paragraph {number}", level=1)
        for each in own:
            add_criterion(document, each, pack)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def add_engagement(document: Document, pack: Pack) -> None:
    document.add_heading("Who was asked and who answered", level=1)
    add_table(document, ("Wave", "Who", "People, about"), [(wave, who, str(n)) for wave, who, n in pack.volume])
    document.add_heading("What became of it", level=1)
    for line in loop_lines(pack):
        document.add_paragraph(line, style="List Bullet")


def loop_lines(pack: Pack) -> list[str]:
    """How well the partnership answers, in sentences; a measure of too few is not told."""
    measures = pack.measures
    lines = [f"Answers of “You said, we did” that were published in {pack.year}: {pack.published}."]
    if pack.unnamed:
        lines.append(f"Answers that name no criterion, and so stand under none below: {pack.unnamed}.")
    if measures.days_to_answer is not None:
        lines.append(f"Median days from “said” to answered: {measures.days_to_answer}.")
    if measures.days_to_done is not None:
        lines.append(f"Median days from “said” to done: {measures.days_to_done}.")
    if measures.kept_in_time is not None:
        lines.append(f"Promises kept in time: {measures.kept_in_time}%.")
    if measures.signed_by_all is not None:
        lines.append(f"Answers that all sides signed: {measures.signed_by_all}%.")
    return lines


def add_criterion(document: Document, each: Evidence, pack: Pack) -> None:
    document.add_heading(f"{each.id} {each.title}", level=2)
    if each.is_empty:
        document.add_paragraph(NO_EVIDENCE)
        return
    if each.shown:
        head = ("Statement", *(AUDIENCE_WORDS[audience] for audience in AUDIENCES))
        add_table(document, head, [(row.name, *map(cell_text, row.lines)) for row in each.shown])
    for row in each.shown:
        for line in filter(None, row.lines):
            if line.before:
                who = pack.figures.audience_name(line.now.audience)
                document.add_paragraph(f"{row.name}, {who}: {line.sentence}", style="List Bullet")
        if row.gap and row.gap.clear:
            document.add_paragraph(f"{row.name}: {row.gap.sentence}", style="List Bullet")
    for row in each.themes:
        who = pack.figures.audience_name(row.audience)
        text = f"What people wrote about: {row.name} ({who}, about {row.people} of {row.n} who wrote something)"
        document.add_paragraph(text, style="List Bullet")
    for answer in each.answers:
        document.add_paragraph(f"You said: {answer.entry.content.you_said}")
        for reply, (kind, standing) in zip(answer.entry.content.replies, answer.standings, strict=True):
            state = f" ({STANDING_WORDS[standing]})" if standing else ""
            document.add_paragraph(f"{REPLY_WORDS[kind]}{state}: {reply.text}", style="List Bullet")
    if each.operations:
        head = ("What services count", "Latest", "Source, owner, date")
        rows = [
            (
                one.label,
                f"{one.latest.text} {one.unit} ({one.latest.period})",
                f"{one.source}; {one.owner}; {one.latest.as_of}",
            )
            for one in each.operations
        ]
        add_table(document, head, rows)


def cell_text(line: object) -> str:
    return level_text(line.now if line else None)


def add_table(document: Document, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table whose first row is its heading, also on the next page."""
    from docx.oxml import OxmlElement

    listed = list(rows)
    table = document.add_table(rows=1 + len(listed), cols=len(head), style="Table Grid")
    for cells, values in zip(table.rows, [head, *listed], strict=True):
        for cell, value in zip(cells.cells, values, strict=True):
            cell.text = value
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()
