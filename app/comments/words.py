"""The words of the workbench and of themes that several staff pages share. English msgids; no rules."""

from __future__ import annotations

from app.languages import N_

SENTIMENT_WORDS = {
    "positive": N_("Positive"),
    "negative": N_("Negative"),
    "mixed": N_("Mixed"),
    "neutral": N_("Neutral"),
    "unscored": N_("Not scored"),
}
STATE_WORDS = {"new": N_("To code"), "coded": N_("Coded"), "none": N_("No theme fits")}
ATTRIBUTE_WORDS = {
    "journey_point": N_("Part of the journey"),
    "locality": N_("Locality"),
    "wave": N_("Wave"),
    "language": N_("Language"),
}
STEP_WORDS = {
    "added": N_("Added"),
    "changed": N_("Changed"),
    "moved": N_("Moved"),
    "merged": N_("Merged into the second one"),
    "split": N_("Split into the others"),
    "closed": N_("Closed"),
    "opened": N_("Opened again"),
}
"""Of a code book's history; what follows are the themes that took part."""
