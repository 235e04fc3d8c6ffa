"""The words and colours of "You said, we did" that public pages and the editor share. English msgids; no rules."""

from __future__ import annotations

from app.languages import N_

AUDIENCE_WORDS = {
    "": N_("Everyone"),
    "young-person": N_("Children and young people"),
    "parent-carer": N_("Parents and carers"),
    "professional": N_("Professionals"),
}
REPLY_WORDS = {
    "we-did": N_("We did"),
    "we-will": N_("We will"),
    "we-cannot": N_("We can't, because"),
}
REPLY_TAGS = {"we-did": "tag-did", "we-will": "tag-will", "we-cannot": "tag-cannot"}
STATE_WORDS = {
    "draft": N_("Draft"),
    "in-review": N_("In review"),
    "signed": N_("Signed by all"),
    "approved": N_("Approved"),
    "published": N_("Published"),
    "withdrawn": N_("Taken back"),
}
LIMB_WORDS = {
    "": N_("It is not about the local offer"),
    "content": N_("What the local offer contains"),
    "accessibility": N_("How easy it is to find and use"),
    "development": N_("How it was made with families"),
}
EXEMPTION_WORDS = {
    "": N_("It is not left out"),
    "vexatious": N_("It is there only to annoy"),
    "single-case": N_("It is about one person alone"),
}
DECISION_WORDS = {"": N_("Waiting"), "agree": N_("Agrees"), "change": N_("Wants a change"), "no": N_("Says no")}
PROGRESS_WORDS = {
    "complete": N_("Done"),
    "on-track": N_("Under way and on track"),
    "behind": N_("Under way but behind"),
    "not-started-behind": N_("Not started and behind"),
    "not-started": N_("Not started yet"),
}
STANDING_WORDS = {
    "kept": N_("Kept"),
    "kept-late": N_("Done later than promised"),
    "late": N_("This is late"),
    "open": N_("Not due yet"),
}
STANDING_TAGS = {"kept": "tag-did", "kept-late": "tag-did", "late": "tag-stop", "open": "tag-will"}
EFFECT_WORDS = {
    "better": N_("It is better now."),
    "worse": N_("It is worse now."),
    "small-change": N_("There is a small change."),
    "no-clear-change": N_("There is no clear change yet."),
}
ENTRY_WORDS = {
    "standing_words": STANDING_WORDS,
    "standing_tags": STANDING_TAGS,
    "effect_words": EFFECT_WORDS,
    "audience_words": AUDIENCE_WORDS,
    "reply_words": REPLY_WORDS,
    "reply_tags": REPLY_TAGS,
    "state_words": STATE_WORDS,
    "decision_words": DECISION_WORDS,
    "progress_words": PROGRESS_WORDS,
    "limb_words": LIMB_WORDS,
    "exemption_words": EXEMPTION_WORDS,
}
