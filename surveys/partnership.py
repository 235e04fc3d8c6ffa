"""One partnership as one frozen object: names, places, waves, surveys, framework. Read by `partnership_file`.

No text of any partnership stands here, and no wording is judged here (`checks` does that).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from surveys.catalogue import Catalogue

SCHEDULE_OF = {"waves": "wave", "touchpoint": "touchpoint"}
"""Kinds of programme, and the schedule of the surveys in each."""


@dataclass(frozen=True, slots=True)
class Place:
    """Something with an id and a name: a locality, organisation, service, school or stage; `locality` if it has one."""

    id: str
    name: str
    locality: str = ""


@dataclass(frozen=True, slots=True)
class JourneyPoint:
    id: str
    name: str
    stages: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedWave:
    """A wave that the partnership planned; both days belong to it."""

    id: str
    opens_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class PlannedProgramme:
    """Surveys that are asked together, in waves or at touchpoints (`kind` is "waves" or "touchpoint")."""

    id: str
    name: str
    kind: str
    surveys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HelpLine:
    """Whom to call if something is wrong. No audiences means all."""

    name: str
    phone: str = ""
    text: str = ""
    url: str = ""
    audiences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to write to. Any of it may be left out."""

    email: str = ""
    organisation: str = ""
    phone: str = ""
    url: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What a printed sheet needs to know: how it is given back, and which sentences make sense on a screen only."""

    give_back: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Retention:
    """How long each kind of data is kept."""

    draft_days: int = 30
    receipt_months: int = 24
    audit_years: int = 7
    session_hours: int = 8


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The fewest people behind a published figure, per tier of publication."""

    public: int = 20
    board: int = 10


@dataclass(frozen=True, slots=True)
class Safeguarding:
    """How soon a person reads what people write: urgent texts in hours, all others that wait in days.

    An urgent text that nobody opened is told of again every `remind_minutes`, then to `deputy_email` too.
    A trace stays open for `trace_hours`: so long to agree to it, and from then on so long to look.
    """

    urgent_hours: int = 4
    read_days: int = 3
    remind_minutes: int = 60
    trace_hours: int = 24
    deputy_email: str = ""


@dataclass(frozen=True, slots=True)
class SignOff:
    """Whose agreement an entry of "You said, we did" needs before it is public: ids of organisations."""

    must_agree: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CharterPromise:
    """One thing that the Co-production Charter promises, in easy read, with its picture."""

    text: str
    picture: str


@dataclass(frozen=True, slots=True)
class Charter:
    """What the partnership promises about working together. Without `agreed_on` its words are a draft, and say so."""

    title: str = ""
    intro: str = ""
    agreed_on: date | None = None
    promises: tuple[CharterPromise, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A figure that somebody else published, shown beside the scores with its year and source."""

    id: str
    label: str
    value: str
    unit: str
    audience: str
    journey_point: str
    priority_area: str
    year: str
    source: str


@dataclass(frozen=True)
class Partnership:
    """Everything that one local area may replace, read and checked once at start."""

    folder: Path
    id: str
    name: str
    area: str
    title: str
    contact: Contact
    localities: tuple[Place, ...]
    organisations: tuple[Place, ...]
    services: tuple[Place, ...]
    schools: tuple[Place, ...]
    journey_points: tuple[JourneyPoint, ...]
    languages: tuple[str, ...]
    show_draft: bool
    waves: tuple[PlannedWave, ...]
    programmes: tuple[PlannedProgramme, ...]
    help_lines: tuple[HelpLine, ...]
    retention: Retention
    thresholds: Thresholds
    safeguarding: Safeguarding
    sign_off: SignOff
    charter: Charter
    references: tuple[Reference, ...]
    paper: Paper
    catalogue: Catalogue = field(repr=False)
    framework: dict[str, Any] = field(repr=False)
    earlier_frameworks: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)
    """The files in `frameworks/`, by their names: versions of the framework that were in use before."""
    digest: str = ""

    def help_for(self, audience: str) -> tuple[HelpLine, ...]:
        """The help lines to show to one audience."""
        return tuple(line for line in self.help_lines if not line.audiences or audience in line.audiences)
