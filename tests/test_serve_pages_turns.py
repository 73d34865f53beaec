"""Turns: so many at a time, the others in line, and a line has an end."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import anyio
import pytest

from kg.serve.pages.turns import LINE, Turns
from kg.serve.problems import Problem

if TYPE_CHECKING:
    from starlette.requests import Request


class Visitor:
    """Somebody who waits, or has left."""

    def __init__(self, *, left: bool = False) -> None:
        self.left = left

    async def is_disconnected(self) -> bool:
        return self.left


def visitor(*, left: bool = False) -> Request:
    return cast("Request", Visitor(left=left))


def test_one_after_the_other_and_no_endless_line() -> None:
    async def main() -> None:
        turns, release, done = Turns(1), anyio.Event(), list[int]()

        async def work(number: int) -> None:
            async with turns.turn(visitor()):
                await release.wait()
                done.append(number)

        async with anyio.create_task_group() as group:
            for number in range(LINE + 1):
                group.start_soon(work, number)
            await anyio.wait_all_tasks_blocked()
            with pytest.raises(Problem, match="come again soon") as caught:
                async with turns.turn(visitor()):
                    raise AssertionError("nobody goes before those who wait")
            assert (caught.value.status_code, dict(caught.value.headers or {})) == (503, {"Retry-After": "10"})
            release.set()
        assert done == list(range(LINE + 1))

    anyio.run(main)


def test_who_has_left_or_waits_too_long_has_no_turn() -> None:
    async def main() -> None:
        turns = Turns(1, wait=0.01)
        with pytest.raises(Problem, match="has left"):
            async with turns.turn(visitor(left=True)):
                raise AssertionError("nobody is there")
        async with turns.turn(visitor()):  # the place is free again
            with pytest.raises(Problem, match="come again soon"):
                async with turns.turn(visitor()):
                    raise AssertionError("the place is taken")

    anyio.run(main)
