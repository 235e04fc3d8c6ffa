"""The ways in which a message can leave, behind one small interface: send, and ask what became of one that was cut off.

Which is used follows from the settings. Nothing here knows who a message is for or why.
"""

from __future__ import annotations

from app.channels.base import Channel
from app.channels.notify import NotifyChannel
from app.channels.outbox import OutboxChannel
from app.channels.smtp import SmtpChannel
from app.house import House

CHANNELS = {"notify": NotifyChannel, "smtp": SmtpChannel, "outbox": OutboxChannel}


def name_for(house: House, medium: str) -> str:
    """The channel that a message by this medium leaves through now."""
    config = house.config
    template = config.notify_email_template if medium == "email" else config.notify_sms_template
    if config.notify_api_key and template:
        return "notify"
    return "smtp" if medium == "email" and config.smtp_host else "outbox"


def open_channel(house: House, name: str) -> Channel:
    """A channel that keeps its connection until it is closed."""
    return CHANNELS[name](house)


def fingerprint(house: House, medium: str = "email") -> str:
    """Tells whether the channel is still the one that was tried; 64 hex digits, no secret in it."""
    config, name = house.config, name_for(house, medium)
    by_name = {
        "notify": (config.notify_api_key, config.notify_url, config.notify_email_template),
        "smtp": (config.smtp_host, config.smtp_port, config.smtp_user, config.mail_from),
        "outbox": (),
    }
    return house.keyed_hash("channel", "\n".join(map(str, (name, *by_name[name]))))
