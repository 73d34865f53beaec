"""A process of its own that answers questions, so that one which takes too long can be stopped.

Oxigraph's Python binding has no time limit, and a thread cannot be stopped. :mod:`kg.ask.engine` starts this file
as a program that opens the store and then answers one question after another; at a deadline it kills the process.
The program imports nothing but the engine, to start in some hundredths of a second.

A question comes on standard input and its answer goes to standard output, in frames: four bytes that say how long
the frame is, then so many bytes. A question is one frame. An answer is written by the engine's own serialisers
while it is found: frames with its parts, an empty frame, and a frame with the :data:`Outcome`. What is no answer
in bytes, such as a truth value or a complaint, lies in the outcome. Before all answers comes a frame that says which
store was opened, as :func:`which` names it: a build may have put another one in the place of that which was meant.
"""

from __future__ import annotations

import marshal
import os
import signal
import stat
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from kg.ask.request import Kind

    Term = ox.NamedNode | ox.Literal

    Packed = tuple[str, str, str | None]
    """A term: its kind or, of a literal, its datatype; its value; its language."""

    Question = tuple[
        str, dict[str, str], dict[str, Packed], int | None, int | None, str | None, list[str] | None, list[str] | None
    ]
    """What is asked: the fields of :class:`kg.ask.request.Request`, in their order."""

    Which = tuple[int, int]
    """Tells a store from those that lay in its place before: device and number of a file that each has for itself."""

    Outcome = tuple[Kind, str | bool | None, bool]
    """The kind of the answer; its truth value or the engine's words; whether it was cut at the limit."""

__all__ = ["ITSELF", "MARK", "evaluate", "main", "pack", "which"]

MARK = "CURRENT"
"""The file that every store has for itself."""

MEMORY = 4 * 1024**3
"""Bytes that a question may hold in memory, where the system can limit that."""

PART = 256 * 1024
"""Bytes that a frame of an answer holds, about."""

TSV_TO_CSV = 8
"""How many times as long an answer is in TSV as in the shortest format, at most about."""

ITSELF = ""
"""Stands for the graph itself in a list of named graphs."""

_COMPLAINTS = 2  # the number of standard error

SPARE = 5
"""Seconds of computing beyond the deadline after which a process ends that nobody has stopped."""


class _Enough(Exception):  # noqa: N818 - no error: the answer has as many rows as were asked for
    """Stops the engine from within its serialiser."""


class _TooLarge(Exception):  # noqa: N818 - as above
    """Stops the engine when an answer has more bytes than it may."""


class _Bytes:
    """A file that the engine writes to; gives the bytes on in large parts, and stops at a number of them."""

    def __init__(self, give: Callable[[bytes], object], largest: int | None) -> None:
        self.give, self.left = give, sys.maxsize if largest is None else largest
        self.held: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        self.left -= len(data)
        if self.left < 0:
            raise _TooLarge
        self.held.append(data)
        self.size += len(data)
        if self.size >= PART:
            self.flush()
        return len(data)

    def flush(self) -> None:
        if self.size:
            self.give(b"".join(self.held))
            self.held, self.size = [], 0


class _Lines:
    """A file of lines over another one, which stops after so many of them if there is another."""

    def __init__(self, below: _Bytes, lines: int) -> None:
        self.below, self.left, self.full = below, lines, False

    def write(self, data: bytes) -> int:
        if self.full:  # the engine writes what it holds once more when it is stopped
            return len(data)
        count = data.count(b"\n")
        if count >= self.left:
            rest = data.split(b"\n", self.left)[self.left] if self.left else data
            if rest:
                self.full = True
                self.below.write(data[: len(data) - len(rest)])
                raise _Enough
        self.left -= count
        return self.below.write(data)

    def flush(self) -> None:
        """Leave what is held where it is, until there is a part of it."""


def evaluate(raw: ox.Store, question: Question, give: Callable[[bytes], object]) -> Outcome:
    """Answer a question that has been checked.

    Args:
        raw: the store.
        question: as :meth:`kg.ask.request.Request.question` writes it.
        give: takes the parts of an answer in bytes.

    Returns:
        The outcome, whose kind is ``rows`` (given as TSV), ``triples`` (given as N-Triples), ``boolean``, ``bytes``
        (given in the media type that was asked for), ``syntax``, ``failure`` or ``too_large``.
    """
    text, prefixes, substitutions, limit, largest, media_type, default, named = question
    output = _Bytes(give, largest)
    try:
        found = raw.query(
            text,
            prefixes=prefixes,
            substitutions={ox.Variable(name): _unpack(term) for name, term in substitutions.items()} or None,
            default_graph=None if default is None else [_graph(name) for name in default],
            named_graphs=None if named is None else [ox.NamedNode(name) for name in named],
        )
        if isinstance(found, ox.QueryBoolean):
            outcome = _truth(found, media_type, output)
        elif isinstance(found, ox.QuerySolutions):
            outcome = _rows(found, limit, media_type, output)
        else:
            outcome = _triples(found, limit, media_type, output, prefixes)
        output.flush()
    except _TooLarge:
        return "too_large", f"more than {largest:,} bytes", False
    except SyntaxError as error:
        return "syntax", str(error), False
    except (OSError, RuntimeError, ValueError) as error:
        return "failure", str(error), False
    return outcome


def _truth(found: ox.QueryBoolean, media_type: str | None, output: _Bytes) -> Outcome:
    if media_type is None:
        return "boolean", bool(found), False
    found.serialize(output, format=_results(media_type))  # type: ignore[arg-type]
    return "bytes", None, False


def _rows(found: ox.QuerySolutions, limit: int | None, media_type: str | None, output: _Bytes) -> Outcome:
    def write(file: Any) -> None:  # noqa: ANN401 - the engine needs less than a file
        found.serialize(file, format=ox.QueryResultsFormat.TSV)

    if media_type is None:
        return "rows", None, _lines(write, limit, output, head=1)
    form = _results(media_type)
    if limit is None:
        found.serialize(output, format=form)  # type: ignore[arg-type]
        return "bytes", None, False
    parts: list[bytes] = []  # rows can be counted in TSV, and not in what else there is
    held = _Bytes(parts.append, output.left * TSV_TO_CSV)
    if _lines(write, limit, held, head=1):
        return "too_large", f"more than {limit:,} rows", False
    held.flush()
    counted = ox.parse_query_results(b"".join(parts), format=ox.QueryResultsFormat.TSV)
    counted.serialize(output, format=form)  # type: ignore[arg-type]
    return "bytes", None, False


def _triples(
    found: ox.QueryTriples, limit: int | None, media_type: str | None, output: _Bytes, prefixes: dict[str, str]
) -> Outcome:
    def write(file: Any) -> None:  # noqa: ANN401 - as above
        found.serialize(file, format=ox.RdfFormat.N_TRIPLES)

    if media_type is None:
        return "triples", None, _lines(write, limit, output, head=0)
    form = ox.RdfFormat.from_media_type(media_type)
    if form is None:
        raise ValueError(f"{media_type} holds no triples")

    def counted() -> Iterator[ox.Triple]:
        for number, triple in enumerate(found):
            if number == limit:
                raise _Enough
            yield triple

    try:
        ox.serialize(counted(), output, form, prefixes=prefixes)  # type: ignore[arg-type]
    except _Enough:
        return "too_large", f"more than {limit:,} triples", False
    return "bytes", None, False


def _lines(write: Callable[[Any], object], limit: int | None, output: _Bytes, *, head: int) -> bool:
    """Write lines, ``head`` and then at most ``limit``; tell whether there are more."""
    try:
        write(output if limit is None else _Lines(output, head + limit))
    except _Enough:
        return True
    return False


def _results(media_type: str) -> ox.QueryResultsFormat:
    form = ox.QueryResultsFormat.from_media_type(media_type)
    if form is None:
        raise ValueError(f"{media_type} holds no rows and no truth value")
    return form


def _graph(name: str) -> ox.NamedNode | ox.DefaultGraph:
    return ox.DefaultGraph() if name == ITSELF else ox.NamedNode(name)


def pack(term: Term) -> Packed:
    """A term as plain text, for :mod:`marshal`.

    >>> pack(ox.NamedNode("http://example.org/a"))
    ('', 'http://example.org/a', None)
    """
    if isinstance(term, ox.NamedNode):
        return "", term.value, None
    return term.datatype.value, term.value, term.language


def _unpack(packed: Packed) -> Term:
    datatype, value, language = packed
    if not datatype:
        return ox.NamedNode(value)
    if language:
        return ox.Literal(value, language=language)
    return ox.Literal(value, datatype=ox.NamedNode(datatype))


def main(store: str) -> None:
    """Open a store and answer the questions that come on standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal interrupts the parent as well, which decides
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        _tie()
    raw, opened = _open(store)
    questions, answers = sys.stdin.buffer, sys.stdout.buffer

    def give(part: bytes) -> None:
        answers.write(len(part).to_bytes(4, "big"))
        answers.write(part)

    give(marshal.dumps(opened))
    answers.flush()
    while head := questions.read(4):
        seconds, *question = marshal.loads(questions.read(int.from_bytes(head, "big")))  # noqa: S302 - our parent's
        _restrict(seconds)
        outcome = evaluate(raw, tuple(question), give)
        give(b"")
        give(marshal.dumps(outcome))
        answers.flush()


def which(store: str) -> Which | None:
    """Which store lies in a folder; None where none does."""
    try:
        found = os.stat(os.path.join(store, MARK))  # noqa: PTH116, PTH118 - pathlib takes long to import
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _open(store: str) -> tuple[ox.Store, Which | None]:
    """Open a store, and tell which it is; one that is replaced meanwhile is opened again."""
    while True:
        try:
            # Its number is given to no other file while this one is open, which it is until the process ends.
            held = os.fstat(os.open(os.path.join(store, MARK), os.O_RDONLY))  # noqa: PTH118 - as above
        except OSError:
            return ox.Store.read_only(store), None  # which says why it cannot be opened
        raw = ox.Store.read_only(store)
        if which(store) == (held.st_dev, held.st_ino):
            return raw, (held.st_dev, held.st_ino)


def _tie() -> None:
    """Have Linux end this process when its parent has gone, also while the engine computes and listens to nobody.

    The parent alone holds the other end of the pipe for complaints, and does not read it before the end. So the one
    thing that can be signalled there is that nobody will read it any more, and that signal ends a process.
    """
    import fcntl

    if stat.S_ISFIFO(os.fstat(_COMPLAINTS).st_mode):
        fcntl.fcntl(_COMPLAINTS, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(_COMPLAINTS, fcntl.F_SETFL, fcntl.fcntl(_COMPLAINTS, fcntl.F_GETFL) | os.O_ASYNC)


def _restrict(seconds: float | None) -> None:
    """Limit computing to a little more than the deadline, where nothing else ends it when the parent is gone."""
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = most if seconds is None else int(sum(os.times()[:2]) + seconds) + SPARE
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))
