"""Fit the models of :mod:`kg.extract.linear` and :mod:`kg.extract.trees` with scikit-learn."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from kg.extract.linear import LinearModel
from kg.extract.trees import Forest


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


def grow(examples: Sequence[Mapping[str, float]], labels: Sequence[bool]) -> Forest:
    """Gradient-boosted trees for the probability of "yes".

    Args:
        examples: the named numbers of each example.
        labels: whether it is one.
    """
    features = tuple(sorted({name for example in examples for name in example}))
    matrix = np.array([[example.get(name, 0.0) for name in features] for example in examples])
    model = HistGradientBoostingClassifier(
        max_iter=200, learning_rate=0.05, max_leaf_nodes=8, min_samples_leaf=25, l2_regularization=20.0,
        early_stopping=False, random_state=0,
    )  # fmt: skip
    model.fit(matrix, np.asarray(labels))
    trees = [predictor.nodes for (predictor,) in model._predictors]  # noqa: SLF001 - there is no public way to a tree
    starts = np.cumsum([0, *map(len, trees)])[:-1]
    nodes = np.concatenate(trees)
    own = np.arange(len(nodes))
    first = np.repeat(starts, [len(tree) for tree in trees])
    leaf = nodes["is_leaf"].astype(bool)
    return Forest(
        features=features,
        baseline=float(model._baseline_prediction.item()),  # noqa: SLF001
        roots=starts.astype(np.int32),
        columns=np.where(leaf, 0, nodes["feature_idx"]).astype(np.int32),
        thresholds=np.where(leaf, 0.0, nodes["num_threshold"]).astype(np.float64),
        lefts=np.where(leaf, own, first + nodes["left"]).astype(np.int32),
        rights=np.where(leaf, own, first + nodes["right"]).astype(np.int32),
        values=np.where(leaf, nodes["value"], 0.0).astype(np.float64),
    )
