"""What a release says of its baseline: only sums of cells that the baseline's own release shows. Compares no counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from surveys.findings import Finding

if TYPE_CHECKING:
    from analysis.disclosure import SafeTable
    from analysis.rows import SafeRow


def baseline_findings(new: SafeTable, earlier: Iterable[SafeTable]) -> list[Finding]:
    """R008 for each measure of which `new` shows more of the baseline than any release of that wave and tier does.

    A sum of published cells tells an attacker nothing that the cells do not; anything else could be subtracted.
    """
    own = [each for each in earlier if (each.wave, each.tier) == (new.baseline_wave, new.tier)]
    beyond = min((unknown(new, each) for each in own), key=len, default=list(new.baseline_rows))
    words = dict.fromkeys(f"{row.audience} {row.group_kind} {row.measure}" for row in beyond)
    return [Finding("R008", new.release, f"{each} of the baseline was not published before", ADVICE) for each in words]


ADVICE = "Leave the measure out of this margin of the baseline."


def unknown(new: SafeTable, baseline: SafeTable) -> Sequence[SafeRow]:
    """The baseline's rows that are not a sum of rows of its own release."""
    cells: dict[tuple[str, ...], list[set[str]]] = {}
    for row in baseline.rows:
        cells.setdefault(margin_of(row), []).append(set(row.group.split("+")))
    return [row for row in new.baseline_rows if not adds_up(set(row.group.split("+")), cells.get(margin_of(row), []))]


def margin_of(row: SafeRow) -> tuple[str, ...]:
    return row.audience, row.group_kind, row.measure_kind, row.measure


def adds_up(group: set[str], cells: Sequence[set[str]]) -> bool:
    """Whether the published groups that touch this one lie wholly inside it: the others of it had nobody then."""
    touching = [each for each in cells if each & group]
    return bool(touching) and all(each <= group for each in touching)
