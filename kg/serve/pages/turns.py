"""Turns at work that takes a processor or much memory, so that many visitors at once only wait for each other.

Who waits does so without a thread, and the pages that take little time are not held up.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anyio

from kg.serve.asking import RETRY
from kg.serve.problems import Problem

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

__all__ = ["Turns"]

LINE = 16
"""How many may wait for a turn; who comes then is asked to come again."""


class Turns:
    """As many turns at a time as there are places.

    Args:
        places: for those whose turn it is.
        wait: seconds that one waits for a turn, or None for as long as it takes.
    """

    def __init__(self, places: int, wait: float | None = None) -> None:
        self._places, self._wait = anyio.CapacityLimiter(places), wait

    @asynccontextmanager
    async def turn(self, visitor: Request) -> AsyncIterator[None]:
        """Wait for a turn, and have it while the block runs.

        Args:
            visitor: the request that waits, its body already read.

        Raises:
            Problem: 503, too many wait already, it takes too long, or the visitor has left meanwhile.
        """
        if self._places.statistics().tasks_waiting >= LINE:
            raise _later()
        place = object()
        with anyio.move_on_after(self._wait) as waiting:
            await self._places.acquire_on_behalf_of(place)
        if waiting.cancelled_caught:
            raise _later()
        try:
            if await visitor.is_disconnected():
                raise Problem(503, "the visitor has left")
            yield
        finally:
            self._places.release_on_behalf_of(place)


def _later() -> Problem:
    return Problem(503, "others are being served; come again soon", headers={"Retry-After": str(RETRY)})
