"""What runs the tasks: a Ray cluster that is there, one that is started here, or this process.

Ray runs a task again whose process has died, on whatever machine; what a task leaves does not depend on that. Nothing
is sent to anybody: Ray's own statistics of its use are switched off, and so is its dashboard unless it is asked for.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from kg.errors import KgError, MissingExtra
from kg.harvest import cores, program_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["ENGINES", "Cluster", "cluster"]

ENGINES = ("ray", "here")
"""What may run the tasks; ``here`` is this process, which needs no cluster and tells where a fault lies."""

RETRIES = 8
"""How often a task is run again whose process has died."""

AHEAD = 4
"""Tasks for each processor that are handed to the cluster before one is done."""

PATIENCE = 15.0
"""Seconds in which a machine must answer."""

BREATH = 1.0
"""Seconds after which whoever waits for a task looks whether this process is to end."""

_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}
_STORE = 256 << 20
"""Bytes of shared memory for a cluster that is started here; what is sent is small."""


class Cluster(Protocol):
    """Runs tasks."""

    def run(self, task: Callable[..., Any], calls: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, Any]]:
        """The number of each call and what it gave, in the order in which they get done.

        Args:
            task: a function of a module of this package.
            calls: its arguments, taken when there is room for another one.

        Raises:
            KgError: a task has failed for good.
        """


class _Here:
    def run(self, task: Callable[..., Any], calls: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, Any]]:
        """Call after call."""
        for number, call in enumerate(calls):
            yield number, task(*call)


class _Ray:
    def __init__(self, ray: Any, processors: int) -> None:  # noqa: ANN401 - Ray is looked up when it is needed
        self._ray, self._most = ray, AHEAD * max(1, processors)

    def run(self, task: Callable[..., Any], calls: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, Any]]:
        """As many calls at once as the cluster takes."""
        ray = self._ray
        remote = ray.remote(task).options(max_retries=RETRIES, num_cpus=1, name=task.__name__)
        waiting = enumerate(calls)
        going: dict[Any, int] = {}
        try:
            while True:
                for number, call in islice(waiting, self._most - len(going)):
                    going[remote.remote(*call)] = number
                if not going:
                    return
                with _undisturbed():
                    done, _ = ray.wait([*going], num_returns=1, timeout=BREATH)
                for one in done:
                    yield going.pop(one), self._result(one)
        finally:
            for one in going:
                ray.cancel(one, force=True)

    def _result(self, one: Any) -> Any:  # noqa: ANN401 - whatever the task gives
        try:
            with _undisturbed():
                return self._ray.get(one)
        except self._ray.exceptions.RayTaskError as error:
            if isinstance(error.cause, KgError):
                raise error.cause from error
            raise KgError(f"a task of the cluster failed: {_last(error)}; its logs say more (ray logs)") from error
        except self._ray.exceptions.RayError as error:
            raise KgError(
                f"the cluster could not finish a task: {_last(error)}; see ray status, then run the same command "
                "again: it goes on where it stopped"
            ) from error


@contextmanager
def cluster(engine: str, *, jobs: int | None = None, dashboard: bool = False) -> Iterator[Cluster]:
    """What an engine's name stands for, ready to run tasks.

    Args:
        engine: ``ray`` for a cluster of this machine's processors that ends with the block, ``ray=ADDRESS`` for one
            that is there (``auto``, ``HOST:6379``, ``ray://HOST:10001``), ``here`` for this process.
        jobs: how many processors of this machine to use.
        dashboard: whether to start Ray's dashboard beside a cluster that is started here.

    Raises:
        KgError: there is no such engine, the cluster cannot be reached or started, or has another kg.
        MissingExtra: Ray is not installed.
    """
    name, named, address = engine.partition("=")
    if name not in ENGINES or (named and (name == "here" or not address)):
        raise KgError(f"no engine {engine!r}; use ray, or ray=ADDRESS for a cluster that is there")
    if name == "here":
        yield _Here()
        return
    if find_spec("ray") is None:
        raise MissingExtra("a build by a cluster", "ray", "ray")
    os.environ.update(_QUIET)
    _knock(address)
    ray = import_module("ray")
    if ray.is_initialized():  # by who calls this: a notebook, a test
        yield _checked(ray)
        return
    with _own_end():
        _connect(ray, address, jobs, dashboard=dashboard)
    try:
        yield _checked(ray)
    finally:
        ray.shutdown()


@contextmanager
def _own_end() -> Iterator[None]:
    """Have a signal to end do what it did before the block, in which Ray has it print where its processes are."""
    former = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        if former is not None and threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, former)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Have a signal to end wait until the block is done: what its handler raises while Ray waits, Ray cannot stand."""
    former = signal.getsignal(signal.SIGTERM)
    if not callable(former) or threading.current_thread() is not threading.main_thread():
        yield
        return
    come: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: come.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)
    if come:
        former(come[0], None)


def _connect(ray: Any, address: str, jobs: int | None, *, dashboard: bool) -> None:  # noqa: ANN401
    quiet = {"log_to_driver": False, "logging_level": "ERROR"}
    if not address:
        try:
            ray.init(
                address="local",
                num_cpus=jobs or cores(),
                include_dashboard=dashboard,
                object_store_memory=_STORE,
                **quiet,
            )
        except Exception as error:  # Ray raises the class itself where a process of its own does not come up in time
            ray.shutdown()
            raise KgError(
                f"Ray could not be started here: {_last(error)}; the machine may be too busy: try again, or start "
                "one by hand (ray start --head --disable-usage-stats) and give --engine ray=auto"
            ) from error
        return
    try:
        ray.init(address=address, **quiet)
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        raise _silent(address, error) from error


def _knock(address: str) -> None:
    """See whether anybody listens at an address that names a machine; Ray itself would try for minutes.

    Raises:
        KgError: nobody does.
    """
    where = urlsplit(address if "://" in address else f"//{address}")
    try:
        if where.hostname and where.port:
            socket.create_connection((where.hostname, where.port), PATIENCE).close()
    except (OSError, ValueError) as error:  # ValueError: the port is no number
        raise _silent(address, error) from error


def _silent(address: str, error: Exception) -> KgError:
    return KgError(
        f"no Ray cluster answers at {address}: {_last(error)}; give the address that ray start has printed "
        "(HOST:6379 on a machine of the cluster, ray://HOST:10001 from outside), or auto for the one that is here"
    )


def _checked(ray: Any) -> _Ray:  # noqa: ANN401
    """The cluster, if it has the same kg."""

    def its_program() -> tuple[bool, str]:
        try:
            from kg.harvest import program_hash as there
        except ImportError as error:
            return False, str(error)
        return True, there()

    with _undisturbed():
        found, told = ray.get(ray.remote(its_program).options(max_retries=RETRIES).remote())
    if not found:
        raise KgError(
            f"the workers of the cluster have no kg ({told}); install the same one on all: pip install 'kg[ray]'"
        )
    if told != program_hash():
        raise KgError("the workers of the cluster have another kg than this machine; install the same version on all")
    return _Ray(ray, int(ray.cluster_resources().get("CPU", 1)))


def _last(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else type(error).__name__
