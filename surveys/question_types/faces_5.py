"""Five faces, from very good to very bad."""

from surveys.question_types.one_of import OneOf

KIND = OneOf("faces-5", count=5)
