"""The forest that weighs an article's evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.trees import Forest

if TYPE_CHECKING:
    from pathlib import Path


def forest() -> Forest:
    """Two trees: ``best <= 0`` splits the first, ``best <= 2`` and then ``inside <= 0.5`` the second."""
    return Forest(
        features=("best", "inside"),
        baseline=-1.0,
        roots=np.array([0, 3], dtype=np.int32),
        columns=np.array([0, 0, 0, 0, 0, 1, 0, 0], dtype=np.int32),
        thresholds=np.array([0.0, 0.0, 0.0, 2.0, 0.0, 0.5, 0.0, 0.0]),
        lefts=np.array([1, 1, 2, 4, 4, 6, 6, 7], dtype=np.int32),
        rights=np.array([2, 1, 2, 5, 4, 7, 6, 7], dtype=np.int32),
        values=np.array([0.0, -0.5, 0.25, 0.0, -0.125, 0.0, 1.0, 2.0]),
    )


def by_hand(best: float, inside: float) -> float:
    odds = -1.0 + (-0.5 if best <= 0 else 0.25)
    odds += -0.125 if best <= 2 else 1.0 if inside <= 0.5 else 2.0
    return float(1 / (1 + np.exp(-odds)))


@given(st.floats(-9, 9), st.floats(0, 1))
def test_every_example_goes_down_every_tree(best: float, inside: float) -> None:
    (found,) = forest().probabilities([{"best": best, "inside": inside}])
    assert found == pytest.approx(by_hand(best, inside))


def test_examples_are_judged_each_for_itself() -> None:
    examples = [{"best": 3.0, "inside": 1.0}, {"best": -1.0}, {"best": 2.5, "inside": 0.0}]
    together = forest().probabilities(examples).tolist()
    assert together == [forest().probabilities([example])[0] for example in examples]


def test_a_number_that_is_not_there_is_nought_and_an_unknown_one_is_not_read() -> None:
    assert forest().matrix([{"inside": 1.0, "colour": 7.0}]).tolist() == [[0.0, 1.0]]


def test_no_examples_give_no_probabilities() -> None:
    assert forest().probabilities([]).tolist() == []


def test_a_forest_reads_back_as_written_and_writes_the_same_bytes(tmp_path: Path) -> None:
    forest().to_disk(tmp_path / "a.npz")
    again = Forest.from_disk(tmp_path / "a.npz")
    again.to_disk(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    assert again.probabilities([{"best": 3.0}]).tolist() == forest().probabilities([{"best": 3.0}]).tolist()
