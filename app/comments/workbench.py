"""The workbench: masked comments of a programme, narrowed and searched, and the themes that a person gives them."""

from __future__ import annotations

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for

from app.account.language import speak_english
from app.comments import agreement, book, likeness, quotes
from app.comments.words import ATTRIBUTE_WORDS, SENTIMENT_WORDS, STATE_WORDS
from app.groups.notes import WAY_WORDS
from app.guards import allow, current_staff
from app.here import house
from app.languages import gettext, languages, name_of, ngettext, translated
from app.services.asking import programmes
from app.services.errors import Invalid, ServiceError
from app.services.themes import book as books
from app.services.themes import coding, double, workbench
from app.services.themes import likeness as likenesses
from app.services.themes.sight import ATTRIBUTES
from app.services.themes.workbench import COUNTED, Wish

blueprint = Blueprint("themes", __name__, url_prefix="/staff/themes")
blueprint.before_request(speak_english)
for part in (book, agreement, likeness, quotes):
    blueprint.register_blueprint(part.blueprint)
Page = str | Response | tuple[str | Response, int]


@blueprint.app_template_global("attribute_text")
def attribute_text(name: str, value: str) -> str:
    """The value of a writer's attribute in words."""
    places = {"journey_point": house().partnership.journey_points, "locality": house().partnership.localities}
    if name == "language":
        known = languages().by_code.get(value)
        return known.name if known else value
    return next((name_of(each.name) for each in places.get(name, ()) if each.id == value), value)


@blueprint.get("")
@allow("analyst")
def listed() -> Page:
    rows = [(row, workbench.progress(house(), row.id)) for row in programmes.named(house())]
    return render_template("comments/themes.html", rows=rows)


@blueprint.get("/<programme_id>")
@allow("analyst")
def code(programme_id: str) -> Page:
    return bench(programme_id, read_wish())


def bench(programme_id: str, wish: Wish, status: int = 200) -> Page:
    programme, set_id = programmes.name_of(house(), programme_id), request.args.get("set", "")
    error, found = "", workbench.Found((), 0, False)
    try:
        found = workbench.find(house(), current_staff(), programme_id, wish, set_id)
    except Invalid as wrong:
        error, status = translated(wrong), 422
    themes = books.listed(house(), programme_id)
    names = {theme.id: theme.name for theme in books.listed(house(), programme_id, every=True)}
    page = render_template(
        "comments/workbench.html",
        programme=programme,
        wish=wish,
        found=found,
        error=error,
        counted=COUNTED,
        themes=themes,
        names=names,
        sizes={} if set_id else workbench.sizes(house(), list(names)),
        progress=workbench.progress(house(), programme_id),
        piles=workbench.piles(house(), programme_id),
        work=likenesses.latest(house(), programme_id),
        choices=workbench.choices(house(), programme_id),
        mine=double.mine(house(), current_staff(), set_id) if set_id else None,
        set_id=set_id,
        way_words=WAY_WORDS,
        sentiment_words=SENTIMENT_WORDS,
        state_words=STATE_WORDS,
        attribute_words=ATTRIBUTE_WORDS,
    )
    return page if status == 200 else (page, status)


def read_wish() -> Wish:
    """What the address asks for. `more` is one attribute and its value, as the form sends it."""
    values = request.args.to_dict()
    name, _, value = values.pop("more", "").partition(":")
    if name in ATTRIBUTES:
        values[name] = value
    values.setdefault("state", "" if any(values.get(key) for key in ("theme", "words", "set")) else "new")
    return Wish.read(values)


@blueprint.post("/<programme_id>")
@allow("analyst")
def act(programme_id: str) -> Page:
    """One step: `do` is give, take, none or undo, then a theme, then perhaps a single comment; else those ticked.

    A script is answered in JSON with the comments as they are now; a plain form goes back to its page.
    """
    programmes.name_of(house(), programme_id)
    scripted = request.accept_mimetypes.best == "application/json"
    try:
        changed, message = step(programme_id)
    except ServiceError as wrong:
        if scripted:
            return jsonify(error=translated(wrong)), wrong.status
        if not isinstance(wrong, Invalid):
            raise
        changed, message = (), translated(wrong)
    if scripted:
        return answer(programme_id, changed, message)
    flash(message)
    return redirect(url_for(".code", programme_id=programme_id, **request.args.to_dict()), 303)


def step(programme_id: str) -> tuple[list[str], str]:
    """Do what the pressed button says; the comments that were changed, and the same in words."""
    do, theme_id, one = (*request.form.get("do", "").split(":"), "", "")[:3]
    ids, who = [one] if one else request.form.getlist("comment"), current_staff()
    set_id = request.args.get("set", "")
    verbs = double.of_set(set_id) if set_id else coding
    if do == "undo" and not set_id:
        changed = coding.undo(house(), who, programme_id)
        return changed, ngettext("%(num)s comment is as before.", "%(num)s comments are as before.", len(changed))
    if do == "none":
        changed = verbs.none_fits(house(), who, programme_id, ids)
        return changed, ngettext("%(num)s comment: no theme fits.", "%(num)s comments: no theme fits.", len(changed))
    if do not in ("give", "take"):
        raise Invalid(books.N_("Choose what to do."))
    changed = getattr(verbs, do)(house(), who, programme_id, ids, theme_id)
    name = books.get(house(), theme_id).name
    if do == "take":
        return changed, gettext("%(theme)s: taken away from %(count)s.", theme=name, count=len(changed))
    return changed, gettext("%(theme)s: given to %(count)s.", theme=name, count=len(changed))


def answer(programme_id: str, changed: list[str], message: str) -> Response:
    set_id = request.args.get("set", "")
    if set_id:
        said = double.mine(house(), current_staff(), set_id)
        rows = [{"id": one, "state": said.state(one), "themes": list(said.themes(one))} for one in changed]
    else:
        cards = workbench.cards(house(), current_staff(), programme_id, changed)
        rows = [{"id": card.id, "state": card.state, "themes": list(card.themes)} for card in cards]
    left = workbench.progress(house(), programme_id)["new"]
    return jsonify(comments=rows, message=message, left=left)
