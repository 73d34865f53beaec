"""A visitor's question -> a reply, with the limits of the site: on time, on the answer, on how many ask at once.

The question runs in a process of its own, which is stopped at the deadline, and at once when the visitor has left.
So a heavy question costs others nothing but one of the processes, and that not for long.
"""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import anyio
import anyio.to_thread

from kg.ask.mistakes import syntax_error
from kg.serve.problems import Problem, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from kg.ask.engine import Engine, Reply
    from kg.ask.engine import Request as Question
    from kg.serve.site import Site

__all__ = ["apart", "ask"]

T = TypeVar("T")

_LINE = re.compile(r"\d+(?=:\d+:)")

RETRY = 10
"""Seconds after which a visitor whom the server could not serve may come again."""

SHORT = 5_000
"""Characters of a text that is read in no time."""

AGAIN = 0.05
"""Seconds after which a question that was stopped and still runs is stopped again."""


async def apart(text: str, work: Callable[[str], T]) -> T:
    """What some work makes of a text: of a long one in a thread, so that nobody waits for that."""
    return work(text) if len(text) <= SHORT else await anyio.to_thread.run_sync(work, text)


async def ask(site: Site, question: Question, visitor: Request | None = None, *, base: str | None = None) -> Reply:
    """Ask, and get a reply that holds an answer: rows, triples, a truth value or bytes.

    Args:
        site: whose graph is asked, within its limits.
        question: has passed :func:`kg.ask.syntax.guard`.
        visitor: the request that asks, its body already read; when its sender leaves, the question is stopped.
        base: what relative IRIs in the text are relative to; without one there may be none.

    Raises:
        Problem: 400 the query is wrong, 413 the answer is too large, 503 it takes too long or all are busy, 500 the
            engine has failed.
    """
    place = object()
    with anyio.move_on_after(site.limits.wait) as waiting:
        await site.places.acquire_on_behalf_of(place)
    if waiting.cancelled_caught:
        raise _later(f"all {site.places.total_tokens:g} places are taken by other queries; ask again soon")
    try:
        based = question if base is None else replace(question, text=f"BASE <{base}>\n{question.text}")
        reply = await _run(_Run(site, based), visitor)
    finally:
        site.places.release_on_behalf_of(place)
    return await apart(question.text, lambda _: _judged(site, question, reply, lines=0 if base is None else 1))


class _Run:
    """A question that runs in a thread, and can be stopped from another one."""

    def __init__(self, site: Site, question: Question) -> None:
        self._site, self._question = site, question
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._stopped = False

    def work(self) -> Reply | None:
        """The reply, or None where the question was stopped before it began."""
        limits = self._site.limits
        with self._site.engines.lease(limits.wait) as engine:
            with self._lock:
                self._engine = None if self._stopped else engine
            try:
                return None if self._stopped else engine.ask(self._question, limits.seconds)
            finally:
                with self._lock:  # from here on the engine may be somebody else's
                    self._engine = None

    def stop(self) -> None:
        """Stop the question, if it has not ended."""
        with self._lock:
            self._stopped = True
            if self._engine is not None:
                self._engine.stop()


async def _run(run: _Run, visitor: Request | None) -> Reply | None:
    """The reply to a question, which is stopped when the visitor leaves or the server ends."""
    done, reply = False, None

    async def stop_when_left() -> None:
        try:
            await (anyio.sleep_forever() if visitor is None else _has_left(visitor))
        finally:
            with anyio.CancelScope(shield=True):
                while not done:  # again, lest the question began just after it was stopped
                    run.stop()
                    await anyio.sleep(AGAIN)

    async with anyio.create_task_group() as group:
        group.start_soon(stop_when_left)
        try:
            # A thread of its own for each: who holds a place must not wait for one of the common threads.
            reply = await anyio.to_thread.run_sync(run.work, limiter=anyio.CapacityLimiter(1))
        finally:
            done = True
            group.cancel_scope.cancel()
    return reply


async def _has_left(visitor: Request) -> None:
    while (await visitor.receive())["type"] != "http.disconnect":
        pass


def _judged(site: Site, question: Question, reply: Reply | None, *, lines: int) -> Reply:
    """The reply, if it is an answer; ``lines`` of what the engine read are not the visitor's."""
    limits = site.limits
    if reply is None:
        raise Problem(503, "the visitor has left")
    match reply.kind:
        case "late":
            raise _later(
                f"stopped after {limits.seconds:g} s; narrow the query with a LIMIT inside a subquery or a constant "
                "in place of a variable, or ask the graph with kg query --timeout, where there is no such limit"
            )
        case "replaced":
            raise Problem(503, "the graph has just been replaced; ask again", headers={"Retry-After": "1"})
        case "too_large":
            raise Problem(
                413,
                f"the answer has more than {limits.rows:,} rows or {limits.answer_bytes:,} bytes; add LIMIT and "
                "OFFSET, or read the whole graph at /data?default",
            )
        case "syntax":
            message = _LINE.sub(lambda found: str(int(found[0]) - lines), reply.message, count=1)
            raise refused(syntax_error(question.text, message, question.prefixes))
        case "failure":
            raise Problem(500, f"the engine could not answer ({reply.message}); simplify the query")
        case _:
            return reply


def _later(detail: str) -> Problem:
    return Problem(503, detail, headers={"Retry-After": str(RETRY)})
