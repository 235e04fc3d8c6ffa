"""A report as a document of a word processor: real headings, lists, tables with heads, alternative texts, language."""

from __future__ import annotations

import io
from typing import Any

from app.collect.pictures import qr_png
from app.languages import gettext, languages, name_of
from app.outputs.document import Bullets, Document, Grid, Heading, Paragraph, Square, Words

SIZES = {"Normal": 14, "Heading 1": 26, "Heading 2": 20, "Heading 3": 16, "Caption": 13, "Intense Quote": 14}
"""Points of the letters, also those of Arabic scripts."""
NARROWEST, WIDEST = 15, 36
"""Letters for which a column of a table is made, at least and at most."""
LTR = "\u200e"
"""Keeps the full stop of a sentence from left to right at its end."""
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def write(report: Document, author: str) -> bytes:
    """The file. Needs a language of the page, for the few words that it adds."""
    import docx

    made = docx.Document()
    prepare(made, report, author)
    add_words(made.add_heading(level=1), Words(report.title), report)
    if report.synthetic:
        note = f"{gettext('Example data')}: {gettext('Nothing here comes from a real person.')}"
        add_words(made.add_paragraph(style="Intense Quote"), Words(note), report)
    for block in report.blocks:
        ADD[type(block)](made, block, report)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def prepare(made: Any, report: Document, author: str) -> None:
    """Properties, the language of the text, letters that are large enough, and the way the text runs."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    core = made.core_properties
    core.title, core.author, core.language, core.comments = report.title, name_of(author), report.language, ""
    styles = made.styles
    for name, size in SIZES.items():
        style = styles[name]
        style.font.size, style.font.name, style.font.italic = Pt(size), "Arial", False
        style.font.color.rgb = RGBColor.from_string("0B4A5B" if name.startswith("Heading") else "1B1814")
        large = OxmlElement("w:szCs")
        large.set(qn("w:val"), str(2 * size))
        style.element.get_or_add_rPr().append(large)
    styles["Caption"].paragraph_format.space_before, styles["Caption"].paragraph_format.keep_with_next = Pt(14), True
    for tag in styles.element.iter(qn("w:lang")):
        for kind in ("w:val", "w:bidi"):
            tag.set(qn(kind), report.language)
    if report.direction == "rtl":
        for section in made.sections:
            section._sectPr.append(OxmlElement("w:bidi"))


def add_heading(made: Any, block: Heading, report: Document) -> None:
    add_words(made.add_heading(level=block.level), block.words, report)


def add_paragraph(made: Any, block: Paragraph, report: Document, style: str | None = None) -> None:
    paragraph = made.add_paragraph(style=style)
    if block.lead:
        add_words(paragraph, Words(f"{block.lead}: "), report).bold = True
    add_words(paragraph, block.words, report)


def add_bullets(made: Any, block: Bullets, report: Document) -> None:
    for item in block.items:
        add_paragraph(made, item, report, "List Bullet")


def add_grid(made: Any, block: Grid, report: Document) -> None:
    """A table whose first line says that it is the head, and repeats on each page; its caption stands before it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    add_words(made.add_paragraph(style="Caption"), Words(block.caption), report)
    table = made.add_table(rows=1, cols=len(block.heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, block.heads, strict=True):
        add_words(cell.paragraphs[0], Words(head), report).bold = True
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(head)
    for row in block.rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            add_words(cell.paragraphs[0], words, report)
    fit(table, block, made.sections[0])
    describe(table._tbl.tblPr, block.caption)
    if report.direction == "rtl":
        table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))


def fit(table: Any, block: Grid, section: Any) -> None:
    """Columns as wide as what they hold asks for; no row is torn apart by the end of a page."""
    from docx.oxml import OxmlElement

    columns = list(zip(block.heads, *([cell.text for cell in row] for row in block.rows), strict=True))
    shares = [min(max(max(map(len, texts)), NARROWEST), WIDEST) for texts in columns]
    room = section.page_width - section.left_margin - section.right_margin
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = room * share // sum(shares)
        for cell in column.cells:
            cell.width = column.width
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def describe(properties: Any, caption: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    said = OxmlElement("w:tblCaption")
    said.set(qn("w:val"), caption)
    properties.append(said)


def add_square(made: Any, block: Square, report: Document) -> None:
    from docx.shared import Cm

    picture = made.add_picture(io.BytesIO(qr_png(block.address, 8)), width=Cm(4))
    picture._inline.docPr.set("descr", block.alt)
    add_words(made.add_paragraph(), Words(block.address, "en"), report)


def add_words(paragraph: Any, words: Words, report: Document) -> Any:
    """A run in its own language; a paragraph runs the way of the report, a run the way of its language."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    code = words.language or report.language
    known = languages().by_code.get(code)
    direction = known.direction if known else "ltr"
    run = paragraph.add_run(words.text if direction == report.direction else f"{LTR}{words.text}{LTR}")
    properties = run._r.get_or_add_rPr()
    if direction == "rtl":
        properties.append(OxmlElement("w:rtl"))
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), code)
    tag.set(qn("w:bidi"), code)
    properties.append(tag)
    if report.direction == "rtl":
        turn(paragraph)
    return run


def turn(paragraph: Any) -> None:
    """From right to left, once."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = paragraph._p.get_or_add_pPr()
    if properties.find(qn("w:bidi")) is None:
        properties.insert_element_before(
            OxmlElement("w:bidi"), "w:adjustRightInd", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )


ADD = {Heading: add_heading, Paragraph: add_paragraph, Bullets: add_bullets, Grid: add_grid, Square: add_square}
