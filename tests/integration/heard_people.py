"""People who wrote comments, read and taken up into the workbench, for the tests of themes. No assertions."""

from __future__ import annotations

from types import SimpleNamespace

from sqlalchemy import select

from app.house import House
from app.models.base import db
from app.models.listening import Reading
from app.models.themes import Heard
from app.services import staff
from app.services.asking import programmes
from app.services.asking.imports import import_responses
from app.services.comments import readings
from app.services.running import lease
from app.services.staff import SignedIn
from app.services.themes import take_up
from tests.integration.made_up import PARENT, csv_bytes, people

PROGRAMME = "confidence"


def read(text: str) -> SimpleNamespace:
    """As the pipeline answers, by plain rules: the name Zoltan is masked, Polish is known by one word."""
    language = "pl" if "czekamy" in text.lower() else "en"
    sentiment = "unscored" if language == "pl" else "negative" if "wait" in text else "positive"
    found = {"language": language, "sentiment": sentiment, "concern": "none", "category": "", "version": "test"}
    return SimpleNamespace(masked=text.replace("Zoltan", "[NAME]"), why={"sentiment": "wait"}, masks=(), **found)


def wrote(house: House, texts: list[str], survey: str = PARENT, start: int = 0, **columns: str) -> None:
    """One person for each text answers a survey, and everything is read and taken up."""
    rows = [{**row, "change": said} for row, said in zip(people(len(texts), start, **columns), texts, strict=True)]
    import_responses(house, survey, csv_bytes(rows))
    programmes.seed(house)
    lease.beat(house, "test")
    while readings.look(house, "test", read, readings.Ear()):
        pass
    lease.let_go(house, "test")
    take_up.take_up(house)


def someone(house: House, role: str = "analyst", email: str = "") -> SignedIn:
    email = email or f"{role}@example.org"
    staff.add(house, email, [role])
    return next(each for each in staff.listed(house) if each.email == email)


def comments(having: str = "") -> list[str]:
    """Ids of comments whose masked text has these words."""
    query = select(Heard.reading_id).join(Reading, Reading.id == Heard.reading_id)
    return list(db.session.scalars(query.where(Reading.masked.contains(having)).order_by(Heard.reading_id)))
