"""The forms with which staff open a group session and say what is asked of a room. Counting hands is in `counting`."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import DateField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange

from app.account.forms import StaffForm, TickedField
from app.collect.forms import CollectorForm, offer
from app.languages import N_, Language, gettext, say
from app.models.groups import LARGEST
from app.services.asking.collectors import Known
from app.services.asking.waves import WaveView
from surveys.model import Condition, Question, Survey
from surveys.partnership import Partnership
from surveys.tallies import wording

HOW_MANY = N_("Enter how many people are in the room, from 1 to 500.")


class PeopleField(IntegerField):
    """A number of people; what is no number is told in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext(HOW_MANY)) from None


def size_field() -> PeopleField:
    return PeopleField(N_("People in the room"), [InputRequired(HOW_MANY), NumberRange(1, LARGEST, HOW_MANY)])


class SessionForm(CollectorForm):
    """A link's form and what a meeting has besides. Make it with `session_form`."""

    languages = TickedField(N_("Languages in the room"), [DataRequired(N_("Choose at least one language."))])
    size = size_field()
    last_day = DateField(N_("Last day"), [DataRequired(N_("Enter a date."))])

    def known(self) -> Known:
        """What was chosen of the link's part."""
        point, _slash, stage = (self.moment.data or "").partition("/")
        places = {"locality": self.locality.data, "journey_point": point, "stage": stage, "wave": self.wave.data}
        return Known(label=self.label.data or "", shared_device=self.shared_device.data, **places)


def session_form(
    partnership: Partnership,
    waves: list[WaveView],
    languages: Iterable[Language],
    data: object,
    start: dict[str, object],
) -> SessionForm:
    form = SessionForm(data, data=start)
    offer(form, partnership, waves)
    form.languages.choices = [SelectChoice(language.code, language.name) for language in languages]
    return form


class RoomForm(StaffForm):
    """How many people raise hands, and what they are asked. Make it with `room_form`."""

    size = size_field()
    language = SelectField(N_("Language on the screen"))
    questions = TickedField(N_("Questions to ask"), [DataRequired(N_("Choose at least one question to ask."))])


def room_form(
    asked: Iterable[Question], languages: Iterable[Language], data: object, start: dict[str, object]
) -> RoomForm:
    form = RoomForm(data, data=start)
    form.questions.choices = [SelectChoice(question.id, wording(question)) for question in asked]
    form.language.choices = [SelectChoice(language.code, language.name) for language in languages]
    return form


def hints(survey: Survey, asked: Iterable[Question]) -> dict[str, tuple[str, str]]:
    """What staff should know about a question before they ask it of everyone: for `fields.ticks`."""
    found = {question.id: only_for(survey, question) for question in asked}
    return {name: ("", hint) for name, hint in found.items() if hint}


def only_for(survey: Survey, question: Question) -> str:
    return "; ".join(in_words(survey, condition) for condition in question.show_if)


def in_words(survey: Survey, condition: Condition) -> str:
    """A condition as staff read it: on phones, the question comes only after these answers."""
    earlier = survey.question_by_id[condition.question]
    labels = [say(earlier.option_by_id[name].label) for name in condition.any_of if name in earlier.option_by_id]
    values = {"answer": ", ".join(labels) or gettext("anything"), "question": say(wording(earlier))}
    if condition.negate:
        return gettext("On phones not for those who said “%(answer)s” to: %(question)s", **values)
    return gettext("On phones only for those who said “%(answer)s” to: %(question)s", **values)
