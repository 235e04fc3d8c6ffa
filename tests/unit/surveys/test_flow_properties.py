"""What holds for every survey and every way through it, tried on surveys and answers drawn at random."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import flow
from surveys.answers import SKIPPED, Answers
from surveys.model import Page, Survey
from tests.unit.surveys.definitions import answers_to, any_answers, known_attributes, surveys

tried = settings(max_examples=settings().max_examples * 3 // 2)


def answer(data: st.DataObject, survey: Survey, page: Page) -> Answers:
    return {name: data.draw(answers_to(survey.question_by_id[name])) for name in page.questions}


def walk(data: st.DataObject, survey: Survey, known: frozenset[str]) -> tuple[list[str], Answers]:
    """Answer page after page to the end, as a person does. Returns the pages seen and the answers kept."""
    answers: Answers = {}
    seen = []
    page = flow.first_page(survey, answers, known)
    while page is not None:
        assert len(seen) < len(survey.pages), "the way does not end"
        seen.append(page.id)
        answers = flow.answer_page(survey, answers, answer(data, survey, page), known)
        page = flow.next_page(survey, answers, page.id, known)
    return seen, answers


@tried
@given(st.data(), surveys(), known_attributes)
def test_every_way_ends_with_all_said(data: st.DataObject, survey: Survey, known: frozenset[str]) -> None:
    seen, answers = walk(data, survey, known)
    assert seen == [page.id for page in flow.path(survey, answers, known)]
    assert flow.first_unanswered(survey, answers, known) is None
    final = flow.on_path(survey, answers, known)
    assert final == {question.id: answers[question.id] for question in flow.asked(survey, answers, known)}


@tried
@given(st.data(), surveys(), known_attributes)
def test_back_undoes_next(data: st.DataObject, survey: Survey, known: frozenset[str]) -> None:
    seen, answers = walk(data, survey, known)
    for before, after in pairwise(seen):
        assert flow.next_page(survey, answers, before, known).id == after
        assert flow.previous_page(survey, answers, after, known).id == before
    if seen:
        assert flow.previous_page(survey, answers, seen[0], known) is None
        assert flow.next_page(survey, answers, seen[-1], known) is None


@tried
@given(st.data(), surveys(), known_attributes)
def test_what_is_submitted_holds_only_what_was_asked(
    data: st.DataObject, survey: Survey, known: frozenset[str]
) -> None:
    answers = data.draw(any_answers(survey))
    final = flow.on_path(survey, answers, known)
    assert flow.on_path(survey, final, known) == final
    assert list(final) == [question.id for question in flow.asked(survey, final, known)]
    for name in final:
        question = survey.question_by_id[name]
        assert question.kind != "statement"
        assert question.attribute not in known
        assert final[name] == answers.get(name, SKIPPED)


@tried
@given(st.data(), surveys(), known_attributes)
def test_an_answer_off_the_path_changes_nothing(data: st.DataObject, survey: Survey, known: frozenset[str]) -> None:
    answers = data.draw(any_answers(survey))
    shown = {name for page in flow.path(survey, answers, known) for name in page.questions}
    without = {name: answer for name, answer in answers.items() if name in shown}
    assert flow.path(survey, without, known) == flow.path(survey, answers, known)
    assert flow.on_path(survey, without, known) == flow.on_path(survey, answers, known)


@tried
@given(st.data(), surveys(), known_attributes)
def test_nobody_jumps_ahead(data: st.DataObject, survey: Survey, known: frozenset[str]) -> None:
    """Exactly the pages up to the first one that is not done can be opened."""
    answers = data.draw(any_answers(survey))
    here = flow.first_unanswered(survey, answers, known)
    open_pages = {page.id for page in survey.pages if flow.reachable(survey, answers, page.id, known)}
    path = [page.id for page in flow.path(survey, answers, known)]
    assert open_pages == set(path[: path.index(here.id) + 1] if here else path)


@tried
@given(st.data(), surveys(), known_attributes)
def test_a_changed_answer_asks_again_what_hung_on_it(
    data: st.DataObject, survey: Survey, known: frozenset[str]
) -> None:
    seen, answers = walk(data, survey, known)
    if not seen:
        return
    page = data.draw(st.sampled_from(flow.path(survey, answers, known)))
    given_now = answer(data, survey, page)
    changed = {name for name, said in given_now.items() if said != answers[name]}
    kept = flow.answer_page(survey, answers, given_now, known)
    assert given_now.items() <= kept.items()
    for name in kept.keys() - given_now.keys():
        assert kept[name] == answers[name]
        assert not {condition.question for condition in survey.question_by_id[name].show_if} & changed
    if not changed:
        assert kept == answers


@tried
@given(st.data(), surveys(), known_attributes)
def test_what_is_kept_is_always_on_the_path(data: st.DataObject, survey: Survey, known: frozenset[str]) -> None:
    answers, new = data.draw(any_answers(survey)), data.draw(any_answers(survey))
    kept = flow.answer_page(survey, answers, new, known)
    shown = {step.id for step in flow.shown_steps(survey, kept, known)}
    assert kept.keys() <= shown


@tried
@given(surveys(), known_attributes)
def test_the_flow_is_the_same_each_time(survey: Survey, known: frozenset[str]) -> None:
    assert flow.path(survey, {}, known) == flow.path(survey, {}, known)
    for page in flow.path(survey, {}, known):
        assert set(page.questions) <= set(survey.page_by_id[page.id].questions)
