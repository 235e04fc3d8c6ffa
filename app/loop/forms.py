"""The form in which an officer writes an entry. Its rules beyond one field are the service's."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp

from app.account.forms import StaffForm, TickedField, stripped
from app.house import House
from app.languages import N_
from app.loop.words import AUDIENCE_WORDS, EXEMPTION_WORDS, LIMB_WORDS, REPLY_WORDS
from app.services.loop.entry_texts import EntryText, ReplyText

LONGEST = 4000
LONGEST_EASY = 300
LONGEST_ROLE = 120
MOST_REPLIES = 12
Pairs = list[tuple[str, str]]


def offered(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """(value, label) pairs as WTForms wants them."""
    return [SelectChoice(value, label) for value, label in pairs]


class ReplyForm(Form):
    """One answer. A wholly empty one is left out, so that nobody has to take it away."""

    kind = RadioField(N_("What kind of answer is it?"), choices=offered(REPLY_WORDS.items()), validate_choice=False)
    text_easy = TextAreaField(N_("In easy read"), [Length(max=LONGEST_EASY)], [stripped])
    text = TextAreaField(N_("In full"), [Length(max=LONGEST)], [stripped])
    instead = TextAreaField(N_("What you offer instead"), [Length(max=LONGEST)], [stripped])
    organisation = SelectField(N_("Organisation"), validate_choice=False)
    owner = StringField(N_("Role that keeps it"), [Length(max=LONGEST_ROLE)], [stripped])
    evidence = TextAreaField(N_("How we know that it was done"), [Length(max=LONGEST)], [stripped])
    date = DateField(N_("Date"), [Optional()])
    key = HiddenField(N_("Key"), [Regexp(r"\A([0-9a-f]{32})?\Z")])

    def is_blank(self) -> bool:
        return not any((self.kind.data, self.text_easy.data, self.text.data, self.instead.data, self.organisation.data))

    def complete(self) -> bool:
        """Say beside each field what is missing; True if nothing is."""
        needed = (
            (self.kind, self.kind.data in REPLY_WORDS, N_("Choose what kind of answer it is.")),
            (self.text, bool(self.text.data), N_("Write the answer in full.")),
            (self.organisation, bool(self.organisation.data), N_("Choose who gives this answer.")),
            (self.date, self.date.data is not None or bool(self.date.errors), N_("Give a date.")),
        )
        for field, there, message in needed:
            if not there:
                field.errors = [*field.errors, message]
        return not any(field.errors for field in self)


class EntryForm(StaffForm):
    version = HiddenField()
    you_said_easy = TextAreaField(N_("You said, in easy read"), [Length(max=LONGEST_EASY)], [stripped])
    you_said = TextAreaField(
        N_("You said, in full"), [InputRequired(N_("Write what was said.")), Length(max=LONGEST)], [stripped]
    )
    picture = RadioField(N_("Picture"), validate_choice=False)
    audience = SelectField(N_("Who said it"), choices=offered(AUDIENCE_WORDS.items()))
    journey_point = SelectField(N_("Part of the journey"))
    language = SelectField(N_("Language in which you write"))
    heard_on = DateField(N_("When it was said"), [Optional()])
    indicators = TickedField(N_("What should get better because of it"))
    localities = TickedField(N_("Where it was said: nothing ticked means everywhere"))
    themes = TickedField(N_("Themes that it answers"))
    quotes = TickedField(N_("Words of people that stand in it"))
    priority_areas = TickedField(N_("Priority areas of the plan"))
    criteria = TickedField(N_("Inspectors' criteria for which it is evidence"))
    limb = SelectField(N_("If it is about the local offer: about what"), choices=offered(LIMB_WORDS.items()))
    exemption = SelectField(
        N_("If this comment is left out: why"), choices=offered(EXEMPTION_WORDS.items()), validate_choice=False
    )
    exemption_note = TextAreaField(N_("The reason in your own words"), [Length(max=LONGEST_EASY)], [stripped])
    owner = SelectField(N_("Owner, who approves it"))
    replies = FieldList(FormField(ReplyForm), min_entries=1, max_entries=MOST_REPLIES)

    def offer(
        self, house: House, languages: Pairs, pictures: Pairs, owners: Pairs, themes: Pairs, quotes: Pairs
    ) -> None:
        """Fill the choices that the partnership decides."""
        self.quotes.choices = offered(quotes)
        for field, titles in ((self.priority_areas, "priority_areas"), (self.criteria, "criteria")):
            field.choices = offered((each.id, f"{each.id} {each.title}") for each in getattr(house.framework, titles))
        self.owner.choices = offered([("", N_("Choose one")), *owners])
        self.indicators.choices = offered((each.id, each.meaning) for each in house.framework.indicators)
        self.journey_point.choices = offered((point.id, point.name) for point in house.partnership.journey_points)
        self.localities.choices = offered((place.id, place.name) for place in house.partnership.localities)
        self.themes.choices = offered(themes)
        self.language.choices = offered(languages)
        self.picture.choices = offered(pictures)
        organisations = [(place.id, place.name) for place in house.partnership.organisations]
        for reply in self.replies:
            reply.form.organisation.choices = offered([("", N_("Choose one")), *organisations])

    def is_whole(self) -> bool:
        """Every field is right, and every answer that was begun is complete."""
        fields_are = self.validate()
        replies_are = [reply.form.complete() for reply in self.replies if not reply.form.is_blank()]
        return fields_are and all(replies_are)

    def problems(self) -> list[tuple[str, str]]:
        own = [field for field in self if field.name != "replies"]
        inner = [field for reply in self.replies for field in reply.form]
        return [(anchor(field), str(message)) for field in [*own, *inner] for message in field.errors]

    def content(self) -> EntryText:
        return EntryText(
            you_said=self.you_said.data or "",
            you_said_easy=self.you_said_easy.data or "",
            picture=self.picture.data or "",
            audience=self.audience.data,
            journey_point=self.journey_point.data,
            language=self.language.data,
            heard_on=self.heard_on.data,
            indicators=tuple(self.indicators.data or ()),
            limb=self.limb.data,
            localities=tuple(self.localities.data or ()),
            themes=tuple(self.themes.data or ()),
            quotes=tuple(self.quotes.data or ()),
            priority_areas=tuple(self.priority_areas.data or ()),
            criteria=tuple(self.criteria.data or ()),
            exemption=self.exemption.data or "",
            exemption_note=self.exemption_note.data or "",
            replies=tuple(reply_text(reply.form) for reply in self.replies if not reply.form.is_blank()),
        )


def anchor(field: object) -> str:
    """The id to which the error summary leads: of a group of radio buttons, the first one."""
    return f"{field.id}-0" if isinstance(field, RadioField) else field.id


def reply_text(form: ReplyForm) -> ReplyText:
    return ReplyText(
        kind=form.kind.data,
        text=form.text.data or "",
        organisation=form.organisation.data,
        date=form.date.data,
        text_easy=form.text_easy.data or "",
        instead=form.instead.data or "",
        owner=form.owner.data or "",
        evidence=form.evidence.data or "",
        key=form.key.data or "",
    )
