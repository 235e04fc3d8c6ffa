"""Staff pages of one masked comment (translation, quote), and of a programme's quotes, figures and finished waves."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.account.forms import StaffForm, stripped, told_at
from app.comments.words import SENTIMENT_WORDS
from app.groups.notes import WAY_WORDS
from app.guards import allow, current_staff
from app.here import house
from app.languages import N_, gettext
from app.services.asking import programmes
from app.services.themes import book, coding, published, quotes, workbench

blueprint = Blueprint("quotes", __name__)
Page = str | Response | tuple[str, int]


class TranslationForm(StaffForm):
    text = TextAreaField(N_("What it says, in English"), [Length(max=quotes.LONGEST_TRANSLATION)], [stripped])


class QuoteForm(StaffForm):
    words = TextAreaField(
        N_("The words to show"), [DataRequired(N_("Write the words to show.")), Length(max=quotes.LONGEST)], [stripped]
    )
    theme = SelectField(N_("As an example of"), [DataRequired(N_("Choose a theme."))])


@blueprint.get("/<programme_id>/comments/<reading_id>")
@allow("analyst")
def comment(programme_id: str, reading_id: str) -> Page:
    return shown(programme_id, reading_id)


def shown(programme_id: str, reading_id: str, form: QuoteForm | None = None) -> Page:
    card = workbench.card(house(), current_staff(), programme_id, reading_id)
    quote = quotes.of_comment(house(), current_staff(), reading_id)
    form = form or QuoteForm(data={"words": quote.text if quote else card.text, "theme": first_theme(card, quote)})
    form.theme.choices = theme_choices(programme_id)
    return render_template(
        "comments/comment.html",
        programme=programmes.name_of(house(), programme_id),
        card=card,
        quote=quote,
        leave=quotes.has_leave(reading_id),
        quotable=quotes.may_be_quoted(house(), reading_id),
        form=form,
        translation=TranslationForm(data={"text": card.translation}),
        names={theme.id: theme.name for theme in book.listed(house(), programme_id, every=True)},
        way_words=WAY_WORDS,
        sentiment_words=SENTIMENT_WORDS,
    )


def first_theme(card: workbench.Card, quote: quotes.QuoteView | None) -> str:
    return quote.theme_id if quote else next(iter(card.themes), "")


def theme_choices(programme_id: str) -> list[SelectChoice]:
    themes = book.listed(house(), programme_id)
    known = [SelectChoice(theme.id, book.INDENT * theme.depth + theme.name) for theme in themes]
    return [SelectChoice("", gettext("Choose a theme")), *known]


@blueprint.post("/<programme_id>/comments/<reading_id>/translation")
@allow("analyst")
def translate(programme_id: str, reading_id: str) -> Page:
    text = request.form.get("text", "")
    quotes.translate(house(), current_staff(), programme_id, reading_id, text)
    flash(gettext("The translation is kept."))
    return redirect(url_for(".comment", programme_id=programme_id, reading_id=reading_id), 303)


@blueprint.post("/<programme_id>/comments/<reading_id>/quote")
@allow("analyst")
def propose(programme_id: str, reading_id: str) -> Page:
    form = QuoteForm(request.form)
    form.theme.choices = theme_choices(programme_id)
    if form.validate():
        with told_at(form, "words"):
            words, theme = form.words.data, form.theme.data
            quotes.propose(house(), current_staff(), programme_id, reading_id, theme, words)
            flash(gettext("The quote waits for approval."))
            return redirect(url_for(".listed", programme_id=programme_id), 303)
    return shown(programme_id, reading_id, form), 422


@blueprint.get("/<programme_id>/quotes")
@allow("analyst")
def listed(programme_id: str) -> Page:
    return render_template(
        "comments/quotes.html",
        programme=programmes.name_of(house(), programme_id),
        rows=quotes.listed(house(), current_staff(), programme_id),
        waves=coding.waves(house(), programme_id),
        figures=published.rows(house(), programme_id, tier="board"),
        release=published.latest(house(), "board"),
    )


@blueprint.post("/<programme_id>/quotes/<quote_id>/<any(approve,refuse):deed>")
@allow("analyst")
def decide(programme_id: str, quote_id: str, deed: str) -> Page:
    quotes.decide(house(), current_staff(), quote_id, deed == "approve")
    flash(gettext("The quote is approved.") if deed == "approve" else gettext("The quote is not shown."))
    return redirect(url_for(".listed", programme_id=programme_id), 303)


@blueprint.post("/<programme_id>/waves/<wave>/finish")
@allow("analyst")
def finish(programme_id: str, wave: str) -> Page:
    coding.finish_wave(house(), current_staff(), programme_id, wave)
    flash(gettext("The next release of this wave tells of its themes."))
    return redirect(url_for(".listed", programme_id=programme_id), 303)
