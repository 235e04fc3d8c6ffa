"""The labelled sentences of tests/data/comments, and how a reading of them is counted. No thresholds here."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from math import sqrt
from pathlib import Path

from analysis.comments.reading import Reading, read

DATA = Path(__file__).parents[3] / "data" / "comments"
LABELS = {"pos": "positive", "neg": "negative", "neu": "neutral", "mixed": "mixed"}
SCORED = ("positive", "negative", "neutral")


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95% interval of a share (Wilson 1927)."""
    z, share = 1.96, hits / n
    middle, spread = share + z * z / (2 * n), z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return (middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n)


def sentiment(name: str) -> Counter[tuple[str, str]]:
    """(label, reading) -> how many, for English comments."""
    english = [row for row in rows(name) if row.get("lang", "en") == "en"]
    return Counter((LABELS[row["label"]], read(row["text"]).sentiment) for row in english)


def macro_f1(counts: Counter[tuple[str, str]]) -> float:
    """Over positive, negative and neutral; mixed or unscored is wrong; comments labelled mixed are left out."""
    return sum(f1(counts, label) for label in SCORED) / len(SCORED)


def f1(counts: Counter[tuple[str, str]], label: str) -> float:
    right = counts[label, label]
    missed = sum(n for (want, got), n in counts.items() if want == label and got != label)
    wrongly = sum(n for (want, got), n in counts.items() if want in SCORED and want != label and got == label)
    return 2 * right / (2 * right + missed + wrongly)


def concern(name: str) -> tuple[int, int, int, int]:
    """Concerns flagged, concerns, ordinary comments flagged, ordinary comments."""
    flagged = [(row["level"] != "none", read(row["text"]).concern != "none") for row in rows(name)]
    worrying = [got for want, got in flagged if want]
    ordinary = [got for want, got in flagged if not want]
    return sum(worrying), len(worrying), sum(ordinary), len(ordinary)


def personal(name: str) -> tuple[int, int, int, int]:
    """Spans masked whole, spans, clean comments touched, clean comments."""
    masked = spans = touched = clean = 0
    for row in rows(name):
        wanted, reading = json.loads(row["spans"]), read(row["text"])
        masked += sum(is_masked(row["text"], reading, start, end) for start, end, _ in wanted)
        spans += len(wanted)
        clean += not wanted
        touched += bool(not wanted and reading.masks)
    return masked, spans, touched, clean


def is_masked(text: str, reading: Reading, start: int, end: int) -> bool:
    """Whether no letter and no figure of the span can be read."""
    covered = {place for mask in reading.masks for place in range(mask.start, mask.end)}
    return all(place in covered for place in range(start, end) if text[place].isalnum())


def language(*names: str) -> tuple[int, int, int, int]:
    """Other languages scored, comments in other languages, English refused, English comments."""
    scored = others = refused = english = 0
    for row in labelled(*names):
        is_scored = read(row["text"]).sentiment != "unscored"
        if row.get("lang", "en") == "en":
            english, refused = english + 1, refused + (not is_scored)
        else:
            others, scored = others + 1, scored + is_scored
    return scored, others, refused, english


def labelled(*names: str) -> Iterator[dict[str, str]]:
    for name in names:
        yield from rows(name)
