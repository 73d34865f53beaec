"""Two lists of articles -> what has become of each article: added, changed, renamed, deleted or kept.

A name that is gone and a new one with the same content are one article under a new name; where several have that
content, names are paired in their order.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
    """How a list of articles differs from a former one.

    >>> from kg.harvest import Listed
    >>> compare([Listed("a.md", "1", ""), Listed("b.md", "2", "")], [Listed("a.md", "3", ""), Listed("c.md", "2", "")])
    Difference(added=(), changed=('a.md',), renamed=(('b.md', 'c.md'),), deleted=(), kept=0)
    """
    former, present = _contents(before), _contents(now)
    gone, fresh = sorted(former.keys() - present.keys()), sorted(present.keys() - former.keys())
    by_content: defaultdict[str, list[str]] = defaultdict(list)
    for name in reversed(gone):
        by_content[former[name]].append(name)
    renamed = [(names.pop(), name) for name in fresh if (names := by_content[present[name]])]
    moved = {name for pair in renamed for name in pair}
    both = former.keys() & present.keys()
    changed = sorted(name for name in both if former[name] != present[name])
    return Difference(
        added=tuple(name for name in fresh if name not in moved),
        changed=tuple(changed),
        renamed=tuple(sorted(renamed)),
        deleted=tuple(name for name in gone if name not in moved),
        kept=len(both) - len(changed),
    )


def _contents(articles: Iterable[Listed]) -> Mapping[str, str]:
    return {one.name: one.content for one in articles}
