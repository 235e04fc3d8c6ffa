"""One partnership's folder of plain files as one frozen object: names, places, waves, surveys, framework.

No text of any partnership stands here, and no wording is judged here (`checks` does that).
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from surveys.catalogue import Catalogue
from surveys.findings import DefinitionErrors, Finding, errors_of
from surveys.loader import load_definitions
from surveys.model import AUDIENCES, Option
from surveys.tables import Table, doubles, read_toml

PLACE_KINDS = ("localities", "organisations", "services", "schools")
SCHEDULE_OF = {"waves": "wave", "touchpoint": "touchpoint"}
"""Kinds of programme, and the schedule of the surveys in each."""
Row = TypeVar("Row")


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
    """

    urgent_hours: int = 4
    read_days: int = 3
    remind_minutes: int = 60
    deputy_email: str = ""


@dataclass(frozen=True, slots=True)
class SignOff:
    """Whose agreement an entry of "You said, we did" needs before it is public: ids of organisations."""

    must_agree: tuple[str, ...] = ()


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
    references: tuple[Reference, ...]
    paper: Paper
    catalogue: Catalogue = field(repr=False)
    framework: dict[str, Any] = field(repr=False)
    digest: str = ""

    def help_for(self, audience: str) -> tuple[HelpLine, ...]:
        """The help lines to show to one audience."""
        return tuple(line for line in self.help_lines if not line.audiences or audience in line.audiences)


def load_partnership(folder: Path) -> Partnership:
    """Read one partnership's folder. Raises `DefinitionErrors` with every error found in any of its files."""
    partnership, findings = read_partnership(folder)
    errors = errors_of(findings)
    if errors:
        raise DefinitionErrors(errors)
    return partnership


def read_partnership(folder: Path) -> tuple[Partnership, list[Finding]]:
    """What can be read of a partnership's folder, and all that is wrong with it."""
    findings: list[Finding] = []
    table = Table(read_toml(folder / "partnership.toml", "partnership.toml", findings), "partnership.toml", findings)
    places = {kind: tuple(read_place(row) for row in table.tables(kind)) for kind in PLACE_KINDS}
    places["schools"] += tuple(read_csv(folder / "schools.csv", Place, findings))
    journey_points = tuple(read_journey_point(row) for row in table.tables("journey_points"))
    partnership = Partnership(
        folder=folder,
        id=table.name(),
        name=table.text("name"),
        area=table.text("area"),
        title=table.text("title"),
        contact=read_contact(table.table("contact")),
        **places,
        journey_points=journey_points,
        languages=table.texts("languages"),
        show_draft=table.flag("show_draft"),
        waves=tuple(read_wave(row) for row in table.tables("waves")),
        programmes=tuple(read_programme(row) for row in table.tables("programmes")),
        help_lines=tuple(read_help_line(row) for row in table.tables("help_lines")),
        retention=read_numbers(table.table("retention"), Retention),
        thresholds=read_numbers(table.table("thresholds"), Thresholds),
        safeguarding=read_safeguarding(table.table("safeguarding")),
        sign_off=read_sign_off(table.table("sign_off")),
        references=tuple(read_csv(folder / "reference_indicators.csv", Reference, findings)),
        paper=read_paper(table.table("paper")),
        catalogue=load_definitions(folder / "definitions", place_options(places), journey_points, findings),
        framework=read_toml(folder / "framework.toml", "framework.toml", findings),
        digest=folder_digest(folder),
    )
    table.finish()
    check_names(partnership, table)
    return partnership, list(dict.fromkeys(findings))


def place_options(places: dict[str, tuple[Place, ...]]) -> dict[str, tuple[Option, ...]]:
    """The option sets that every definition may name: the partnership's own places."""
    return {kind: tuple(Option(place.id, place.name) for place in found) for kind, found in places.items()}


def read_place(table: Table) -> Place:
    place = Place(table.name(), table.text("name"), table.text("locality", ""))
    table.finish()
    return place


def read_journey_point(table: Table) -> JourneyPoint:
    point = JourneyPoint(table.name(), table.text("name"), tuple(read_place(row) for row in table.tables("stages")))
    table.finish()
    return point


def read_wave(table: Table) -> PlannedWave:
    wave = PlannedWave(table.name(), table.day("opens_on"), table.day("closes_on"))
    if wave.closes_on < wave.opens_on:
        table.report("P002", "the wave closes before it opens.", "Give a closing date after the opening date.")
    table.finish()
    return wave


def read_programme(table: Table) -> PlannedProgramme:
    programme = PlannedProgramme(table.name(), table.text("name"), table.text("kind"), table.texts("surveys"))
    if programme.kind not in SCHEDULE_OF:
        table.report("P007", f"unknown kind of programme {programme.kind!r}.", f"Use {' or '.join(SCHEDULE_OF)}.")
    table.finish()
    return programme


def read_help_line(table: Table) -> HelpLine:
    keys = ("phone", "text", "url")
    line = HelpLine(table.text("name"), *(table.text(key, "") for key in keys), audiences=table.texts("audiences"))
    if not any((line.phone, line.text, line.url)):
        table.report("P003", "a help line without a way to reach it.", "Give a phone, text or url.")
    for audience in set(line.audiences) - set(AUDIENCES):
        table.report("S019", f"unknown audience {audience!r}.", f"Known: {', '.join(AUDIENCES)}.")
    table.finish()
    return line


def read_contact(table: Table) -> Contact:
    contact = Contact(**{item.name: table.text(item.name, "") for item in fields(Contact)})
    table.finish()
    return contact


def read_safeguarding(table: Table) -> Safeguarding:
    email = table.text("deputy_email", "")
    return replace(read_numbers(table, Safeguarding), deputy_email=email)


def read_sign_off(table: Table) -> SignOff:
    rule = SignOff(table.texts("must_agree"))
    table.finish()
    return rule


def read_paper(table: Table) -> Paper:
    paper = Paper(table.texts("give_back"), table.texts("leave_out"))
    table.finish()
    return paper


def read_numbers(table: Table, shape: Callable[..., Row]) -> Row:
    """A table of whole numbers of 1 or more, each with a default."""
    values = {
        item.name: table.whole(item.name, item.default) for item in fields(shape) if isinstance(item.default, int)
    }
    for key, value in values.items():
        if value < 1:
            table.report("S004", f"{key!r} is {value}.", "It must be 1 or more.")
    table.finish()
    return shape(**values)


def read_csv(path: Path, shape: Callable[..., Row], findings: list[Finding]) -> list[Row]:
    """The rows of an optional file whose columns are the fields of a dataclass."""
    if not path.exists():
        return []
    known = [item.name for item in fields(shape)]
    required = {item.name for item in fields(shape) if item.default is MISSING}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        header = set(rows.fieldnames or ())
        if not required <= header <= set(known):
            message = f"wrong columns: {', '.join(sorted(header ^ set(known)))}."
            findings.append(Finding("P004", path.name, message, f"Use these columns: {', '.join(known)}."))
            return []
        found = []
        for row in rows:
            if None in row or None in row.values():
                advice = "Give every row as many cells as the header; put quotes around a text with a comma."
                place = f"{path.name}, line {rows.line_num}"
                findings.append(Finding("P004", place, "a row that is not as wide as the header.", advice))
            else:
                found.append(shape(**{key: value.strip() for key, value in row.items()}))
        return found


def check_names(partnership: Partnership, table: Table) -> None:
    """Ids stand once per list, and a place's locality exists."""
    listed = {kind: [place.id for place in getattr(partnership, kind)] for kind in PLACE_KINDS}
    listed["journey_points"] = [point.id for point in partnership.journey_points]
    listed["waves"] = [wave.id for wave in partnership.waves]
    for kind, names in listed.items():
        for name in doubles(names):
            table.report("S006", f"{name!r} stands twice in {kind}.", "Give each its own id.")
    for place in (*partnership.organisations, *partnership.services, *partnership.schools):
        if place.locality and place.locality not in listed["localities"]:
            table.report("P001", f"{place.id!r} names the unknown locality {place.locality!r}.", "Use an id of it.")
    for side in set(partnership.sign_off.must_agree) - set(listed["organisations"]):
        table.report(
            "P006", f"{side!r} must agree to entries but is no organisation.", "Use an id of [[organisations]]."
        )
    check_programmes(partnership, table)
    if "en" not in partnership.languages:
        table.report("P005", "English is not among the languages.", 'Add "en": every text is written in it first.')


def check_programmes(partnership: Partnership, table: Table) -> None:
    """Each survey of a programme exists, is asked in its way, and is in no other programme."""
    for name in doubles([name for programme in partnership.programmes for name in programme.surveys]):
        table.report("P007", f"{name!r} is in two programmes.", "Leave it in one.")
    for programme in partnership.programmes:
        for name in programme.surveys:
            survey = partnership.catalogue.latest(name)
            if survey is None or survey.schedule != SCHEDULE_OF.get(programme.kind):
                table.report("P007", f"{name!r} does not fit {programme.id!r}.", "Name a survey of its schedule.")


def folder_digest(folder: Path) -> str:
    """SHA-256 over the names and contents of the folder's data files: tells whether two packs are the same."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in (".toml", ".csv", ".lock"):
            total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()
