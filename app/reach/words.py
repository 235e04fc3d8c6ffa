"""What messages to people say, in their language: short sentences, one link, one tap to stop. No addresses here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.languages import Language, date_in
from surveys.model import Survey


@dataclass(frozen=True, slots=True)
class Facts:
    """What a message is about. `until` is the last day of the survey; `receipt` is where a receipt code is typed.

    `remembered`: their receipt was remembered, so they need not type it.
    """

    who: str
    survey: Survey | None = None
    link: str = ""
    stop: str = ""
    until: object = None
    receipt: str = ""
    remembered: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """One message: its subject, sentences before the link, what the link is called, sentences after it, and for SMS."""

    subject: str
    before: tuple[str, ...]
    link_text: str
    after: tuple[str, ...]
    stop_text: str
    sms: str


def words(language: Language, kind: str, facts: Facts) -> Words:
    """The words of one kind of message."""
    return KINDS[kind](language, facts)


def name_in(language: Language, facts: Facts) -> str:
    return language.survey_text(facts.who, "partnership")


def minutes(language: Language, survey: Survey) -> str:
    told = language.messages.ngettext(
        "It takes about %(num)s minute.", "It takes about %(num)s minutes.", survey.minutes
    )
    return told % {"num": survey.minutes}


def until(language: Language, facts: Facts) -> tuple[str, ...]:
    _ = language.messages.gettext
    if facts.until is None:
        return ()
    return (_("You can answer until %(day)s.") % {"day": date_in(facts.until, str(language.locale))},)


def privacy(language: Language, facts: Facts) -> tuple[str, ...]:
    _ = language.messages.gettext
    return (
        _("Your address is not kept with your answers."),
        _("You do not have to answer. This link is only for you."),
        _("%(who)s sent you this.") % {"who": name_in(language, facts)},
    )


def stopping(language: Language) -> str:
    return language.messages.gettext("No more messages? Tap here:")


def invitation(language: Language, facts: Facts) -> Words:
    _ = language.messages.gettext
    asked = _("We want to know how it is for you.")
    return Words(
        subject=_("%(who)s: how is it for you?") % {"who": name_in(language, facts)},
        before=(
            asked,
            _("Your answers help us to make support better."),
            minutes(language, facts.survey),
            _("You can stop and carry on later, on another device too."),
            *until(language, facts),
        ),
        link_text=_("Open your survey:"),
        after=privacy(language, facts),
        stop_text=stopping(language),
        sms=f"{name_in(language, facts)}: {asked} {minutes(language, facts.survey)}",
    )


def reminder(language: Language, facts: Facts) -> Words:
    _ = language.messages.gettext
    first = _("Your survey is still open.")
    return Words(
        subject=_("%(who)s: your survey is still open") % {"who": name_in(language, facts)},
        before=(
            first,
            _("Have you answered already? Thank you. Then you need do nothing."),
            minutes(language, facts.survey),
            *until(language, facts),
        ),
        link_text=_("Open your survey:"),
        after=privacy(language, facts),
        stop_text=stopping(language),
        sms=f"{name_in(language, facts)}: {first}",
    )


def follow_up(language: Language, facts: Facts) -> Words:
    _ = language.messages.gettext
    first = _("Some months ago we asked how it is for you. Now we ask again, to see what has changed.")
    return Words(
        subject=_("%(who)s: how is it now?") % {"who": name_in(language, facts)},
        before=(
            first,
            _("Do you have your receipt from last time? Then go to %(address)s first and type its code.")
            % {"address": facts.receipt},
            _("No receipt? Open the survey here. That counts too."),
            minutes(language, facts.survey),
            *until(language, facts),
        ),
        link_text=_("Open your survey:"),
        after=privacy(language, facts),
        stop_text=stopping(language),
        sms=f"{name_in(language, facts)}: {first}",
    )


def next_survey(language: Language, facts: Facts) -> Words:
    _ = language.messages.gettext
    first = _("You asked us to tell you when we ask again. The survey is open now.")
    return Words(
        subject=_("%(who)s: how is it now?") % {"who": name_in(language, facts)},
        before=(
            first,
            _("Your new answers are put beside your old ones, without your name. You need no code.")
            if facts.remembered
            else _("Type the code from your receipt, so that we see what has changed for you."),
            minutes(language, facts.survey),
            *until(language, facts),
        ),
        link_text=_("Open it here:"),
        after=(
            _("You left us this address for that. We keep it apart from your answers."),
            _("You do not have to answer."),
        ),
        stop_text=stopping(language),
        sms=f"{name_in(language, facts)}: {first}",
    )


def news(language: Language, facts: Facts) -> Words:
    _ = language.messages.gettext
    first = _("You told us how it is. Now you can read what was done about it.")
    return Words(
        subject=_("%(who)s: you said, we did") % {"who": name_in(language, facts)},
        before=(_("You asked us to tell you what became of it."), first),
        link_text=_("Read it here:"),
        after=(_("You left us this address for that. We keep it apart from your answers."),),
        stop_text=stopping(language),
        sms=f"{name_in(language, facts)}: {first}",
    )


KINDS: dict[str, Callable[[Language, Facts], Words]] = {
    "invitation": invitation,
    "reminder": reminder,
    "follow-up": follow_up,
    "next-survey": next_survey,
    "news": news,
}
