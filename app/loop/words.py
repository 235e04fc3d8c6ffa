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
STATE_WORDS = {"draft": N_("Draft"), "published": N_("Public"), "withdrawn": N_("Taken back")}

ENTRY_WORDS = {
    "audience_words": AUDIENCE_WORDS,
    "reply_words": REPLY_WORDS,
    "reply_tags": REPLY_TAGS,
    "state_words": STATE_WORDS,
}
