"""Definition files become frozen surveys. Every error is collected with its place; no wording is judged here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from surveys import structure
from surveys.catalogue import Catalogue
from surveys.findings import Finding
from surveys.model import AUDIENCES, Condition, Option, Page, Question, Survey
from surveys.published import check_lock
from surveys.tables import Table, doubles, read_toml

OptionSets = dict[str, tuple[Option, ...]]
SENTENCES = ("intro", "who_sees", "anonymous", "thanks", "checked_by")
LAYOUTS = ("one-a-page", "groups")
READERS = (*AUDIENCES, "under-8")
SCALE = tuple(str(number) for number in range(11))


@dataclass(frozen=True)
class Draft:
    """A question with what the loader still needs to place it: its page and whom it is for."""

    question: Question
    page: str
    audiences: tuple[str, ...] = ()


@dataclass
class Source:
    """The folder of definitions while it is read: its option sets and blocks, each shared file read once."""

    folder: Path
    sets: OptionSets
    findings: list[Finding]
    blocks: dict[str, Table | None] = field(default_factory=dict)

    def block(self, name: str) -> Table | None:
        if name not in self.blocks:
            path, place = self.folder / "shared" / f"{name}.toml", f"shared/{name}.toml"
            data = read_toml(path, place, self.findings) if path.exists() else None
            self.blocks[name] = None if data is None else Table(data, place, self.findings)
        return self.blocks[name]


def load_definitions(
    folder: Path, sets: OptionSets, journey_points: Iterable[Any], findings: list[Finding]
) -> Catalogue:
    """All surveys of a `definitions` folder. `sets` are the partnership's own; what is wrong goes into `findings`."""
    source = Source(folder, dict(sets), findings)
    if (folder / "shared" / "option_sets.toml").exists():
        shared = source.block("option_sets")
        source.sets |= read_sets(shared, source.sets)
        shared.finish()
    known_points = {point.id for point in journey_points}
    surveys = [read_survey(path, source, known_points) for path in sorted(folder.glob("*.toml"))]
    check_lock(folder, findings)
    return Catalogue(survey for survey in surveys if survey)


def read_survey(path: Path, source: Source, journey_points: set[str]) -> Survey | None:
    """One definition file; None if it cannot be read at all."""
    data = read_toml(path, path.name, source.findings)
    if not data:
        return None
    table = Table(data, path.name, source.findings)
    survey_id, version = table.text("id"), table.whole("version")
    audience, journey_point = read_name(table, path, survey_id, version, journey_points)
    sets = source.sets | read_sets(table, source.sets)
    own = [read_question(row, sets) for row in table.tables("questions")]
    uses = table.tables("use")
    drafts = place_blocks(own, uses, source, sets, audience)
    survey = Survey(
        id=survey_id,
        version=version,
        audience=audience,
        journey_point=journey_point,
        title=table.text("title"),
        minutes=table.whole("minutes"),
        schedule=table.choice("schedule", ("wave", "touchpoint")),
        questions=tuple(draft.question for draft in drafts),
        pages=group_pages(drafts, table),
        stage=table.text("stage", "") or None,
        voice=table.choice("voice", ("self", "proxy"), "self"),
        open_link=table.flag("open_link", True),
        picture=table.text("picture", "") or None,
        **{key: table.texts(key) for key in SENTENCES},
        reader=table.choice("reader", READERS, audience),
        allow=read_allow(table),
        place=path.name,
        files=(files := files_of(path, [f"shared/{use.data.get('block')}.toml" for use in uses])),
        digest=digest_of(path.parent, files),
    )
    table.finish()
    source.findings.extend(structure.check_structure(survey))
    return survey


def read_name(table: Table, path: Path, survey_id: str, version: int, journey_points: set[str]) -> tuple[str, str]:
    """Audience and journey point, which the id says; the file's name must say the same."""
    if path.name != f"{survey_id}.v{version}.toml":
        advice = f"Name it {survey_id}.v{version}.toml, or mend id and version."
        table.report("S005", "the file's name is not its id and version.", advice)
    audience, _, rest = survey_id.partition(".")
    journey_point, _, name = rest.partition(".")
    if audience not in AUDIENCES:
        table.report("S019", f"unknown audience {audience!r}.", f"Begin the id with one of: {', '.join(AUDIENCES)}.")
        audience = AUDIENCES[0]
    if journey_point not in journey_points:
        known = ", ".join(sorted(journey_points)) or "none"
        table.report("S019", f"unknown journey point {journey_point!r}.", f"partnership.toml has: {known}.")
    if not name or "." in name:
        table.report("S005", f"the id is {survey_id!r}.", "It must be <audience>.<journey point>.<name>.")
    return audience, journey_point


def read_sets(table: Table, known: OptionSets) -> OptionSets:
    """The option sets that one file defines."""
    section = table.table("option_sets")
    found: OptionSets = {}
    for name in section.data:
        row = section.table(name)
        found[name] = read_options(row, known | found)
        row.finish()
    return found


def read_options(table: Table, sets: OptionSets) -> tuple[Option, ...]:
    """The options of a set or a question: a set's name, or a list of options in which sets' names are spliced in."""
    given = table.get("options", (str, list), "the name of an option set or a list of options", [])
    options: list[Option] = []
    for item in [given] if isinstance(given, str) else given:
        if isinstance(item, str) and item in sets:
            options.extend(sets[item])
        elif isinstance(item, dict):
            options.append(read_option(Table(item, f"{table.place}, option {item.get('id')}", table.findings)))
        else:
            known = ", ".join(sorted(sets)) or "none"
            table.report("S008", f"unknown option set {item!r}.", f"Known sets: {known}.")
    return tuple(options)


def read_option(table: Table) -> Option:
    option = Option(
        table.name(),
        table.text("label"),
        table.bound("points"),
        table.text("picture", "") or None,
        table.text("missing", "") or None,
        table.flag("exclusive"),
    )
    table.finish()
    return option


def read_question(table: Table, sets: OptionSets, about: bool = False) -> Draft:
    """One `[[questions]]` table as it stands in its file."""
    kind = table.text("kind")
    options = read_options(table, sets)
    if kind == "scale-0-10":
        scored = table.flag("points")
        options = (*(Option(step, step, int(step) * 10 if scored else None) for step in SCALE), *options)
    question = Question(
        id=table.name(),
        kind=kind,
        text=table.text("text"),
        text_without=table.text("text_without", ""),
        help=table.text("help", ""),
        picture=table.text("picture", "") or None,
        options=options,
        indicator=table.text("indicator", "") or None,
        attribute=table.text("attribute", "") or None,
        show_if=tuple(read_condition(row) for row in table.tables("show_if")),
        minimum=table.bound("minimum"),
        maximum=table.bound("maximum"),
        max_length=table.bound("max_length"),
        low=table.text("low", ""),
        high=table.text("high", ""),
        unit=table.text("unit", ""),
        about=about,
        random_order=table.flag("random_order"),
        allow=read_allow(table),
        place=table.place,
    )
    draft = Draft(question, table.text("page", ""), table.texts("audiences"))
    table.finish()
    return draft


def read_condition(table: Table) -> Condition:
    condition = Condition(table.name("question"), table.texts("any_of"), table.flag("negate"))
    table.finish()
    return condition


def read_allow(table: Table) -> frozenset[str]:
    """The codes that the author kept on purpose; each needs its reason."""
    codes = set()
    for row in table.tables("allow"):
        codes.add(row.text("code"))
        row.text("reason")
        row.finish()
    return frozenset(codes)


def place_blocks(own: list[Draft], uses: list[Table], source: Source, sets: OptionSets, audience: str) -> list[Draft]:
    """The survey's own questions with those of the shared blocks put where each `[[use]]` wants them."""
    drafts = list(own)
    for use in uses:
        found = read_use(use, source, sets, audience)
        before = use.text("before", "")
        names = [draft.question.id for draft in drafts]
        if before and before not in names:
            use.report("S009", f"'before' names the unknown question {before!r}.", f"Known: {', '.join(names)}.")
        at = names.index(before) if before in names else len(drafts)
        drafts[at:at] = found
        use.finish()
    return drafts


def read_use(use: Table, source: Source, sets: OptionSets, audience: str) -> list[Draft]:
    """The questions of one shared block, worded for one audience, that a survey takes."""
    name, only, without, page = use.text("block"), use.texts("only"), use.texts("without"), use.text("page", "")
    block = source.block(name)
    if block is None:
        use.report("S009", f"unknown block {name!r}.", f"Add definitions/shared/{name}.toml or mend the name.")
        return []
    if block.text("id") != name:
        block.report("S005", "the block's id is not its file's name.", f'Write id = "{name}".')
    block_sets = sets | read_sets(block, sets)
    about = block.flag("about")
    rows = block.tables("questions")
    names = [str(row.data.get("id")) for row in rows]
    for missing in sorted({*only, *without} - set(names)):
        use.report("S009", f"the block has no question {missing!r}.", f"It has: {', '.join(names)}.")
    block.finish()
    taken = [row for row in rows if (row.data.get("id") in only if only else row.data.get("id") not in without)]
    drafts = [read_question(worded(row, audience), block_sets, about) for row in taken]
    return [replace(draft, page=page or draft.page) for draft in drafts if audience in (draft.audiences or AUDIENCES)]


def worded(row: Table, audience: str) -> Table:
    """A block's question in the wording of one audience."""
    wording = row.table("wording")
    for other in wording.data.keys() - set(AUDIENCES):
        wording.report("S019", f"unknown audience {other!r}.", f"Known: {', '.join(AUDIENCES)}.")
    own = wording.table(audience) if audience in wording.data else Table({}, row.place, row.findings)
    for key in own.data.keys() - {"text", "text_without", "help", "picture", "options"}:
        own.report("S002", f"{key!r} cannot differ by audience.", "Only text, help, picture and options can.")
    general = {key: value for key, value in row.data.items() if key != "wording"}
    return Table(general | own.data, row.place, row.findings)


def group_pages(drafts: list[Draft], table: Table) -> tuple[Page, ...]:
    """One page a question, or the groups that questions name; reports groups that are torn apart."""
    titles = {}
    for row in table.tables("pages"):
        titles[row.name()] = row.text("title")
        row.finish()
    if table.choice("layout", LAYOUTS, "one-a-page") == "groups":
        for draft in drafts:
            if not draft.page:
                table.report("S016", f"{draft.question.id!r} names no page.", "With layout 'groups' each must.")
    pages: list[Page] = []
    for draft in drafts:
        name = draft.page or draft.question.id
        if pages and draft.page and pages[-1].id == name:
            pages[-1] = replace(pages[-1], questions=(*pages[-1].questions, draft.question.id))
        else:
            pages.append(Page(name, (draft.question.id,), titles.get(name, "")))
    for name in doubles([page.id for page in pages]):
        table.report("S016", f"the page {name!r} stands at two places.", "Put its questions one after the other.")
    for name in titles.keys() - {page.id for page in pages}:
        table.report("S016", f"the page {name!r} has no question.", "Name it in a question or take it out.")
    return tuple(pages)


def files_of(path: Path, blocks: list[str]) -> tuple[str, ...]:
    """The names of a definition's file and of the shared files that it uses, below `definitions`."""
    shared = dict.fromkeys(("shared/option_sets.toml", *blocks))
    return (path.name, *(name for name in shared if (path.parent / name).exists()))


def digest_of(folder: Path, files: tuple[str, ...]) -> str:
    """SHA-256 over the contents of files."""
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in files)).hexdigest()
