"""Where a browser can go straight away on a running site: a page of each kind, and any page of any survey.

Drafts are made in the site's own database by the services that its pages use, so that nobody walks there page by page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select

from app.command import database
from app.config import from_environment
from app.factory import open_house
from app.house import random_id
from app.models.base import db
from app.models.staff import Staff
from app.services.asking import collectors, entrances, participation, receipts
from app.services.asking.participation import Manner
from app.services.examples import demo
from app.services.loop import entries
from app.services.reach import contacts, invitations, remembered
from app.services.reach.contacts import Left
from app.services.transaction import writing
from surveys.answers import SKIPPED, Answer, Answers
from surveys.model import Condition, Question, Survey
from surveys.model import Page as SurveyPage
from surveys.ways import in_way, ways

PUBLIC = {
    "home": "/",
    "settings": "/settings",
    "how it works": "/how-it-works",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
    "languages": "/languages",
    "credits": "/credits",
    "your device": "/your-device",
    "you said, we did": "/you-said-we-did/",
    "promises": "/you-said-we-did/promises",
    "to print and to share": "/you-said-we-did/take-away",
    "the year": "/you-said-we-did/year/2026",
    "the year in easy read": "/you-said-we-did/year/2026/easy-read",
    "the plan": "/plan/",
    "an action of the plan": "/plan/2.1",
    "the charter": "/charter",
    "stories": "/stories/",
    "a story": "/stories/one-person-to-ask",
    "an event": "/stories/we-planned-quiet-places",
    "what people told us": "/what-people-told-us/",
    "what people told us about all": "/what-people-told-us/general",
    "topics": "/you-said-we-did/topics/",
    "topic": "/you-said-we-did/topics/journey/ehc",
    "measures of the loop": "/you-said-we-did/measures",
    "receipt lookup": "/r/",
    "not found": "/nothing-is-here",
    "unknown link": "/c/QQQQQQ",
    "unknown survey": "/s/no-such-survey",
}
FORWARD = "main form button[value=next]"
MISTAKES = (
    ("in a number", "parent-carer.ehc.the-process", "times-asked-again", "many"),
    ("among several", "professional.annual-review.reviewing", "words", "x" * 2500),
    ("in words", "young-person.general.my-confidence", "good", "x" * 2500),
)
YOUNG, PARENT, WAVE = "young-person.general.my-day", "parent-carer.general.pulse", "parent-carer.general.our-confidence"


@dataclass(frozen=True)
class Place:
    """One page: its address without the language, the ticket to have, and how to get to it from there.

    `types` is put into the first box, `ticks` is ticked, then `press` is pressed, and the page is there when it has
    `shows`.
    """

    name: str
    address: str
    ticket: str = ""
    types: str = ""
    ticks: str = ""
    press: str = ""
    shows: str = "main .error-summary"
    language_in_address: bool = True

    @property
    def keeps_language(self) -> bool:
        """Whether the page is in the language of its draft, since nobody asked for another."""
        return bool(self.ticket) and not self.language_in_address

    def go(self, page: Page, language: str) -> None:
        """Open it in this language. What is pressed leads to another page, which is waited for."""
        carry(page.context, self)
        page.set_extra_http_headers({"Accept-Language": language})
        mark = "&" if "?" in self.address else "?"
        page.goto(f"{self.address}{mark}lang={language}" if self.language_in_address else self.address)
        if self.types:
            page.locator("main input[type=text], main textarea").first.fill(self.types)
        if self.ticks:
            page.locator(self.ticks).check()
        if self.press:
            page.locator(self.press).first.click()
            page.locator(self.shows).wait_for()
            page.wait_for_load_state("load")  # what is pressed shows its words before its style sheets are there


def carry(context: BrowserContext, place: Place) -> None:
    """Have the ticket of this place and no other."""
    context.clear_cookies(name="ticket")
    if place.ticket:
        folder = "/".join(place.address.split("?")[0].split("/")[:3])
        context.add_cookies([{"name": "ticket", "value": place.ticket, "path": folder, "domain": "127.0.0.1"}])


class Opener:
    """Makes drafts, receipts and collectors on the running site that has its data in this folder. One for a run."""

    def __init__(self, data_dir: Path) -> None:
        self.house = open_house(from_environment({"DATA_DIR": str(data_dir)}))
        self.app = database(self.house)
        self.catalogue = self.house.partnership.catalogue

    def each_kind(self) -> list[Place]:
        """A page of each kind, and of each kind of question in each way of answering."""
        return [*self.questions(), *self.others()]

    # Drafts

    def ticket(self, survey_id: str, way: str, answers: Answers, code: str | None = None) -> str:
        """A draft that has these answers."""
        with self.app.app_context():
            by = entrances.by_collector if code else entrances.by_survey
            entrance = by(self.house, code or survey_id)
            wave = entrances.opening(self.house, entrance).wave
            ticket = participation.begin(self.house, entrance, wave, "en", manner=Manner(way))
            if answers:
                participation.save(self.house, participation.load(self.house, ticket), answers, "en")
        return ticket

    def sent(self, survey_id: str, code: str | None = None) -> str:
        """The ticket of answers that were sent."""
        survey = self.catalogue.latest(survey_id)
        ticket = self.ticket(survey_id, "plain", spoken(survey), code)
        with self.app.app_context():
            participation.submit(self.house, ticket, "en")
        return ticket

    def receipt(self, ticket: str) -> str:
        with self.app.app_context():
            return receipts.of_ticket(self.house, ticket)[0]

    def collector(self, survey_id: str, shared: bool = False, is_open: bool = True) -> str:
        with self.app.app_context():
            code = collectors.create(self.house, survey_id, shared_device=shared, actor="command")
            if not is_open:
                collectors.set_open(self.house, code, False, "command")
        return code

    # Pages of surveys

    def names(self, survey: Survey, way: str) -> list[tuple[str, SurveyPage]]:
        """Each page of a survey in one way of answering, with a name of its own."""
        return [(f"{survey.id} {way} {page.id}", page) for page in in_way(survey, way).pages]

    def every_page(self, survey: Survey, way: str) -> Iterator[Place]:
        """All of them as places, those that hang on an answer too."""
        tickets: dict[tuple[str, ...], str] = {}
        for name, page in self.names(survey, way):
            answers = answers_that_open(in_way(survey, way), page)
            key = tuple(f"{name}={answer.value}" for name, answer in sorted(answers.items()) if answer.value)
            if key not in tickets:
                tickets[key] = self.ticket(survey.id, way, answers)
            yield Place(name, f"/s/{survey.id}/{page.id}", tickets[key])

    def questions(self) -> Iterator[Place]:
        """As few pages as hold each kind of question in each way, alone on its page and among others."""
        seen: set[tuple[str, str, bool]] = set()
        for survey, way, page, keys in sorted(self.holding(), key=lambda one: -len(one[3])):
            if keys <= seen:
                continue
            seen |= keys
            kinds = "+".join(sorted({kind for kind, _, _ in keys}))
            ticket = self.ticket(survey.id, way, answers_that_open(in_way(survey, way), page))
            yield Place(f"{kinds} {way}", f"/s/{survey.id}/{page.id}", ticket)

    def holding(self) -> Iterator[tuple[Survey, str, SurveyPage, set[tuple[str, str, bool]]]]:
        for survey in self.catalogue.surveys:
            for way in ways(survey):
                asked = in_way(survey, way)
                for page in asked.pages:
                    kinds = {asked.question_by_id[name].kind for name in page.questions}
                    yield survey, way, page, {(kind, way, len(page.questions) == 1) for kind in kinds}

    # Pages of each other kind

    def others(self) -> Iterator[Place]:
        yield from (Place(name, address) for name, address in PUBLIC.items())
        yield from self.doors()
        yield from self.mistakes()
        yield from self.ends()
        yield from self.around_messages()
        with self.app.app_context():
            entry = entries.published(self.house, limit=1)[0]
        yield Place("entry", f"/you-said-we-did/{entry.slug}")

    def doors(self) -> Iterator[Place]:
        yield Place("language choice", f"/s/{YOUNG}", language_in_address=False)
        yield Place("start with ways", f"/s/{YOUNG}")
        yield Place("start", f"/s/{PARENT}")
        yield Place("start of professionals", "/s/professional.general.training")
        half = self.ticket(YOUNG, "plain", {})
        yield Place("language choice to carry on", f"/s/{YOUNG}", half, language_in_address=False)
        yield Place("start to carry on", f"/s/{YOUNG}", half)
        yield Place("start on a shared device", f"/c/{self.collector(YOUNG, shared=True)}")
        yield Place("closed", f"/c/{self.collector(PARENT, is_open=False)}")

    def mistakes(self) -> Iterator[Place]:
        for name, survey_id, page_id, types in MISTAKES:
            page = self.catalogue.latest(survey_id).page_by_id[page_id]
            ticket = self.ticket(survey_id, "plain", answers_that_open(self.catalogue.latest(survey_id), page))
            yield Place(f"mistake {name}", f"/s/{survey_id}/{page_id}", ticket, types, press=FORWARD)
        yield Place("mistake in a receipt", "/r/?code=nothing", press=FORWARD)
        yield Place("too early", f"/s/{PARENT}/finish", self.ticket(PARENT, "plain", {}))
        yield Place("nothing here", f"/s/{PARENT}/finish")

    def ends(self) -> Iterator[Place]:
        survey = self.catalogue.latest(WAVE)
        done = self.ticket(WAVE, "easy-read", spoken(survey))
        yield Place("check", f"/s/{WAVE}/finish", done)
        yield Place("stop", f"/s/{WAVE}/stop", done)
        yield Place("stop with nothing said", f"/s/{WAVE}/stop", self.ticket(WAVE, "plain", {}))
        yield Place("left and kept", f"/s/{WAVE}/left", done)
        yield Place("left", f"/s/{WAVE}/left")
        sent = self.sent(YOUNG)
        yield Place("receipt", f"/s/{YOUNG}/receipt", sent)
        shared = self.collector(YOUNG, shared=True)
        yield Place("receipt on a shared device", f"/c/{shared}/receipt", self.sent(YOUNG, shared))
        yield Place(
            "back with a receipt", f"/r/?code={self.receipt(sent)}", press=FORWARD, shows="main:not(:has(#code))"
        )

    # What messages lead to

    def around_messages(self) -> Iterator[Place]:
        send = "main form .button-primary"
        yield Place("leave an address", f"/stay/{WAVE}")
        yield Place("mistake in an address", f"/stay/{WAVE}", types="nobody", press=send)
        left = {"types": "somebody@example.org", "ticks": "#news", "press": send}
        yield Place("an address was left", f"/stay/{WAVE}", **left, shows="main:not(:has(form))")
        with self.app.app_context():
            stop = invitations.stop_token_of(self.house, db.session.scalars(select(Staff.id)).first())
            earlier = receipts.of_ticket(self.house, demo.ticket(self.house))[0]
        yield Place("stop messages", f"/stop/{stop}")
        yield Place("messages are stopped", f"/stop/{stop}", press=send, shows="main:not(:has(form))")
        yield Place("back by a message", f"/back/{self.way_back(earlier)}")

    def way_back(self, code: str) -> str:
        """What stands in a message to somebody whose receipt we remember."""
        wishes = {"follow_up": True, "news": False, "left_on": self.house.today().isoformat(), "receipt": code}
        about = {"medium": "email", "language": "en", "survey_id": YOUNG, "wave": "2020-01"}
        with self.app.app_context():
            one = Left(random_id(), f"{random_id()}@example.org", **about, **wishes)
            with writing():
                contacts.write(self.house, one)
            return remembered.token_of(self.house, one.id)


def answers_that_open(survey: Survey, page: SurveyPage) -> Answers:
    """Everything skipped but for the answers on which the questions of this page hang."""
    answers = dict.fromkeys((question.id for question in survey.questions), SKIPPED)
    for name in page.questions:
        meet(survey, name, answers)
    return answers


def meet(survey: Survey, name: str, answers: Answers) -> None:
    for condition in survey.question_by_id[name].show_if:
        if condition.question in survey.question_by_id:
            answers[condition.question] = answer_that_meets(survey, condition)
            meet(survey, condition.question, answers)


def answer_that_meets(survey: Survey, condition: Condition) -> Answer:
    question = survey.question_by_id[condition.question]
    options = [option for option in question.options if (option.id in condition.any_of) != condition.negate]
    chosen = next((option for option in options if not option.missing), None)
    if chosen is None or (condition.negate and not condition.any_of):
        return Answer(options[0].missing) if options and not condition.negate else SKIPPED
    if question.kind in ("several", "ranking"):
        return Answer("answered", [chosen.id])
    return Answer("answered", int(chosen.id) if question.kind == "scale-0-10" else chosen.id)


def spoken(survey: Survey) -> Answers:
    """An answer to everything that is asked: the first choice, a number, a few words."""
    return {question.id: say_something(question) for question in survey.questions}


def say_something(question: Question) -> Answer:
    first = next((option.id for option in question.options if not option.missing), None)
    values = {
        "several": [first],
        "ranking": [first],
        "cards": [f"{first}:so-so"],
        "number": max(question.minimum or 0, 3),
        "scale-0-10": 7,
        "short-text": "The people here listen.",
        "long-text": "Somebody rings back when they say so.",
        "statement": None,
    }
    value = values.get(question.kind, first)
    return SKIPPED if value is None else Answer("answered", value)
