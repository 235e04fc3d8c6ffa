"""A page that is reached from outside carries its style, and its policy allows that style and nothing else."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

PAGES = ("/", "/s/parent-carer.general.pulse", "/s/parent-carer.general.pulse?lang=ar", "/you-said-we-did/")
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
SHEET = re.compile(r'<link rel="stylesheet"[^>]*>')


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """Not audited: the audit knows no page with a style inside, which no page has for those who are here already."""
    return FlaskClient(app, app.response_class)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("site", ["none", "cross-site", "same-site"])
def test_a_page_reached_from_outside_has_its_style_inside(visitor: FlaskClient, path: str, site: str) -> None:
    response = visitor.get(path, headers={"Sec-Fetch-Site": site})
    [style] = STYLE.findall(response.text)
    assert "<" not in style
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert response.headers["Content-Security-Policy"].endswith(f"; style-src 'self' 'sha256-{digest}'")
    assert not SHEET.search(response.text)
    assert re.search(r'<link rel="prefetch" as="style" href="/static/css/', response.text)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("site", ["same-origin", None])
def test_a_later_page_links_to_it(visitor: FlaskClient, path: str, site: str | None) -> None:
    response = visitor.get(path, headers={"Sec-Fetch-Site": site} if site else {})
    assert not STYLE.search(response.text)
    assert len(SHEET.findall(response.text)) == 1
    assert "style-src" not in response.headers["Content-Security-Policy"]


def test_staff_pages_never_have_it_inside(visitor: FlaskClient) -> None:
    assert not STYLE.search(visitor.get("/staff/", headers={"Sec-Fetch-Site": "none"}, follow_redirects=True).text)
