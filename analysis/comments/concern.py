"""Whether a person should look at a comment soon: none, check or urgent, with the category and the words that decided.

Two readers vote: phrases (`data/concern.txt`), and the weights of words and of who does what to whom (`likelihood`).
Both only order a queue that people read to its end. Politeness never lowers a finding; a turn of phrase that covers it
("maths is killing me"), a plain negation ("nobody hurts me") and a topic ("bullying policy") do.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from analysis.comments import likelihood, lists
from analysis.comments.phrases import Match, PhraseBook, phrase_book
from analysis.comments.tokens import Words

LEVELS = ("none", "check", "urgent")
VOTES = {"urgent": 2.0, "check": 2.0, "lower": -1.5, "silent": 0.0}
"""What the phrases add to the log-odds of a concern. Chosen on sentences that had taught neither of the two."""
ENOUGH, ENOUGH_ALONE = 0.4, 1.0
"""From these log-odds on a person should look; the second where no phrase speaks for it. Chosen on the eighth set."""
PRESSING = 2.0
"""From these log-odds on the weights alone may call a comment urgent."""
SELF_HARM = "self-harm or suicide"
NEGATORS = lists.word_set("concern.negators")
HELP = lists.word_set("concern.help")
"""Words after a negation that it belongs to, so that what follows still stands ("nobody stops them hitting me")."""
ENDING = frozenset({"anymore", "longer"})
AFTER_HER = lists.word_set("concern.after_her")
COVERED = 1 / 3
CALM = frozenset({"bullying", "eating", "emotional abuse", "radicalisation", "substance", "young carer"})
"""Categories in which nearly every example is to be looked at soon, and not at once."""
GRAVE = {"PARENT", "PARTNER", "KIN", "STAFF", "MAN", "SEX", "PRIVATE", "WEAPON", "KILL", "DIE", "CHOKE", "LOCK"}
"""Families of words that make a finding of such a category urgent all the same."""


@dataclass(frozen=True, slots=True)
class Concern:
    """The level, the category ("" for none) and the places (start, end) of the words that decided, gravest first."""

    level: str
    category: str = ""
    places: tuple[tuple[int, int], ...] = ()


NO_CONCERN = Concern("none")


@lru_cache
def book() -> PhraseBook[str]:
    return phrase_book("concern.txt")


@lru_cache
def foreign_book() -> PhraseBook[str]:
    return phrase_book("concern_other_languages.txt")


def concern(words: Words) -> Concern:
    """Read one comment that may be English; the caller need not be sure."""
    found = list(book().find(words))
    lowering = [match for match in found if match.meaning == "lower"]
    standing = still_standing(words, found, lowering) if len(found) > len(lowering) else []
    said = gravest(standing)
    vote = said.level if standing else "lower" if lowering else "silent"
    likeliest = likelihood.likeliest(words)
    if likeliest is None or likeliest.odds + VOTES[vote] < (ENOUGH if standing else ENOUGH_ALONE):
        return NO_CONCERN
    return calmed(said, likeliest) if standing else by_weights(words, likeliest)


def calmed(said: Concern, found: likelihood.Likelihood) -> Concern:
    """A finding among peers, and the like, is not urgent unless it tells of a grown-up, a weapon, sex or death too."""
    if said.level != "urgent" or likelihood.kind(found) not in CALM:
        return said
    return said if likelihood.families_of(found) & GRAVE else Concern("check", said.category, said.places)


def still_standing(words: Words, found: list[Match[str]], lowering: list[Match[str]]) -> list[Match[str]]:
    """The findings that no turn of phrase covers and no negation lowers, in the order of the text."""
    shaded = shade(lowering, len(words.tokens))
    ordered = sorted(found, key=lambda match: match.first)
    return [match for match in ordered if match.meaning != "lower" and stands(words, match, shaded)]


def by_weights(words: Words, found: likelihood.Likelihood) -> Concern:
    """What the weights alone say of a sentence."""
    urgent = found.odds >= PRESSING and likelihood.is_urgent(found)
    return Concern("urgent" if urgent else "check", likelihood.kind(found), (likelihood.place(words, found),))


def foreign_concern(words: Words) -> Concern:
    """Read one comment in another language, for few words that are safe to take for what they say."""
    return gravest(list(foreign_book().find(words)))


def gravest(standing: list[Match[str]]) -> Concern:
    if not standing:
        return NO_CONCERN
    ordered = sorted(standing, key=lambda match: (-LEVELS.index(level_of(match)), match.first - match.last))
    first = ordered[0]
    return Concern(level_of(first), category_of(first), tuple((match.start, match.end) for match in ordered[:3]))


def level_of(match: Match[str]) -> str:
    return match.meaning.partition(" ")[0]


def category_of(match: Match[str]) -> str:
    return match.meaning.partition(" ")[2]


def shade(lowering: list[Match[str]], size: int) -> list[int]:
    """How many tokens up to each place are covered by a turn of phrase: differences count those of a stretch."""
    covered = bytearray(size)
    for match in lowering:
        covered[match.first : match.last] = b"\x01" * (match.last - match.first)
    sums = [0]
    for each in covered:
        sums.append(sums[-1] + each)
    return sums


def stands(words: Words, match: Match[str], shaded: list[int]) -> bool:
    length = match.last - match.first
    covered = (shaded[match.last] - shaded[match.first]) / length
    if covered >= (1 if category_of(match) == SELF_HARM else COVERED):
        return False
    return not owned(words, match) and not negated(words, match)


def owned(words: Words, match: Match[str]) -> bool:
    """Whether a last "her" belongs to what follows: "she bites her sleeve", not "he bites her when ..."."""
    if words.tokens[match.last - 1].norm != "her" or match.last == len(words.tokens):
        return False
    after = words.tokens[match.last].norm
    return after.isalpha() and after not in AFTER_HER


def negated(words: Words, match: Match[str]) -> bool:
    """Whether the words just before say that it does not happen, or those just after that it no longer does."""
    before = [token.norm for token in words.tokens[max(0, match.first - 3) : match.first]]
    after = [token.norm for token in words.tokens[match.last : match.last + 3]]
    for place in range(len(before) - 1, -1, -1):
        word = before[place]
        if word in (".", ",", "!", "?", "but"):
            break
        if word in NEGATORS or (word == "one" and place and before[place - 1] == "no"):
            return not (set(before[place + 1 :]) & HELP) and opens_no_negation(words, match)
    return bool(set(after) & ENDING or "any more" in " ".join(after)) and said_not(words, match)


def opens_no_negation(words: Words, match: Match[str]) -> bool:
    """A finding that itself is a negation ("dont feel safe") is not lowered by another one."""
    return words.tokens[match.first].norm not in NEGATORS


def said_not(words: Words, match: Match[str]) -> bool:
    before = {token.norm for token in words.tokens[max(0, match.first - 5) : match.first]}
    return bool(before & NEGATORS) and opens_no_negation(words, match)
