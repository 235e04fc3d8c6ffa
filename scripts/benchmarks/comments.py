"""How many comments one core reads in a second, and in how much memory. They are the labelled ones of the tests."""

from __future__ import annotations

import csv
import resource
import time

from environment import ROOT

SENTENCES = ROOT / "tests" / "data" / "comments"
PROMISED_RATE, PROMISED_MEGABYTES = 2000, 300


def measure(seconds: float) -> list[dict[str, object]]:
    """Single sentences, then pairs of them, each through the whole pipeline; ratios are to what is promised."""
    from analysis.comments import reading

    single = sentences()
    pairs = [f"{first}. {second}" for first, second in zip(single[::2], single[1::2], strict=False)]
    for text in single:
        reading.read(text)
    rows = [row(name, texts, seconds / 2) for name, texts in (("one sentence", single), ("two sentences", pairs))]
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    ratio = megabytes / PROMISED_MEGABYTES
    return [*rows, {"row": "memory", "value": megabytes, "ratio": ratio, "unit": "MB at most (ratio to the limit)"}]


def sentences() -> list[str]:
    found = []
    for path in sorted(SENTENCES.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [row["text"] for row in csv.DictReader(file)]
    return found


def row(name: str, texts: list[str], seconds: float) -> dict[str, object]:
    """In processor time of this one process."""
    from analysis.comments import reading

    began, done = time.process_time(), 0
    while time.process_time() - began < seconds:
        for text in texts:
            reading.read(text)
        done += len(texts)
    rate = done / (time.process_time() - began)
    letters = sum(map(len, texts)) / len(texts)
    unit = f"comments a second, {letters:.0f} letters each (ratio to {PROMISED_RATE})"
    return {"row": name, "value": round(rate), "ratio": rate / PROMISED_RATE, "unit": unit}
