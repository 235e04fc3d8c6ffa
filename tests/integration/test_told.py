"""From coded comments to the release and the public page; and every page of themes, walked and audited."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from analysis import themes
from analysis.audit.spoken import THEMES
from app.house import House
from app.services.errors import Conflict, Forbidden
from app.services.running import lease, tasks
from app.services.scoring import auditing, releases
from app.services.themes import attacked, book, coding, published, quotes, told
from app.services.themes.book import ThemeText
from app.work import TASKS
from tests.integration.heard_people import PROGRAMME, comments, someone, wrote
from tests.integration.made_up import PARENT
from tests.integration.staff_sign_in import post, signed_in, token_of

pytestmark = [pytest.mark.usefixtures("context"), pytest.mark.whole]
BASE = f"/staff/themes/{PROGRAMME}"
BASELINE, WAVE = "2025-12", "2026-06"


def coded(house: House, wave: str, waiting: int, others: int, start: int = 0) -> None:
    """A wave in which so many wrote of waiting, so many of something else; coded and closed for both tiers."""
    who = someone(house)
    wrote(house, [f"We wait {wave} {n}" for n in range(waiting)], PARENT, start, wave=wave, quote="yes")
    wrote(house, [f"Good {wave} {n}" for n in range(others)], PARENT, start + 500, wave=wave, quote="yes")
    themes = {theme.name: theme.id for theme in book.listed(house, PROGRAMME)}
    if not themes:
        themes["Waiting"] = book.add(house, who, PROGRAMME, ThemeText("Waiting", easy="We wait too long.")).id
    coding.give(house, who, PROGRAMME, comments(f"We wait {wave}"), themes["Waiting"])
    coding.none_fits(house, who, PROGRAMME, comments(f"Good {wave}"))
    coding.finish_wave(house, who, PROGRAMME, wave)


def close(house: House, wave: str, tier: str = "public") -> releases.ReleaseView:
    return releases.close(house, wave, tier, "officer@example.org")


def test_a_release_tells_of_themes_with_the_change_since_the_baseline(house: House) -> None:
    coded(house, BASELINE, 60, 40)
    close(house, BASELINE)
    coded(house, WAVE, 30, 70, start=2000)
    [row] = close(house, WAVE).tables["themes"].rows
    assert (row.theme, row.audience, row.people, row.n, row.share) == ("waiting", "parent-carer", 30, 100, 30)
    assert (row.change, row.positive, row.negative) == (-30, 5, 95)
    assert row.change_low < -30 < row.change_high < 0
    assert published.rows(house, PROGRAMME, "waiting") == [row]
    assert published.rows(house, PROGRAMME, "other") == []


def test_themes_that_few_said_or_did_not_say_are_not_told(house: House) -> None:
    coded(house, BASELINE, 85, 15)
    assert "themes" not in close(house, BASELINE).tables
    assert "themes" in close(house, BASELINE, "board").tables


def test_a_wave_that_was_closed_before_it_was_coded_is_closed_once_more(house: House) -> None:
    wrote(house, [f"We wait {BASELINE} {n}" for n in range(60)], wave=BASELINE)
    assert "themes" not in close(house, BASELINE).tables
    coded(house, BASELINE, 60, 40, start=2000)
    assert "themes" in close(house, BASELINE).tables
    with pytest.raises(Conflict):
        close(house, BASELINE)


def test_later_coding_does_not_change_what_is_told_of_a_wave(house: House) -> None:
    coded(house, BASELINE, 60, 40)
    first = close(house, BASELINE).tables["themes"].rows
    coding.give(house, someone(house), PROGRAMME, comments("Good")[:20], book.listed(house, PROGRAMME)[0].id)
    board = close(house, BASELINE, "board").tables["themes"].rows
    assert [row.people for row in board] == [row.people for row in first]


def test_the_audit_attacks_what_is_told_of_themes(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    coded(house, BASELINE, 60, 40)
    close(house, BASELINE)
    close(house, BASELINE, "board")
    sound = auditing.audit_all(house)
    assert (sound.found, sound.tried[THEMES]) == ([], 13)
    coding.give(house, someone(house), PROGRAMME, comments("Good")[:1], book.listed(house, PROGRAMME)[0].id)
    assert attacked.GONE in auditing.audit_all(house).tried
    monkeypatch.setattr(themes, "publishable", lambda own, book, *_: {theme.code for theme in book})
    coded(house, WAVE, 98, 2, start=2000)
    close(house, WAVE)
    assert [each.code for each in auditing.audit_all(house).found] == ["R008"]


def test_the_public_page_needs_two_people_and_loses_a_quote_that_is_refused(app: Flask, house: House) -> None:
    coded(house, BASELINE, 60, 40)
    close(house, BASELINE)
    who, officer = someone(house), someone(house, "officer")
    [theme] = book.listed(house, PROGRAMME)
    quote = quotes.propose(house, who, PROGRAMME, comments("We wait")[0], theme.id, "We wait")
    quotes.decide(house, officer, quote, True)
    visitor = app.test_client()
    assert visitor.get("/what-people-told-us/general").status_code == 404
    assert "nothing here yet" in visitor.get("/what-people-told-us/?lang=en").text
    page = told.draft(house, who, "general")
    with pytest.raises(Forbidden):
        told.approve(house, who, "general", page.version)
    assert told.public(house, "general") is None
    told.approve(house, officer, "general", page.version)
    shown = visitor.get("/what-people-told-us/general?lang=en").text
    assert "We wait too long." in shown
    assert "About 60 of 100 said this." in shown
    assert "<p>We wait</p>" in shown
    assert visitor.get("/what-people-told-us/general?lang=ar").status_code == 200
    assert "/what-people-told-us/general" in visitor.get("/what-people-told-us/?lang=en").text
    quotes.decide(house, who, quote, False)
    assert "<p>We wait</p>" not in visitor.get("/what-people-told-us/general?lang=en").text
    told.withdraw(house, officer, "general")
    assert visitor.get("/what-people-told-us/general").status_code == 404


def test_no_page_without_a_release_that_tells_of_it(house: House) -> None:
    with pytest.raises(Conflict):
        told.draft(house, someone(house), "ehc")


def test_the_workbench_without_a_script(app: Flask, house: House) -> None:
    wrote(house, ["Zoltan is kind", *(f"We wait {n}" for n in range(30))], quote="yes", locality="A")
    analyst = signed_in(app, house, "analyst")
    assert analyst.get("/staff/themes").status_code == 200
    assert post(analyst, f"{BASE}/book", name="Waiting", parent="", picture="").status_code == 303
    assert post(analyst, f"{BASE}/book", name="waiting", parent="", picture="").status_code == 422
    [theme] = book.listed(house, PROGRAMME)
    one, *_ = ids = comments("We wait")[:5]
    answer = post(analyst, BASE, do=f"give:{theme.id}", comment=ids)
    assert answer.status_code == 303
    assert "Waiting: given to 5." in analyst.get(answer.location).text
    page = analyst.get(f"{BASE}?state=coded")
    assert len(page.document.query("[data-comment]")) == 5
    assert "Zoltan" not in analyst.get(f"{BASE}?words=kind").text
    assert analyst.get(f"{BASE}?more=locality:A&audience=parent-carer").status_code == 200
    assert analyst.get(f"{BASE}?locality=A&wave=2025-12").status_code == 422
    post(analyst, f"{BASE}/comments/{one}/translation", f"{BASE}/comments/{one}", text="A translation")
    assert "A translation" in analyst.get(f"{BASE}/comments/{one}").text
    assert post(analyst, f"{BASE}/comments/{one}/quote", f"{BASE}/comments/{one}", words="x").status_code == 422
    for path in ("/book", f"/book/{theme.id}", "/book/version/1", "/agreement", "/quotes"):
        assert analyst.get(BASE + path).status_code == 200
    for path in ("/staff/told", "/staff/told/ehc"):
        assert analyst.get(path).status_code in (200, 404)


def test_a_script_is_answered_with_the_comments_as_they_are_now(app: Flask, house: House) -> None:
    wrote(house, [f"We wait {n}" for n in range(3)])
    analyst, [theme] = signed_in(app, house, "analyst"), [book.add(house, someone(house), PROGRAMME, ThemeText("Wait"))]
    token, ids = token_of(analyst.get(BASE)), comments()

    def step(do: str, *some: str) -> dict:
        data = {"token": token, "do": do, "comment": list(some)}
        return json.loads(analyst.post(BASE, data=data, headers={"Accept": "application/json"}).text)

    given = step(f"give:{theme.id}", *ids[:2])
    assert {row["id"]: row["themes"] for row in given["comments"]} == {each: [theme.id] for each in ids[:2]}
    assert given["left"] == 1
    assert step(f"take:{theme.id}:{ids[0]}")["comments"] == [{"id": ids[0], "state": "new", "themes": []}]
    assert step("undo")["comments"][0]["themes"] == [theme.id]
    assert "error" in step("give:none")
    assert "error" in step("none")


@pytest.mark.whole
def test_the_worker_suggests_and_groups_with_reasons(app: Flask, house: House) -> None:
    wrote(house, [*(f"We wait months for therapy {n}" for n in range(8)), *(f"Lunch is loud {n}" for n in range(8))])
    who = someone(house)
    wait = book.add(house, who, PROGRAMME, ThemeText("Waiting"))
    coding.give(house, who, PROGRAMME, comments("therapy")[:3], wait.id)
    analyst = signed_in(app, house, "analyst")
    for kind in ("suggest-themes", "group-comments"):
        assert post(analyst, f"{BASE}/ask/{kind}", BASE).status_code == 303
        assert post(analyst, f"{BASE}/ask/{kind}", BASE).status_code == 409
    lease.beat(house, "test")
    assert tasks.run_due(house, "test", TASKS) == 2
    page = analyst.get(f"{BASE}?suggested={wait.id}")
    assert len(page.document.query("[data-suggested]")) == 5
    assert "shares: " in page.text
    assert "therapy" in analyst.get(BASE).document.query_one("#narrow-pile").to_text()
