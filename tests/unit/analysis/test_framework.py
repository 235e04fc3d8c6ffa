"""Reading and checking a framework file: each fault is found, named and placed."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from fractions import Fraction

import pytest

from analysis.framework import Framework, read_framework
from analysis.framework_checks import check_framework
from surveys.findings import DefinitionErrors, Finding
from surveys.model import AUDIENCES
from tests.unit.analysis.made_up import framework, survey

GOOD = """
version = "7"
title = "Ours"

[settings]
min_answered = 0.6

[[domains]]
id = "voice"
name = "Voice"
question = "Are people heard?"
weight = 2

[[indicators]]
id = "heard"
domain = "voice"
meaning = "I am heard"
anchor = true
audiences = "all"
criteria = [
  "57b",
]

[[criteria]]
id = "57b"
title = "Decisions are shaped by people"
"""


def read(text: str = GOOD) -> Framework:
    return read_framework(tomllib.loads(text), "framework.toml", text)


def found(text: str) -> list[Finding]:
    return [each for each in check_framework(read(text), [], "framework.toml", text) if each.severity == "error"]


def faults(text: str) -> list[tuple[str, str]]:
    with pytest.raises(DefinitionErrors) as raised:
        read(text)
    return [(each.code, each.place) for each in raised.value.findings]


def test_a_file_becomes_a_framework():
    ours = read()
    assert (ours.version, ours.title, ours.settings.min_answered) == ("7", "Ours", Fraction(3, 5))
    assert ours.settings.positive == 75
    assert ours.domain_by_id["voice"].weight == 2
    assert ours.indicator_by_id["heard"].audiences == AUDIENCES
    assert ours.measures == (("index", "index"), ("domain", "voice"), ("indicator", "heard"))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('version = "7"', "", ("F001", "framework.toml")),
        ('name = "Voice"', "", ("F001", "framework.toml:9")),
        ("weight = 2", 'weight = "2"', ("F001", "framework.toml:9")),
        ("weight = 2", "weight = 0", ("F001", "framework.toml:9")),
        ("anchor = true", "anchored = true", ("F002", "framework.toml:15")),
        ("min_answered = 0.6", "min_asked = 0.6", ("F002", "framework.toml:6")),
        ("min_answered = 0.6", "min_answered = 1.6", ("F004", "framework.toml:6")),
        ("min_answered = 0.6", "positive = 101", ("F004", "framework.toml:6")),
        ('id = "heard"', 'id = "heard!"', ("F003", "framework.toml:15")),
        ('title = "Ours"', 'headline = "Ours"', ("F002", "framework.toml:3")),
    ],
)
def test_faults_of_shape_are_found_with_their_place(old: str, new: str, expected: tuple[str, str]):
    assert expected in faults(GOOD.replace(old, new))


def test_an_id_twice_is_found():
    assert faults(GOOD + '[[criteria]]\nid = "57b"\ntitle = "Again"\n')[0][0] == "F003"


def test_a_mapping_to_nothing_names_file_line_and_id():
    finding = found(GOOD.replace('  "57b",', '  "57x",'))[0]
    assert (finding.code, finding.place) == ("F005", "framework.toml:21")
    assert '"57x"' in finding.message


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('domain = "voice"', 'domain = "vioce"', "F005"),
        ('audiences = "all"', 'audiences = ["parents"]', "F006"),
        ('audiences = "all"', 'audiences = ["young-person"]', "F007"),
        ("min_answered = 0.6", "anchors_per_domain = 2", "F008"),
    ],
)
def test_faults_of_sense_are_found(old: str, new: str, code: str):
    assert code in [each.code for each in found(GOOD.replace(old, new))]


def test_cells_are_named_by_audience_and_measure():
    named = GOOD + '[board]\ncells = ["young-person index", "parent-carer voice", "professional heard"]\n'
    assert read(named).named_cells == {
        ("young-person", "index", "index"),
        ("parent-carer", "domain", "voice"),
        ("professional", "indicator", "heard"),
    }
    assert len(read().named_cells) == 2 * len(AUDIENCES), "index and domain of each audience, if none is named"
    assert "F014" in [each.code for each in check_framework(read(named), [], "framework.toml")]


@pytest.mark.parametrize(
    ("cell", "code"),
    [("young-person hear", "F013"), ("pupils index", "F013"), ("young-person", "F001"), ("a b c", "F001")],
)
def test_a_cell_that_does_not_exist_is_found(cell: str, code: str):
    text = GOOD + f'[board]\ncells = ["{cell}"]\n'
    codes = [each for each, _ in faults(text)] if code == "F001" else [each.code for each in found(text)]
    assert code in codes


def test_too_many_cells_or_one_twice_are_found():
    many = ", ".join(['"young-person index"'] * 2)
    assert "F014" in [each.code for each in found(GOOD + f"[board]\ncells = [{many}]\n")]


def errors(ours: Framework, *surveys) -> list[str]:
    return [each.code for each in check_framework(ours, surveys, "framework.toml") if each.severity == "error"]


def test_every_anchor_is_asked_in_each_audiences_wave_surveys():
    ours = framework()
    own = [survey(ours, audience) for audience in AUDIENCES]
    assert errors(ours, *own) == []
    fewer = replace(own[0], questions=own[0].questions[1:])
    assert errors(ours, fewer, *own[1:]) == ["F009"]
    assert errors(ours, replace(own[0], voice="proxy"), *own[1:]) == ["F009"] * 12


def test_a_survey_asks_only_known_indicators():
    ours = framework()
    own = survey(ours)
    strange = replace(own.questions[0], id="strange", indicator="strange")
    assert "F010" in errors(ours, replace(own, questions=(*own.questions, strange)))
    codes = [each.code for each in check_framework(ours, [replace(own, questions=own.questions * 2)], "f")]
    assert codes.count("F012") == 12
