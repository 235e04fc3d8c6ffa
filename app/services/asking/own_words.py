"""Whether people may write in their own words now: young people only while an alert about it would reach somebody.

Nobody loses what they wrote: a box in which something stands stays, whatever is switched meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.house import House
from app.services.comments import alerts
from surveys import words
from surveys.model import Survey

CHILDREN = "young-person"


def may_write(house: House, survey: Survey) -> bool:
    """Whether the boxes of this survey are asked now. One short query, and only for young people's surveys."""
    return survey.audience != CHILDREN or alerts.proven(house)


def as_asked(house: House, survey: Survey, written: Iterable[str] = ()) -> Survey:
    """The survey as it is asked now. `written` are the boxes in which something stands already."""
    return survey if may_write(house, survey) else words.without_boxes(survey, written)


def left_out(house: House, survey: Survey) -> frozenset[str]:
    """The ids of the questions and statements that are not asked now."""
    return frozenset(survey.question_by_id) - frozenset(as_asked(house, survey).question_by_id)
