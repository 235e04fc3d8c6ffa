"""What each column of each kind of table is: its type and one sentence. What formats say of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from analysis.rows import ROWS


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `whole` numbers or text, and whether a cell may be empty."""

    name: str
    whole: bool
    may_be_empty: bool
    about: str


ABOUT = {
    "release": "The release that this line is from",
    "version": "The version of the framework under which it is scored; never compare two versions",
    "wave": "The wave in which people were asked",
    "audience": "Who answered: young-person, parent-carer or professional; all is all of them together",
    "other": "The audience that it is compared with",
    "group_kind": "total (everybody), locality or journey-point",
    "group": "all, or the id of the group; ids joined by + are shown together",
    "measure_kind": "index, domain or indicator",
    "measure": "The id of what is measured",
    "score": "Mean of the people's scores, 0 to 100; 95 means 95 or more, 5 means 5 or less",
    "other_score": "The score of the other audience",
    "ci_low": "Lower end of the interval of the score",
    "ci_high": "Upper end of the interval of the score",
    "n": "People, rounded to the nearest 5",
    "positive": "Per cent of positive answers, to the nearest 5; empty from too few people",
    "positive_low": "Lower end of the interval of positive",
    "positive_high": "Upper end of the interval of positive",
    "change": "Points since the baseline; empty without one",
    "change_low": "Lower end of the interval of the change",
    "change_high": "Upper end of the interval of the change",
    "gap": "score less other_score",
    "gap_low": "Lower end of the interval of the gap",
    "gap_high": "Upper end of the interval of the gap",
    "verdict": "What may be said of it in one word; empty where nothing may",
    "survey": "The id of the survey",
    "question": "The id of the question",
    "option": "The id of the answer; not-used is one of its own",
    "share": "Per cent of those who answered, to the nearest 5",
    "share_low": "Lower end of the interval of the share",
    "share_high": "Upper end of the interval of the share",
    "quarter": "The quarter of a year, as 2026-q4",
    "part": "Which part of it: a way in, an audience, a word, a domain, a kind of missing; blank for all of it",
    "value": "A number, days or per cent, as the measure says; people to the nearest 5",
    "journey_point": "The part of the journey that the survey is about",
    "voice": "Who speaks: proxy is somebody else, about a child",
    "programme": "The id of the programme of surveys",
    "theme": "The code of the theme, which stays",
    "name": "What the theme was called in this release",
    "people": "People who said it or stand behind it, rounded to the nearest 5",
    "attribute": "The question that says who people are, or locality",
    "state": "shown, few (fewer than the threshold) or hidden (so that those few cannot be reckoned)",
    "known": "The known share of the group among all who could be asked, in thousandths",
    "expected": "People that the known share would be, to the nearest 5",
    "way": "How it came: focus-group, event, letter, call or hands-up; others are small ones together",
    "fact": "What is told of the data: answered, missing, scored, reliability, again or linked",
    "negative": "Per cent of comments that sounded negative, to the nearest 5; empty from too few people",
}


def columns(kind: str) -> Iterator[Column]:
    """The columns of a kind of table, in order."""
    for each in fields(ROWS[kind]):
        whole, may_be_empty = str(each.type).startswith("int"), "None" in str(each.type) or each.name == "verdict"
        yield Column(each.name, whole, may_be_empty, ABOUT[each.name])
