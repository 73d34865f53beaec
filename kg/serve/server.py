"""An application -> a server on this machine, from the first request to Ctrl-C."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import socket
import time
from typing import TYPE_CHECKING, cast

import uvicorn

from kg.errors import ServerError
from kg.serve.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.applications import Starlette
    from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["Server", "address", "is_private", "listen"]

LONGEST_HEAD = 256 * 1024
"""Bytes of a request before its body that are read; the guards refuse long addresses well before that."""

FAREWELL = 3
"""Seconds in which what is being answered may finish after Ctrl-C."""

BACKLOG = 128

LOOKS = 10
"""Ticks of uvicorn, of a tenth of a second, from one look at the connections to the next."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Args:
        host: an address of this machine, or a name of one.
        port: a number, 0 for any that is free.

    Raises:
        ServerError: the port is taken, or may not be taken, or this machine has no such address.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, UnicodeError) as error:
        raise ServerError(f"{host!r} is no address of this machine; give one, such as 127.0.0.1") from error
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(place)
        sock.listen(BACKLOG)
    except OSError as error:
        sock.close()
        raise ServerError(_refused(host, port, error)) from error
    return sock


def _refused(host: str, port: int, error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"port {port} of {host} is taken by another program; choose another with --port, or 0 for any free"
        case errno.EACCES | errno.EPERM:
            return f"port {port} is not for everybody; choose one from 1024 on with --port"
        case errno.EADDRNOTAVAIL:
            return f"{host} is no address of this machine; give one that is, such as 127.0.0.1"
        case _:
            return f"cannot listen at {host}, port {port} ({error.strerror}); choose another with --host and --port"


def address(sock: socket.socket) -> str:
    """Where a browser on this machine finds what listens.

    >>> with listen("127.0.0.1", 0) as sock:
    ...     address(sock).startswith("http://127.0.0.1:")
    True
    """
    host, port = sock.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = "localhost"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def is_private(sock: socket.socket) -> bool:
    """Whether only programs on this machine reach what listens."""
    return ipaddress.ip_address(sock.getsockname()[0]).is_loopback


class Server(uvicorn.Server):
    """A server for an application.

    Args:
        app: as :func:`kg.serve.app.make_app` makes it.
        sock: where it listens.
        started: is called when the first request can come.
    """

    def __init__(self, app: Starlette, sock: socket.socket, started: Callable[[], object] = lambda: None) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http="h11",
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                h11_max_incomplete_event_size=LONGEST_HEAD,
                timeout_graceful_shutdown=2 * FAREWELL,
            )
        )
        self._app, self._sock, self._tell = app, sock, started
        self._watch = Watch()

    def work(self) -> None:
        """Serve until Ctrl-C, a signal to end, or :meth:`leave`.

        Raises:
            ServerError: the application could not start.
        """
        try:
            self.run([self._sock])
        except KeyboardInterrupt:  # which is passed on after everything has ended
            pass
        finally:
            self._app.state.live.close()
            self._sock.close()
        if not self.started:
            raise ServerError("the server could not start, and says why above; mend that and start it again")

    def leave(self) -> None:
        """End, from whatever thread; what is being answered may finish."""
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let what is being answered finish, and stop the questions that take long."""
        asyncio.get_running_loop().call_later(FAREWELL, self._app.state.live.interrupt)
        await super().shutdown(sockets)

    async def on_tick(self, counter: int) -> bool:
        """Look after the connections."""
        if counter % LOOKS == 0:
            self._watch.look(cast("set[H11Protocol]", self.server_state.connections), time.monotonic())
        return await super().on_tick(counter)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell."""
        await super().startup(sockets)
        if self.started:
            self._tell()
