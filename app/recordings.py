"""Questions that somebody recorded: found once at start in the partnership's folder, served under hashed names.

A recording of a question is `audio/<language>/<survey id>/<question id>.mp3` (or another of `FORMATS`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

from app.assets import PREFIX
from app.languages import current_language

FORMATS = {".m4a": "audio/mp4", ".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".wav": "audio/wav"}
"""Kinds of files by how their names end; where a question has several, a browser is offered them in this order."""
Place = tuple[str, str, str]
"""Language, survey id, question id."""


@dataclass(frozen=True, slots=True)
class Recording:
    file: Path
    url: str
    type: str


@dataclass(frozen=True, slots=True)
class Recordings:
    """Everything that was recorded, by language, survey and question."""

    by_place: Mapping[Place, tuple[Recording, ...]] = field(default_factory=dict)

    def of(self, survey_id: str, question_id: str) -> tuple[Recording, ...]:
        """The recordings of a question in the language of the page; none in another language stands in for it."""
        return self.by_place.get((current_language().code, survey_id, question_id), ())

    def serve(self, static: WhiteNoise) -> None:
        for recordings in self.by_place.values():
            for one in recordings:
                static.add_file_to_dictionary(one.url, str(one.file))


def find(folder: Path) -> Recordings:
    """What the folder holds now. A file that is added later is found at the next start."""
    found: dict[Place, tuple[Recording, ...]] = {}
    for ending in FORMATS:
        for file in sorted(folder.glob(f"*/*/*{ending}")):
            survey, language = file.parent, file.parent.parent
            place = (language.name, survey.name, file.stem)
            found[place] = (*found.get(place, ()), recording(file, place))
    return Recordings(found)


def recording(file: Path, place: Place) -> Recording:
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()[:12]
    return Recording(file, f"{PREFIX}audio/{'/'.join(place)}.{digest}{file.suffix}", FORMATS[file.suffix])


def install(app: Flask, partnership_dir: Path) -> None:
    """Find the recordings and let the templates ask for them."""
    found = find(partnership_dir / "audio")
    app.extensions["recordings"] = found
    app.jinja_env.globals["recordings_of"] = found.of
    app.jinja_env.tests["recorded_in"] = lambda question_id, survey_id: bool(found.of(survey_id, question_id))
