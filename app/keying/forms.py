"""The form that says what a pile of paper sheets is."""

from __future__ import annotations

from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional

from app.account.forms import StaffForm
from app.here import house
from app.languages import N_, gettext, languages
from app.services.asking.collectors import CollectorView
from app.services.asking.waves import WaveView
from surveys.model import Survey


class PileForm(StaffForm):
    """Its choices come from the partnership, the links and the waves: make it with `pile_form`."""

    code = SelectField(N_("Link of the sheets"), [Optional()])
    survey = SelectField(N_("Survey"), [Optional()])
    on = DateField(N_("Day on which they were filled in"), [DataRequired(N_("Enter the day."))])
    wave = SelectField(N_("Wave"), [Optional()])
    lang = SelectField(N_("Language of the sheets"), [Optional()])


def pile_form(links: list[CollectorView], waves: list[WaveView], given: object = None) -> PileForm:
    """`survey` is an id with its version, joined by a slash, as it is printed at the end of each sheet."""
    titles = {survey.id: survey.title for survey in house().partnership.catalogue.surveys}
    form = PileForm(given, on=house().today())
    form.code.choices = [
        SelectChoice("", gettext("No link: the sheets were downloaded")),
        *(SelectChoice(row.code, f"{row.code} · {row.label or titles.get(row.survey_id, '')}") for row in links),
    ]
    form.survey.choices = [
        SelectChoice("", gettext("The survey of the link")),
        *(
            SelectChoice(f"{each.id}/{each.version}", f"{each.title} ({each.id} / {each.version})")
            for each in surveys()
        ),
    ]
    form.wave.choices = [
        SelectChoice("", gettext("The wave of that day")),
        *(SelectChoice(wave.id) for wave in waves if wave.opens_on <= house().today()),
    ]
    form.lang.choices = [SelectChoice(each.code, each.name) for each in languages().offered()]
    return form


def name_of(survey: Survey) -> str:
    return f"{survey.id}/{survey.version}"


def surveys() -> list[Survey]:
    """Every version of every survey; of one survey the newest first."""
    return sorted(house().partnership.catalogue, key=lambda survey: (survey.id, -survey.version))
