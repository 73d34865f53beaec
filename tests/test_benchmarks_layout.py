"""The comparison of layouts measures what it says and leaves out what it cannot run."""

from __future__ import annotations

import doctest
import re

import numpy as np
import pytest

from benchmarks import layout as measured
from benchmarks.layout import ENGINES, Engine, main, measure


def test_every_engine_that_is_there_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--nodes", "60"])
    title, header, *rows = capsys.readouterr().out.splitlines()
    assert title.strip() == "60"
    assert header.split() == ["engine", "CPU", "s", "clear", "covered"]
    assert [row[:20].strip() for row in rows] == [engine.name for engine in ENGINES]
    assert all(re.fullmatch(r"kg[a-z, ]* +\d\.\d\d +0\.\d\d +0%", row) for row in rows[:2])
    assert all(re.fullmatch(r".{20} +(\d+\.\d\d +\d\.\d\d +\d+%|- +- +-)", row) for row in rows)


def test_what_is_missing_or_too_much_is_left_out() -> None:
    assert measure(Engine("absent", lambda _: lambda: np.zeros((60, 2)), needs=("no_such_package",)), 60) is None
    assert measure(Engine("slow", lambda _: lambda: np.zeros((60, 2)), most=50), 60) is None


def test_a_pile_is_covered_and_a_lattice_is_not() -> None:
    def lattice(graph: measured.Graph) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        return np.array([(node % 10, node // 10) for node in range(len(graph))], dtype=float)

    even = measure(Engine("lattice", lambda graph: lambda: lattice(graph)), 100)
    pile = measure(Engine("pile", lambda graph: lambda: lattice(graph) ** 9), 100)
    assert even is not None
    assert pile is not None
    assert even.covered < 0.3 < 0.6 < pile.covered
    assert even.clearness == pytest.approx(1, abs=0.3)  # places that know nothing of the edges


def test_the_table_is_as_its_example_shows() -> None:
    assert doctest.testmod(measured).failed == 0


def test_too_small_a_graph_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--nodes", "5"])
    assert "give 10 or more" in capsys.readouterr().err
