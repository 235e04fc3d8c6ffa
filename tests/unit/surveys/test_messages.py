"""Everything that a reader may see reaches the translators, with its context and its place."""

from __future__ import annotations

from surveys.messages import Message, partnership_messages, survey_messages
from surveys.model import Survey
from surveys.partnership import Partnership


def texts(messages: list[Message]) -> set[str]:
    return {message.text for message in messages}


def test_every_text_of_a_survey_is_a_message(parents: Survey) -> None:
    found = list(survey_messages(parents))
    shown = {parents.title, *parents.intro, *parents.who_sees, *parents.anonymous, *parents.thanks}
    shown |= {page.title for page in parents.pages}
    for question in parents.questions:
        shown |= {question.text, question.help, question.low, question.high, question.unit}
        shown |= {option.label for option in question.options if not option.label.isdigit()}
    assert texts(found) == shown - {""}
    assert {message.context for message in found} == {"parent-carer"}


def test_a_message_says_survey_question_part_and_picture(children: Survey) -> None:
    comments = {message.comment for message in survey_messages(children)}
    assert "young-person.general.how-is-it, heard, question, picture: listen" in comments
    assert "young-person.general.how-is-it, heard, answer good, picture: face-5" in comments
    assert "young-person.general.how-is-it, more, help" in comments
    assert "young-person.general.how-is-it, who sees the answers" in comments


def test_who_checked_a_survey_is_for_staff_only(children: Survey) -> None:
    assert not texts(list(survey_messages(children))) & set(children.checked_by)


def test_names_have_a_context_of_their_own(westmere: Partnership) -> None:
    found = list(partnership_messages(westmere))
    assert {message.context for message in found} == {"partnership"}
    assert {"Westmere", "Lakeside", "Westmere Families", "Play team", "First steps", "Help has started"} <= texts(found)
    assert {"Westmere Helpline", "Call us by day or by night.", "Voice", "Do people hear you?"} <= texts(found)
    assert "Harbour Primary School" not in texts(found)
