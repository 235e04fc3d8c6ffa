"""Reports that staff and the board make with one click: effectiveness, engagement, co-production, board paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from app.board.figures import Figures
from app.groups.notes import WAY_WORDS
from app.here import house
from app.languages import format_date, gettext
from app.loop.words import AUDIENCE_WORDS, EFFECT_WORDS, PROGRESS_WORDS
from app.outputs.blocks import (
    CHANNEL_WORDS,
    about,
    answered,
    answers_grid,
    document,
    entry_blocks,
    heading,
    measure_grid,
    organisation,
    paragraph,
    promise_grid,
    promised,
    refusals,
    said_list,
    volume_grid,
)
from app.outputs.document import Block, Document, Grid, Words
from app.services.loop import entry_effects, loop_measures
from app.services.loop.entries import EntryView
from app.services.plan import actions
from app.services.reports import figures, spans
from app.services.reports.spans import Span
from app.services.scoring import releases
from app.services.scoring.releases import ReleaseView
from app.services.stories import stories
from app.services.stories.stories import StoryView

RED = ("behind", "not-started-behind")
FAMILIES = ("young-person", "parent-carer")
Blocks = Iterator[Block]


@dataclass(frozen=True, slots=True)
class Kind:
    """A report: its title (an English msgid with %(span)s), what it is for, how its span is read, what it holds."""

    title: str
    about: str
    span: Callable[..., Span]
    example: str
    blocks: Callable[[Span], Blocks]


def staff_report(kind: str, period: str) -> Document:
    """A report in the language of the page. Raises `NotFound` for a span that has not begun."""
    found = KINDS[kind]
    span = found.span(house(), period)
    title = f"{gettext(found.title)}: {span.name}"
    return document(f"{kind}-{span.name}", title, found.blocks(span))


# The parts


def effectiveness(span: Span) -> Blocks:
    """What was heard, done, late, moved."""
    views = answered(span)
    yield paragraph(f"{house().partnership.name}. {days_of(span)}")
    yield heading("What was heard")
    yield from volume(span)
    yield said_list(views)
    yield heading("What was done")
    yield answers_grid(views)
    yield action_grid("The plan's actions by state")
    yield heading("What is late")
    yield late(span)
    yield red_actions()
    yield heading("What moved")
    yield moved(views)
    yield heading("What we could not do, and why")
    yield refusals(views) or paragraph("Nothing was refused.")
    yield heading("How well the loop works")
    yield measure_grid(loop_measures.measures(house()), "Measures of the loop, from all that is public today")


def engagement(span: Span) -> Blocks:
    """Who was asked, who answered, how much of it was answered."""
    views = answered(span)
    yield paragraph(f"{house().partnership.name}. {days_of(span)}")
    yield heading("Who answered")
    yield from volume(span)
    yield heading("What was answered")
    yield answers_grid(views)
    for view in views:
        yield from entry_blocks(view)
    yield heading("Events")
    yield from story_blocks("event", span)
    yield heading("Case studies")
    yield from story_blocks("case-study", span)
    yield heading("How well we answer")
    yield measure_grid(loop_measures.measures(house()), "Measures of the loop, from all that is public today")


def coproduction(span: Span) -> Blocks:
    """Satisfaction of families and of young people, volume of input, examples of change."""
    yield paragraph(f"{house().partnership.name}. {days_of(span)}")
    yield heading("How satisfied families and young people are")
    yield from satisfaction()
    yield heading("How much they told us")
    yield from volume(span)
    yield heading("What changed because of it: examples")
    views = [view for view in answered(span) if any(r.kind == "we-did" for r in view.content.replies)]
    for view in views[:6]:
        yield from entry_blocks(view)
    if not views:
        yield paragraph("Nothing was done in these months.")
    yield from story_blocks("case-study", span)
    yield heading("What we did together")
    yield from story_blocks("event", span)
    yield heading("What was promised")
    made = promise_grid(promised(span), "Promises and how they stand")
    yield made or paragraph("Nothing was promised.")
    yield heading("How well the loop works")
    yield measure_grid(loop_measures.measures(house()), "Measures of the loop, from all that is public today")


def board_paper(span: Span) -> Blocks:
    """The latest release, what moved, what is red, what was done since the quarter began."""
    yield paragraph(f"For {house().partnership.name}. {days_of(span)}")
    yield heading("What the latest release says")
    release = releases.latest("board")
    yield from release_blocks(release)
    yield heading("What is red")
    yield red_actions()
    yield late(span)
    yield heading("What was done")
    views = answered(span)
    yield answers_grid(views)
    yield said_list(views)
    yield heading("The plan")
    yield action_grid("The plan's actions by state")
    yield heading("How well the loop works")
    yield measure_grid(loop_measures.measures(house()), "Measures of the loop, from all that is public today")


KINDS: dict[str, Kind] = {
    "effectiveness": Kind(
        "Effectiveness review", "What was heard, done, late and moved in a year.", spans.year, "2026", effectiveness
    ),
    "engagement": Kind(
        "Engagement report",
        "Who answered in a quarter, and how much was answered.",
        spans.quarter,
        "2026-q4",
        engagement,
    ),
    "co-production": Kind(
        "Co-production audit",
        "Satisfaction, input and examples of 18 months.",
        spans.eighteen_months,
        "2026-12",
        coproduction,
    ),
    "board-paper": Kind(
        "Board paper",
        "The latest release, what is red, what was done in a quarter.",
        spans.quarter,
        "2026-q4",
        board_paper,
    ),
}


# What they are made of


def days_of(span: Span) -> str:
    return f"From {format_date(span.first)} to {format_date(span.last)}."


def volume(span: Span) -> Blocks:
    total = figures.in_all(house(), span.first, span.last)
    yield paragraph(f"Answers that came in: {about(total)}.")
    who = figures.by_audience(house(), span.first, span.last)
    how = figures.by_channel(house(), span.first, span.last)
    apart = figures.beside_answers(house(), span.first, span.last)
    yield from filter(
        None,
        (
            volume_grid(who, AUDIENCE_WORDS, "By audience"),
            volume_grid(how, CHANNEL_WORDS, "By way"),
            volume_grid(apart, WAY_WORDS, "Notes and groups, counted apart from answers", "People"),
        ),
    )


def action_grid(caption: str) -> Block:
    states = Counter(view.content.state for view in actions.listed(house()))
    rows = tuple((Words(gettext(word)), Words(str(states[state]))) for state, word in PROGRESS_WORDS.items())
    return Grid(caption, ("State", "Actions"), rows) if states else paragraph("The plan has no actions here yet.")


def red_actions() -> Block:
    red = [view for view in actions.listed(house()) if view.content.state in RED]
    rows = tuple(
        (
            Words(f"{view.content.reference} {view.content.title}"),
            Words(organisation(view.content.organisation)),
            Words(gettext(PROGRESS_WORDS[view.content.state])),
            Words(view.content.note or "–"),
        )
        for view in red
    )
    heads = ("Action", "Organisation", "State", "Latest note")
    return Grid("Actions that are behind", heads, rows) if rows else paragraph("No action is behind.")


def late(span: Span) -> Block:
    made = [each for each in promised(span) if each.standing in ("late", "kept-late")]
    return promise_grid(made, "Promises that are late, or were kept late") or paragraph("No promise is late.")


def moved(views: Iterable[EntryView]) -> Block:
    """Before and after of each indicator on which an entry of the span rests, where a later release is out."""
    latest, names = (
        releases.latest(entry_effects.TIER),
        {each.id: each.meaning for each in house().framework.indicators},
    )
    rows = [
        (
            Words(names.get(effect.indicator, effect.indicator)),
            Words(gettext(AUDIENCE_WORDS[effect.audience])),
            Words(f"{effect.before.score} ({effect.before.wave})"),
            Words(f"{effect.after.score} ({effect.after.wave})"),
            Words(gettext(EFFECT_WORDS[effect.verdict])),
        )
        for view in views
        for effect in entry_effects.effects(house(), view.content, latest)
        if effect.after
    ]
    heads = ("Indicator", "Audience", "Before", "After", "Did it help?")
    if not rows:
        return paragraph("No later release is out yet for what these answers should move.")
    return Grid("Indicators before and after", heads, tuple(rows))


def story_blocks(kind: str, span: Span) -> Blocks:
    views = [view for view in stories.published(house(), kind) if in_span(view, span)]
    if not views:
        yield paragraph("None was published.")
    for view in views:
        said = view.content
        yield heading(said.title, 3, said.language)
        if said.held_on:
            yield paragraph(event_line(view))
        yield paragraph(said.heard, "What was heard", language=said.language)
        yield paragraph(said.changed, "What changed", language=said.language)
        if said.told_by:
            yield paragraph(said.told_by, "Told by", language=said.language)


def in_span(view: StoryView, span: Span) -> bool:
    return span.has(view.content.held_on or view.published_on)


def event_line(view: StoryView) -> str:
    number = figures.people(house(), view.content.people)
    who = f"{about(number)} people" if number else "a small group"
    return f"{format_date(view.content.held_on)}, {view.content.place or 'online'}, {who}"


def satisfaction() -> Blocks:
    """What the latest public release shows of families and young people, in whole audiences."""
    release = releases.latest("public")
    if release is None:
        yield paragraph("There is no release yet.")
        return
    yield from release_blocks(release, FAMILIES)


def release_blocks(release: ReleaseView | None, audiences: tuple[str, ...] = ()) -> Blocks:
    if release is None:
        yield paragraph("There is no release yet.")
        return
    table = Figures(release.table, house().made_under(release.framework_version).framework, house().partnership)
    compared = f" Compared with {release.baseline_wave}." if release.baseline_wave else ""
    yield paragraph(f"Release {release.id}, wave {release.wave}.{compared}")
    for panel in table.panels():
        if audiences and panel.audience not in audiences:
            continue
        rows = tuple(
            (
                Words(line.name),
                Words(f"{line.now.score} ({line.now.ci_low} to {line.now.ci_high})"),
                Words(str(line.before.score) if line.before else "–"),
                Words(line.sentence if line.before else "Baseline"),
            )
            for line in panel.lines
        )
        yield Grid(panel.name, ("Measure", "Score (interval)", "Baseline", "Change"), rows)
