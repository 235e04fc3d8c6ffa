"""The forms of campaigns and address lists."""

from __future__ import annotations

from wtforms import FileField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from app.account.forms import StaffForm, TickedField, stripped
from app.here import house
from app.languages import N_, gettext, languages
from app.services.asking import waves
from app.services.reach import address_lists
from app.services.reach.campaigns import FOLLOW_UP_MONTHS, Plan

REMINDERS = ("", "7", "14", "7,14", "10,21")


class ListForm(StaffForm):
    name = StringField(N_("Name of the list"), [DataRequired(N_("Give the list a name.")), Length(max=200)], [stripped])
    file = FileField(N_("CSV file"))


class CampaignForm(StaffForm):
    """Make it with `campaign_form`, which knows what there is to choose."""

    name = StringField(
        N_("Name for staff"), [DataRequired(N_("Give the campaign a name.")), Length(max=200)], [stripped]
    )
    list_id = SelectField(N_("List of addresses"), [DataRequired(N_("Choose a list."))])
    survey_id = SelectField(N_("Survey"), [DataRequired(N_("Choose a survey."))])
    wave = SelectField(N_("Wave"), [Optional()])
    language = SelectField(N_("Language where the list names none"))
    reminders = SelectField(N_("Reminders"))
    follow_ups = TickedField(N_("Ask again"))

    def plan(self) -> Plan:
        return Plan(
            name=self.name.data,
            list_id=self.list_id.data,
            survey_id=self.survey_id.data,
            wave=self.wave.data or None,
            language=self.language.data,
            reminders=tuple(int(days) for days in self.reminders.data.split(",") if days),
            follow_ups=tuple(sorted(int(months) for months in self.follow_ups.data or ())),
        )


def campaign_form(data: object = None) -> CampaignForm:
    form = CampaignForm(data)
    catalogue, known = house().partnership.catalogue, [row for row in address_lists.listed(house()) if row.ready]
    form.list_id.choices = [SelectChoice(row.id, f"{row.name} ({row.rows})") for row in known]
    form.survey_id.choices = [SelectChoice(survey.id, survey.title) for survey in catalogue.surveys]
    later = [SelectChoice(wave.id) for wave in waves.listed(house()) if wave.closes_on >= house().today()]
    form.wave.choices = [SelectChoice("", gettext("Whichever is open")), *later]
    form.language.choices = [SelectChoice(language.code, language.name) for language in languages().offered()]
    form.reminders.choices = [SelectChoice(days, reminder_words(days)) for days in REMINDERS]
    asked = [(str(months), gettext("After %(months)s months", months=months)) for months in FOLLOW_UP_MONTHS]
    form.follow_ups.choices = asked
    return form


def reminder_words(days: str) -> str:
    if not days:
        return gettext("None")
    first, _comma, second = days.partition(",")
    if not second:
        return gettext("One, after %(first)s days", first=first)
    return gettext("Two, after %(first)s and %(second)s days", first=first, second=second)
