"""The page "Who is missing": the file of known shares, what is said beside it, and where links are lacking."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.house import House
from app.models import db
from app.models.reach import KnownShare
from app.services.asking import collector_plans, collectors, responses, waves
from app.services.asking.collector_plans import PlanView
from app.services.errors import Invalid
from app.services.reach import known_shares, who_is_missing
from app.services.transaction import writing
from surveys.answers import Answer
from tests.integration.campaign_steps import OFFICER, SURVEY
from tests.integration.staff_sign_in import post, signed_in

pytestmark = pytest.mark.whole

PAGE = "/staff/who-is-missing"
LAST_WEEK, TODAY = date(2026, 11, 13), date(2026, 11, 16)
FILE = """audience,attribute,group,share,people,year,source
parent-carer,all,all,100,14500,2022/23,School census
parent-carer,locality,a,60,,2022/23,Estimate
parent-carer,locality,b,40,,2022/23,Estimate
parent-carer,ethnic-group,white,75,,2021,Census
parent-carer,ethnic-group,roma,25%,,2021,Census
parent-carer,learning-needs,yes,5,,2021,Estimate
"""


@pytest.fixture
def answered(app: Flask, house: House) -> None:
    """A hundred and twenty parents, all of one locality, six of them Roma."""
    survey = house.partnership.catalogue.latest(SURVEY)
    place = house.partnership.localities[0].id
    with app.app_context():
        waves.seed(house)
        new = []
        for number in range(120):
            group = Answer("answered", "roma" if number < 6 else "white")
            about = {"submitted_on": LAST_WEEK, "wave": "2026-12", "language": "en", "locality": place}
            new.append(
                responses.NewResponse(survey=survey, answers={"ethnic-group": group}, known=frozenset(), **about)
            )
        with writing():
            responses.store(house, new)


def shares(house: House) -> bytes:
    first, second = (place.id for place in house.partnership.localities[:2])
    return FILE.replace("locality,a,", f"locality,{first},").replace("locality,b,", f"locality,{second},").encode()


def test_the_page_names_who_is_missing_and_says_no_small_number(app: Flask, house: House, answered: None) -> None:
    officer = signed_in(app, house, "officer")
    empty = officer.get(PAGE, query_string={"audience": "parent-carer"})
    assert "No known shares of this audience yet" in empty.text
    sent = post(officer, PAGE, file=(BytesIO(shares(house)), "shares.csv"))
    assert sent.status_code == 302
    page = officer.get(PAGE, query_string={"audience": "parent-carer", "wave": "2026-12"}).text
    assert "About 1 in 100 of the 14,500 people" in page
    assert page.count("Below half of their share:") == 2
    assert "</strong> Roma</p>" in page
    assert f"</strong> {house.partnership.localities[1].name}</p>" in page
    assert "under 10%" in page
    assert "not shown" in page
    assert "Source: Estimate 2022/23</p>" in page
    assert "15 November 2026" in page
    assert "No survey of this audience asks it" in page
    assert ">6<" not in page


def test_whoever_looks_every_day_cannot_see_who_came(app: Flask, house: House, answered: None) -> None:
    """A few more people, even of a week that is over, change nothing on the page; ten of such a week do."""
    with app.app_context():
        known_shares.replace_all(house, shares(house), OFFICER)
    before = seen(app, house)
    more_parents(app, house, 9, TODAY)
    assert seen(app, house) == before
    house.now.move(days=7)
    assert seen(app, house) == before
    more_parents(app, house, 1, TODAY + timedelta(days=1))
    assert seen(app, house) != before


def seen(app: Flask, house: House) -> object:
    """Everything that the page shows."""
    with app.app_context():
        return who_is_missing.turnout_of(house, "parent-carer", "2026-12")


def more_parents(app: Flask, house: House, number: int, day: date) -> None:
    survey = house.partnership.catalogue.latest(SURVEY)
    about = {"submitted_on": day, "wave": "2026-12", "language": "en", "locality": house.partnership.localities[1].id}
    answers = {"ethnic-group": Answer("answered", "roma")}
    new = responses.NewResponse(survey=survey, answers=answers, known=frozenset(), **about)
    with app.app_context(), writing():
        responses.store(house, [new] * number)


def test_what_links_do_not_cover(app: Flask, house: House) -> None:
    with app.app_context():
        waves.seed(house)
        first = house.partnership.localities[0]
        code = collectors.create(house, SURVEY, locality=first.id, actor=OFFICER)
        collector_plans.change(house, code, PlanView(sharer_kind="school"), OFFICER)
        found = who_is_missing.turnout_of(house, "parent-carer", "2026-12").lacking
    assert first.name not in found.localities
    assert len(found.localities) == len(house.partnership.localities) - 1
    assert "school" not in found.sharers
    assert "health" in found.sharers


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Line 1, column -"),
        ("audience,attribute,group,share,colour\n", "Line 1, column colour"),
        ("audience,attribute,group,share\nparents,locality,a,5\n", "Line 2, column audience"),
        ("audience,attribute,group,share\nparent-carer,locality,,5\n", "Line 2, column group"),
        ("audience,attribute,group,share\nparent-carer,locality,a,0\n", "Line 2, column share"),
        ("audience,attribute,group,share\nparent-carer,locality,a,NaN\n", "Line 2, column share"),
        ("audience,attribute,group,share\nparent-carer,locality,a,5\n\nparent-carer,locality,a,6\n", "Line 4, column"),
        ("audience,attribute,group,share\nparent-carer,locality,a,5,6\n", "Line 2, column -"),
        ("audience,attribute,group,share,people\nparent-carer,locality,a,5,-1\n", "Line 2, column people"),
        ('audience,attribute,group,share\nparent-carer,"locality,a,5\n', "cannot be read as CSV"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_stored(app: Flask, house: House, text: str, says: str) -> None:
    with app.app_context():
        known_shares.replace_all(house, shares(house), OFFICER)
        with pytest.raises(Invalid, match=says):
            known_shares.replace_all(house, text.encode(), OFFICER)
        assert db.session.scalar(select(func.count()).select_from(KnownShare)) == 6


def test_a_refused_file_is_said_on_the_page(app: Flask, house: House) -> None:
    officer = signed_in(app, house, "officer")
    page = post(officer, PAGE, file=(BytesIO(b"\xff\xfe"), "shares.csv"))
    assert page.status_code == 422
    assert "CSV UTF-8" in page.text
    assert post(officer, PAGE).status_code == 422


def test_the_file_to_begin_with_can_be_uploaded(app: Flask, house: House) -> None:
    officer = signed_in(app, house, "officer")
    start = officer.get(f"{PAGE}/start.csv").data
    with app.app_context():
        assert known_shares.replace_all(house, start, OFFICER) >= 1
