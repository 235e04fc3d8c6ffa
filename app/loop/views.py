"""The public pages of "You said, we did". Writing entries is the editor's; what they say is the service's."""

from __future__ import annotations

from babel.numbers import format_percent
from flask import Blueprint, Response, redirect, render_template, request, url_for

from app.guards import public
from app.here import house
from app.languages import current_language, keep_language, languages, translated
from app.loop.words import ENTRY_WORDS
from app.page_cache import for_everyone
from app.respond.visit import whole_form
from app.services.errors import Invalid
from app.services.loop import (
    entries,
    entry_effects,
    entry_life,
    entry_readers,
    entry_search,
    entry_topics,
    entry_voices,
    loop_measures,
)
from app.services.loop.entry_search import Wish
from app.services.running import throttle
from app.services.scoring import releases

VERDICTS, A_DAY = 60, 24 * 3600
"""Words on one entry from one network address a day: a school has one address."""
Page = str | Response | tuple[str, int]
blueprint = Blueprint("loop", __name__)
blueprint.url_defaults(keep_language)
blueprint.app_context_processor(lambda: ENTRY_WORDS)
blueprint.add_app_template_global(lambda: house().today(), "today")


@blueprint.add_app_template_global
def written_in(code: str) -> dict[str, str]:
    """How to mark up text that a person wrote in this language: its code, its direction, its name for this reader."""
    known = languages().by_code.get(code)
    name = current_language().locale.languages.get(code, code)
    return {"code": code, "direction": known.direction if known else "auto", "name": name}


blueprint.add_app_template_global(entry_voices.counts, "said_counts")


@blueprint.add_app_template_global
def percent_text(share: int) -> str:
    """A whole share of a hundred as the language of the page writes it."""
    return format_percent(share / 100, locale=current_language().locale)


@blueprint.get("/you-said-we-did/")
@public
@for_everyone
def answers() -> str:
    wish = Wish.read(request.args)
    number = request.args.get("page", "1")
    number = int(number) if number.isascii() and number.isdigit() else 1
    found = entry_search.find(house(), wish, number, current_language().code)
    return render_template("loop/list.html", found=found, wish=wish, years=entry_search.years(house()))


@blueprint.get("/you-said-we-did/topics/")
@public
@for_everyone
def topics() -> str:
    """Every part of the journey and every locality that something was said about, and how many answers each has."""
    return render_template("loop/topics.html", topics=entry_topics.topics(house()))


@blueprint.get("/you-said-we-did/topics/<any('journey', 'place'):kind>/<topic_id>")
@public
@for_everyone
def topic(kind: str, topic_id: str) -> str:
    found = entry_topics.get(house(), kind, topic_id)
    views = entry_topics.entries_of(house(), found, current_language().code)
    return render_template("loop/topic.html", topic=found, entries=views)


@blueprint.get("/you-said-we-did/promises")
@public
@for_everyone
def promises() -> str:
    """Promises kept, late and open, and how well the partnership answers at all."""
    made = loop_measures.promises(house(), current_language().code)
    return render_template("loop/promises.html", promises=made, measures=loop_measures.measures(house()))


@blueprint.get("/you-said-we-did/<slug>")
@public
@for_everyone
def answer(slug: str) -> Page:
    return shown(slug)


@blueprint.post("/you-said-we-did/<slug>")
@public
def judge(slug: str) -> Page:
    """Does this answer what you said? Counted once a day from one place, roughly; nobody signs in to say so."""
    verdict = whole_form().get("verdict", "")
    limit = {"name": f"verdict {slug}", "key": request.remote_addr or "", "limit": VERDICTS, "window_seconds": A_DAY}
    try:
        if verdict in entry_readers.VERDICTS:
            throttle.attempt(house(), **limit)
        entry_readers.judge(house(), slug, verdict)
    except Invalid as wrong:
        return shown(slug, error=translated(wrong)), 422
    return redirect(url_for(".answer", slug=slug, said=verdict, _anchor="your-word"), 303)


def shown(slug: str, **more: object) -> str:
    entry = entries.get_published(house(), slug).spoken(house(), current_language().code)
    sides = entry_life.sides(house(), entry.id, entry.public_version)
    return render_template(
        "loop/entry.html",
        entry=entry,
        content=entry.content,
        address=f"{house().config.public_url}/you-said-we-did/{entry.slug}",
        agreed=[side for side in sides if side.decision == "agree"],
        effects=entry_effects.effects(house(), entry.content, releases.latest(entry_effects.TIER)),
        indicator_words={each.id: each.meaning for each in house().framework.indicators},
        shares=entry_readers.shares(house(), entry.id),
        said=request.args.get("said") in entry_readers.VERDICTS,
        **more,
    )
