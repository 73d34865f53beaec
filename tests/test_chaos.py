"""The short form of :mod:`tests.chaos`: some seconds of builds that are killed."""

from __future__ import annotations

import pytest

from tests.chaos import run

SECONDS = 20


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7])
def test_builds_that_are_killed_leave_one_graph_whole(seed: int) -> None:
    seen = run(SECONDS, seed)
    assert seen["looked at"]
    assert seen["compared with a build from scratch"]
