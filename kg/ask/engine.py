"""Questions -> replies, from a process of its own that stays, and is killed when a question takes too long.

An :class:`Engine` starts :mod:`kg.ask.worker` when it is first asked, hands it one question after another, and
kills it at a deadline; the next question starts another one. A build may replace the store meanwhile: whoever says
which store is meant is told so, rather than answered from another one. :class:`Engines` are several, for those who
serve many people at once. A graph in memory is asked by :func:`ask_here`, in this process and without a deadline.
"""

from __future__ import annotations

import marshal
import os
import select
import subprocess
import sys
import threading
import time
import weakref
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, LifoQueue
from typing import TYPE_CHECKING, Self, cast

import pyoxigraph as ox

from kg.ask import worker
from kg.ask.request import Reply, Request
from kg.errors import GraphError
from kg.files import COMPLETE, part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import IO

    from kg.graph.store import Store

    Pipe = IO[bytes]

__all__ = ["STORE", "Engine", "Engines", "Reply", "Request", "ask_here", "imports_of", "place_of"]

STORE = "store"
"""The folder of the store inside the folder of a graph."""

_START = "import sys; sys.path += sys.argv[2:]; import confine, worker; confine.confine(); worker.main(sys.argv[1])"
_CHUNK = 1 << 16

_STARTS = 3
"""How often a process is started whose store is moved while it is opened."""


def ask_here(store: ox.Store, request: Request, imports: Sequence[str] = ()) -> Reply:
    """Answer a question in this process, without a deadline."""
    parts: list[bytes] = []
    return Reply.read(worker.evaluate(store, request.question(imports), parts.append), parts)


def imports_of(store: Store) -> tuple[str, ...]:
    """The graphs that questions see beside the graph itself: what an analyst has brought along."""
    return tuple(graph.value for graph in store.imports)


def place_of(store: Path) -> Path:
    """Where a store lies now: a build makes it complete in one place and then moves it to another."""
    return part(store.parent.parent if store.parent.name == COMPLETE else store.parent, store.name)


class _Late(Exception):  # noqa: N818 - it never leaves this module
    """The deadline has passed."""


class _Ended(Exception):  # noqa: N818 - it never leaves this module
    """The worker is no more."""


class _Worker:
    """A process that answers, and the two pipes to it."""

    def __init__(self, store: Path) -> None:
        places = [str(Path(worker.__file__).parent), str(Path(ox.__file__).parent.parent)]
        command = [sys.executable, "-I", "-S", "-c", _START, str(store), *places]
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            env={**os.environ, "RUST_BACKTRACE": "0"},  # its complaints are told in one line
        )
        self.stdin, self.stdout = cast("Pipe", self.process.stdin), cast("Pipe", self.process.stdout)
        self.readable = select.poll()
        self.readable.register(self.stdout, select.POLLIN)
        self.read = bytearray()
        self._opened: list[worker.Which | None] = []

    def opened(self, deadline: float | None) -> worker.Which | None:
        """Which store the process has opened.

        Raises:
            _Late: the deadline has passed.
            _Ended: the process has died.
        """
        if not self._opened:
            self._opened.append(marshal.loads(self.frame(deadline)))  # noqa: S302 - written by our own process
        return self._opened[0]

    def ask(self, question: worker.Question, seconds: float | None, deadline: float | None) -> Reply:
        """Hand over a question, which the process has so many seconds for, and gather its reply.

        Raises:
            _Late: the deadline has passed.
            _Ended: the process has died.
        """
        frame = marshal.dumps((seconds, *question))
        try:
            self.stdin.write(len(frame).to_bytes(4, "big") + frame)
        except BrokenPipeError as error:
            raise _Ended from error
        parts: list[bytes] = []
        while part := self.frame(deadline):
            parts.append(part)
        return Reply.read(marshal.loads(self.frame(deadline)), parts)  # noqa: S302 - written by our own process

    def frame(self, deadline: float | None) -> bytes:
        return self.take(int.from_bytes(self.take(4, deadline), "big"), deadline)

    def take(self, size: int, deadline: float | None) -> bytes:
        while len(self.read) < size:
            left = None if deadline is None else (deadline - time.monotonic()) * 1000
            if left is not None and (left <= 0 or not self.readable.poll(left)):
                raise _Late
            chunk = os.read(self.stdout.fileno(), _CHUNK)
            if not chunk:
                raise _Ended
            self.read += chunk
        taken = bytes(memoryview(self.read)[:size])
        del self.read[:size]
        return taken

    def last_words(self) -> str:
        """Why the process ended, which it has: the last line of its complaint that is no advice, or its status."""
        lines = cast("Pipe", self.process.stderr).read().decode(errors="replace").splitlines()
        said = [line.strip() for line in lines if line.strip() and not line.startswith("note: ")]
        return said[-1] if said else f"status {self.process.wait()}"


def _nothing() -> None:
    """End nothing."""


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and let go of its pipes."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


class Engine:
    """A process that answers questions about one graph, one after the other; see the module.

    Threads may share an engine, and wait for each other then. Use it in a ``with`` statement or close it; the process
    of an engine that was forgotten ends with this one.

    Attributes:
        store: the folder of the graph's store.
        imports: IRIs of the named graphs that questions see beside the graph itself.
        which: the store that is meant, as :func:`kg.ask.worker.which` names it; None for whatever lies there.
    """

    def __init__(self, store: Path, imports: Sequence[str] = (), which: worker.Which | None = None) -> None:
        self.store, self.imports, self.which = store, tuple(imports), which
        self._lock = threading.Lock()
        self._worker: _Worker | None = None
        self._end: Callable[[], object] = _nothing
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def warm(self) -> None:
        """Start the process now, so that the first question need not wait for it."""
        with self._lock:
            self._started()

    def ask(self, request: Request, timeout: float | None = None) -> Reply:
        """Answer a question.

        Args:
            request: the question, checked.
            timeout: seconds until the process is killed and the reply is ``late``, or None for no limit.

        Raises:
            GraphError: the engine has been closed.
        """
        question = request.question(self.imports)
        deadline = None if timeout is None else time.monotonic() + timeout
        with self._lock:
            reply = None
            try:
                if (running := self._right(deadline)) is not None:
                    reply = running.ask(question, timeout, deadline)
            except _Late:
                return Reply("late", message=f"stopped after {timeout:g} s")
            except _Ended:
                if not self._is_replaced():
                    why = "" if self._worker is None else self._worker.last_words()
                    return Reply("failure", message=f"its process has ended, {why}")
            finally:
                if reply is None:  # what the process may still say belongs to no question
                    self._drop()
            if reply is None or (reply.kind == "failure" and self._is_replaced()):  # and a file of it was not open yet
                self._drop()
                return Reply("replaced", message="another graph has taken the place of this one")
            return reply

    def _right(self, deadline: float | None) -> _Worker | None:
        """A process that has opened the store that is meant; None where that is there no more.

        Raises:
            _Late: the deadline has passed.
            _Ended: the process has died.
        """
        for left in reversed(range(_STARTS)):
            running = self._started()
            try:
                opened = running.opened(deadline)
            except _Ended:
                killed = running.process.wait() < 0
                if killed or not left or not place_of(self.store).exists():
                    raise
                self._drop()
            else:
                return running if self.which in (None, opened) else None
        return None

    def _is_replaced(self) -> bool:
        return self.which is not None and worker.which(str(place_of(self.store))) not in (None, self.which)

    def stop(self) -> None:
        """Kill the process, whatever it does, from any thread; its question fails, and the next one starts another."""
        running = self._worker
        if running is not None:
            running.process.kill()
        if self._lock.acquire(blocking=False):  # else whoever asks sees the end, and drops it
            self._drop()
            self._lock.release()

    def close(self) -> None:
        """Kill the process for good; closing twice does nothing."""
        self._closed = True
        self.stop()

    def _started(self) -> _Worker:
        """The process; a new one where there is none, where it has died, and in the child of a fork."""
        if self._closed:
            raise GraphError(f"{self.store}: the graph has been closed; open it again")
        if self._worker is None or self._worker.process.poll() is not None:
            self._drop()
            self._worker = _Worker(place_of(self.store))
            self._end = weakref.finalize(self, _end, self._worker.process)
        return self._worker

    def _drop(self) -> None:
        self._worker = None
        self._end()
        self._end = _nothing


class Engines:
    """Several engines for one graph, each lent to one asker at a time.

    Attributes:
        store: the folder of the graph's store.
        size: how many there are.
    """

    def __init__(self, store: Path, size: int, imports: Sequence[str] = (), which: worker.Which | None = None) -> None:
        self.store, self.size = store, size
        self._all = tuple(Engine(store, imports, which) for _ in range(size))
        self._free: LifoQueue[Engine] = LifoQueue()  # the one that was used last has the most at hand
        for engine in self._all:
            self._free.put(engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def warm(self) -> None:
        """Start all processes now."""
        for engine in self._all:
            engine.warm()

    @contextmanager
    def lease(self, wait: float | None = None) -> Iterator[Engine]:
        """Lend an engine, which no one else has meanwhile; one that was killed is started anew when it comes back.

        Args:
            wait: seconds to wait for one to come free, or None to wait as long as it takes.

        Raises:
            TimeoutError: none has come free.
            GraphError: the engines have been closed.
        """
        try:
            engine = self._free.get(timeout=wait)
        except Empty:
            raise TimeoutError(f"all {self.size} engines are busy; ask again soon") from None
        try:
            yield engine
        finally:
            try:
                with suppress(GraphError):  # closed meanwhile
                    engine.warm()
            finally:  # whatever keeps the system from starting a process now may not do so later
                self._free.put(engine)

    def close(self) -> None:
        """Kill all processes for good; closing twice does nothing."""
        for engine in self._all:
            engine.close()
