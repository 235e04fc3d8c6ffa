"""Taking a closed release away as a file, and saying in it what its figures mean. Writes no format itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.downloads import FORMATS, DownloadContext
from app.downloads.columns import columns
from app.house import House
from app.services import audit
from app.services.errors import N_, Conflict, NotFound
from app.services.scoring import releases
from app.services.scoring.export_words import names_of
from app.services.scoring.releases import ReleaseView
from app.services.transaction import writing

if TYPE_CHECKING:
    from analysis.disclosure import SafeTable

LICENCE = "Open Government Licence v3.0: https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
Paragraphs = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Download:
    """One finished file."""

    filename: str
    media_type: str
    content: bytes


def download(house: House, release_id: str, extension: str, actor: str, unrounded: bool = False) -> Download:
    """The file of a release in one format; the audit records that it was taken.

    `unrounded` gives the figures before rounding, from example data only. Raises `NotFound` for an unknown release or
    format, `Conflict` for unrounded figures of real responses.
    """
    made = FORMATS.get(extension)
    if made is None:
        known = ", ".join(FORMATS)
        raise NotFound(N_("There is no format %(format)s. There are: %(known)s."), format=extension, known=known)
    if unrounded and extension == "pdf":
        raise Conflict(N_("The board pack shows what the release shows. Unrounded figures are in the other formats."))
    release = releases.get(release_id)
    content = made.write(release.table, context_of(house, release, unrounded))
    with writing():
        detail = f"{made.extension}, unrounded" if unrounded else made.extension
        audit.record(house, actor, "release-exported", release.id, detail)
    return Download(filename(release, made.extension, unrounded), made.media_type, content)


def note_taken(house: House, actor: str, subject: str, detail: str) -> None:
    """Write down that somebody took a file that is made of a release but is not one of its formats."""
    with writing():
        audit.record(house, actor, "release-exported", subject, detail)


def context_of(house: House, release: ReleaseView, unrounded: bool = False) -> DownloadContext:
    """What every file of a release says beside its tables."""
    exact = releases.unrounded(house, release.id) if unrounded else None
    house = house.made_under(release.framework_version)
    return DownloadContext(
        title=f"{house.framework.title}: {house.partnership.name}, {release.wave}",
        synthetic=release.synthetic,
        about=tuple(about(house, release, exact is not None)),
        facts=facts_of(house, release),
        names=names_of(house),
        csv_name=filename(release, "csv", unrounded),
        beside=() if unrounded else tuple(release.tables.values())[1:],
        exact=exact,
    )


def filename(release: ReleaseView, extension: str, unrounded: bool) -> str:
    marks = ("example-data-" if release.synthetic else "") + ("unrounded-" if unrounded else "")
    return f"confidence-{marks}{release.id}.{extension}"


def facts_of(house: House, release: ReleaseView) -> dict[str, str]:
    """What the release is, by name."""
    table = release.table
    return {
        "Release": release.id,
        "Wave": release.wave,
        "Compared with": release.baseline_wave or "nothing: this wave is the baseline",
        "Closed on": release.closed_on.isoformat(),
        "For": "everyone" if release.tier == "public" else "readers of the board",
        "Smallest group shown": f"{table.k} people",
        "Framework": f"{house.framework.title}, version {release.framework_version}",
        "Software": f"Said & Done {release.software_version}",
        "Source": f"Surveys of {house.partnership.name}",
        "Licence": LICENCE if release.tier == "public" else "For use within the partnership",
    }


def about(house: House, release: ReleaseView, exact: bool) -> Iterator[tuple[str, Paragraphs]]:
    """Headings with their paragraphs: method, caveats, rounding, symbols, columns."""
    table = release.table
    yield "What the figures are", method(house)
    yield "What to be careful about", caveats(table)
    yield (
        "How they are rounded",
        ("They are not: this file holds figures before rounding.",) if exact else rounding(house),
    )
    if table.notes:
        yield "About this release", tuple(str(note) for note in table.notes)
    yield "Symbols", SYMBOLS
    yield "Columns", COLUMN_TEXTS
    for kind, other in list(release.tables.items())[1:]:
        yield f"Columns of {kind}", (*map(str, other.notes), *(f"{each.name}: {each.about}." for each in columns(kind)))


def method(house: House) -> Paragraphs:
    settings = house.framework.settings
    domains = ", ".join(domain.name for domain in house.framework.domains)
    return (
        "Each answer to a scored question is worth 0 to 100 points. Not sure, rather not say and skipped answers count "
        "as missing, never as 0.",
        f"A person has a score for a domain ({domains}) if they answered at least "
        f"{float(settings.min_answered):.0%} of the questions that were asked for it and apply. The Confidence Index "
        "of a person is the weighted mean of the domains, and exists only if all of them do.",
        "The score of a group is the mean over its people. Each person counts once in a wave: the last answer counts.",
        f"ci_low and ci_high are a {settings.confidence}% interval (Student's t with a stabilised deviation). The "
        f"share of positive answers ({settings.positive} points or more) has Wilson's interval.",
        "The change since the baseline counts people who answered both times and people who answered once together "
        "(Derrick's t for partially overlapping samples).",
    )


def caveats(table: SafeTable) -> Paragraphs:
    return (
        "People chose to answer. The figures describe those who did, and not everybody.",
        "Answers that are not linked by a receipt each count as one person.",
        "Different groups were asked in their own words. Read differences between groups with care.",
        f"Groups of fewer than {table.k} people are shown together with others, as in A+C. A question that too few "
        "people of one group answered is left out for all groups of that table.",
    )


def rounding(house: House) -> Paragraphs:
    return (
        "Scores and intervals are whole numbers, halves rounded up. 95 means 95 or more, and 5 means 5 or less.",
        "Numbers of people (n) are rounded to the nearest 5.",
        f"The share of positive answers is shown from {house.framework.settings.positive_min_n} people on, to the "
        "nearest 5 per cent; its interval is widened to the next 5 on each side. 95 and 5 are the ends here too.",
        "The change is the difference of the two scores shown; its interval and verdict come from the exact figures.",
    )


SYMBOLS = (
    "An empty cell: there is nothing to show, because too few people answered or there is no baseline. Never 0.",
    "A+C: these groups are shown together, so that nobody can be picked out.",
    "95 and 5: 95 or more, and 5 or less.",
    "all: everybody. not-stated: people who did not say.",
    "An apostrophe before a text that starts with = + - @ keeps a spreadsheet from taking it for a formula.",
)
COLUMN_TEXTS = (
    "audience: young-person, parent-carer or professional.",
    "group_kind and group: total (all), or one locality or journey point. Ids joined by + are shown together.",
    "measure_kind and measure: the index, a domain, or an indicator (one thing that is asked).",
    "score, ci_low, ci_high: 0 to 100. n: people. positive, positive_low, positive_high: per cent.",
    "change, change_low, change_high: points since the baseline. Empty where there is nothing to show.",
    "verdict: better and worse are certain changes of at least the size set in advance; small-change is certain but "
    "smaller; no-clear-change means that the true change could be anywhere in its interval; too-few means too few "
    "people to say. Empty for the baseline itself.",
)
