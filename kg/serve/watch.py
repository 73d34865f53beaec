"""Who keeps a connection open for nothing is let go: those who never finish a request, and those who do not read.

Nothing of this is seen by the application, which is asked when the head of a request is complete, and is done when its
answer lies in the memory of the connection. So the connections themselves are looked at, once a second.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Collection

    from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["Watch"]

PATIENCE = 30.0
"""Seconds in which the head of a request must come, and in which something of an answer must have been read."""

MANY = 400
"""Connections from which on nobody is waited for that long; a process often may have a thousand files open."""

HASTE = 2.0
"""Seconds, in place of the above, when there are many."""

UNREAD = 1024**3
"""Bytes of answers that wait to be read, of all connections together."""


@dataclass(slots=True)
class _Seen:
    """What a connection was doing when it was looked at, and since when.

    Attributes:
        asking: the request that is being answered or was last; None before the first.
        unread: bytes of an answer that have not been taken.
        since: when it was first seen doing so.
        sending: since when it has had bytes to take.
    """

    asking: object
    unread: int
    since: float
    sending: float


@dataclass
class Watch:
    """Looks at connections again and again."""

    _seen: WeakKeyDictionary[H11Protocol, _Seen] = field(default_factory=WeakKeyDictionary)

    def look(self, connections: Collection[H11Protocol], now: float) -> None:
        """End the connections that are kept open for nothing."""
        patience = PATIENCE if len(connections) <= MANY else HASTE
        unread = 0
        for one in tuple(connections):
            seen = self._doing(one, now)
            unread += seen.unread
            if now - seen.since > patience and (seen.unread or _is_silent(one)):
                one.transport.abort()
        if unread > UNREAD:
            slowest = min(connections, key=lambda one: self._seen[one].sending)
            slowest.transport.abort()

    def _doing(self, connection: H11Protocol, now: float) -> _Seen:
        asking, unread = connection.cycle, connection.transport.get_write_buffer_size()
        seen = self._seen.get(connection)
        if seen is None or (seen.asking, seen.unread) != (asking, unread):
            sending = now if seen is None or not unread else seen.sending
            seen = self._seen[connection] = _Seen(asking, unread, now, sending)
        return seen


def _is_silent(connection: H11Protocol) -> bool:
    """Whether nothing is being answered on a connection, as the head of a request has not come."""
    return connection.cycle is None or connection.cycle.response_complete
