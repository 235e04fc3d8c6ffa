"""Signing in as one role, for the tests of staff pages: through the same one-time link that a person uses."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.house import House
from app.services import staff


def token_of(page: TestResponse) -> str:
    """The token of the page's form."""
    return re.search(r'name="token" value="([0-9a-f]{64})"', page.text)[1]


def post(client: FlaskClient, path: str, form_page: str | None = None, **fields: object) -> TestResponse:
    """Load the page of a form, then send it."""
    return client.post(path, data={"token": token_of(client.get(form_page or path)), **fields})


def link_path(link: str) -> str:
    return link[link.index("/staff/link/") :]


def signed_in(app: Flask, house: House, *roles: str, email: str | None = None) -> FlaskClient:
    """A browser in which somebody with these roles has just signed in."""
    client = app.test_client()
    with app.app_context():
        link = staff.add(house, email or f"{roles[0]}@example.org", roles)
    assert post(client, link_path(link)).status_code == 302
    return client
