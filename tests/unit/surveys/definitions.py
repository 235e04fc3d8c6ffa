"""Made-up surveys for the tests of the flow, written in one line each or drawn at random."""

from __future__ import annotations

from hypothesis import strategies as st

from surveys.answers import SKIPPED, Answer, Answers
from surveys.model import Condition, Option, Page, Question, Survey

OPTIONS = (Option("a", "A"), Option("b", "B"), Option("c", "C"), Option("not-sure", "?", missing="not-sure"))
KINDS = ("single", "several", "ranking", "cards", "scale-0-10", "long-text", "statement")
CHOICES = ("single", "several", "ranking", "cards")
ATTRIBUTES = ("locality", "age-band")


def survey_of(questions: list[Question], pages: list[Page] | None = None) -> Survey:
    """A survey with one page a question, unless pages are given."""
    return Survey(
        id="young-person.general.made-up",
        version=1,
        audience="young-person",
        journey_point="general",
        title="Made up",
        minutes=1,
        schedule="wave",
        questions=tuple(questions),
        pages=tuple(pages or [Page(question.id, (question.id,)) for question in questions]),
    )


def options_of(kind: str) -> tuple[Option, ...]:
    scale = tuple(Option(str(number), str(number)) for number in range(11))
    return OPTIONS if kind in CHOICES else {"scale-0-10": (*scale, OPTIONS[-1])}.get(kind, ())


def ask(name: str, *show_if: Condition, kind: str = "single", **more: object) -> Question:
    return Question(name, kind, f"About {name}?", options=options_of(kind), show_if=show_if, **more)


@st.composite
def conditions(draw: st.DrawFn, earlier: list[Question]) -> tuple[Condition, ...]:
    """Up to two conditions on earlier questions."""
    found = []
    for question in draw(st.lists(st.sampled_from(earlier), max_size=2)) if earlier else ():
        names = [option.id for option in question.options]
        any_of = tuple(draw(st.lists(st.sampled_from(names), unique=True, max_size=3))) if names else ()
        found.append(Condition(question.id, any_of, draw(st.booleans())))
    return tuple(found)


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    """Up to ten questions of every kind on pages of one to three, some shown only if an earlier answer says so."""
    questions: list[Question] = []
    pages: list[Page] = []
    for number in range(draw(st.integers(1, 6))):
        earlier = [each for each in questions if each.attribute is None and each.kind != "statement"]
        names = tuple(f"q{number}{letter}" for letter in "xyz"[: draw(st.integers(1, 3))])
        for name in names:
            kind = draw(st.sampled_from(KINDS))
            attribute = draw(st.sampled_from((None, None, None, *ATTRIBUTES))) if kind == "single" else None
            questions.append(ask(name, *draw(conditions(earlier)), kind=kind, attribute=attribute))
        pages.append(Page(f"page-{number}", names))
    return survey_of(questions, pages)


def answers_to(question: Question) -> st.SearchStrategy[Answer]:
    """Any answer that a form could give."""
    if question.kind == "statement":
        return st.just(Answer("answered", "seen"))
    values = {
        "single": st.sampled_from(["a", "b", "c"]),
        "several": st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, unique=True).map(sorted),
        "ranking": st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, unique=True),
        "cards": st.lists(st.sampled_from(["a:so-so", "b:not-good", "c:so-so"]), min_size=1, unique=True).map(sorted),
        "scale-0-10": st.integers(0, 10),
        "long-text": st.text("abc", min_size=1, max_size=5),
    }[question.kind].map(lambda value: Answer("answered", value))
    missing = [SKIPPED] if question.kind == "long-text" else [SKIPPED, Answer("not-sure")]
    return values | st.sampled_from(missing)


@st.composite
def any_answers(draw: st.DrawFn, survey: Survey) -> Answers:
    """Answers to any of the questions, on the path or not, as a forged or an old draft might hold them."""
    names = draw(st.lists(st.sampled_from([question.id for question in survey.questions]), unique=True))
    return {name: draw(answers_to(survey.question_by_id[name])) for name in names}


known_attributes = st.frozensets(st.sampled_from(ATTRIBUTES))
