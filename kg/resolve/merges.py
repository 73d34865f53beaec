"""What was joined, with its reason and the number of files in which it was."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from kg.resolve.groups import follow
from kg.resolve.values import Merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from kg.model import Entity
    from kg.resolve.columns import Columns, Stage
    from kg.resolve.groups import Moves, Step

    Named = tuple[Entity, str, str]

__all__ = ["merges"]


def merges(
    told: Iterable[tuple[int, Step]],
    found: Iterable[tuple[Stage, Iterable[Step]]],
    columns: Columns,
    moves: Sequence[Moves],
) -> tuple[Merge, ...]:
    """One merge for every name and rule, with the first reason in alphabetical order.

    Args:
        told: the steps that single articles gave rise to, each with the place of the article.
        found: the steps that hold in every article that mentions the short name at some stage.
        columns: the articles.
        moves: what becomes of the entities of the steps.
    """
    reasons: dict[Named, Step] = {}
    places: defaultdict[Named, list[NDArray[np.int32]]] = defaultdict(list)

    def add(step: Step, where: NDArray[np.int32]) -> None:
        entity = follow(step.long, moves)
        if len(where) and step.short.name != entity.name:
            named = entity, step.short.name, step.rule
            reasons[named] = min(reasons.get(named, step), step)
            places[named].append(where)

    by_step: defaultdict[Step, list[int]] = defaultdict(list)
    for place, step in told:
        by_step[step].append(place)
    for step, where in by_step.items():
        add(step, np.array(where, dtype=np.int32))
    for stage, steps in found:
        mentioned = stage.mentioned()
        for step in steps:
            number = stage.numbers.get(step.short)
            if number is not None:
                add(step, mentioned[number])
    return tuple(
        sorted(
            Merge(*named, reasons[named].because, len(set(columns.files[np.concatenate(where)].tolist())))
            for named, where in places.items()
        )
    )
