"""Example data, marked as such: past waves with releases, entries, accounts, a receipt. Never beside real data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from app.house import House
from app.models.base import db
from app.models.record import Setting
from app.models.staff import ROLES
from app.services import facts, staff
from app.services.asking import collectors, participation, receipts, responses, waves
from app.services.asking.waves import WaveView
from app.services.errors import N_, Conflict
from app.services.examples import demo_plan, demo_themes
from app.services.examples.demo_entries import example_entries
from app.services.examples.demo_people import Crowd
from app.services.loop import entries, entry_life, reviews
from app.services.scoring import releases
from app.services.staff import SignedIn
from app.services.themes import told
from app.services.transaction import writing
from surveys.model import Survey

LOADED = "demo"
"""The setting that says whether the example data are there: "begun", then "done"."""
LABEL = "Example link"
SIZES = {"young-person": 230, "parent-carer": 270, "professional": 170}
FEW = 45
"""Answers a wave to a further survey of an audience."""
SOME = 12
"""Answers in the wave that is still open: too few for a release."""
TICKET = "the ticket of the example receipt"


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """How to look at the example data."""

    staff: tuple[tuple[str, str, str], ...]
    """(role, e-mail address, one-time sign-in link)"""
    collectors: tuple[tuple[str, str], ...]
    """(survey id, code)"""
    receipt: str
    receipt_words: tuple[str, ...]
    public_url: str

    def lines(self) -> Iterator[str]:
        yield "Example data are loaded. Every page says so."
        for role, email, link in self.staff:
            yield f"Sign in as {role} ({email}), once: {link}"
        for survey, code in self.collectors:
            yield f"Answer {survey}: {self.public_url}/c/{code}"
        yield f"A receipt of an earlier wave: {self.receipt} or {' '.join(self.receipt_words)} at {self.public_url}/r/"


def load(house: House) -> DemoSummary:
    """Load the example data, or if they are there only make new sign-in links. Raises `Conflict` beside real responses.

    Deterministic but for ids and codes. Takes a few seconds.
    """
    if facts.has_real_responses():
        raise Conflict(N_("This database holds real responses, so example data cannot be added to it."))
    loaded = db.session.get(Setting, LOADED)
    if loaded is None:
        set_loaded("begun")
        waves.seed(house)
        past, current = two_past_waves(house), open_wave(house)
        answer(house, past, current)
        programme = demo_themes.code_comments(house, [each.id for each in core_surveys(house)], [w.id for w in past])
        for wave in past:
            for tier in ("public", "board"):
                releases.close(after(house, wave), wave.id, tier, actor="example")
        if programme:
            demo_themes.tell(house, programme, told.EVERYTHING)
        write_entries(house, programme)
        for survey in house.partnership.catalogue.surveys:
            collectors.create(house, survey.id, label=f"{LABEL}: {survey.title}", actor="example")
        set_loaded("done")
    elif loaded.value != "done":
        raise Conflict(N_("Loading example data was cut off once. Start with an empty data folder."))
    return summary(house)


def set_loaded(value: str) -> None:
    with writing():
        facts.mark_synthetic()
        db.session.merge(Setting(key=LOADED, value=value))


# Waves


def two_past_waves(house: House) -> list[WaveView]:
    """The last two waves that are over, planned ones if there are; the earlier first."""
    over = [wave for wave in waves.listed(house) if wave.closes_on < house.today()]
    while len(over) < 2:
        day = (over[-1].opens_on if over else house.today()) - timedelta(days=170)
        waves.add(house, f"{day:%Y-%m}", day, day + timedelta(days=30), actor="example")
        over = [wave for wave in waves.listed(house) if wave.closes_on < house.today()]
    return [over[1], over[0]]


def open_wave(house: House) -> WaveView:
    """A wave that is open today; where none is planned, one until the next planned one opens."""
    found = waves.open_today(house)
    if found:
        return found
    today = house.today()
    known = waves.listed(house)
    names = {wave.id for wave in known}
    opens = min((wave.opens_on for wave in known if wave.opens_on > today), default=today + timedelta(days=60))
    months = (
        f"{today.year + (today.month + more - 1) // 12}-{(today.month + more - 1) % 12 + 1:02}" for more in range(24)
    )
    name = next(month for month in months if month not in names)
    waves.add(house, name, today, opens - timedelta(days=1), actor="example")
    return waves.get(house, name)


def after(house: House, wave: WaveView) -> House:
    """The house two weeks after a wave, when it would be closed; never later than now."""
    moment = min(datetime.combine(wave.closes_on + timedelta(days=14), time(9)), house.now())
    return replace(house, now=lambda: moment)


# Answers


def wave_surveys(house: House) -> list[Survey]:
    schedule = house.framework.settings.headline_schedule
    return [survey for survey in house.partnership.catalogue.surveys if survey.schedule == schedule]


def core_surveys(house: House) -> list[Survey]:
    """The survey of each audience that asks most: the one most people answer."""
    core: dict[str, Survey] = {}
    for survey in wave_surveys(house):
        known = core.get(survey.audience)
        if survey.voice == "self" and (known is None or len(survey.questions) > len(known.questions)):
            core[survey.audience] = survey
    return list(core.values())


def answer(house: House, past: list[WaveView], current: WaveView) -> None:
    """Everybody's responses, and a receipt for one of the first wave."""
    crowd = Crowd(house)
    today = house.today()
    core = core_surveys(house)
    with_receipt = next(survey for survey in core if survey.audience == "young-person")
    with writing():
        for change, wave in enumerate(past):
            for survey in wave_surveys(house):
                size = SIZES[survey.audience] if survey in core else FEW
                new = crowd.wave(survey, wave.id, (wave.opens_on, wave.closes_on), size, change)
                ids = responses.store(house, list(new))
                if change == 0 and survey == with_receipt:
                    until = participation.receipt_until(house, wave.id)
                    receipts.issue(house, ticket(house), ids[-1], until)
        for survey in wave_surveys(house):
            days: tuple[date, date] = (current.opens_on, today)
            responses.store(house, list(crowd.wave(survey, current.id, days, SOME, 1)))


def ticket(house: House) -> str:
    return house.keyed_hash(LOADED, TICKET)


# Entries


def write_entries(house: House, programme_id: str) -> None:
    """Each entry walks the whole way: written by one officer, signed by each side, approved by another officer."""
    writer, owner = (officer(house, name) for name in ("officer@example.org", "owner@example.org"))
    signers = [
        reviews.invite(house, side, "Example", f"{side}@example.org", writer)[0]
        for side in house.partnership.sign_off.must_agree
    ]
    for content in example_entries(house):
        entry = entries.create(house, demo_themes.with_themes(house, programme_id, content), writer, owner.id)
        entry_life.submit(house, entry.id, 1, writer)
        for signer in signers:
            reviews.sign(house, signer, entry.id, 1, "agree")
        entry_life.approve(house, entry.id, 1, owner)
        entry_life.publish(house, entry.id, 1, writer)
    demo_plan.load(house, writer)


def officer(house: House, email: str) -> SignedIn:
    staff.add(house, email, ["officer"], actor="example")
    return next(person for person in staff.listed(house) if person.email == email)


# Ways in


def summary(house: House) -> DemoSummary:
    """Fresh sign-in links; the same codes and receipt each time."""
    people = [(role, f"{role}@example.org") for role in ROLES]
    links = tuple((role, email, staff.add(house, email, [role], actor="example")) for role, email in people)
    listed = [view for view in collectors.listed(house) if view.label.startswith(LABEL)]
    found = receipts.of_ticket(house, ticket(house))
    code = found[0] if found else ""
    return DemoSummary(
        staff=links,
        collectors=tuple(sorted((view.survey_id, view.code) for view in listed)),
        receipt=receipts.grouped(code) if code else "",
        receipt_words=receipts.words_of(code, "en") if code else (),
        public_url=house.config.public_url,
    )
