"""The example data: marked, whole, the same twice, and never beside what people really said."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import func, select

from app.house import House
from app.models import db
from app.models.answering import Response
from app.models.record import Setting
from app.models.staff import ROLES, StaffRole
from app.services import facts
from app.services.asking import receipts, waves
from app.services.asking.imports import import_responses
from app.services.errors import Conflict
from app.services.examples import demo
from app.services.loop import entries
from app.services.scoring import releases
from app.services.transaction import writing
from tests.conftest import Clock
from tests.integration.made_up import YOUNG, csv_bytes, people

pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("context")]


def test_it_tells_a_whole_story_and_marks_it(house: House) -> None:
    made = demo.load(house)
    assert facts.is_synthetic()
    assert not facts.has_real_responses()
    per_wave = dict(db.session.execute(select(Response.wave, func.count()).group_by(Response.wave)).all())
    assert per_wave["2025-12"] >= 600
    assert per_wave["2026-06"] >= 600
    for wave in ("2025-12", "2026-06"):
        for tier in ("public", "board"):
            release = releases.get(f"{wave}-{tier}-1")
            assert release.synthetic
            assert {row.audience for row in release.table.rows} == {"young-person", "parent-carer", "professional"}
    localities = {row.group for row in releases.latest("board").table.select(group_kind="locality")}
    assert len({place for group in localities for place in group.split("+")}) == 8
    assert {row.verdict for row in releases.latest("board").table.rows} >= {"better", "small-change", "no-clear-change"}
    assert waves.open_today(house)
    assert len(entries.published(house)) == 4
    assert {role for role, _, _ in made.staff} == set(ROLES) == set(db.session.scalars(select(StaffRole.role)))
    assert {survey for survey, _ in made.collectors} == {survey.id for survey in house.partnership.catalogue.surveys}
    assert receipts.find(house, made.receipt).wave == "2025-12"
    assert receipts.find(house, " ".join(made.receipt_words)).wave == "2025-12"


def test_a_second_load_adds_nothing_but_links(house: House) -> None:
    first = demo.load(house)
    count = db.session.scalar(select(func.count()).select_from(Response))
    second = demo.load(house)
    assert db.session.scalar(select(func.count()).select_from(Response)) == count
    assert (second.receipt, second.collectors) == (first.receipt, first.collectors)
    assert {link for *_, link in first.staff}.isdisjoint(link for *_, link in second.staff)
    lines = list(second.lines())
    assert all(link in "\n".join(lines) for *_, link in second.staff)


def test_it_is_refused_beside_real_responses(house: House) -> None:
    import_responses(house, YOUNG, csv_bytes(people(1)))
    with pytest.raises(Conflict, match="holds real responses"):
        demo.load(house)
    assert not facts.is_synthetic()


def test_a_load_that_was_cut_off_is_not_taken_for_whole(house: House) -> None:
    with writing():
        db.session.add(Setting(key=demo.LOADED, value="begun"))
    with pytest.raises(Conflict, match="Start with an empty data folder"):
        demo.load(house)


@pytest.mark.parametrize("day", [datetime(2025, 6, 1, 12), datetime(2026, 9, 1, 12), datetime(2031, 3, 1, 12)])
def test_it_finds_or_makes_its_waves_on_any_day(house: House, clock: Clock, day: datetime) -> None:
    clock.time = day
    past, current = demo.two_past_waves(house), demo.open_wave(house)
    assert past[0].closes_on < past[1].opens_on <= past[1].closes_on < house.today()
    assert current.is_open(house.today())
