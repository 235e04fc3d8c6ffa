"""The forms of accounts, and what all staff forms share: their problems, and a service's refusal beside its field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from wtforms import Form, HiddenField, PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.account.roles import role_choices
from app.languages import N_, translated
from app.services.errors import Conflict, Invalid
from surveys.partnership import Place


def stripped(text: str | None) -> str | None:
    return text.strip() if text else text


class StaffForm(Form):
    """A staff form. Its token is checked by the view's guard, before the form is looked at."""

    def problems(self) -> list[tuple[str, str]]:
        """(field id, message) of every error, for the summary at the top of the page."""
        return [(field.id, str(message)) for field in self for message in field.errors]


@contextmanager
def told_at(form: StaffForm, name: str) -> Iterator[None]:
    """A refusal by a service becomes an error beside this field instead of a page of its own."""
    try:
        yield
    except (Invalid, Conflict) as refusal:
        form[name].errors = [*form[name].errors, translated(refusal)]


class TickedField(SelectMultipleField):
    """Several choices as tick boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SignInForm(StaffForm):
    email = StringField(
        N_("E-mail address"), [DataRequired(N_("Enter your e-mail address.")), Length(max=254)], [stripped]
    )
    password = PasswordField(N_("Password"), [DataRequired(N_("Enter your password.")), Length(max=1000)])
    next = HiddenField()


class PasswordForm(StaffForm):
    password = PasswordField(N_("New password"), [DataRequired(N_("Enter a password.")), Length(max=1000)])
    again = PasswordField(N_("The same password again"), [Length(max=1000)])

    def validate_again(self, field: PasswordField) -> None:
        if self.password.data and field.data != self.password.data:
            raise ValidationError(N_("The two passwords are not the same. Type it again."))


def roles_field() -> TickedField:
    return TickedField(N_("Roles"), [DataRequired(N_("Choose at least one role."))], choices=role_choices())


class RolesForm(StaffForm):
    roles = roles_field()


class OrganisationForm(StaffForm):
    organisation = SelectField(N_("Keeps the plan's actions of"), validate_choice=False)

    def offer(self, organisations: Iterable[Place]) -> None:
        choices = [("", N_("All organisations")), *((place.id, place.name) for place in organisations)]
        self.organisation.choices = [SelectChoice(value, label) for value, label in choices]


class PersonForm(StaffForm):
    email = StringField(
        N_("E-mail address"), [DataRequired(N_("Enter their e-mail address.")), Length(max=254)], [stripped]
    )
    roles = roles_field()
