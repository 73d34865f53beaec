"""The linear classifier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from kg.extract.linear import LinearModel

if TYPE_CHECKING:
    from pathlib import Path

MODEL = LinearModel(
    ("no", "yes"),
    {"prev=startup": 0, "prev=le": 1},
    np.array([[0.0, 2.0], [1.0, 0.0], [0.0, -1.0]], dtype=np.float32),
)


def test_probabilities_are_the_softmax_of_the_summed_weights() -> None:
    (row,) = MODEL.probabilities([["prev=startup"]])
    assert row == pytest.approx([1 / (1 + np.e), np.e / (1 + np.e)])


def test_unknown_and_repeated_features_count_for_nothing() -> None:
    once, again = MODEL.probabilities([["prev=le"], ["prev=le", "never seen", "prev=le"]])
    assert once.tolist() == again.tolist()


def test_no_examples_give_no_rows() -> None:
    assert MODEL.probabilities([]).shape == (0, 2)


def test_the_weightiest_features_come_first() -> None:
    assert MODEL.weightiest({"prev=le", "prev=startup"}, "yes") == [("prev=startup", 2.0), ("prev=le", 0.0)]


def test_a_model_reads_back_as_written_and_writes_the_same_bytes(tmp_path: Path) -> None:
    MODEL.to_disk(tmp_path / "a.npz")
    again = LinearModel.from_disk(tmp_path / "a.npz")
    assert (again.classes, dict(again.features)) == (MODEL.classes, dict(MODEL.features))
    assert again.weights.tolist() == MODEL.weights.tolist()
    again.to_disk(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
