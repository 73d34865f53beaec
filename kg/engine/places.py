"""A folder here, or below an address elsewhere; a file in it is there whole or not at all.

Addresses are those of fsspec: ``s3://bucket/articles``, ``memory://articles``. A path is a folder here. The web is no
place for shards, and is read only where somebody asks for it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from kg.errors import KgError, MissingExtra
from kg.files import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Place", "elsewhere", "file_system", "local_path", "reached"]

_WHOLE = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "adl", "oci", "memory"})
"""Stores of objects: what is put there appears when all of it has arrived."""

_WEB = frozenset({"http", "https"})

_ERRORS = (
    ("botocore.exceptions", "BotoCoreError"),
    ("aiohttp", "ClientError"),
    ("google.auth.exceptions", "GoogleAuthError"),
    ("gcsfs.retry", "HttpError"),
    ("azure.core.exceptions", "AzureError"),
)
"""What the libraries below fsspec raise beside the errors of the system."""


def elsewhere(address: str) -> bool:
    """Whether an address is no path of this machine.

    >>> elsewhere("s3://bucket/articles"), elsewhere("file:///srv/articles"), elsewhere("articles/2025")
    (True, False, False)
    """
    scheme, mark, _ = address.partition("://")
    return bool(mark) and scheme.isalnum() and scheme != "file"


def local_path(address: str) -> Path:
    """The path that an address here stands for."""
    return Path(unquote(urlsplit(address).path)) if address.startswith("file://") else Path(address)


def file_system(address: str, *, web: bool = False) -> tuple[Any, str]:
    """The file system of fsspec that knows an address, and the path in it.

    Raises:
        KgError: it is an address of the web and nobody asked for that, or nothing is known of such addresses.
        MissingExtra: fsspec is not installed.
    """
    scheme = address.partition("://")[0]
    if scheme in _WEB and not web:
        raise KgError(f"{address}: the web is not read unless you ask for it with --web; fetch the articles first")
    if find_spec("fsspec") is None:
        raise MissingExtra(f"reading {scheme}:// addresses", "fsspec", "remote")
    try:
        system, path = import_module("fsspec.core").url_to_fs(address)
    except ImportError as error:
        raise KgError(f"{address}: {scheme}:// needs one more package ({error}); install it with pip") from error
    except (ValueError, OSError) as error:
        raise KgError(f"{address}: no address that can be read ({error}); use s3://BUCKET/FOLDER or a path") from error
    return system, path


@contextmanager
def reached(address: str, *, web: bool = False) -> Iterator[tuple[Any, str]]:
    """The file system that knows an address and the path in it; while they are used, all that fails is an OSError.

    Raises:
        KgError, MissingExtra: as for :func:`file_system`.
        OSError: what the address names is not there or cannot be reached.
    """
    known = file_system(address, web=web)
    try:
        yield known
    except _strange() as error:
        raise OSError(str(error)) from error


def _strange() -> tuple[type[Exception], ...]:
    """The errors of those libraries that are in use."""
    return tuple(getattr(sys.modules[module], name) for module, name in _ERRORS if module in sys.modules)


@dataclass(frozen=True, slots=True)
class Place:
    """A folder for shards.

    Attributes:
        address: a path, which every worker must see under the same name, or an address of fsspec.
    """

    address: str

    @classmethod
    def at(cls, address: str) -> Place:
        """The place of a path or an address.

        Raises:
            KgError: nothing can be kept there.
            MissingExtra: fsspec is not installed.
        """
        if not elsewhere(address):
            return cls(os.path.abspath(local_path(address)))  # noqa: PTH100 - links stay as they are named
        file_system(address)
        return cls(address.rstrip("/"))

    @property
    def folder(self) -> Path | None:
        """The folder, where it is one of this machine."""
        return None if elsewhere(self.address) else Path(self.address)

    def of(self, name: str) -> str:
        """The address of a file."""
        return f"{self.address}/{name}"

    def open(self, name: str) -> IO[bytes]:
        """A file, for reading.

        Raises:
            OSError: there is none, or it cannot be read.
        """
        if self.folder is not None:
            return (self.folder / name).open("rb")
        with reached(self.of(name)) as (system, path):
            stream: IO[bytes] = system.open(path, "rb")
        return stream

    def read(self, name: str) -> bytes:
        """All of a file; the errors are those of :meth:`open`."""
        with self.open(name) as stream:
            return stream.read()

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        """A stream to a file that takes its name when all is written and lies on the disk.

        Raises:
            KgError: the file cannot be written.
        """
        try:
            if self.folder is not None:
                target = self.folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with whole_file(target) as stream:
                    yield stream
                return
            with tempfile.TemporaryDirectory() as scratch:
                made = Path(scratch) / "made"
                with made.open("wb") as stream:
                    yield stream
                self._put(made, name)
        except OSError as error:
            raise KgError(
                f"{self.of(name)}: cannot be written ({error.strerror or error}); give it room and permission, then "
                "run the same command again: it goes on where it stopped"
            ) from error

    def _put(self, made: Path, name: str) -> None:
        with reached(self.of(name)) as (system, path):
            system.makedirs(path.rpartition("/")[0], exist_ok=True)
            if self.address.partition("://")[0] in _WHOLE:
                system.put_file(str(made), path)
                return
            waiting = f"{path}.{uuid4().hex}"
            system.put_file(str(made), waiting)
            system.mv(waiting, path)

    def names(self, below: str) -> list[str]:
        """The files right below a folder of this place, sorted, as paths from the place."""
        if self.folder is not None:
            here = self.folder / below
            found = [path.name for path in here.iterdir() if path.is_file()] if here.is_dir() else []
        else:
            with reached(self.of(below)) as (system, path):
                system.invalidate_cache()
                found = [one.rpartition("/")[2] for one in system.ls(path, detail=False)] if system.isdir(path) else []
        return sorted(f"{below}/{name}" for name in found)

    def tidy(self, below: str) -> None:
        """Take away what was cut off while it was written right below a folder; nobody may be writing there."""
        if self.folder is not None and (self.folder / below).is_dir():
            for path in (self.folder / below).glob(".*"):
                if path.is_dir():
                    shutil.rmtree(path)

    def remove(self, name: str) -> None:
        """Take a file away."""
        if self.folder is not None:
            (self.folder / name).unlink(missing_ok=True)
            return
        with reached(self.of(name)) as (system, path):
            system.rm_file(path)
