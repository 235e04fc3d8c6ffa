"""Every figure on every board page, in pictures, packs and files, equals what is computed apart from the answers."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator

import docx
import pytest
from flask import Flask

from app.board.rooms import MARGIN_OF, ROOMS, titles
from app.board.words import AUDIENCE_WORDS
from app.house import House
from app.services.asking.imports import import_responses
from app.services.scoring import releases
from tests.integration import board_tables as shown
from tests.integration.independent_figures import AUDIENCES, MEASURES, Wave, release, with_verdicts
from tests.integration.made_up import PARENT, STAFF, YOUNG, csv_bytes
from tests.integration.staff_sign_in import signed_in
from tests.integration.test_independent_figures import made_up

pytestmark = pytest.mark.whole
RELEASE, K = "2026-06-board-1", 10
SIZES = {"young-person": (120, 140), "parent-carer": (150, 160), "professional": (70, 80)}
MAPPINGS = ("priority-areas", "criteria", "features")
Twins = dict[tuple[str, ...], dict[str, str]]


def two_waves(house: House) -> tuple[Twins, Twins]:
    """Store made-up answers, close both waves; every figure of the second and of the first, computed apart."""
    chance, now, before = random.Random(57), {}, {}
    data = {}
    for survey, (audience, sizes) in zip((YOUNG, PARENT, STAFF), SIZES.items(), strict=True):
        points = ("", "general", "ehc", "ehc", "therapy")
        own = dict(zip(("2025-12", "2026-06"), sizes, strict=True))
        data[audience] = made_up(chance, audience, own, "ABC", points)
        import_responses(house, survey, csv_bytes(data[audience]), synthetic=True)
    for wave in ("2025-12", "2026-06"):
        for tier in ("board", "public"):
            releases.close(house, wave, tier, "analyst@example.org")
    for audience, rows in data.items():
        margins = {"locality": [], "journey-point": []}
        first, second = Wave(rows, "2025-12"), Wave(rows, "2026-06")
        own = release("2025-12-board-1", "2025-12", first, None, K, margins)
        before |= {(audience, *key): row for key, row in own.items()}
        own = release(RELEASE, "2026-06", second, first, K, margins)
        now |= {(audience, *key): row for key, row in own.items()}
    return with_verdicts(now), before


class Board:
    """The pages of the latest release beside what they must show."""

    def __init__(self, app: Flask, house: House) -> None:
        self.house = house
        with app.app_context():
            self.now, self.before = two_waves(house)
            self.shown = {row.key for row in releases.get(RELEASE).table.rows}
        self.client = signed_in(app, house, "board-reader")
        with app.test_request_context():
            self.names = {room: titles(house, room) for room in ROOMS}
        self.audience = {name: audience for audience, name in AUDIENCE_WORDS.items()}
        self.measure = {name: ("domain", id) for id, name in self.names["domains"].items()}
        self.measure |= {name: ("indicator", id) for id, name in self.names["indicators"].items()}
        self.measure["Confidence Index"] = ("index", "index")

    def page(self, path: str) -> object:
        page = self.client.get(path)
        assert page.status_code == 200, path
        return page

    def of(self, who: str, measure: str, kind: str = "total", group: str = "all") -> dict[str, str] | None:
        """What must be shown of a measure, by the names on the page."""
        key = (self.audience.get(who, who), kind, group, *self.measure.get(measure, ("indicator", measure)))
        return self.now[key] if key in self.shown else None

    def then(self, who: str, measure: str) -> dict[str, str] | None:
        key = (self.audience[who], "total", "all", *self.measure[measure])
        return self.before.get(key) if key in self.shown else None

    def every_page(self) -> Iterator[str]:
        yield from (
            "/board/",
            "/board/monthly",
            "/board/metrics",
            "/board/self-evaluation",
            f"/board/releases/{RELEASE}",
        )
        for room, names in self.names.items():
            yield f"/board/{room}"
            yield from (f"/board/{room}/{each}" for each in names)
            yield f"/board/releases/{RELEASE}/{room}/{next(iter(names))}"


@pytest.fixture
def board(app: Flask, house: House) -> Board:
    return Board(app, house)


def test_every_figure_of_every_page_and_file_is_the_one_that_is_computed_apart(board: Board) -> None:
    for path in board.every_page():
        board.page(path)
    check_overview(board)
    check_statements(board)
    check_places(board)
    check_pictures(board)
    check_gaps(board)
    check_packs(board)
    check_file(board)


def check_overview(board: Board) -> None:
    lines = shown.table(board.page("/board/"), "In small type: where the true score very likely is")
    assert len(lines) == len(AUDIENCES) * 5
    for who, [measure, before, now, n, positive, change, words] in lines:
        row = board.of(who, measure)
        assert [now, n, positive, change] == [shown.level(row), row["n"], shown.positive(row), shown.change(row)]
        assert words == shown.VERDICTS[row["verdict"]]
        assert before == shown.level(board.then(who, measure))


def check_statements(board: Board) -> None:
    """The tables of statements: of the room, of every domain and of everything to which statements are mapped."""
    paths = ["/board/indicators", "/board/self-evaluation"]
    paths += [f"/board/{room}/{each}" for room in ("domains", *MAPPINGS) for each in board.names[room]]
    checked = 0
    for path in paths:
        for caption, head, lines in shown.tables(board.page(path)):
            if "Scores now" not in caption:
                continue
            for _, [measure, *cells] in lines:
                for who, level, change in zip(head[1::2], cells[::2], cells[1::2], strict=True):
                    row = board.of(who, measure)
                    assert (level, change) == (shown.level(row), shown.change(row)), (path, measure, who)
                    checked += level != "–"
    assert checked > 200


def check_places(board: Board) -> None:
    for room, kind in MARGIN_OF.items():
        names = board.names[room] | {"not-stated": "Not stated"}
        groups = {key[2] for key in board.shown if key[1] == kind}
        called = {shown.joined([names[each] for each in group.split("+")]): group for group in groups}
        page = board.page(f"/board/{room}")
        for who, head, lines in shown.tables(page):
            for _, [group, n, *cells] in lines:
                rows = [board.of(who, measure, kind, called[group]) for measure in head[2:-1]]
                assert cells[:-1] == [shown.level(row) for row in rows]
                assert cells[-1] == shown.change(rows[0])
                assert n == (rows[0]["n"] if rows[0] else "–")
        assert groups, room
        for place in board.names[room]:
            check_place(board, room, place, kind)


def check_place(board: Board, room: str, place: str, kind: str) -> None:
    page = board.page(f"/board/{room}/{place}")
    for panel in page.document.query("section.panel"):
        who = board.audience[shown.text(panel.query("h2")[0])]
        group = next((key[2] for key in board.shown if key[:2] == (who, kind) and place in key[2].split("+")), None)
        assert bool(group) == bool(panel.query("svg[role=img]")), (place, who)
        for line in panel.query("tbody tr"):
            name, *_, now = [shown.text(cell) for cell in line.query("th, td")]
            assert now == shown.in_brackets(board.of(who, name, kind, group))


def check_pictures(board: Board) -> None:
    """The numbers in the drawings themselves, in pages and as files."""
    for audience in AUDIENCES:
        svg = board.client.get(f"/board/releases/{RELEASE}/pictures/levels.{audience}.svg").text
        rows = [board.now[audience, "total", "all", *measure] for measure in MEASURES[:5]]
        assert shown.drawn_scores(svg) == [shown.shown(row["score"]) for row in rows]
        old = [board.before[audience, "total", "all", *measure] for measure in MEASURES[:5]]
        assert shown.drawn_scores(svg, "of-before") == [shown.shown(row["score"]) for row in old]
    for kind, measure in MEASURES:
        whole = [board.now.get((audience, "total", "all", kind, measure)) for audience in AUDIENCES]
        svg = board.client.get(f"/board/releases/{RELEASE}/pictures/trend.{kind}.{measure}.svg").text
        assert shown.drawn_scores(svg) == [shown.shown(row["score"]) for row in whole if row]
    views = board.client.get(f"/board/releases/{RELEASE}/pictures/views.headline.svg").text
    scores = [
        sorted((board.now[audience, "total", "all", *measure]["score"] for audience in AUDIENCES), key=int)
        for measure in MEASURES[:5]
    ]
    assert shown.drawn_scores(views, "of-view") == [shown.shown(score) for row in scores for score in row]


def check_gaps(board: Board) -> None:
    """The gap that a sentence tells is the difference of the two scores shown."""
    told = 0
    for measure in ("Experience", "Inclusion", "Support", "Belief"):
        page = board.page(f"/board/domains/{board.measure[measure][1]}")
        for line in page.document.query("ul.said li"):
            words = shown.text(line)
            for who, other in [(a, b) for a in board.audience for b in board.audience if a != b]:
                for way in ("higher", "lower"):
                    if words.startswith(f"{who}: {way} by") and f"than {other}." in words:
                        gap = int(board.of(who, measure)["score"]) - int(board.of(other, measure)["score"])
                        assert words.startswith(f"{who}: {way} by {abs(gap)} than"), words
                        assert (gap > 0) == (way == "higher")
                        told += 1
                if words == f"{who} and {other}: no clear gap.":
                    assert all(board.of(each, measure) for each in (who, other)), "both views are shown"
                    told += 1
    assert told


def check_packs(board: Board) -> None:
    """The Word document has the figures of its page, and these are checked above."""
    answer = board.client.get("/board/self-evaluation/2026.docx")
    document = docx.Document(io.BytesIO(answer.data))
    names = list(board.audience)
    found = 0
    for table in document.tables:
        head = [cell.text for cell in table.rows[0].cells]
        for row in table.rows[1:] if head[0] == "Statement" else ():
            measure, *cells = [cell.text for cell in row.cells]
            assert cells == [shown.in_brackets(board.of(who, measure)) for who in names], measure
            found += 1
    assert found > 20
    assert document.core_properties.language == "en-GB"


def check_file(board: Board) -> None:
    lines = csv.DictReader(io.StringIO(board.client.get(f"/board/releases/{RELEASE}.csv").data.decode("utf-8-sig")))
    keys = ("audience", "group_kind", "group", "measure_kind", "measure")
    for line in lines:
        key = tuple(line.pop(name) for name in keys)
        assert line == board.now[key], key
