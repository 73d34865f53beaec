"""The site as it is now: a build that replaces the graph is noticed, and what is being answered is finished.

Every request looks at the marks of the graph's files, which costs some microseconds. Where they have changed, a new
site is opened and answers from then on; the old one is closed after its last answer.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread

from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.types import ASGIApp, Receive, Scope, Send

    from kg.serve.site import Site

__all__ = ["Live"]

_log = logging.getLogger("kg.serve")

Marks = tuple[tuple[int, int, int] | None, ...]
"""Of each file its device, its number there and when it was written, or None where it is not there."""


@dataclass
class _Open:
    """A site with those who are being answered from it."""

    site: Site
    answer: ASGIApp
    marks: Marks
    visitors: int = 0
    retired: bool = False

    def is_left(self) -> bool:
        """Whether the site has been replaced, and has no visitor any more."""
        return self.retired and not self.visitors


class Live:
    """An ASGI application that hands each request to the site of the newest graph.

    Args:
        watched: the files that a build replaces.
        open_site: opens what lies there now.
        answer: makes the application that answers for a site.
    """

    def __init__(
        self, watched: tuple[Path, ...], open_site: Callable[[], Site], answer: Callable[[Site], ASGIApp]
    ) -> None:
        self._watched, self._open_site, self._answer = watched, open_site, answer
        self._opening = anyio.Lock()
        self._failed: Marks | None = None
        self._opened: list[_Open] = []
        self._now = self._open(self._marks())

    @property
    def site(self) -> Site:
        """What is served at this moment."""
        return self._now.site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request from the newest site."""
        await self._renew()
        now = self._now
        now.visitors += 1
        try:
            await now.answer(scope, receive, send)
        finally:
            now.visitors -= 1
            await self._tidy()

    def interrupt(self) -> None:
        """Stop all questions; from now on none is answered."""
        for one in self._opened:
            one.site.engines.close()

    def close(self) -> None:
        """Close whatever is open; closing twice does nothing."""
        while self._opened:
            self._opened.pop().site.close()

    async def _renew(self) -> None:
        """Open the graph again where it has been replaced; one that cannot be opened is not tried twice."""
        marks = self._marks()
        if marks in (self._now.marks, self._failed):
            return
        async with self._opening:
            old = self._now
            if marks in (old.marks, self._failed):
                return
            try:
                fresh = await anyio.to_thread.run_sync(self._open, marks)
            except KgError as error:
                self._failed = marks
                _log.warning("the graph has been replaced by one that cannot be served; the old one stays: %s", error)
                return
            self._now, old.retired = fresh, True
            _log.info("the graph has been replaced; the new one is being served")
            await self._tidy()

    def _open(self, marks: Marks) -> _Open:
        site = self._open_site()
        opened = _Open(site, self._answer(site), marks)
        self._opened.append(opened)
        return opened

    async def _tidy(self) -> None:
        """Close the sites that have been replaced and left."""
        for one in [one for one in self._opened if one.is_left()]:
            self._opened.remove(one)
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(one.site.close)

    def _marks(self) -> Marks:
        return tuple(_mark(path) for path in self._watched)


def _mark(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns
