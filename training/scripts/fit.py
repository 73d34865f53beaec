"""Fit a :class:`kg.extract.linear.LinearModel` with scikit-learn."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from kg.extract.linear import LinearModel


def fit(
    examples: Sequence[Iterable[str]], labels: Sequence[str], *, strength: float, rare: int = 2, rounds: int = 100
) -> LinearModel:
    """Multinomial logistic regression, L2-regularised.

    Args:
        examples: the features of each example.
        labels: the class of each example.
        strength: scikit-learn's ``C``, the inverse of the regularisation.
        rare: features that fewer examples have are left out.
        rounds: the most iterations of L-BFGS.
    """
    counts = Counter(feature for example in examples for feature in set(example))
    features = {name: row for row, name in enumerate(sorted(n for n, c in counts.items() if c >= rare))}
    columns = [sorted({features[name] for name in example if name in features}) for example in examples]
    ends = np.cumsum([0, *map(len, columns)])
    matrix = csr_matrix(
        (np.ones(ends[-1], dtype=np.float64), np.concatenate([np.asarray(c, dtype=np.int64) for c in columns]), ends),
        shape=(len(columns), len(features)),
    )
    model = LogisticRegression(C=strength, max_iter=rounds, tol=1e-3)
    model.fit(matrix, np.asarray(labels))
    weights = np.vstack([model.coef_.T, model.intercept_[None, :]]).astype(np.float32)
    if len(model.classes_) == 2:  # scikit-learn gives the second class's weights alone; the first's are zero
        weights = np.hstack([np.zeros_like(weights), weights])
    return LinearModel(tuple(map(str, model.classes_)), features, weights)
