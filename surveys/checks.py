"""Whether a survey that can be asked is also fit to be answered: wording, pictures, options, what is said beforehand.

Looked at by authors and tests, never when answering. An author can keep a finding by `allow`, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveys import wording
from surveys.findings import Finding
from surveys.messages import question_parts, survey_parts
from surveys.model import Option, Page, Question, Survey
from surveys.question_types import QUESTION_TYPES
from surveys.question_types.base import real_options
from surveys.readability import reading_age, sentences

if TYPE_CHECKING:
    from surveys.partnership import Partnership

FACES = "faces-"
MOST_COMMENTS = 2
MOST_OF_A_PULSE, MOST_OF_A_JOURNEY, MOST_OF_THE_YOUNGEST = 3, 12, 8
MOST_ON_A_PAGE = 6
MIDDLE = 50


@dataclass(frozen=True, slots=True)
class Reader:
    """How plain a text must be for one kind of reader: words a sentence, reading age in years (None: no limit)."""

    words: int
    age: float | None
    easy_read: bool = True


READERS = {
    "under-8": Reader(words=10, age=9),
    "young-person": Reader(words=15, age=9),
    "parent-carer": Reader(words=15, age=11),
    "professional": Reader(words=25, age=None, easy_read=False),
}


def check_survey(survey: Survey, pictures: frozenset[str] | None = None) -> list[Finding]:
    """Every finding on one survey that its author did not keep. `pictures` are the names of those that exist."""
    reader = READERS[survey.reader or survey.audience]
    found = [
        *check_beforehand(survey),
        *check_comments(survey),
        *check_length(survey),
        *check_pages(survey),
        *check_reading_age(survey, reader),
        *check_sentences(survey, reader),
    ]
    for question in survey.questions:
        own = [*check_question(question, reader), *check_options(question)]
        own += check_pictures(question, reader, pictures)
        found += [finding for finding in own if finding.code not in question.allow]
    return [finding for finding in dict.fromkeys(found) if finding.code not in survey.allow]


def check_partnership(partnership: Partnership, pictures: frozenset[str] | None = None) -> list[Finding]:
    """Every finding on the newest version of each survey, and on what surrounds them."""
    surveys = partnership.catalogue.surveys
    found = [finding for survey in surveys for finding in check_survey(survey, pictures)]
    for audience in dict.fromkeys(survey.audience for survey in surveys):
        if not partnership.help_for(audience):
            advice = "Add [[help_lines]]: every page says whom to call if something is wrong."
            found.append(Finding("S039", "partnership.toml", f"no help line for {audience}.", advice))
    found += check_indicators(partnership)
    return list(dict.fromkeys(found))


def check_indicators(partnership: Partnership) -> Iterator[Finding]:
    """Each indicator of the framework is asked of somebody."""
    asked = {question.indicator for survey in partnership.catalogue.surveys for question in survey.questions}
    rows = partnership.framework.get("indicators", [])
    for name in (row.get("id") for row in rows if isinstance(row, dict)):
        if name and name not in asked:
            advice = "Ask it in a survey, or take it out of the framework."
            yield Finding("S048", f"framework.toml, {name}", f"no survey asks {name!r}.", advice)


def check_beforehand(survey: Survey) -> Iterator[Finding]:
    """What a person is told before and after, and how long it takes."""
    if not 1 <= survey.minutes <= 60:
        yield Finding("S039", survey.place, f"minutes are {survey.minutes}.", "Say how many minutes it takes.")
    for key in ("intro", "who_sees", "anonymous", "thanks"):
        if not getattr(survey, key):
            yield Finding("S039", survey.place, f"{key!r} is missing.", f"Add {key}: a list of short sentences.")
    if not survey.checked_by:
        advice = "Add checked_by: who read the wording, and when."
        yield Finding("S039", survey.place, "nobody is named who checked the wording.", advice, "warning")


def check_comments(survey: Survey) -> Iterator[Finding]:
    count = sum(question.kind == "long-text" for question in survey.questions)
    if not 1 <= count <= MOST_COMMENTS:
        advice = "Ask one open comment, or two at most."
        yield Finding("S042", survey.place, f"{count} open comments.", advice)


def check_length(survey: Survey) -> Iterator[Finding]:
    """How many questions there are, background questions apart. A survey of a wave asks what the framework needs."""
    count = sum(counts(question) for question in survey.questions)
    most = most_questions(survey)
    if most and count > most:
        yield Finding("S043", survey.place, f"{count} questions; at most {most} are allowed.", "Ask fewer.")


def most_questions(survey: Survey) -> int | None:
    if survey.id.rpartition(".")[2] == "pulse":
        return MOST_OF_A_PULSE
    if survey.reader == "under-8":
        return MOST_OF_THE_YOUNGEST
    return MOST_OF_A_JOURNEY if survey.schedule == "touchpoint" else None


def counts(question: Question) -> bool:
    """Whether it is a question about the matter itself, not about who answers."""
    return QUESTION_TYPES[question.kind].asks and not question.attribute


def check_pages(survey: Survey) -> Iterator[Finding]:
    """Young people see one question at a time; nobody sees a page that looks like a form to fill in."""
    alone = survey.audience == "young-person" and survey.voice == "self"
    for page in survey.pages:
        asked = [survey.question_by_id[name] for name in page.questions]
        if alone and sum(map(counts, asked)) > 1:
            yield crowded(survey, page, "more than one question for young people.", "Give each a page of its own.")
        elif sum(QUESTION_TYPES[question.kind].asks for question in asked) > MOST_ON_A_PAGE:
            yield crowded(survey, page, "too many questions at once.", f"Put {MOST_ON_A_PAGE} on a page at most.")


def crowded(survey: Survey, page: Page, message: str, advice: str) -> Finding:
    return Finding("S044", f"{survey.place}, page {page.id}", message, advice)


def check_reading_age(survey: Survey, reader: Reader) -> Iterator[Finding]:
    """The worse of the two figures counts: many short answers must not hide long sentences."""
    age = max(reading_ages(survey))
    if reader.age is not None and age > reader.age:
        advice = "Use shorter sentences and shorter words."
        yield Finding("S038", survey.place, f"reading age {age:.1f}; at most {reader.age:.0f} is allowed.", advice)


def reading_ages(survey: Survey) -> tuple[float, float]:
    """(of all texts, of all but the answers to choose from)."""
    around = [text for _, texts in survey_parts(survey) for text in texts]
    parts = [part for question in survey.questions for part in question_parts(question)]
    everything = around + [text for _, text, _ in parts]
    return reading_age(everything), reading_age(around + [text for name, text, _ in parts if name[:7] != "answer "])


def check_sentences(survey: Survey, reader: Reader) -> Iterator[Finding]:
    """The length of every sentence, and words that need explaining, around the questions."""
    for part, texts in survey_parts(survey):
        place = f"{survey.place}, {part}"
        for text in texts:
            yield from long_sentences(text, place, reader)
            yield from hard_words(text, " ".join(texts), place, reader)


def check_question(question: Question, reader: Reader) -> Iterator[Finding]:
    """The wording of one question."""
    texts = [text for _, text, _ in question_parts(question)]
    for text in texts:
        yield from long_sentences(text, question.place, reader)
        yield from hard_words(text, " ".join(texts), question.place, reader)
    if QUESTION_TYPES[question.kind].asks:
        yield from asked_badly(question)


def asked_badly(question: Question) -> Iterator[Finding]:
    if found := wording.negative(question.text):
        yield Finding("S034", question.place, f"the question has a negative: {found!r}.", "Ask it the other way round.")
    if found := wording.two_asks(question.text):
        yield Finding("S035", question.place, f"two questions in one: {found!r}.", "Ask them one after the other.")
    if found := wording.leading(question.text):
        yield Finding("S036", question.place, f"the wording leads: {found!r}.", "Ask in words that favour no answer.")


def long_sentences(text: str, place: str, reader: Reader) -> Iterator[Finding]:
    for words in sentences(text):
        if len(words) > reader.words:
            start = " ".join(words[:6])
            message = f"a sentence of {len(words)} words: '{start} ...'; at most {reader.words}."
            yield Finding("S033", place, message, "Make two sentences of it.")


def hard_words(text: str, beside: str, place: str, reader: Reader) -> Iterator[Finding]:
    if not reader.easy_read:
        return
    if found := wording.number_in_words(text):
        yield Finding("S046", place, f"a number in words: {found!r}.", "Write it in figures.")
    for word in wording.unexplained(text, beside):
        yield Finding("S037", place, f"{word!r} is not explained.", "Use plain words, or explain it in brackets there.")
    for heavy, plain in wording.plainer(text):
        yield Finding("S049", place, f"{heavy!r} is a heavy word.", f"Say {plain!r}, or put it in other plain words.")


def check_options(question: Question) -> Iterator[Finding]:
    """Labels that differ, and a way to say that one does not know."""
    labels = [option.label.strip().casefold() for option in question.options]
    for label in sorted({label for label in labels if labels.count(label) > 1}):
        yield Finding("S030", question.place, f"two answers are called {label!r}.", "Give each its own words.")
    points = [option.points for option in question.options if option.points is not None]
    if points and not min(points) < MIDDLE < max(points):
        advice = "Offer answers on both sides of the middle."
        yield Finding("S047", question.place, "all answers lean to one side.", advice)
    missing = {option.missing for option in question.options if option.missing}
    if question.indicator and "not-sure" not in missing:
        yield no_way_out(question, "a scored question without 'not sure'.")
    elif real_options(question) and not missing and not any(option.exclusive for option in question.options):
        yield no_way_out(question, "no answer for somebody who does not know or would rather not say.")


def no_way_out(question: Question, message: str) -> Finding:
    return Finding("S032", question.place, message, 'Add {id = "not-sure", label = "...", missing = "not-sure"}.')


def check_pictures(question: Question, reader: Reader, pictures: frozenset[str] | None) -> Iterator[Finding]:
    """A picture beside each scored question and each face; and every picture that is named exists."""
    if reader.easy_read and question.indicator and not question.picture:
        yield Finding("S031", question.place, "no picture.", "Add a picture that helps to understand the question.")
    for option in without_face(question):
        yield Finding("S031", f"{question.place}, option {option.id}", "no picture.", "Add the picture of a face.")
    named = [question.picture, *(option.picture for option in question.options)]
    for name in dict.fromkeys(name for name in named if name and pictures is not None and name not in pictures):
        yield Finding("S041", question.place, f"the picture {name!r} is missing.", "Add its file or name another.")


def without_face(question: Question) -> Iterable[Option]:
    if not question.kind.startswith(FACES):
        return ()
    return (option for option in question.options if not option.picture and not option.missing)
