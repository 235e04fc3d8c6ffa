"""Staff pages of a programme's code book: its themes, their words, merging and splitting, and its history."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.account.forms import StaffForm, stripped, told_at
from app.comments.words import STEP_WORDS
from app.guards import allow, current_staff
from app.here import house
from app.languages import N_, gettext, languages
from app.loop.editor import pictures
from app.services.asking import programmes
from app.services.errors import Conflict, Invalid
from app.services.themes import book, reshape, workbench
from app.services.themes.book import LONGEST_EASY, LONGEST_NAME, ThemeText, ThemeView

blueprint = Blueprint("book", __name__)
Page = str | Response | tuple[str, int]


class ThemeForm(StaffForm):
    """What a person writes about a theme."""

    name = StringField(N_("Name"), [DataRequired(N_("Give the theme a name.")), Length(max=LONGEST_NAME)], [stripped])
    about = TextAreaField(N_("What belongs in it, and what does not"), [Length(max=2000)], [stripped])
    parent = SelectField(N_("Inside"))
    easy = StringField(N_("In a plain sentence, for the public page"), [Length(max=LONGEST_EASY)], [stripped])
    picture = SelectField(N_("Picture"))


class MergeForm(StaffForm):
    into = SelectField(N_("Merge it into"))


class SplitForm(StaffForm):
    names = TextAreaField(
        N_("Themes inside it, one a line"), [DataRequired(N_("Name at least two themes to split it into."))]
    )


def theme_form(themes: list[ThemeView], **given: object) -> ThemeForm:
    form = ThemeForm(**given)
    form.parent.choices = [SelectChoice("", gettext("No other theme")), *theme_choices(themes)]
    form.picture.choices = [SelectChoice("", gettext("None")), *(SelectChoice(*each) for each in pictures())]
    return form


def theme_choices(themes: list[ThemeView], but: str = "") -> list[SelectChoice]:
    return [SelectChoice(theme.id, book.INDENT * theme.depth + theme.name) for theme in themes if theme.id != but]


def text_of(form: ThemeForm) -> ThemeText:
    """With the plain sentence in other languages, whose fields are named by their codes."""
    codes = [language.code for language in languages().offered() if language.code != "en"]
    words = {code: request.form.get(f"easy-{code}", "") for code in codes}
    return ThemeText(form.name.data, form.about.data or "", form.easy.data or "", form.picture.data or "", words)


@blueprint.get("/<programme_id>/book")
@allow("analyst")
def listed(programme_id: str) -> Page:
    return shown(programme_id, theme_form(book.listed(house(), programme_id)))


def shown(programme_id: str, form: ThemeForm) -> Page:
    themes = book.listed(house(), programme_id, every=True)
    return render_template(
        "comments/book.html",
        programme=programmes.name_of(house(), programme_id),
        themes=themes,
        sizes=workbench.sizes(house(), [theme.id for theme in themes]),
        history=book.history(house(), programme_id),
        version=book.version(house(), programme_id),
        step_words=STEP_WORDS,
        form=form,
    )


@blueprint.post("/<programme_id>/book")
@allow("analyst")
def add(programme_id: str) -> Page:
    form = theme_form(book.listed(house(), programme_id), formdata=request.form)
    if form.validate():
        with told_at(form, "name"):
            made = book.add(house(), current_staff(), programme_id, text_of(form), form.parent.data or None)
            flash(gettext("The theme is in the code book: %(theme)s.", theme=made.name))
            return redirect(url_for(".listed", programme_id=programme_id), 303)
    return shown(programme_id, form), 422


@blueprint.get("/<programme_id>/book/version/<int:number>")
@allow("analyst")
def version(programme_id: str, number: int) -> Page:
    themes = book.at_version(house(), programme_id, number)
    programme = programmes.name_of(house(), programme_id)
    return render_template("comments/book_version.html", programme=programme, number=number, themes=themes)


@blueprint.get("/<programme_id>/book/<theme_id>")
@allow("analyst")
def theme(programme_id: str, theme_id: str) -> Page:
    row = book.get(house(), theme_id)
    given = {"name": row.name, "about": row.about, "easy": row.easy, "picture": row.picture, "parent": row.parent_id}
    return one(row, theme_form(others(row), data=given), row.words)


def others(row: ThemeView) -> list[ThemeView]:
    return [each for each in book.listed(house(), row.programme_id) if each.id != row.id]


def one(row: ThemeView, form: ThemeForm, words: dict[str, str], merging: MergeForm | None = None) -> Page:
    merging = merging or MergeForm()
    merging.into.choices = theme_choices(others(row))
    return render_template(
        "comments/theme.html",
        programme=programmes.name_of(house(), row.programme_id),
        row=row,
        form=form,
        merging=merging,
        splitting=SplitForm(),
        words=words,
        written=[language for language in languages().offered() if language.code != "en"],
        size=workbench.sizes(house(), [row.id]).get(row.id, 0),
        problem=None,
    )


@blueprint.post("/<programme_id>/book/<theme_id>")
@allow("analyst")
def change(programme_id: str, theme_id: str) -> Page:
    row = book.get(house(), theme_id)
    form = theme_form(others(row), formdata=request.form)
    text = text_of(form)
    if form.validate():
        with told_at(form, "parent"):
            if (form.parent.data or None) != row.parent_id:
                book.move(house(), current_staff(), theme_id, form.parent.data or None)
            book.change(house(), current_staff(), theme_id, text)
            flash(gettext("Saved."))
            return redirect(url_for(".listed", programme_id=programme_id), 303)
    return one(row, form, text.words), 422


@blueprint.post("/<programme_id>/book/<theme_id>/<any(merge,split,close,open):deed>")
@allow("analyst")
def reshaped(programme_id: str, theme_id: str, deed: str) -> Page:
    """Merge, split, close or open a theme again; what is refused is said on the list."""
    who, done = current_staff(), gettext("Done. It is in the history of the code book.")
    try:
        if deed == "merge":
            reshape.merge(house(), who, theme_id, request.form.get("into", ""))
        elif deed == "split":
            reshape.split(house(), who, theme_id, request.form.get("names", "").splitlines())
        else:
            book.set_open(house(), who, theme_id, deed == "open")
    except (Invalid, Conflict) as refused:
        row = book.get(house(), theme_id)
        given = {"name": row.name, "about": row.about, "easy": row.easy, "picture": row.picture}
        form = theme_form(others(row), data=given | {"parent": row.parent_id})
        form.name.errors = [refused]
        return one(row, form, row.words), 422
    flash(done)
    return redirect(url_for(".listed", programme_id=programme_id), 303)
