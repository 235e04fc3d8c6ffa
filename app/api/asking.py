"""What a program asks the feed: with which key, and which page of a list. Makes answers of what it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, jsonify, request

from app.here import house
from app.languages import N_
from app.services.errors import Invalid, NotFound, WrongKey
from app.services.scoring import api_keys, releases

PER_PAGE = 100
MOST_PER_PAGE = 1000
LATEST = "latest"


def tiers() -> tuple[str, ...]:
    """Which tiers this program may read, the fullest first: all with a key, without one what is public."""
    given = request.headers.get("Authorization", "")
    if not given:
        return ("public",)
    scheme, _, key = given.partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise WrongKey(N_("Send the key in the header Authorization, after the word Bearer."))
    api_keys.client_of(house(), key.strip())
    return ("board", "public")


def shown_release(release_id: str) -> releases.ReleaseView:
    """The release that was asked for by its id, or `latest`. One of a closed tier is as good as not there."""
    allowed = tiers()
    found = releases.latest(allowed[0]) if release_id == LATEST else releases.get(release_id)
    if found is None or found.tier not in allowed:
        raise NotFound(N_("There is no release %(release)s."), release=release_id)
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which page of a list."""

    page: int
    per_page: int

    @classmethod
    def read(cls) -> Wanted:
        return cls(whole("page", 1, 1_000_000), whole("per_page", PER_PAGE, MOST_PER_PAGE))


def whole(name: str, default: int, most: int) -> int:
    """A whole number of the address, from 1 on."""
    text = request.args.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and 1 <= int(text) <= most):
        raise Invalid(N_("%(name)s must be a whole number from 1 to %(most)s."), name=name, most=most)
    return int(text)


def page_of(items: Sequence[Any], shown: Callable[[Any], dict[str, Any]]) -> Response:
    """One page of a list; past the end it is empty."""
    wanted = Wanted.read()
    start = (wanted.page - 1) * wanted.per_page
    own = [shown(each) for each in items[start : start + wanted.per_page]]
    about = {"total": len(items), "page": wanted.page, "pages": max(1, -(-len(items) // wanted.per_page))}
    return kept(jsonify({**about, "per_page": wanted.per_page, "items": own}))


def kept(response: Response) -> Response:
    """Checked by its tag. What is public may be kept for a minute by anyone; what a key opens by nobody between."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    secret = "Authorization" in request.headers
    response.headers["Cache-Control"] = "private, no-cache" if secret else "public, max-age=60"
    response.vary.add("Authorization")
    response.add_etag()
    return response.make_conditional(request)
