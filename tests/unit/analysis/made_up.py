"""Made-up frameworks, surveys and waves for the tests of the analysis; nothing here is checked."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pandas as pd

from analysis.change import Pairs
from analysis.framework import Domain, Framework, Indicator, Settings, Title
from analysis.reports import BaselineData, People
from analysis.scoring import UNIT, Cell
from surveys.model import AUDIENCES, Option, Page, Question, Survey

FACES = (0, 25, 50, 75, 100)
DOMAINS = ("experience", "inclusion", "support", "belief")
KEYS = ["audience", "group_kind", "group", "measure_kind", "measure"]
CELL_COLUMNS = [*KEYS, "n", "total", "squares", "positive"]
PAIR_COLUMNS = [*KEYS[:3], "baseline_group", *KEYS[3:], "n", "sx", "sy", "sxx", "syy", "sxy"]


def framework(items: int = 3, **settings: Any) -> Framework:
    """Four domains with `items` anchors each, and one criterion that all are mapped to."""
    indicators = (Indicator(f"{each}-{n}", each, "?", True, criteria=("1a",)) for each in DOMAINS for n in range(items))
    domains = tuple(Domain(each, each, "?") for each in DOMAINS)
    return Framework("1", "Made up", Settings(**settings), domains, tuple(indicators), criteria=(Title("1a", "One"),))


def survey(of: Framework, audience: str = "young-person", **fields: Any) -> Survey:
    """A wave survey that asks every indicator with five faces."""
    options = tuple(Option(str(place), str(place), points) for place, points in enumerate(FACES, 1))
    questions = tuple(Question(each.id, "faces-5", "?", options=options, indicator=each.id) for each in of.indicators)
    pages = tuple(Page(question.id, (question.id,)) for question in questions)
    shape = {"id": f"{audience}.general.made-up", "version": 1, "journey_point": "general", "title": "Made up"}
    return Survey(
        **{**shape, "audience": audience, "minutes": 5, "schedule": "wave", **fields}, questions=questions, pages=pages
    )


class Said(NamedTuple):
    """What one person said in one wave: their score in units for the one measure of these tests."""

    person: str
    group: str
    units: int
    audience: str = AUDIENCES[0]


def frames(wave: Iterable[Said], kind: str = "locality") -> tuple[pd.DataFrame, People]:
    """Cells and people of a wave, as the services would count them."""
    cells: dict[tuple[str, ...], list[int]] = {}
    people: People = {}
    for said in wave:
        for group_kind, group in (("total", ""), (kind, said.group)):
            cells.setdefault((said.audience, group_kind, group, "index", "index"), []).append(said.units)
            own = people.setdefault((said.audience, group_kind), {})
            own[group] = own.get(group, 0) + 1
    rows = [(*key, cell.n, cell.total, cell.squares, cell.positive) for key, cell in map(as_cell, cells.items())]
    return pd.DataFrame(rows, columns=CELL_COLUMNS), people


def as_cell(item: tuple[tuple[str, ...], list[int]]) -> tuple[tuple[str, ...], Cell]:
    return item[0], Cell.of(item[1])


def baseline(wave_id: str, wave: Iterable[Said]) -> BaselineData:
    return BaselineData(wave_id, *frames(wave))


def pair_frame(before: Sequence[Said], now: Sequence[Said], kind: str = "locality") -> pd.DataFrame:
    """The people of both waves, by the group they are in now and the group they were in then."""
    then = {(said.audience, said.person): said for said in before}
    linked: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for said in now:
        old = then.get((said.audience, said.person))
        for group_kind, new_group, old_group in (("total", "", ""), (kind, said.group, old.group)) if old else ():
            key = (said.audience, group_kind, new_group, old_group, "index", "index")
            linked.setdefault(key, []).append((old.units, said.units))
    sums = [(*key, Pairs.of(both)) for key, both in linked.items()]
    rows = [(*key, each.n, each.sx, each.sy, each.sxx, each.syy, each.sxy) for *key, each in sums]
    return pd.DataFrame(rows, columns=PAIR_COLUMNS)


def crowd(n: int, seed: int) -> list[Said]:
    """So many people, unevenly spread over five localities, with any scores; two crowds are partly the same people."""
    chance = random.Random(seed)
    spread = [chance.random() ** 3 + 0.01 for _ in "ABCDE"]
    places = chance.choices("ABCDE", spread, k=n)
    return [Said(f"p{each}", place, chance.randint(0, 100 * UNIT)) for each, place in enumerate(places)]


def said_by(groups: str, points: int = 50, wave: str = "") -> list[Said]:
    """`A 12, B 7`: so many people of each group who all say the same."""
    counted = (part.split(" ") for part in groups.split(", "))
    return [Said(f"{wave}{group}{each}", group, points * UNIT) for group, n in counted for each in range(int(n))]
