"""E-mail and text messages through GOV.UK Notify. Its templates hold ((subject)) and ((body)); the texts are ours."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.channels.base import HANDED, LATER, LOST, REFUSED, UNCERTAIN, UNKNOWN, Outcome, Parcel
from app.house import House

if TYPE_CHECKING:
    from notifications_python_client.notifications import NotificationsAPIClient

logger = logging.getLogger("worker")
TIMEOUT = 30
PUBLIC_SERVICE = "https://api.notifications.service.gov.uk"
FAILED = ("permanent-failure", "technical-failure")
BAD_REQUEST, BUSY = 400, 429


class NotifyChannel:
    """A request without an answer is uncertain, and Notify is asked by our reference before it is tried again."""

    name, leaves, can_ask = "notify", True, True

    def __init__(self, house: House) -> None:
        self.house = house
        self._client: NotificationsAPIClient | None = None

    @property
    def client(self) -> NotificationsAPIClient:
        from notifications_python_client.notifications import NotificationsAPIClient

        if self._client is None:
            logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)  # it quotes addresses
            config = self.house.config
            url = config.notify_url or PUBLIC_SERVICE
            self._client = NotificationsAPIClient(config.notify_api_key, base_url=url, timeout=TIMEOUT)
        return self._client

    def send(self, parcel: Parcel) -> Outcome:
        from notifications_python_client.errors import HTTPError, InvalidResponse

        try:
            self.hand_over(parcel)
        except InvalidResponse:
            return Outcome(UNCERTAIN, "Notify answered with something that nobody can read")
        except HTTPError as error:
            return outcome_of(error.status_code, error.response is not None)
        return Outcome(HANDED)

    def hand_over(self, parcel: Parcel) -> None:
        config = self.house.config
        if parcel.medium == "sms":
            words = {"body": parcel.text}
            self.client.send_sms_notification(
                parcel.address, config.notify_sms_template, personalisation=words, reference=parcel.reference
            )
            return
        self.client.send_email_notification(
            parcel.address,
            config.notify_email_template,
            personalisation={"subject": parcel.subject, "body": parcel.text},
            reference=parcel.reference,
            one_click_unsubscribe_url=parcel.stop_url or None,
        )

    def lookup(self, reference: str) -> Outcome:
        from notifications_python_client.errors import HTTPError, InvalidResponse

        try:
            found = self.client.get_all_notifications(reference=reference)["notifications"]
        except (HTTPError, InvalidResponse):
            return Outcome(LATER, "Notify does not answer")
        if not found:
            return Outcome(UNKNOWN)
        failed = found[0]["status"] in FAILED
        return Outcome(REFUSED, f"Notify says {found[0]['status']}") if failed else Outcome(HANDED)

    def came_back(self) -> Iterator[tuple[str, Outcome]]:
        """All that failed in the last days, the newest first; Notify keeps them for seven."""
        from notifications_python_client.errors import HTTPError, InvalidResponse

        try:
            for found in self.client.get_all_notifications_iterator(status="failed"):
                if found.get("reference"):
                    yield found["reference"], failure(found["status"])
        except (HTTPError, InvalidResponse):
            logger.warning("Notify does not say what came back; it is asked again later")

    def close(self) -> None:
        if self._client is not None:
            self._client.request_session.close()
            self._client = None


def failure(status: str) -> Outcome:
    """A permanent failure means that there is nobody; any other, that this message is lost and the next may arrive."""
    return Outcome(REFUSED if status == "permanent-failure" else LOST, f"came back: Notify says {status}")


def outcome_of(status: int, answered: bool) -> Outcome:
    """What an error of Notify means. Its own words are not kept: they may quote the address."""
    if not answered or status >= 500:
        return Outcome(UNCERTAIN, "Notify did not say whether it took it")
    if status == BAD_REQUEST:
        return Outcome(REFUSED, "Notify refused the address or the text (400)")
    return Outcome(LATER, "Notify has too much to do (429)" if status == BUSY else f"Notify refused us ({status})")
