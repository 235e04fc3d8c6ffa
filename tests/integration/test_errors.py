"""Whatever goes wrong, a person gets a kind page in their language with the right status, and nothing of ours shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from werkzeug.test import Client, TestResponse

from app.errors import PAGES
from app.guards import public
from app.house import House
from app.models import db
from app.services import errors
from tests import applications
from tests.conftest import AuditedClient
from tests.integration.staff_sign_in import post, signed_in

REFUSALS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.ServiceError) and kind.status != 422
]
"""What stands on a page of its own; 422 is shown beside the form that it is about."""


@pytest.fixture
def app(house: House) -> Iterator[Flask]:
    yield from applications.lent(house, AuditedClient, pages_that_go_wrong)


def pages_that_go_wrong(app: Flask) -> None:
    @app.get("/refuse/<name>")
    @public
    def refuse(name: str) -> str:
        raise getattr(errors, name)("It is not %(what)s here.", what="<b>allowed</b>")

    @app.get("/status/<int:status>")
    @public
    def fail(status: int) -> str:
        abort(status)

    @app.get("/crash")
    @public
    def crash() -> str:
        raise ZeroDivisionError("a secret detail")


@pytest.fixture
def broken(app: Flask) -> FlaskClient:
    """The application with these pages, and without the tests' habit of passing exceptions on."""
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    return app.test_client()


def heading(answer: TestResponse) -> str:
    return answer.text.split("<h1>")[1].split("</h1>")[0]


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.__name__)
def test_a_refusal_of_a_service_is_a_page_with_its_message(
    broken: FlaskClient, kind: type[errors.ServiceError]
) -> None:
    answer = broken.get(f"/refuse/{kind.__name__}")
    assert answer.status_code == kind.status
    assert "It is not &lt;b&gt;allowed&lt;/b&gt; here." in answer.text


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 410, 413, 429])
@pytest.mark.parametrize("language", ["en", "ar", "pl", "ar-XB"])
def test_every_status_has_a_page_in_every_language(broken: FlaskClient, status: int, language: str) -> None:
    answer = broken.get(f"/status/{status}?lang={language}")
    assert answer.status_code == status
    assert f'<html lang="{language}"' in answer.text
    assert (heading(answer) == PAGES[status][0]) is (language == "en")


def test_the_language_of_the_browser_is_enough(broken: FlaskClient) -> None:
    answer = broken.get("/nowhere", headers={"Accept-Language": "pl, en;q=0.5"})
    assert answer.status_code == 404
    assert '<html lang="pl"' in answer.text


def test_a_crash_shows_a_page_and_no_detail(broken: FlaskClient) -> None:
    answer = broken.get("/crash")
    assert answer.status_code == 500
    assert heading(answer) == PAGES[500][0]
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


def test_a_broken_database_still_gets_a_page(app: Flask, broken: FlaskClient, tmp_path: Path) -> None:
    with app.app_context():
        db.engine.dispose()
    (tmp_path / "said-and-done.sqlite3").write_bytes(b"this is no database" * 100)
    answer = broken.get("/")
    assert answer.status_code == 500
    assert heading(answer) == PAGES[500][0]


def test_a_wrong_method_says_which_are_right(broken: FlaskClient) -> None:
    answer = broken.delete("/healthz")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_redirects_are_not_errors(client: FlaskClient) -> None:
    answer = client.get("/you-said-we-did")
    assert answer.status_code == 308
    assert answer.location.endswith("/you-said-we-did/")


@pytest.mark.usefixtures("both_engines")
def test_a_sign_that_no_keyboard_writes_is_no_fault_of_ours(app: Flask, house: House) -> None:
    officer = signed_in(app, house, "officer")
    sent = post(officer, "/staff/collectors/new", survey="parent-carer.general.our-confidence", label="a\0b")
    assert sent.status_code == 400
    assert Client(app).get("/you-said-we-did/a%00b").status_code in (400, 404)
    assert officer.get("/staff/collectors").status_code == 200
