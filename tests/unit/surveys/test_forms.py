"""The form of a page: its fields, what it holds, what it says when something is wrong."""

from __future__ import annotations

import sys
from subprocess import run

from werkzeug.datastructures import MultiDict

from surveys import flow
from surveys.answers import SKIPPED, Answer
from surveys.forms import filled_form, page_form, to_answers
from surveys.model import Survey
from surveys.question_types.free_text import TOO_LONG
from surveys.question_types.one_of import UNKNOWN

YES = {"has-plan": Answer("answered", "yes")}


def test_a_field_is_named_by_its_question_and_holds_option_ids(parents: Survey) -> None:
    form = page_form(parents, parents.page_by_id["voice"])(MultiDict({"heard": "4", "in-time": "7"}))
    assert form.validate()
    assert [field.name for field in form] == ["heard", "in-time", "has-plan"]
    assert to_answers(form) == {
        "heard": Answer("answered", "4"),
        "in-time": Answer("answered", 7),
        "has-plan": SKIPPED,
    }


def test_only_the_questions_that_are_shown_have_a_field(parents: Survey) -> None:
    plan = flow.path(parents, YES)[1]
    assert [field.name for field in page_form(parents, plan)()] == ["plan-intro", "after-plan", "weeks"]
    known = frozenset(["locality", "age-band"])
    page = next(page for page in flow.path(parents, {}, known) if page.id == "you")
    assert [field.name for field in page_form(parents, page, known)()] == ["children"]
    assert [field.name for field in page_form(parents, parents.page_by_id["you"], known)()] == ["children"]


def test_what_was_answered_shows_again(parents: Survey, children: Survey) -> None:
    answers = {"heard": Answer("not-sure"), "in-time": Answer("answered", 0), "has-plan": SKIPPED}
    form = filled_form(parents, parents.page_by_id["voice"], answers)
    assert [field.chosen for field in form] == [("not-sure",), ("0",), ()]
    form = filled_form(children, children.page_by_id["more"], {"more": Answer("answered", "Swings <b>")})
    assert form["more"].typed == "Swings <b>"


def test_a_wrong_entry_is_kept_and_explained(parents: Survey, children: Survey) -> None:
    form = page_form(parents, parents.page_by_id["voice"])(MultiDict({"heard": "4", "in-time": "99"}))
    assert not form.validate()
    [problem] = form["in-time"].errors
    assert (problem.text, problem.params) == (UNKNOWN, {})
    assert form["heard"].chosen == ("4",)
    form = page_form(children, children.page_by_id["more"])(MultiDict({"more": "x" * 301}))
    assert not form.validate()
    [problem] = form["more"].errors
    assert (problem.text, problem.params) == (TOO_LONG, {"allowed": 300, "typed": 301})
    assert form["more"].typed == "x" * 301


def test_a_form_without_a_field_means_skipped(children: Survey) -> None:
    form = page_form(children, children.page_by_id["heard"])(MultiDict({"action": "next", "safe": "4"}))
    assert form.validate()
    assert to_answers(form) == {"heard": SKIPPED}


def test_a_form_is_made_once_per_version(children: Survey) -> None:
    page = children.page_by_id["heard"]
    assert page_form(children, page) is page_form(children, page)


def test_answering_needs_no_heavy_library() -> None:
    """A respondent's worker stays small: no hyphenation, no tables, no web framework by way of the surveys."""
    heavy = ("pyphen", "flask", "sqlalchemy", "pandas", "numpy", "surveys.checks", "surveys.readability")
    code = f"import sys, surveys.forms, surveys.partnership_file; print([m for m in {heavy} if m in sys.modules])"
    done = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
