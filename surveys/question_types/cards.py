"""Up to six statements, each put on one of three piles; the value is the list of "<option id>:<pile>" in order."""

from __future__ import annotations

from collections.abc import Iterator

from surveys.answers import SKIPPED, Answer
from surveys.model import Option, Question
from surveys.problems import Problem
from surveys.question_types.base import Entry, Fault, Say, missing_label, real_options, unknown_option
from surveys.question_types.one_of import ONE_ONLY, UNKNOWN
from surveys.question_types.several import ALONE, Several
from surveys.question_types.tally import Tally, on_piles

MOST = 6
PILES = (
    Option("going-well", "Going well", picture="face-5"),
    Option("so-so", "So-so", picture="face-3"),
    Option("not-good", "Not good", picture="face-1"),
)
PILE_BY_ID = {pile.id: pile for pile in PILES}


class Cards(Several):
    """A form has one name a card, `<question>.<option id>`, with "<option id>:<pile>". A card may be left lying."""

    piles = PILES

    def names(self, question: Question) -> tuple[str, ...]:
        return (*(f"{question.id}.{option.id}" for option in real_options(question)), question.id)

    def texts(self, question: Question) -> Iterator[tuple[str, str]]:
        return ((f"pile {pile.id}", pile.label) for pile in PILES)

    def answer(self, question: Question, entry: Entry) -> Answer:
        if not entry.chosen:
            return SKIPPED
        cards = {option.id for option in real_options(question)}
        # What is sorted counts, even if "not sure" was tapped as well.
        missing = [option.missing for option in question.options if option.missing and option.id in entry.chosen]
        sorted_cards = [value.partition(":") for value in entry.chosen if value not in missing]
        if any(card not in cards or pile not in PILE_BY_ID for card, _, pile in sorted_cards):
            raise Problem(UNKNOWN)
        piles = {card: pile for card, _, pile in sorted_cards}
        if len(piles) < len(sorted_cards):
            raise Problem(ONE_ONLY)
        if len(missing) > 1 and not piles:
            raise Problem(ALONE)
        in_order = [f"{option.id}:{piles[option.id]}" for option in question.options if option.id in piles]
        return Answer("answered", in_order) if piles else Answer(missing[0])

    def value_of(self, question: Question, cell: str) -> Answer:
        values = [part.strip() for part in cell.split(";") if part.strip()]
        for value in values:
            card, colon, pile = value.partition(":")
            if card not in question.option_by_id:
                raise unknown_option(question, card)
            if (colon or not question.option_by_id[card].missing) and pile not in PILE_BY_ID:
                expected = ", ".join(f"{card}:{each}" for each in PILE_BY_ID)
                raise Problem("unknown pile '%(value)s'; expected one of: %(expected)s", value=value, expected=expected)
        return self.answer(question, self.entry(question, values))

    def display(self, question: Question, answer: Answer, say: Say) -> str:
        if answer.value is None:
            return missing_label(question, answer, say)
        each = [value.partition(":") for value in answer.value]
        labels = ((question.option_by_id[card].label, PILE_BY_ID[pile].label) for card, _, pile in each)
        return "\n".join(f"{say(card)}: {say(pile)}" for card, pile in labels)

    def tallies(self, question: Question) -> tuple[Tally, ...]:
        return on_piles(question, PILES)

    def own_faults(self, question: Question) -> Iterator[Fault]:
        if not 2 <= len(real_options(question)) <= MOST:
            yield f"{len(real_options(question))} cards.", f"Give 2 to {MOST}."
        if any(option.points is not None for option in question.options):
            yield "options with points.", "Sorted cards are not scored: take the points out."


KIND = Cards("cards")
