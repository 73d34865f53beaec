"""A visitor's question -> a reply, with the limits of the site: on time, on the answer, on how many ask at once.

The question runs in a process of its own, which is stopped at the deadline, and at once when the visitor has left.
So a heavy question costs others nothing but one of the processes, and that not for long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import anyio.to_thread

from kg.serve.problems import Problem

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.ask.engine import Engine, Reply
    from kg.ask.engine import Request as Question
    from kg.serve.site import Site

__all__ = ["ask"]

RETRY = 10
"""Seconds after which a visitor whom the server could not serve may come again."""

MOMENT = 0.25
"""Seconds after which a process that stands free in the count must have been given back."""


async def ask(site: Site, question: Question, visitor: Request | None = None) -> Reply:
    """Ask, and get a reply that holds an answer: rows, triples, a truth value or bytes.

    Args:
        site: whose graph is asked, within its limits.
        question: has passed :func:`kg.ask.syntax.guard`.
        visitor: the request that asks, its body already read; when its sender leaves, the question is stopped.

    Raises:
        Problem: 400 the query is wrong, 413 the answer is too large, 503 it takes too long or all are busy, 500 the
            engine has failed.
    """
    seconds, wait = site.limits.seconds, site.limits.wait
    place = object()
    with anyio.move_on_after(wait) as waiting:
        await site.places.acquire_on_behalf_of(place)
    if waiting.cancelled_caught:
        raise _later(f"all {site.places.total_tokens:g} places are taken by other queries; ask again soon")
    try:
        with site.engines.lease(wait=MOMENT) as engine:
            reply = await _run(engine, question, seconds, visitor)
    finally:
        site.places.release_on_behalf_of(place)
    return _judged(site, reply)


async def _run(engine: Engine, question: Question, seconds: float, visitor: Request | None) -> Reply | None:
    """The reply, or None when the visitor has left before it came."""
    reply: Reply | None = None

    async def stop_when_left() -> None:
        """Stop the engine when the visitor leaves, and when the server wants to end."""
        try:
            await (anyio.sleep_forever() if visitor is None else _has_left(visitor))
        finally:
            if reply is None:
                engine.stop()

    async with anyio.create_task_group() as group:
        group.start_soon(stop_when_left)
        reply = await anyio.to_thread.run_sync(engine.ask, question, seconds)
        group.cancel_scope.cancel()
    return reply


async def _has_left(visitor: Request) -> None:
    while (await visitor.receive())["type"] != "http.disconnect":
        pass


def _judged(site: Site, reply: Reply | None) -> Reply:
    limits = site.limits
    if reply is None:
        raise Problem(503, "the visitor has left")
    match reply.kind:
        case "late":
            raise _later(
                f"stopped after {limits.seconds:g} s; narrow the query with a LIMIT inside a subquery or a constant "
                "in place of a variable, or ask the graph with kg query --timeout, where there is no such limit"
            )
        case "too_large":
            raise Problem(
                413,
                f"the answer has more than {limits.rows:,} rows or {limits.answer_bytes:,} bytes; add LIMIT and "
                "OFFSET, or read the whole graph at /data?default",
            )
        case "syntax":
            raise Problem(400, str(reply.content))
        case "failure":
            raise Problem(500, f"the engine could not answer ({reply.content}); simplify the query")
        case _:
            return reply


def _later(detail: str) -> Problem:
    return Problem(503, detail, headers={"Retry-After": str(RETRY)})
