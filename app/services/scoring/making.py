"""The table of one release: from members to cells, from cells to a table that the audit passes. Stores nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from app.house import House
from app.models.releases import Release
from app.services.errors import N_, Conflict
from app.services.scoring import data_quality, framework_versions
from app.services.scoring.beside import gather
from app.services.scoring.cells import Basis, Crossed, basis, changed_basis, crossed, pairs_of
from app.services.scoring.held import (
    MARGINS,
    atoms_of_wave,
    counted_of,
    cross_rows,
    inside_of,
    published_of,
    table_of,
    told_of,
)
from app.services.scoring.membership import Grouping
from app.services.scoring.withdrawn import all_atoms, counts, missing
from app.services.themes import figures

if TYPE_CHECKING:
    from analysis.audit import Atom, Counts, Flaw, Publication
    from analysis.beside import Beside
    from analysis.crossing import CrossRow
    from analysis.disclosure import SafeTable
    from analysis.inside import Inside
    from analysis.publishing import Published
    from analysis.reports import BaselineData, ReleaseResult


@dataclass(frozen=True)
class Making:
    """A release whose members are written down, beside all earlier ones.

    `base` is the release of the same wave that it starts from, if there is one; `baseline` that of the first wave.
    """

    house: House
    row: Release
    baseline: Release | None
    base: Release | None
    earlier: tuple[Release, ...]
    fixed: Grouping

    @property
    def k(self) -> int:
        return getattr(self.house.partnership.thresholds, self.row.tier)

    @cached_property
    def of_wave(self) -> list[Release]:
        return [row for row in self.earlier if row.wave == self.row.wave]

    @cached_property
    def rows(self) -> list[Crossed]:
        ids = [*(row.id for row in self.of_wave), self.row.id]
        return crossed(ids, self.house.framework.settings.positive)

    @cached_property
    def basis(self) -> Basis:
        """Its cells. If somebody has withdrawn since the earlier release of the wave, its figures are the start."""
        fresh = basis(self.rows, self.row.id)
        if self.base is None or not self.base.inside or not self.somebody_left:
            return fresh
        start = inside_of(self.base).frames()
        return changed_basis(start, self.rows, self.base.id, self.row.id)

    @cached_property
    def somebody_left(self) -> bool:
        """Whether somebody whom the earlier release counts has withdrawn. Figures of another framework are no start:
        then the audit decides."""
        if self.base.framework_version != self.house.framework.version:
            return False
        return bool(missing({self.base.id: counted_of(self.base)}, self.rows)[self.base.id])

    @cached_property
    def inside(self) -> Inside:
        """The exact figures that stay: in the finest groups that any tier may show."""
        from analysis.grouping import merge
        from analysis.inside import inside_of as exact

        least = least_k(self.house)
        people = self.basis.people
        cuts = [(audience, kind) for audience, kind in people if kind in MARGINS]
        groups = {cut: merge(people[cut], least, self.fixed.get(cut)) for cut in cuts}
        kept = counts(self.rows, self.row.id) + self.gone.get(self.row.id, Counter())
        counted = tuple((*place, n) for place, n in sorted(kept.items()))
        made = exact(*self.basis, groups, least, self.beside)
        crossed = tuple(astuple(row) for row in self.crossed)
        baseline = self.baseline.id if self.baseline else ""
        before = tuple(sorted(row.id for row in self.earlier))
        return replace(made, counted=counted, baseline=baseline, crossed=crossed, before=before)

    @cached_property
    def crossed(self) -> tuple[CrossRow, ...]:
        """The analysts' table: of the first board release of the wave, and not made again for its corrections.

        Somebody who has withdrawn is in the margins and could not be in this table: then there is none.
        """
        from analysis.crossing import safe_rows

        again = any(inside_of(row).crossed for row in self.of_wave)
        if self.row.tier != "board" or again or (self.base is not None and self.somebody_left):
            return ()
        table = self.published.result.table
        look = self.told_by_crossing
        return safe_rows(cross_rows(self.house, self.rows, table), self.row.id, self.row.wave, self.k, look)

    def told_by_crossing(self, crossing: Publication) -> set[tuple[str, tuple[str, str]]]:
        """The measures of which an attacker would find too much with the crossed table in hand too."""
        from analysis.audit import flaws, publication

        own = publication(self.published.result.table)
        every = [*published_of(self.row.wave, self.earlier), own, crossing]
        found = flaws(self.row.wave, every, all_atoms(self.rows, self.gone), self.house.framework.settings)
        return {(flaw.audience, flaw.measure) for flaw in found}

    @cached_property
    def gone(self) -> dict[str, Counter]:
        """By release of the wave, whom it counts and who has withdrawn since; this one counts them as its base does."""
        gone = missing({row.id: counted_of(row) for row in self.of_wave}, self.rows)
        if self.base is not None and self.base.inside and self.somebody_left:
            gone[self.row.id] = gone[self.base.id]
        return gone

    @cached_property
    def beside(self) -> Beside:
        """What the wave's first release found beside the headline; each later one shows the same. Themes may join
        once, when the comments are coded."""
        others = [inside_of(row).beside for row in self.earlier if row.wave != self.row.wave]
        if self.base is not None and self.base.inside:
            found = inside_of(self.base).beside
        else:
            quarters = chain.from_iterable(each.quarters for each in others)
            found = gather(self.house, self.row.id, self.row.wave, frozenset(quarters))
            told = framework_versions.counted(self.house, self.row.id, self.row.wave, self.earlier)
            before = self.kept(self.baseline) if self.baseline else None
            good = data_quality.gather(self.house, self.row.id, self.basis, self.material["pairs"], before)
            left = data_quality.drop_out(self.basis, before, self.material["pairs"])
            found = replace(found, versions=told, quality=good, dropout=left)
        return self.with_themes(found, chain.from_iterable(each.coded for each in others))

    def with_themes(self, found: Beside, taken: Iterable[tuple[str, str]]) -> Beside:
        told = next((each for row in self.of_wave if (each := inside_of(row).beside).coded), None)
        if told is not None:
            return replace(found, themes=told.themes, coded=told.coded)
        parts = figures.ready(self.house, self.row.wave, taken)
        before = inside_of(self.baseline).beside.coded if self.baseline else ()
        baseline = (self.baseline.id, before) if self.baseline and before else None
        return replace(found, themes=figures.cells(self.house, self.row.id, parts, baseline), coded=parts)

    def tables_beside(self) -> list[SafeTable]:
        """The other tables of the release: gaps, trend, ratings and so on."""
        from analysis.beside import Neighbours

        result = self.published.result
        before = [table_of(row) for row in self.earlier if row.tier == self.row.tier and row.wave < self.row.wave]
        same = framework_versions.comparable(self.house, self.earlier)
        made = Neighbours(self.house.framework, result.names, result.exact, result.table, before, self.beside, same)
        return made.tables()

    @cached_property
    def published(self) -> Published:
        from analysis.publishing import publish

        return publish(self.made, self.flaws, self.flaws_before, self.basis.people, self.fixed)

    def made(self, left_out: frozenset, grouping: Grouping, untold: frozenset) -> ReleaseResult:
        from analysis.reports import release_table

        before = self.material["baseline"]
        given = {**self.material, "baseline": replace(before, untold=untold) if before else None}
        return release_table(**given, fixed_grouping=grouping, left_out=left_out)

    @cached_property
    def material(self) -> dict[str, Any]:
        """The arguments of `analysis.reports.release_table` but for the grouping."""
        return {
            "framework": self.house.framework,
            "release": self.row.id,
            "wave": self.row.wave,
            "tier": self.row.tier,
            "k": self.k,
            "cells": self.basis.cells,
            "people": self.basis.people,
            "baseline": self.baseline_data,
            "pairs": pairs_of(self.baseline.id, self.row.id) if self.baseline else None,
        }

    def flaws(self, table: SafeTable) -> list[Flaw]:
        """What an attacker with all releases of the wave in hand, this one too, would find."""
        from analysis.audit import flaws, publication

        every = [*published_of(self.row.wave, self.earlier), publication(table)]
        return flaws(self.row.wave, every, all_atoms(self.rows, self.gone), self.house.framework.settings)

    def flaws_before(self, table: SafeTable) -> list[Flaw]:
        """What somebody would find with all releases of the baseline's wave, if this table tells more of it."""
        from analysis.audit import flaws

        if self.baseline is None:
            return []
        more = told_of(table, self.baseline)
        if not more.cells:
            return []
        every = [*published_of(self.baseline.wave, self.earlier), more]
        settings = self.house.framework.settings
        return flaws(self.baseline.wave, every, self.atoms_before, settings)

    @cached_property
    def atoms_before(self) -> list[Atom]:
        """Everybody whom the releases of the baseline's wave count."""
        return atoms_of_wave(self.house, [row for row in self.earlier if row.wave == self.baseline.wave])

    @cached_property
    def known(self) -> dict[str, Basis]:
        return {}

    def kept(self, row: Release) -> Basis:
        """The figures of an earlier release, added up once."""
        if row.id not in self.known:
            self.known[row.id] = kept_figures(self.house, row)
        return self.known[row.id]

    @property
    def baseline_data(self) -> BaselineData | None:
        """The figures of the baseline as they were closed, whoever has withdrawn since."""
        from analysis.reports import BaselineData

        row = self.baseline
        return BaselineData(row.wave, *self.kept(row), row.framework_version) if row else None

    @property
    def table(self) -> SafeTable:
        """Raises `Conflict` with the reason if this table, beside all others, could give somebody away."""
        from analysis.audit import check_release, published_counts

        table, flaws = self.published.result.table, self.published.flaws
        new = published_counts(table, self.basis.people, self.basis.cells)
        found = check_release(new, [counts_of(row, self.kept(row)) for row in self.earlier])
        reasons = [f"{each.code} {each.message}" for each in found] + [f"{each.code} {each.words}" for each in flaws]
        if reasons:
            message = N_("The release is refused, because somebody could be picked out: %(reasons)s.")
            raise Conflict(message, reasons="; ".join(reasons))
        return table


def least_k(house: House) -> int:
    thresholds = house.partnership.thresholds
    return min(thresholds.public, thresholds.board)


def kept_figures(house: House, row: Release) -> Basis:
    """As long as nobody has withdrawn the members say it all; then what was kept of groups that are large enough."""
    present = crossed([row.id], house.framework.settings.positive)
    if row.inside and missing({row.id: counted_of(row)}, present)[row.id]:
        return Basis(*inside_of(row).frames())
    return basis(present, row.id)


def counts_of(row: Release, figures: Basis) -> Counts:
    """The exact counts of what a release shows."""
    from analysis.audit import published_counts

    return published_counts(table_of(row), figures.people, figures.cells)
