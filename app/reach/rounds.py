"""What the worker does about reaching people: plans what is due, sends it, imports lists. The verbs are services."""

from __future__ import annotations

from app.house import House
from app.languages import languages
from app.reach.parcels import compose
from app.services.reach import address_lists, due, messages, returns
from app.services.running import tasks
from app.services.running.tasks import Again, Claimed, Work

PLAN, SEND = "plan-messages", "send-messages"


def plan(house: House, task: Claimed) -> str:
    return due.plan_due(house, task)


def send(house: House, task: Claimed) -> str | Again:
    return messages.deliver(house, task, compose)


def import_list(house: House, task: Claimed) -> str:
    return address_lists.import_list(house, task, [language.code for language in languages().offered()])


def ask_back(house: House, task: Claimed) -> str:
    return returns.ask(house, task)


TASKS: dict[str, Work] = {PLAN: plan, SEND: send, address_lists.KIND: import_list, returns.KIND: ask_back}


def ask_for_plan(house: House) -> str:
    """By the clock: look what is due."""
    if tasks.is_asked(PLAN) or not due.is_work(house):
        return ""
    tasks.enqueue(house, PLAN)
    return f"asked for {PLAN}"


def ask_for_sending(house: House) -> str:
    """By the clock: send, if anything waits."""
    if tasks.is_asked(SEND) or not messages.is_work(house):
        return ""
    tasks.enqueue(house, SEND)
    return f"asked for {SEND}"


def ask_for_returns(house: House) -> str:
    """By the clock: look what came back, if anything left that could."""
    if tasks.is_asked(returns.KIND) or not returns.is_work(house):
        return ""
    tasks.enqueue(house, returns.KIND)
    return f"asked for {returns.KIND}"
