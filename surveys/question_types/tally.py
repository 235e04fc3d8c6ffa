"""What a room is counted for by hands up: rows to count, for the kinds to build theirs from. No kind itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from surveys.model import Option, Question


@dataclass(frozen=True, slots=True)
class TallyRow:
    """What hands are raised for: an English label and a picture. `key` is kept with the count."""

    key: str
    label: str
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """What a room is asked at once. `one_hand`: each person raises one hand for one of the rows at most."""

    rows: tuple[TallyRow, ...]
    one_hand: bool = True
    title: str = ""
    picture: str | None = None


def one_hand(options: Iterable[Option]) -> tuple[Tally, ...]:
    return (Tally(rows_of(options)),)


def many_hands(options: Iterable[Option]) -> tuple[Tally, ...]:
    return (Tally(rows_of(options), one_hand=False),)


def on_piles(question: Question, piles: Sequence[Option]) -> tuple[Tally, ...]:
    """A hand for one pile, card after card; then for what says why there is no answer."""
    cards = [option for option in question.options if not option.missing]
    missing = [option for option in question.options if option.missing]
    each = [
        Tally(
            tuple(TallyRow(f"{card.id}:{pile.id}", pile.label, pile.picture) for pile in piles),
            title=card.label,
            picture=card.picture,
        )
        for card in cards
    ]
    return (*each, *(one_hand(missing) if missing else ()))


def rows_of(options: Iterable[Option]) -> tuple[TallyRow, ...]:
    return tuple(TallyRow(option.id, option.label, option.picture) for option in options)
