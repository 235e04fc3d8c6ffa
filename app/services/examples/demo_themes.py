"""Reading, coding, quoting and telling the example comments, by the same verbs that staff use. Example data only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from app.house import House
from app.models.answering import Comment, Response
from app.models.asking import ProgrammeSurvey
from app.models.base import db
from app.models.listening import Reading
from app.models.themes import Coding, Heard
from app.services import staff
from app.services.asking import programmes
from app.services.comments import readings
from app.services.examples.demo_comments import BOOK, theme_of
from app.services.loop import entry_voices
from app.services.loop.entry_texts import MOST_QUOTES, EntryText
from app.services.running import lease
from app.services.staff import SignedIn
from app.services.themes import book, coding, quotes, take_up, told

HOLDER = "example data"
QUOTED = 4
"""Quotes that are put forward for each theme, of which the page shows a few."""
SAME = {"again": "together"}
"""Pictures of entries, and of the themes that they answer where those have another one."""
LEFT = 9
"""On one of so many days of the last wave that is over, what people wrote is left to code."""


def code_comments(house: House, survey_ids: list[str], waves: list[str]) -> str:
    """Read every comment, sort those of these waves into themes; the programme that they belong to, blank if none."""
    programmes.seed(house)
    known = select(ProgrammeSurvey.programme_id).where(ProgrammeSurvey.survey_id.in_(survey_ids))
    programme_id = db.session.scalar(known.limit(1)) or ""
    if not programme_id or not read_all(house):
        return ""
    take_up.take_up(house)
    analyst = person(house, "analyst@example.org", "analyst")
    themes: dict[str, str] = {}
    for inside, name, words in BOOK:
        themes[name] = book.add(house, analyst, programme_id, words, themes.get(inside)).id
    for name, ids in by_theme(programme_id, waves).items():
        for start in range(0, len(ids), coding.MOST_AT_ONCE):
            some = ids[start : start + coding.MOST_AT_ONCE]
            if name:
                coding.give(house, analyst, programme_id, some, themes[name])
            else:
                coding.none_fits(house, analyst, programme_id, some)
    for wave in waves:
        coding.finish_wave(house, analyst, programme_id, wave)
    return programme_id


def read_all(house: House) -> bool:
    """As the worker does; False if one is at work and holds the lease."""
    from analysis.comments import privacy_schools, reading

    if not lease.beat(house, HOLDER):
        return False
    schools = privacy_schools.known(tuple(school.name for school in house.partnership.schools))
    ear = readings.Ear()
    while readings.look(house, HOLDER, lambda text: reading.read(text, schools=schools), ear):
        lease.beat(house, HOLDER)
    lease.let_go(house, HOLDER)
    return True


def by_theme(programme_id: str, waves: list[str]) -> dict[str, list[str]]:
    """Theme to comments. A few of the last wave wait for whoever tries the workbench."""
    query = select(Heard.reading_id, Heard.wave, Comment.text, Response.submitted_on)
    query = query.join(Reading, Reading.id == Heard.reading_id).join(Response, Response.id == Reading.response_id)
    query = query.join(
        Comment, (Comment.response_id == Reading.response_id) & (Comment.question_id == Reading.question_id)
    )
    found: dict[str, list[str]] = defaultdict(list)
    rows = db.session.execute(query.where(Heard.programme_id == programme_id)).all()
    begin = min((row.submitted_on for row in rows if row.wave == waves[-1]), default=date.min)
    for row in rows:
        if row.wave in waves and not (row.wave == waves[-1] and (row.submitted_on - begin).days % LEFT == 0):
            found[theme_of(row.text)].append(row.reading_id)
    return found


def tell(house: House, programme_id: str, point: str) -> None:
    """Approved quotes, and the page of a journey point: made by one person, approved by another."""
    analyst = person(house, "analyst@example.org", "analyst")
    officer = person(house, "officer@example.org", "officer")
    for theme in book.listed(house, programme_id):
        for card_id, text in quotable(house, programme_id, theme.id):
            made = quotes.propose(house, analyst, programme_id, card_id, theme.id, text)
            quotes.decide(house, officer, made, True)
    page = told.draft(house, analyst, point)
    told.approve(house, officer, point, page.version)


def with_themes(house: House, programme_id: str, content: EntryText) -> EntryText:
    """An example entry with the theme that it answers, a quote of it, and what its indicators are evidence for."""
    own = [each for each in house.framework.indicators if each.id in content.indicators]
    areas, criteria = ({name for each in own for name in getattr(each, key)} for key in ("priority_areas", "criteria"))
    content = replace(content, priority_areas=tuple(sorted(areas)), criteria=tuple(sorted(criteria)))
    pictures = {content.picture, SAME.get(content.picture, "")}
    known = book.listed(house, programme_id) if programme_id else []
    themes = tuple(f"{programme_id}/{each.code}" for each in known if each.picture in pictures)
    words = [quote for quote in entry_voices.offered(house, themes) if entry_voices.fits(content, quote)]
    chosen = sorted(words, key=lambda quote: (quote.text, quote.audience))[:MOST_QUOTES]
    return replace(content, themes=themes, quotes=tuple(quote.id for quote in chosen))


def quotable(house: House, programme_id: str, theme_id: str) -> list[tuple[str, str]]:
    """Comments of a theme, each in words of its own, that may be quoted."""
    query = select(Heard.reading_id, Heard.audience, Reading.masked).join(Coding, Coding.reading_id == Heard.reading_id)
    query = query.join(Reading, Reading.id == Heard.reading_id).where(Coding.theme_id == theme_id)
    chosen: dict[tuple[str, str], str] = {}
    query = query.order_by(Reading.masked, Heard.journey_point, Heard.reading_id)
    for reading_id, audience, masked in db.session.execute(query):
        if (audience, masked) not in chosen and len(chosen) < QUOTED and quotes.may_be_quoted(house, reading_id):
            chosen[audience, masked] = reading_id
    return [(reading_id, masked) for (_, masked), reading_id in chosen.items()]


def person(house: House, email: str, role: str) -> SignedIn:
    staff.add(house, email, [role], actor="example")
    return next(each for each in staff.listed(house) if each.email == email)
