"""The tables beside a release's headline, and what happens to them when it is corrected."""

from __future__ import annotations

import pytest

from app.house import House
from app.services.asking.imports import import_responses
from app.services.scoring import releases
from tests.integration.made_up import PARENT, PULSE, STAFF, YOUNG, csv_bytes, people

pytestmark = [pytest.mark.usefixtures("context"), pytest.mark.whole]
OBSERVED = "young-person.general.observed"
RATINGS = ("excellent", "good", "good", "poor")


def add(house: House, survey: str, rows: list[dict[str, str]]) -> None:
    import_responses(house, survey, csv_bytes(rows))


def close(house: House, wave: str = "2025-12", tier: str = "board") -> releases.ReleaseView:
    return releases.close(house, wave, tier, "officer@example.org")


def two_audiences(house: House) -> None:
    young = [{**row, "listened": "5"} for row in people(60)]
    parents = [{**row, "listened": "2", "rate-health": RATINGS[n % 4]} for n, row in enumerate(people(40, start=500))]
    add(house, YOUNG, young)
    add(house, PARENT, parents)


def test_the_views_of_two_audiences_lie_side_by_side(house: House) -> None:
    two_audiences(house)
    gaps = close(house).tables["gaps"]
    assert gaps.columns[:4] == ("audience", "other", "measure_kind", "measure")
    [listened] = gaps.select(measure="listened")
    assert (listened.audience, listened.other, listened.gap, listened.verdict) == (
        "young-person",
        "parent-carer",
        70,
        "higher",
    )
    [index] = gaps.select(measure="index")
    assert index.verdict == "no-clear-gap"
    assert {row.other for row in gaps.rows} == {"parent-carer"}, "no professional answered"


def test_ratings_are_shares_of_those_who_rated(house: House) -> None:
    two_audiences(house)
    table = close(house).tables["ratings"]
    shares = {row.option: (row.share, row.n) for row in table.rows}
    assert shares == {"excellent": (25, 40), "good": (50, 40), "fair": (5, 40), "poor": (25, 40)}
    assert {row.question for row in table.rows} == {"rate-health"}, "nobody rated the others"


def test_all_waves_stand_in_the_trend(house: House) -> None:
    add(house, YOUNG, people(30))
    assert "trend" not in close(house).tables
    add(house, YOUNG, people(40, start=1000, wave="2026-06"))
    trend = close(house, "2026-06").tables["trend"]
    assert [(row.wave, row.n) for row in trend.select(measure="index")] == [("2025-12", 30), ("2026-06", 40)]


def test_surveys_about_one_moment_have_their_own_table_and_each_quarter_counts_once(house: House, clock) -> None:
    add(house, YOUNG, people(30))
    pulse = {"listened": "2", "wave": "2025-q4"}
    add(house, PULSE, [{"row_id": str(number), **pulse} for number in range(25)])
    first = close(house)
    [row] = first.tables["journey"].select(measure="listened")
    assert (row.survey, row.score, row.n) == (PULSE, 50, 25)
    assert [str(note) for note in first.tables["journey"].notes] == ["Answers of the quarters: 2025-q4."]
    assert not first.table.select(audience="parent-carer")
    assert "journey" not in close(house, tier="public").tables
    add(house, YOUNG, people(30, start=1000, wave="2026-06"))
    assert "journey" not in close(house, "2026-06").tables


def test_what_others_observe_is_apart(house: House) -> None:
    add(house, YOUNG, [*people(30), *people(20, start=100, voice="proxy")])
    release = close(house)
    observed = release.tables["observed"]
    assert {row.voice for row in observed.rows} == {"proxy"}
    assert {row.n for row in observed.rows} == {20}
    assert [row.n for row in release.table.select(measure="index")] == [30]


def test_a_correction_keeps_what_stands_beside(house: House) -> None:
    two_audiences(house)
    first = close(house)
    add(house, PARENT, [{**row, "rate-health": "poor"} for row in people(20, start=900)])
    second = close(house)
    assert [row.n for row in second.table.select(audience="parent-carer", measure="index")] == [60]
    assert second.tables["ratings"].rows == first.tables["ratings"].rows


def test_a_release_says_what_was_asked(house: House) -> None:
    add(house, STAFF, people(30))
    assert close(house).survey_versions == {STAFF: [1]}
