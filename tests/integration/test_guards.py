"""Every address and who may open it. An endpoint that is not in this list, or has no guard, fails here."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.guards import PUBLIC, RESPONDENT, SIGNED_IN, VISITOR, check_guards, public
from app.house import House
from app.models.staff import ROLES
from tests.integration.staff_sign_in import signed_in, token_of

pytestmark = pytest.mark.whole

BOARD = {"board-reader", "analyst", "officer", "administrator"}
LINKS = {"officer", "facilitator"}
EVERYONE, ANY_STAFF = set(), set(ROLES)
MAY = {
    "account.desk": EVERYONE,
    "account.sign_in": EVERYONE,
    "account.link": EVERYONE,
    "account.use_link": EVERYONE,
    "account.password": ANY_STAFF,
    "account.set_password": ANY_STAFF,
    "account.sign_out": ANY_STAFF,
    "account.weekly": ANY_STAFF,
    "account.people.listed": {"administrator"},
    "account.people.new": {"administrator"},
    "account.people.add": {"administrator"},
    "account.people.person": {"administrator"},
    "account.people.change_roles": {"administrator"},
    "account.people.set_organisation": {"administrator"},
    "account.people.switch_off": {"administrator"},
    "account.people.switch_on": {"administrator"},
    "account.people.new_link": {"administrator"},
    "account.translating.listed": {"officer", "administrator"},
    "account.translating.language": {"officer", "administrator"},
    "account.translating.file": {"officer", "administrator"},
    "account.watch.trail_page": {"dpo"},
    "account.running.what_runs": {"administrator"},
    "account.running.retry": {"administrator"},
    "account.watch.retention": {"dpo", "administrator"},
    "collect.collectors": LINKS,
    "collect.new": LINKS,
    "collect.make": LINKS,
    "collect.collector": LINKS,
    "collect.qr": LINKS,
    "collect.set_open": LINKS,
    "paper.sheet": EVERYONE,
    "paper.link_sheet": LINKS,
    "paper.link_print": LINKS,
    "paper.share": LINKS,
    "collect.qr_picture": LINKS,
    "programmes.plan": LINKS,
    "programmes.change_plan": LINKS,
    "collect.waves": {"officer"},
    "collect.add_wave": {"officer"},
    "collect.wave": {"officer"},
    "collect.change_wave": {"officer"},
    "collect.remove_wave": {"officer"},
    "account.feed_keys.listed": {"administrator"},
    "account.feed_keys.make": {"administrator"},
    "account.feed_keys.end": {"administrator"},
    "comments.originals": {"safeguarding"},
    "moderation.start": {"analyst", "safeguarding"},
    "moderation.draw": {"analyst", "safeguarding"},
    "moderation.reading": {"analyst", "safeguarding"},
    "moderation.keep": {"analyst", "safeguarding"},
    "moderation.undo": {"analyst", "safeguarding"},
    "reports.newsletter_words": {"officer"},
    "telling.draft": {"analyst"},
    "board.latest": BOARD,
    "board.listed": BOARD,
    "board.release": BOARD,
    "board.download": BOARD,
    "board.easy_pack": BOARD,
    "board.topics.listed": BOARD,
    "board.topics.one": BOARD,
    "board.topics.picture_file": BOARD,
    "board.topics.metrics": BOARD,
    "board.topics.how_good": BOARD,
    "board.topics.side_by_side": BOARD,
    "board.opinions.give": BOARD,
    "board.opinions.read": {"analyst", "officer", "administrator"},
    "board.self_evaluation.page": BOARD,
    "board.self_evaluation.document": BOARD,
    "board.outside.listed": {"officer", "analyst", "administrator"},
    "board.outside.bring": {"officer", "analyst"},
    "board.outside.remove": {"officer", "analyst"},
    "board.outside.example": {"officer", "analyst", "administrator"},
    "board.outside.month": BOARD,
    "board.outside.picture_file": BOARD,
    "board.closings.listed": {"analyst", "officer"},
    "board.closings.close": {"analyst"},
    "board.closings.make_again": {"analyst", "officer"},
    "board.crossings.listed": {"analyst"},
}
"""Staff endpoints by the roles that may open them."""
OTHERS = {
    "alerts": {"administrator", "safeguarding"},
    "campaigns": {"officer"},
    "concerns": {"safeguarding"},
    "entries": {"officer"},
    "loop_board": BOARD,
    "programmes": {"officer"},
    "telling": {"analyst", "officer"},
    "themes": {"analyst"},
    "missing": {"officer"},
    "groups": LINKS,
    "notes": LINKS,
    "keying": LINKS,
    "room": LINKS,
    "planning": {"officer"},
    "reports": BOARD,
    "story_keeping": {"officer"},
}
"""Groups of endpoints that all have the same guard."""
OPEN = (
    "pages",
    "settings",
    "health",
    "respond",
    "loop",
    "told",
    "measured",
    "feeds",
    "review",
    "reach",
    "api",
    "outputs",
    "plan",
    "stories",
)
"""Parts that anyone may open."""
VALUES = {
    "number": "1",
    "year": "2026",
    "kind": "journey",
    "step": "submit",
    "what": "close",
    "deed": "stop",
    "verdict": "sent",
    "extension": "csv",
}


def may(endpoint: str) -> set[str] | None:
    """The roles that may open an endpoint, an empty set for anyone, None if nobody has said."""
    if endpoint in MAY:
        return MAY[endpoint]
    group = next((roles for prefix, roles in OTHERS.items() if endpoint.startswith(f"{prefix}.")), None)
    if group is not None:
        return group
    return EVERYONE if endpoint == "static" or endpoint.split(".")[0] in OPEN else None


def rules(app: Flask) -> list[Rule]:
    return list(app.url_map.iter_rules())


def address(rule: Rule) -> str:
    return re.sub(r"<(?:any\(([^)]*)\):|[^:<>]*:)?(\w+)>", lambda found: value(found[1], found[2]), rule.rule)


def value(listed: str | None, name: str) -> str:
    """One that the address takes: of those that it lists, if it does."""
    wanted, choices = VALUES.get(name, "no-such-thing"), re.findall(r"[\w-]+", listed or "")
    return wanted if wanted in choices or not choices else choices[0]


def test_every_endpoint_is_listed_here_with_who_may_open_it(app: Flask) -> None:
    assert [rule.endpoint for rule in rules(app) if may(rule.endpoint) is None] == []
    assert set(MAY) <= {rule.endpoint for rule in rules(app)}


def test_every_view_has_the_guard_that_is_listed(app: Flask) -> None:
    for rule in rules(app):
        guard, roles = app.view_functions[rule.endpoint].guard, may(rule.endpoint)
        if roles == ANY_STAFF:
            assert guard == (SIGNED_IN,), rule.endpoint
        elif roles:
            assert set(guard) == roles, rule.endpoint
        else:
            assert guard[0] in (PUBLIC, RESPONDENT, VISITOR), rule.endpoint


def test_a_view_without_a_guard_stops_the_start(app: Flask) -> None:
    bare = Flask("bare", static_folder=None)
    bare.add_url_rule("/open", "open", public(lambda: "open"))
    check_guards(bare)
    bare.add_url_rule("/forgotten", "forgotten", lambda: "forgotten")
    with pytest.raises(RuntimeError, match="no guard on forgotten"):
        check_guards(bare)


def test_signed_out_pages_lead_to_the_sign_in_and_back(app: Flask) -> None:
    client = app.test_client()
    for rule in rules(app):
        if "GET" in rule.methods and may(rule.endpoint):
            answer = client.get(address(rule))
            assert answer.status_code == 302, rule.endpoint
            assert answer.location == f"/staff/?next={address(rule)}", rule.endpoint


def test_signed_out_forms_are_refused(app: Flask) -> None:
    client = app.test_client()
    for rule in rules(app):
        if "POST" in rule.methods and may(rule.endpoint):
            assert client.post(address(rule)).status_code == 400, rule.endpoint


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_own_rooms_and_no_other(app: Flask, house: House, role: str) -> None:
    client = signed_in(app, house, role)
    token = token_of(client.get("/staff/"))
    for rule in rules(app):
        roles = may(rule.endpoint)
        if not roles or rule.endpoint in ("account.sign_out", "account.set_password"):
            continue
        if "GET" in rule.methods:
            check_answer(client.get(address(rule)).status_code, role in roles, rule)
        if "POST" in rule.methods:
            check_answer(client.post(address(rule), data={"token": token}).status_code, role in roles, rule)


def check_answer(status: int, allowed: bool, rule: Rule) -> None:
    """Allowed: the page, or that there is no such thing, that it cannot be now, or a form not filled in. Else: 403."""
    expected = (200, 302, 404, 409, 422) if allowed else (403,)
    assert status in expected, f"{rule.endpoint}: {status}"


@pytest.mark.parametrize("token", [None, "", "0" * 64, "\N{GREEK SMALL LETTER ALPHA}" * 64])
def test_a_staff_form_without_its_token_changes_nothing(app: Flask, house: House, token: str | None) -> None:
    client = signed_in(app, house, *ROLES)
    data = {} if token is None else {"token": token}
    for rule in rules(app):
        if "POST" in rule.methods and (may(rule.endpoint) or rule.endpoint in MAY):
            assert client.post(address(rule), data=data).status_code == 400, rule.endpoint


def test_the_token_of_one_browser_does_not_fit_another(app: Flask, house: House) -> None:
    mine = signed_in(app, house, "officer")
    other = token_of(signed_in(app, house, "officer", email="other@example.org").get("/staff/"))
    answer = mine.post("/staff/waves", data={"token": other, "wave": "2029-06"})
    assert answer.status_code == 400


def test_the_menu_leads_only_where_a_role_may_go(app: Flask, house: House) -> None:
    for role in ROLES:
        client = signed_in(app, house, role)
        page = client.get("/staff/").text
        menu = page[page.index('<nav class="rooms"') : page.index("</nav>")]
        for path in re.findall(r'href="([^"]+)"', menu):
            assert client.get(path).status_code == 200, (role, path)
