"""What a task has made of what: a small file beside its parts, written last, by which nobody makes them again.

A task is known by its name and a fingerprint of all that it is made of. Whoever finds a manifest with that fingerprint,
and parts that are what it says, has nothing to do: a build that was cut off goes on where it stopped, and a task that
a cluster runs twice does no harm, since the same inputs give the same bytes and a file takes its name when it is whole.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.engine.places import Place

__all__ = ["VERSION", "Making", "Manifest", "Part", "intact", "made", "read_manifest"]

VERSION = 2
"""Of the shards; those of another version are made anew."""

_BLOCK = 1 << 20


class Part(msgspec.Struct, frozen=True):
    """A file that a task has made: its name, its size, its SHA-256, and how many rows or lines it has."""

    name: str
    size: int
    sha256: str
    rows: int


class Manifest(msgspec.Struct, frozen=True):
    """What a task has made.

    Attributes:
        version: of the shards.
        name: of the task.
        inputs: fingerprint of what it is made of.
        parts: its files, by what they hold.
        facts: what else is to be known of them.
        proof: SHA-256 of all that, by which a manifest that has been damaged is known.
    """

    version: int
    name: str
    inputs: str
    parts: dict[str, Part]
    facts: dict[str, Any]
    proof: str = ""

    def proven(self) -> Manifest:
        """The same with its proof."""
        bare = msgspec.structs.replace(self, proof="")
        return msgspec.structs.replace(
            self, proof=hashlib.sha256(msgspec.json.encode(bare, order="sorted")).hexdigest()
        )

    def write(self, place: Place) -> Manifest:
        """Write it, and give it with its proof.

        Raises:
            KgError: it cannot be written.
        """
        whole = self.proven()
        with place.writing(f"{self.name}.json") as stream:
            stream.write(msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n")
        return whole


def made(place: Place, name: str, inputs: str) -> Manifest | None:
    """The manifest of a task, if it has been done with the same inputs and its files are what they were."""
    found = read_manifest(place, name)
    if found is None or found.inputs != inputs:
        return None
    return found if all(intact(place, part) for part in found.parts.values()) else None


def read_manifest(place: Place, name: str) -> Manifest | None:
    """The manifest of a task; None where there is none, or none of this version."""
    try:
        found = msgspec.json.decode(place.read(f"{name}.json"), type=Manifest)
    except (FileNotFoundError, NotADirectoryError, msgspec.MsgspecError):
        return None
    return found if (found.version, found.name) == (VERSION, name) and found == found.proven() else None


def intact(place: Place, part: Part) -> bool:
    """Whether a file is what its manifest says."""
    found, size = hashlib.sha256(), 0
    try:
        with place.open(part.name) as stream:
            while block := stream.read(_BLOCK):
                found.update(block)
                size += len(block)
    except OSError:
        return False
    return size == part.size and found.hexdigest() == part.sha256


class Making:
    """Makes the files of a task, and its manifest when they are done."""

    def __init__(self, place: Place, name: str, inputs: str) -> None:
        self._place, self._name, self._inputs = place, name, inputs
        self._parts: dict[str, Part] = {}

    @contextmanager
    def part(self, what: str, suffix: str) -> Iterator[Writer]:
        """Write one of the files.

        Args:
            what: it holds.
            suffix: the end of its name.

        Raises:
            KgError: it cannot be written.
        """
        name = f"{self._name}{suffix}"
        with self._place.writing(name) as stream:
            writer = Writer(stream)
            yield writer
        self._parts[what] = Part(name, writer.size, writer.digest.hexdigest(), writer.rows)

    def done(self, facts: dict[str, Any]) -> Manifest:
        """Say that all is made."""
        return Manifest(VERSION, self._name, self._inputs, self._parts, facts).write(self._place)


class Writer:
    """Counts and hashes what is written."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.size, self.rows, self.digest = stream, 0, 0, hashlib.sha256()

    def add(self, row: bytes) -> None:
        """Write a row, as it stands."""
        self._stream.write(row)
        self.digest.update(row)
        self.size += len(row)
        self.rows += 1
