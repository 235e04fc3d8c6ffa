"""The reading age, against figures worked out by hand."""

from __future__ import annotations

import pytest

from surveys.readability import reading_age, sentences, syllables


def test_it_is_the_flesch_kincaid_grade_and_five_years() -> None:
    """Seven words in two sentences, eight syllables: 0.39 * 7/2 + 11.8 * 8/7 - 15.59 + 5."""
    texts = ["The cat sat on the mat.", "Running"]
    assert syllables("Running") == 2
    assert reading_age(texts) == pytest.approx(0.39 * 7 / 2 + 11.8 * 8 / 7 - 15.59 + 5)


@pytest.mark.parametrize(("word", "count"), [("plan", 1), ("understand", 3), ("education", 4), ("12", 1), ("don't", 1)])
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_sentences_end_at_stops_and_at_the_end_of_a_text() -> None:
    assert sentences("It takes 2.5 minutes. You can stop! Why?\nNo stop here") == [
        ["It", "takes", "2.5", "minutes"],
        ["You", "can", "stop"],
        ["Why"],
        ["No", "stop", "here"],
    ]
    assert sentences("... ?") == []


def test_long_words_and_long_sentences_make_it_harder() -> None:
    easy = reading_age(["Do people listen to you?"])
    assert reading_age(["Do professionals take your contributions into consideration?"]) > easy + 4
    assert reading_age(["Do people listen to you when you say what you want and how you feel about it?"]) > easy
    assert reading_age([]) == 0.0
