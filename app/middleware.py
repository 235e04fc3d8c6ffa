"""What every request passes through: whole bodies, static files, headers, compression, trusted proxies. No page."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

import brotli
from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from app import page_cache
from app.assets import PREFIX
from app.config import Config
from app.recordings import FORMATS

Wsgi = Callable[[dict[str, Any], Callable], Iterable[bytes]]

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
FILE_HEADERS = {
    "Content-Security-Policy": "default-src 'self'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Of scripts, styles, pictures and sound: what guards a page says nothing to them, and a phone fetches twenty.

They hold nothing secret, and a frame that another website has put into a sandbox must be able to use them."""
A_YEAR = 365 * 24 * 3600
COMPRESSED_PARTS = (
    "pages",
    "settings",
    "respond",
    "loop",
    "measured",
    "feeds",
    "review",
    "reach",
    "api",
    "outputs",
    "plan",
    "stories",
)
"""Blueprints whose pages are compressed. Staff pages are not: they hold secrets (form tokens, sessions' data) beside
text that others wrote, which is what a compression side channel (BREACH) needs. A respondent's page repeats nothing
that another site could put there: its cookie is SameSite=Lax, and no address parameter is echoed."""
WORTH_COMPRESSING = 500


def install(app: Flask, config: Config) -> None:
    """Wrap the application; the last wrapped is the first that a request meets."""
    app.after_request(lambda response: finish(response, config))
    app.wsgi_app = page_cache.PageCache(app, WholeBody(app.wsgi_app))
    app.wsgi_app = static_files(app, config)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)


class WholeBody:
    """A form that was cut off in transit must not look whole.

    gunicorn says `wsgi.input_terminated` for every body, so Werkzeug trusts the end of the stream. Without that key it
    counts against Content-Length and raises `ClientDisconnected` (400) when bytes are missing. Chunked bodies have no
    length and an end of their own; they keep the key.
    """

    def __init__(self, application: Wsgi) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        if "HTTP_TRANSFER_ENCODING" not in environ:
            environ.pop("wsgi.input_terminated", None)
        return self.application(environ, start_response)


def static_files(app: Flask, config: Config) -> WhiteNoise:
    """The built static files, in brotli or gzip as the browser can."""

    def headers(headers: MutableMapping[str, str], _path: str, _url: str) -> None:
        headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"  # a changed file has another name
        for name, value in FILE_HEADERS.items():
            headers.setdefault(name, value)

    served = WhiteNoise(
        app.wsgi_app,
        root=str(app.extensions["assets"].folder),
        prefix=PREFIX,
        max_age=None,
        allow_all_origins=False,
        add_headers_function=headers,
        mimetypes=FORMATS,
    )
    app.extensions["recordings"].serve(served)
    return served


def security_headers(config: Config) -> dict[str, str]:
    if not config.secure_cookies:
        return SECURITY_HEADERS
    return SECURITY_HEADERS | {"Strict-Transport-Security": f"max-age={A_YEAR}; includeSubDomains"}


def add_missing(headers: MutableMapping[str, str], config: Config) -> None:
    """Where a view set one of them to nothing, for a page that others may frame, it is left out."""
    for name, value in security_headers(config).items():
        if headers.setdefault(name, value) == "":
            del headers[name]


def finish(response: Response, config: Config) -> Response:
    """Headers on every page; no page is kept by a browser or a proxy unless its view says so."""
    add_missing(response.headers, config)
    page_cache.mark(response)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return compressed(response) if request.blueprint in COMPRESSED_PARTS else response


def compressed(response: Response) -> Response:
    if response.mimetype not in ("text/html", "application/json", "application/atom+xml") or response.is_streamed:
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    encoding = request.accept_encodings.best_match(["br", "gzip"])
    if encoding is None or len(body) < WORTH_COMPRESSING or "Content-Encoding" in response.headers:
        return response
    response.set_data(brotli.compress(body, quality=5) if encoding == "br" else gzip.compress(body, 6, mtime=0))
    response.headers["Content-Encoding"] = encoding
    return response
