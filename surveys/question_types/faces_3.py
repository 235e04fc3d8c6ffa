"""Three faces: good, so-so, bad."""

from surveys.question_types.one_of import OneOf

KIND = OneOf("faces-3", count=3)
