"""Whatever value a definition holds at whatever place: findings come of it, never a crash."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.checks import check_partnership
from surveys.findings import Finding, errors_of
from surveys.partnership_file import read_partnership
from surveys.tables import read_toml
from tests.unit.surveys.conftest import CHILDREN, PARENTS, WESTMERE

FILES = (
    "partnership.toml",
    "definitions/shared/option_sets.toml",
    "definitions/shared/you.toml",
    f"definitions/{PARENTS}.v1.toml",
    f"definitions/{CHILDREN}.v1.toml",
)
GONE = object()
ODD = (GONE, 0, -1, 1.5, True, "", "zzz", [], ["x"], [1], [[]], {}, {"id": "x"}, [{}], [{"id": ["x"]}], {"a": {"b": 1}})


def places(data: object, before: tuple = ()) -> Iterator[tuple]:
    """The way to every value in a file."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*before, key)
        yield from places(value, (*before, key))


@cache
def content(name: str) -> dict[str, Any]:
    return read_toml(WESTMERE / name, name, [])


@cache
def ways() -> list[tuple[str, tuple]]:
    return [(name, way) for name in FILES for way in places(content(name))]


def spoilt(name: str, way: tuple, value: object) -> dict[str, Any]:
    data = copy.deepcopy(content(name))
    table = data
    for key in way[:-1]:
        table = table[key]
    if value is GONE:
        del table[way[-1]]
    else:
        table[way[-1]] = value
    return data


@settings(max_examples=settings().max_examples * 3 // 2)
@given(st.deferred(lambda: st.sampled_from(ways())), st.sampled_from(ODD))
def test_an_odd_value_is_reported_or_harmless(place: tuple[str, tuple], value: object) -> None:
    name, way = place
    data = spoilt(name, way, value)

    def read(path: Path, called: str, findings: list[Finding]) -> dict[str, Any]:
        return copy.deepcopy(data) if path == WESTMERE / name else read_toml(path, called, findings)

    with patch("surveys.loader.read_toml", read), patch("surveys.partnership_file.read_toml", read):
        partnership, findings = read_partnership(WESTMERE)
    if not errors_of(findings):
        check_partnership(partnership)
