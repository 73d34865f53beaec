"""A forest of small decision trees over named numbers: what weighs the evidence of an article for a relation.

Gradient boosting (Friedman, Greedy Function Approximation, 2001), trained in ``training/`` with scikit-learn, stored
as plain arrays and applied with numpy alone, so that the package needs no scikit-learn and reads no pickles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["Forest"]


@dataclass(frozen=True, eq=False)
class Forest:
    """The nodes of all trees in a row; a leaf is its own child.

    Attributes:
        features: the name of each column; one that an example lacks counts as 0.
        baseline: the log-odds that all examples start from.
        roots: int32, the first node of each tree.
        columns, thresholds: an example goes left at a node where ``example[column] <= threshold``.
        lefts, rights: int32, the children of each node.
        values: the log-odds that each leaf adds.
    """

    features: tuple[str, ...]
    baseline: float
    roots: NDArray[np.int32]
    columns: NDArray[np.int32]
    thresholds: NDArray[np.float64]
    lefts: NDArray[np.int32]
    rights: NDArray[np.int32]
    values: NDArray[np.float64]

    def probabilities(self, examples: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
        """The probability of "yes" for every example, shape (len(examples),)."""
        matrix = self.matrix(examples)
        rows = np.arange(len(examples))[:, None]
        nodes = np.broadcast_to(self.roots, (len(examples), len(self.roots)))
        while True:
            left = matrix[rows, self.columns[nodes]] <= self.thresholds[nodes]
            below = np.where(left, self.lefts[nodes], self.rights[nodes])
            if np.array_equal(below, nodes):
                break
            nodes = below
        odds = self.baseline + self.values[nodes].sum(axis=1)
        result: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-odds))
        return result

    def matrix(self, examples: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
        """The examples as numbers, shape (len(examples), len(features))."""
        rows = [[example.get(name, 0.0) for name in self.features] for example in examples]
        return np.array(rows, dtype=np.float64).reshape(len(examples), len(self.features))

    def to_disk(self, path: Path) -> None:
        """Write the forest as one ``.npz`` file."""
        np.savez_compressed(
            path,
            features=np.array(self.features),
            baseline=np.float64(self.baseline),
            roots=self.roots,
            columns=self.columns,
            thresholds=self.thresholds,
            lefts=self.lefts,
            rights=self.rights,
            values=self.values,
        )

    @classmethod
    def from_disk(cls, path: Path) -> Forest:
        """Read a forest that :meth:`to_disk` wrote."""
        with np.load(path, allow_pickle=False) as data:
            return cls(
                features=tuple(str(name) for name in data["features"]),
                baseline=float(data["baseline"]),
                roots=data["roots"],
                columns=data["columns"],
                thresholds=data["thresholds"],
                lefts=data["lefts"],
                rights=data["rights"],
                values=data["values"],
            )
