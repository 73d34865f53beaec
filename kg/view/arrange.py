"""Drawings of components -> one picture: each where it finds room, the first in the middle, none over another.

The picture is a raster of cells. A large drawing takes the cells that its nodes stand in, those around them and those
they enclose; a small one a rectangle of cells. Each goes to the free place nearest to the middle, where nearness is
measured so that the picture fills a wide rectangle with rounded corners, as screens are.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from kg.view.component import SMALL
from kg.view.forces import WIDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kg.view.forces import Points, Values

    Mask = NDArray[np.bool_]

__all__ = ["arrange"]


def arrange(drawn: Sequence[tuple[Points, Values]], standing: Sequence[Points], air: float) -> list[Points]:
    """Move each drawing to a free place.

    Args:
        drawn: places and radii of the nodes of each; earlier ones go nearer to the middle.
        standing: drawings that stand already and stay; the middle is theirs, if there are any.
        air: how much room to leave around a node.
    """
    cell = 22 + 3 * air
    still = np.concatenate([*standing, np.zeros((0, 2))])
    middle = (still.min(axis=0) + still.max(axis=0)) / 2 if len(still) else np.zeros(2)
    area = sum(float((np.ptp(points, axis=0) + 3 * cell).prod()) for points in (*standing, *(one for one, _ in drawn)))
    reach = max(float(np.abs(still - middle).max(initial=0.0)), max((_reach(points) for points, _ in drawn), default=0))
    half = math.ceil((reach + 1.6 * math.sqrt(area)) / cell) + 8
    taken = np.zeros((2 * half, 2 * half), dtype=np.bool_)
    for points in standing:
        mask, corner = _outline((points - middle) / cell)
        x, y = corner + half
        taken[x : x + mask.shape[0], y : y + mask.shape[1]] |= mask
    side = np.abs(np.arange(2 * half) - half).astype(float)
    nearest = np.argsort((side[:, None] / WIDE) ** 4 + side[None, :] ** 4, axis=None, kind="stable")
    begin: dict[tuple[int, int], int] = {}  # where a rectangle of a size was put last: nearer places are taken
    placed = []
    for points, radius in drawn:
        if len(points) > SMALL:
            mask, corner = _outline(points / cell)
            at, (x, y) = _free(taken, mask, nearest, 0)
            placed.append(points + (np.array([x, y]) - half - corner) * cell + middle)
        else:
            extent = np.ptp(points, axis=0) + 2 * radius.max() + 2.5 * air
            columns, rows = (math.ceil(length / cell) for length in extent)
            mask = np.ones((columns, rows), dtype=np.bool_)
            at, (x, y) = _free(taken, mask, nearest, begin.get((columns, rows), 0))
            begin[columns, rows] = at
            centre = (points.min(axis=0) + points.max(axis=0)) / 2
            placed.append(points - centre + (np.array([x + columns / 2, y + rows / 2]) - half) * cell + middle)
        taken[x : x + mask.shape[0], y : y + mask.shape[1]] |= mask
    return placed


def _reach(points: Points) -> float:
    return float(np.ptp(points, axis=0).max())


def _outline(points: Points) -> tuple[Mask, NDArray[np.intp]]:
    """The cells that a drawing takes, and the first of them."""
    cells = np.floor(points).astype(np.intp)
    low = cells.min(axis=0) - 1
    columns, rows = cells.max(axis=0) - low + 2
    mask = np.zeros((columns, rows), dtype=np.bool_)
    column, row = (cells - low).T
    for across in (-1, 0, 1):
        for along in (-1, 0, 1):
            mask[column + across, row + along] = True
    return (mask | _enclosed(mask, 0) & _enclosed(mask, 1) if len(points) > SMALL else mask), low


def _enclosed(mask: Mask, axis: int) -> Mask:
    """The cells that have a taken one on either side."""
    before = np.maximum.accumulate(mask, axis=axis)
    after = np.flip(np.maximum.accumulate(np.flip(mask, axis), axis=axis), axis)
    both: Mask = before & after
    return both


def _free(taken: Mask, mask: Mask, nearest: NDArray[np.intp], begin: int) -> tuple[int, tuple[int, int]]:
    """The first place of those from ``begin`` on around which the cells of a mask are free; its number and corner."""
    columns, rows = mask.shape
    side = len(taken)
    for at in range(begin, len(nearest)):
        x, y = divmod(int(nearest[at]), side)
        x, y = x - columns // 2, y - rows // 2
        inside = 0 <= x <= side - columns and 0 <= y <= side - rows
        if inside and not (taken[x : x + columns, y : y + rows] & mask).any():
            return at, (x, y)
    raise AssertionError("the raster is larger than all drawings together")  # pragma: no cover
