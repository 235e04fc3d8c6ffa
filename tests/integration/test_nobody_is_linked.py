"""From the database alone nobody can tie a contact or an invitation to an answer: each attack is tried, and fails.

Twenty people answer by their own link and leave an address with their receipt right after, one after the other, while
the worker runs: the worst case. In the next wave ten of them come back by the link in a message, then a letter comes
back. The attacks are in `linkage_attacks`; each finds what it looks for where the very mistake is planted.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text, update

from app.house import House
from app.models import db
from app.models.answering import Receipt, Response
from app.models.reach import Contact, Invitation, Message, Pool, RememberedReceipt
from app.services import staff
from app.services.asking import collectors, entrances, participation, receipts, waves
from app.services.asking.entrances import Entrance
from app.services.reach import contacts, digests, invitations, messages, outbox, remembered, returns
from surveys.answers import SKIPPED
from tests.integration import linkage_attacks as attacks
from tests.integration.campaign_steps import OFFICER, SURVEY, sending, turn
from tests.integration.linkage_attacks import ADDRESSES, ANSWERS, BATCH, PEOPLE, Backup, Evening, dump
from tests.integration.test_campaigns import link_in
from tests.integration.test_remembered import BACK, in_may
from tests.integration.test_returns import letter

pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("both_engines", "context")]
Plant = Callable[[House, Evening], None]


def an_evening(house: House) -> Evening:
    """Each answers, then leaves an address; a backup is taken after each step, and the worker looks in between."""
    sending(house, PEOPLE)
    turn(house)
    evening = Evening(backups=[backup()])
    for kept in sorted(outbox.listed(house), key=lambda one: one.reference):
        token = link_in(kept.text).removeprefix("/i/")
        invited = invitations.enter(house, token, "")
        answer(house, evening, entrances.by_collector(house, invited.code), old_ticket=invited.ticket)
        token_hash = invitations.hash_of(house, "invitation", token)
        evening.invitations.append(db.session.scalar(select(Invitation.id).where(Invitation.token_hash == token_hash)))
        contacts.leave(house, kept.address, SURVEY, "en", follow_up=True, news=True, receipt=evening.receipts[-1])
        evening.contact_hashes.append(contacts.addresses.hashed(house, kept.address))
        evening.backups.append(backup())
        turn(house)
        evening.backups.append(backup())
    return evening


def answer(house: House, evening: Evening, door: Entrance, who: str | None = None, old_ticket: str = "") -> None:
    before = set(db.session.scalars(select(Response.id)))
    wave = entrances.opening(house, door).wave
    ticket = participation.begin(house, door, wave, "en", who, old_ticket)
    draft = participation.load(house, ticket)
    asked = [question for page in draft.survey.pages for question in page.questions]
    participation.save(house, draft, dict.fromkeys(asked, SKIPPED), "en")
    participation.submit(house, ticket, "en")
    [new] = set(db.session.scalars(select(Response.id))) - before
    evening.responses.append(new)
    evening.receipts.append(receipts.of_ticket(house, ticket)[0])


def backup() -> Backup:
    pool = db.session.scalar(select(func.length(Pool.sealed)))
    finished = db.session.scalar(select(func.count()).select_from(Invitation).where(Invitation.finished))
    counts = [db.session.scalar(select(func.count()).select_from(model)) for model in (Contact, Response)]
    db.session.rollback()
    return Backup(counts[0], pool or 0, finished, counts[1])


def the_next_wave(house: House, evening: Evening) -> None:
    """Everybody who left an address is told; half come back by their link; staff get summaries; a letter comes back."""
    in_may(house)
    staff.add(house, OFFICER, ["officer"])
    turn(house)
    letters = {one.address: one.text for one in outbox.listed(house, PEOPLE) if BACK.search(one.text)}
    assert len(letters) == PEOPLE
    for address in sorted(letters)[: BATCH + 1]:
        before = dump(ADDRESSES)
        found = remembered.find(house, BACK.search(letters[address])[0].removeprefix("/back/"), "")
        answer(house, evening, Entrance(house.partnership.catalogue.latest(SURVEY)), found.person)
        evening.comings.append((before, dump(ADDRESSES)))
        evening.came_back.append(contacts.addresses.hashed(house, address))
    for _ in range(3):
        house.now.move(days=7)
        evening.weeks += digests.for_officers(house)
        turn(house)
    before = dump(ANSWERS)
    told = select(Message.id).where(Message.kind == "next-survey", Message.state == "sent")
    stays = Contact.address_hash.not_in(evening.came_back)  # an address whose letters come back is deleted
    told = told.join(Contact, Contact.id == Message.owner).where(stays).limit(1)
    assert returns.read_letters(house, [letter(db.session.scalar(told))], OFFICER).marked == 1
    evening.returned = (before, dump(ANSWERS))


# The very mistakes, one for each attack


def one_hash_for_link_and_ticket(house: House, evening: Evening) -> None:
    token_hash = db.session.scalar(select(Invitation.token_hash).where(Invitation.id == evening.invitations[0]))
    mine = Receipt.response_id == evening.responses[0]
    db.session.execute(update(Receipt).where(mine).values(ticket_hash=token_hash))


def a_log_that_names_the_answer(house: House, evening: Evening) -> None:
    mine = Message.owner == evening.invitations[0]
    db.session.execute(update(Message).where(mine).values(detail=f"finished by {evening.responses[0]}"))


def a_table_that_numbers_its_rows(house: House, evening: Evening) -> None:
    db.session.execute(text("CREATE TEMP TABLE contact AS SELECT * FROM main.contact"))
    db.session.commit()


def contacts_written_as_they_come(house: House, evening: Evening) -> None:
    db.session.execute(delete(RememberedReceipt))
    for number, mark in enumerate(evening.contact_hashes):
        mine = Contact.address_hash == mark
        db.session.execute(update(Contact).where(mine).values(id=f"{number:032}"))


def contact_and_answer_at_once(house: House, evening: Evening) -> None:
    one, other = Contact.address_hash == evening.contact_hashes[0], Response.id == evening.responses[0]
    db.session.execute(update(Contact).where(one).values(language="en"))
    db.session.execute(update(Response).where(other).values(language="en"))


def a_date_of_ones_own(house: House, evening: Evening) -> None:
    row = db.session.scalars(select(Contact)).first()
    row.expires_on = row.expires_on.replace(day=1)


def a_count_that_moves_by_one(house: House, evening: Evening) -> None:
    last = evening.backups[-1]
    evening.backups.append(Backup(last.contacts + 1, last.pool_bytes, last.finished, last.responses))


def the_same_key_for_both(house: House, evening: Evening) -> None:
    code_hash = db.session.scalar(select(Receipt.code_hash).where(Receipt.response_id == evening.responses[0]))
    row = db.session.scalars(select(RememberedReceipt)).first()
    row.back_hash = code_hash


def a_mark_on_who_came_back(house: House, evening: Evening) -> None:
    before = dump(ADDRESSES)
    mine = Contact.address_hash == evening.came_back[0]
    db.session.execute(update(Contact).where(mine).values(wave="2027-06"))
    db.session.commit()
    evening.comings.append((before, dump(ADDRESSES)))


def a_reminder_to_the_others_alone(house: House, evening: Evening) -> None:
    back = select(Contact.id).where(Contact.address_hash.in_(evening.came_back))
    others = select(Contact.id).where(Contact.id.not_in(back))
    for owner in db.session.scalars(others).all():
        messages.add(house, "next-survey", owner, "again", "email")


def a_receipt_deleted_with_its_address(house: House, evening: Evening) -> None:
    before = dump(ANSWERS)
    db.session.execute(delete(Receipt).where(Receipt.response_id == evening.responses[0]))
    db.session.commit()
    evening.returned = (before, dump(ANSWERS))


def an_exact_number_in_the_summary(house: House, evening: Evening) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collectors, "to_five", int)
        evening.weeks += digests.for_officers(house)


OF_THE_EVENING: dict[Callable[[Evening], list[str]], Plant] = {
    attacks.attack_by_shared_ids_and_hashes: one_hash_for_link_and_ticket,
    attacks.attack_by_what_is_written_inside: a_log_that_names_the_answer,
    attacks.attack_by_row_numbers: a_table_that_numbers_its_rows,
    attacks.attack_by_the_order_of_rows: contacts_written_as_they_come,
    attacks.attack_by_transactions: contact_and_answer_at_once,
    attacks.attack_by_times: a_date_of_ones_own,
    attacks.attack_by_two_backups: a_count_that_moves_by_one,
    attacks.attack_by_remembered_receipts: the_same_key_for_both,
}
OF_THE_NEXT_WAVE: dict[Callable[[Evening], list[str]], Plant] = {
    attacks.attack_by_shared_ids_and_hashes: one_hash_for_link_and_ticket,
    attacks.attack_by_what_is_written_inside: a_log_that_names_the_answer,
    attacks.attack_by_remembered_receipts: the_same_key_for_both,
    attacks.attack_by_follow_up_messages: a_reminder_to_the_others_alone,
    attacks.attack_by_weekly_summaries: an_exact_number_in_the_summary,
    attacks.attack_by_the_way_back: a_mark_on_who_came_back,
    attacks.attack_by_returned_letters: a_receipt_deleted_with_its_address,
}
ONLY_ON = {attacks.attack_by_row_numbers: "sqlite", attacks.attack_by_transactions: "postgresql"}


def test_every_attack_fails_and_would_find_what_is_there(app: Flask, house: House) -> None:
    waves.seed(house)
    evening = an_evening(house)
    counted = [db.session.scalar(select(func.count()).select_from(model)) for model in (Contact, RememberedReceipt)]
    assert counted == [PEOPLE, PEOPLE]
    assert db.session.scalar(select(func.count()).select_from(Invitation).where(Invitation.finished)) == PEOPLE
    tried(house, evening, OF_THE_EVENING)
    the_next_wave(house, evening)
    assert len(evening.comings) == BATCH + 1
    tried(house, evening, OF_THE_NEXT_WAVE)


def tried(house: House, evening: Evening, found: dict[Callable[[Evening], list[str]], Plant]) -> None:
    """Each attack finds nothing, and finds the mistake that is planted for it."""
    engine = db.session.get_bind().dialect.name
    for attack in found:
        assert attack(evening) == [], attack.__name__
    for attack, plant in found.items():
        if ONLY_ON.get(attack, engine) == engine:
            naive = deepcopy(evening)
            plant(house, naive)
            assert attack(naive) != [], attack.__name__
            db.session.rollback()
            clear_away(engine)


def clear_away(engine: str) -> None:
    """What a plant had to commit."""
    if engine == "sqlite":
        db.session.execute(text("DROP TABLE IF EXISTS temp.contact"))
        db.session.commit()
