"""The real web server: cut-off and oversized bodies, static files, compression, headers, forwarded headers."""

from __future__ import annotations

import gzip
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import brotli
import pytest

from app.factory import MAX_BODY
from tests import engines
from tests.serving import exchange, gunicorn, status

SURVEY = "young-person.general.my-confidence"
pytestmark = pytest.mark.fault


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, template_file: Path) -> Path:
    folder = tmp_path_factory.mktemp("served")
    engines.copy(template_file, folder)
    return folder


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    connection = sqlite3.connect(folder / "said-and-done.sqlite3")
    connection.execute("INSERT INTO wave (id, opens_on, closes_on) VALUES ('2000-01', '2000-01-01', '2999-01-01')")
    connection.commit()
    connection.close()
    with gunicorn(folder) as port:
        yield port


def head(answer: bytes) -> dict[str, str]:
    lines = answer.split(b"\r\n\r\n", 1)[0].decode().splitlines()[1:]
    return {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}


def body(answer: bytes) -> bytes:
    return answer.split(b"\r\n\r\n", 1)[1]


def get(port: int, path: str, **headers: str) -> bytes:
    listed = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return exchange(port, f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{listed}Connection: close\r\n\r\n".encode())


def post(port: int, path: str, content: bytes, length: int | None = None, cookie: str = "", **headers: str) -> bytes:
    """`length` other than the content's own says that more was to come; then the connection is cut."""
    listed = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    request = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{listed}Cookie: {cookie}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length or len(content)}\r\n\r\n"
    )
    return exchange(port, request.encode() + content, cut=length is not None)


def start(port: int) -> tuple[str, str, dict[str, str]]:
    """Begin a survey: its cookie, the address of its first page and that page's hidden fields."""
    page = body(get(port, f"/s/{SURVEY}?lang=en"))
    answer = post(port, f"/s/{SURVEY}?lang=en", urlencode({**hidden(page), "action": "next"}).encode())
    assert status(answer) == 303, answer
    cookie = head(answer)["set-cookie"].split(";")[0]
    address = head(answer)["location"]
    return cookie, address, hidden(body(get(port, address, Cookie=cookie)))


def hidden(page: bytes) -> dict[str, str]:
    fields = {}
    for tag in re.findall(r"<input[^>]*type=.?hidden[^>]*>", page.decode()):
        fields[re.search(r'name="([^"]*)"', tag)[1]] = re.search(r'value="([^"]*)"', tag)[1]
    return fields


def drafts(folder: Path) -> list[tuple]:
    connection = sqlite3.connect(folder / "said-and-done.sqlite3")
    rows = connection.execute("SELECT id, answers FROM draft ORDER BY id").fetchall()
    connection.close()
    return rows


def test_a_form_that_was_cut_off_is_refused_and_nothing_of_it_is_kept(port: int, folder: Path) -> None:
    cookie, address, fields = start(port)
    before = drafts(folder)
    whole = urlencode({**fields, "action": "next"}).encode()
    for kept in (0, 1, len(whole) // 2, len(whole) - 1):
        answer = post(port, address, whole[:kept], length=len(whole), cookie=cookie)
        assert status(answer) == 400, answer
        assert b"<h1>" in answer
        assert drafts(folder) == before
    assert status(post(port, address, whole, cookie=cookie)) in (303, 422)


def test_a_chunked_form_that_was_cut_off_is_refused(port: int, folder: Path) -> None:
    cookie, address, fields = start(port)
    before = drafts(folder)
    content = urlencode({**fields, "action": "next"}).encode()
    request = (
        f"POST {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {cookie}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
        f"{len(content) + 50:x}\r\n"
    )
    answer = exchange(port, request.encode() + content, cut=True)
    assert not answer or status(answer) >= 400
    assert drafts(folder) == before


@pytest.mark.parametrize(("language", "word"), [("en", b"too much"), ("ar", b'dir="rtl"')])
def test_too_much_text_gets_a_kind_page_in_the_readers_language(port: int, language: str, word: bytes) -> None:
    cookie, address, fields = start(port)
    content = urlencode({**fields, "anything": "x" * 3_000_000}).encode()
    answer = post(port, f"{address}?lang={language}", content, cookie=cookie)
    assert status(answer) == 413
    assert word in answer


def test_the_limit_is_above_what_any_page_needs(port: int) -> None:
    assert MAX_BODY >= 64 * 1024


def test_an_endless_address_or_header_is_refused_before_the_application(port: int) -> None:
    assert status(get(port, "/" + "x" * 5000)) >= 400
    assert status(get(port, "/", **{f"X_{number}": "1" for number in range(60)})) >= 400
    assert status(get(port, "/", X="y" * 9000)) >= 400


def test_static_files_are_compressed_ahead_and_kept_for_ever(port: int) -> None:
    address = re.search(rb'href="(/static/css/public-pages\.[0-9a-f]{12}\.css)"', get(port, "/"))[1].decode()
    plain = get(port, address)
    for encoding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        packed = get(port, address, Accept_Encoding=encoding)
        assert head(packed)["content-encoding"] == encoding
        assert head(packed)["cache-control"] == "public, max-age=31536000, immutable"
        assert head(packed)["vary"] == "Accept-Encoding"
        assert unpack(body(packed)) == body(plain)
        assert len(body(packed)) < len(body(plain)) / 2
    assert status(get(port, "/static/css/site.css")) == 404
    assert status(get(port, "/static/../../wsgi.py")) == 404


def test_pages_are_compressed_for_those_who_answer(port: int) -> None:
    packed = get(port, "/", Accept_Encoding="gzip, br")
    assert head(packed)["content-encoding"] in ("br", "gzip")
    assert "Accept-Encoding" in head(packed)["vary"]
    assert len(body(packed)) < len(body(get(port, "/"))) / 2


def test_staff_pages_are_not_compressed(port: int) -> None:
    page = get(port, "/staff/", Accept_Encoding="gzip, br")
    assert status(page) == 200
    assert "content-encoding" not in head(page)


@pytest.mark.parametrize("path", ["/", "/nowhere", "/healthz", f"/s/{SURVEY}?lang=en", "/staff/"])
def test_every_answer_has_the_security_headers(port: int, path: str) -> None:
    headers = head(get(port, path))
    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_forwarded_headers_are_not_believed(port: int) -> None:
    answer = get(port, "/staff/", X_Forwarded_Proto="https", X_Forwarded_Host="evil.example", X_Forwarded_For="1.2.3.4")
    assert "evil.example" not in answer.decode()


def test_https_is_insisted_on_once_the_public_address_has_it(tmp_path: Path, template_file: Path) -> None:
    engines.copy(template_file, tmp_path)
    with gunicorn(tmp_path, PUBLIC_URL="https://said.example", TRUSTED_PROXIES="1") as port:
        answer = get(port, "/", X_Forwarded_Proto="https", X_Forwarded_For="203.0.113.9")
    assert head(answer)["strict-transport-security"].startswith("max-age=31536000")
