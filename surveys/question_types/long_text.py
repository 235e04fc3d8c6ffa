"""An open comment of several lines."""

from surveys.question_types.free_text import FreeText

KIND = FreeText("long-text", longest=2000, lines=True)
