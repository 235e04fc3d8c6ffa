"""Coming in: the language first, then what the survey is about, then the first page. Or: when it is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from flask import Response, make_response, redirect, render_template, request

from app.guards import respondent
from app.here import house
from app.languages import current_language, languages
from app.respond.blueprint import blueprint
from app.respond.visit import (
    address_of,
    draft_here,
    go,
    keep_ticket,
    speak_for,
    ticket,
    token_of,
    whole_form,
)
from app.services.asking import collector_counts, entrances, participation, receipts
from app.services.asking.entrances import Entrance, Opening
from app.services.asking.participation import AS_USUAL, Manner, Participation
from app.services.reach import invitations
from surveys import flow
from surveys.model import Survey
from surveys.ways import PLAIN, ways

HELPERS_OF = {
    "young-person": ("none", "parent", "teacher", "other"),
    "parent-carer": ("none", "teacher", "other"),
}
"""Who may help, by audience: nobody is asked for whom the question makes no sense."""
OFTEN, MANY = 3, 7
"""A picture is fetched with the first page if so many questions use it, or so many stand together with it."""


@blueprint.get("/<any(s,c):door>/<key>")
@respondent
def start(door: str, key: str) -> Response:
    entrance = entrance_at(door, key)
    if entrance.address != request.path:
        return redirect(f"{entrance.address}?{request.query_string.decode()}".rstrip("?"), 308)
    draft = None if entrance.shared else draft_here(entrance.address)
    speak_for(entrance.survey, draft.language if draft else entrance.language)
    opening = entrances.opening(house(), entrance)
    if opening.wave is None and draft is None:
        return closed_page(entrance, opening)
    if draft is None and came_from_outside():
        collector_counts.count(entrance.code, collector_counts.OPENED)
    offered = languages().offered(entrance.survey.id)
    known = {request.args.get("lang"), entrance.language} & {language.code for language in offered}
    chosen = bool(known) or len(offered) == 1
    return make_response(
        render_template(
            "respond/start.html" if chosen else "respond/language.html",
            entrance=entrance,
            survey=entrance.survey,
            offered=offered,
            opening=opening,
            carry_on=carry_on_address(door, key, draft) if draft else None,
            sent_before=not entrance.shared and draft is None and bool(sent_receipt()),
            token=token_of(ticket()) if ticket() else "",
            ways=ways(entrance.survey),
            helpers=helpers_of(entrance.survey),
            manner=dict(draft.manner) if draft else {},
        )
    )


@blueprint.post("/<any(s,c):door>/<key>")
@respondent
def begin(door: str, key: str) -> Response:
    """Start a draft; one that this device had here is replaced by it, as the page said."""
    form = whole_form()
    entrance = entrance_at(door, key)
    speak_for(entrance.survey)
    opening = entrances.opening(house(), entrance)
    if opening.wave is None:
        return closed_page(entrance, opening)
    if invitations.is_invited(house(), ticket()) and sent_receipt():
        return go("receipt", door, key)  # one person's link answers once
    return started(entrance, opening.wave, manner=manner_of(form, entrance.survey))


def came_from_outside() -> bool:
    """A change of language on the start page is not another opening; browsers that do not say so keep it in mind."""
    where_from = request.headers.get("Sec-Fetch-Site")
    return where_from != "same-origin" if where_from else "lang" not in request.args


def manner_of(form: Mapping[str, str], survey: Survey) -> Manner:
    """What was chosen on the start page; what this survey does not offer is as if nothing was."""
    way, helper = form.get("presentation", PLAIN), form.get("helper", "none")
    return Manner(way if way in ways(survey) else PLAIN, helper if helper in helpers_of(survey) else "none")


def helpers_of(survey: Survey) -> tuple[str, ...]:
    """Who may help. Somebody who answers about another person does so alone."""
    return HELPERS_OF.get(survey.audience, ()) if survey.voice == "self" else ()


def started(entrance: Entrance, wave: str, person: str | None = None, manner: Manner = AS_USUAL) -> Response:
    """The first page with a new ticket."""
    collector_counts.count(entrance.code, collector_counts.STARTED)
    new_ticket = participation.begin(house(), entrance, wave, current_language().code, person, ticket(), manner)
    draft = participation.load(house(), new_ticket)
    first = flow.first_page(draft.survey, draft.answers, draft.known)
    _, door, key = entrance.address.split("/")
    return keep_ticket(go("page", door, key, page_id=first.id), new_ticket, entrance.address, entrance.shared)


@blueprint.app_template_global()
def answer_pictures(survey: Survey) -> list[str]:
    """The pictures of answers that come often, or many at once: fetched early, so that later pages are small."""
    if "answer pictures" not in survey.workings:
        sets = [[option.picture for option in question.options if option.picture] for question in survey.questions]
        times = Counter(name for names in sets for name in names)
        many = {name for names in sets if len(names) >= MANY for name in names}
        survey.workings["answer pictures"] = sorted(many | {name for name in times if times[name] >= OFTEN})
    return survey.workings["answer pictures"]


def entrance_at(door: str, key: str) -> Entrance:
    return entrances.by_survey(house(), key) if door == "s" else entrances.by_collector(house(), key)


def carry_on_address(door: str, key: str, draft: Participation) -> str:
    """The first page that is unanswered, or the check page; in the language of the page that links to it."""
    here = flow.first_unanswered(draft.survey, draft.answers, draft.known)
    return address_of("page", door, key, page_id=here.id) if here else address_of("check", door, key)


def sent_receipt() -> object:
    return receipts.of_ticket(house(), ticket()) if ticket() else None


def closed_page(entrance: Entrance, opening: Opening) -> Response:
    page = render_template("respond/closed.html", survey=entrance.survey, opening=opening)
    return make_response(page, 410)
