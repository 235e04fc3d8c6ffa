"""What each role is called and may do, in words. Who may open what is said by the guard on each view."""

from __future__ import annotations

from wtforms.fields.choices import SelectChoice

from app.languages import N_
from app.models.staff import ROLES

ROLE_WORDS = {
    "administrator": (N_("Administrator"), N_("people and roles, settings, jobs; no comments")),
    "officer": (N_("Engagement officer"), N_("waves, links, entries, how many answered")),
    "facilitator": (N_("Facilitator"), N_("their own links and group sessions")),
    "analyst": (N_("Analyst"), N_("masked comments and themes; releases of scores; board pages")),
    "board-reader": (N_("Board reader"), N_("board pages and downloads")),
    "reviewer": (N_("Reviewer"), N_("entries that wait for their sign-off")),
    "safeguarding": (N_("Safeguarding lead"), N_("comments as they were written; each view is logged")),
    "dpo": (N_("Data protection officer"), N_("the audit trail and what is kept how long")),
}


def role_choices() -> list[SelectChoice]:
    """Role ids with their English names, in the order of the model."""
    return [SelectChoice(role, ROLE_WORDS[role][0]) for role in ROLES]
