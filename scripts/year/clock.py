"""The time of a scripted year: one small file that every process reads, and only the story moves."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path


class FileClock:
    """`FileClock(path)()` is the time of the story, in UTC without a zone. It stands still until it is moved."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self) -> datetime:
        return datetime.fromisoformat(self.path.read_text())

    def set(self, now: datetime) -> None:
        fresh = self.path.with_suffix(".new")
        fresh.write_text(now.isoformat())
        fresh.replace(self.path)

    def move(self, **span: float) -> None:
        self.set(self() + timedelta(**span))
