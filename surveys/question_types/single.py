"""One option of a list."""

from surveys.question_types.one_of import OneOf

KIND = OneOf("single")
