"""A few words on one line."""

from surveys.question_types.free_text import FreeText

KIND = FreeText("short-text", longest=200, lines=False)
