"""Closing releases: who counts, what is refused, late answers, corrections, the baseline, nothing changed later."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from app.house import House
from app.models import db
from app.models.answering import Response
from app.models.record import AuditEvent
from app.models.releases import Release, ReleaseMember
from app.services.asking.imports import import_responses
from app.services.errors import Conflict, Invalid, NotFound
from app.services.scoring import releases
from app.services.transaction import writing
from surveys.findings import Finding
from tests.integration.made_up import PULSE, YOUNG, csv_bytes, people, person

pytestmark = [pytest.mark.usefixtures("both_engines"), pytest.mark.usefixtures("context"), pytest.mark.whole]


def add(house: House, rows: list[dict[str, str]], survey: str = YOUNG) -> None:
    import_responses(house, survey, csv_bytes(rows))


def close(house: House, wave: str = "2025-12", tier: str = "board") -> releases.ReleaseView:
    return releases.close(house, wave, tier, "officer@example.org")


def members(release_id: str) -> int:
    query = select(func.count()).where(ReleaseMember.release_id == release_id)
    return db.session.scalar(query)


def groups(release: releases.ReleaseView, kind: str = "locality") -> set[str]:
    return {row.group for row in release.table.select(group_kind=kind)}


def test_a_release_is_stored_with_its_members_and_in_the_audit(house: House) -> None:
    add(house, people(25))
    release = close(house)
    assert (release.id, release.wave, release.tier, release.number) == ("2025-12-board-1", "2025-12", "board", 1)
    assert (release.baseline_wave, release.closed_by, release.synthetic) == (None, "officer@example.org", False)
    assert members(release.id) == 25
    [index] = release.table.select(measure_kind="index")
    assert (index.score, index.n, index.verdict) == (50, 25, "")
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "release-closed")).one()
    assert (event.actor, event.subject) == ("officer@example.org", release.id)
    assert releases.get(release.id) == release == releases.latest("board")
    assert releases.latest("public") is None


def test_what_cannot_be_closed_says_why(house: House) -> None:
    with pytest.raises(NotFound, match=r"There is no wave 2031-06"):
        close(house, "2031-06")
    with pytest.raises(Invalid, match="There is no tier secret"):
        close(house, tier="secret")
    with pytest.raises(Conflict, match="Nobody has answered"):
        close(house)
    add(house, people(9))
    with pytest.raises(Conflict, match="Fewer than 10 people answered in the wave 2025-12"):
        close(house)
    add(house, people(19))
    with pytest.raises(Conflict, match="Fewer than 20 people"):
        close(house, tier="public")
    assert db.session.scalar(select(func.count()).select_from(Release)) == 0
    assert db.session.scalar(select(func.count()).select_from(ReleaseMember)) == 0
    with pytest.raises(NotFound, match="There is no release"):
        releases.get("2025-12-board-1")


def test_only_peoples_own_last_answers_to_wave_surveys_count(house: House) -> None:
    add(house, [*people(20), *people(5, start=100, voice="proxy"), *people(4, start=200, voice="group")])
    again = [person(number, person="Ann", submitted_on=f"2025-12-{number - 299:02}") for number in range(300, 305)]
    add(house, [*again, person(310, person="Ann", stage="", option="1", submitted_on="2025-11-30")])
    add(house, [{"row_id": str(number), "wave": "2025-q4", "listened": "1"} for number in range(30)], PULSE)
    stages = ("request", "assessment", "final-plan")
    add(house, [person(400 + day, person="Ben", journey_point="ehc", stage=each) for day, each in enumerate(stages)])
    assert members(close(house).id) == 22


def test_small_groups_are_shown_together_and_later_only_coarser(house: House) -> None:
    sizes = {"A": 30, "B": 12, "C": 6, "D": 25}
    rows = [row for place, size in sizes.items() for row in people(size, start=ord(place) * 100, locality=place)]
    add(house, [*rows, *people(7, start=1)])
    first = close(house)
    assert groups(first) == {"A", "B", "C+not-stated", "D"}
    assert groups(close(house, tier="public")) == set()
    later = [row for place in "ABCD" for row in people(40, start=ord(place) * 1000, locality=place, wave="2026-06")]
    add(house, [*later, *people(30, start=1_000_000, wave="2026-06")])
    second = close(house, "2026-06")
    assert groups(second) == {"A", "B", "C+not-stated", "D"}, "they could stand alone now, but did not before"
    assert second.baseline_wave == "2025-12"
    few = [row for place in "ABC" for row in people(5, start=ord(place) * 10_000, locality=place, wave="2026-12")]
    add(house, [*few, *people(30, start=2_000_000, locality="D", wave="2026-12")])
    assert groups(close(house, "2026-12")) == {"A+B+C+not-stated", "D"}


def test_the_same_wave_again_needs_something_new(house: House) -> None:
    add(house, people(30))
    close(house)
    with pytest.raises(Conflict, match="Nothing has changed since 2025-12-board-1"):
        close(house)
    assert [release.id for release in releases.listed("board")] == ["2025-12-board-1"]


def test_late_answers_wait_until_there_are_enough_in_every_cell(house: House) -> None:
    add(house, [*people(30, locality="A"), *people(30, start=100, locality="B")])
    first = close(house)
    add(house, people(9, start=200, locality="A"))
    with pytest.raises(Conflict, match="too few of them to add safely"):
        close(house)
    add(house, [*people(3, start=300, locality="B"), *people(10, start=400, locality="A")])
    second = close(house)
    assert (second.id, second.number) == ("2025-12-board-2", 2)
    assert members(second.id) == 60 + 19, "three in B still wait"
    assert releases.latest("board") == second
    assert releases.get(first.id) == first
    add(house, people(7, start=500, locality="B"))
    assert members(close(house).id) == 60 + 19 + 10


def test_late_answers_wait_for_every_measure_too(house: House) -> None:
    add(house, people(30))
    close(house)
    add(house, [*people(12, start=100), *[person(number, trust="") for number in range(200, 209)]])
    assert members(close(house).id) == 51
    add(house, [person(number, "3") | {"trust": "4" if number < 305 else ""} for number in range(300, 316)])
    third = close(house)
    assert members(third.id) == 51 + 11, "five people more in one measure would give them away"


def test_an_answer_changed_after_the_release_waits_as_a_late_one_does(house: House) -> None:
    rows = [person(number, str(number % 5 + 1), person=f"p{number}") for number in range(40)]
    add(house, rows)
    close(house)
    add(house, [person(900, "1", person="p1")])
    with pytest.raises(Conflict, match="Nothing has changed"):
        close(house)
    add(house, [person(1000 + number, "1", person=f"p{number}") for number in range(2, 14)])
    second = close(house)
    assert members(second.id) == 40
    [index] = second.table.select(measure_kind="index")
    assert index.score < 50


def test_the_other_tier_of_a_wave_shows_the_same_people_or_many_more(house: House) -> None:
    add(house, people(30))
    close(house, tier="public")
    add(house, people(4, start=100))
    assert members(close(house).id) == 30


def test_a_withdrawal_isolates_nobody(house: House) -> None:
    """Whoever has withdrawn stays counted in what is closed, also in later releases of the wave and as a baseline."""
    add(house, [*people(30, locality="A"), *people(30, start=100, locality="B")])
    first = close(house)
    withdraw_one()
    with pytest.raises(Conflict, match="Nothing has changed"):
        close(house)
    public = close(house, tier="public")
    assert figures(public) == figures(first, "total")
    add(house, [*people(12, start=200, locality="A"), *people(12, start=300, locality="B")])
    assert {row.group: row.n for row in close(house).table.select(measure="index")} == {"all": 85, "A": 40, "B": 40}
    add(house, people(50, start=400, locality="A", wave="2026-06"))
    withdraw_one()
    later = close(house, "2026-06")
    [row] = later.table.select(measure="index", group_kind="total")
    assert later.table.baseline_of(row).n == 85


def withdraw_one() -> None:
    with writing():
        somebody = select(Response).where(Response.wave == "2025-12").order_by(Response.id)
        db.session.delete(db.session.scalars(somebody).first())


def figures(release: releases.ReleaseView, kind: str = "total") -> set[tuple]:
    return {(*row.key, row.score, row.ci_low, row.ci_high, row.n) for row in release.table.select(group_kind=kind)}


def test_a_closed_release_does_not_change_and_a_changed_one_is_not_shown(house: House) -> None:
    add(house, people(30))
    release = close(house)
    add(house, people(30, start=100, wave="2026-06"))
    with writing():
        somebody = db.session.scalars(select(Response).where(Response.wave == "2025-12")).first()
        db.session.delete(somebody)
    assert releases.get(release.id) == release
    with writing():
        changed = release.content.replace('"score"', '"Score"')
        db.session.execute(update(Release).values(content=changed))
    with pytest.raises(Conflict, match="was altered"):
        releases.get(release.id)


def test_the_baseline_is_the_first_wave_with_a_release_in_the_tier(house: House) -> None:
    for position, wave in enumerate(("2025-12", "2026-06", "2026-12")):
        add(house, people(30, start=1000 * position, wave=wave))
    close(house, "2026-06")
    assert close(house, "2026-12").baseline_wave == "2026-06"
    assert close(house, "2025-12").baseline_wave is None
    assert close(house, "2026-12", "public").baseline_wave is None


def test_an_audience_of_too_few_is_left_out(house: House) -> None:
    add(house, people(30))
    add(house, [person(number) for number in range(9)], "professional.general.our-confidence")
    release = close(house)
    assert {row.audience for row in release.table.rows} == {"young-person"}
    assert "professional" in " ".join(str(note) for note in release.table.notes)


def test_a_release_that_fails_the_check_leaves_nothing_behind(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    add(house, people(30))
    found = [Finding("R003", "2025-12-board-1", "everybody differs by a few people from release x")]
    monkeypatch.setattr("analysis.audit.check_release", lambda new, earlier: found)
    with pytest.raises(Conflict, match="somebody could be picked out: R003 everybody differs by a few people"):
        close(house)
    for model in (Release, ReleaseMember):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0
    assert not db.session.scalars(select(AuditEvent).where(AuditEvent.action == "release-closed")).all()
