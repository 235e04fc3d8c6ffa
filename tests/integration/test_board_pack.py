"""The board pack: a sound tagged PDF with the release's own figures, made in the background while a page waits."""

from __future__ import annotations

import html
import re

import pdfua
import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import delete, select

from app.board import easy_pack, packs, topic_pages
from app.board.chart import score_text
from app.downloads import pdf
from app.house import House
from app.models import db
from app.models.jobs import Task
from app.models.record import AuditEvent
from app.paper.typeset import shelf
from app.services.running import lease, tasks
from app.services.scoring import exports, releases
from surveys.model import AUDIENCES
from tests.integration.board_examples import example_release
from tests.integration.staff_sign_in import signed_in

pytestmark = pytest.mark.whole

EASY = "/board/releases/{}/easy-read.pdf"


def page_of(house: House, release: releases.ReleaseView) -> str:
    return pdf.html_of(release.table, exports.context_of(house, release))


@pytest.mark.printing
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


@pytest.mark.printing
def test_a_page_waits_until_the_worker_has_made_the_pack(app: Flask, house: House) -> None:
    with app.app_context():
        release = example_release(house)
    reader = signed_in(app, house, "board-reader")
    address = EASY.format(release)
    for asked in (f"/board/releases/{release}.pdf", address, address):
        first = reader.get(asked)
        assert (first.status_code, first.headers["Refresh"]) == (202, "3")
    with app.app_context():
        full, _easy = sorted(tasks.listed(house, ("waiting",)), key=lambda task: task.payload["edition"], reverse=True)
        assert (full.kind, full.payload) == ("make-pack", {"release": release, "edition": "full"})
        db.session.execute(delete(Task).where(Task.id == full.id))
        db.session.commit()
        lease.beat(house, "worker")
        assert tasks.run_due(house, "worker", packs.TASKS) == 1
    answer = reader.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert f"{release}-easy-read.en.pdf" in answer.headers["Content-Disposition"]
    with app.app_context():
        taken = db.session.scalars(select(AuditEvent.detail).where(AuditEvent.action == "release-exported"))
        assert list(taken) == ["pdf, easy read"]


@pytest.mark.printing
def test_the_easy_read_edition_is_sound_short_and_has_the_same_figures(app: Flask, house: House) -> None:
    with app.test_request_context("/"):
        release = releases.get(example_release(house))
        figures = topic_pages.figures_of(release)
        report = easy_pack.easy_pack(figures, release)
        html = packs.page_of(release.id, packs.EASY).html
        made, panels = shelf().make(html), figures.panels()
    assert [finding.message for finding in pdfua.validate(str(made)).findings] == []
    paragraphs = [block for block in report.blocks if block.kind == "paragraph"]
    assert all(block.picture for block in paragraphs), "a picture beside each statement"
    sentences = [each for block in paragraphs for each in re.split(r"(?<=[.?]) ", block.words.text)]
    assert max(len(each.split()) for each in sentences) <= 15
    told = [block for block in paragraphs if block.words.text.endswith("of 100.")]
    shown = [line for panel in panels for line in panel.lines]
    assert len(told) == len(shown)
    for panel in panels:
        own = [block.words.text for block in told if block.lead == panel.name]
        assert own == [f"{easy_pack.score(line)} of 100." for line in panel.lines if line.measure != "index"]
        assert f"All in all: {easy_pack.score(panel.index)} of 100." in [block.words.text for block in told]


def test_the_easy_words_follow_the_verdict_and_never_say_more(app: Flask, house: House) -> None:
    with app.test_request_context("/"):
        release = releases.get(example_release(house))
        figures = topic_pages.figures_of(release)
        for panel in figures.panels():
            for line in panel.lines:
                text = easy_pack.moved(line).words.text
                assert ("better than" in text) == (line.verdict in ("better", "small-change") and line.now.change > 0)
                assert ("worse than" in text) == (line.verdict in ("worse", "small-change") and line.now.change < 0)
                assert line.before is None or str(line.before.score) in text
