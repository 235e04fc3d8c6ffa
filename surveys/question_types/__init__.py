"""All question kinds in one dict. A kind is its file, a line here and a partial that shows it."""

from surveys.question_types import (
    cards,
    faces_3,
    faces_5,
    long_text,
    number,
    ranking,
    scale,
    several,
    short_text,
    single,
    statement,
    yes_no,
)
from surveys.question_types.base import QuestionType

QUESTION_TYPES: dict[str, QuestionType] = {
    "faces-5": faces_5.KIND,
    "faces-3": faces_3.KIND,
    "single": single.KIND,
    "several": several.KIND,
    "yes-no": yes_no.KIND,
    "ranking": ranking.KIND,
    "cards": cards.KIND,
    "scale-0-10": scale.KIND,
    "number": number.KIND,
    "short-text": short_text.KIND,
    "long-text": long_text.KIND,
    "statement": statement.KIND,
}
