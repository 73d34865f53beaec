"""Connections that are kept open for nothing end; those that are of use stay."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from kg.serve import watch
from kg.serve.watch import HASTE, MANY, PATIENCE, UNREAD, Watch
from tests.ask_sample import write_sample
from tests.make_serve import WAIT, serving

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(eq=False)
class Connection:
    """As much of a connection as is looked at."""

    cycle: Any = None
    unread: int = 0
    ended: bool = False
    transport: Any = field(init=False)

    def __post_init__(self) -> None:
        self.transport = SimpleNamespace(get_write_buffer_size=lambda: self.unread, abort=self.end)

    def end(self) -> None:
        self.ended = True


@dataclass(eq=False)
class Cycle:
    """A request with its answer."""

    response_complete: bool


def answering(*, complete: bool) -> Cycle:
    return Cycle(complete)


def look(look_: Watch, connections: list[Connection], now: float) -> None:
    look_.look(cast("Any", connections), now)


@pytest.mark.parametrize(
    ("connection", "ends"),
    [
        (Connection(), True),
        (Connection(answering(complete=True)), True),
        (Connection(answering(complete=False)), False),
        (Connection(answering(complete=False), unread=1), True),
    ],
)
def test_who_does_nothing_for_long_is_let_go(connection: Connection, ends: bool) -> None:
    one = Watch()
    look(one, [connection], 0)
    look(one, [connection], PATIENCE)
    assert not connection.ended
    look(one, [connection], PATIENCE + 1)
    assert connection.ended is ends


def test_who_goes_on_may_stay() -> None:
    one, asks, reads = Watch(), Connection(), Connection(answering(complete=False), 1000)
    for now in range(0, 10 * int(PATIENCE), int(PATIENCE / 2)):
        look(one, [asks, reads], now)
        asks.cycle = answering(complete=True)
        reads.unread -= 1
    assert (asks.ended, reads.ended) == (False, False)


def test_there_is_less_patience_where_there_are_many() -> None:
    one, every = Watch(), [Connection() for _ in range(MANY + 1)]
    look(one, every, 0)
    look(one, every, HASTE + 1)
    assert all(connection.ended for connection in every)


def test_who_has_read_for_longest_is_let_go_where_too_much_waits() -> None:
    one = Watch()
    old, new = (Connection(answering(complete=False), UNREAD // 2) for _ in range(2))
    look(one, [old], 0)
    old.unread += 1
    look(one, [old, new], 1)
    look(one, [old, new], 2)
    assert (old.ended, new.ended) == (True, False)


def test_a_head_that_never_ends_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "PATIENCE", 0.5)
    with (
        serving(write_sample(tmp_path)) as server,
        socket.create_connection(("127.0.0.1", server.port), WAIT) as slow,
    ):
        slow.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        with suppress(ConnectionResetError):
            assert slow.recv(1) == b""
        assert server.ask("ASK {}").status == 200
