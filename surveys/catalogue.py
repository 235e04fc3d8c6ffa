"""All surveys of one partnership, every version of each. Reading their files is the loader's work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from surveys.model import Survey


class Catalogue:
    """Surveys by id and version. Iterating gives every version; `surveys` gives the latest of each."""

    def __init__(self, versions: Iterable[Survey]) -> None:
        ordered = sorted(versions, key=lambda survey: (survey.id, survey.version))
        self._versions = {(survey.id, survey.version): survey for survey in ordered}
        self._latest = {survey.id: survey for survey in ordered}

    def __iter__(self) -> Iterator[Survey]:
        return iter(self._versions.values())

    def __len__(self) -> int:
        return len(self._versions)

    @property
    def surveys(self) -> tuple[Survey, ...]:
        return tuple(self._latest.values())

    def latest(self, survey_id: str) -> Survey | None:
        return self._latest.get(survey_id)

    def get(self, survey_id: str, version: int) -> Survey | None:
        return self._versions.get((survey_id, version))
