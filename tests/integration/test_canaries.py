"""What must never leave is planted, then every page, feed, file and report is walked: none of it is anywhere.

Planted: words as they were typed under their masks, comments without leave to quote, quotes that nobody approved, what
reviewers said, where a consent is kept, exact counts. A page that is new must say here how it is opened.
"""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text, update

from app.guards import PUBLIC
from app.house import House
from app.languages import languages, set_language
from app.models import db
from app.models.answering import Answer, Comment, Response
from app.models.listening import Reading
from app.models.loop import EntryTold, EntryVerdict, EntryVersion, Signature
from app.models.stories import Story
from app.models.themes import Quote
from app.outputs import making, newsletter, posters
from app.outputs.staff_reports import KINDS
from app.services.examples import demo, demo_themes
from app.services.loop import entries
from app.services.scoring import releases
from app.services.stories import left_out, stories
from app.services.themes import told
from app.services.transaction import writing
from tests.integration.staff_sign_in import signed_in
from tests.integration.test_stories import EVENT, published

pytestmark = pytest.mark.whole

RAW, NO_LEAVE, PROPOSED, REVIEWED = (
    "CANARYRAW Quillfeather 07700 900123",
    "CANARYLEAVE",
    "CANARYPROPOSED",
    "CANARYREVIEW",
)
WORDS = ("CANARY", "Quillfeather", "07700", "Example folder", "owner@example.org", "writer@example.org")
VERDICTS, TOLD, LEFT_OUT, GUESTS = {"yes": 1137, "no": 611}, 1213, 1319, 1421
NUMBER = re.compile(r"(?<![\d.,-])\d[\d,]*(?![\d.-])")
"""A whole number as people read it; parts of dates, ids and phone numbers are none."""
MOST_OF_THE_BOARD, NOT_TEXT = 120, (".pdf", ".xlsx", ".sav", ".png")
PLACE = re.compile(r"<(?:any\(([^)]*)\):|[^:<>]*:)?(\w+)>")
ELSEWHERE = ("respond", "review", "account", "reach", "health", "settings", "static")
"""Pages of one respondent or member of staff: nothing of others is on them, and other tests walk them."""
NAMED = {
    "point_id": "therapy",
    "year": "2026",
    "reference": "2.1",
    "what": "poster-A4",
    "survey_id": "parent-carer.general.pulse",
    "point": told.EVERYTHING,
    "topic_id": "therapy",
}


@pytest.fixture
def planted(app: Flask, house: House, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Example data with all canaries; the exact numbers, as text."""
    monkeypatch.setattr(demo, "SIZES", {"young-person": 133, "parent-carer": 131, "professional": 112})
    with app.app_context():
        demo.load(house)
        entry = entries.published(house)[0]
        with writing():
            plant_words()
            for verdict, times in VERDICTS.items():
                row = {"entry_id": entry.id, "quarter": "2026-q4", "verdict": verdict, "times": times}
                db.session.add(EntryVerdict(**row))
            db.session.add(EntryTold(entry_id=entry.id, quarter="2026-q4", way="receipt", times=TOLD))
        left_out.note(house, "content", "vexatious", LEFT_OUT, None)
        published(house, EVENT.__class__.from_stored(EVENT.stored().replace('"people": 34', f'"people": {GUESTS}')))
        page = told.draft(house, demo_themes.person(house, "analyst@example.org", "analyst"), told.EVERYTHING)
        officer = demo_themes.person(house, "officer@example.org", "officer")
        told.approve(house, officer, told.EVERYTHING, page.version)
        return {str(number) for number in exact_numbers()}


def plant_words() -> None:
    """Under every mask, in every comment without leave, in a quote that waits, in every reviewer's word."""
    db.session.execute(update(Comment).values(text=Comment.text + f" {RAW}"))
    leave = select(Answer.response_id).where(Answer.question_id == "quote", Answer.value == '"yes"')
    without = Reading.response_id.not_in(leave)
    db.session.execute(update(Reading).where(without).values(masked=Reading.masked + f" {NO_LEAVE}"))
    contents = map(json.loads, db.session.scalars(select(EntryVersion.content)))
    named = [quote for content in contents for quote in content["quotes"]]
    assert len(named) > 1, "an entry names two quotes: one waits again, the other is shown"
    waits = {"state": "proposed", "decided_by": None, "decided_on": None, "text": PROPOSED}
    assert db.session.execute(update(Quote).where(Quote.id == named[0]).values(**waits)).rowcount == 1
    db.session.execute(update(Signature).values(comment=REVIEWED))


def exact_numbers() -> Iterator[int]:
    """Counts of people or answers that no rounding gives; small ones stand on pages by chance, so only large ones."""
    cuts = ([], [Response.audience], [Response.audience, Response.wave], [Response.locality], [Response.wave])
    for cut in cuts:
        for (number,) in db.session.execute(select(func.count()).select_from(Response).group_by(*cut)):
            if number > 100 and number % 5:
                yield number
    yield from (*VERDICTS.values(), sum(VERDICTS.values()), TOLD, LEFT_OUT, GUESTS)


def test_no_page_feed_or_report_shows_what_must_stay(app: Flask, house: House, planted: set[str]) -> None:
    assert len(planted) > 10
    shown = dict(everything(app, house))
    assert len(shown) > 90
    with app.app_context():
        said = [quote.text for view in entries.published(house) for quote in view.quotes]
    for where in ("/you-said-we-did/entries.csv?lang=en", "/you-said-we-did/feed.atom?lang=ar", "newsletter ar"):
        assert said[0] in html.unescape(shown[where]), f"{where}: an approved quote of an entry is to be seen"
    bare = {where: read(found) for where, found in shown.items()}
    assert {where: word for where, found in shown.items() for word in WORDS if word in found} == {}
    numbers = {where: planted & numbers_of(found) for where, found in bare.items()}
    assert {where: found for where, found in numbers.items() if found} == {}


def read(found: str) -> str:
    """What people read of it."""
    found = re.sub(r"<(style|script)\b.*?</\1>", " ", found, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", found))


def numbers_of(found: str) -> set[str]:
    return {number.replace(",", "") for number in NUMBER.findall(found)}


def everything(app: Flask, house: House) -> Iterator[tuple[str, str]]:
    """Where it is, and what it says: every public page in two languages, the board's, all reports, all files."""
    audited, app.test_client_class = app.test_client_class, FlaskClient  # other tests audit these pages
    public, board = app.test_client(), signed_in(app, house, "board-reader")
    app.test_client_class = audited
    for address in addresses(app, house):
        for language in ("en", "ar"):
            mark = "&" if "?" in address else "?"
            yield from opened(public, f"{address}{mark}lang={language}")
    yield from crawled(board, "/board/", "/staff/reports/")
    yield from printed(app, house)


def opened(client: FlaskClient, address: str) -> Iterator[tuple[str, str]]:
    answer = client.get(address)
    assert answer.status_code in (200, 202), address
    if answer.mimetype.endswith("wordprocessingml.document"):
        made = docx.Document(io.BytesIO(answer.data))
        cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
        yield address, "\n".join([*(each.text for each in made.paragraphs), *cells])
    elif answer.mimetype.startswith(("text/", "image/svg")) or "json" in answer.mimetype or "xml" in answer.mimetype:
        yield address, answer.text


def crawled(client: FlaskClient, *starts: str) -> Iterator[tuple[str, str]]:
    """What the board reads: from these pages on, whatever they lead to and is not made by the worker."""
    waiting, seen = list(starts), set(starts)
    while waiting and len(seen) < MOST_OF_THE_BOARD:
        address = waiting.pop(0)
        for where, found in opened(client, address):
            yield where, found
            links = [html.unescape(link).split("#")[0] for link in re.findall(r'href="(/[^"]*)"', found)]
            new = [link for link in links if link.startswith(starts) and not link.endswith(NOT_TEXT)]
            waiting += [link for link in dict.fromkeys(new) if link not in seen and "lang=" not in link]
            seen.update(new)


def printed(app: Flask, house: House) -> Iterator[tuple[str, str]]:
    """What is given to the press, and words for a newsletter, in English and Arabic."""
    for language in ("en", "ar"):
        with app.test_request_context("/"):
            for kind, period in (("annual", "2026"), *((kind, span_of(kind)) for kind in KINDS)):
                for edition in ("full", "easy") if kind == "annual" else ("full",):
                    asked = {"kind": kind, "period": period, "language": language, "edition": edition}
                    yield f"{kind} {edition} {language}", making.printed_html(making.built(asked))
            set_language(language)
            for view in entries.published(house):
                yield f"poster {view.slug} {language}", posters.poster(view, "A5")
            yield f"one page {language}", posters.one_page(posters.topic("therapy"))
            yield f"newsletter {language}", newsletter.text(languages().by_code[language])


def span_of(kind: str) -> str:
    return "2026-11" if kind == "co-production" else KINDS[kind].example


def addresses(app: Flask, house: House) -> Iterator[str]:
    """Each page that anyone may open, by its rule; a rule that cannot be filled fails."""
    own = values(app, house)
    for rule in app.url_map.iter_rules():
        public = app.view_functions[rule.endpoint].guard[0] == PUBLIC
        if not public or "GET" not in rule.methods or rule.endpoint.split(".")[0] in ELSEWHERE:
            continue
        for given in fillings(rule.endpoint, own):
            filled = PLACE.sub(lambda found, given=given: given.get(found[2]) or first(found[1]), rule.rule)
            assert "<" not in filled, f"{rule.rule}: say here how this page is opened"
            yield filled


def first(choices: str | None) -> str:
    """The first of the words that a place of a rule takes."""
    return re.findall(r"[\w-]+", choices)[0] if choices else "<"


def fillings(endpoint: str, own: dict[str, list[str]]) -> Iterator[dict[str, str]]:
    """What a rule's places are filled with: every entry, story and table; one of everything else."""
    many = {
        "loop.answer": ("slug", "entry"),
        "outputs.poster": ("slug", "entry"),
        "stories.story": ("slug", "story"),
        "api.table": ("kind", "table"),
        "api.table_csv": ("kind", "table"),
        "api.table_metadata": ("kind", "table"),
    }
    place, kind = many.get(endpoint, ("release_id", "release"))
    for value in own[kind]:
        yield {**NAMED, "release_id": own["release"][0], place: value}


def values(app: Flask, house: House) -> dict[str, list[str]]:
    with app.app_context():
        latest = releases.latest("public")
        return {
            "entry": [view.slug for view in entries.published(house)],
            "story": [view.slug for view in stories.published(house)],
            "release": [latest.id],
            "table": list(latest.tables),
        }


def test_a_canary_that_flies_is_seen(app: Flask, house: House) -> None:
    """The walk itself: what is put on a public page is found there."""
    with app.app_context():
        published(house, EVENT)
        db.session.execute(
            text("UPDATE story_version SET content = replace(content, 'Town hall', 'CANARY 1421 people')")
        )
        db.session.commit()
        assert db.session.scalar(select(func.count()).select_from(Story)) == 1
    found = dict(opened(app.test_client(), "/stories/a-day"))["/stories/a-day"]
    assert "CANARY" in found
    assert "1421" in numbers_of(read(found))
