"""The words of the board's pages for ids that releases hold. All are English msgids."""

from __future__ import annotations

from babel.lists import format_list
from markupsafe import Markup

from app.languages import N_, current_language

AUDIENCE_WORDS = {
    "young-person": N_("Children and young people"),
    "parent-carer": N_("Parents and carers"),
    "professional": N_("Professionals"),
}
VERDICT_WORDS = {
    "better": N_("Better"),
    "worse": N_("Worse"),
    "small-change": N_("A small change"),
    "no-clear-change": N_("No clear change"),
    "too-few": N_("Too few to say"),
    "": N_("Baseline"),
}
SHORT_VERDICTS = {
    "better": N_("%(change)s better"),
    "worse": N_("%(change)s worse"),
    "small-change": N_("small: %(change)s better"),
    "small-worse": N_("small: %(change)s worse"),
    "no-clear-change": N_("no clear change"),
    "too-few": N_("too few to say"),
    "": "",
}
# The sentence above the pictures, in the order in which it is read.
HIGHER = {
    "worse": N_("Confidence is worse than at the baseline for: %(who)s."),
    "better": N_("Confidence is better than at the baseline for: %(who)s."),
    "small-better": N_("A little better for: %(who)s."),
    "small-worse": N_("A little worse for: %(who)s."),
    "no-clear-change": N_("No clear change for: %(who)s."),
    "too-few": N_("Too few people to say for: %(who)s."),
    "": N_("This is the baseline, where we start: %(who)s."),
}
PART_MOVED = {
    "worse": N_("%(what)s is worse for: %(who)s."),
    "better": N_("%(what)s is better for: %(who)s."),
}
POINTS_APART = N_("%(points)s points apart")
NO_CLEAR_GAP = N_("no clear gap")
TIER_WORDS = {"board": N_("Board"), "public": N_("Public")}


def listed_text(words: list[str]) -> str:
    """ "A, B and C" as the language of the page joins them."""
    return format_list(words, locale=current_language().locale)


def ltr(code: str) -> Markup:
    """A wave or a release as it is written, also inside a text that runs from right to left."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(code)
