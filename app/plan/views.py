"""The public pages of the plan's actions and of the Co-production Charter. What staff do with actions is `staff`."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, render_template, request

from app.guards import public
from app.here import house
from app.languages import current_language, keep_language
from app.loop.words import PROGRESS_WORDS
from app.outputs.blocks import measure_lines
from app.page_cache import for_everyone
from app.services.errors import N_, NotFound
from app.services.loop import entry_search, loop_measures
from app.services.plan import actions
from app.services.plan.actions import ActionView

blueprint = Blueprint("plan", __name__)
blueprint.url_defaults(keep_language)
blueprint.add_app_template_global(actions.of_entry, "actions_of_entry")
STATE_TAGS = {
    "complete": "tag-did",
    "on-track": "tag-will",
    "behind": "tag-stop",
    "not-started-behind": "tag-stop",
    "not-started": "tag-rest",
}
blueprint.app_context_processor(lambda: {"state_tags": STATE_TAGS, "framework_titles": house().framework})


@blueprint.app_template_global()
def action_title(view: ActionView) -> dict[str, str]:
    """The title in easy read, in the reader's language where there is one."""
    words, code = view.title_in(current_language().code)
    return {"words": words, "code": code}


@blueprint.get("/plan/")
@public
@for_everyone
def listed() -> str:
    """Every action of the plan, all or those of one state or organisation."""
    every = actions.listed(house())
    state, organisation = request.args.get("state", ""), request.args.get("organisation", "")
    shown = [
        view for view in every if state in ("", view.content.state) and organisation in ("", view.content.organisation)
    ]
    counts = Counter(view.content.state for view in every)
    wish = {"state": state if state in PROGRESS_WORDS else "", "organisation": organisation}
    own = {view.content.organisation for view in every}
    return render_template("plan/list.html", actions=shown, every=every, counts=counts, wish=wish, organisations=own)


@blueprint.get("/plan/<reference>")
@public
@for_everyone
def action(reference: str) -> str:
    """One action: what it is, how far it is, what was said of it before, and which answers rest on it."""
    try:
        view = actions.get(house(), reference)
    except NotFound:
        raise NotFound(N_("We cannot find this page")) from None
    return render_template(
        "plan/action.html",
        view=view,
        content=view.content,
        words=actions.words(house(), reference),
        entries=actions.public_entries_of(house(), view.id),
        address=f"{house().config.public_url}/plan/{reference}",
    )


@blueprint.get("/charter")
@public
@for_everyone
def charter() -> str:
    """What the Co-production Charter promises, and how well it is kept: the measures of the loop."""
    found = loop_measures.measures(house())
    years = entry_search.years(house())
    return render_template(
        "plan/charter.html", charter=house().partnership.charter, measures=list(measure_lines(found)), years=years
    )
