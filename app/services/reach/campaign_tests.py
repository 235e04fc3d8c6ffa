"""A campaign's test message to the officer who makes it, before anybody else gets one."""

from __future__ import annotations

from app.house import House, random_id
from app.services import audit
from app.services.reach import campaigns, messages
from app.services.transaction import writing


def send_to_oneself(house: House, campaign_id: str, staff_id: str, content: dict[str, str]) -> None:
    """Put the test message into the queue and note that the campaign was tested."""
    with writing():
        messages.add(house, "test", staff_id, f"test-{random_id()}", "email", content)
        campaigns.mark_tested(campaign_id)
        audit.record(house, content["address"], "campaign-tested", campaign_id)
