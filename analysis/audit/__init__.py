"""The disclosure audit: attacks all releases together like a hostile statistician and says in words what it found."""

from analysis.audit.attack import Findings, Flaw, attack, flaws
from analysis.audit.counts import Counts, check_release, published_counts
from analysis.audit.pictures import Atom, Publication, publication, told_again
from analysis.audit.spoken import SaidCell, attack_spoken

__all__ = [
    "Atom",
    "Counts",
    "Findings",
    "Flaw",
    "Publication",
    "SaidCell",
    "attack",
    "attack_spoken",
    "check_release",
    "flaws",
    "publication",
    "published_counts",
    "told_again",
]
