"""E-mail through the partnership's own mail server. Each message has a fixed Message-ID, so a copy can be told."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from datetime import UTC
from email.message import EmailMessage
from email.policy import SMTP as SMTP_LINES
from email.utils import format_datetime, formataddr, parseaddr
from urllib.parse import urlsplit

from app.channels.base import HANDED, LATER, REFUSED, UNCERTAIN, UNKNOWN, Outcome, Parcel
from app.house import House

TIMEOUT = 30
OK, FOR_GOOD = 250, 500


class SmtpChannel:
    """Before the letter's text was begun nothing has left, so a broken line means "later"; after it, "uncertain"."""

    name, leaves, can_ask = "smtp", True, False

    def __init__(self, house: House) -> None:
        self.house, self.line = house, None

    def send(self, parcel: Parcel) -> Outcome:
        letter = letter_of(self.house, parcel)
        try:
            outcome = self.address(parcel.address)
        except (OSError, smtplib.SMTPException, ssl.SSLError) as error:
            self.close()
            return Outcome(LATER, f"the mail server did not take it ({type(error).__name__})")
        if outcome is not None:
            return outcome
        try:
            code, _answer = self.line.data(letter.as_bytes(policy=SMTP_LINES))
        except smtplib.SMTPDataError as error:
            return self.refusal(error.smtp_code, "the text")
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Outcome(UNCERTAIN, f"cut off while it was handed over ({type(error).__name__})")
        return Outcome(HANDED) if code == OK else self.refusal(code, "the text")

    def address(self, recipient: str) -> Outcome | None:
        """Say who it is from and to; an outcome if the server refuses one of them."""
        if self.line is None:
            self.line = connect(self.house)
        _name, sender = parseaddr(sender_of(self.house))
        code, _answer = self.line.mail(sender)
        if code != OK:
            self.line.rset()
            return Outcome(LATER, f"the mail server refused our own address ({code})")
        code, _answer = self.line.rcpt(recipient)
        return None if code in (OK, 251) else self.refusal(code, "the address")

    def refusal(self, code: int, what: str) -> Outcome:
        """5xx is for good, 4xx for now (RFC 5321)."""
        try:
            self.line.rset()
        except (OSError, smtplib.SMTPException):
            self.close()
        return Outcome(REFUSED if code >= FOR_GOOD else LATER, f"the mail server refused {what} ({code})")

    def lookup(self, reference: str) -> Outcome:
        return Outcome(UNKNOWN)

    def came_back(self) -> Iterator[tuple[str, Outcome]]:
        """A mail server tells by a letter to the sender: `returns.read_letters` reads those that staff hand in."""
        return iter(())

    def close(self) -> None:
        if self.line is not None:
            try:
                self.line.quit()
            except (OSError, smtplib.SMTPException):
                self.line.close()
            self.line = None


def connect(house: House) -> smtplib.SMTP:
    config = house.config
    context = ssl.create_default_context()
    if config.smtp_security == "tls":
        line = smtplib.SMTP_SSL(config.smtp_host, config.smtp_port, timeout=TIMEOUT, context=context)
    else:
        line = smtplib.SMTP(config.smtp_host, config.smtp_port, timeout=TIMEOUT)
    if config.smtp_security == "starttls":
        line.starttls(context=context)
    line.ehlo_or_helo_if_needed()
    if config.smtp_user:
        line.login(config.smtp_user, config.smtp_password)
    return line


def sender_of(house: House) -> str:
    config = house.config
    host = urlsplit(config.public_url).hostname or "localhost"
    return config.mail_from or formataddr((house.partnership.title, f"no-reply@{host}"))


def letter_of(house: House, parcel: Parcel) -> EmailMessage:
    letter = EmailMessage()
    sender = sender_of(house)
    letter["From"], letter["To"], letter["Subject"] = sender, parcel.address, parcel.subject
    letter["Message-ID"] = f"<{parcel.reference}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    letter["Date"] = format_datetime(house.now().replace(tzinfo=UTC))
    letter["Auto-Submitted"] = "auto-generated"
    if parcel.stop_url:
        letter["List-Unsubscribe"] = f"<{parcel.stop_url}>"
        letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    letter.set_content(parcel.text)
    if parcel.html:
        letter.add_alternative(parcel.html, subtype="html")
    letter["Content-Language"] = parcel.language  # last: what begins with Content- moves into the first part
    return letter
