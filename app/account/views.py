"""Signing in and out, the one-time link, the password and the desk. Other people's accounts are in `people`."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app import guards
from app.account import feed_keys, people, running, translating, watch
from app.account.forms import PasswordForm, SignInForm, told_at
from app.account.language import speak_english
from app.account.menu import menu
from app.account.roles import ROLE_WORDS
from app.guards import current_staff, form_token, signed_in, visitor
from app.here import house
from app.languages import gettext
from app.pseudo_languages import CODES
from app.services import staff
from app.services.asking import waves
from app.services.comments import alerts
from app.services.reach import digests

blueprint = Blueprint("account", __name__, url_prefix="/staff")
blueprint.register_blueprint(people.blueprint)
blueprint.register_blueprint(translating.blueprint)
blueprint.register_blueprint(watch.blueprint)
blueprint.register_blueprint(running.blueprint)
blueprint.register_blueprint(feed_keys.blueprint)
Page = str | Response | tuple[str, int]


@blueprint.record_once
def give_templates(state: object) -> None:
    """What every staff template asks for."""
    state.app.jinja_env.globals.update(
        form_token=form_token,
        current_staff=current_staff,
        menu=menu,
        may_open=guards.may_open,
        role_words=ROLE_WORDS,
        pseudo_codes=CODES,
        alerts_now=lambda: alerts.state(house()),
    )


blueprint.before_request(speak_english)


@blueprint.get("/")
@visitor
def desk() -> Page:
    if current_staff() is None:
        return sign_in_page(SignInForm(data={"next": request.args.get("next", "")}))
    wants = digests.is_wanted(current_staff().id)
    wave = waves.open_today(house())
    return render_template("staff/desk.html", items=menu(), wave=wave, today=house().today(), wants_digest=wants)


@blueprint.post("/")
@visitor
def sign_in() -> Page:
    form = SignInForm(request.form)
    if form.validate():
        with told_at(form, "email"):
            token = staff.sign_in(house(), form.email.data, form.password.data, request.remote_addr or "")
            return with_session(redirect(safe_next(form.next.data)), token)
    return sign_in_page(form), 422


def sign_in_page(form: SignInForm) -> str:
    return render_template("account/sign_in.html", form=form)


@blueprint.get("/link/<token>")
@visitor
def link(token: str) -> Page:
    return render_template("account/link.html", person=staff.link_owner(house(), token))


@blueprint.post("/link/<token>")
@visitor
def use_link(token: str) -> Page:
    session_token = staff.use_link(house(), token, request.remote_addr or "")
    return with_session(redirect(url_for("account.password")), session_token)


@blueprint.get("/password")
@signed_in
def password() -> Page:
    return render_template("account/password.html", form=PasswordForm(), least=staff.PASSWORD_LENGTH)


@blueprint.post("/password")
@signed_in
def set_password() -> Page:
    form = PasswordForm(request.form)
    if form.validate():
        with told_at(form, "password"):
            keep = request.cookies[guards.cookie_name()]
            staff.set_password(house(), current_staff(), form.password.data, keep)
            flash(gettext("Your password is set. Use it with your e-mail address next time."))
            return redirect(url_for("account.desk"))
    return render_template("account/password.html", form=form, least=staff.PASSWORD_LENGTH), 422


@blueprint.post("/weekly/<any(stop, begin):what>")
@signed_in
def weekly(what: str) -> Page:
    """The weekly summary by e-mail, on or off for whoever is signed in."""
    who = current_staff()
    digests.want(house(), who.id, who.email, what == "begin")
    flash(gettext("You get the weekly summary.") if what == "begin" else gettext("You get no weekly summary any more."))
    return redirect(url_for("account.desk"))


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Page:
    staff.sign_out(house(), current_staff(), request.cookies[guards.cookie_name()])
    flash(gettext("You are signed out."))
    response = redirect(url_for("account.desk"))
    response.delete_cookie(guards.cookie_name(), secure=house().config.secure_cookies, httponly=True, samesite="Lax")
    return response


def with_session(response: Response, token: str) -> Response:
    """The sign-in cookie: for this host only, out of reach of scripts and of other sites' forms."""
    response.set_cookie(
        guards.cookie_name(),
        token,
        max_age=house().partnership.retention.session_hours * 3600,
        secure=house().config.secure_cookies,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def safe_next(address: str | None) -> str:
    """Only an address of our own staff rooms; anything else would let a link send people elsewhere."""
    inside = address and address.startswith(("/staff/", "/board/")) and "\\" not in address and "//" not in address
    return address if inside else url_for("account.desk")
