"""What the reading of comments promises, on the sentences that docs/comments.md describes."""

from __future__ import annotations

import pytest

from tests.unit.analysis.comments import labelled

KINDS = ("sentiment", "concern", "personal", "language")


@pytest.mark.parametrize("part", ["dev", "heldout", "third", "fourth"])
def test_sentiment_is_read_right(part: str) -> None:
    assert labelled.macro_f1(labelled.sentiment(f"{part}_sentiment")) >= 0.70


@pytest.mark.parametrize("part", ["dev", "heldout", "second", "third"])
def test_a_concern_is_seen_and_ordinary_feedback_rarely_taken_for_one(part: str) -> None:
    seen, concerns, alarms, ordinary = labelled.concern(f"{part}_concern")
    assert seen >= 0.95 * concerns
    assert alarms <= 0.05 * ordinary


def test_concerns_that_nothing_was_learned_from_are_seen() -> None:
    """Some of its ordinary sentences use the very words of concerns: docs/comments.md says how many are flagged."""
    seen, concerns, alarms, ordinary = labelled.concern("seventh_concern")
    assert seen >= 0.95 * concerns
    assert alarms <= 0.10 * ordinary


def test_ordinary_comments_are_rarely_taken_for_a_concern() -> None:
    texts = [row["text"] for row in labelled.rows("heldout_sentiment")]
    assert sum(labelled.read(text).concern != "none" for text in texts) <= 0.05 * len(texts)


@pytest.mark.parametrize("part", ["dev", "heldout", "second", "fourth", "sixth"])
def test_personal_data_is_masked_and_the_rest_left_alone(part: str) -> None:
    masked, spans, touched, clean = labelled.personal(f"{part}_personal")
    assert masked >= 0.90 * spans
    assert touched <= 0.03 * clean


def test_other_languages_are_not_scored_and_english_is() -> None:
    scored, others, refused, english = labelled.language(
        *(f"{part}_{kind}" for part in ("heldout", "second", "fourth") for kind in KINDS)
    )
    assert scored <= 0.02 * others
    assert refused <= 0.02 * english
