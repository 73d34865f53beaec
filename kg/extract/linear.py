"""A linear classifier over named features: what the pipeline's decisions about names and relations rest on.

Multinomial logistic regression, trained in ``training/`` with scikit-learn, stored as one array of weights and
applied with numpy alone. A feature is a string that is there or not ("prev=startup"); unknown ones count for
nothing. Linear models are used because every decision can be traced to the features that made it, because they
need a few thousand examples rather than millions, and because they give the same answer on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["LinearModel"]


@dataclass(frozen=True, eq=False)
class LinearModel:
    """Classes, features and weights; ``weights`` has a row for each feature, the last one is the bias.

    Attributes:
        classes: the labels that can be predicted.
        features: the row of each known feature.
        weights: float32, shape (len(features) + 1, len(classes)).
    """

    classes: tuple[str, ...]
    features: Mapping[str, int]
    weights: NDArray[np.float32]

    def probabilities(self, examples: Sequence[Iterable[str]]) -> NDArray[np.float64]:
        """The probability of every class for every example, shape (len(examples), len(classes))."""
        scores = np.empty((len(examples), len(self.classes)))
        for row, example in enumerate(examples):
            scores[row] = self.weights[self._rows(example)].sum(axis=0, dtype=np.float64)
        scores -= scores.max(axis=1, keepdims=True, initial=-np.inf)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=1, keepdims=True)
        return scores

    def _rows(self, example: Iterable[str]) -> list[int]:
        known = {row for row in map(self.features.get, example) if row is not None}
        return [*sorted(known), len(self.features)]

    def weightiest(self, example: Collection[str], label: str, count: int = 5) -> list[tuple[str, float]]:
        """The features of an example that speak most for a class, with their weights."""
        column = self.classes.index(label)
        known = ((feature, self.features[feature]) for feature in set(example) if feature in self.features)
        ranked = sorted((-float(self.weights[row, column]), feature) for feature, row in known)
        return [(feature, -weight) for weight, feature in ranked[:count]]

    def to_disk(self, path: Path) -> None:
        """Write the model as one ``.npz`` file, weights in half precision."""
        names = sorted(self.features, key=self.features.__getitem__)
        np.savez_compressed(
            path,
            classes=np.array(self.classes),
            features=np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
            weights=self.weights.astype(np.float16),
        )

    @classmethod
    def from_disk(cls, path: Path) -> LinearModel:
        """Read a model that :meth:`to_disk` wrote."""
        with np.load(path, allow_pickle=False) as data:
            names = data["features"].tobytes().decode().split("\n")
            return cls(
                classes=tuple(str(name) for name in data["classes"]),
                features={name: row for row, name in enumerate(names)},
                weights=data["weights"].astype(np.float32),
            )
