"""Writing a file whole or not at all."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from stat import S_IMODE
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["whole_file"]


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A stream to a new file that takes the place of ``path`` when the block ends without an error.

    The new file has the permissions of the former one, or those that the process gives its files; a link stays a link.

    Raises:
        OSError: the file cannot be written.
    """
    target = path.resolve()
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as folder:
        fresh = Path(folder) / target.name
        with fresh.open("wb") as stream:
            yield stream
        if target.exists():
            fresh.chmod(S_IMODE(target.stat().st_mode))
        fresh.replace(target)
