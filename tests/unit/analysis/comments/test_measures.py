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
    """Every urgent one of this set; and its other sentences are rarely flagged, even those in the words of concerns."""
    read = [(row, labelled.read(row["text"]).concern != "none") for row in labelled.rows("tenth_concern")]
    ordinary, lookalikes = (
        [flagged for row, flagged in read if row["kind"] == each] for each in ("ordinary", "lookalike")
    )
    concerns = [flagged for row, flagged in read if row["level"] != "none"]
    assert all(flagged for row, flagged in read if row["level"] == "urgent")
    assert sum(concerns) >= 0.94 * len(concerns)
    assert sum(ordinary) <= 0.05 * len(ordinary)
    assert sum(lookalikes) <= 0.10 * len(lookalikes)


@pytest.mark.parametrize("part", ["heldout", "dev"])
def test_what_may_wait_is_mostly_told_from_what_may_not(part: str) -> None:
    rows = [row for row in labelled.rows(f"{part}_concern") if row["level"] != "none"]
    urgent = [labelled.read(row["text"]).concern == "urgent" for row in rows if row["level"] == "urgent"]
    waiting = [labelled.read(row["text"]).concern == "urgent" for row in rows if row["level"] == "check"]
    assert sum(urgent) >= 0.95 * len(urgent)
    assert sum(waiting) <= 0.50 * len(waiting)


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
