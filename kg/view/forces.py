"""The forces under which nodes find their places: paper spreads them, edges draw them together, none lies on another.

A node is a disc that bears a charge as large as its area, and nodes push one another off as charges do in the plane,
by charge over distance. The paper bears the opposite charge evenly, so that a node feels nothing once the nodes around
it fill their share of the paper: they spread over all of it and no further, whatever its shape, where a pull towards
the middle makes a lump. An edge draws its ends together like a spring, by the area of the smaller one, so that a
node of many edges stands still and its neighbours come to it.

All pushes together are one convolution: charges are shared out to the corners of a grid, the fast Fourier transform
gives the potential there, and each node takes the slope of it where it stands, as particle-in-cell codes do (Hockney
and Eastwood, Computer simulation using particles, 1981). So a step costs the same for a lump as for a spread, a few
milliseconds for ten thousand nodes. Nodes in one cell of the grid hardly push each other; :func:`part` sees to them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Values = NDArray[np.float64]
    Pairs = NDArray[np.intp]
    Places = NDArray[np.intp]

__all__ = ["WIDE", "Paper", "part", "settle"]

WIDE = 1.3
"""How much wider than high a picture should be, as screens are."""

_MARGIN = 1.25  # the grid reaches so far beyond the paper, since nodes may leave it on their way
_STEPS = 150
_WALL = 20.0  # how much harder than the paper's charge a home holds its nodes
_TOUCH = 0.98  # discs that are nearer than this share of their radii overlap
_LOOK = 4  # rounds between looks for who has come close to whom
_FEW = 150  # so few nodes are compared each with each


@dataclass(frozen=True, slots=True, eq=False)
class Paper:
    """A charged piece of the plane, on a grid.

    Attributes:
        low: where the first corner of the grid lies.
        cell: the side of its cells.
        ground: how much of each corner's cell is paper, 0 to 1.
        kernel: the transform of the potential of one charge.
    """

    low: Values
    cell: float
    ground: Points
    kernel: NDArray[np.complex128]

    @classmethod
    def oval(cls, area: float, nodes: int, wide: float = WIDE) -> Self:
        """An ellipse of that area around the origin, on a grid fit for so many nodes."""
        reach = math.sqrt(area / math.pi) * np.array([math.sqrt(wide), 1 / math.sqrt(wide)])
        low, cell, x, y = _grid(-reach, reach, nodes)
        return cls(low, cell, ((x / reach[0]) ** 2 + (y / reach[1]) ** 2 < 1).astype(float), _kernel(x.size, y.size))

    @classmethod
    def discs(cls, centres: Points, radii: Values, nodes: int) -> Self:
        """Discs, on a grid fit for so many nodes."""
        low, cell, x, y = _grid((centres - radii[:, None]).min(axis=0), (centres + radii[:, None]).max(axis=0), nodes)
        ground = np.zeros((x.size, y.size))
        for (column, row), radius in zip(centres, radii, strict=True):
            across = slice(*np.searchsorted(x[:, 0], (column - radius - cell, column + radius + cell)))
            along = slice(*np.searchsorted(y[0], (row - radius - cell, row + radius + cell)))
            distance = np.hypot(x[across] - column, y[:, along] - row)
            ground[across, along] += np.clip((radius - distance) / cell + 0.5, 0, 1)
        return cls(low, cell, ground, _kernel(x.size, y.size))

    @property
    def area(self) -> float:
        """How much paper there is."""
        return float(self.ground.sum()) * self.cell**2

    def push(self, points: Points, charge: Values) -> Points:
        """The push on each node, for one unit of its charge."""
        columns, rows = self.ground.shape
        where = np.clip((points - self.low) / self.cell, 1, np.array([columns - 3, rows - 3]))
        corner = where.astype(np.intp)
        first = corner[:, 0] * rows + corner[:, 1]
        right, down = (where - corner).T
        corners = (
            (first, (1 - right) * (1 - down)),
            (first + 1, (1 - right) * down),
            (first + rows, right * (1 - down)),
            (first + rows + 1, right * down),
        )
        density = -self.ground * (charge.sum() / self.ground.sum())
        for place, share in corners:
            density += np.bincount(place, charge * share, columns * rows).reshape(columns, rows)
        doubled = (2 * columns, 2 * rows)
        potential = np.fft.irfft2(np.fft.rfft2(density, doubled) * self.kernel, doubled)[:columns, :rows]
        slope = np.zeros((2, columns, rows))
        slope[0, 1:-1] = potential[:-2] - potential[2:]
        slope[1, :, 1:-1] = potential[:, :-2] - potential[:, 2:]
        flat = slope.reshape(2, -1) / (2 * self.cell)
        pushes = np.zeros_like(points)
        for place, share in corners:
            pushes += flat[:, place].T * share[:, None]
        return pushes


def _grid(low: Values, high: Values, nodes: int) -> tuple[Values, float, Points, Points]:
    """A grid over a box and a margin, some cells for each node: its corner, its cell, its columns and rows."""
    middle, extent = (low + high) / 2, (high - low) * _MARGIN
    cell = math.sqrt(extent.prod() / min(max(2.5 * nodes, 400), 22_000))
    columns, rows = (8 * math.ceil((side / cell + 4) / 8) for side in extent)  # multiples of 8 suit the transform
    corner = middle - np.array([columns, rows]) * (cell / 2)
    x, y = corner[0] + cell * np.arange(columns), corner[1] + cell * np.arange(rows)
    return corner, cell, x[:, None], y[None, :]


def _kernel(columns: int, rows: int) -> NDArray[np.complex128]:
    """The potential of a charge, which falls with the logarithm of distance, on a grid of twice the size.

    The doubling keeps the pushes of one side from coming round to the other.
    """
    x, y = (np.minimum(np.arange(2 * side), 2 * side - np.arange(2 * side)) for side in (columns, rows))
    kernel: NDArray[np.complex128] = np.fft.rfft2(-0.5 * np.log(np.maximum(x[:, None] ** 2 + y[None, :] ** 2, 0.3)))
    return kernel


def settle(
    points: Points,
    pairs: Pairs,
    radius: Values,
    paper: Paper,
    *,
    pull: tuple[float, float],
    weight: Values | None = None,
    home: tuple[Points, Values] | None = None,
) -> Points:
    """Let nodes push and edges pull, in ever smaller steps: some dozens, more for more nodes.

    Args:
        points: where the nodes start.
        pairs: the ends of the edges.
        radius: the radius of each node's disc.
        paper: what they spread over.
        pull: how strongly edges pull in the first step and in the last.
        weight: by how much more or less than that each edge does.
        home: the middle and the radius of the disc that each node stays in, if it has one.
    """
    ends, charge, count = (pairs[:, 0], pairs[:, 1]), radius**2, len(points)
    ideal = radius[ends[0]] + radius[ends[1]]
    spring = 6 * np.minimum(charge[ends[0]], charge[ends[1]]) / ideal**2 * (1.0 if weight is None else weight)
    density = charge.sum() / paper.area
    stiffness = (np.bincount(ends[0], spring, count) + np.bincount(ends[1], spring, count)) / charge
    steps = min(_STEPS, 40 + count // 3)
    for step in range(steps):
        share = step / steps
        strength = pull[0] * (pull[1] / pull[0]) ** share
        force = paper.push(points, charge)
        drawn = (points[ends[1]] - points[ends[0]]) * (strength * spring)[:, None]
        for axis in (0, 1):
            both = np.bincount(ends[0], drawn[:, axis], count) - np.bincount(ends[1], drawn[:, axis], count)
            force[:, axis] += both / charge
        firmness = 2 * math.pi * density + strength * stiffness
        if home is not None:
            out = points - home[0]
            distance = np.hypot(out[:, 0], out[:, 1]) + 1e-9
            beyond = np.maximum(distance - home[1] + radius, 0)
            force -= out * (_WALL * density * beyond / distance)[:, None]
            firmness = firmness + _WALL * density * (beyond > 0)
        move = force / firmness[:, None]
        length = np.hypot(move[:, 0], move[:, 1]) + 1e-9
        longest = 0.08 * math.sqrt(paper.area) * (1 - share) ** 1.5 + 1
        points = points + move * (np.minimum(length, longest) / length)[:, None]
    return points


def part(
    points: Points,
    radius: Values,
    *,
    rounds: int = 60,
    draw_in: float = 0.0,
    hold: tuple[Points, Values] | None = None,
) -> Points:
    """Move discs that overlap apart, the smaller of two by more.

    Args:
        points: their middles.
        radius: their radii.
        rounds: how often at most.
        draw_in: by which share they are drawn to the origin in the first round, ever less in later ones, so that
            they come to lie close together.
        hold: a place for each disc and how far from it the disc may go.
    """
    points, count = points.copy(), len(points)
    for step in range(rounds):
        points *= 1 - draw_in * (1 - step / rounds) * np.array([1, WIDE])
        if step % _LOOK == 0:
            near = _close(points, 1.2 * radius)
        one, other = _overlapping(points, radius, near)
        if not (len(one) or draw_in or step % _LOOK):
            break
        apart = points[other] - points[one]
        distance = np.hypot(apart[:, 0], apart[:, 1])
        same = distance < 1e-6
        turn = 2.4 * one[same] + 0.7 * other[same]
        apart[same] = np.column_stack([np.cos(turn), np.sin(turn)])
        lacking = 0.6 * (radius[one] + radius[other] - distance)
        moved = apart * (lacking / np.where(same, 1, distance))[:, None]
        share = radius[other] ** 2 / (radius[one] ** 2 + radius[other] ** 2)
        for axis in (0, 1):
            points[:, axis] += np.bincount(other, moved[:, axis] * (1 - share), count)
            points[:, axis] -= np.bincount(one, moved[:, axis] * share, count)
        if hold is not None:
            out = points - hold[0]
            distance = np.hypot(out[:, 0], out[:, 1])
            points = hold[0] + out * np.minimum(1, hold[1] / np.maximum(distance, 1e-9))[:, None]
    return points


def _overlapping(points: Points, radius: Values, pairs: tuple[Places, Places]) -> tuple[Places, Places]:
    """Those pairs of discs that overlap."""
    one, other = pairs
    apart = points[one] - points[other]
    reach = radius[one] + radius[other]
    hit = (apart * apart).sum(axis=1) < (_TOUCH * reach) ** 2
    return one[hit], other[hit]


def _close(points: Points, radius: Values) -> tuple[Places, Places]:
    """The pairs of discs that overlap, each once.

    Discs are taken in classes, each with radii up to twice those of the class before. Those of a class are looked up
    among all that are not larger, on a grid whose cells are as wide as the widest of them, in the cells around.
    """
    if len(points) <= _FEW:
        return _overlapping(points, radius, np.triu_indices(len(points), 1))
    rank = np.maximum(np.ceil(np.log2(radius / np.median(radius)) - 1e-9), 0).astype(np.intp)
    found = [_near(points, np.flatnonzero(rank == at), rank, float(radius[rank <= at].max())) for at in np.unique(rank)]
    one, other = (np.concatenate(side) for side in zip(*found, strict=True))
    return _overlapping(points, radius, (one, other))


def _near(points: Points, members: Places, rank: Places, widest: float) -> tuple[Places, Places]:
    """Pairs of a member of a class and a node of the same or a lower class, in cells that touch."""
    at = rank[members[0]]
    listed = np.flatnonzero(rank <= at)
    column, row = np.floor((points - points.min(axis=0)) / (2 * widest)).astype(np.intp).T + 1
    rows = int(row.max()) + 2
    code = column * rows + row
    listed = listed[np.argsort(code[listed], kind="stable")]
    codes = code[listed]
    sides: list[tuple[Places, Places]] = []
    for shift in (-rows, 0, rows):
        low = np.searchsorted(codes, code[members] + (shift - 1), "left")
        many = np.searchsorted(codes, code[members] + (shift + 1), "right") - low
        one = np.repeat(members, many)
        place = np.arange(len(one)) - np.repeat(np.cumsum(many) - many - low, many)
        other = listed[place]
        keep = (rank[other] < at) | (other > one)
        sides.append((one[keep], other[keep]))
    one, other = (np.concatenate(side) for side in zip(*sides, strict=True))
    return one, other
