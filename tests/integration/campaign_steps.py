"""Steps of a campaign that several tests take: a list, a campaign that sends, a turn of the worker. No assertions."""

from __future__ import annotations

import csv
import io

from app.house import House
from app.models import db
from app.models.reach import Campaign
from app.reach import rounds
from app.services.reach import address_lists, campaigns
from app.services.reach.campaigns import Plan
from app.services.running import lease, tasks
from app.services.transaction import writing
from app.work import TASKS

OFFICER = "officer@example.org"
SURVEY = "parent-carer.general.our-confidence"


def list_text(count: int, audience: str = "parent-carer", **columns: str) -> str:
    """A CSV file of so many made-up people."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["email", "audience", *columns])
    for number in range(count):
        writer.writerow([f"person{number}@example.org", audience, *columns.values()])
    return text.getvalue()


def turn(house: House, holder: str = "worker") -> None:
    """Everything that the worker does about messages now."""
    lease.beat(house, holder)
    rounds.ask_for_plan(house)
    tasks.run_due(house, holder, TASKS)
    rounds.ask_for_sending(house)
    tasks.run_due(house, holder, TASKS)


def stored_list(house: House, text: str) -> str:
    list_id = address_lists.upload(house, "Newsletter", [text.encode()], OFFICER)
    turn(house)
    return list_id


def sending(house: House, count: int = 12, text: str = "", survey_id: str = SURVEY, **plan: object) -> str:
    """A confirmed campaign to so many people."""
    list_id = stored_list(house, text or list_text(count))
    campaign_id = campaigns.create(house, Plan("Winter", list_id, survey_id, **plan), OFFICER)
    with writing():
        campaigns.mark_tested(campaign_id)
    campaigns.confirm(house, campaign_id, OFFICER)
    return campaign_id


def code_of(campaign_id: str) -> str:
    return db.session.get_one(Campaign, campaign_id).collector_code
