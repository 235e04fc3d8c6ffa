"""Keeps pages that are the same for everyone until something public changes. Which pages: views marked `for_everyone`.

A page is kept in this process by its address, its language and its look, and goes with the next change of what is
public, with the next day, or after a minute. Nothing is kept of, and nothing kept is given to, a request with any
cookie but the one that says how pages look. Rendering, and what a change is, are elsewhere.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from threading import Lock
from typing import Any, NamedTuple, TypeVar
from urllib.parse import parse_qsl

from flask import Flask, Response, current_app, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import Accept, LanguageAccept
from werkzeug.http import parse_accept_header, parse_cookie

from app.first_sight import FROM_OUTSIDE
from app.look import COOKIE, read_cookie
from app.services import facts

Wsgi = Callable[[dict[str, Any], Callable], Iterable[bytes]]
View = TypeVar("View", bound=Callable)
KEEP = "said_and_done.keep"
"""In the environment of a request: its page may be kept."""
RECHECK = 0.4
"""Seconds after which a process asks the database again whether something changed: every process knows in a second."""
AT_MOST = 60.0
"""Seconds that a page is kept though nothing changed: counts of readers go on meanwhile."""
MOST_BYTES, LARGEST = 32 * 2**20, 2**20
"""Of all pages that one process keeps, and of one of them."""
FILTERS = {"audience", "journey_point", "locality", "organisation", "kind", "year", "state"}
ASKED_FOR = FILTERS | {"lang", "page", "plain", "format"}
"""What an address may ask for and still be kept. What people type in is not: there is no end to it."""
LONGEST_QUERY = 200
SHORT = "public, max-age=0, s-maxage=1, must-revalidate"
VARIES = ("Accept-Encoding", "Accept-Language", "Cookie", "Sec-Fetch-Site")
ENCODINGS = ("br", "gzip")
LEFT_OUT = ("content-length", "content-type", "content-encoding")
"""Headers that a "not modified" has not."""


def for_everyone(view: View) -> View:
    """Mark a view whose page depends on nothing but its address, the language, the look and what is public."""
    view.for_everyone = True
    return view


def mark(response: Response) -> None:
    """After a view: a page for everyone may be kept here, asked about by its tag, and kept a second on its way."""
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "for_everyone", False) or response.status_code != HTTPStatus.OK:
        return
    if request.method not in ("GET", "HEAD") or "Set-Cookie" in response.headers:
        return
    if set(request.cookies) - {COOKIE}:
        response.headers["Cache-Control"] = "private, no-cache"
        return
    response.headers["Cache-Control"] = SHORT
    for name in VARIES:
        response.vary.add(name)
    request.environ[KEEP] = request.method == "GET"


class Variant(NamedTuple):
    """Everything but the address that a page for everyone depends on."""

    query: str
    language: str
    look: str
    encoding: str
    from_outside: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """One page as it is sent."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    tag: str
    until: float


class PageCache:
    """The application behind the pages that it has made already."""

    def __init__(self, app: Flask, application: Wsgi) -> None:
        self.app, self.application = app, application
        self.pages: OrderedDict[tuple[str, Variant], Kept] = OrderedDict()
        self.lock, self.bytes = Lock(), 0
        self.stamp: tuple[object, ...] = ()
        self.revision: tuple[object, ...] = ()
        self.asked, self.heard = -RECHECK, 0
        languages = app.extensions["languages"]
        self.variant_of = lru_cache(maxsize=4096)(lambda *asked: variant_of(languages, *asked))

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.application(environ, start_response)
        variant = self.variant_of(*map(environ.get, ASKED_OF))
        stamp = self.stamp_now() if variant else None
        if stamp is None:
            return self.application(environ, start_response)
        key = (environ["PATH_INFO"], variant)
        kept = self.pages.get(key)
        if kept is None or kept.until < time.monotonic():
            return self.made(environ, start_response, key, stamp)
        return send(kept, environ, start_response)

    def stamp_now(self) -> tuple[object, ...] | None:
        """What the kept pages belong to; whatever belonged to another is dropped. None while nobody can say."""
        house, now = self.app.extensions["house"], time.monotonic()
        where = house.config.database_url
        if now - self.asked >= RECHECK or self.heard != facts.changes_here() or where not in self.revision:
            heard = facts.changes_here()
            try:
                with self.app.app_context():
                    self.revision = (where, facts.loop_revision())
            except SQLAlchemyError:
                return None
            self.asked, self.heard = now, heard
        stamp = (*self.revision, house.today())
        if stamp != self.stamp:
            with self.lock:
                self.pages, self.bytes, self.stamp = OrderedDict(), 0, stamp
        return stamp

    def made(self, environ: dict[str, Any], start_response: Callable, key: tuple, stamp: tuple) -> Iterable[bytes]:
        """The page from the application; kept if its view says that it may be, and if nothing changed meanwhile."""
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable:
            started.append((status, headers))
            return start_response(status, headers, exc_info) if exc_info else lambda _data: None

        body = self.application(environ, start)
        status, headers = started[-1]
        if not environ.get(KEEP):
            start_response(status, headers)
            return body
        whole = b"".join(body)
        getattr(body, "close", lambda: None)()
        kept = Kept(status, tuple(headers), whole, tag_of(whole, headers), time.monotonic() + AT_MOST)
        if len(whole) <= LARGEST:
            self.keep(key, kept, stamp)
        return send(kept, environ, start_response)

    def keep(self, key: tuple[str, Variant], kept: Kept, stamp: tuple[object, ...]) -> None:
        with self.lock:
            if stamp != self.stamp:
                return
            old = self.pages.pop(key, None)
            self.pages[key] = kept
            self.bytes += len(kept.body) - (len(old.body) if old else 0)
            while self.bytes > MOST_BYTES:
                self.bytes -= len(self.pages.popitem(last=False)[1].body)


ASKED_OF = ("QUERY_STRING", "HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_SEC_FETCH_SITE")


def variant_of(
    languages: Any, query: str | None, cookie: str | None, tongues: str | None, coding: str | None, site: str | None
) -> Variant | None:
    """Which variant of a page these headers ask for; None for a request that this cache has nothing to do with."""
    asked = parse_qsl(query or "", keep_blank_values=True)
    names = [name for name, _value in asked]
    cookies = parse_cookie(cookie or "")
    if len(query or "") > LONGEST_QUERY or set(names) - ASKED_FOR or len(set(names)) < len(names):
        return None
    if set(cookies) - {COOKIE} or len(cookies.getlist(COOKIE)) > 1:
        return None
    language = languages.get(dict(asked).get("lang"))
    offered = [each.code for each in languages.offered()]
    code = language.code if language else parse_accept_header(tongues, LanguageAccept).best_match(offered, "en")
    encoding = parse_accept_header(coding, Accept).best_match(ENCODINGS) or ""
    return Variant(query or "", code, read_cookie(cookies.get(COOKIE, "")).cookie, encoding, site in FROM_OUTSIDE)


def tag_of(body: bytes, headers: list[tuple[str, str]]) -> str:
    """The tag that the view gave, or one of the page's content."""
    given = next((value for name, value in headers if name.lower() == "etag"), "")
    return given or f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def send(kept: Kept, environ: MutableMapping[str, Any], start_response: Callable) -> Iterable[bytes]:
    """The page, or that the one that is there already is right."""
    tags = [tag.strip().removeprefix("W/") for tag in environ.get("HTTP_IF_NONE_MATCH", "").split(",")]
    headers = [(name, value) for name, value in kept.headers if name.lower() != "etag"] + [("ETag", kept.tag)]
    if kept.tag.removeprefix("W/") in tags:
        rest = [(name, value) for name, value in headers if name.lower() not in LEFT_OUT]
        start_response("304 NOT MODIFIED", rest)
        return []
    start_response(kept.status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [kept.body]
