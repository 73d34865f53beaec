"""Articles -> readings, by several processes; none of them can hold up or take down the others.

Bytes go in and finished readings come out: what spaCy makes of an article stays in the process that read it. An article
that takes longer than it may is set aside with the process that read it, and so is one whose process dies over it
twice; the others go on.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from contextlib import suppress
from multiprocessing.connection import Pipe, wait
from typing import TYPE_CHECKING

from kg.errors import ArticleError, KgError, PipelineError
from kg.harvest.reading import Reading, Source, key_of, set_aside

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from typing import IO

    from kg.harvest.recipe import Recipe

__all__ = ["TIMEOUT", "cores", "harvest"]

TIMEOUT = 300.0
"""Seconds that an article may take unless something else is said; most take a third of one."""

TRIES = 2
"""Processes that may die over an article before it is set aside: the first may have been killed for another reason."""

EACH = 16
"""Articles that must be there for another process to be worth its start."""

LOOK = 3600.0
"""Seconds that are waited at once; the system knows no times of many days."""

PROGRAM = "kg.harvest.worker"
"""The module that a process runs."""

_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "BLIS_NUM_THREADS"), "1")


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def harvest(
    sources: Iterable[Source], recipe: Recipe, *, count: int, jobs: int | None = None, timeout: float = TIMEOUT
) -> Generator[Reading, None, None]:
    """Read articles, in the order in which they get done; close the iterator to stop.

    Args:
        sources: taken one by one, when a process has nothing to do.
        recipe: how to read them.
        count: how many there are, about, which decides how many processes are started.
        jobs: processes at most, of which no more are started than there are processors.
        timeout: seconds that one article may take.

    Raises:
        PipelineError: the pipeline cannot be loaded, or the processes cannot be started.
        SchemaError: a pattern of names in the schema is none that spaCy can match.
    """
    wanted = min(jobs or cores(), cores(), 1 + count // EACH)
    waiting = _Waiting(sources)
    workers: list[_Worker] = []
    starts = 0  # that have failed, one after the other
    try:
        while busy := _handed_out(waiting, workers, wanted, lambda: _Worker(recipe, timeout)):
            for worker, source in _due(busy):
                try:
                    reading = worker.answer()
                except _Late:
                    reading = _aside(source, recipe, _late(source, timeout))
                except _Died as error:
                    reading = None if waiting.put_back(source) else _aside(source, recipe, _deadly(source, error))
                except _NeverBegan as error:
                    reading, starts = None, starts + 1
                    waiting.keep(source)
                    if starts == TRIES:
                        raise PipelineError(f"the processes that read articles do not start ({error})") from error
                starts = 0 if worker.ready else starts
                if worker.ended:
                    workers.remove(worker)
                if reading is not None:
                    yield reading
    finally:
        for worker in workers:
            worker.stop()


def _handed_out(
    waiting: _Waiting, workers: list[_Worker], wanted: int, another: Callable[[], _Worker]
) -> list[_Worker]:
    """Give every idle process an article while there are any, and start more; those that have one."""
    while (idle := [worker for worker in workers if worker.source is None]) or len(workers) < wanted:
        if (source := waiting.take()) is None:
            break
        if not idle:
            idle = [another()]
            workers += idle
        idle[0].give(source)
    return [worker for worker in workers if worker.source is not None]


def _due(busy: Sequence[_Worker]) -> Iterator[tuple[_Worker, Source]]:
    """Wait until some processes have something to say, or are late."""
    left = min(worker.deadline for worker in busy) - time.monotonic()
    said = set(wait([worker.line for worker in busy], max(0.0, min(left, LOOK))))
    for worker in busy:
        if worker.source is not None and (worker.line in said or time.monotonic() >= worker.deadline):
            yield worker, worker.source


def _aside(source: Source, recipe: Recipe, error: ArticleError) -> Reading:
    return set_aside(recipe, source.name, key_of(recipe, source.name, source.data), error)


def _late(source: Source, timeout: float) -> ArticleError:
    advice = f"split it into articles, leave it out, or allow it more time: --retry --timeout {4 * timeout:g}"
    return ArticleError(source.place, f"not read after {timeout:g} s", advice)


def _deadly(source: Source, error: _Died) -> ArticleError:
    return ArticleError(source.place, f"ended the processes that read it ({error})", "split it up, or leave it out")


class _Waiting:
    """The articles that no process has yet."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._fresh = iter(sources)
        self._again: deque[Source] = deque()
        self._deaths: dict[str, int] = {}

    def take(self) -> Source | None:
        """The next one; None where all have been handed out."""
        return self._again.popleft() if self._again else next(self._fresh, None)

    def keep(self, source: Source) -> None:
        """Have an article read that no process has begun with."""
        self._again.append(source)

    def put_back(self, source: Source) -> bool:
        """Have an article read again whose process died, unless that was its last try."""
        deaths = self._deaths[source.name] = self._deaths.get(source.name, 0) + 1
        if deaths < TRIES:
            self._again.append(source)
        return deaths < TRIES


class _Late(Exception):  # noqa: N818 - it never leaves this module
    """An article has taken longer than it may."""


class _Died(Exception):  # noqa: N818 - it never leaves this module
    """The process is no more; the text says why."""


class _NeverBegan(Exception):  # noqa: N818 - it never leaves this module
    """The process is no more, and had not loaded what it needs; the text says why."""


class _Worker:
    """A process that reads, and the line to it.

    Attributes:
        source: the article that it has in hand.
        deadline: when it must be done, by the monotonic clock.
        ended: whether it is of no more use.
    """

    def __init__(self, recipe: Recipe, timeout: float) -> None:
        self.line, theirs = Pipe()
        self.timeout, self.ready, self.ended = timeout, False, False
        self.source: Source | None = None
        self.deadline = float("inf")
        self.complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the process is stopped
        with theirs:
            try:
                self.process = self._process(theirs.fileno())
            except OSError as error:
                self.line.close()
                self.complaints.close()
                why = f"no process can be started that reads articles ({error.strerror})"
                raise PipelineError(f"{why}; end other programs, or give a smaller number with --jobs") from error
        self._send((recipe, timeout))

    def _process(self, line: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", PROGRAM, str(line)],
            pass_fds=[line],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.complaints,
            env={**os.environ, **_ONE_THREAD},
            start_new_session=True,  # so that an interrupt from the keyboard reaches whoever decides about it
        )

    def give(self, source: Source) -> None:
        """Hand an article over."""
        self.source = source
        self.deadline = time.monotonic() + self.timeout if self.ready else float("inf")
        self._send(source)

    def _send(self, value: object) -> None:
        with suppress(ConnectionError):  # a dead process is found out when its answer is looked for
            self.line.send(value)

    def answer(self) -> Reading | None:
        """The reading that has been finished; None where the process is only ready for the article.

        Raises:
            _Late: there is no answer, and the time is over.
            _Died: the process has ended.
            _NeverBegan: it has ended before it was ready.
            KgError: it could not load what it needs.
        """
        if not self.line.poll():
            self.stop()
            raise _Late
        try:
            said: Reading | KgError | None = self.line.recv()
        except (EOFError, OSError) as error:  # the latter where it died while it answered
            why = self._last_words()
            self.stop()
            if not self.ready:
                raise _NeverBegan(why) from error
            raise _Died(why) from error
        if isinstance(said, KgError):
            raise said
        if said is None:
            self.ready, self.deadline = True, time.monotonic() + self.timeout
        else:
            self.source = None
        return said

    def _last_words(self) -> str:
        """Why the process has ended: the last line of its complaint, or the signal that ended it."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(1)
        self.complaints.seek(0)
        lines = self.complaints.read().decode(errors="replace").strip().splitlines()
        if lines:
            return lines[-1].strip()
        status = self.process.poll()
        return signal.Signals(-status).name if status and status < 0 else f"status {status}"

    def stop(self) -> None:
        """End the process, whatever it does."""
        self.ended = True
        self.process.kill()
        self.process.wait()
        self.line.close()
        self.complaints.close()
