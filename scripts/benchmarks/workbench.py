"""The workbench over very many comments: each action through the real server, at its 95th percentile. On SQLite.

The comments are sentences of the tests' labelled sets, two by two, of 20 waves and all places; four in ten are coded.
"""

from __future__ import annotations

import random
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import insert

from app.command import database
from app.config import from_environment
from app.factory import open_house
from app.house import House, random_id
from app.models.answering import Comment, Response
from app.models.base import db
from app.models.listening import Reading
from app.models.themes import Coding, Heard, Pile, Suggestion
from app.services import staff
from app.services.asking import programmes
from app.services.staff import SignedIn
from app.services.themes import book
from app.services.themes.book import ThemeText
from app.services.transaction import writing
from scripts.benchmarks.client import Client
from scripts.benchmarks.comments import sentences
from scripts.benchmarks.server import serving
from scripts.benchmarks.stored import fresh_database

LIMIT, TIMES, AT_ONCE = 0.2, 40, 10_000
PROGRAMME, RARE = "confidence", "zylophonic"
"""A word that stands in three comments only."""
SURVEYS = {
    "young-person": "young-person.general.my-confidence",
    "parent-carer": "parent-carer.general.our-confidence",
    "professional": "professional.general.our-confidence",
}
LANGUAGES = ("en",) * 17 + ("pl", "ur", "ar")
SENTIMENTS = ("negative", "negative", "positive", "neutral", "mixed", "unscored")
THEMES, PILES = 40, 30


def measure(comments: int) -> list[dict[str, object]]:
    """A row for each action, in milliseconds."""
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        environ, _ = fresh_database(Path(folder))
        house = open_house(from_environment(environ))
        with database(house).app_context():
            themes, cookie = fill(house, comments)
        with serving("wsgi:app", "/healthz", environ) as port:
            client = Client(port)
            client.cookie = cookie
            return [row(name, taken, comments) for name, taken in actions(client, themes)]


def row(name: str, taken: list[float], comments: int) -> dict[str, object]:
    worst = statistics.quantiles(taken, n=20)[-1]
    unit = f"ms (95%) of {1000 * LIMIT:.0f}"
    return {"row": f"{name}, {comments:,} comments", "value": round(1000 * worst), "unit": unit, "ratio": worst / LIMIT}


# Filling


def fill(house: House, comments: int) -> tuple[list[str], str]:
    """Comments with their readings, some coded; ids of themes, and the cookie of an analyst."""
    programmes.seed(house)
    token = staff.use_link(house, staff.add(house, "analyst@example.org", ["analyst"]).rsplit("/", 1)[-1])
    who = next(each for each in staff.listed(house) if each.email == "analyst@example.org")
    themes = code_book(house, who)
    chance, texts = random.Random(6), sentences()
    with writing():
        piles = [pile(house, number, comments) for number in range(PILES)]
        db.session.add_all(piles)
        db.session.flush()
        names = [each.id for each in piles]
        for start in range(0, comments, AT_ONCE):
            put(made(house, chance, texts, themes, names, range(start, min(start + AT_ONCE, comments))))
    with db.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    return themes, f"staff={token}"


def code_book(house: House, who: SignedIn) -> list[str]:
    tops = [book.add(house, who, PROGRAMME, ThemeText(f"Theme {number}")).id for number in range(THEMES // 4)]
    inner = range(THEMES - len(tops))
    return tops + [book.add(house, who, PROGRAMME, ThemeText(f"Part {n}"), tops[n % len(tops)]).id for n in inner]


def pile(house: House, number: int, comments: int) -> Pile:
    about = {"programme_id": PROGRAMME, "language": "en", "made_on": house.today(), "size": comments // PILES}
    return Pile(id=random_id(), words=f"word {number}, other", **about)


Rows = dict[Any, list[dict[str, object]]]


def made(
    house: House, chance: random.Random, texts: list[str], themes: list[str], piles: list[str], numbers: range
) -> Rows:
    rows: Rows = {Response: [], Comment: [], Reading: [], Heard: [], Coding: [], Suggestion: []}
    places = [place.id for place in house.partnership.localities]
    points = [point.id for point in house.partnership.journey_points]
    for number in numbers:
        audience = chance.choice(list(SURVEYS))
        response, reading, language = random_id(), random_id(), chance.choice(LANGUAGES)
        text = f"{chance.choice(texts)}. {chance.choice(texts)}" + (f" {RARE}" if number in (5, 500, 5000) else "")
        about = {"audience": audience, "journey_point": chance.choice(points), "locality": chance.choice(places)}
        about |= {"wave": f"20{20 + number % 10}-{6 + 6 * (number % 2):02}", "voice": "self", "person": random_id()}
        asked = {"survey_id": SURVEYS[audience], "survey_version": 1, "framework_version": house.framework.version}
        how = {"language": "en", "presentation": "plain", "channel": "web", "helper": "none"}
        rows[Response].append({"id": response, **asked, **about, **how, "submitted_on": house.today()})
        rows[Comment].append({"response_id": response, "question_id": "change", "language": "en", "text": text})
        read = {"language": language, "sentiment": chance.choice(SENTIMENTS)}
        found = {"concern": "none", "category": "", "masked": text, "why": '{"sentiment": "waited"}', "version": "1"}
        source = {"response_id": response, "question_id": "change", "text_hash": "0" * 64, "read_on": house.today()}
        rows[Reading].append({"id": reading, **source, **read, **found})
        state = "coded" if chance.random() < 0.4 else "new"
        heard = {"reading_id": reading, "programme_id": PROGRAMME, **about, **read}
        rows[Heard].append({**heard, "state": state, "pile_id": chance.choice(piles) if state == "new" else None})
        theme = {"reading_id": reading, "theme_id": chance.choice(themes)}
        if state == "coded":
            rows[Coding].append({**theme, "coded_by": "analyst@example.org", "coded_on": house.today()})
        else:
            rows[Suggestion].append({**theme, "likeness": chance.randint(20, 90), "words": "waited, months"})
    return rows


def put(rows: Rows) -> None:
    for model, own in rows.items():
        key = "id" if "id" in own[0] else "response_id" if model is Comment else "reading_id"
        db.session.execute(insert(model), sorted(own, key=lambda each: str(each[key])))


# Measuring


def actions(client: Client, themes: list[str]) -> Iterator[tuple[str, list[float]]]:
    """The name of each action and how long each try took."""
    for name, wish in pages(themes).items():
        yield name, [asked(client, wish) for _ in range(TIMES + 1)][1:]
    yield from steps(client, themes)


def pages(themes: list[str]) -> dict[str, dict[str, str]]:
    return {
        "the first page": {},
        "the page in the middle": {"after": "8" * 32},
        "one audience": {"audience": "parent-carer"},
        "one audience and moment": {"audience": "parent-carer", "more": "journey_point:ehc"},
        "one wave": {"more": "wave:2025-12"},
        "one language": {"more": "language:pl"},
        "negative ones of an audience": {"audience": "young-person", "sentiment": "negative"},
        "all of one theme": {"theme": themes[-1]},
        "suggested for one theme": {"suggested": themes[0]},
        "a common word": {"words": "plan", "state": "all"},
        "a rare word": {"words": RARE, "state": "all"},
        "a word that is nowhere": {"words": "qqqqq", "state": "all"},
    }


def asked(client: Client, wish: dict[str, str]) -> float:
    return timed(client, "GET", f"/staff/themes/{PROGRAMME}?{urlencode(wish)}")[0]


def timed(client: Client, method: str, path: str, form: dict[str, Any] | None = None) -> tuple[float, str]:
    cookie, start = client.cookie, time.perf_counter()
    status, _, page = client.ask(method, path, form)
    taken, client.cookie = time.perf_counter() - start, cookie
    if status not in (200, 303):
        raise RuntimeError(f"{path} answered {status}")
    return taken, page


def steps(client: Client, themes: list[str]) -> Iterator[tuple[str, list[float]]]:
    """What a coder does on one page after another: themes given to one and to 25, none, undone."""
    taken: dict[str, list[float]] = {}
    for number in range(TIMES):
        path = f"/staff/themes/{PROGRAMME}?after={number:02}"
        page = timed(client, "GET", path)[1]
        token = re.search(r'name="token" value="([^"]+)"', page)[1]
        ids, theme = re.findall(r'data-comment="([0-9a-f]+)"', page), themes[number % len(themes)]
        for name, do, some in (
            ("a theme given to one", f"give:{theme}", ids[:1]),
            ("a theme given to 24", f"give:{theme}", ids[1:]),
            ("taken back", "undo", []),
            ("no theme fits", "none", ids[1:2]),
        ):
            form = {"token": token, "do": do, "comment": some}
            taken.setdefault(name, []).append(timed(client, "POST", path, form)[0])
        opened = f"/staff/themes/{PROGRAMME}/comments/{ids[2]}"
        taken.setdefault("one comment opened", []).append(timed(client, "GET", opened)[0])
    yield from taken.items()
