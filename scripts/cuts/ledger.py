"""What a person was shown as saved, and whether the database holds exactly that. Sends nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from analysis.scoring import person_scores
from app.house import House
from app.models.answering import Answer as AnswerRow
from app.models.answering import Comment, Receipt, Response, Score
from app.models.base import db
from app.services.asking import participation, responses
from surveys import flow
from surveys.answers import SKIPPED, Answers
from surveys.forms import page_form, to_answers
from surveys.model import Page, Survey


@dataclass
class Ledger:
    """All that may be saved now, given what the person was shown: one state where nothing is in doubt."""

    survey: Survey
    may_be: list[Answers] = field(default_factory=lambda: [{}])
    asked_to_send: bool = False
    saw_receipt: bool = False

    def given(self, page_id: str, shown: Iterable[str], fields: list[tuple[str, str]]) -> Answers:
        """The answers of a form as the survey reads them. Raises `Problem` if it would be refused."""
        page = self.survey.page_by_id[page_id]
        names = tuple(name for name in page.questions if name in set(shown))
        return to_answers(page_form(self.survey, Page(page.id, names))(MultiDict(fields)))

    def pressed(self, given: Answers) -> None:
        """It was sent, and nobody knows yet whether it arrived."""
        self.keep(self.may_be + self.each(lambda state: flow.answer_page(self.survey, state, given)))

    def saved(self, given: Answers) -> None:
        """The person was shown that it is saved."""
        self.keep(self.each(lambda state: flow.answer_page(self.survey, state, given)))

    def touched(self, given: Answers) -> None:
        """It may be saved in the background from now on."""
        self.keep(self.may_be + self.each(lambda state: self.in_background(state, given)))

    def saved_in_background(self, given: Answers) -> None:
        self.keep(self.each(lambda state: self.in_background(state, given)))

    def in_background(self, state: Answers, given: Answers) -> Answers:
        """What the server keeps of an open page: nothing blank that is new, nothing that undoes other answers."""
        kept = {name: answer for name, answer in given.items() if answer != SKIPPED or name in state}
        after = flow.answer_page(self.survey, state, kept)
        return state if state.keys() - after.keys() else after

    def shown(self, page_id: str) -> None:
        """A page is shown only to somebody whose answers lead there, so they are saved."""
        if page_id in self.survey.page_by_id:
            fits = [state for state in self.may_be if flow.reachable(self.survey, state, page_id)]
        else:
            fits = [state for state in self.may_be if not flow.first_unanswered(self.survey, state)]
        self.may_be = fits

    def each(self, change: Callable[[Answers], Answers]) -> list[Answers]:
        return [change(state) for state in self.may_be]

    def keep(self, states: list[Answers]) -> None:
        self.may_be = list({participation.text_of(dict(sorted(state.items()))): state for state in states}.values())


def faults_of(house: House, ledger: Ledger, code: str, ticket: str) -> list[str]:
    """What is wrong with what was kept of somebody who came through the collector `code`; empty if nothing is."""
    sent = list(db.session.execute(select(Response).where(Response.collector_code == code)).scalars())
    if len(sent) > 1:
        return [f"sent {len(sent)} times"]
    if sent:
        return faults_of_response(house, ledger, sent[0].id, ticket)
    if ledger.saw_receipt:
        return ["a receipt was shown, and nothing is stored"]
    draft = participation.load(house, ticket) if ticket else None
    held = draft.answers if draft else {}
    return [] if held in ledger.may_be else [f"the draft holds {short(held)}, shown as saved: {shorts(ledger)}"]


def faults_of_response(house: House, ledger: Ledger, response_id: str, ticket: str) -> list[str]:
    found = [] if ledger.asked_to_send else ["sent, though nobody pressed the button"]
    if participation.load(house, ticket):
        found.append("sent, and the draft is still there")
    held = stored_answers(ledger.survey, response_id)
    if held not in [flow.on_path(ledger.survey, state) for state in ledger.may_be]:
        found.append(f"the response holds {short(held)}, shown as saved: {shorts(ledger)}")
    receipts = db.session.scalar(select(func.count()).where(Receipt.response_id == response_id))
    if receipts != 1:
        found.append(f"{receipts} receipts")
    return found + (
        [] if scores_fit(house, ledger.survey, response_id, held) else ["its scores are not of its answers"]
    )


def stored_answers(survey: Survey, response_id: str) -> Answers:
    """The answers of a response as they were given, its texts among them."""
    texts = select(Comment.question_id, Comment.text).where(Comment.response_id == response_id)
    words = dict(db.session.execute(texts).tuples().all())
    rows = select(AnswerRow.question_id, AnswerRow.state, AnswerRow.value).where(AnswerRow.response_id == response_id)
    held = {}
    for name, state, value in db.session.execute(rows):
        value = json.dumps(words[name]) if name in words else value
        held[name] = responses.stored_answer(state, value)
    return held


def scores_fit(house: House, survey: Survey, response_id: str, held: Answers) -> bool:
    rows = select(Score.measure_kind, Score.measure, Score.units).where(Score.response_id == response_id)
    expected = {(one.measure_kind, one.measure, one.units) for one in person_scores(house.framework, survey, held)}
    return set(db.session.execute(rows).tuples()) == expected


def short(answers: Mapping[str, object]) -> str:
    return participation.text_of(dict(sorted(answers.items())))


def shorts(ledger: Ledger) -> str:
    return " or ".join(short(state) for state in ledger.may_be) or "nothing that can be"
