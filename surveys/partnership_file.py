"""Reads one partnership's folder of plain files and checks that its names fit. The shapes are in `partnership`."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from dataclasses import MISSING, fields, replace
from pathlib import Path
from typing import TypeVar

from surveys.findings import DefinitionErrors, Finding, errors_of
from surveys.loader import load_definitions
from surveys.model import AUDIENCES, Option
from surveys.partnership import (
    SCHEDULE_OF,
    Charter,
    CharterPromise,
    Contact,
    HelpLine,
    JourneyPoint,
    Paper,
    Partnership,
    Place,
    PlannedProgramme,
    PlannedWave,
    Reference,
    Retention,
    Safeguarding,
    SignOff,
    Thresholds,
)
from surveys.tables import Table, doubles, read_toml

PLACE_KINDS = ("localities", "organisations", "services", "schools")
Row = TypeVar("Row")


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
        charter=read_charter(table.table("charter")),
        references=tuple(read_csv(folder / "reference_indicators.csv", Reference, findings)),
        paper=read_paper(table.table("paper")),
        catalogue=load_definitions(folder / "definitions", place_options(places), journey_points, findings),
        framework=read_toml(folder / "framework.toml", "framework.toml", findings),
        earlier_frameworks={
            f"frameworks/{file.name}": read_toml(file, f"frameworks/{file.name}", findings)
            for file in sorted(folder.glob("frameworks/*.toml"))
        },
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


def read_charter(table: Table) -> Charter:
    promises = tuple(read_charter_promise(row) for row in table.tables("promises"))
    table.read.add("agreed_on")
    agreed_on = table.day("agreed_on") if "agreed_on" in table.data else None
    charter = Charter(table.text("title", ""), table.text("intro", ""), agreed_on, promises)
    table.finish()
    return charter


def read_charter_promise(table: Table) -> CharterPromise:
    promise = CharterPromise(table.text("text"), table.text("picture"))
    table.finish()
    return promise


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
