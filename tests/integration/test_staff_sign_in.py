"""How staff sign in and out: links once, passwords hashed and throttled, sessions that end at once when they must."""

from __future__ import annotations

from dataclasses import replace

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from app.factory import create_app
from app.house import House
from app.models import db
from app.models.record import AuditEvent
from app.models.staff import SignInLink, Staff, StaffSession
from app.services import staff
from app.services.errors import Conflict, Invalid, NotFound, TooMany
from tests.conftest import AuditedClient, Clock
from tests.integration.staff_sign_in import link_path, post, signed_in, token_of

pytestmark = pytest.mark.whole

EMAIL = "someone@example.org"
PHRASE = "four words which agree"


def actions(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.at)))


def with_password(app: Flask, house: House, *roles: str) -> AuditedClient:
    client = signed_in(app, house, *(roles or ("officer",)), email=EMAIL)
    answer = post(client, "/staff/password", password=PHRASE, again=PHRASE)
    assert answer.location == "/staff/"
    return client


def test_opening_a_link_does_not_use_it_up_and_sending_it_does(app: Flask, house: House) -> None:
    with app.app_context():
        path = link_path(staff.add(house, EMAIL, ["officer"]))
    scanner, person = app.test_client(), app.test_client()
    assert EMAIL in scanner.get(path).text
    assert scanner.head(path).status_code == 200
    assert post(person, path).location == "/staff/password"
    assert person.get("/staff/").text.count(EMAIL) == 1
    assert scanner.get(path).status_code == 404
    assert actions(app).count("sign-in-link-used") == 1


def test_a_link_is_over_after_its_days(app: Flask, house: House, clock: Clock) -> None:
    with app.app_context():
        path = link_path(staff.add(house, EMAIL, ["officer"]))
    clock.move(days=staff.LINK_DAYS)
    assert app.test_client().get(path).status_code == 404


def test_the_database_holds_no_link_and_no_session_in_the_clear(app: Flask, house: House) -> None:
    with app.app_context():
        path = link_path(staff.add(house, EMAIL, ["officer"]))
    client = app.test_client()
    post(client, path)
    secret, cookie = path.rpartition("/")[2], client.get_cookie("staff").value
    assert min(len(secret), len(cookie)) >= 32
    with app.app_context():
        kept = [row for table in (SignInLink, StaffSession) for row in db.session.scalars(select(table.token_hash))]
    assert not any(secret in row or cookie in row for row in kept)


def test_a_password_signs_in_and_leads_back_to_the_page_that_was_asked_for(app: Flask, house: House) -> None:
    with_password(app, house)
    client = app.test_client()
    answer = post(client, "/staff/", email=f" {EMAIL.upper()} ", password=PHRASE, next="/staff/waves")
    assert (answer.status_code, answer.location) == (302, "/staff/waves")
    assert client.get("/staff/waves").status_code == 200
    with app.app_context():
        assert db.session.scalar(select(Staff.password_hash)).startswith("$argon2id$")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/staff/\\evil", "/board//x", ""])
def test_a_sign_in_never_leads_to_another_site(app: Flask, house: House, elsewhere: str) -> None:
    with_password(app, house)
    answer = post(app.test_client(), "/staff/", email=EMAIL, password=PHRASE, next=elsewhere)
    assert answer.location == "/staff/"


def test_a_wrong_address_and_a_wrong_password_are_told_the_same_way(app: Flask, house: House) -> None:
    with_password(app, house)
    wrong = post(app.test_client(), "/staff/", email=EMAIL, password="not this one")
    unknown = post(app.test_client(), "/staff/", email="nobody@example.org", password="not this one")
    assert wrong.status_code == unknown.status_code == 422
    same = "do not fit together"
    assert same in wrong.text
    assert same in unknown.text
    with app.app_context():
        failed = db.session.scalars(select(AuditEvent.actor).where(AuditEvent.action == "sign-in-failed")).all()
    assert sorted(failed) == [EMAIL, "unknown"]


def test_an_unknown_address_costs_as_much_work_as_a_known_one(app: Flask, house: House, monkeypatch) -> None:
    checked = []
    monkeypatch.setattr(staff, "fits", lambda stored, password: checked.append(stored) or False)
    with app.app_context(), pytest.raises(Invalid):
        staff.sign_in(house, "nobody@example.org", PHRASE)
    assert checked == [staff.NOBODYS_HASH]


def test_trying_again_and_again_is_stopped_even_with_the_right_password(app: Flask, house: House, clock: Clock) -> None:
    with_password(app, house)
    with app.app_context():
        for _ in range(15):
            with pytest.raises(Invalid):
                staff.sign_in(house, EMAIL, "guess", client="a")
        with pytest.raises(TooMany):
            staff.sign_in(house, EMAIL, PHRASE, client="b")
        clock.move(minutes=16)
        assert staff.sign_in(house, EMAIL, PHRASE, client="b")


@pytest.mark.usefixtures("costly_passwords")
def test_a_password_hash_of_older_parameters_is_renewed_at_sign_in(app: Flask, house: House) -> None:
    with app.app_context():
        staff.add(house, EMAIL, ["officer"])
        old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PHRASE)
        db.session.execute(db.update(Staff).values(password_hash=old))
        db.session.commit()
        staff.sign_in(house, EMAIL, PHRASE)
        renewed = db.session.scalar(select(Staff.password_hash))
    assert renewed != old
    assert not PasswordHasher().check_needs_rehash(renewed)


@pytest.mark.parametrize("poor", ["too short", EMAIL, "aaaaaaaaaaaaaaaa"])
def test_a_poor_password_is_refused_beside_its_field(app: Flask, house: House, poor: str) -> None:
    client = signed_in(app, house, "officer", email=EMAIL)
    answer = post(client, "/staff/password", password=poor, again=poor)
    assert answer.status_code == 422
    assert 'id="password-error"' in answer.text
    assert poor not in answer.text.replace(EMAIL, "", 9) or poor == EMAIL


def test_two_passwords_that_differ_are_refused(app: Flask, house: House) -> None:
    client = signed_in(app, house, "officer", email=EMAIL)
    assert "not the same" in post(client, "/staff/password", password=PHRASE, again="another long phrase").text


def test_a_new_password_signs_out_every_other_browser(app: Flask, house: House) -> None:
    first = with_password(app, house)
    second = app.test_client()
    post(second, "/staff/", email=EMAIL, password=PHRASE)
    post(first, "/staff/password", password="quite another phrase", again="quite another phrase")
    assert first.get("/staff/waves").status_code == 200
    assert second.get("/staff/waves").status_code == 302


def test_signing_out_ends_the_session_on_the_server(app: Flask, house: House) -> None:
    client = with_password(app, house)
    cookie = client.get_cookie("staff").value
    assert post(client, "/staff/sign-out", "/staff/").status_code == 302
    client.set_cookie("staff", cookie)
    assert client.get("/staff/waves").status_code == 302


def test_a_session_ends_after_its_hours(app: Flask, house: House, clock: Clock) -> None:
    client = with_password(app, house)
    clock.move(hours=house.partnership.retention.session_hours)
    assert client.get("/staff/waves").status_code == 302


def test_a_made_up_cookie_is_nobody(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("staff", "made-up")
    assert client.get("/staff/waves").status_code == 302
    assert client.get("/staff/").status_code == 200


def test_the_cookie_is_bound_to_this_host_and_out_of_reach(app: Flask, house: House) -> None:
    secure = create_app(house=replace(house, config=replace(house.config, secure_cookies=True)))
    with secure.app_context():
        path = link_path(staff.add(house, EMAIL, ["officer"]))
    client = secure.test_client()
    page = client.get(path, base_url="https://localhost")
    answer = client.post(path, base_url="https://localhost", data={"token": token_of(page)})
    cookie = next(row for row in answer.headers.getlist("Set-Cookie") if row.startswith("__Host-staff="))
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=28800"):
        assert part in cookie
    assert "Domain" not in cookie
    with secure.app_context():
        db.engine.dispose()


def test_the_first_administrator_gets_a_link_until_one_has_a_password(app: Flask, house: House) -> None:
    with app.app_context():
        first, second = staff.first_administrator_link(house), staff.first_administrator_link(house)
    client = app.test_client()
    assert client.get(link_path(first)).status_code == 404
    post(client, link_path(second))
    post(client, "/staff/password", password=PHRASE, again=PHRASE)
    with app.app_context():
        assert staff.first_administrator_link(house) is None


def test_an_account_that_is_switched_off_is_signed_out_and_stays_out(app: Flask, house: House) -> None:
    client = with_password(app, house)
    admin = signed_in(app, house, "administrator")
    with app.app_context():
        person = next(row for row in staff.listed(house) if row.email == EMAIL)
        link = staff.link_for(house, person.id, staff.get(house, person.id))
    page = f"/staff/people/{person.id}"
    assert post(admin, f"{page}/off", page).location == page
    assert client.get("/staff/waves").status_code == 302
    assert client.get(link_path(link)).status_code == 404
    assert post(app.test_client(), "/staff/", email=EMAIL, password=PHRASE).status_code == 422
    with app.app_context(), pytest.raises(Conflict):
        staff.add(house, EMAIL, ["officer"])
    post(admin, f"{page}/on", page)
    assert post(app.test_client(), "/staff/", email=EMAIL, password=PHRASE).status_code == 302
    assert {"staff-switched-off", "staff-switched-on"} <= set(actions(app))


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("email", "roles", "words"),
    [
        ("no-address", ["officer"], "e-mail address"),
        ("a@b@c", ["officer"], "e-mail address"),
        (EMAIL, [], "at least one role"),
        (EMAIL, ["king"], "no role king"),
    ],
)
def test_an_account_needs_an_address_and_known_roles(house: House, email: str, roles: list[str], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        staff.add(house, email, roles)


@pytest.mark.usefixtures("context", "both_engines")
def test_a_link_is_used_once_on_every_engine(house: House) -> None:
    token = link_path(staff.add(house, EMAIL, ["officer"])).rpartition("/")[2]
    assert staff.session(house, staff.use_link(house, token)).email == EMAIL
    with pytest.raises(NotFound):
        staff.use_link(house, token)


@pytest.mark.usefixtures("context")
def test_an_unknown_link_and_account_are_not_found(house: House) -> None:
    with pytest.raises(NotFound):
        staff.use_link(house, "made-up")
    with pytest.raises(NotFound):
        staff.get(house, "0" * 32)
