"""Who may open which page: every view carries one of these guards. No passwords and no queries here."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from flask import Flask, current_app, g, redirect, request, session, url_for

from app.here import house
from app.house import random_id
from app.models.staff import ROLES
from app.services import staff
from app.services.errors import N_, Forbidden, ServiceError
from app.services.staff import SignedIn

View = TypeVar("View", bound=Callable)

PUBLIC, RESPONDENT, VISITOR, SIGNED_IN = "public", "respondent", "visitor", "signed-in"
BOARD_READERS = ("board-reader", "analyst", "officer", "administrator")
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
FORM_FIELD = "token"


def public(view: View) -> View:
    """Anyone may open it, and it changes nothing for staff."""
    view.guard = (PUBLIC,)
    return view


def respondent(view: View) -> View:
    """Anyone may answer; the participation's own ticket and token protect it."""
    view.guard = (RESPONDENT,)
    return view


def visitor(view: View) -> View:
    """Anyone may open it, and its form carries a token: the pages that lead to a sign-in."""
    return guarded(view, (VISITOR,), staff_only=False)


def signed_in(view: View) -> View:
    """Any member of staff who is signed in."""
    return guarded(view, (SIGNED_IN,), staff_only=True)


def allow(*roles: str) -> Callable[[View], View]:
    """Members of staff with at least one of these roles."""
    unknown = set(roles) - set(ROLES)
    if unknown or not roles:
        raise ValueError(f"allow() needs roles of {ROLES}, not {sorted(unknown)}")
    return lambda view: guarded(view, roles, staff_only=True)


def guarded(view: View, guard: tuple[str, ...], staff_only: bool) -> View:
    @wraps(view)
    def wrapped(*args: object, **kwargs: object) -> object:
        who = current_staff()
        if staff_only and who is None:
            return to_sign_in()
        if guard[0] in ROLES and not who.may(*guard):
            raise Forbidden(N_("Your account does not open this page. Ask an administrator if you need it."))
        if request.method not in SAFE_METHODS:
            check_token()
        return current_app.ensure_sync(view)(*args, **kwargs)

    wrapped.guard = guard
    return wrapped


def to_sign_in() -> object:
    """A page asks to sign in and comes back afterwards; anything else is refused."""
    if request.method not in SAFE_METHODS:
        raise ServiceError(N_("You were signed out. Sign in again, then go back and send it once more."))
    return redirect(url_for("account.desk", next=request.full_path.rstrip("?")))


def current_staff() -> SignedIn | None:
    """Who is signed in, looked up once a request; None for everyone else. A respondent's page never asks."""
    if "staff" not in g:
        token = request.cookies.get(cookie_name())
        g.staff = staff.session(house(), token) if token else None
    return g.staff


def cookie_name() -> str:
    """`__Host-` makes browsers refuse the cookie over plain HTTP or from another host."""
    return "__Host-staff" if house().config.secure_cookies else "staff"


def form_token() -> str:
    """What a staff form carries: bound to the sign-in, or before it to this browser's visit."""
    token = request.cookies.get(cookie_name())
    if token and current_staff():
        return house().keyed_hash("form", token)
    if "visit" not in session:
        session["visit"] = random_id()
    return house().keyed_hash("form", session["visit"])


def check_token() -> None:
    if not hmac.compare_digest(form_token().encode(), request.form.get(FORM_FIELD, "").encode()):
        raise ServiceError(N_("This form was open for too long. Go back, load the page again and send it once more."))
    if any("\0" in value for value in request.form.values()):
        raise ServiceError(N_("Something in this form cannot be stored: a sign that no keyboard writes. Type it anew."))


def may_open(endpoint: str) -> bool:
    """Whether whoever is signed in passes the guard of this endpoint; for menus, which must not lead to refusals."""
    guard, who = current_app.view_functions[endpoint].guard, current_staff()
    if guard[0] in ROLES:
        return who is not None and who.may(*guard)
    return who is not None or guard[0] != SIGNED_IN


def check_guards(app: Flask) -> None:
    """Refuse to start while any endpoint has no guard."""
    if "static" in app.view_functions:
        public(app.view_functions["static"])
    bare = sorted(name for name, view in app.view_functions.items() if not getattr(view, "guard", None))
    if bare:
        raise RuntimeError(f"no guard on {', '.join(bare)}: add one of app.guards to each view")
