"""What is wrong with an answer, in words that can be translated. What is wrong with a definition is in `findings`."""

from __future__ import annotations

N_ = str
"""Marks an English text for extraction; it is translated where it is shown."""


class Problem(ValueError):
    """An answer that cannot be taken. `text` is an English message id, `params` its named parts, never survey texts."""

    def __init__(self, text: str, **params: str | int) -> None:
        super().__init__(text % params if params else text)
        self.text, self.params = text, params
