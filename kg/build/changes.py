"""Two lists of articles -> what has become of each article: added, changed, renamed, deleted or kept.

A name that is gone and a new one with the same content are one article under a new name; where several have that
content, names are paired in their order.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.harvest import Listed

__all__ = ["Difference", "compare"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What has become of the articles, by their names, sorted.

    Attributes:
        added, changed, deleted: as the words say.
        renamed: the former names with the new ones.
        kept: how many are as they were.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    deleted: tuple[str, ...] = ()
    kept: int = 0

    def __bool__(self) -> bool:
        """Whether anything is otherwise than it was."""
        return bool(self.added or self.changed or self.renamed or self.deleted)


def compare(before: Iterable[Listed], now: Iterable[Listed]) -> Difference:
    """How a list of articles differs from a former one; both sorted by name, and neither is kept in memory.

    >>> from kg.harvest import Listed
    >>> compare([Listed("a.md", "1", ""), Listed("b.md", "2", "")], [Listed("a.md", "3", ""), Listed("c.md", "2", "")])
    Difference(added=(), changed=('a.md',), renamed=(('b.md', 'c.md'),), deleted=(), kept=0)
    """
    gone: list[Listed] = []
    fresh: list[Listed] = []
    changed: list[str] = []
    kept = 0
    for former, present in _side_by_side(before, now):
        if present is None:
            gone += () if former is None else (former,)
        elif former is None:
            fresh.append(present)
        elif former.content == present.content:
            kept += 1
        else:
            changed.append(present.name)
    by_content: defaultdict[str, list[str]] = defaultdict(list)
    for one in reversed(gone):
        by_content[one.content].append(one.name)
    renamed = [(names.pop(), one.name) for one in fresh if (names := by_content[one.content])]
    moved = {name for pair in renamed for name in pair}
    return Difference(
        added=tuple(one.name for one in fresh if one.name not in moved),
        changed=tuple(changed),
        renamed=tuple(sorted(renamed)),
        deleted=tuple(one.name for one in gone if one.name not in moved),
        kept=kept,
    )


def _side_by_side(before: Iterable[Listed], now: Iterable[Listed]) -> Iterator[tuple[Listed | None, Listed | None]]:
    """The articles of two sorted lists, those of one name together."""
    left, right = iter(before), iter(now)
    one, other = next(left, None), next(right, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one.name < other.name):
            yield one, None
            one = next(left, None)
        elif one is None or other.name < one.name:
            yield None, other
            other = next(right, None)
        else:
            yield one, other
            one, other = next(left, None), next(right, None)
