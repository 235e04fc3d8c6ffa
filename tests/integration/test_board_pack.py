"""The board pack: a sound tagged PDF with the release's own figures, made in the background while a page waits."""

from __future__ import annotations

import html
import re
import time
from pathlib import Path

import pdfua
import pypdfium2
from flask import Flask

from app.board.chart import score_text
from app.downloads import pdf
from app.house import House
from app.paper.typeset import shelf
from app.services import exports, releases
from surveys.model import AUDIENCES
from tests.integration.board_examples import example_release
from tests.integration.staff_sign_in import signed_in


def page_of(house: House, release: releases.ReleaseView) -> str:
    return pdf.html_of(release.table, exports.context_of(house, release))


def test_the_pack_is_sound_and_says_what_the_release_says(app: Flask, house: House) -> None:
    with app.app_context():
        release = releases.get(example_release(house))
        made = shelf().make(page_of(house, release))
    assert [finding.message for finding in pdfua.validate(str(made)).findings] == []
    document = pypdfium2.PdfDocument(made)
    assert document.get_metadata_value("Title").endswith("2026-06")
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    framework = house.framework
    for expected in ("Key messages", "Method", *(each.name for each in framework.domains)):
        assert expected in text
    assert all(f"Priority area {area.id}" in text for area in framework.priority_areas)


def test_each_domain_has_the_figures_of_its_rows_in_table_and_picture(app: Flask, house: House) -> None:
    with app.app_context():
        release = releases.get(example_release(house))
        page = page_of(house, release)
        sections = page.split("<section>")
    for domain in house.framework.domains:
        [own] = [each for each in sections if f"<h2>{domain.name}</h2>" in each]
        words = html.unescape(re.search(r'alt="([^"]+)"', own)[1])
        rows = release.table.select(group_kind="total", measure_kind="domain", measure=domain.id)
        assert {row.audience for row in rows} == set(AUDIENCES)
        for row in rows:
            assert f"<strong>{score_text(row.score)}</strong>" in own
            assert f"{score_text(row.score)} now, likely between {row.ci_low} and {row.ci_high}" in words


def test_a_page_waits_for_the_pack_and_then_it_is_there(app: Flask, house: House, tmp_path: Path) -> None:
    with app.app_context():
        release = example_release(house)
    reader = signed_in(app, house, "board-reader")
    first = reader.get(f"/board/releases/{release}.pdf")
    assert (first.status_code, first.headers["Refresh"]) == (202, "3")
    until = time.monotonic() + 60
    while (answer := reader.get(f"/board/releases/{release}.pdf")).status_code == 202 and time.monotonic() < until:
        time.sleep(0.5)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert f"{release}.pdf" in answer.headers["Content-Disposition"]
