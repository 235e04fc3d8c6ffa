"""A second version of the framework: scores under both stand side by side, and none is compared with the other's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from analysis.framework import Framework
from app.board import packs
from app.house import House
from app.models import db
from app.models.answering import Response, Score
from app.services.asking.imports import import_responses
from app.services.errors import Conflict
from app.services.scoring import rebuilding, releases, scores
from tests import applications
from tests.conftest import AuditedClient
from tests.integration.board_tables import tables
from tests.integration.made_up import YOUNG, csv_bytes, person
from tests.integration.staff_sign_in import signed_in

pytestmark = [pytest.mark.usefixtures("context"), pytest.mark.whole]
THREE = ("listened", "informed", "clear")
"""The anchors that the second version keeps in `experience`; `efficient` is a statement on its own from then on."""


def second(first: Framework) -> Framework:
    """The same with another rule for one domain, and so for the index."""
    changed = (replace(each, anchor=each.anchor and each.id != "efficient") for each in first.indicators)
    return replace(first, version="2", indicators=tuple(changed))


@pytest.fixture
def changed(house: House) -> House:
    """The house after the partnership went over to its second version and kept the file of the first."""
    return replace(house, framework=second(house.framework), earlier_frameworks=(house.framework,))


@contextmanager
def other_app(house: House) -> Iterator[Flask]:
    """An application of a house with other files than the shared one's."""
    yield from applications.closing(applications.fresh(house, AuditedClient))


def asked(count: int, start: int, wave: str, efficient: str, **columns: str) -> list[dict[str, str]]:
    """People who say 4 everywhere, but for `efficient`; in each tenth place 2 instead of 4."""
    options = ["2" if number % 10 == 0 else "4" for number in range(count)]
    return [
        person(start + number, option, wave=wave, efficient=efficient, person=f"p{number}", **columns)
        for number, option in enumerate(options)
    ]


def add(house: House, rows: list[dict[str, str]]) -> None:
    import_responses(house, YOUNG, csv_bytes(rows))


def close(house: House, wave: str, tier: str = "board") -> releases.ReleaseView:
    return releases.close(house, wave, tier, "command")


def two_waves(house: House, changed: House) -> releases.ReleaseView:
    add(house, asked(40, 0, "2025-12", efficient="1"))
    close(house, "2025-12")
    add(changed, asked(40, 1000, "2026-06", efficient="2"))
    return close(changed, "2026-06")


def version_scores(release: releases.ReleaseView, measure: str) -> dict[tuple[str, str], tuple]:
    rows = release.tables["versions"].select(measure=measure)
    return {(row.version, row.wave): (row.score, row.change) for row in rows}


def test_both_versions_stand_side_by_side_and_are_never_compared(house: House, changed: House) -> None:
    """By hand: 36 people say 75 and 4 say 25 to three items, so their mean is 70. `efficient` is 0, then 25.

    Version 1 takes the mean of four items: (3 x 70 + 0) / 4 = 52.5, then (3 x 70 + 25) / 4 = 58.75. Version 2 takes
    the mean of three: 70.
    """
    release = two_waves(house, changed)
    assert version_scores(release, "experience") == {
        ("1", "2025-12"): (53, None),
        ("1", "2026-06"): (59, 6),
        ("2", "2026-06"): (70, None),
    }
    assert version_scores(release, "inclusion")["1", "2026-06"] == (70, 0)
    assert release.baseline_wave is None
    assert {row.verdict for row in release.table.rows} == {""}
    assert all(row.change is None for row in release.table.rows)
    assert "trend" not in release.tables
    assert {row.measure_kind for row in release.tables["versions"].rows} == {"index", "domain"}


def test_the_board_reads_both_side_by_side(house: House, changed: House) -> None:
    two_waves(house, changed)
    with other_app(changed) as app:
        with app.test_request_context("/"):
            pack = packs.page_of("2026-06-board-1", packs.FULL).html
        assert "<td>Experience</td><td>1</td><td>2026-06</td><td><strong>59</strong>" in pack
        look_at_both(signed_in(app, changed, "board-reader"))


def look_at_both(reader: AuditedClient) -> None:
    overview = reader.get("/board/")
    assert "Scores of two versions are never compared" in overview.text
    assert 'href="/board/framework-versions"' in overview.text
    [(caption, head, lines)] = tables(reader.get("/board/framework-versions"))
    assert caption.startswith("Children and young people")
    assert head == ["Measure", "Version 1", "Version 2", "2025-12", "2026-06", "2026-06"]
    [experience] = [cells for _, cells in lines if cells[0] == "Experience"]
    assert [each.split()[0] for each in experience[1:]] == ["53", "59", "70"]
    assert "change +6" in experience[2]
    old = reader.get("/board/releases/2025-12-board-1/framework-versions")
    assert "knows one version of the framework only, 1" in old.text
    for path in ("", "/domains/experience", "/indicators/efficient", "/domains", ".xlsx", ".json"):
        assert reader.get(f"/board/releases/2026-06-board-1{path}").status_code == 200


def test_the_next_wave_goes_on_under_both(house: House, changed: House) -> None:
    """By hand: all four items at 70, but `efficient` at 75: (3 x 70 + 75) / 4 = 71.25."""
    two_waves(house, changed)
    add(changed, asked(40, 2000, "2026-12", efficient="4"))
    third = close(changed, "2026-12")
    assert third.baseline_wave == "2026-06"
    assert version_scores(third, "experience") == {
        ("1", "2025-12"): (53, None),
        ("1", "2026-12"): (71, 18),
        ("2", "2026-12"): (70, 0),
    }
    assert {row.wave for row in third.tables["trend"].rows} == {"2026-06", "2026-12"}


def test_a_correction_stays_under_the_version_of_its_wave(house: House, changed: House) -> None:
    add(house, asked(40, 0, "2025-12", efficient="1"))
    close(house, "2025-12")
    late = [person(5000 + number, "4", wave="2025-12", efficient="1") for number in range(20)]
    add(changed, late)
    again = close(changed, "2025-12")
    assert again.framework_version == "1"
    [row] = again.table.select(measure="experience", group_kind="total")
    assert row.score == 54, "60 people: (40 x 52.5 + 20 x 56.25) / 60 = 53.75"
    assert set(db.session.scalars(select(Response.framework_version))) == {"1"}
    assert scores.rebuild(changed) == 0, "a closed wave keeps its version"
    assert rebuilding.check(changed, again.id, "command").outcome == "equal"
    forgotten = replace(changed, earlier_frameworks=())
    with pytest.raises(Conflict, match="version 1 of the framework, whose file is not kept"):
        close(forgotten, "2025-12", "public")


def test_a_change_in_the_middle_of_a_wave_mixes_nothing(house: House, changed: House) -> None:
    add(house, asked(40, 0, "2025-12", efficient="1"))
    release = close(changed, "2025-12")
    assert release.framework_version == "2"
    [row] = release.table.select(measure="experience", group_kind="total")
    assert row.score == 70
    assert "versions" not in release.tables, "nothing was shown under the first"


def test_a_version_that_changes_no_score_goes_on_with_the_old_baseline(house: House) -> None:
    add(house, asked(40, 0, "2025-12", efficient="1"))
    close(house, "2025-12")
    renamed = replace(house.framework, version="1.1", title="What we hear")
    again = replace(house, framework=renamed, earlier_frameworks=(house.framework,))
    add(again, asked(40, 1000, "2026-06", efficient="2"))
    release = close(again, "2026-06")
    assert (release.framework_version, release.baseline_wave) == ("1.1", "2025-12")
    assert "versions" not in release.tables


def test_pages_of_the_old_version_are_there_when_the_new_one_names_other_things(house: House) -> None:
    """The new version drops a domain's statement and a domain gets another name; nothing is closed under it yet."""
    add(house, asked(40, 0, "2025-12", efficient="1"))
    close(house, "2025-12")
    kept = tuple(each for each in house.framework.indicators if each.id != "efficient")
    domains = tuple(replace(each, name="Being heard") for each in house.framework.domains[:1])
    other = replace(house.framework, version="2", indicators=kept, domains=(*domains, *house.framework.domains[1:]))
    with other_app(replace(house, framework=other, earlier_frameworks=(house.framework,))) as app:
        reader = signed_in(app, house, "board-reader")
        assert "Experience" in reader.get("/board/").text
        for path in ("domains/experience", "indicators/efficient", "criteria/51b", "indicators", "self-evaluation"):
            assert reader.get(f"/board/{path}").status_code == 200, path
        for form in ("csv", "xlsx", "json", "sav"):
            assert reader.get(f"/board/releases/2025-12-board-1.{form}").status_code == 200
        with app.test_request_context("/"):
            for edition in ("full", "easy"):
                assert "Experience" in packs.page_of("2025-12-board-1", edition).html


def test_releases_of_both_versions_are_made_again(house: House, changed: House) -> None:
    release = two_waves(house, changed)
    public = close(changed, "2026-06", "public")
    assert {row.wave for row in public.tables["versions"].rows} == {"2026-06"}, "the first wave was not public"
    for each in ("2025-12-board-1", release.id, public.id):
        assert rebuilding.check(changed, each, "command").outcome == "equal"
    assert db.session.scalar(select(Score.units).limit(1)) is not None
