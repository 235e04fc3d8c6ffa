"""Which categories are shown together: merging until each group is large enough, and only ever coarser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Group = tuple[str, ...]
"""Sorted ids of the categories that are shown as one, such as ("A", "C")."""
Groups = tuple[Group, ...]
Grouping = dict[tuple[str, str], Groups]
"""The groups of each (audience, group_kind), such as ("young-person", "locality")."""


def merge(people: Mapping[str, int], k: int, fixed: Groups | None = None) -> Groups:
    """The groups in which categories are shown: each of at least `k` distinct people, or one group of all.

    The smallest group is joined with the next smallest (ties: by id) until no group is under `k`. `people` maps each
    category to its number of distinct people. With `fixed`, groups start as that earlier grouping, so that the result
    is the same or coarser; a category that it does not know starts alone.
    """
    known = {category for group in fixed or () for category in group}
    groups = [*(fixed or ()), *((category,) for category in people if category not in known)]
    while len(groups) > 1:
        first, second, *rest = sorted(groups, key=lambda group: (size(people, group), group))
        if size(people, first) >= k:
            break
        groups = [tuple(sorted(first + second)), *rest]
    return tuple(sorted(groups))


def size(people: Mapping[str, int], group: Group) -> int:
    """How many people the categories of a group have together."""
    return sum(people.get(category, 0) for category in group)


def group_of(groups: Groups) -> dict[str, Group]:
    """Category id to the group that it is shown in."""
    return {category: group for group in groups for category in group}


def is_coarser(groups: Groups, earlier: Groups) -> bool:
    """Whether every earlier group lies wholly inside one of these groups (or these are the same)."""
    return all(any(set(old) <= set(new) for new in groups) for old in earlier)


def group_name(group: Iterable[str]) -> str:
    """The ids joined by a plus, as tables and files show them: "A+C"."""
    return "+".join(group)
