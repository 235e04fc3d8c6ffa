"""How agreement with people is measured: by hand-worked figures."""

from __future__ import annotations

from analysis.comments import measured


def test_the_interval_is_wilsons_rounded_outward() -> None:
    assert measured.interval(0, 0) == (0, 100)
    assert measured.interval(8, 10) == (49, 95)
    assert measured.interval(0, 50) == (0, 8)


def test_macro_f1_counts_what_is_mixed_as_wrong() -> None:
    pairs = {
        ("positive", "positive"): 3,
        ("mixed", "positive"): 1,
        ("negative", "negative"): 2,
        ("negative", "neutral"): 2,
        ("neutral", "neutral"): 2,
    }
    # positive 6/7, negative 4/6, neutral 4/6
    assert measured.macro_f1(pairs) == 73
    assert measured.macro_f1({("positive", "positive"): 1}) is None
