"""Turns what was refused, missing or broken into a kind page in the reader's language with the right status."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from app.languages import gettext, translated
from app.services.errors import N_, ServiceError

TRY_AGAIN = N_("Go back and try again. What you saved before is still there.")
PAGES = {
    400: (N_("Something did not arrive whole"), TRY_AGAIN),
    403: (N_("This page is not open to you"), N_("Ask the person who sent you here, or start at the home page.")),
    404: (N_("We cannot find this page"), N_("Check the address or the code, or start at the home page.")),
    405: (N_("This page is used in another way"), TRY_AGAIN),
    409: (N_("Something changed in the meantime"), TRY_AGAIN),
    410: (N_("This is not open now"), N_("Start at the home page to see what is open.")),
    413: (N_("That is too much for one page"), N_("Go back, make it shorter and send it again.")),
    422: (N_("Please look at this again"), TRY_AGAIN),
    429: (N_("That was tried too often"), N_("Wait a few minutes, then try again.")),
    500: (N_("Something went wrong here"), N_("It is not your fault. Wait a few minutes, then try again.")),
}
FOR_PROGRAMS = "/api/"
"""Addresses that programs read: what went wrong is told in JSON there."""
DRAIN_AT_MOST = 32 * 1024 * 1024


def install(app: Flask) -> None:
    app.register_error_handler(ServiceError, refused)
    app.register_error_handler(RequestEntityTooLarge, too_large)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(DataError, cannot_be_stored)


def refused(error: ServiceError) -> Response:
    if request.path.startswith(FOR_PROGRAMS):
        return problem(error.status, str(error))
    return error_page(error.status, translated(error))


def cannot_be_stored(error: DataError) -> Response:
    """PostgreSQL takes no NUL: no keyboard writes one, so whoever sent it is told, and nothing here went wrong."""
    given = (request.path, *request.args.values(), *request.form.values())
    if not any("\0" in value for value in given):
        raise error
    g.synthetic = False  # the transaction is broken: the page must not ask the database
    return error_page(400)


def http_error(error: HTTPException) -> Response:
    """Redirects pass as they are; anything else becomes a page, with the headers of its kind (Allow, Retry-After)."""
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    if error.code >= 500:
        g.synthetic = False  # the database may be what is broken: the page must not ask it
    response = error_page(error.code)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def too_large(_error: RequestEntityTooLarge) -> Response:
    """Read what is still coming and drop it: a browser that is cut off while it sends shows no page at all."""
    stream, left = request.environ["wsgi.input"], min(request.content_length or 0, DRAIN_AT_MOST)
    while left > 0:
        chunk = stream.read(min(left, 65536))
        if not chunk:
            break
        left -= len(chunk)
    return error_page(413)


def error_page(status: int, message: str | None = None) -> Response:
    """`message` is already in the reader's language; without one the status has its own."""
    if request.path.startswith(FOR_PROGRAMS):
        return problem(status)
    title, advice = PAGES.get(status, PAGES[500] if status >= 500 else PAGES[400])
    page = render_template("errors/error.html", status=status, title=gettext(title), message=message or gettext(advice))
    return make_response(page, status)


def problem(status: int, detail: str = "") -> Response:
    """Problem details for programs (RFC 9457), in English."""
    response = jsonify(status=status, title=HTTPStatus(status).phrase, detail=detail or HTTPStatus(status).description)
    response.status_code, response.mimetype = status, "application/problem+json"
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
