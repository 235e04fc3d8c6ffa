"""Where officers see every promise, tell how it goes on, and are reminded before its day. What is said is public."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from wtforms import SelectField, TextAreaField
from wtforms.validators import Length

from app.account.forms import StaffForm, stripped, told_at
from app.guards import allow, current_staff
from app.here import house
from app.languages import N_, gettext
from app.loop.forms import offered
from app.loop.words import PROGRESS_WORDS
from app.services.errors import NotFound
from app.services.loop import entries, loop_measures, promises

blueprint = Blueprint("keeping", __name__, url_prefix="/promises")
Page = str | Response | tuple[str, int]


class ProgressForm(StaffForm):
    state = SelectField(N_("How far it is"), choices=offered(PROGRESS_WORDS.items()))
    note = TextAreaField(
        N_("What happened, in one or two plain sentences"), [Length(max=promises.LONGEST_NOTE)], [stripped]
    )


@blueprint.get("/")
@allow("officer")
def listed() -> str:
    made = loop_measures.promises(house())
    return render_template("loop/staff/promises.html", promises=made, soon=loop_measures.due_soon(house(), made))


@blueprint.get("/<entry_id>/<key>")
@allow("officer")
def promise(entry_id: str, key: str) -> str:
    return page(entry_id, key, ProgressForm())


@blueprint.post("/<entry_id>/<key>")
@allow("officer")
def tell(entry_id: str, key: str) -> Page:
    form = ProgressForm(request.form)
    if form.validate():
        with told_at(form, "state"):
            promises.tell(house(), entry_id, key, form.state.data, form.note.data or "", current_staff())
            flash(gettext("Saved. Everyone can read it on the page of the answer."))
            return redirect(url_for(".listed"))
    return page(entry_id, key, form), 422


def page(entry_id: str, key: str, form: ProgressForm) -> str:
    view = entries.get(house(), entry_id)
    reply = next((each for each in view.content.replies if (each.key, each.kind) == (key, "we-will")), None)
    if reply is None:
        raise NotFound(N_("There is no such promise."))
    word = view.progress.get(key)
    return render_template("loop/staff/promise.html", entry=view, reply=reply, word=word, form=form)
