"""How good the data are: by hand, coarse, from a hundred people on; what stays with the analysts stays there."""

from __future__ import annotations

import pytest
from flask import Flask

from analysis.quality import quality_rows
from app.house import House
from app.services.asking.imports import import_responses
from app.services.scoring import data_quality, releases
from tests.integration.board_examples import example_release
from tests.integration.board_tables import tables, text
from tests.integration.made_up import ANCHORS, YOUNG, csv_bytes, person
from tests.integration.staff_sign_in import signed_in

pytestmark = pytest.mark.whole


def answers(count: int, wave: str, start: int) -> list[dict[str, str]]:
    """Each second person skips three of fourteen, each fourth is not sure of one more; the others answer everything.

    120 people, 14 questions: 1680 asked, 180 skipped, 30 not sure, 1470 answered: 10.7%, 1.8%, 87.5%. Everybody
    answered half of each domain, so everybody has an index.
    """
    rows = []
    for number in range(count):
        option = str(number % 5 + 1)
        row = person(start + number, option, wave=wave, person=f"p{number}" if number < 80 else "")
        if number % 2:
            row |= dict.fromkeys(("listened", "informed", "trust"), "")
        if number % 4 == 3:
            row["together"] = "!not-sure"
        rows.append(row)
    return rows


@pytest.fixture
def two_waves(app: Flask, house: House) -> Flask:
    with app.app_context():
        for wave, start in (("2025-12", 0), ("2026-06", 1000)):
            import_responses(house, YOUNG, csv_bytes(answers(120, wave, start)))
            releases.close(house, wave, "board", "command")
    return app


def test_the_figures_are_those_by_hand(two_waves: Flask) -> None:
    with two_waves.app_context():
        rows = releases.get("2026-06-board-1").tables["quality"].rows
    found = {(row.audience, row.fact, row.part): row.share for row in rows}
    assert found["young-person", "answered", ""] == 90
    assert found["young-person", "missing", "skipped"] == 10
    assert found["young-person", "missing", "not-sure"] == 5, "5 or less"
    assert found["young-person", "scored", ""] == 95, "half of each domain is enough"
    assert found["young-person", "reliability", "inclusion"] == 95, "the same answer everywhere: alpha is 1"
    assert found["all", "again", ""] == found["all", "linked", ""] == 65, "80 of 120"
    assert ("young-person", "reliability", "experience") not in found, "60 answered all of its items"


def test_of_fewer_than_a_hundred_nothing_is_said() -> None:
    parts = [("young-person", "answered", "", 50, 99, 99), ("young-person", "scored", "", 100, 100, 100)]
    assert [row.fact for row in quality_rows(parts, 10)] == ["scored"]
    assert list(quality_rows(parts, 120)) == []


def test_the_page_says_it_in_words_and_drop_out_to_analysts_alone(two_waves: Flask, house: House) -> None:
    reader = signed_in(two_waves, house, "board-reader")
    assert 'href="/board/data-quality"' in reader.get("/board/").text
    page = reader.get("/board/data-quality")
    [(_, _, lines), (_, _, domains)] = tables(page)
    told = {cells[0]: cells[1:] for _, cells in lines}
    assert told["Skipped"] == ["10%", "too few to say", "too few to say"]
    assert ["Inclusion", "Children and young people", ".95 or more", "good"] in [cells for _, cells in domains]
    assert "65% answered again in this wave" in page.text
    assert "for analysts only" not in page.text
    analyst = signed_in(two_waves, house, "analyst", "board-reader")
    assert "The two agree." in analyst.get("/board/releases/2026-06-board-1/data-quality").text
    with two_waves.app_context():
        [(audience, *_)] = data_quality.kept_drop_outs("2026-06-board-1")
    assert audience == "young-person"
    assert "nobody can have come back yet" in reader.get("/board/releases/2025-12-board-1/data-quality").text


def test_every_metric_has_its_specification_one_tap_away(app: Flask, house: House) -> None:
    """Definition, criterion, source, owner, rhythm, quality standard, accessibility, basis in data protection."""
    with app.app_context():
        example_release(house)
    reader = signed_in(app, house, "board-reader")
    wanted = ("Definition", "What it is evidence for", "Source", "Who answers for it", "How often it is renewed")
    wanted += ("Standard of data quality", "Accessibility", "Basis in data protection law")
    pages = [f"/board/domains/{each.id}" for each in house.framework.domains]
    pages += [f"/board/indicators/{each}" for each in (*ANCHORS[:2], "tell-once")]
    pages += ["/board/criteria/57b", "/board/priority-areas/PA1", "/board/features/F2", "/board/services/rate-health"]
    for path in pages:
        names = [text(element) for element in reader.get(path).document.query(".metric dt")]
        assert set(wanted) <= set(names), path
