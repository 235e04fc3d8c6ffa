"""The pages behind the board's overview: their addresses, what they say where there is little, pictures, opinions."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask

from app.board.rooms import ROOMS
from app.house import House
from app.models import db
from app.models.record import AuditEvent
from app.services.running import retention
from app.services.scoring import picture_opinions
from tests.conftest import Clock
from tests.integration.board_examples import example_release
from tests.integration.board_tables import text
from tests.integration.staff_sign_in import post, signed_in

pytestmark = pytest.mark.whole

RELEASE = "2026-06-board-1"
LEVELS = f"/board/releases/{RELEASE}/pictures/levels.parent-carer.svg"


@pytest.fixture
def client(app: Flask, house: House) -> object:
    """A board reader's browser, with a release to read."""
    with app.app_context():
        example_release(house)
    return signed_in(app, house, "board-reader")


def main_text(page: object) -> str:
    return text(page.document.query("main")[0])


@pytest.mark.parametrize("room", ROOMS)
def test_a_page_has_a_readable_address_and_a_permanent_one(client: object, house: House, room: str) -> None:
    first = {
        "domains": "support",
        "indicators": "listened",
        "priority-areas": "PA1",
        "criteria": "57b",
        "features": "F2",
        "services": "rate-health",
    }
    own = first.get(room, "ehc" if room == "journey" else "A")
    page = client.get(f"/board/{room}/{own}")
    assert f'href="/board/releases/{RELEASE}/{room}/{own}"' in page.text
    kept = client.get(f"/board/releases/{RELEASE}/{room}/{own}")
    assert main_text(kept) == main_text(page).replace(" Permanent address of these figures", "")
    assert f'href="/board/releases/{RELEASE}/{room}"' in kept.text, "a page of one release leads to pages of it"
    assert client.get(f"/board/{room}/nothing-here").status_code == 404
    assert client.get(f"/board/releases/none/{room}").status_code == 404


def test_before_the_first_release_a_page_is_not_there(app: Flask, house: House) -> None:
    reader = signed_in(app, house, "board-reader")
    for path in (
        "/board/criteria",
        "/board/criteria/57b",
        "/board/self-evaluation",
        "/board/releases/none/pictures/x.svg",
    ):
        assert reader.get(path).status_code == 404
    assert "No release was closed by then." in reader.get("/board/monthly").text
    assert reader.get("/board/metrics").status_code == 200


def test_a_criterion_says_what_the_three_groups_say_and_has_no_score_of_its_own(client: object) -> None:
    page = main_text(client.get("/board/criteria/57b"))
    for said in ("Families shape decisions", "What I say is listened to", "What I say changes something"):
        assert said in page
    assert "There is no score of the whole" in page
    assert re.search(r"Parents and carers: \d+ .* The true change could be anywhere from", page)
    assert "No statement of the surveys is mapped to this." in main_text(client.get("/board/criteria/56a"))


def test_a_merged_place_says_with_what_it_is_shown(client: object) -> None:
    for place in ("A", "C"):
        assert "Shown together: Locality A and Locality C." in main_text(client.get(f"/board/localities/{place}"))
    assert "Shown together" not in main_text(client.get("/board/localities/B"))
    assert "Nothing is shown here" in main_text(client.get("/board/localities/G"))


def test_every_metric_is_explained_one_tap_away(client: object, house: House) -> None:
    page = client.get("/board/indicators/listened")
    [card] = page.document.query("details.metric")
    said = text(card)
    about = house.framework.about
    for part in (about.source, about.owner, about.updated, about.quality, about.accessibility, about.data_protection):
        assert part
        assert part in said
    assert "57b: Families shape decisions" in said
    assert "Do people listen to you?" in said
    metrics = main_text(client.get("/board/metrics"))
    assert all(each.meaning in metrics for each in house.framework.indicators)


def test_a_picture_is_a_file_with_title_description_and_its_own_colours(client: object) -> None:
    answer = client.get(LEVELS)
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={RELEASE}-levels-parent-carer.svg"
    assert "<title" in answer.text
    assert "at the baseline" in re.search(r"<desc[^>]*>(.*?)</desc>", answer.text, re.DOTALL)[1]
    assert "http" not in answer.text.replace("http://www.w3.org/2000/svg", "")
    for wrong in (
        "levels.nobody",
        "levels",
        "views.criteria.99",
        "trend.domain.none",
        "what.is.this",
        "levels.a.b.c.d",
    ):
        assert client.get(f"/board/releases/{RELEASE}/pictures/{wrong}.svg").status_code == 404


def test_readers_say_what_they_think_of_a_picture_and_nobody_knows_who(
    client: object, app: Flask, house: House, clock: Clock
) -> None:
    give = "/board/pictures/levels.parent-carer/opinion"
    said = {"verdict": "partly", "words": " Say  what 48 means ", "back": "/board/domains/support"}
    answer = post(client, give, "/board/", **said)
    assert answer.location == "/board/domains/support?said=levels-parent-carer#picture-levels-parent-carer"
    assert "Thank you. We count what everyone says." in client.get("/board/?said=levels-parent-carer").text
    assert post(client, give, "/board/", verdict="yes", back="//elsewhere.example/").location.startswith("/board/?")
    assert post(client, give, "/board/", verdict="often").status_code == 400
    assert post(client, "/board/pictures/nothing/opinion", "/board/", verdict="yes").status_code == 404
    with app.app_context():
        [opinion] = picture_opinions.listed(house)
        assert (dict(opinion.verdicts), opinion.words[0][1]) == ({"partly": 1, "yes": 1}, "Say what 48 means")
        assert opinion.words[0][0] == clock().date().replace(day=1)
        assert not db.session.query(AuditEvent).filter(AuditEvent.subject.contains("picture")).all()
    assert client.get("/board/opinions").status_code == 403
    assert "Say what 48 means" in signed_in(app, house, "analyst").get("/board/opinions").text
    clock.time = clock.time.replace(year=clock.time.year + 2, month=12)
    with app.app_context():
        retention.delete_expired(house)
        assert picture_opinions.listed(house)[0].words == ()


def test_a_pack_of_a_year_that_had_no_release_is_not_there(client: object, house: House) -> None:
    assert client.get("/board/self-evaluation/2024").status_code == 404
    assert client.get(f"/board/self-evaluation/{house.today().year + 1}").status_code == 404
    page = main_text(client.get("/board/self-evaluation/2026"))
    assert "The platform holds no evidence about this criterion. Other sources are needed." in page
    assert "Paragraph 57" in page
    assert date(2026, 7, 3) <= house.today()
