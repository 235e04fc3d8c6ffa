"""The forms of links and waves."""

from __future__ import annotations

from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from app.account.forms import StaffForm, stripped
from app.languages import N_, gettext
from app.services.asking.waves import WaveView
from surveys.partnership import Partnership

NO_DATE = N_("Enter a date.")


class CollectorForm(StaffForm):
    """Its choices come from the partnership and the planned waves: make it with `collector_form`."""

    survey = SelectField(N_("Survey"), [DataRequired(N_("Choose a survey."))])
    label = StringField(N_("Name for staff"), [Length(max=200)], [stripped])
    locality = SelectField(N_("Locality"), [Optional()])
    moment = SelectField(N_("Moment of the journey"), [Optional()])
    wave = SelectField(N_("Wave"), [Optional()])
    shared_device = BooleanField(N_("The device is shared"))


def collector_form(partnership: Partnership, waves: list[WaveView], data: object = None) -> CollectorForm:
    form = CollectorForm(data)
    offer(form, partnership, waves)
    return form


def offer(form: CollectorForm, partnership: Partnership, waves: list[WaveView]) -> None:
    """Fill in what can be chosen. `moment` is a journey point, or one and one of its stages joined by a slash."""
    not_set = SelectChoice("", gettext("Not set"))
    form.survey.choices = [SelectChoice(survey.id, survey.title) for survey in partnership.catalogue.surveys]
    form.locality.choices = [not_set, *(SelectChoice(place.id, place.name) for place in partnership.localities)]
    form.moment.choices = [not_set, *moments(partnership)]
    form.wave.choices = [SelectChoice("", gettext("Whichever is open")), *(SelectChoice(wave.id) for wave in waves)]


def moments(partnership: Partnership) -> list[SelectChoice]:
    found = []
    for point in partnership.journey_points:
        found.append(SelectChoice(point.id, point.name))
        found += [SelectChoice(f"{point.id}/{stage.id}", f"{point.name}: {stage.name}") for stage in point.stages]
    return found


class DatesForm(StaffForm):
    opens_on = DateField(N_("First day"), [DataRequired(NO_DATE)])
    closes_on = DateField(N_("Last day"), [DataRequired(NO_DATE)])


class WaveForm(DatesForm):
    wave = StringField(N_("Month"), [DataRequired(N_("Name the wave by its month, like 2027-06."))], [stripped])
