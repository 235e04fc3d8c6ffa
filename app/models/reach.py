"""Addresses, campaigns, invitations, contacts and messages. No key, no hash and no time in common with any answer.

Addresses are encrypted; a keyed hash of one finds it again. Dates only, and rounded where a person caused them.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import NO_ROWID, Base, KeyedHash, RandomId, is_random_id, one_of
from surveys.model import AUDIENCES

MEDIA = ("email", "sms")
CAMPAIGN_STATES = ("draft", "sending", "stopped", "over")
MESSAGE_STATES = ("waiting", "handing", "sent", "refused", "uncertain", "dropped")
STOPPED = ("", "asked", "unreachable")


class AddressList(Base):
    """One uploaded list of addresses. It is `ready` once every row is stored; until then no campaign can use it."""

    __tablename__ = "address_list"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    ready: Mapped[bool] = mapped_column(default=False)
    rows: Mapped[int] = mapped_column(default=0)
    made_on: Mapped[date]
    made_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    expires_on: Mapped[date] = mapped_column(index=True)
    __table_args__ = (is_random_id("id"), NO_ROWID)


class ListEntry(Base):
    """One address of a list, encrypted, with what the list says of it. Nobody stands twice in one list."""

    __tablename__ = "list_entry"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    list_id: Mapped[str] = mapped_column(ForeignKey("address_list.id", ondelete="CASCADE"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    address_hash: Mapped[str] = mapped_column(KeyedHash)
    medium: Mapped[str] = mapped_column(String(8))
    audience: Mapped[str] = mapped_column(String(20))
    journey_point: Mapped[str] = mapped_column(String(60), default="")
    language: Mapped[str] = mapped_column(String(20), default="")
    __table_args__ = (
        is_random_id("id"),
        one_of("medium", MEDIA, "medium"),
        one_of("audience", AUDIENCES, "audience"),
        UniqueConstraint("list_id", "address_hash"),
        NO_ROWID,
    )


class Campaign(Base):
    """One sending of one survey to one list: an invitation, at most two reminders, follow-ups after months.

    `reminders` are days after the invitation and `follow_ups` months, each as "7,14"; empty for none.
    """

    __tablename__ = "campaign"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    list_id: Mapped[str | None] = mapped_column(ForeignKey("address_list.id", ondelete="SET NULL"))
    survey_id: Mapped[str] = mapped_column(String(100))
    wave: Mapped[str | None] = mapped_column(ForeignKey("wave.id"))
    collector_code: Mapped[str] = mapped_column(ForeignKey("collector.code"))
    language: Mapped[str] = mapped_column(String(20), default="en")
    reminders: Mapped[str] = mapped_column(String(20), default="")
    follow_ups: Mapped[str] = mapped_column(String(20), default="")
    state: Mapped[str] = mapped_column(String(12), default="draft")
    tested: Mapped[bool] = mapped_column(default=False)
    invited: Mapped[int] = mapped_column(default=0)
    starts_on: Mapped[date | None]
    made_on: Mapped[date]
    made_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    expires_on: Mapped[date] = mapped_column(index=True)
    __table_args__ = (is_random_id("id"), one_of("state", CAMPAIGN_STATES, "state"), NO_ROWID)


class Invitation(Base):
    """One address of one campaign. `finished` is noted in batches and belongs to the current `round` (months).

    Tokens are not stored: they follow from the id and a key that is not in the database; their hashes find the row.
    """

    __tablename__ = "invitation"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    address_hash: Mapped[str] = mapped_column(KeyedHash, index=True)
    medium: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(KeyedHash, unique=True)
    stop_hash: Mapped[str] = mapped_column(KeyedHash, unique=True)
    round: Mapped[int] = mapped_column(default=0)
    finished: Mapped[bool] = mapped_column(default=False)
    stopped: Mapped[str] = mapped_column(String(12), default="")
    __table_args__ = (
        is_random_id("id"),
        one_of("medium", MEDIA, "medium"),
        one_of("stopped", STOPPED, "stopped"),
        UniqueConstraint("campaign_id", "address_hash"),
        NO_ROWID,
    )


class Message(Base):
    """One message to one person, once per step. `sealed` holds address and text of those that go to staff.

    `handing` is written before the message leaves and changed after: who finds it there after a kill must ask.
    """

    __tablename__ = "message"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    owner: Mapped[str] = mapped_column(RandomId)
    step: Mapped[str] = mapped_column(String(60))
    medium: Mapped[str] = mapped_column(String(8))
    channel: Mapped[str] = mapped_column(String(12), default="")
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    set_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    detail: Mapped[str] = mapped_column(Text, default="")
    __table_args__ = (
        is_random_id("id"),
        one_of("medium", MEDIA, "medium"),
        one_of("state", MESSAGE_STATES, "state"),
        UniqueConstraint("owner", "step"),
        Index("ix_message_state_next_try_at", "state", "next_try_at"),
        NO_ROWID,
    )


class OutboxMessage(Base):
    """What would have been sent, encrypted: the channel of an instance from which nothing leaves."""

    __tablename__ = "outbox_message"
    reference: Mapped[str] = mapped_column(RandomId, primary_key=True)
    medium: Mapped[str] = mapped_column(String(8))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(index=True)
    __table_args__ = (is_random_id("reference"), NO_ROWID)


class StoppedAddress(Base):
    """The keyed hash of an address whose owner wants no more messages: nothing else is kept of them."""

    __tablename__ = "stopped_address"
    address_hash: Mapped[str] = mapped_column(KeyedHash, primary_key=True)
    __table_args__ = (NO_ROWID,)


class Contact(Base):
    """An address that somebody left after a survey, encrypted; written in batches in random order, never at once.

    `expires_on` is the end of a month, so that it tells no day; `wave` is the one that was open then.
    """

    __tablename__ = "contact"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    address_hash: Mapped[str] = mapped_column(KeyedHash, index=True)
    medium: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(20))
    survey_id: Mapped[str] = mapped_column(String(100))
    wave: Mapped[str] = mapped_column(String(16))
    follow_up: Mapped[bool] = mapped_column(default=False)
    news: Mapped[bool] = mapped_column(default=False)
    stop_hash: Mapped[str] = mapped_column(KeyedHash, unique=True)
    expires_on: Mapped[date] = mapped_column(index=True)
    __table_args__ = (is_random_id("id"), one_of("medium", MEDIA, "medium"), NO_ROWID)


class RememberedReceipt(Base):
    """The receipt that the owner of a contact asked us to remember, encrypted under a key of its own.

    Written with the contact's batch, never with an answer. `back_hash` finds it from the link of a message.
    """

    __tablename__ = "remembered_receipt"
    contact_id: Mapped[str] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    back_hash: Mapped[str] = mapped_column(KeyedHash, unique=True)
    __table_args__ = (NO_ROWID,)


class Pool(Base):
    """Contacts that were left lately, all in one encrypted row of a constant length, until a batch of them is written.

    One row has no order and no times of its own rows, and its length tells no number.
    """

    __tablename__ = "contact_pool"
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    __table_args__ = (NO_ROWID,)


class AlertCheck(Base):
    """A test alert and whether the person who got it said so: only then does the channel of alerts count as proven."""

    __tablename__ = "alert_check"
    token_hash: Mapped[str] = mapped_column(KeyedHash, primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    channel: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]
    confirmed_on: Mapped[date | None]
    __table_args__ = (NO_ROWID,)


class DigestStop(Base):
    """A member of staff who wants no weekly summary by e-mail."""

    __tablename__ = "digest_stop"
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)


class KnownShare(Base):
    """How large a group is known to be among all those who could be asked, as the partnership supplied it.

    `permille` is its share in thousandths, `people` how many they are, where that is known. The attribute "all" has
    one group, "all": everybody who could be asked. A file of shares replaces all that were there.
    """

    __tablename__ = "known_share"
    audience: Mapped[str] = mapped_column(String(20), primary_key=True)
    attribute: Mapped[str] = mapped_column(String(60), primary_key=True)
    group_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    permille: Mapped[int]
    people: Mapped[int | None]
    year: Mapped[str] = mapped_column(String(20), default="")
    source: Mapped[str] = mapped_column(Text, default="")
    __table_args__ = (
        one_of("audience", AUDIENCES, "audience"),
        CheckConstraint("permille > 0 AND permille <= 1000", name="permille_range"),
    )
