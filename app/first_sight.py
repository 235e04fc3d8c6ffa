"""A page that somebody comes to from outside carries its style in itself, so that it is seen one wait earlier.

Later pages link to the sheet, which the first one has fetched ahead. How sheets are made is in `app.style_sheets`.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

from flask import Flask, Response, current_app, g, request

from app.assets import Assets

FROM_OUTSIDE = ("none", "cross-site", "same-site")
"""What a browser says of an address that was typed, scanned or tapped elsewhere. Who does not say gets the link."""
POLICY = "Content-Security-Policy"


def style_inside(path: str) -> str:
    """The style sheet that this page is to have inside; nothing if it is to link to it."""
    if request.headers.get("Sec-Fetch-Site") not in FROM_OUTSIDE:
        return ""
    g.style_inside = path
    return assets().text(path)


def style_for_later() -> str:
    """The address of the sheet that the page has inside, to be fetched when there is nothing else to do."""
    return assets().url(g.style_inside) if "style_inside" in g else ""


def assets() -> Assets:
    return current_app.extensions["assets"]


def allow_style(response: Response) -> Response:
    """The policy allows exactly the style that this page has inside, by its hash, and no other."""
    if "style_inside" in g and POLICY in response.headers:
        response.headers[POLICY] += f"; style-src 'self' '{fingerprint(assets().text(g.style_inside))}'"
    return response


@lru_cache(maxsize=8)
def fingerprint(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def install(app: Flask) -> None:
    app.jinja_env.globals.update(style_inside=style_inside, style_for_later=style_for_later)
    # What is registered first runs last: the policy is there by then.
    app.after_request(allow_style)
