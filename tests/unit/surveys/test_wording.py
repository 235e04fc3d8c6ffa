"""What the wording checks refuse, and the good questions that they must let through."""

from __future__ import annotations

import pytest

from surveys import wording

NEGATIVE = [
    ("Do people not listen to you?", "not"),
    ("Do you never have to wait?", "never"),
    ("Can't you join in?", "Can't"),
    ("Isn’t it clear?", "Isn’t"),
    ("Do you feel that nobody listens?", "nobody"),
    ("Is there no help at school?", "no"),
    ("Do you have no one to talk to?", "no"),
    ("Was it neither clear nor fair?", "neither"),
    ("Is none of the help useful?", "none"),
    ("Do you hardly ever see friends?", "hardly"),
    ("Are you unhappy at school?", "unhappy"),
    ("Is it impossible to get help?", "impossible"),
    ("Do you disagree with the plan?", "disagree"),
    ("Do you lack help?", "lack"),
    ("Do people fail to listen?", "fail to"),
    ("Did you get nowhere with your question?", "nowhere"),
    ("Can you get there without help?", "without"),
    ("Do you dislike the noise?", "dislike"),
    ("Was the answer disappointing?", "disappointing"),
    ("Do people ignore you?", "ignore"),
    ("Were you left out?", "left out"),
    ("Do you have little say?", "little say"),
    ("Was it inaccessible?", "inaccessible"),
    ("Does it help a little?", None),
    ("Do you understand the plan?", None),
    ("May we show your words, without names?", None),
    ("May we show your words without your name?", None),
    ("Is it easy to understand how to get help?", None),
    ("Do you know what happens next?", None),
    ("Do you notice a change?", None),
]

TWO_ASKS = [
    "Do people listen to you and do they act?",
    "Is the help good and how long did it take?",
    "Are you happy? Are you safe?",
    "Is the process clear and easy to understand?",
    "Do you feel safe and welcome?",
    "Are you listened to and taken seriously?",
    "Do people ask you and listen to you?",
    "Did the school explain the plan and they kept it?",
    "Do schools understand your child's needs and help in time?",
    "Is the help good and quick?",
    "How satisfied are you with the speed and quality of the help?",
    "Do you like your teacher and your school?",
    "Was the meeting on time and well run?",
    "Did someone explain the plan and answer your questions?",
    "Is your plan clear, fair and up to date?",
    "How easy or quick was it to get help?",
    "Do you feel heard or respected?",
    "Do people listen to you as well as act on what you say?",
    "Was the form easy to find and fill in?",
    "Is the website easy to use / up to date?",
    "Are you told about choices and given time to think?",
    "Was your child seen quickly and treated with respect?",
    "Is the plan short and does it make sense?",
    "Did the report arrive on time and was it useful?",
    "Do you get the help and support that you need?",
    "Was the advice or information enough?",
    "Is school fun and safe?",
    "Do you trust the council and the school?",
    "Do staff listen to you and treat you fairly?",
    "Do you feel confident and prepared for the move?",
]

ONE_ASK = [
    "Do services listen to parents and carers?",
    "Do school, health and social care work as one team?",
    "How are your friends and family?",
    "Did you and your child go to the meeting?",
    "Does your child have an education, health and care plan?",
    "Do people in schools and services know what they do?",
    "Do you have people to talk to at school and at home?",
    "Do you trust the people who help you?",
    "Is the help that you get right for you?",
    "What is good?",
    "Is the plan right for you?",
    "Is the help good or bad?",
    "Do you know the name of the person who helps?",
    "Do people keep their word to you and your family?",
    "Were you at the meeting?",
    "How often do children and young people choose?",
]

LEADING = [
    ("Do you agree that services are better?", "Do you agree"),
    ("How helpful was the excellent new team?", "How helpful"),
    ("Surely you were told?", "Surely"),
    ("Don't you feel safer?", "Don't you"),
    ("How good was the help?", "How good"),
    ("Isn't the new form better?", "Isn't the"),
    ("Shouldn't the council do more?", "Shouldn't the"),
    ("How satisfied are you?", "How satisfied"),
    ("Most parents are happy with the plan. Are you happy?", "Most parents are"),
    ("As experts say, plans work well. Does yours?", "experts say"),
    ("What did you like most about the helpful staff?", "the helpful staff"),
    ("Did our hard-working team help you?", "our hard-working team help"),
    ("Given how much we do, are you pleased?", "Given how"),
    ("You are happy with the plan, aren't you?", "aren't you"),
    ("You must be pleased with it. Are you?", "You must be"),
    ("Why is the plan so good?", "Why is the plan so good"),
    ("How happy are you with the improved website?", "the improved"),
    ("Like most families, do you feel well supported?", "Like most "),
    ("Because the staff care, how is the plan?", "Because the staff care, how"),
    ("Do you support our plan to improve services?", "Do you support our"),
    ("How good or bad was the help?", None),
    ("What do you like most about school?", None),
    ("How well do services work together?", None),
    ("Is it getting better?", None),
]

EXPLAINED = [
    ("Do you have an EHC plan?", "", ["EHC"]),
    ("Do you have an EHC plan (a plan for education, health and care)?", "", []),
    ("Do you have an education, health and care (EHC) plan?", "", []),
    ("Do you have an EHC plan?", "EHC means education, health and care.", []),
    ("Does the NHS help you?", "", []),
    ("Is the provision right?", "", ["provision"]),
    ("Who are the stakeholders?", "", ["stakeholders"]),
    ("Did the SENCo help?", "", ["SENCo"]),
    ("Did the SENCo (who leads on help in school) help?", "", []),
    ("Is the e.h.c. plan good?", "", ["e.h.c."]),
    ("Were reasonable adjustments made?", "", ["reasonable adjustments"]),
    ("Is the triage robust?", "", ["triage", "robust"]),
    ("Does CAMHS (mental health) help?", "", []),
]


@pytest.mark.parametrize(("text", "found"), NEGATIVE)
def test_negatives(text: str, found: str | None) -> None:
    assert wording.negative(text) == found


@pytest.mark.parametrize("text", TWO_ASKS)
def test_two_questions_in_one_are_found(text: str) -> None:
    assert wording.two_asks(text)


@pytest.mark.parametrize("text", ONE_ASK)
def test_one_question_is_let_through(text: str) -> None:
    assert wording.two_asks(text) is None
    assert wording.leading(text) is None
    assert wording.negative(text) is None


@pytest.mark.parametrize(("text", "found"), LEADING)
def test_leading_words(text: str, found: str | None) -> None:
    assert wording.leading(text) == found


@pytest.mark.parametrize(("text", "beside", "found"), EXPLAINED)
def test_short_forms_and_jargon_are_explained_where_they_stand(text: str, beside: str, found: list[str]) -> None:
    assert list(wording.unexplained(text, beside)) == found
