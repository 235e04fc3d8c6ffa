"""Makes the parcel of each message in the queue: to whom, in which words, with which links. Sending is `messages`."""

from __future__ import annotations

from flask import render_template

from app.channels.base import Parcel
from app.house import House
from app.languages import Language, languages
from app.reach.words import Facts, Words, name_in, words
from app.services.reach import messages, recipients
from app.services.reach.messages import Queued
from app.services.reach.recipients import Recipient

TO_STAFF = ("staff", "alert", "digest", "test")


def compose(house: House, row: Queued) -> Parcel | None:
    """The parcel of a message; None if its owner is not there any more or need not get it."""
    content = messages.content_of(house, row)
    if content:
        return to_staff(house, row, content)
    recipient = recipients.find(house, row.kind, row.owner)
    return personal(house, row, recipient) if recipient else None


def to_staff(house: House, row: Queued, content: dict[str, str]) -> Parcel:
    """A message whose text was written when it was put into the queue."""
    return Parcel(
        reference=messages.reference_of(row.id),
        medium=row.medium,
        address=content["address"],
        subject=content["subject"],
        text=content["text"],
        html=content.get("html", ""),
        language=content.get("language", "en"),
        stop_url=content.get("stop_url", ""),
    )


def personal(house: House, row: Queued, recipient: Recipient) -> Parcel:
    """A message to somebody outside, in their language."""
    language = languages().get(recipient.language) or languages().by_code["en"]
    facts = facts_of(house, recipient, language)
    said = words(language, row.kind, facts)
    return Parcel(
        reference=messages.reference_of(row.id),
        medium=row.medium,
        address=recipient.address,
        subject=said.subject,
        text=sms_text(said, facts) if row.medium == "sms" else plain_text(said, facts),
        html="" if row.medium == "sms" else html_text(language, said, facts),
        language=language.code,
        stop_url=facts.stop,
    )


def facts_of(house: House, recipient: Recipient, language: Language) -> Facts:
    address = house.config.public_url
    return Facts(
        who=house.partnership.name,
        survey=recipient.survey,
        link=f"{address}{recipient.path}",
        stop=f"{address}/stop/{recipient.stop_token}?lang={language.code}",
        until=recipient.until,
        receipt=f"{address}/r/",
        remembered=recipient.remembered,
    )


def plain_text(said: Words, facts: Facts) -> str:
    parts = [*said.before, f"{said.link_text}\n{facts.link}", *said.after, f"{said.stop_text}\n{facts.stop}"]
    return "\n\n".join(parts) + "\n"


def sms_text(said: Words, facts: Facts) -> str:
    return f"{said.sms} {facts.link}\n{said.stop_text} {facts.stop}"


def html_text(language: Language, said: Words, facts: Facts) -> str:
    """The same words as the plain text, for mail programs that show more; nothing in it is fetched from anywhere."""
    sender = name_in(language, facts)
    return render_template("reach/message.html", language=language, said=said, facts=facts, sender=sender)


def sample(house: House, kind: str, recipient: Recipient) -> tuple[str, str, str]:
    """(subject, text, HTML) of a message as it would go out, for a preview and a test message to oneself."""
    language = languages().get(recipient.language) or languages().by_code["en"]
    facts = facts_of(house, recipient, language)
    said = words(language, kind, facts)
    return said.subject, plain_text(said, facts), html_text(language, said, facts)
