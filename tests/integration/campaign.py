"""Every survey taken in every way in one language, and what is stored of it compared with what was given."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from app.config import SHIPPED_PARTNERSHIP
from app.house import House
from app.models import db
from app.models.answering import Answer, Comment, Draft, Receipt, Response
from app.services.asking import waves
from surveys.model import Survey
from surveys.ways import ways
from tests.conftest import opened
from tests.integration.survey_taker import Taker, as_stored

SURVEYS = sorted(survey.id for survey in opened(SHIPPED_PARTNERSHIP).partnership.catalogue.surveys)
MOST_TURNS = 14


class Campaign:
    """One language and one survey: each walk is a person with a browser of their own."""

    def __init__(self, app: Flask, house: House, survey_id: str, language: str) -> None:
        self.app, self.house = app, house
        self.survey: Survey = house.partnership.catalogue.latest(survey_id)
        self.language = language
        self.direction = app.extensions["languages"].by_code[language].direction
        self.known: set[str] = set()
        self.asked: set[str] = set()
        self.not_asked: set[str] = set()
        self.taken: list[str] = []

    def run(self) -> None:
        """Each way in turn; then in plain words until each question was asked, and each that can be left out was."""
        with self.app.app_context():
            waves.seed(self.house)
        for turn, way in enumerate(ways(self.survey)):
            self.take(way, turn)
        for turn in range(len(self.taken), MOST_TURNS):
            if self.all_was_tried():
                break
            self.take("plain", turn)
        assert self.all_was_tried(), self.questions() ^ self.asked
        self.skip()

    def questions(self) -> set[str]:
        return {question.id for question in self.survey.questions if question.kind != "statement"}

    def all_was_tried(self) -> bool:
        can_be_left_out = {question.id for question in self.survey.questions if question.show_if}
        return self.questions() <= self.asked and can_be_left_out & self.questions() <= self.not_asked

    def take(self, way: str, turn: int) -> None:
        taker = self.person(turn).begin(way).answer_all()
        if way == "plain":
            self.asked |= taker.stored.keys()
            self.not_asked |= self.questions() - taker.stored.keys()
        self.taken.append(way)
        self.send(taker)

    def skip(self) -> None:
        """Somebody who stops, comes back, says nothing, sends that, and looks at their receipt later."""
        taker = self.person(len(self.taken)).begin("plain")
        taker.send("stop").send("back")
        taker.skip_all()
        self.send(taker)
        code = taker.receipt_code()
        taker.open(f"/r/?lang={self.language}").send("next", code="AAAA-AAAA-A")
        taker.send("next", code=code)
        assert taker.page.status_code == 200

    def person(self, turn: int) -> Taker:
        about = {"survey": self.survey, "language": self.language, "direction": self.direction, "turn": turn}
        return Taker(self.app.test_client(), **about)

    def send(self, taker: Taker) -> None:
        taker.send("finish")
        assert taker.place == "receipt", taker.words()
        assert taker.receipt_code()
        self.check(taker)

    def check(self, taker: Taker) -> None:
        """One more response, how it was given, each answer as it was given, and nothing else."""
        with self.app.app_context():
            rows = {row.id: row for row in db.session.scalars(select(Response))}
            [new] = rows.keys() - self.known
            self.known.add(new)
            self.check_response(rows[new], taker)
            answers = db.session.scalars(select(Answer).where(Answer.response_id == new))
            assert {row.question_id: as_stored(row.state, row.value) for row in answers} == taker.stored
            comments = db.session.scalars(select(Comment).where(Comment.response_id == new))
            found = {row.question_id: (row.language, row.text) for row in comments}
            assert found == {name: (self.language, text) for name, text in taker.comments.items()}
            assert len(db.session.scalars(select(Receipt)).all()) == len(self.known)
            assert not db.session.scalars(select(Draft)).all()

    def check_response(self, row: Response, taker: Taker) -> None:
        voice = "proxy" if self.survey.id.endswith(".observed") else "self"
        manner = (taker.manner["presentation"], taker.manner.get("helper", "none"), voice, "web", False)
        assert (row.presentation, row.helper, row.voice, row.channel, row.read_aloud) == manner
        asked = (self.survey.id, self.survey.version, self.survey.audience, self.language)
        assert (row.survey_id, row.survey_version, row.audience, row.language) == asked
